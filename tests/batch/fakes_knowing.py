"""Stages that ask the register and decisions, and translate as ours do; for one process."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from pipeline.authority.knowledge import Knowledge
from pipeline.authority.official import official_names
from pipeline.batch.folder import RunFolder
from pipeline.batch.plan import Plan
from pipeline.flow import Stages
from pipeline.stages.reconcile import reconcile
from pipeline.stages.steering import drop_no_names
from pipeline.stages.translate import TranslationOptions, load_translator
from pipeline.translation.recall import SegmentMemory
from tests.batch import fakes
from tests.builders_translation import Answering, sentences


def load(run: RunFolder, plan: Plan, knowledge: Knowledge, repeats: SegmentMemory) -> Stages:
    """Return the quick stages, with names joined as the register and decisions say."""
    return replace(
        fakes.load(run, plan, knowledge, repeats),
        reconcile=partial(reconcile, knowledge=knowledge),
        sift=partial(drop_no_names, knowledge=knowledge),
    )


def load_translating(
    run: RunFolder,
    plan: Plan,
    knowledge: Knowledge,
    repeats: SegmentMemory,
    *,
    engine: Answering,
) -> Stages:
    """Return the same with our translate stage around an engine."""
    options = TranslationOptions(memory=repeats, official=official_names(knowledge))
    return replace(
        load(run, plan, knowledge, repeats), translate=load_translator(engine, sentences, options)
    )
