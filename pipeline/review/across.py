"""Flags about forms of different articles of an archive, as cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.records import (
    Band,
    Candidate,
    EntityKind,
    Flag,
    FlagKind,
    Mention,
    Origin,
    ProcessedArticle,
    Record,
    Span,
)
from pipeline.review.cards import Card, Shown
from pipeline.review.passages import Passage, Passages


class AcrossForm(Record):
    """A form of an archive: how often it is there, and (article, part) of some of its places."""

    name: str
    articles: int
    mentions: int
    about: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()


class Across(Record):
    """Two forms of different articles that seem to be one's; the candidates are best first."""

    id: str
    entity: EntityKind
    forms: tuple[AcrossForm, AcrossForm]
    candidates: tuple[Candidate, ...]
    band: Band
    message: str
    message_nb: str = ""
    message_nn: str = ""


@dataclass
class Gathering:
    """The passages of an archive that cards across articles show, gathered as articles go by."""

    across: tuple[Across, ...]
    _passages: dict[tuple[str, str], Passage] = field(default_factory=dict)
    _wanted: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for flag in self.across:
            for form in flag.forms:
                for article, part in form.places[:3]:
                    self._wanted.setdefault(article, []).append((form.name, part))

    def look_at(self, outcome: ProcessedArticle) -> None:
        """Keep the passages of an article that are shown."""
        passages = Passages(outcome)
        for name, part in self._wanted.get(outcome.article.id, ()):
            passage = passages.place(name, part)
            if passage:
                self._passages.setdefault((name, outcome.article.id), passage)

    def cards(self, articles: Mapping[str, int]) -> list[tuple[int, Card]]:
        """Return the cards, each with the number of an article that holds one of its forms."""
        found = []
        for flag in self.across:
            places = [article for form in flag.forms for article, _ in form.places]
            holding = next((articles[article] for article in places if article in articles), None)
            if holding is not None:
                found.append((holding, self._card(flag)))
        return found

    def _card(self, across: Across) -> Card:
        flag = Flag(
            id=across.id,
            kind=FlagKind.SPELLING,
            entity=across.entity,
            mentions=tuple(_mention(form, across.entity) for form in across.forms),
            candidates=across.candidates,
            band=across.band,
            message=across.message,
            message_nb=across.message_nb,
            message_nn=across.message_nn,
        )
        shown = tuple(self._shown(form) for form in across.forms)
        titles = [form.passage.article for form in shown if form.passage]
        return Card(
            flag=flag,
            mark=flag.id,
            article="",
            title=" · ".join(dict.fromkeys(titles)),
            forms=shown,
        )

    def _shown(self, form: AcrossForm) -> Shown:
        passages = (self._passages.get((form.name, article)) for article, _ in form.places)
        return Shown(
            name=form.name,
            times=form.mentions,
            articles=form.articles,
            passage=next((passage for passage in passages if passage), None),
            about=form.about,
        )


def _mention(form: AcrossForm, entity: EntityKind) -> Mention:
    part = form.places[0][1] if form.places else "-"
    return Mention(
        span=Span(part=part, start=0, end=len(form.name)),
        text=form.name,
        name=form.name,
        kind=entity,
        origin=Origin.REPEAT,
    )
