"""Counts of letters that the package ``lingua-language-detector`` ships, to learn from.

Its models hold, for each n letters inside a word, how often the last follows the others, counted on
a million sentences of news a language. From them come bags of five letters (of four, for short
words): no text, but what its words are made of.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import brotli
import numpy as np
from numpy.typing import NDArray

_SIZES = ("uni", "bi", "tri", "quadri", "five")
#: pieces of letters in a bag, and how many of ten have five letters
LEAST, MOST, FIVES = 3, 30, 6


@dataclass(frozen=True)
class Letters:
    """The commonest sequences of one length, and how often each is among them, added up."""

    codes: NDArray[np.uint64]
    until: NDArray[np.float64]

    def draw(self, count: int, rng: np.random.Generator) -> NDArray[np.uint64]:
        """Return some sequences, as often as they are met."""
        return self.codes[np.searchsorted(self.until, rng.random(count) * self.until[-1])]


@dataclass(frozen=True)
class Bags:
    """What bags of one language are drawn from."""

    fours: Letters
    fives: Letters

    def draw(self, rng: np.random.Generator) -> Iterator[NDArray[np.uint64]]:
        """Yield the sequences of a bag, of each length together."""
        count = int(rng.integers(LEAST, MOST + 1))
        longer = int(rng.binomial(count, FIVES / 10))
        yield self.fives.draw(longer, rng)
        yield self.fours.draw(count - longer, rng)


def read_bags(language: str) -> Bags:
    """Return the bags of a language, named as in the package."""
    found: list[Letters] = []
    shares: dict[str, float] = {"": 1.0}
    for size in _SIZES:
        following = _read(language, size)
        shares = {
            gram: share * shares[gram[:-1]]
            for gram, share in following.items()
            if gram[:-1] in shares
        }
        found.append(_letters(shares))
    return Bags(found[3], found[4])


def _letters(shares: dict[str, float]) -> Letters:
    codes = np.array([[ord(letter) for letter in gram] for gram in shares], np.uint64)
    return Letters(codes, np.cumsum(list(shares.values())))


def _read(language: str, size: str) -> dict[str, float]:
    spec = find_spec("lingua")
    folder = Path(next(iter(spec.submodule_search_locations or [])) if spec else "")
    file = folder / "language-models" / language / f"{size}grams.json.br"
    table = json.loads(brotli.decompress(file.read_bytes()))["ngrams"]
    shares = {}
    for fraction, grams in table.items():
        over, _, under = fraction.partition("/")
        for gram in grams.split():
            shares[gram] = int(over) / int(under)
    return shares
