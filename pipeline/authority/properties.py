"""What can be asked of an entry, property by property, as other programs ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from pipeline.authority.entries import AliasKind, Entry
from pipeline.authority.register import Register
from pipeline.records import EntityKind

_PERSON, _ORGANISATION, _PLACE = EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.PLACE
_ALL: Final = (_PERSON, _ORGANISATION, _PLACE)


@dataclass(frozen=True)
class Property:
    """A property: its id, its name for people, which kinds of entries have it, and what it is.

    ``of`` is the kind of entry that its values are, where they are entries.
    """

    id: str
    name: str
    kinds: tuple[EntityKind, ...] = _ALL
    of: EntityKind | None = None


@dataclass(frozen=True)
class OtherEntry:
    """A value that is an entry of the register itself."""

    id: str
    name: str


Value = str | date | OtherEntry

PROPERTIES: Final = (
    Property("name", "Canonical name"),
    Property("alias", "Aliases"),
    Property("former", "Former names"),
    Property("acronym", "Acronyms", (_ORGANISATION, _PLACE)),
    Property("affiliation", "Organisation where the person belongs", (_PERSON,), _ORGANISATION),
    Property("role", "Role", (_PERSON,)),
    Property("since", "Belongs there since", (_PERSON,)),
    Property("until", "Belonged there until", (_PERSON,)),
    Property("official.en", "Official name in English"),
    Property("official.fr", "Official name in French"),
    Property("ids.orgnr", "Norwegian organisation number", (_ORGANISATION,)),
    Property("ids.wikidata", "Wikidata"),
    Property("ids.isni", "ISNI"),
    Property("ids.viaf", "VIAF"),
    Property("ids.orcid", "ORCID", (_PERSON,)),
    Property("verified", "Verified by a person"),
)


def property_of(property_id: str) -> Property:
    """Return the property with an id; an official name or an id of any language or scheme is one.

    >>> property_of("ids.gnd").name, property_of("height").name
    ('gnd', 'height')
    """
    for known in PROPERTIES:
        if known.id == property_id:
            return known
    return Property(property_id, property_id.removeprefix("ids.").removeprefix("official."))


def values_of(entry: Entry, property_id: str, register: Register) -> tuple[Value, ...]:
    """Return the values that a property has for an entry, the preferred one first.

    An organisation that is one entry of the register, and no more, is given as that entry. A form
    that is never to be printed is none of the aliases.
    """
    return tuple(_values(entry, property_id, register))


def _values(entry: Entry, property_id: str, register: Register) -> Iterator[Value]:
    group, _, key = property_id.partition(".")
    match group:
        case "name":
            yield entry.name
        case "alias":
            yield from (a.name for a in entry.aliases if a.kind is not AliasKind.ERROR)
        case "former" | "acronym":
            yield from (a.name for a in entry.aliases if a.kind.value == group)
        case "affiliation":
            for one in entry.affiliations:
                yield organisation(one.organisation, register)
        case "role":
            yield from (one.role for one in entry.affiliations if one.role)
        case "since":
            yield from (one.since for one in entry.affiliations if one.since)
        case "until":
            yield from (one.until for one in entry.affiliations if one.until)
        case "official":
            yield from filter(None, entry.official.get(key, "").split("|"))
        case "ids" if key in entry.ids:
            yield entry.ids[key]
        case "verified":
            yield "yes" if entry.verified else "no"


def organisation(name: str, register: Register) -> Value:
    """Return the entry that an organisation is, or its name where there is no single one."""
    entries = register.entries(name, _ORGANISATION)
    return OtherEntry(entries[0].id, entries[0].name) if len(entries) == 1 else name
