"""Other matchers on the same pairs of names, in an environment of their own.

    python3.11 -m venv other && other/bin/pip install rapidfuzz jellyfish nomenklatura
    other/bin/python tests/bench/baselines.py corpus/gold/name-pairs.csv

It needs nothing of this project: it reads the columns left, right, same and kind. Each matcher
gets small letters, and again the same without accents; the better of the two on the tune half
(odd rows) is kept, with the threshold that is best on the tune half. What is printed was measured
on the test half (even rows).
"""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

Scorer = Callable[[str, str, str], float]


def plain(name: str) -> str:
    """Return a name in small letters without accents."""
    letters = name.casefold()
    for letter, latin in (("ø", "o"), ("æ", "ae"), ("ł", "l"), ("đ", "d")):
        letters = letters.replace(letter, latin)
    return "".join(
        c for c in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(c)
    )


def _on(similarity: Callable[[str, str], float], prepare: Callable[[str], str]) -> Scorer:
    return lambda a, b, _: float(similarity(prepare(a), prepare(b)))


def scorers() -> dict[str, Scorer]:
    """Return the matchers that are installed, each a function of two names and their kind."""
    found: dict[str, Scorer] = {}
    jellyfish, fuzz = import_module("jellyfish"), import_module("rapidfuzz.fuzz")
    similarities: dict[str, Callable[[str, str], float]] = {
        "Jaro-Winkler": jellyfish.jaro_winkler_similarity,
        "token_sort_ratio": lambda a, b: fuzz.token_sort_ratio(a, b) / 100,
        "token_set_ratio": lambda a, b: fuzz.token_set_ratio(a, b) / 100,
        "WRatio": lambda a, b: fuzz.WRatio(a, b) / 100,
    }
    for name, similarity in similarities.items():
        found[name] = _on(similarity, str.casefold)
        found[f"{name}, plain"] = _on(similarity, plain)
    try:
        found["logic-v2"] = logic_v2()
    except ImportError as error:
        print(f"logic-v2 is left out: {error}")  # noqa: T201
    return found


def logic_v2() -> Scorer:
    """Return nomenklatura's logic-v2 on entities that have a name and nothing else."""
    model = import_module("followthemoney").model
    algorithm = import_module("nomenklatura.matching").get_algorithm("logic-v2")
    config = algorithm.default_config()

    def compare(left: str, right: str, kind: str) -> float:
        sides = []
        for number, name in enumerate((left, right)):
            entity = model.make_entity("Person" if kind == "person" else "Organization")
            entity.id = f"{number} {kind} {name}"  # what it has worked out is kept by id
            entity.add("name", name)
            sides.append(entity)
        return float(algorithm.compare(*sides, config).score)

    return compare


def figures(scored: Sequence[tuple[float, bool]], threshold: float) -> tuple[float, float, float]:
    """Return precision, recall and F1 at a threshold."""
    hits = sum(score >= threshold and same for score, same in scored)
    false = sum(score >= threshold and not same for score, same in scored)
    missed = sum(score < threshold and same for score, same in scored)
    precision = hits / (hits + false) if hits + false else 0.0
    recall = hits / (hits + missed) if hits + missed else 0.0
    return precision, recall, 2 * hits / (2 * hits + false + missed) if hits else 0.0


def auc(scored: Sequence[tuple[float, bool]]) -> float:
    """Return the share of (same, different) pairs in the right order."""
    same = [score for score, is_same in scored if is_same]
    other = [score for score, is_same in scored if not is_same]
    return sum((s > o) + 0.5 * (s == o) for s in same for o in other) / (len(same) * len(other))


def main() -> None:
    """Print precision, recall, F1 and AUC of each matcher by kind."""
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for kind in ("person", "organisation"):
        best: dict[str, tuple[float, str]] = {}
        for name, scorer in scorers().items():
            halves: dict[str, list[tuple[float, bool]]] = {"tune": [], "test": []}
            for number, row in enumerate(rows, start=1):
                if row["kind"] == kind:
                    scored = (scorer(row["left"], row["right"], kind), row["same"] == "1")
                    halves["test" if number % 2 == 0 else "tune"].append(scored)
            steps = [n / 100 for n in range(1, 101)]
            threshold = max(steps, key=lambda t: figures(halves["tune"], t)[2])
            reached = figures(halves["tune"], threshold)[2]
            p, r, f = figures(halves["test"], threshold)
            line = f"{kind:13}{name:24}threshold {threshold:.2f}  P {p:.3f}  R {r:.3f}  F1 {f:.3f}"
            line += f"  AUC {auc(halves['test']):.3f}"
            if name == "logic-v2":
                p, r, f = figures(halves["test"], 0.70)
                line += f"\n{kind:13}{'logic-v2, as shipped':24}threshold 0.70"
                line += f"  P {p:.3f}  R {r:.3f}  F1 {f:.3f}  AUC {auc(halves['test']):.3f}"
            family = name.removesuffix(", plain")
            best[family] = max(best.get(family, (0.0, "")), (reached, line))
        print("\n".join(line for _, line in best.values()))  # noqa: T201


if __name__ == "__main__":
    main()
