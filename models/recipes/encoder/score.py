"""Scores a name finder on the dev parts of NorNE by exact range and label.

    python models/recipes/encoder/score.py --data NORNE [--model models/encoder]
    python models/recipes/encoder/score.py --data NORNE --check    fail below the pinned floors
    python models/recipes/encoder/score.py --data NORNE --pin      pin what is reached now

Any saved spaCy pipeline may be scored. The texts are paragraphs of four sentences, those of a
document together, as the parts of an article are. Nine labels, and the four merged types of
published comparisons: PER, ORG with GPE_ORG, LOC with GPE_LOC, MISC with the rest.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from data import STANDARDS, TAGS, Words, entities, group, read_documents
from numpy.typing import NDArray

from pipeline.stages.entities import EntityModel, load_entity_model
from pipeline.stages.tagging import Calibration, find_entities

FLOORS = Path(__file__).parent / "floors.json"
#: labels whose F has a floor, and by how much processors may differ
PINNED = ("all", "merged", "PER", "ORG", "GPE_LOC", "LOC", "GPE_ORG")
TOLERANCE = 0.3
#: sentences in a paragraph
SIZE = 4
MERGED = {"PER": "PER", "ORG": "ORG", "GPE_ORG": "ORG", "LOC": "LOC", "GPE_LOC": "LOC"}
Entity = tuple[int, int, str]
Table = dict[str, tuple[float, float, float, int]]


class Guess(NamedTuple):
    """The probability that a model gave an entity, whether it was right, and where it stood.

    Documents of even numbers are what the calibration is fitted on; the others judge it.
    """

    score: float
    is_right: bool
    document: int


class Tally:
    """Counts of right, found and wanted entities, by label; ``all`` and ``merged`` together."""

    def __init__(self) -> None:
        self.hits, self.found, self.gold = Counter[str](), Counter[str](), Counter[str]()

    def add(self, wanted: Iterable[Entity], had: Iterable[Entity]) -> None:
        """Count the entities of one text."""
        want, have = set(wanted), set(had)
        self._count(want, have, "all")
        self._count(_merged(want), _merged(have), "merged", prefix="4-")

    def _count(self, want: set[Entity], have: set[Entity], total: str, prefix: str = "") -> None:
        pairs = ((self.hits, want & have), (self.found, have), (self.gold, want))
        for counter, some in pairs:
            counter.update(prefix + label for _, _, label in some)
            counter[total] += len(some)

    def f(self, label: str = "all") -> float:
        """Return F in per cent."""
        return 200 * self.hits[label] / max(1, self.found[label] + self.gold[label])

    def table(self) -> Table:
        """Return precision, recall, F (per cent) and the number of entities of every label."""
        labels = sorted(self.gold, key=lambda name: -self.gold[name])
        return {
            label: (
                round(100 * self.hits[label] / max(1, self.found[label]), 1),
                round(100 * self.hits[label] / max(1, self.gold[label]), 1),
                round(self.f(label), 1),
                self.gold[label],
            )
            for label in labels
        }


def _merged(some: set[Entity]) -> set[Entity]:
    return {(start, end, MERGED.get(label, "MISC")) for start, end, label in some}


def tally(windows: Sequence[Words], scores: Sequence[NDArray[np.float32]]) -> Tally:
    """Return the score of windows with the log probabilities of their words' tags."""
    result = Tally()
    for words, logs in zip(windows, scores, strict=True):
        found = find_entities(logs, TAGS, Calibration())
        result.add(entities(words), (one[:3] for one in found))
    return result


def score(model: EntityModel, data: Path, standard: str) -> tuple[Tally, list[Guess]]:
    """Return how well a model does on a dev part, and its guesses with their probabilities."""
    sizes = itertools.repeat(SIZE)
    documents = read_documents(data, standard, "dev")
    result, guesses = Tally(), list[Guess]()
    for number, document in enumerate(documents):
        paragraphs = list(group(document, sizes))
        together = model.find_together([p.text for p in paragraphs])
        for paragraph, found in zip(paragraphs, together, strict=True):
            want = {(e.start, e.end, e.label) for e in paragraph.entities}
            result.add(want, (one[:3] for one in found))
            guesses += [Guess(e.score, e[:3] in want, number) for e in found if e.score is not None]
    return result, guesses


def rows(tables: Sequence[Table]) -> str:
    """Return tables side by side, in Markdown."""
    lines = []
    for label in tables[0]:
        cells = [t.get(label, (0.0, 0.0, 0.0, 0)) for t in tables]
        lines.append(f"| {label} | " + " | ".join(f"{p} | {r} | {f} | {n}" for p, r, f, n in cells))
    return "\n".join(f"{line} |" for line in lines)


def below(reached: Mapping[str, Table], floors: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Return a line for each F that is under its floor."""
    return [
        f"{standard} {label}: {reached[standard][label][2]} is below the floor of {floor}"
        for standard, wanted in floors.items()
        for label, floor in wanted.items()
        if reached[standard][label][2] < floor - TOLERANCE
    ]


def flat(reached: Mapping[str, Table]) -> dict[str, float]:
    """Return the F of each standard and label, as the manifest keeps them."""
    return {
        f"{s} {label}": t[label][2] for s, t in reached.items() for label in PINNED if label in t
    }


def pin(name: str, reached: Mapping[str, Table]) -> None:
    """Write the floors of a model: F of all, of the merged types, and of the labels in use."""
    pinned = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    pinned[name] = {
        s: {label: t[label][2] for label in PINNED if label in t} for s, t in reached.items()
    }
    FLOORS.write_text(json.dumps(pinned, indent=1, sort_keys=True) + "\n", "utf-8")


def main() -> int:
    """Print the scores of both standards; return 1 below a floor."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="folder with the NorNE files")
    parser.add_argument("--model", type=Path, default=Path("models/encoder"))
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.add_argument("--check", action="store_true", help="fail below the pinned floors")
    parser.add_argument("--pin", action="store_true", help="pin what is reached now")
    options = parser.parse_args()
    name = options.model.resolve().name
    model = load_entity_model(options.model, threads=2)
    reached = {s: score(model, options.data, s)[0].table() for s in STANDARDS}
    tables = list(reached.values())
    if options.json:
        print(json.dumps(reached))
    else:
        print("| label | nb P | nb R | nb F | names | nn P | nn R | nn F | names |")
        print(rows(tables))
    if options.pin:
        pin(name, reached)
    if options.check:
        faults = below(reached, json.loads(FLOORS.read_text("utf-8"))[name])
        print("\n".join(faults) or f"no F of {name} is below its floor")
        return 1 if faults else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
