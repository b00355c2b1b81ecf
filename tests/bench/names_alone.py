"""The people of captions that the name finder finds by itself, without the grammar of captions.

    python -m tests.bench.names_alone [--names-model small] [--show]

Of every caption of the case gold: is there a mention of a person with the name, as the caption
writes it? Both parts are counted apart; ``--show`` tells the shapes of what is missed, of the tune
part only.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pipeline.assets import find_model, models_dir
from pipeline.build import NAMES_MODEL, NAMES_MODELS, folder_of_names
from pipeline.documents.text import parse_text
from pipeline.records import EntityKind, Mention
from pipeline.stages.names import NameFinder, load_name_finder
from tests.gate.case_records import Case, key
from tests.gate.cases import read_cases


def missed(case: Case, found: Sequence[Mention]) -> list[tuple[str, str]]:
    """Return the people of a case's captions that were not found, each with what was."""
    people = {key(m.text) for m in found if m.kind is EntityKind.PERSON} | {
        key(m.name) for m in found if m.kind is EntityKind.PERSON
    }
    others = {key(m.text): m.label for m in found}
    lost = []
    for name in wanted(case):
        if key(name) not in people:
            inside = [form for form in people if form in key(name) or key(name) in form]
            lost.append((name, others.get(key(name)) or ("other ends" if inside else "nothing")))
    return lost


def wanted(case: Case) -> list[str]:
    """Return the names of the people in a case's captions."""
    return [person.name for caption in case.captions for person in caption.people]


def measure(finder: NameFinder, cases: Sequence[Case]) -> tuple[int, list[tuple[str, str]]]:
    """Return how many people there are, and those that were missed."""
    lost: list[tuple[str, str]] = []
    for case in cases:
        lost += missed(case, finder.find_names(parse_text(case.text, article_id=case.id)))
    return sum(len(wanted(case)) for case in cases), lost


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--names-model", choices=NAMES_MODELS, default=NAMES_MODEL)
    parser.add_argument("--models", type=Path, default=None)
    parser.add_argument("--show", action="store_true", help="what is missed, of the tune part")
    options = parser.parse_args()
    models = options.models or models_dir()
    finder = load_name_finder(find_model(models, folder_of_names(options.names_model))[0])
    cases, _ = read_cases()
    for part in ("tune", "test"):
        count, lost = measure(finder, [case for case in cases if case.part == part])
        print(f"{part}: {1 - len(lost) / count:.3f} of {count} people")  # noqa: T201
        print("   missed:", dict(Counter(why for _, why in lost)))  # noqa: T201
        if options.show and part == "tune":
            print("   ", "; ".join(f"{name} ({why})" for name, why in lost))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
