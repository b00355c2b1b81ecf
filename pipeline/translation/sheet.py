"""Translations as a table that a person edits, and the edits read back.

The column ``id`` tells which rows were changed, so that what was not touched does not come back as
a person's work.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from pipeline.errors import StoreError
from pipeline.text.formulas import guarded, unguarded
from pipeline.translation.units import Unit, digest, plain

COLUMNS: Final = ("id", "from", "to", "source", "translation", "made by", "look at")


def write_sheet(rows: Iterable[tuple[Unit, str, str]]) -> str:
    r"""Return a table: for each row a unit, who made it, and what to look at.

    The cells are parted by ";", which spreadsheets in Norwegian expect, and the text is to be
    written as UTF-8 with a byte order mark. No cell is a formula.

    >>> write_sheet([(Unit("=2", "nb", "en", "=2"), "model", "")]).splitlines()[1].split(";")[3:5]
    ["'=2", "'=2"]
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for unit, maker, look_at in rows:
        cells = (unit.source_language, unit.target_language, unit.source, unit.target)
        writer.writerow([row_id(unit), *map(guarded, (*cells, maker, look_at))])
    return out.getvalue()


def read_edits(
    rows: Iterable[tuple[int, Mapping[str, str]]], place: str, by: str, at: datetime
) -> Iterator[Unit]:
    """Yield the rows of a table whose translation a person has changed.

    Args:
        rows: number of the line, and the cells by column.
        place: the name of the file, for errors.
        by: who edited it; may be empty.
        at: when.

    Raises:
        StoreError: a column is missing, the id or the source was changed, or a translation is
            empty; says the line.
    """
    for line, cells in rows:
        missing = [column for column in COLUMNS[:5] if column not in cells]
        if missing:
            raise StoreError(
                f"{place}, line 1: there is no column {missing[0]!r}",
                hint="edit a table of `samsvar translate --edit-file`, or import a .tmx file",
            )
        plain_cells = {column: unguarded(cells[column]) for column in COLUMNS[1:5]}
        yield from edited([(f"{place}, line {line}", {**plain_cells, "id": cells["id"]})], by, at)


def edited(rows: Iterable[tuple[str, Mapping[str, str]]], by: str, at: datetime) -> Iterator[Unit]:
    """Yield the rows whose translation a person has changed.

    Args:
        rows: where each row is, for errors ("edit.docx, row 7"), and its cells: those of
            ``COLUMNS`` up to "translation", as they are.
        by: who edited it; may be empty.
        at: when.

    Raises:
        StoreError: the id or the source was changed, or a translation is empty; says where.
    """
    for place, cells in rows:
        source, origin, target, said = (
            cells[column] for column in ("source", "from", "to", "translation")
        )
        unit = Unit(source, origin, target, said, by=by, at=at)
        source_id, _, target_id = cells["id"].partition("-")
        if source_id != row_id(unit).partition("-")[0]:
            raise StoreError(
                f"{place}: the source text, a language or the id was changed",
                hint="change the column translation alone; or make the table anew and edit that",
            )
        if target_id == row_id(unit).partition("-")[2]:
            continue
        if not unit.target.strip():
            raise StoreError(
                f"{place}: the translation is empty",
                hint="write one, or take the row out of the table",
            )
        yield replace(unit, target=unit.target.strip())


def row_id(unit: Unit) -> str:
    """Return a mark of source and translation that no spreadsheet takes for a number."""
    source = digest(unit.source_language, unit.target_language, plain(unit.source)).hex()
    return f"s{source[:12]}-t{digest(plain(unit.target)).hex()[:12]}"
