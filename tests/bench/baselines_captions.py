"""Name matchers beside ours on the pairs of the case gold; needs nothing of the package.

    python -m tests.bench.caption_pairs pairs.csv            in the project's environment
    python3 -m venv elsewhere
    elsewhere/bin/pip install rapidfuzz jellyfish nomenklatura
    elsewhere/bin/python tests/bench/baselines_captions.py pairs.csv

A matcher says "one person" from a score upwards; the score is chosen on the tune part (best F of
inconsistencies) and reported on the test part. Told are

    P, R, F   of inconsistencies: of the pairs that were said to be one person's, without those
              that the gold knows as another way to say one name (a surname alone), the share whose
              spelling is wrong; of the pairs whose spelling is wrong, the share that was found
    merges    pairs of two people that were said to be one; in brackets of the gold's lookalikes
    same      the share of the other ways to say one name that was said to be one person

Ours is what the pipeline did with the article: it sees captions, lists and text, not pairs alone.
A matcher that is not installed is left out, and said to be.
"""

from __future__ import annotations

import csv
import importlib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

Row = dict[str, str]
Matcher = Callable[[str, str], float]
MATCHERS = ("Jaro-Winkler", "token_set", "WRatio", "logic-v2")


def jaro_winkler() -> Matcher:
    """Return the similarity of Winkler (1990) of the whole names in lower case."""
    jellyfish: Any = importlib.import_module("jellyfish")
    return lambda a, b: float(jellyfish.jaro_winkler_similarity(a.casefold(), b.casefold()))


def fuzz(name: str) -> Matcher:
    """Return a ratio of rapidfuzz, from 0 to 1."""
    ratio: Any = getattr(importlib.import_module("rapidfuzz.fuzz"), name)
    return lambda a, b: float(ratio(a.casefold(), b.casefold())) / 100


def logic_v2() -> Matcher:
    """Return nomenklatura's logic-v2 on two persons of whom nothing but the name is known."""
    matching: Any = importlib.import_module("nomenklatura.matching")
    followthemoney: Any = importlib.import_module("followthemoney")
    config = matching.LogicV2.default_config()

    def person(name: str) -> Any:
        made = followthemoney.model.make_entity("Person")
        made.id = name
        made.add("name", name)
        return made

    return lambda a, b: float(matching.LogicV2.compare(person(a), person(b), config).score)


def load(name: str) -> Matcher:
    """Return a matcher by its name.

    Raises:
        ImportError: it is not installed.
    """
    if name == "Jaro-Winkler":
        return jaro_winkler()
    return logic_v2() if name == "logic-v2" else fuzz(name.replace("token_set", "token_set_ratio"))


def rates(rows: Sequence[Row], joined: Sequence[bool]) -> tuple[float, float, float]:
    """Return precision, recall and F of inconsistencies.

    >>> rates([{"gold": "spelling"}, {"gold": "other"}, {"gold": "same"}], [True, True, True])
    (0.5, 1.0, 0.6666666666666666)
    """
    said = [row["gold"] for row, one in zip(rows, joined, strict=True) if one]
    right = said.count("spelling")
    wanted = sum(row["gold"] == "spelling" for row in rows)
    found = len(said) - said.count("same")
    return (
        right / found if found else 0.0,
        right / wanted if wanted else 0.0,
        2 * right / (found + wanted) if found + wanted else 0.0,
    )


def best_threshold(rows: Sequence[Row], scores: Sequence[float]) -> float:
    """Return the score from which on F is best; the higher one where two are as good."""
    return max(
        sorted(set(scores)),
        key=lambda limit: (rates(rows, [score >= limit for score in scores])[2], limit),
    )


def line(name: str, rows: Sequence[Row], joined: Sequence[bool], limit: str = "-") -> str:
    """Return the figures of a matcher for reading."""
    precision, recall, both = rates(rows, joined)
    said = [row["gold"] for row, one in zip(rows, joined, strict=True) if one]
    merges = said.count("different") + said.count("other")
    others = said.count("same") / max(1, sum(row["gold"] == "same" for row in rows))
    return (
        f"{name:<24} {precision:>6.3f} {recall:>6.3f} {both:>6.3f}"
        f" {merges:>6} ({said.count('different')}) {others:>7.3f} {limit:>9}"
    )


def compare(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the table: every matcher on tune and on test, then ours."""
    yield f"{'matcher, part':<24} {'P':>6} {'R':>6} {'F':>6} {'merges':>10} {'same':>7} threshold"
    parts = {part: [row for row in rows if row["part"] == part] for part in ("tune", "test")}
    for name in MATCHERS:
        try:
            score = load(name)
        except ImportError as error:
            yield f"{name:<24} not installed: {error}"
            continue
        scores = {p: [score(r["left"], r["right"]) for r in mine] for p, mine in parts.items()}
        limit = best_threshold(parts["tune"], scores["tune"])
        for part, mine in parts.items():
            joined = [value >= limit for value in scores[part]]
            yield line(f"{name}, {part}", mine, joined, f"{limit:.3f}")
    for column, what in (("joined", "ours, one cluster"), ("flagged", "ours, flagged")):
        for part, mine in parts.items():
            yield line(f"{what}, {part}", mine, [row[column] == "1" for row in mine])


def main() -> int:
    """Print the table for the pairs in the file that is named."""
    if len(sys.argv) != 2:
        print(__doc__)  # noqa: T201
        return 2
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for text in compare(rows):
        print(text)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
