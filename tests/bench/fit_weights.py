"""Fit the weights of ``same_person`` to the tune half of corpus/gold/name-pairs.csv.

    python -m tests.bench.fit_weights            print the weights and the scores on the tune half
    python -m tests.bench.fit_weights --write    write them to the package's data too

A logistic regression with a normal prior around weights that were argued first: with some 240
pairs and two dozen features the argued weights hold where the pairs say little.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

import pipeline.text
from pipeline.text.same_person import features
from tests.gate.name_pairs import Pair, load_pairs

#: argued: natural log of odds a unit of the feature
PRIOR = {
    "bias": -0.5, "equal": 2.0, "near": 2.0, "share": -6.0, "worst": -4.0, "letters": -1.0,
    "attested": -2.0, "slip": 0.7, "short": -1.0, "common": -3.5, "sexes": -1.5, "familiar": 1.3,
    "translated": 0.3, "initials": 1.0, "conflict": -5.0, "extra": -0.7, "extra last": -0.5,
    "patronymic": 0.5, "single": -2.0, "alone": 1.5, "turned": -0.5, "mixed": -5.0,
    "both given": -3.0, "initial too many": -4.0, "same letters": 3.0, "generation": -5.0,
    "bearer": -5.0, "particles": -0.3, "nickname": 2.0,
}  # fmt: skip
WEIGHTS = Path(pipeline.text.__file__).parent / "data" / "same_person.toml"
HEAD = """\
# The weights of the features of same_person.py, natural log of odds; made by
# python -m tests.bench.fit_weights --write from the tune half of corpus/gold/name-pairs.csv.
[weights]
"""


def fit(pairs: list[Pair], strength: float) -> dict[str, float]:
    """Return the weights that make the labels most probable, given the prior."""
    names = list(PRIOR)
    x = np.array([[features(p.left, p.right)[name] for name in names] for p in pairs])
    y = np.array([1.0 if p.same else -1.0 for p in pairs])
    start = np.array([PRIOR[name] for name in names])

    def loss(w: np.ndarray) -> float:
        fitted = np.logaddexp(0.0, -y * (x @ w)).sum()
        return float(fitted + 0.5 * strength * ((w - start) ** 2).sum())

    best = minimize(loss, start, method="L-BFGS-B").x
    return {name: round(float(weight), 3) for name, weight in zip(names, best, strict=True)}


def log_loss(pairs: list[Pair], weights: dict[str, float]) -> float:
    """Return the mean negative log-probability of the labels."""
    total = 0.0
    for pair in pairs:
        found = features(pair.left, pair.right)
        margin = sum(weights[name] * value for name, value in found.items())
        total += float(np.logaddexp(0.0, -margin if pair.same else margin))
    return total / len(pairs)


def main() -> None:
    """Choose the strength of the prior by cross-validation within the tune half, then fit."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    pairs = [p for p in load_pairs() if p.kind == "person" and p.half == "tune"]
    folds = [(pairs[n::8], [p for m, p in enumerate(pairs) if m % 8 != n]) for n in range(8)]
    losses = {}
    for strength in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0):
        held_out = [log_loss(held, fit(rest, strength)) for held, rest in folds]
        losses[strength] = (float(np.mean(held_out)), float(np.std(held_out) / len(folds) ** 0.5))
        print(f"strength {strength}: held-out log loss {losses[strength][0]:.3f}")  # noqa: T201
    # the strongest prior that is no worse than the best by more than half its standard error
    best, error = min(losses.values())
    weights = fit(pairs, max(s for s, (mean, _) in losses.items() if mean <= best + error / 2))
    lines = "".join(f'"{name}" = {weight}\n' for name, weight in weights.items())
    print(lines)  # noqa: T201
    if arguments.write:
        WEIGHTS.write_text(HEAD + lines, "utf-8")


if __name__ == "__main__":
    main()
