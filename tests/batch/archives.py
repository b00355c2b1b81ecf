"""Outcomes of small archives for tests: what articles say of people, put together by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.batch.joining import Joined, join
from pipeline.batch.joining_names import Names
from pipeline.batch.results import Result, stored
from pipeline.documents.text import parse_text
from pipeline.flow import merge_mentions
from pipeline.records import (
    Article,
    Check,
    Detection,
    EntityKind,
    FailedArticle,
    Light,
    Mention,
    Origin,
    ProcessedArticle,
    Quality,
    Quote,
    Segment,
    SkippedArticle,
    Span,
    TranslatedPart,
    Translation,
)
from pipeline.stages.captions import read_people
from pipeline.stages.reconcile import reconcile

Outcome = ProcessedArticle | SkippedArticle | FailedArticle


def article_about(
    number: int, *people: str, organisations: Sequence[str] = (), extra: str = ""
) -> ProcessedArticle:
    """Return an article that names people and organisations in running text, with its names joined.

    "Kari Lie (USN)" stands in a caption, with what she belongs to.
    """
    said = [p for p in people if "(" not in p]
    shown = [p for p in people if "(" in p]
    blocks = ["Møte i går", f"{'. '.join([*said, *organisations, 'Det var et møte'])}."]
    if shown:
        blocks.append(f"Fra venstre: {', '.join(shown)} og Test Person.")
    if extra:
        blocks.append(extra)
    article = parse_text("\n\n".join(blocks), article_id=f"a{number}")
    found = [
        *(_found(article, name, EntityKind.PERSON) for name in said),
        *(_found(article, name, EntityKind.ORGANISATION) for name in organisations),
    ]
    reading = read_people(article, found)
    mentions = merge_mentions(article, found, reading)
    return ProcessedArticle(
        article=article,
        detection=Detection(language="nb", confidence=0.99),
        reading=reading,
        mentions=mentions,
        reconciliation=reconcile(article, mentions, reading),
    )


def _found(article: Article, name: str, kind: EntityKind) -> Mention:
    for part in article.parts:
        start = part.text.find(name)
        if start >= 0:
            span = Span(part=part.name, start=start, end=start + len(name))
            return Mention(span=span, text=name, name=name, kind=kind, origin=Origin.NER)
    raise AssertionError(name)


def translated(outcome: ProcessedArticle) -> ProcessedArticle:
    """Return an outcome with a translation of its title."""
    part = outcome.article.parts[0]
    source = Quote(span=Span(part=part.name, start=0, end=len(part.text)), text=part.text)
    segment = Segment(
        source=source,
        target="Meeting yesterday",
        score=-0.2,
        checks=(Check(kind="length", detail="short"),),
        quality=Quality(light=Light.AMBER, chance=0.7),
    )
    parts = (TranslatedPart(part=part.name, text=segment.target, segments=(segment,)),)
    done = Translation(target="en", road="nb-en", parts=parts)
    return outcome.model_copy(update={"translations": (done,)})


def skipped(number: int) -> SkippedArticle:
    """Return an article that is not Norwegian."""
    return SkippedArticle(
        article_id=f"a{number}",
        detection=Detection(language="da", confidence=0.9),
        reason="the language is da, not Norwegian",
    )


def failed(number: int) -> FailedArticle:
    """Return an article that could not be read."""
    return FailedArticle(
        article_id=f"a{number}",
        error="ArticleError",
        message="there is no text",
        hint="check what was saved",
    )


def results_of(outcomes: Iterable[Outcome], dates: Sequence[str] = ()) -> list[Result]:
    """Return outcomes as the results of a batch."""
    return [
        Result(
            number=number,
            id=o.article.id if isinstance(o, ProcessedArticle) else o.article_id,
            place=f"line {number + 1}",
            digest="",
            date=dates[number] if number < len(dates) else "",
            raw=stored(o),
        )
        for number, o in enumerate(outcomes)
    ]


def joined(outcomes: Iterable[ProcessedArticle], dates: Sequence[str] = (), **known) -> Joined:
    """Return the names of articles joined."""
    names = Names()
    for number, outcome in enumerate(outcomes):
        names.add(outcome, dates[number] if number < len(dates) else "")
    return join(names, **known)
