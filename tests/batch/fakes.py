"""Quick stages for runs of a batch, in other processes too: no models, the same every time."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Sequence
from dataclasses import replace

from pipeline.authority.knowledge import Knowledge
from pipeline.batch.folder import RunFolder
from pipeline.batch.plan import Plan
from pipeline.errors import ArticleError, ModelError
from pipeline.flow import Stages
from pipeline.records import (
    Article,
    Detection,
    EntityKind,
    Mention,
    ModelRef,
    Origin,
    Reading,
    Reconciliation,
    Span,
    TranslatedPart,
    Translation,
)
from pipeline.translation.recall import SegmentMemory

MODELS = (ModelRef(name="fake", version="1", sha256="1111"),)


def detect(article: Article) -> tuple[Detection, tuple[()]]:
    """Return Danish where the text says so, else Bokmål."""
    return Detection(language="da" if "Dansk" in article.text else "nb", confidence=0.9), ()


def find_names(article: Article) -> tuple[Mention, ...]:
    """Return every two words with a capital each as a person, or do what the text asks for."""
    if "UMULIG" in article.text:
        raise ArticleError(f"{article.id}: impossible", hint="mend it")
    if "UVENTET" in article.text:
        message = "nobody foresaw this"
        raise ZeroDivisionError(message)
    if "MODELLFEIL" in article.text:
        raise ModelError("the model is broken", hint="samsvar models build")
    if "DREP" in article.text:
        os.kill(os.getpid(), signal.SIGKILL)
    wait = re.search(r"VENT (\d+)", article.text)
    if wait:
        time.sleep(int(wait.group(1)) / 1000)
    return tuple(
        Mention(
            span=Span(part=part.name, start=found.start(), end=found.end()),
            text=found.group(),
            name=found.group(),
            kind=EntityKind.PERSON,
            origin=Origin.NER,
        )
        for part in article.parts
        for found in re.finditer(r"[A-ZÅ][a-zå]+ [A-ZÅ][a-zå]+", part.text)
    )


def shout(
    article: Article,
    mentions: Sequence[Mention],
    reading: Reading,
    reconciliation: Reconciliation,
    target: str,
) -> Translation:
    """Return the article in capitals: a translation that takes no time."""
    parts = tuple(
        TranslatedPart(part=part.name, text=part.text.upper(), segments=())
        for part in article.parts
    )
    return Translation(target=target, road=f"nb-{target}", parts=parts)


def load(run: RunFolder, plan: Plan, knowledge: Knowledge, repeats: SegmentMemory) -> Stages:
    """Return stages that find people by their capitals, and translate into capitals."""
    return Stages(
        detect=detect,
        find_names=find_names,
        read_people=lambda *_: Reading(),
        reconcile=lambda *_: Reconciliation(),
        translate=shout,
        models=plan.models,
        knowledge=knowledge.revision,
    )


def load_others(run: RunFolder, plan: Plan, knowledge: Knowledge, repeats: SegmentMemory) -> Stages:
    """Return stages whose models are not those of the plan."""
    return replace(load(run, plan, knowledge, repeats), models=())
