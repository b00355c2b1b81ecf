"""A linear model on hashed character n-grams and words that tells Scandinavian languages apart.

Feature hashing after Weinberger et al. (2009); multinomial logistic regression, trained by
``models/recipes/language``.
"""

from __future__ import annotations

import math
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import ModelError

#: what the discriminator tells apart; the last stands for every other language
LABELS = ("nb", "nn", "da", "sv", "en", "fr", "other")
OTHER = LABELS.index("other")
#: rows of the weight matrix (a power of two)
BUCKETS = 1 << 18
#: how often words and pairs of words count
WORDS_COUNT = 4
MODEL_FILE = "discriminator.npz"
#: features beyond which more text adds no certainty (about eighty words)
FULL_EVIDENCE = 2500

_WORD = re.compile(r"[^\W\d_]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_PRIME = np.uint64(0x100000001B3)
_INVERSE = np.uint64(pow(0x100000001B3, -1, 1 << 64))
_MIX = np.uint64(0x9E3779B97F4A7C15)


def telling_words(text: str) -> list[str]:
    """Return the words that say something about the language, in lower case.

    A capital inside a sentence, or two capitals in a row, mark a name, and names must not decide:
    such words are left out, unless most words are in capitals throughout.

    >>> telling_words("I går møtte Kari Nordmann-Li statsministeren.")
    ['i', 'går', 'møtte', 'statsministeren']
    >>> telling_words("Kari Nordmann, leder. Foto: Per Hansen")
    ['leder', 'foto']
    >>> telling_words("NY BRU OVER ELVA")
    ['ny', 'bru', 'over', 'elva']
    >>> telling_words("12 345")
    []
    """
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    found = list(_WORD.finditer(text))
    capital = [word.group()[0].isupper() for word in found] + [False]
    shouted = sum(len(word.group()) > 1 and word.group().isupper() for word in found)
    if shouted * 2 > len(found):
        return [word.group().lower() for word in found]
    return [
        word.group().lower()
        for word, is_capital, follows in zip(found, capital, capital[1:], strict=False)
        if not is_capital
        or not (_is_inside(text, word.start()) or (follows and text[word.end()] in " -"))
    ]


def _is_inside(text: str, start: int) -> bool:
    """Return whether the word at ``start`` follows another one in the same sentence."""
    if start < 2:
        return False
    before, second = text[start - 1], text[start - 2]
    return before in "-'’" or (before == " " and (second.isalnum() or second in ",;:)"))


def hash_features(words: Sequence[str]) -> NDArray[np.int64]:
    """Return the rows of the weight matrix that ``words`` touch, one for each occurrence.

    Features are character n-grams (1 to 5, within a word and its boundaries), whole words and
    pairs of neighbouring words, hashed with 64-bit polynomial hashing. Words and pairs count
    ``WORDS_COUNT`` times: they say more than the letters that they are made of.

    >>> len(hash_features(["ja"]))
    12
    """
    if not words:
        return np.zeros(0, dtype=np.int64)
    text = f" {' '.join(words)} "
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    space = codes == 32
    found = [_scatter(codes[~space], 1)]
    rolling = codes
    inner = np.zeros(len(codes), dtype=bool)
    for size in range(2, 6):
        if size > len(codes):
            break
        rolling = rolling[:-1] * _PRIME + codes[size - 1 :]
        inner = inner[:-1] | (space[size - 2 : -1] & (size > 2))
        found.append(_scatter(rolling[~inner], size))
    whole = _hash_words(codes, np.flatnonzero(space))
    found += WORDS_COUNT * [_scatter(whole, 6), _scatter(whole[:-1] * _PRIME + whole[1:], 7)]
    return np.concatenate(found)


def hash_letters(codes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the rows of all n-grams of sequences of letters (a row each) inside longer words."""
    found = []
    rolling = codes
    for size in range(1, min(6, codes.shape[1] + 1)):
        if size > 1:
            rolling = rolling[:, :-1] * _PRIME + codes[:, size - 1 :]
        found.append(_scatter(rolling.ravel(), size))
    return np.concatenate(found)


def _hash_words(codes: NDArray[np.uint64], spaces: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return one hash a word: the prefix sums of a polynomial, moved to a common origin."""
    steps = np.ones(len(codes), dtype=np.uint64)
    back = steps.copy()
    steps[1:], back[1:] = _PRIME, _INVERSE
    total = np.cumsum(codes * np.cumprod(steps), dtype=np.uint64)
    origin: NDArray[np.uint64] = np.cumprod(back)[spaces[:-1]]
    hashed: NDArray[np.uint64] = (total[spaces[1:] - 1] - total[spaces[:-1]]) * origin
    return hashed


def _scatter(hashed: NDArray[np.uint64], salt: int) -> NDArray[np.int64]:
    mixed = (hashed + np.uint64(salt)) * _MIX
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX
    return (mixed >> np.uint64(64 - BUCKETS.bit_length() + 1)).astype(np.int64)


@dataclass(frozen=True)
class Discriminator:
    """Softmax regression over hashed features, weights in 8 bits with a scale a label."""

    weights: NDArray[np.int8]
    scale: NDArray[np.float64]
    bias: NDArray[np.float64]
    temperature: float

    def chances(self, words: Sequence[str]) -> dict[str, float]:
        """Return a calibrated probability for each of ``LABELS``.

        The evidence of the features is added up and divided by the root of their number; beyond
        ``FULL_EVIDENCE`` features more text no longer adds certainty, as no longer text was seen
        when the temperature was fitted.
        """
        rows = hash_features(words)
        count = max(len(rows), 1)
        norm = math.sqrt(count) if count <= FULL_EVIDENCE else count / math.sqrt(FULL_EVIDENCE)
        total = self.weights[rows].sum(axis=0, dtype=np.int64)
        logits = (total * self.scale / norm + self.bias) / self.temperature
        powers = np.exp(logits - logits.max())
        return dict(zip(LABELS, (powers / powers.sum()).tolist(), strict=True))


def load_discriminator(folder: Path) -> Discriminator:
    """Return the discriminator stored in ``folder``.

    Raises:
        ModelError: there is none, or it is not of the kind that this code reads.
    """
    path = folder / MODEL_FILE
    hint = "build it with models/recipes/language/train.py, or check out models/ again"
    if not path.is_file():
        message = f"{path}: there is no language model"
        raise ModelError(message, hint=hint)
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            found = Discriminator(
                weights=stored["weights"],
                scale=stored["scale"].astype(np.float64),
                bias=stored["bias"].astype(np.float64),
                temperature=float(stored["temperature"]),
            )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        message = f"{path}: the language model cannot be read ({error})"
        raise ModelError(message, hint=hint) from error
    if found.weights.shape != (BUCKETS, len(LABELS)) or found.weights.dtype != np.int8:
        message = f"{path}: the language model has weights of shape {found.weights.shape}"
        raise ModelError(message, hint=hint)
    return found
