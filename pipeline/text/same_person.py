"""The probability that two whole names, without any context, are one person's.

``compare_names`` weighs names of one article, where other things are known. Here nothing else is:
two strings from anywhere, in any order of their parts, with or without titles and middle names,
in any script. What their alignment is like is put into numbers (``features``), and a logistic
regression, fitted to the tune half of ``corpus/gold/name-pairs.csv`` (tests/bench/fit_weights.py),
turns them into a probability. The weights stand in ``data/same_person.toml``.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

from pipeline.text.bare_names import BareName, bare_name
from pipeline.text.bare_pairs import Pairing, PartLikeness, pair_up
from pipeline.text.name_parts import part_of

#: at least this probable: one person
THRESHOLD: Final = 0.5

_PATRONYMIC: Final = ("ovich", "evich", "ovych", "ovna", "evna", "ivna", "ic", "sson", "dottir")


def same_person(left: str, right: str) -> float:
    """Return the probability that two names, without any context, are one person's.

    It is symmetric, 1 for a name and itself and 0 where one is no name. From ``THRESHOLD`` on the
    names are to be taken for one person's; it is the threshold at which the figures in
    docs/comparing-names.md were measured.

    >>> same_person("Aasen", "Åsen") >= THRESHOLD, same_person("Lie", "Lia") >= THRESHOLD
    (True, False)
    >>> same_person("Владимир Соколов", "Sokolov, Vladimir") >= THRESHOLD
    True
    """
    a, b = bare_name(left), bare_name(right)
    if not a.parts or not b.parts:
        return 0.0
    if a == b:
        return 1.0
    weights = _weights()
    found = features(left, right)
    total = sum(weights[name] * value for name, value in found.items())
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


@cache
def _weights() -> Mapping[str, float]:
    data = files("pipeline.text") / "data" / "same_person.toml"
    weights: Mapping[str, float] = tomllib.loads(data.read_text("utf-8"))["weights"]
    return weights


def features(left: str, right: str) -> dict[str, float]:
    """Return what the alignment of two names is like, in numbers; the same both ways."""
    a, b = bare_name(left), bare_name(right)
    best = _measure(a, b, pair_up(a, b))
    for one, other in ((a, b), (b, a)):
        for nickname in one.nicknames:
            if any(p.startswith(nickname) for p in other.parts):
                best["nickname"] = 1.0
    return best


def _measure(a: BareName, b: BareName, pairing: Pairing) -> dict[str, float]:
    related = [likeness for *_, likeness in pairing.pairs]
    near = [r for r in related if r.kind == "near"]
    shorter = min(len(a.parts), len(b.parts))
    unmatched = (len(pairing.left), len(pairing.right))
    alone = [(a.parts[i], i == len(a.parts) - 1) for i in pairing.left]
    alone += [(b.parts[j], j == len(b.parts) - 1) for j in pairing.right]
    one_sided = min(unmatched) == 0
    named = [(part, last) for part, last in alone if len(part) > 1]
    same_letters = a.letters == b.letters
    return {
        "bias": 1.0,
        "equal": min(3.0, _count(related, "equal")),
        "near": float(len(near)),
        "share": sum(r.share for r in near),
        "worst": max((r.share for r in near), default=0.0),
        "letters": min(3.0, sum(r.letters for r in near)),
        "attested": float(sum(r.attested and r.share > 0.03 for r in near)),
        "slip": float(sum(r.slip and r.letters > 0 for r in near)),
        "short": float(sum(r.short for r in near)),
        "common": float(any(r.common for r in near)),
        "sexes": float(any(r.sexes for r in near)),
        "familiar": _count(related, "familiar"),
        "translated": _count(related, "translated"),
        "initials": min(2.0, _count(related, "initial")),
        "conflict": float(min(2, *unmatched)) * (not same_letters),
        "extra": float(min(3, len(named))) * (one_sided and not same_letters),
        "extra last": float(one_sided and any(last for _, last in named)),
        "patronymic": float(one_sided and any(p.endswith(_PATRONYMIC) for p, _ in named)),
        "single": float(shorter == 1 and max(len(a.parts), len(b.parts)) > 1),
        "alone": float(len(a.parts) == len(b.parts) == 1),
        "turned": float(_order(pairing) == "turned"),
        "mixed": float(_order(pairing) == "mixed"),
        "both given": float(_order(pairing) != "same" and _all_given(a, b)),
        "initial too many": float(
            len(alone) > len(named) and _has_initials(a) and _has_initials(b)
        ),
        "same letters": float(same_letters and bool(alone or near)),
        "generation": float(_differ(a.generation, b.generation)),
        "bearer": float(_differ(a.bearer, b.bearer)),
        "particles": float(a.particles != b.particles),
        "nickname": 0.0,
    }


def _count(related: list[PartLikeness], kind: str) -> float:
    return float(sum(r.kind == kind for r in related))


def _differ(left: str, right: str) -> bool:
    return bool(left and right and left != right)


def _has_initials(name: BareName) -> bool:
    return any(len(part) == 1 for part in name.parts)


def _all_given(a: BareName, b: BareName) -> bool:
    return len(a.parts) == len(b.parts) == 2 and all(part_of(p).is_given for p in a.parts)


def _order(pairing: Pairing) -> str:
    """Return whether the parts stand in the same order, turned round once, or mixed."""
    order = [j for _, j, _ in sorted(pairing.pairs, key=lambda pair: pair[0])]
    breaks = sum(x > y for x, y in pairwise(order))
    if breaks == 0:
        return "same"
    return "turned" if breaks == 1 and order[-1] < order[0] else "mixed"
