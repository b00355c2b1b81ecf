"""The register that comes with the program: Norwegian public bodies and well-known organisations.

``data/organisations.csv`` is written by hand: one row an organisation, in the order of ids. "|"
parts several names in a cell; of the English and French ones the first is preferred. ``shared``
lists the aliases that another organisation of the file has too.
"""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.authority.entries import Alias, AliasKind, Entry
from pipeline.authority.keys import form_key
from pipeline.records import EntityKind

#: the columns that hold aliases, and of which kind those are
ALIAS_COLUMNS = {
    "nynorsk": AliasKind.LANGUAGE,
    "sami": AliasKind.LANGUAGE,
    "acronyms": AliasKind.ACRONYM,
    "former": AliasKind.FORMER,
    "other": AliasKind.OTHER,
    "errors": AliasKind.ERROR,
}
SOURCE = "samsvar"


@dataclass(frozen=True)
class Seed:
    """The entries of the package, by id and by the form that is looked up."""

    entries: dict[str, Entry]
    by_key: dict[tuple[EntityKind, str], tuple[str, ...]]
    digest: str

    def find(self, name: str, kind: EntityKind) -> tuple[Entry, ...]:
        """Return the entries that have ``name`` as canonical form or alias."""
        return tuple(self.entries[i] for i in self.by_key.get((kind, form_key(name)), ()))


@cache
def load_seed() -> Seed:
    """Return the register that comes with the program.

    >>> [entry.name for entry in load_seed().find("ssb", EntityKind.ORGANISATION)]
    ['Statistisk sentralbyrå']
    """
    text = seed_text()
    entries = {row["id"]: _entry(row) for row in csv.DictReader(text.splitlines())}
    by_key: dict[tuple[EntityKind, str], list[str]] = defaultdict(list)
    for entry in entries.values():
        for key in dict.fromkeys(map(form_key, entry.forms)):
            by_key[entry.kind, key].append(entry.id)
    return Seed(
        entries=entries,
        by_key={key: tuple(ids) for key, ids in by_key.items()},
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def seed_text() -> str:
    """Return the file as it is."""
    source = files("pipeline.authority").joinpath("data", "organisations.csv")
    return source.read_text(encoding="utf-8")


def _entry(row: dict[str, str]) -> Entry:
    return Entry(
        id=row["id"],
        kind=EntityKind.ORGANISATION,
        name=row["name"],
        aliases=tuple(
            Alias(name=name, kind=kind, source=SOURCE)
            for column, kind in ALIAS_COLUMNS.items()
            for name in row[column].split("|")
            if name
        ),
        official={language: row[language] for language in ("en", "fr") if row[language]},
        keep=row["keep"] == "yes",
        verified=row["verified"] == "yes",
        source=SOURCE,
        note=row["note"],
    )
