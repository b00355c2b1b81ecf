"""A row of names under a list of the same people is the caption of their picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.documents.entries import is_roster
from pipeline.documents.pieces import Piece
from pipeline.records import PartKind
from pipeline.text import tables
from pipeline.text.folding import fold
from pipeline.text.list_grammar import parse_line
from pipeline.text.list_lines import find_prefix, has_bullet

#: this share of the people of the row stands in the list, and of those of the list in the row
SHARE = 0.6


def mark_repeated(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with a paragraph that names the people of the list before as a caption.

    It says nothing of them that the list says better, and it does not announce a list itself
    ("Til stede: …"): "Juryen samlet: Kari Lie, Ola Dahl og Per Moe." is said of a picture.
    """
    marked = list(pieces)
    listed: list[tuple[str, str]] = []
    block = -1
    lines = 0
    for number, piece in enumerate(marked):
        if piece.kind is not PartKind.LIST_ITEM:
            continue
        words = text[piece.start : piece.end]
        row = _people(words)
        if piece.block == block:
            lines += 1
            listed += row
            continue
        enough = SHARE * max(len(row), len(listed))
        if lines > 1 and len({*row} & {*listed}) >= enough and is_row_of_people(words):
            why = "names the people of the list again, one after the other"
            marked[number] = replace(piece, kind=PartKind.CAPTION, why=why)
            continue
        block, lines, listed = piece.block, 1, row
    return marked


def is_row_of_people(line: str) -> bool:
    """Return whether a line is people one after the other and no list by its own words.

    >>> is_row_of_people("Juryen samlet: Kari Lie, Ola Dahl og Per Moe.")
    True
    >>> is_row_of_people("Til stede: Kari Lie, Ola Dahl og Per Moe.")
    False
    """
    prefix = find_prefix(line)
    said = line[slice(*prefix)].casefold() if prefix else ""
    present = said.startswith(tables.captions().presence)
    begin = prefix[1] if prefix else 0
    said_of = (place for e in parse_line(line) for place in (e.title, e.unit, e.organisation))
    plain = all(place is None or place[0] < begin for place in said_of)
    return is_roster(line) and plain and not present and not has_bullet(line)


def _people(line: str) -> list[tuple[str, str]]:
    """Return how the given name and the surname of each person of a line begin."""
    names = [fold(line[slice(*entry.name)]).split() for entry in parse_line(line)]
    return [(words[0][:3], words[-1][:3]) for words in names if words]
