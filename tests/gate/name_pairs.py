"""Pairs of names with gold: how well the two comparisons tell one bearer from two.

    python -m tests.gate.name_pairs           the scores of both halves
    python -m tests.gate.name_pairs --wrong   and the pairs of the tune half that are wrong

Rows of corpus/gold/name-pairs.csv with an odd number (the first row under the heading is 1) are
the tune half, rows with an even number the test half, which nothing is tuned on.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.text.organisation_names import compare_organisations
from pipeline.text.same_person import THRESHOLD, same_person

PAIRS = Path(__file__).resolve().parents[2] / "corpus" / "gold" / "name-pairs.csv"


@dataclass(frozen=True)
class Pair:
    """Two names and whether they are one bearer's; ``row`` counts from 1."""

    row: int
    left: str
    right: str
    same: bool
    kind: str
    group: str

    @property
    def half(self) -> str:
        """Which half of the gold it belongs to."""
        return "test" if self.row % 2 == 0 else "tune"


def load_pairs(path: Path = PAIRS) -> list[Pair]:
    """Return the pairs in the order of the file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Pair(row, line["left"], line["right"], line["same"] == "1", line["kind"], line["class"])
            for row, line in enumerate(csv.DictReader(lines), start=1)
        ]


def probability(pair: Pair) -> float:
    """Return what the product says about a pair."""
    if pair.kind == "person":
        return same_person(pair.left, pair.right)
    return compare_organisations(pair.left, pair.right).probability


def auc(scored: Sequence[tuple[float, bool]]) -> float:
    """Return the share of (same, different) pairs that are in the right order; ties count half."""
    same = [score for score, is_same in scored if is_same]
    other = [score for score, is_same in scored if not is_same]
    right = sum((s > o) + 0.5 * (s == o) for s in same for o in other)
    return right / (len(same) * len(other))


def figures(scored: Sequence[tuple[float, bool]], threshold: float) -> dict[str, float]:
    """Return precision, recall, F1 and the area under the curve."""
    hits = sum(score >= threshold and same for score, same in scored)
    false = sum(score >= threshold and not same for score, same in scored)
    missed = sum(score < threshold and same for score, same in scored)
    return {
        "precision": hits / (hits + false) if hits + false else 0.0,
        "recall": hits / (hits + missed) if hits + missed else 0.0,
        "f1": 2 * hits / (2 * hits + false + missed) if hits else 0.0,
        "auc": auc(scored),
    }


def pair_scores() -> dict[str, float]:
    """Return the scores on the test half, by kind of bearer: "pairs person f1", ..."""
    found = {}
    for kind in ("person", "organisation"):
        scored = [(probability(p), p.same) for p in load_pairs() if _is(p, kind, "test")]
        for name, value in figures(scored, THRESHOLD).items():
            found[f"pairs {kind} {name}"] = round(value, 4)
    return found


def _is(pair: Pair, kind: str, half: str) -> bool:
    return pair.kind == kind and pair.half == half


def _show(pairs: Iterable[Pair]) -> None:
    for pair in pairs:
        score = probability(pair)
        if (score >= THRESHOLD) != pair.same:
            print(f"{score:.2f} {pair.same!s:5} {pair.group}: {pair.left} | {pair.right}")  # noqa: T201


def main() -> None:
    """Print the scores."""
    pairs = load_pairs()
    for kind in ("person", "organisation"):
        for half in ("tune", "test"):
            scored = [(probability(p), p.same) for p in pairs if _is(p, kind, half)]
            shown = "  ".join(f"{k} {v:.3f}" for k, v in figures(scored, THRESHOLD).items())
            print(f"{kind:13} {half}  n {len(scored):3}  {shown}")  # noqa: T201
    if "--wrong" in sys.argv:
        _show(p for p in pairs if p.half == "tune")


if __name__ == "__main__":
    main()
