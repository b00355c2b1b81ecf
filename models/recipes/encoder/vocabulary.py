"""Chooses the pieces that the name finder keeps: those of the languages it meets.

Kept are all pieces that the texts need, single characters, short pieces in Latin letters (so that
any name can be spelt in few of them) and the commonest pieces in Latin letters (for the names of
other languages).
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import sentencepiece
from port import SPACE, Base, piece_model

_WORD = re.compile(r"\w+|[^\w\s]")
_LATIN = re.compile(rf"{SPACE}?[a-zA-ZÀ-ɏḀ-ỿ]+")
#: scripts whose single characters are kept; others are unknown
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "COMBINING")
SPECIAL = 4


def keep(base: Base, texts: Iterable[str], *, least: int, short: int, common: int) -> list[int]:
    """Return the numbers of the pieces to keep, in order.

    Args:
        base: the base encoder.
        texts: what is counted.
        least: how often a piece must be needed.
        short: pieces in Latin letters of at most so many letters are kept.
        common: pieces in Latin letters among the first so many are kept.
    """
    counts = count(base, texts)
    return [
        number
        for number, piece in enumerate(base.pieces)
        if number < SPECIAL
        or counts[number] >= least
        or _is_character(piece)
        or (_LATIN.fullmatch(piece) and (number < common or len(piece.strip(SPACE)) <= short))
    ]


def count(base: Base, texts: Iterable[str]) -> Counter[int]:
    """Return how often each piece is needed to write the texts."""
    words = Counter[str]()
    for text in texts:
        for chunk in unicodedata.normalize("NFKC", text).split():
            words.update(
                (SPACE if n == 0 else "") + found.group()
                for n, found in enumerate(_WORD.finditer(chunk))
            )
    model = sentencepiece.SentencePieceProcessor(
        model_proto=piece_model(base.pieces, base.scores.tolist())
    )
    pieces = Counter[int]()
    spellings = list(words)
    for spelling, numbers in zip(spellings, model.encode(spellings), strict=True):
        for number in numbers:
            pieces[number] += words[spelling]
    return pieces


def read_texts(folders: Iterable[Path]) -> Iterator[str]:
    """Yield the lines of all text files (``.txt``, ``.tsv.gz``) of some folders."""
    for folder in folders:
        for file in sorted(folder.glob("*.txt")):
            yield from file.read_text("utf-8").splitlines()
        for file in sorted(folder.glob("*.tsv.gz")):
            with gzip.open(file, "rt", encoding="utf-8") as lines:
                yield from lines


def _is_character(piece: str) -> bool:
    bare = piece.strip(SPACE)
    if len(bare) > 1:
        return False
    if not bare or not bare.isalpha():
        return not bare or ord(bare) < 0x3000
    return unicodedata.name(bare, "").startswith(_SCRIPTS)
