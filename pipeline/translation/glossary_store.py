"""The user's own glossary, in a file that lasts: every change happens whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.database import (
    DAMAGED,
    NOT_A_DATABASE,
    Access,
    Closing,
    Database,
    Schema,
    Words,
    user_file,
)
from pipeline.errors import StoreError
from pipeline.translation.glossary import Glossary, Term
from pipeline.translation.glossary_file import HEADING, cells_of, term_of
from pipeline.translation.tables import fold

_COLUMNS: Final = tuple(name.replace(" ", "_") for name in HEADING)
_SCHEMA: Final = Schema(
    application=0x736D7367,  # "smsg"
    version=1,
    statements=(
        "CREATE TABLE terms (number INTEGER PRIMARY KEY, "
        + ", ".join(f"{name} TEXT NOT NULL" for name in _COLUMNS)
        + ") STRICT",
    ),
    pragmas=(),
    words=Words(
        what="a glossary",
        name="glossary",
        option="--glossary",
        missing=("there is no glossary of your own", "make one: samsvar glossary import FILE.csv"),
        place="set SAMSVAR_GLOSSARY to another file",
        unknown="move it away and import your glossary again: samsvar glossary import FILE.csv",
        cures={
            NOT_A_DATABASE: (
                "this is not a glossary that samsvar wrote",
                "a CSV or TBX file wants `samsvar glossary import`",
            ),
            DAMAGED: (
                "the file is damaged",
                "move it away and import your glossary again: samsvar glossary import FILE.csv",
            ),
        },
    ),
)


@dataclass(frozen=True)
class Added:
    """What an import did: how many terms are new, how many changed, how many were there before."""

    new: int
    changed: int
    known: int


def glossary_path() -> Path:
    """Return ``$SAMSVAR_GLOSSARY``, else ``samsvar/glossary.db`` in the user's folder for data."""
    return user_file("SAMSVAR_GLOSSARY", "glossary.db")


class GlossaryStore(Closing):
    """An open glossary of the user's.

    Args:
        path: the file.
        access: to be read, or to be written and made if need be.

    Raises:
        StoreError: the file is missing, damaged, of another program or a newer version.
    """

    def __init__(self, path: Path, access: Access = Access.READ) -> None:
        self._file = Database(path, _SCHEMA, access)
        self.path = path

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def read(self) -> Glossary:
        """Return the glossary, in the order in which its terms came in.

        Raises:
            StoreError: the file cannot be read.
        """
        return Glossary(tuple(term for _, term in self._rows()))

    def add(self, glossary: Glossary) -> Added:
        """Take terms in; one that shares a Norwegian form with those there replaces them.

        Raises:
            StoreError: the file cannot be written; it is as it was before.
        """
        new = changed = known = 0
        with self._file.transaction():
            there = dict(self._rows())
            places = {fold(form): n for n, term in there.items() for form in term.source}
            for term in glossary.terms:
                mine = list(map(fold, term.source))
                found = list(dict.fromkeys(places[form] for form in mine if form in places))
                if [there[number] for number in found] == [term]:
                    known += 1
                    continue
                self._remove(found)
                gone = {form for number in found for form in map(fold, there[number].source)}
                for form in gone:
                    places.pop(form, None)
                number = self._insert(term)
                there[number] = term
                places |= dict.fromkeys(mine, number)
                new, changed = new + (not found), changed + bool(found)
        return Added(new, changed, known)

    def forget(self, forms: Sequence[str]) -> list[Term]:
        """Remove the terms with these Norwegian forms, all or none, and return them.

        Raises:
            StoreError: there is no such term, or the file cannot be written.
        """
        with self._file.transaction():
            there = dict(self._rows())
            places = {fold(form): n for n, term in there.items() for form in term.source}
            missing = [form for form in forms if fold(form) not in places]
            if missing:
                raise StoreError(
                    f'{self.path}: the glossary has no term "{missing[0]}"; nothing was forgotten',
                    hint="see what it has: samsvar glossary list",
                )
            numbers = list(dict.fromkeys(places[fold(form)] for form in forms))
            self._remove(numbers)
        return [there[number] for number in numbers]

    def _rows(self) -> list[tuple[int, Term]]:
        sql = f"SELECT number, {', '.join(_COLUMNS)} FROM terms ORDER BY number"  # noqa: S608
        return [
            (number, term_of(dict(zip(HEADING, cells, strict=True)), f"{self.path}, row {number}"))
            for number, *cells in self._file.rows(sql)
        ]

    def _insert(self, term: Term) -> int:
        return self._file.run(
            f"INSERT INTO terms ({', '.join(_COLUMNS)})"  # noqa: S608 - our own words
            f" VALUES ({', '.join('?' * len(_COLUMNS))})",
            cells_of(term),
        )

    def _remove(self, numbers: list[int]) -> None:
        self._file.run_many("DELETE FROM terms WHERE number = ?", ((n,) for n in numbers))
