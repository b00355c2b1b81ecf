"""Queues over small made-up articles: flags of invented people, put in by the real steps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.documents.text import parse_text
from pipeline.export.people import by_name
from pipeline.records import (
    Band,
    Candidate,
    Detection,
    EntityKind,
    Evidence,
    Flag,
    FlagKind,
    Mention,
    Origin,
    PartDetection,
    ProcessedArticle,
    Reading,
    Reconciliation,
    Span,
    Translation,
)
from pipeline.review.answers import Answer, decide
from pipeline.review.cards import Shown
from pipeline.review.dealing import Dealt, deal, seen_of
from pipeline.review.finding import Filter, lines
from pipeline.review.passages import Passage
from pipeline.review.queue import Queue, Source

PERSON = EntityKind.PERSON


def spelt(
    article_id: str,
    wrong: str,
    right: str,
    *,
    kind: FlagKind = FlagKind.SPELLING,
    entity: EntityKind = PERSON,
    score: float = 0.9,
    targets: Sequence[str] = ("en", "fr"),
) -> ProcessedArticle:
    """Return an article whose caption and text spell one name in two ways, with its flag."""
    article = parse_text(
        f"Nytt fra {article_id}\n\n{wrong} var på plass.\n\nSiden kom {right} også.",
        article_id=article_id,
    )
    mentions = tuple(
        Mention(
            span=Span(part=part.name, start=at, end=at + len(name)),
            text=name,
            name=name,
            kind=entity,
            origin=Origin.NER,
        )
        for part in article.parts
        for name in (wrong, right)
        if (at := part.text.find(name)) >= 0
        and part.text[at + len(name) : at + len(name) + 1] in ("", " ")
    )
    written = by_name(mentions)
    evidence = (
        Evidence(
            feature="spelling",
            weight=2.4,
            detail="one letter differs",
            detail_nb="én bokstav er ulik",
            detail_nn="éin bokstav er ulik",
        ),
    )
    flag = Flag(
        id=f"{article_id}:p2:{wrong}:1:{kind}",
        kind=kind,
        entity=entity,
        mentions=(*written[wrong], *written[right]),
        candidates=(
            Candidate(name=right, score=score, evidence=evidence),
            Candidate(name=wrong, score=round(1 - score, 3), evidence=()),
        ),
        band=Band.SURE if score > 0.8 else Band.LOOK,
        message=f"{wrong} or {right}?",
        message_nb=f"{wrong} eller {right}?",
        message_nn=f"Er det {wrong} eller {right}?",
    )
    return outcome_of(article_id, mentions, (flag,), targets, article.text)


def missing(article_id: str, name: str) -> ProcessedArticle:
    """Return an article in which somebody is in the picture and not in the list."""
    text = f"Nytt fra {article_id}\n\n{name} var på plass."
    article = parse_text(text, article_id=article_id)
    part = next(part for part in article.parts if name in part.text)
    at = part.text.index(name)
    mention = Mention(
        span=Span(part=part.name, start=at, end=at + len(name)),
        text=name,
        name=name,
        kind=PERSON,
        origin=Origin.CAPTION,
    )
    flag = Flag(
        id=f"{article_id}:{part.name}:{name}:1:not_in_list",
        kind=FlagKind.NOT_IN_LIST,
        entity=PERSON,
        mentions=(mention,),
        message=f"{name} is not in the list.",
    )
    return outcome_of(article_id, (mention,), (flag,), ("en",), text)


def outcome_of(
    article_id: str,
    mentions: tuple[Mention, ...],
    flags: tuple[Flag, ...],
    targets: Sequence[str],
    text: str,
) -> ProcessedArticle:
    """Return an outcome with these mentions and flags."""
    article = parse_text(text, article_id=article_id)
    language = Detection(language="nb", confidence=0.99)
    return ProcessedArticle(
        article=article,
        detection=language,
        languages=tuple(PartDetection(part=p.name, detection=language) for p in article.parts),
        reading=Reading(),
        mentions=mentions,
        reconciliation=Reconciliation(flags=flags),
        translations=tuple(Translation(target=t, road=f"nb-{t}", parts=()) for t in targets),
    )


def source(name: str = "1") -> Source:
    """Return a job as a source."""
    return Source("job", name, f"Job {name}", "2026-11-20")


def number_of(queue: Queue, words: str, state: str = "all", kind: str = "") -> int:
    """Return the number of the one flag with these words."""
    found = lines(queue.database, Filter(state=state, text=words, kind=kind), 0, 2)
    assert len(found) == 1, found
    return found[0].number


def dealt(queue: Queue, words: str, kind: str = "") -> Dealt:
    """Return the one card with these words."""
    found = deal(queue, number_of(queue, words, kind=kind))
    assert found
    return found


def passage_of(shown: Shown) -> Passage:
    """Return the passage in which a form is shown."""
    assert shown.passage
    return shown.passage


def state_of(queue: Queue, words: str) -> str:
    """Return the state of the one flag with these words."""
    return str(lines(queue.database, Filter(state="all", text=words), 0, 1)[0].state)


def say(queue: Queue, register: Path, words: str, verdict: str, **more: str) -> None:
    """Answer the one card with these words."""
    number = number_of(queue, words, kind=more.pop("kind", ""))
    answer = Answer(
        verdict=verdict,
        by=more.pop("by", "kari"),
        seen=seen_of(queue, number),
        only_here=bool(more.pop("only_here", "")),
        **more,  # type: ignore[arg-type]
    )
    decide(queue, register, number, answer)
