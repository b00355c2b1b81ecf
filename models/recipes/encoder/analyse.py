"""Counts what is wrong on the dev parts of NorNE, by kind.

    python models/recipes/encoder/analyse.py --data NORNE [--model models/encoder] [--show 50]

Counted are all wrong names, and the worst sentences (those with most wrong names), each under the
kind that most of its wrong names have. ``--show`` prints so many of the worst to the screen, to be
read: NorNE's texts may not be republished, so that nothing is written to a file.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from data import STANDARDS, group, read_documents
from score import SIZE, Entity

from pipeline.stages.entities import EntityModel, load_entity_model

#: sentences that are the worst
WORST = 50
_PLACES = {"LOC", "GPE_LOC"}
_ACTORS = {"GPE_ORG", "GPE_LOC", "LOC"}


class Wrong(NamedTuple):
    """A sentence with names that are wrong: missed, said without being there, and the kinds."""

    text: str
    missed: list[Entity]
    said: list[Entity]
    kinds: list[str]


def kinds(gold: set[Entity], had: set[Entity]) -> Iterator[str]:
    """Yield the kind of each wrong name of a sentence.

    >>> list(kinds({(0, 4, "LOC")}, {(0, 4, "GPE_LOC")}))
    ['place: LOC or GPE_LOC']
    >>> sorted(kinds({(0, 9, "ORG")}, {(0, 4, "ORG"), (5, 9, "PER")}))
    ['other ends']
    """
    extra = had - gold
    for start, end, label in sorted(gold - had):
        over = {e for e in had if e[0] < end and start < e[1]}
        extra -= over
        same = [e for e in over if e[:2] == (start, end)]
        if same:
            yield _confusion(label, same[0][2])
        else:
            yield "other ends" if over else f"not found: {_group(label)}"
    for start, end, label in sorted(extra):
        inside = any(e[0] < end and start < e[1] for e in gold)
        yield "other ends" if inside else f"no name: {_group(label)}"


def _confusion(gold: str, said: str) -> str:
    pair = {gold, said}
    if pair == _PLACES:
        return "place: LOC or GPE_LOC"
    if "GPE_ORG" in pair and pair <= _ACTORS:
        return "country or municipality: acts or is a place"
    if pair == {"ORG", "PROD"}:
        return "ORG or PROD"
    if "PER" in pair:
        return "PER or something else"
    return "another label"


def _group(label: str) -> str:
    return label if label in ("PER", "ORG", "PROD", "DRV") else "place" if "L" in label else "other"


def wrong_sentences(model: EntityModel, data: Path, standard: str) -> Iterator[Wrong]:
    """Yield the sentences of a dev part that have wrong names."""
    for document in read_documents(data, standard, "dev"):
        paragraphs = list(group(document, itertools.repeat(SIZE)))
        together = model.find_together([p.text for p in paragraphs])
        for paragraph, found in zip(paragraphs, together, strict=True):
            ends = [*paragraph.starts[1:], len(paragraph.text)]
            for start, end in zip(paragraph.starts, ends, strict=True):
                gold = {(e.start, e.end, e.label) for e in paragraph.entities if _in(e, start, end)}
                had = {(e.start, e.end, e.label) for e in found if _in(e, start, end)}
                if gold != had:
                    text = paragraph.text[start:end].strip()
                    some = list(kinds(gold, had))
                    yield Wrong(text, sorted(gold - had), sorted(had - gold), some)


def _in(entity: Sequence[object], start: int, end: int) -> bool:
    at = entity[0]
    return isinstance(at, int) and start <= at < end


def main() -> int:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="folder with the NorNE files")
    parser.add_argument("--model", type=Path, default=Path("models/encoder"))
    parser.add_argument("--show", type=int, default=0, help="print so many of the worst sentences")
    options = parser.parse_args()
    model = load_entity_model(options.model, threads=2)
    wrong = [w for s in STANDARDS for w in wrong_sentences(model, options.data, s)]
    wrong.sort(key=lambda one: -len(one.missed) - len(one.said))
    worst = Counter(Counter(one.kinds).most_common(1)[0][0] for one in wrong[:WORST])
    every = Counter(kind for one in wrong for kind in one.kinds)
    print(f"{len(wrong)} sentences with wrong names\n\n| kind | all | of the {WORST} worst |")
    for kind, count in every.most_common():
        print(f"| {kind} | {count} | {worst[kind]} |")
    for one in wrong[: options.show]:
        print(f"\n{one.text}\n  missed {one.missed}\n  said {one.said}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
