"""Names in capitals, as registers write them, in the letters that people write."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

_VOWEL: Final = re.compile(r"[AEIOUYÆØÅÄÖÜÉ]")
_PARTS: Final = re.compile(r"([-/&.(),+]|['’](?=\w{2}))")


def in_small_letters(name: str) -> str:
    """Return a name in capitals with small letters where a person would write them.

    A name that has a small letter is left as it is. What cannot be known is a guess: whether
    a word is a name or says what an organisation is.

    >>> in_small_letters("UNIVERSITETET I SØRØST-NORGE")
    'Universitetet i Sørøst-Norge'
    >>> in_small_letters("KONGSBERG KOMMUNE"), in_small_letters("NTNU SAMFUNNSFORSKNING AS")
    ('Kongsberg kommune', 'NTNU Samfunnsforskning AS')
    >>> in_small_letters("D'ALBERTO OG SØNN"), in_small_letters("Redd Barna")
    ("D'Alberto og Sønn", 'Redd Barna')
    """
    if any(letter.islower() for letter in name):
        return name
    return " ".join(_word(word, first=not place) for place, word in enumerate(name.split()))


def _word(word: str, *, first: bool) -> str:
    capitals, mixed, small = _tables()
    key = word.casefold()
    if key in mixed:
        return mixed[key]
    if key in small and not first:
        return key
    pieces = _PARTS.split(word)
    if len(pieces) > 1:
        # "MC-KLUBB" is a club, "SØRØST-NORGE" two names
        return "".join(
            piece if place % 2 else _word(piece, first=first or not place)
            for place, piece in enumerate(pieces)
        )
    if key in capitals or not _VOWEL.search(word) or any(letter.isdigit() for letter in word):
        return word
    return word[:1] + word[1:].lower()


@cache
def _tables() -> tuple[frozenset[str], dict[str, str], frozenset[str]]:
    source = files("pipeline.authority").joinpath("data", "case.toml")
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    mixed = {name.casefold(): name for name in table["mixed"]}
    return frozenset(table["capitals"]), mixed, frozenset(table["small"])
