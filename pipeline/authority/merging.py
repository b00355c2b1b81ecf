"""Two entries that are one made one, and one entry that is two parted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pipeline.authority.editing import Wishes, new_entry, no_entry, put_by_hand, remove_by_hand
from pipeline.authority.entries import Affiliation, Alias, AliasKind, Entry
from pipeline.authority.keys import form_key
from pipeline.authority.register import Register
from pipeline.authority.writing import Batch
from pipeline.errors import StoreError

_T = TypeVar("_T", Alias, Affiliation)


@dataclass(frozen=True)
class Clash:
    """What two entries say differently: an official name or an identifier; ``kept`` stays."""

    field: str
    key: str
    kept: str
    lost: str


@dataclass(frozen=True)
class Taking:
    """What leaves an entry to become another: its name, and places in the lists of the entry."""

    name: str
    aliases: frozenset[int] = frozenset()
    affiliations: frozenset[int] = frozenset()
    official: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()


def merged(kept: Entry, other: Entry, kind: AliasKind = AliasKind.SPELLING) -> Entry:
    """Return two entries as one: ``kept`` with everything that only the other says.

    The name of the other becomes an alias of the given kind. Where both have an official name in
    a language or an identifier of a scheme, that of ``kept`` stays (see ``clashes``).

    >>> a = Entry(id="a", kind="person", name="Kari Aas")
    >>> [x.name for x in merged(a, Entry(id="b", kind="person", name="Kari Ås")).aliases]
    ['Kari Ås']
    """
    known = {form_key(form) for form in kept.forms}
    coming = (Alias(name=other.name, kind=kind, source=other.source), *other.aliases)
    new: dict[str, Alias] = {}
    for alias in coming:
        if form_key(alias.name) not in known:
            new.setdefault(form_key(alias.name), alias)
    told = dict.fromkeys(note for note in (kept.note, other.note) if note)
    return kept.model_copy(
        update={
            "aliases": (*kept.aliases, *new.values()),
            "affiliations": (
                *kept.affiliations,
                *dict.fromkeys(a for a in other.affiliations if a not in kept.affiliations),
            ),
            "official": {**other.official, **kept.official},
            "ids": {**other.ids, **kept.ids},
            "keep": kept.keep or other.keep,
            "verified": kept.verified and other.verified,
            "source": kept.source or other.source,
            "note": "; ".join(told),
        }
    )


def clashes(kept: Entry, other: Entry) -> tuple[Clash, ...]:
    """Return what the two say differently, so that one of it is lost when they are merged."""
    return tuple(_clashes("official", kept.official, other.official)) + tuple(
        _clashes("ids", kept.ids, other.ids)
    )


def merge(kept: Entry, other: Entry, kind: AliasKind, batch: Batch, register: Register) -> Entry:
    """Make two entries of the register one, and return it.

    Raises:
        StoreError: they are the same entry or of two kinds, or a name belongs to a third entry.
    """
    if kept.id == other.id:
        raise StoreError(
            f"{kept.name} ({kept.id}) cannot be merged with itself", hint="choose another entry"
        )
    if kept.kind is not other.kind:
        raise StoreError(
            f"{kept.name} is a {kept.kind} and {other.name} a {other.kind}",
            hint="only entries of one kind can be merged",
        )
    remove_by_hand(other.id, batch, register)
    one = merged(kept, other, kind)
    # opened anew: what it knows of hidden entries is from before
    put_by_hand(one, batch, Register(register.seed, register.store))
    return one


def parted(entry: Entry, taking: Taking, register: Register) -> tuple[Entry, Entry]:
    """Return an entry as two: what stays, and what becomes an entry with an id of its own.

    Raises:
        StoreError: the new entry has no name.
    """
    if not taking.name.strip():
        raise StoreError("the new entry has no name", hint="give it one")
    empty = Wishes(cells={}, texts={}, marks={})
    fresh = new_entry(entry.kind, taking.name.strip(), empty, register)
    aliases = _sorted_out(entry.aliases, taking.aliases)
    affiliations = _sorted_out(entry.affiliations, taking.affiliations)
    key = form_key(fresh.name)
    stays = entry.model_copy(
        update={
            "aliases": aliases[0],
            "affiliations": affiliations[0],
            "official": {k: v for k, v in entry.official.items() if k not in taking.official},
            "ids": {k: v for k, v in entry.ids.items() if k not in taking.ids},
        }
    )
    goes = fresh.model_copy(
        update={
            "aliases": tuple(alias for alias in aliases[1] if form_key(alias.name) != key),
            "affiliations": affiliations[1],
            "official": {k: v for k, v in entry.official.items() if k in taking.official},
            "ids": {k: v for k, v in entry.ids.items() if k in taking.ids},
            "keep": entry.keep,
            "source": entry.source,
        }
    )
    return stays, goes


def part(entry: Entry, taking: Taking, batch: Batch, register: Register) -> tuple[Entry, Entry]:
    """Part an entry of the register in two, and return them.

    Raises:
        StoreError: the new entry has no name, or a name that another entry has as an alias.
    """
    stays, goes = parted(entry, taking, register)
    put_by_hand(stays, batch, register)
    put_by_hand(goes, batch, register)
    return stays, goes


def entry_or_error(entry_id: str, register: Register) -> Entry:
    """Return the entry with an id.

    Raises:
        StoreError: there is none.
    """
    entry = register.entry(entry_id)
    if entry is None:
        raise no_entry(entry_id)
    return entry


def _clashes(field: str, kept: Mapping[str, str], other: Mapping[str, str]) -> Iterator[Clash]:
    for key in sorted(set(kept) & set(other)):
        if kept[key] != other[key]:
            yield Clash(field, key, kept[key], other[key])


def _sorted_out(
    things: tuple[_T, ...], going: frozenset[int]
) -> tuple[tuple[_T, ...], tuple[_T, ...]]:
    stays = tuple(thing for place, thing in enumerate(things) if place not in going)
    goes = tuple(thing for place, thing in enumerate(things) if place in going)
    return stays, goes
