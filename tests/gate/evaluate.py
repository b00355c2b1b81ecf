"""``make eval``: the pipeline on corpus/, scored against the gold annotation and its floors.

    python -m tests.gate.evaluate            score, and fail below a floor
    python -m tests.gate.evaluate --update   raise the floors to what is reached now
    python -m tests.gate.evaluate --update --allow-regression
                                             lower them too, which needs a changelog line

Translations are left out here: names, captions, lists and flags need no translator.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from pipeline.assets import find_model, models_dir
from pipeline.documents.text import read_text_file
from pipeline.flow import Stages, process
from pipeline.records import ProcessedArticle, SkippedArticle, Translation
from pipeline.stages.captions import read_people
from pipeline.stages.language import load_language_detector
from pipeline.stages.names import load_name_finder
from pipeline.stages.reconcile import reconcile
from tests.gate.gold import load_corpus
from tests.gate.scoring import Scores, below, corpus_digest, floors, score, table

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
FLOORS = CORPUS / "floors.json"


def stages_without_translator(models: Path) -> Stages:
    """Return the first four steps with the real models."""
    finder = load_name_finder(find_model(models, "names")[0])
    detector = load_language_detector(find_model(models, "language")[0])

    def refuse(*_: object) -> Translation:
        message = "the gate does not translate"
        raise AssertionError(message)

    return Stages(detector.detect, finder.find_names, read_people, reconcile, refuse)


def run_corpus(models: Path) -> Scores:
    """Return the scores of the pipeline on the corpus."""
    stages = stages_without_translator(models)
    golds = load_corpus(CORPUS)
    results: dict[str, ProcessedArticle | SkippedArticle | None] = {
        gold.id: process(read_text_file(CORPUS / "articles" / f"{gold.id}.txt"), stages, ())
        for gold in golds
    }
    return score(golds, results)


def faults(scores: Scores, pinned: Mapping[str, object], digest: str) -> list[str]:
    """Return what keeps the gate shut: a changed corpus, or scores below their floors."""
    if pinned.get("corpus") != digest:
        return [
            "corpus/ changed since the floors were measured: python -m tests.gate.evaluate --update"
        ]
    wanted = pinned["floors"]
    assert isinstance(wanted, dict)
    return below(scores, wanted)


def main() -> int:
    """Print the scores; return 1 below a floor."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--update", action="store_true", help="pin what is reached now")
    parser.add_argument("--allow-regression", action="store_true", help="lower floors too")
    parser.add_argument("--worst", type=int, default=5, help="articles to show the mistakes of")
    arguments = parser.parse_args()
    scores = run_corpus(models_dir())
    digest = corpus_digest(CORPUS)
    print(table(scores, arguments.worst))  # noqa: T201
    pinned = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    if arguments.update:
        reached, old = floors(scores), pinned.get("floors", {})
        lower = [m for m in reached if reached[m] < old.get(m, 0.0)]
        if lower and not arguments.allow_regression:
            print(f"lower than before: {', '.join(lower)} (--allow-regression)")  # noqa: T201
            return 1
        text = json.dumps({"corpus": digest, "floors": reached}, indent=1, sort_keys=True)
        FLOORS.write_text(text + "\n", "utf-8")
        return 0
    found = faults(scores, pinned, digest)
    for line in found:
        print(line)  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
