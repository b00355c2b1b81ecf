"""What is told about a file, in the language of the interface; the table is ``data/notes.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple


def note_in(note: str, language: str) -> str:
    """Return a note in the language of the interface; one that the table lacks stays English.

    >>> note_in("not read: comments, charts of the Word document", "nb")
    'ikke lest: kommentarer, diagrammer i Word-dokumentet'
    >>> note_in("table 1, row 2, cell 3: the formatting of “og” was not kept", "nb")
    'tabell 1, rad 2, celle 3: formateringen av «og» er ikke beholdt'
    >>> note_in("left out: 3 page numbers", "nn")
    'utelate: 3 sidetal'
    """
    for pattern, said in _table().notes:
        if language in said and (found := pattern.fullmatch(note)):
            return _filled(said[language], found.groups(), language)
    return note


def _filled(template: str, values: Sequence[str], language: str) -> str:
    """Return a template with values put in; one in quotation marks is words of the document."""
    pieces = template.split("{}")
    said = [
        value if before.endswith("«") else _said(value, language)
        for before, value in zip(pieces, values, strict=False)
    ]
    return "".join(before + value for before, value in zip(pieces, [*said, ""], strict=True))


def _said(value: str, language: str) -> str:
    """Return what a note is about in the language, as far as the table goes."""
    whole = note_in(value, language)
    if whole != value:
        return whole
    pieces = re.split(r"(, |: )", value)
    return "".join(_word(piece, language) for piece in pieces)


def _word(piece: str, language: str) -> str:
    words = _table().words
    word, space, number = piece.partition(" ")
    if piece in words:
        return words[piece][language]
    is_place = word in words and re.fullmatch(r"[\d–]+", number)
    return f"{words[word][language]}{space}{number}" if is_place else piece


class _Table(NamedTuple):
    """Notes by what they look like in English, and words; each with its other languages."""

    notes: list[tuple[re.Pattern[str], dict[str, str]]]
    words: dict[str, dict[str, str]]


@cache
def _table() -> _Table:
    source = files("pipeline.documents").joinpath("data", "notes.toml")
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return _Table(
        [
            (re.compile(re.escape(note).replace(r"\{\}", "(.+?)"), re.DOTALL), _languages(said))
            for note, *said in table["notes"]
        ],
        {word: _languages(said) for word, *said in table["words"]},
    )


def _languages(said: Sequence[str]) -> dict[str, str]:
    return dict(zip(("nb", "nn"), said, strict=True))
