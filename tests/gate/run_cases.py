"""The cases through the pipeline's own chain, with the name finder or by the grammar alone."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from pipeline.assets import find_model, models_dir
from pipeline.authority.register import open_knowledge
from pipeline.build import NAMES_MODEL, folder_of_names
from pipeline.documents.text import parse_text
from pipeline.flow import Stages, process
from pipeline.records import (
    Article,
    Detection,
    Mention,
    PartDetection,
    ProcessedArticle,
    SkippedArticle,
    Translation,
)
from pipeline.stages.captions import read_people
from pipeline.stages.language import load_language_detector
from pipeline.stages.names import load_name_finder
from pipeline.stages.reconcile import reconcile
from tests.gate.case_records import Case
from tests.gate.case_scoring import score_case, total
from tests.gate.scoring import measures
from tests.gate.tally import Tally


class Chain(StrEnum):
    """Which steps find names: all of them, or the grammar of captions and lists alone."""

    WHOLE = "whole"
    GRAMMAR = "grammar"


@dataclass(frozen=True)
class Run:
    """The outcomes and scores by the id of the case, and the milliseconds that each took."""

    outcomes: Mapping[str, ProcessedArticle | SkippedArticle]
    scores: Mapping[str, Mapping[str, Tally]]
    milliseconds: Mapping[str, float]

    def totals(self, cases: Iterable[Case]) -> dict[str, Tally]:
        """Return every measure over some of the cases."""
        return total(self.scores[case.id] for case in cases)


def part_table(run: Run, title: str, cases: Sequence[Case]) -> str:
    """Return the totals of some cases for reading: a line a measure, Bokmål and Nynorsk beside."""
    totals = run.totals(cases)
    apart = [run.totals(case for case in cases if case.language == code) for code in ("nb", "nn")]
    head, *lines = measures(totals, title)
    told = [f"{head} {'nb':>6} {'nn':>6}"]
    for line, measure in zip(lines, totals, strict=True):
        told.append(" ".join([line, *(decimal(t.get(measure, Tally()).value) for t in apart)]))
    spent = [run.milliseconds[case.id] for case in cases]
    mean = sum(spent) / max(1, len(spent))
    return "\n".join([*told, f"{len(cases)} cases, {mean:.1f} ms a case on one core"]) + "\n"


def decimal(value: float | None) -> str:
    """Return a share in six columns."""
    return f"{'-' if value is None else f'{value:.3f}':>6}"


def refuse(*_: object) -> Translation:
    """Take the place of the translator, which no gate needs.

    Raises:
        AssertionError: always.
    """
    message = "the gate does not translate"
    raise AssertionError(message)


def whole_chain(models: Path, names_model: str = NAMES_MODEL) -> Stages:
    """Return the first four steps with the real models."""
    finder = load_name_finder(find_model(models, folder_of_names(names_model))[0])
    detector = load_language_detector(find_model(models, "language")[0])
    joined = partial(reconcile, knowledge=open_knowledge(None))  # what comes with the package
    return Stages(detector.detect, finder.find_names, read_people, joined, refuse)


def grammar_alone() -> Stages:
    """Return the steps that need no model: every article is Norwegian, no name is known."""

    def norwegian(_: Article) -> tuple[Detection, tuple[PartDetection, ...]]:
        return Detection(language="nb", confidence=1.0), ()

    def nobody(_: Article) -> tuple[Mention, ...]:
        return ()

    return Stages(norwegian, nobody, read_people, reconcile, refuse)


def run_cases(cases: Sequence[Case], chain: Chain, names_model: str = NAMES_MODEL) -> Run:
    """Return what the pipeline makes of the cases, and how well."""
    is_whole = chain is Chain.WHOLE
    stages = whole_chain(models_dir(), names_model) if is_whole else grammar_alone()
    outcomes: dict[str, ProcessedArticle | SkippedArticle] = {}
    spent: dict[str, float] = {}
    for case in cases:
        begin = time.perf_counter()
        outcomes[case.id] = process(parse_text(case.text, article_id=case.id), stages, ())
        spent[case.id] = 1000 * (time.perf_counter() - begin)
    scores = {case.id: score_case(case, outcomes[case.id]) for case in cases}
    if chain is Chain.GRAMMAR:  # which does not detect the language
        asked = ("language", "processed")
        scores = {n: {m: t for m, t in s.items() if m not in asked} for n, s in scores.items()}
    return Run(outcomes, scores, spent)
