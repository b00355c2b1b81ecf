"""What is told about a file, in the language of the interface; the table is ``data/notes.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files


def note_in(note: str, language: str) -> str:
    """Return a note in the language of the interface; one that the table lacks stays English.

    >>> note_in("not read: comments, charts of the Word document", "nb")
    'ikke lest: kommentarer, diagrammer i Word-dokumentet'
    >>> note_in("table 1, row 2, cell 3: the formatting of “og” was not kept", "nb")
    'tabell 1, rad 2, celle 3: formateringen av «og» er ikke beholdt'
    """
    if language != "nb":
        return note
    for pattern, norwegian in _table()[0]:
        if found := pattern.fullmatch(note):
            return _filled(norwegian, found.groups())
    return note


def _filled(norwegian: str, values: Sequence[str]) -> str:
    """Return a template with values put in; one in quotation marks is words of the document."""
    pieces = norwegian.split("{}")
    said = [
        value if before.endswith("«") else _said(value)
        for before, value in zip(pieces, values, strict=False)
    ]
    return "".join(before + value for before, value in zip(pieces, [*said, ""], strict=True))


def _said(value: str) -> str:
    """Return what a note is about in Norwegian, as far as the table goes."""
    whole = note_in(value, "nb")
    if whole != value:
        return whole
    words = _table()[1]
    pieces = re.split(r"(, |: )", value)
    return "".join(_word(piece, words) for piece in pieces)


def _word(piece: str, words: dict[str, str]) -> str:
    word, space, number = piece.partition(" ")
    if piece in words:
        return words[piece]
    is_place = word in words and re.fullmatch(r"[\d–]+", number)
    return f"{words[word]}{space}{number}" if is_place else piece


@cache
def _table() -> tuple[list[tuple[re.Pattern[str], str]], dict[str, str]]:
    source = files("pipeline.documents").joinpath("data", "notes.toml")
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    notes = [
        (re.compile(re.escape(english).replace(r"\{\}", "(.+?)"), re.DOTALL), norwegian)
        for english, norwegian in table["notes"]
    ]
    return notes, dict(table["words"])
