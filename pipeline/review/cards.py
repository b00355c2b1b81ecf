"""Cards: what a person is shown of a flag, so that nothing else need be opened to decide."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pipeline.authority.keys import form_key
from pipeline.export.people import pictures, title
from pipeline.records import (
    Article,
    Flag,
    FlagKind,
    Mention,
    PartKind,
    ProcessedArticle,
    Record,
    Row,
    Side,
    Span,
)
from pipeline.review.passages import Passage, Passages

#: where a form is best seen, best first
_TELLING = (
    PartKind.CAPTION,
    PartKind.LIST_ITEM,
    PartKind.PARAGRAPH,
    PartKind.HEADING,
    PartKind.TITLE,
    PartKind.CREDIT,
)


class Stand(Record):
    """Where in a picture somebody stands: the ``place``-th of ``of`` in a row.

    ``way`` is how the caption counts: from the "left", the "right", or empty.
    """

    row: Row = Row.ONLY
    place: int
    of: int
    way: str = ""
    side: Side = Side.NONE


class Shown(Record):
    """A form of a flag: how often it is written, where, and with what.

    ``about`` are affiliations, roles and titles that stand beside it.
    """

    name: str
    times: int = 0
    articles: int = 1
    passage: Passage | None = None
    stand: Stand | None = None
    about: tuple[str, ...] = ()


class Card(Record):
    """A flag with all that is shown of it. ``beside`` are passages that do not hold the name.

    ``mark`` tells it from a flag with the same id: an id holds no more of an article than its name.
    """

    flag: Flag
    mark: str
    article: str
    title: str
    language: str = ""
    forms: tuple[Shown, ...]
    beside: tuple[Passage, ...] = ()

    @property
    def is_across(self) -> bool:
        """Whether the forms stand in different articles."""
        return not self.article

    @property
    def names(self) -> tuple[str, ...]:
        """The forms that it is about, that in doubt first."""
        return tuple(form.name for form in self.forms)

    @property
    def organisations(self) -> tuple[str, ...]:
        """What stands beside the names."""
        return tuple(dict.fromkeys(said for form in self.forms for said in form.about))


def forms_of(flag: Flag) -> tuple[str, ...]:
    """Return the forms that a flag is about, each once, in the order of the article."""
    names: dict[str, str] = {}
    for mention in flag.mentions:
        names.setdefault(form_key(mention.name), mention.name)
    for candidate in flag.candidates:
        names.setdefault(form_key(candidate.name), candidate.name)
    return tuple(names.values())


def cards_of(outcome: ProcessedArticle) -> Iterable[Card]:
    """Yield the cards of an article's flags."""
    flags = outcome.reconciliation.flags
    if flags:
        reader = _Reader(outcome)
        yield from map(reader.card, flags)


@dataclass(frozen=True)
class _Reader:
    """An article whose passages are looked up for cards."""

    outcome: ProcessedArticle

    def card(self, flag: Flag) -> Card:
        names = forms_of(flag)
        shown: list[Shown] = []
        seen: set[PartKind] = set()
        for name in names:
            form = self._shown(name, flag, seen)
            shown.append(form)
            if form.passage:
                seen.add(form.passage.kind)
        return Card(
            flag=flag,
            mark=f"{flag.id}#{self._digest(flag)}",
            article=self._article.id,
            title=title(self._article),
            language=self.outcome.detection.language,
            forms=tuple(shown),
            beside=tuple(self._beside(flag)),
        )

    @cached_property
    def _passages(self) -> Passages:
        return Passages(self.outcome)

    def _digest(self, flag: Flag) -> str:
        text = self._article.part(flag.mentions[0].span.part).text
        return hashlib.sha256(text.encode()).hexdigest()[:10]

    @property
    def _article(self) -> Article:
        return self.outcome.article

    @cached_property
    def _stands(self) -> dict[Span, Stand]:
        return {
            person.mention.span: Stand(
                row=row.row, place=place, of=len(row.people), way=row.way, side=person.side
            )
            for picture in pictures(self.outcome)
            for row in picture.rows
            for place, person in enumerate(row.people, start=1)
        }

    @cached_property
    def _about(self) -> dict[Span, tuple[str, ...]]:
        """What stands beside a name in a caption or a list."""
        reading = self.outcome.reading
        found: dict[Span, tuple[str, ...]] = {}
        for caption in reading.captions:
            for person in caption.people:
                beside = (person.role, person.affiliation)
                found[person.mention.span] = tuple(quote.text for quote in beside if quote)
        for group in reading.lists:
            for listed in group.people:
                quotes = (listed.title, listed.unit, listed.organisation)
                found[listed.mention.span] = tuple(quote.text for quote in quotes if quote)
        return found

    def _shown(self, name: str, flag: Flag, seen: set[PartKind]) -> Shown:
        key = form_key(name)
        mentions = [m for m in flag.mentions if form_key(m.name) == key]
        if not mentions:
            return Shown(name=name)
        best = min(mentions, key=lambda m: self._rank(m, seen))
        everywhere = [m for m in self.outcome.mentions if form_key(m.name) == key]
        about = dict.fromkeys(said for m in mentions for said in self._about.get(m.span, ()))
        placed = next((m for m in mentions if m.span in self._stands), best)
        return Shown(
            name=name,
            times=max(len(everywhere), len(mentions)),
            passage=self._passages.at(best.span),
            stand=self._stands.get(placed.span),
            about=tuple(about),
        )

    def _rank(self, mention: Mention, seen: set[PartKind]) -> tuple[bool, int]:
        """Return what is shown first: not the other form's kind of part, then a caption."""
        kind = self._article.part(mention.span.part).kind
        return kind in seen, _TELLING.index(kind)

    def _beside(self, flag: Flag) -> Iterable[Passage]:
        """Yield the lists that lack a name, or the captions."""
        if flag.kind is FlagKind.NOT_IN_LIST:
            for group in self.outcome.reading.lists:
                parts = tuple(dict.fromkeys(p.mention.span.part for p in group.people))
                yield self._passages.whole(parts, group.heading)
        elif flag.kind is FlagKind.NOT_IN_PICTURE:
            for caption in self.outcome.reading.captions:
                if caption.people:
                    yield self._passages.whole((caption.part,))
