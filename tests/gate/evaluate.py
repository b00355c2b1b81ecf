"""``make eval``: the pipeline on corpus/, scored against the gold annotation and its floors.

    python -m tests.gate.evaluate            score, and fail below a floor
    python -m tests.gate.evaluate --update   raise the floors to what is reached now
    python -m tests.gate.evaluate --update --allow-regression
                                             lower them too, which needs a changelog line
    python -m tests.gate.evaluate --names-model small
                                             score with another model of names, without floors

Scored are the articles, the cases of captions and lists (tune and test part apart, with the name
finder and by the grammar alone) and the pairs of names. Mistakes are shown of the articles; those
of the cases' tune part by ``python -m tests.gate.cases_report``; those of the test part by nothing.
Translations are left out here: names, captions, lists and flags need no translator.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.assets import models_dir
from pipeline.build import NAMES_MODEL, NAMES_MODELS
from pipeline.documents.reading import read_file
from pipeline.flow import process
from pipeline.records import ProcessedArticle, SkippedArticle
from tests.gate.case_records import PARTS, Case
from tests.gate.cases import cases_digest, read_cases
from tests.gate.gates import Gate, faults, raised
from tests.gate.gold import load_corpus
from tests.gate.pair_gate import name_pairs_gate
from tests.gate.risk import table as risk_table
from tests.gate.run_cases import Chain, Run, part_table, run_cases, whole_chain
from tests.gate.scoring import corpus_digest, score, table, values

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
FLOORS = CORPUS / "floors.json"
#: says how many flags are sure, not how good they are
_NO_FLOOR = frozenset({"sure_share"})


def articles_gate(models: Path, worst: int = 5, names_model: str = NAMES_MODEL) -> Gate:
    """Return the scores of the pipeline on the articles of the corpus."""
    stages = whole_chain(models, names_model)
    golds = load_corpus(CORPUS)
    results: dict[str, ProcessedArticle | SkippedArticle | None] = {
        gold.id: process(read_file(CORPUS / "articles" / f"{gold.id}.txt"), stages, ())
        for gold in golds
    }
    scores = score(golds, results)
    return Gate("articles", corpus_digest(CORPUS), values(scores.totals()), table(scores, worst))


def case_gates(cases: Sequence[Case], names_model: str = NAMES_MODEL) -> list[Gate]:
    """Return the scores of both parts of the cases, by the whole chain and by the grammar."""
    runs = {chain: run_cases(cases, chain, names_model) for chain in Chain}
    gates = []
    for part in PARTS:
        mine = [case for case in cases if case.part == part]
        for chain, run in runs.items():
            gates.append(_case_gate(f"cases {part} {chain}", run, mine))
    gates[-1] = gates[-1].with_more(risk_table(runs[Chain.WHOLE], cases))
    return gates


def _case_gate(name: str, run: Run, cases: Sequence[Case]) -> Gate:
    reached = {m: v for m, v in values(run.totals(cases)).items() if m not in _NO_FLOOR}
    return Gate(name, cases_digest(cases), reached, part_table(run, name, cases))


def all_gates(models: Path, worst: int = 5, names_model: str = NAMES_MODEL) -> list[Gate]:
    """Return every score that has floors."""
    cases, _ = read_cases()
    articles = articles_gate(models, worst, names_model)
    return [articles, *case_gates(cases, names_model), name_pairs_gate()]


def load_floors() -> Mapping[str, Any]:
    """Return the pinned floors by the name of the gate."""
    pinned: Mapping[str, Any] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    return pinned


def main() -> int:
    """Print the scores; return 1 below a floor."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--update", action="store_true", help="pin what is reached now")
    parser.add_argument("--allow-regression", action="store_true", help="lower floors too")
    parser.add_argument("--worst", type=int, default=5, help="articles to show the mistakes of")
    parser.add_argument("--names-model", choices=NAMES_MODELS, default=NAMES_MODEL)
    arguments = parser.parse_args()
    gates = all_gates(models_dir(), arguments.worst, arguments.names_model)
    for gate in gates:
        print(gate.table)  # noqa: T201
    if arguments.names_model != NAMES_MODEL:
        return 0  # the floors are those of the default
    pinned = load_floors()
    if arguments.update:
        reached, lower = raised(gates, pinned)
        if lower and not arguments.allow_regression:
            print(f"lower than before: {', '.join(lower)} (--allow-regression)")  # noqa: T201
            return 1
        FLOORS.write_text(json.dumps(reached, indent=1, sort_keys=True) + "\n", "utf-8")
        return 0
    found = [*map(str, read_cases()[1]), *(line for gate in gates for line in faults(gate, pinned))]
    for line in found:
        print(line)  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
