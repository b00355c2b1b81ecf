"""Every pair of person names of the case gold that a matcher could be asked about, as CSV.

    python -m tests.bench.caption_pairs pairs.csv

In each case every name in a picture is paired with every name that differs from it on a list or
in the text (the persons of ``spelling``, ``same`` and ``different``). A line has the part, the
case, both names, what the gold says and what the pipeline decided:

    gold     spelling (one name of which one form is wrong), same (another way to say one name),
             different (two people who look alike) or other (two people, nothing said of them)
    joined   1 where the pipeline put both into one cluster
    flagged  1 where it flagged the pair as a spelling

The names of the test part are in the file: it is for machines to score, not for people to read.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from itertools import product
from pathlib import Path

from pipeline.records import EntityKind, FlagKind, ProcessedArticle, SkippedArticle
from tests.gate.case_names import edge
from tests.gate.case_records import Case, is_one, key
from tests.gate.cases import read_cases
from tests.gate.run_cases import Chain, run_cases


@dataclass(frozen=True)
class NamePair:
    """A line of the CSV."""

    part: str
    case: str
    left: str
    right: str
    gold: str
    joined: int
    flagged: int


def name_pairs(case: Case, outcome: ProcessedArticle | SkippedArticle) -> Iterator[NamePair]:
    """Yield the pairs of a case with what gold and pipeline say."""
    shown = dict.fromkeys(p.name for caption in case.captions for p in caption.people)
    known = {key(name) for name in shown} | {key(p.name) for g in case.lists for p in g.people}
    others = [p.name for group in case.lists for p in group.people]
    others += [f for gold in case.spelling if gold.kind is EntityKind.PERSON for f in gold.forms]
    for forms in (*case.same, *case.different):
        if known.intersection(map(key, forms)):  # of a person, as somebody shown or listed is
            others += forms
    done = outcome if isinstance(outcome, ProcessedArticle) else None
    clusters = done.reconciliation.clusters if done else ()
    groups = [{*map(key, c.forms), *(key(m.name) for m in c.mentions)} for c in clusters]
    flags = done.reconciliation.flags if done else ()
    flagged = [set(edge(flag)) for flag in flags if flag.kind is FlagKind.SPELLING]
    seen: set[frozenset[str]] = set()
    for left, right in product(shown, dict.fromkeys(others)):
        pair = frozenset((key(left), key(right)))
        if len(pair) < 2 or pair in seen:
            continue
        seen.add(pair)
        yield NamePair(
            case.part,
            case.id,
            left,
            right,
            said(case, left, right),
            int(any(group >= pair for group in groups)),
            int(any(forms >= pair for forms in flagged)),
        )


def said(case: Case, left: str, right: str) -> str:
    """Return what the gold says of two names that differ."""
    pair = {key(left), key(right)}
    if any(pair == {*map(key, gold.forms)} for gold in case.spelling):
        return "spelling"
    if is_one(case, left, right):
        return "same"
    named = any(pair <= {*map(key, forms)} for forms in case.different)
    return "different" if named else "other"


def main() -> int:
    """Write the pairs of all cases into the file that is named."""
    if len(sys.argv) != 2:
        print(__doc__)  # noqa: T201
        return 2
    cases, _ = read_cases()
    run = run_cases(cases, Chain.WHOLE)
    with Path(sys.argv[1]).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([field.name for field in fields(NamePair)])
        for case in cases:
            writer.writerows(astuple(pair) for pair in name_pairs(case, run.outcomes[case.id]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
