"""Small articles and mentions for tests: invented people."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.authority.knowledge import NOTHING, Knowledge
from pipeline.documents.text import parse_text
from pipeline.flow import merge_mentions
from pipeline.records import (
    Article,
    EntityKind,
    Mention,
    Origin,
    Reading,
    Reconciliation,
    Span,
)
from pipeline.stages.captions import read_people
from pipeline.stages.reconcile import reconcile
from pipeline.stages.repeats import add_repeats


def article(*blocks: str, article_id: str = "a") -> Article:
    """Return the article that the blocks make, with a blank line between them."""
    return parse_text("\n\n".join(blocks), article_id=article_id)


def mention(of: Article, name: str, kind: EntityKind, *, text: str = "", nth: int = 1) -> Mention:
    """Return the ``nth`` mention of ``text`` (the name itself if not given), as a finder's."""
    words = text or name
    for part in of.parts:
        at = -1
        while (at := part.text.find(words, at + 1)) >= 0:
            nth -= 1
            if nth == 0:
                span = Span(part=part.name, start=at, end=at + len(words))
                return Mention(span=span, text=words, name=name, kind=kind, origin=Origin.NER)
    message = f"{words!r} does not stand in the article"
    raise AssertionError(message)


def person(of: Article, name: str, nth: int = 1) -> Mention:
    """Return a mention of a person."""
    return mention(of, name, EntityKind.PERSON, nth=nth)


def place(of: Article, name: str, nth: int = 1) -> Mention:
    """Return a mention of a place."""
    return mention(of, name, EntityKind.PLACE, nth=nth)


def organisation(of: Article, name: str, nth: int = 1) -> Mention:
    """Return a mention of an organisation."""
    return mention(of, name, EntityKind.ORGANISATION, nth=nth)


def joined(
    of: Article, found: Sequence[Mention] = (), knowledge: Knowledge = NOTHING
) -> tuple[Reading, Reconciliation]:
    """Return what captions and lists say, and the names joined."""
    reading = read_people(of, found)
    mentions = add_repeats(of, merge_mentions(of, found, reading))
    return reading, reconcile(of, mentions, reading, knowledge)
