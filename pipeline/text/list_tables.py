"""Tables of people: what the columns hold, and the person of a row."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.text import tables
from pipeline.text.list_parts import ListEntry

Range = tuple[int, int]
_HAS_CELLS = re.compile(r"[\t|;,]|\s{3,}")


def read_columns(line: str) -> tuple[str, ...]:
    r"""Return what the columns of a table hold if the line is its first line, else nothing.

    >>> read_columns("Navn\tTittel\tOrganisasjon"), read_columns("Kari Lie\tVoss kommune")
    (('name', 'title', 'organisation'), ())
    """
    if not _HAS_CELLS.search(line):
        return ()
    cells = [line[slice(*cell)].casefold() for cell in _cells(line)]
    columns = tables.captions().columns
    found = tuple(columns.get(cell.strip("*:. "), "other") for cell in cells)
    known = sum(cell.strip("*:. ") in columns for cell in cells)
    named = "name" in found or {"given", "surname"} <= set(found)
    return found if len(cells) > 1 and known >= max(2, len(cells) - 1) and named else ()


def _cells(line: str) -> list[Range]:
    """Return the cells of a line of a table: between tabs, bars, semicolons or wide gaps."""
    edge = re.compile(r"\t|\||;|\s{3,}" if re.search(r"\t|\||;|\s{3,}", line.strip()) else r",")
    first, last = len(line) - len(line.lstrip(" |")), len(line.rstrip(" |"))
    cells, at = [], first
    for match in edge.finditer(line, first, last):
        cells.append((at, match.start()))
        at = match.end()
    cells.append((at, last))
    return [_trim(line, *cell) for cell in cells]


def _trim(line: str, first: int, last: int) -> Range:
    text = line[first:last]
    first += len(text) - len(text.lstrip())
    return first, max(first, last - (len(text) - len(text.rstrip())))


def parse_row(line: str, columns: Sequence[str]) -> list[ListEntry]:
    r"""Return the person of a line of a table whose columns are known.

    >>> row = "Kari Lie\tordfører\tVoss kommune"
    >>> [row[slice(*e.organisation)] for e in parse_row(row, ("name", "title", "organisation"))]
    ['Voss kommune']
    """
    said: dict[str, Range] = {}
    other: list[Range] = []
    for column, cell in zip(columns, _cells(line), strict=False):
        if cell[0] >= cell[1]:
            continue
        if column in said or column == "other":
            other.append(cell)
        else:
            said[column] = cell
    given, surname = said.get("given"), said.get("surname")
    if given and surname:
        said["name"] = min(given[0], surname[0]), max(given[1], surname[1])
    if "name" not in said or not any(c.isalpha() for c in line[slice(*said["name"])]):
        return []
    get = said.get
    entry = ListEntry(
        said["name"], get("title"), get("unit"), get("organisation"), other=tuple(other)
    )
    return [entry]
