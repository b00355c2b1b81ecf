"""How much faster a translation from memory is: the same articles twice in one process.

    python -m tests.bench.memory [FILE ...] [--to en,fr]

Time is told as it passes, and as the processor spent it, which other programs disturb less. The
models are loaded, and one sentence is translated, before the clock starts. The memory is closed
and opened again between the two runs, and the engine counts what it is asked, so that nothing but
the file can have answered the second time. By default two articles of ``corpus/`` are translated.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from pipeline.assets import models_dir
from pipeline.build import build_stages, load_engine
from pipeline.documents.reading import read_file
from pipeline.flow import Stages, process
from pipeline.records import Article, ProcessedArticle
from pipeline.stages.translate import TranslationOptions
from pipeline.translation.engine import Engine, Hypothesis
from pipeline.translation.memory import Memory
from pipeline.translation.recall import Job, Recall, Recalled, SegmentMemory

ROOT = Path(__file__).parents[2]
ARTICLES = ("corpus/articles/nb-05.txt", "corpus/articles/nn-05.txt")


class Counting:
    """An engine that counts the sentences that it is asked for."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.asked = 0
        self.pairs, self.refs, self.road = engine.pairs, engine.refs, engine.road

    def translate(
        self,
        sentences: Sequence[str],
        source: str,
        target: str,
        *,
        alternatives: int = 1,
        prefixes: Sequence[str] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        """Translate sentences; see ``engine.Engine``."""
        self.asked += len(sentences)
        return self._engine.translate(
            sentences, source, target, alternatives=alternatives, prefixes=prefixes
        )


class Switched:
    """A memory that can be exchanged for another while the stages stay loaded."""

    memory: SegmentMemory

    def recall(self, job: Job, drafts: Sequence[object]) -> dict[int, Recalled]:
        """Return what is known; see ``recall.SegmentMemory``."""
        return self.memory.recall(job, drafts)  # type: ignore[arg-type]

    def keep(self, job: Job, drafts: Sequence[object]) -> None:
        """Keep what is new; see ``recall.SegmentMemory``."""
        self.memory.keep(job, drafts)  # type: ignore[arg-type]


def fail(error: Exception) -> None:
    """Stop: without a memory there is nothing to measure."""
    raise error


@dataclass
class Spent:
    """Seconds as they pass and of the processor, in all and in translation."""

    wall: float = 0.0
    cpu: float = 0.0
    wall_translating: float = 0.0
    cpu_translating: float = 0.0


def run(
    stages: Stages, articles: Sequence[Article], targets: Sequence[str]
) -> tuple[list[ProcessedArticle], Spent]:
    """Return the outcomes and what they took."""
    spent = Spent()

    def timed(*arguments: object) -> object:
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            return stages.translate(*arguments)  # type: ignore[arg-type]
        finally:
            spent.wall_translating += time.perf_counter() - wall
            spent.cpu_translating += time.process_time() - cpu

    watched = replace(stages, translate=timed)  # type: ignore[arg-type]
    wall, cpu = time.perf_counter(), time.process_time()
    outcomes = [process(article, watched, targets) for article in articles]
    spent.wall, spent.cpu = time.perf_counter() - wall, time.process_time() - cpu
    return [one for one in outcomes if isinstance(one, ProcessedArticle)], spent


def texts(outcomes: Sequence[ProcessedArticle]) -> list[str]:
    """Return the texts of all translations."""
    return [p.text for one in outcomes for t in one.translations for p in t.parts]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--to", default="en,fr")
    arguments = parser.parse_args()
    articles = [read_file(path) for path in arguments.files or [ROOT / p for p in ARTICLES]]
    targets = arguments.to.split(",")
    engine, switched = Counting(load_engine(models_dir())), Switched()
    options = TranslationOptions(memory=switched)
    stages = build_stages(models_dir(), engine, translating=options)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "memory.db"
        for target in targets:
            engine.translate(["Det er vinter."], "nb", target)
        results = []
        for _ in range(2):
            engine.asked = 0
            with Memory(path) as memory:
                switched.memory = Recall(memory, fail)
                results.append((*run(stages, articles, targets), engine.asked))
    (first, before, asked), (second, after, asked_again) = results
    if texts(first) != texts(second):
        raise SystemExit("the second run gave other translations")
    segments = sum(len(p.segments) for one in first for t in one.translations for p in t.parts)
    lines = [
        f"{len(first)} articles, {segments} segments into {', '.join(targets)};"
        f" asked of the engine: {asked}, from memory: {asked_again}",
        f"{'':26}{'first':>10}{'again':>10}{'ratio':>8}",
    ]
    for field in fields(Spent):
        one, two = getattr(before, field.name), getattr(after, field.name)
        lines.append(
            f"{field.name.replace('_', ', '):<26}{one:8.2f} s{two:8.2f} s{one / two:6.0f} ×"
        )
    print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main()
