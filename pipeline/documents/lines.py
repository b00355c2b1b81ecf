"""Places as lines of an article: cleaned, cut at tabs, rows of lists of people joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.documents.blocks import Block
from pipeline.documents.captions import caption_reason
from pipeline.documents.entries import is_entry
from pipeline.records import PartKind
from pipeline.text.list_tables import read_columns

if TYPE_CHECKING:
    from pipeline.documents.rewriting import Place

#: what a place beside the article is, where its reader does not say
_ASIDE = "stands beside the article"
_CELL = "a cell of a table"
#: a row whose cells are longer is no line of a list
LONGEST_CELL = 90
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BREAK = re.compile(r" *\t[\t\n ]*|\n")
_APART = re.compile(r" *\t[\t\n ]*|\n(?![a-zæøåéüöä])")
_WIDE = re.compile(r"[ \u00a0\u2000-\u200a\u3000]")


@dataclass(frozen=True)
class Line:
    """A line of the article: a place, or the cells of a row with tabs between."""

    text: str
    block: Block
    #: the number of a place, where it begins in the text, where its characters come from
    cells: tuple[tuple[int, int, tuple[int, ...]], ...]


def cleaned(text: str) -> tuple[str, tuple[int, ...]]:
    r"""Return a text as an article has it, and for each of its characters where it came from.

    No control characters, single spaces, lines stripped, no empty lines.

    >>> cleaned(" Kari\u00a0 Lie\n\n og ")
    ('Kari Lie\nog', (1, 2, 3, 4, 5, 7, 8, 9, 10, 13, 14))
    """
    out: list[str] = []
    at: list[int] = []
    for number, character in enumerate(text):
        if _CONTROL.match(character):
            continue
        # what splits lines (CR, NEL, U+2028) is a line break, what is as wide as a space is one
        if len(character.splitlines()[0]) == 0:
            while out and out[-1] in " \t":
                out.pop()
                at.pop()
            if out and out[-1] != "\n":
                out.append("\n")
                at.append(number)
            continue
        plain = " " if _WIDE.match(character) else character
        if plain.isspace() and (not out or out[-1] == "\n"):
            continue
        if plain == " " and out[-1] == " ":
            continue
        out.append(plain)
        at.append(number)
    while out and out[-1].isspace():
        out.pop()
        at.pop()
    return "".join(out), tuple(at)


def lines_of(places: Sequence[Place], wanted: Sequence[int], *, apart: bool) -> list[Line]:
    """Return the lines of an article; the rows of a table that lists people are a line each.

    With ``apart``, what stands between tabs, and lines that do not go on, are lines of their own:
    a translation cannot lose what is between them.
    """
    rows: dict[int, list[int]] = {}
    for number in wanted:
        if places[number].row >= 0:
            rows.setdefault(places[number].row, []).append(number)
    tables: dict[int, list[list[int]]] = {}
    for members in rows.values():
        tables.setdefault(places[members[0]].group, []).append(members)
    joined: dict[int, Line] = {}
    for table in tables.values():
        lines = [_row_line(places, members) for members in table]
        if _is_list(places, table, [line.text for line in lines]):
            for members, line in zip(table, lines, strict=True):
                joined |= dict.fromkeys(members[1:], _NOTHING) | {members[0]: line}
    out: list[Line] = []
    for number in wanted:
        line = joined.get(number) or _line(places, number)
        out += _cut(line, places[number].text) if apart and number not in joined else [line]
    return out


_NOTHING = Line("", Block(""), ())


def _cut(line: Line, whole: str) -> list[Line]:
    """Return a line cut at its tabs, and at line breaks after which no sentence goes on.

    ``whole`` is the text of its place: where an empty line was cleaned away, no sentence goes on.
    """
    (number, _, at) = line.cells[0]
    breaks = [
        m.span()
        for m in _BREAK.finditer(line.text)
        if _APART.match(line.text, m.start())
        or _line_breaks(whole[at[m.start()] : at[m.end()]]) > 1
    ]
    if not breaks or is_entry(line.text):
        return [line]
    edges = [0, *(edge for span in breaks for edge in span), len(line.text)]
    return [
        Line(line.text[a:b], replace(line.block, text=line.text[a:b]), ((number, 0, at[a:b]),))
        for a, b in zip(edges[::2], edges[1::2], strict=True)
        if any(c.isalpha() for c in line.text[a:b])
    ]


def _line_breaks(text: str) -> int:
    return sum(not c.splitlines()[0] for c in text.replace("\r\n", "\n"))


def _line(places: Sequence[Place], number: int) -> Line:
    place = places[number]
    text, at = cleaned(place.text)
    kind, why = place.kind, place.why
    if place.aside and kind is None:
        kind, why = PartKind.PARAGRAPH, _ASIDE
    elif place.row >= 0 and kind is None and len(text) <= LONGEST_CELL:
        # a few words in a cell are no heading, whatever they look like
        kind, why = (None, "") if caption_reason(text) else (PartKind.PARAGRAPH, _CELL)
    return Line(text, Block(text, kind, why, place.group), ((number, 0, at),))


def _row_line(places: Sequence[Place], members: Sequence[int]) -> Line:
    """Return the cells of a row as one line; a line break inside a cell is a space in it."""
    text, cells = "", []
    for number in members:
        words, at = cleaned(places[number].text)
        if words:
            text += "\t" if text else ""
            cells.append((number, len(text), at))
            text += re.sub(r"\s", " ", words)
    return Line(text, Block(text, None, "", places[members[0]].group), tuple(cells))


def _is_list(places: Sequence[Place], table: Sequence[Sequence[int]], lines: list[str]) -> bool:
    """Return whether a table is a list of people, a line each, that is read as one."""
    longest = max((len(places[n].text) for members in table for n in members), default=0)
    if longest > LONGEST_CELL or any(places[n].kind for members in table for n in members):
        return False
    entries = sum(is_entry(line) for line in lines)
    return any(map(read_columns, lines)) or entries >= max(2, len(lines) // 2)
