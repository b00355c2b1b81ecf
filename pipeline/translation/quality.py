"""How good a translated segment probably is: a traffic light that is learnt, and shown to hold.

The chance is a logistic function of what is seen in a segment: the model's own score, how long the
source is and how long its words are. It was fitted on human translations by
``tests/bench/fit_quality.py``; what was tried and left out is told in docs/reference/checks.md.
Nothing that is forgotten is needed (the model's other versions), so that a segment from memory has
the light that it had when it was made.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.records import Check, Light, Quality
from pipeline.translation.tables import load_table

#: a failed check of these kinds is red whatever the chance: meaning is lost, or nothing is there
GRAVE = frozenset(
    {
        "empty", "name", "number", "invented_number", "unit", "nationality", "untranslated",
        "language", "repetition", "length", "missing", "negation",
    }
)  # fmt: skip
#: a check that says how a segment was made, not that something is wrong with it
NEUTRAL = frozenset({"long"})
_WORD = re.compile(r"\b[a-zæøåäöéèêóòôü][\w-]*")
#: sources with more words than this are no better judged by their length
_LONGEST = 60


@dataclass(frozen=True)
class Weights:
    """What was learnt for a target language.

    ``weights`` belong to ``features``, after the constant. Below ``red`` a chance is red, from
    ``green`` on green.
    """

    weights: tuple[float, ...]
    red: float
    green: float


def quality(
    source: str, score: float | None, checks: Sequence[Check], target: str
) -> Quality | None:
    """Return how good a segment probably is; None where no model made it and nothing failed.

    Args:
        source: the segment in Norwegian.
        score: the mean log-probability of a target token.
        checks: the checks that failed.
        target: the target language; one that nothing was learnt for is judged as English.

    >>> quality("Vi reiste hjem tidlig.", -0.1, (), "en").light.value
    'green'
    >>> quality("Vi reiste hjem.", -0.1, [Check(kind="negation", detail="")], "en").light.value
    'red'
    >>> quality("Vi reiste hjem.", None, (), "en")
    """
    failed = {check.kind for check in checks} - NEUTRAL
    if score is None and not failed:
        return None
    known = _learnt()
    learnt = known.get(target, known["en"])
    chance = 1.0 if score is None else chance_of(features(source, score), learnt.weights)
    light = Light.GREEN if chance >= learnt.green else Light.AMBER
    if chance < learnt.red or failed & GRAVE:
        light = Light.RED
    elif failed:
        light = Light.AMBER
    return Quality(light=light, chance=round(chance, 3))


def features(source: str, score: float) -> tuple[float, ...]:
    """Return what the chance is made from: score, number of words, mean length of a word.

    >>> features("Vi reiste hjem.", -0.25)
    (-0.25, 0.15, 5.0)
    """
    words = source.split()
    small = _WORD.findall(source)
    length = sum(map(len, small)) / len(small) if small else 5.0
    return score, min(len(words), _LONGEST) / 20, length


def chance_of(seen: Sequence[float], weights: Sequence[float]) -> float:
    """Return the logistic function of the weighted features; the first weight is the constant."""
    constant, *others = weights
    total = constant + sum(weight * x for weight, x in zip(others, seen, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def _learnt() -> dict[str, Weights]:
    table = load_table("quality")
    return {
        language: Weights(tuple(row["weights"]), row["red"], row["green"])
        for language, row in table["learnt"].items()
    }
