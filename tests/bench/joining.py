"""How well names are joined across a generated archive: precision and recall against its gold.

    python -m tests.bench.joining --articles 5000 --seed 11

The finder of names is perfect here, so that joining is measured and nothing else. The archive was
written by those who wrote the joining: a development score, not a promise.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import Counter, defaultdict
from typing import Any

from corpus.generate.articles import Archive
from pipeline.authority.keys import form_key
from pipeline.batch.joining import Joined, join
from pipeline.batch.joining_names import Names
from pipeline.records import EntityKind, ProcessedArticle
from tests.batch.generated import outcomes_of, quick_outcome

#: where the gold has what is of each kind
KEYS = {
    EntityKind.PERSON: "people",
    EntityKind.ORGANISATION: "organisations",
    EntityKind.PLACE: "places",
}


class Truth:
    """Who bears each written form of an archive, and in which articles.

    Whoever bears a name is known by a number, or, where it is no person, by the right form.
    """

    def __init__(self) -> None:
        self.bearers: dict[EntityKind, defaultdict[str, set[object]]] = {
            kind: defaultdict(set) for kind in KEYS
        }
        self.articles: dict[EntityKind, defaultdict[tuple[object, str], set[str]]] = {
            kind: defaultdict(set) for kind in KEYS
        }
        self.right: dict[object, str] = {}
        self.slips: dict[tuple[str, str], str] = {}

    def note(self, gold: dict[str, Any]) -> None:
        """Take in the gold of an article."""
        for kind, key in KEYS.items():
            for one in gold.get(key, ()):
                bearer = one.get("person", f"{key} {one['name']}")
                self.right[bearer] = one["name"]
                for form in one["written"]:
                    self.bearers[kind][form_key(form)].add(bearer)
                    self.articles[kind][bearer, form_key(form)].add(gold["id"])
        for error in gold["errors"]:
            if error["kind"] != "acronym":
                self.slips[form_key(error["right"]), form_key(error["written"])] = error["slip"]

    def wanted(self, kind: EntityKind) -> dict[tuple[str, str], str]:
        """Return the pairs of forms of one bearer of which neither stands only beside the other.

        The value is the kind of slip.
        """
        articles = self.articles[kind]
        forms: defaultdict[object, list[str]] = defaultdict(list)
        for bearer, form in articles:
            forms[bearer].append(form)
        found = {}
        for bearer, own in forms.items():
            right = form_key(self.right[bearer])
            for form in own:
                here, there = articles[bearer, form], articles.get((bearer, right), set())
                if form != right and here - there and there - here:
                    pair = (min(form, right), max(form, right))
                    found[pair] = self.slips.get((right, form), "")
        return found


def measure(joined: Joined, truth: Truth, kind: EntityKind = EntityKind.PERSON) -> dict[str, Any]:
    """Return counts and shares of one kind of names."""
    wanted, bearers = truth.wanted(kind), truth.bearers[kind]
    flags = [f for f in joined.flags if f.entity is kind]
    asked = {tuple(sorted(form_key(f.name) for f in flag.forms)): flag for flag in flags}
    true = {pair: flag for pair, flag in asked.items() if bearers[pair[0]] & bearers[pair[1]]}
    right_form = sum(
        any(form_key(flag.candidates[0].name) == form_key(truth.right[p])
            for p in bearers[pair[0]] & bearers[pair[1]])
        for pair, flag in true.items()
    )  # fmt: skip
    sure = [pair for pair, flag in asked.items() if flag.band.value == "sure"]
    kinds, hit = Counter(wanted.values()), Counter(wanted[p] for p in wanted if p in asked)
    return {
        "flags": len(flags),
        "right": len(true),
        "precision": round(len(true) / max(1, len(flags)), 3),
        "wanted": len(wanted),
        "found": sum(p in asked for p in wanted),
        "recall": round(sum(p in asked for p in wanted) / max(1, len(wanted)), 3),
        "right form": round(right_form / max(1, len(true)), 3),
        "sure": len(sure),
        "sure precision": round(sum(p in true for p in sure) / max(1, len(sure)), 3),
        "by slip": {slip: f"{hit[slip]}/{n}" for slip, n in sorted(kinds.items())},
        "_wrong": [p for p in asked if p not in true],
        "_missed": [p for p in wanted if p not in asked],
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--show", type=int, default=0, help="so many wrong and missed pairs")
    parser.add_argument("--quick", action="store_true", help="clusters from the gold, no stages")
    given = parser.parse_args()
    names, truth = Names(), Truth()
    begun = time.process_time()
    archive = Archive(given.articles, given.seed)
    found = ((g, quick_outcome(g)) for g in archive) if given.quick else outcomes_of(archive)
    for generated, outcome in found:
        truth.note(generated.gold)
        if isinstance(outcome, ProcessedArticle):
            names.add(outcome, generated.line["date"])
    read = time.process_time()
    joined = join(names)
    done = time.process_time()
    for kind in KEYS:
        print(f"-- {kind.value}")  # noqa: T201
        for key, value in measure(joined, truth, kind).items():
            if not key.startswith("_"):
                print(f"{key}: {value}")  # noqa: T201
            else:
                for pair in value[: given.show]:
                    print(key, pair)  # noqa: T201
    print(f"{len(names.all)} names")  # noqa: T201
    print(f"read {read - begun:.1f} s, joined {done - read:.1f} s of processor time")  # noqa: T201
    print("peak memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "MB")  # noqa: T201
    for flag in joined.flags[: given.show]:
        print(flag.message, flag.probability, flag.band.value)  # noqa: T201


if __name__ == "__main__":
    main()
