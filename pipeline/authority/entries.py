"""What the register knows about a name: canonical form, aliases, affiliations, official forms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from pipeline.records import EntityKind, Record


class AliasKind(StrEnum):
    """How another form of a name came to be."""

    SPELLING = "spelling"
    FORMER = "former"
    ERROR = "error"
    INITIALS = "initials"
    NICKNAME = "nickname"
    ACRONYM = "acronym"
    LANGUAGE = "language"
    OTHER = "other"


class Alias(Record):
    """Another form under which somebody or something is known. ``error``: never to be printed."""

    name: Annotated[str, Field(min_length=1)]
    kind: AliasKind = AliasKind.OTHER
    source: str = ""
    noted: date | None = None


class Affiliation(Record):
    """Where a person belongs, from when and until when."""

    organisation: Annotated[str, Field(min_length=1)]
    role: str = ""
    since: date | None = None
    until: date | None = None


class Entry(Record):
    """One person, organisation or place of the register.

    ``official`` maps a language code to the official name in that language. ``ids`` maps a scheme
    ("orgnr", "isni", "wikidata") to an identifier. ``verified`` says that whoever wrote the
    entry is certain of it; ``keep`` that the name is never translated.
    """

    id: Annotated[str, Field(min_length=1)]
    kind: EntityKind
    name: Annotated[str, Field(min_length=1)]
    aliases: tuple[Alias, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    official: Mapping[str, str] = {}
    ids: Mapping[str, str] = {}
    keep: bool = False
    verified: bool = False
    source: str = ""
    note: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """The canonical form and all aliases, errors included."""
        return (self.name, *(alias.name for alias in self.aliases))
