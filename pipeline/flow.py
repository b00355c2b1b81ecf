"""START HERE: the life of one article, from text to names, flags and translations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.records import (
    NORWEGIAN,
    Article,
    Detection,
    Mention,
    ModelRef,
    PartDetection,
    ProcessedArticle,
    Reading,
    Reconciliation,
    SkippedArticle,
    Translation,
)
from pipeline.stages.captions import no_names
from pipeline.stages.occupied import Occupied
from pipeline.stages.repeats import add_repeats


def as_it_is(
    _: Article, mentions: tuple[Mention, ...], reading: Reading
) -> tuple[tuple[Mention, ...], Reading]:
    """Return mentions and reading as they are: nothing was decided to be no name."""
    return mentions, reading


@dataclass(frozen=True)
class Stages:
    """The five steps and the models behind them; a step is any callable of the right shape.

    ``sift`` takes out what a person decided is no name, before names are joined or translated.
    ``knowledge`` is the revision of the register and decisions that steer the steps.
    """

    detect: Callable[[Article], tuple[Detection, tuple[PartDetection, ...]]]
    find_names: Callable[[Article], tuple[Mention, ...]]
    read_people: Callable[[Article, Sequence[Mention]], Reading]
    reconcile: Callable[[Article, Sequence[Mention], Reading], Reconciliation]
    translate: Callable[[Article, Sequence[Mention], Reading, Reconciliation, str], Translation]
    models: tuple[ModelRef, ...] = ()
    sift: Callable[[Article, tuple[Mention, ...], Reading], tuple[tuple[Mention, ...], Reading]] = (
        as_it_is
    )
    knowledge: str = ""


def process(
    article: Article, stages: Stages, targets: Sequence[str] = ("en", "fr")
) -> ProcessedArticle | SkippedArticle:
    """Return what is known about an article and its translations into ``targets``.

    An article that is not Norwegian is skipped: nothing is guessed about a language that the
    models have not learnt.
    """
    detection, languages = stages.detect(article)
    if detection.language not in NORWEGIAN:
        reason = f"the language is {detection.language}, not Norwegian"
        return SkippedArticle(
            article_id=article.id, source=article.source, detection=detection, reason=reason
        )
    found = stages.find_names(article)
    reading = stages.read_people(article, found)
    repeated = add_repeats(article, merge_mentions(article, found, reading))
    mentions, reading = stages.sift(article, repeated, reading)
    reconciliation = stages.reconcile(article, mentions, reading)
    translations = tuple(
        stages.translate(article, mentions, reading, reconciliation, target) for target in targets
    )
    return ProcessedArticle(
        article=article,
        detection=detection,
        languages=languages,
        reading=reading,
        mentions=mentions,
        reconciliation=reconciliation,
        translations=translations,
        models=stages.models,
        knowledge=stages.knowledge,
    )


def merge_mentions(
    article: Article, found: Sequence[Mention], reading: Reading
) -> tuple[Mention, ...]:
    """Return all mentions in reading order; what a caption or list says outranks the model.

    That goes for names, and for what is no name: a title, a role, the words of a cue.
    """
    read = reading.mentions
    said = Occupied([*(m.span for m in read), *(quote.span for quote in no_names(reading))])
    kept = [m for m in found if said.is_free(m.span)]
    place = {part.name: number for number, part in enumerate(article.parts)}
    return tuple(sorted([*kept, *read], key=lambda m: (place[m.span.part], m.span.start)))
