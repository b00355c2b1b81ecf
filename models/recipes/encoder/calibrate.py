"""Makes the probabilities of the name finder honest: two numbers, fitted on guesses."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from score import Guess

from pipeline.stages.tagging import Calibration

_BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)


def fit(guesses: Sequence[Guess]) -> Calibration:
    """Return the calibration under which the guesses are likeliest (Newton's method)."""
    p = np.clip([guess.score for guess in guesses], 1e-6, 1 - 1e-6)
    x = np.stack([np.log(p / (1 - p)), np.ones(len(p))], 1)
    right = np.array([guess.is_right for guess in guesses], float)
    w = np.array([1.0, 0.0])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-(x @ w)))
        slope = x.T @ (right - chance) - 1e-3 * (w - [1, 0])
        bend = (x * (chance * (1 - chance))[:, None]).T @ x + 1e-3 * np.eye(2)
        w += np.linalg.solve(bend, slope)
    return Calibration(round(float(w[0]), 4), round(float(w[1]), 4))


def reliability(guesses: Sequence[Guess], calibration: Calibration) -> str:
    """Return how often guesses of about the same probability are right, in Markdown."""
    lines = ["| probability | entities | mean | right |", "|---|---|---|---|"]
    pairs = [(calibration.apply(guess.score), guess.is_right) for guess in guesses]
    for low, high in pairwise(_BINS):
        some = [(p, right) for p, right in pairs if low <= p < high or p == high == 1]
        if some:
            mean = sum(p for p, _ in some) / len(some)
            share = sum(right for _, right in some) / len(some)
            lines.append(f"| {low:.2f}–{high:.2f} | {len(some)} | {mean:.3f} | {share:.3f} |")
    return "\n".join(lines)


def error(guesses: Sequence[Guess], calibration: Calibration) -> float:
    """Return the mean distance between probability and truth over ten bins of equal size."""
    pairs = sorted((calibration.apply(guess.score), guess.is_right) for guess in guesses)
    parts = np.array_split(np.array(pairs, float), 10)
    gaps = [abs(part[:, 0].mean() - part[:, 1].mean()) * len(part) for part in parts]
    return float(sum(gaps) / len(pairs))
