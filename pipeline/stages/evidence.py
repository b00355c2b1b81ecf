"""Evidence and sentences, their weights and words: ``data/reasons.toml``, ``messages.toml``."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.records import Evidence

#: a word that is the same in all languages, or (English, Bokmål, Nynorsk)
Word = str | tuple[str, str, str]
#: beyond these log-odds a probability is not told from a certainty
_MOST = 50.0


@dataclass(frozen=True)
class Reason:
    """A line of the table: what was looked at, its weight in log-odds, the sentences."""

    feature: str
    weight: float
    en: str
    nb: str
    nn: str


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("pipeline.stages") / "data" / name).read_text("utf-8"))


@cache
def reasons() -> Mapping[str, Reason]:
    """Return the table of reasons by key."""
    return {key: Reason(**row) for key, row in _read("reasons.toml").items()}


@cache
def _messages() -> Mapping[str, Mapping[str, str]]:
    return _read("messages.toml")


def reason(key: str, left: str = "", right: str = "", /, **words: Word) -> Evidence:
    """Return the evidence of the table's line ``key`` with its words put in.

    Args:
        key: the line.
        left: the first string compared, ``{a}`` in the sentence.
        right: the second, ``{b}``.
        words: what else the sentence has places for.

    Raises:
        KeyError: there is no such line, or a place of its sentence was given nothing.

    >>> found = reason("tied_affiliation", "USN", "Universitetet i Sør Øst Norge")
    >>> found.detail, found.detail_nb, found.weight
    ('USN is Universitetet i Sør Øst Norge', 'USN er Universitetet i Sør Øst Norge', 2.0)
    """
    row = reasons()[key]
    put = {"a": left, "b": right, **words}
    return Evidence(
        feature=row.feature,
        weight=row.weight,
        detail=_fill(row.en, put, 0),
        detail_nb=_fill(row.nb, put, 1),
        detail_nn=_fill(row.nn, put, 2),
        left=left,
        right=right,
    )


def scaled(evidence: Evidence, factor: float) -> Evidence:
    """Return evidence that counts ``factor`` times what the table has."""
    return evidence.model_copy(update={"weight": round(evidence.weight * factor, 2)})


def message(key: str, **words: Word) -> tuple[str, str, str]:
    """Return a sentence in English, Bokmål and Nynorsk.

    >>> message("not_in_list", name="Kari Lie")[1:]
    ('Kari Lie er på bildet, men ikke i listen', 'Kari Lie er på biletet, men ikkje i lista')
    """
    row = _messages()[key]
    return filled(row, words)


def filled(row: Mapping[str, str], words: Mapping[str, Word]) -> tuple[str, str, str]:
    """Return the sentence of a table's row in English, Bokmål and Nynorsk, its words put in.

    >>> filled({"en": "one {a}", "nb": "en {a}", "nn": "ein {a}"}, {"a": ("word", "ord", "ord")})
    ('one word', 'en ord', 'ein ord')
    """
    return _fill(row["en"], words, 0), _fill(row["nb"], words, 1), _fill(row["nn"], words, 2)


def _fill(sentence: str, words: Mapping[str, Word], language: int) -> str:
    put = {key: word if isinstance(word, str) else word[language] for key, word in words.items()}
    return sentence.format(**put)


def times(count: int) -> tuple[str, str, str]:
    """Return a count in words, in English, Bokmål and Nynorsk.

    >>> times(1), times(3)
    (('once', 'én gang', 'éin gong'), ('3 times', '3 ganger', '3 gonger'))
    """
    few = {1: ("once", "én gang", "éin gong"), 2: ("twice", "to ganger", "to gonger")}
    return few.get(count, (f"{count} times", f"{count} ganger", f"{count} gonger"))


def total(evidence: Sequence[Evidence]) -> float:
    """Return the sum of the weights, in log-odds."""
    return sum(e.weight for e in evidence)


def probability(evidence: Sequence[Evidence]) -> float:
    """Return the probability that the sum of the evidence stands for.

    >>> round(probability([reason("prior"), reason("same_affiliation")]), 2)
    0.73
    """
    return 1 / (1 + math.exp(-max(-_MOST, min(_MOST, total(evidence)))))
