r"""Several things in one cell of a table, to be read and mended by hand in a spreadsheet.

Things are parted by "|", the fields of a thing by ";". A backslash before a sign takes it as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_TOKEN = re.compile(r"(?s)\\.|[|;]|[^\\|;]+|\\$")
_FIELD = re.compile(r"(?s) *((?:\\.|[^\\]|\\$)*?) *")
_ESCAPES = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
_UNESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def join_cell(things: Iterable[Sequence[str]]) -> str:
    r"""Return things, each with its fields, as one cell; empty fields at the end are left out.

    >>> join_cell([("Kari Aas", "spelling", ""), ("A|S",)])
    'Kari Aas; spelling | A\\|S'
    """
    return " | ".join("; ".join(map(_escape, _trimmed(fields))) for fields in things)


def split_cell(cell: str) -> list[list[str]]:
    r"""Return the things of a cell, each with its fields; none where the cell is empty.

    >>> split_cell("Kari Aas; spelling | A\\|S")
    [['Kari Aas', 'spelling'], ['A|S']]
    """
    if not cell.strip(" "):
        return []
    things: list[list[str]] = [[""]]
    for piece in _TOKEN.findall(cell):
        if piece == "|":
            things.append([""])
        elif piece == ";":
            things[-1].append("")
        else:
            things[-1][-1] += piece
    return [[_unescape(field) for field in fields] for fields in things]


def _trimmed(fields: Sequence[str]) -> Sequence[str]:
    last = max((n for n, field in enumerate(fields, start=1) if field), default=1)
    return fields[:last]


def _escape(text: str) -> str:
    cell = re.sub(r"[\\|;]", r"\\\g<0>", text)
    cell = re.sub(r"[\n\r\t]", lambda match: _ESCAPES[match.group()], cell)
    if text.endswith(" ") and text != " ":
        cell = cell[:-1] + r"\ "
    return "\\" + cell if text.startswith(" ") else cell


def _unescape(raw: str) -> str:
    match = _FIELD.fullmatch(raw)
    inner = match.group(1) if match else raw
    return re.sub(r"(?s)\\(.)", lambda match: _UNESCAPES.get(match.group(1), match.group(1)), inner)
