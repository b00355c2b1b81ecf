"""Who is where: rows of a picture as they stand, lists under organisations, tables of names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.records import (
    Article,
    Caption,
    CaptionPerson,
    EntityKind,
    Flag,
    ListPerson,
    Mention,
    NameCluster,
    PartKind,
    ProcessedArticle,
    Row,
    Span,
)
from pipeline.text.folding import squeeze

#: rows from the far end of a picture to the near one
FROM_BACK_TO_FRONT = (
    Row.TOP,
    Row.BACK,
    Row.STANDING,
    Row.MIDDLE,
    Row.ONLY,
    Row.SITTING,
    Row.FRONT,
    Row.BOTTOM,
    Row.INSET,
)
_FROM_LEFT = re.compile(r"\bfr[aå]\s+v(?:enstre|\.)|\bf\.?\s?v\b", re.IGNORECASE)
_FROM_RIGHT = re.compile(r"\bfr[aå]\s+h(?:øyre|øgre|\.)|\bf\.?\s?h\b", re.IGNORECASE)


@dataclass(frozen=True)
class PictureRow:
    """One row of a picture, people from left to right as they stand where the caption says so.

    ``way`` is how the caption counts: from the "left", from the "right" (then the numbers fall),
    or empty where it does not say; people then stand in the order of the caption.
    """

    row: Row
    people: tuple[CaptionPerson, ...]
    way: Literal["left", "right", ""]


@dataclass(frozen=True)
class Picture:
    """A caption in rows, back row first."""

    caption: Caption
    rows: tuple[PictureRow, ...]


@dataclass(frozen=True)
class Attendant:
    """Somebody of a list, and whether the same person is in a picture."""

    person: ListPerson
    is_pictured: bool


@dataclass(frozen=True)
class Delegation:
    """The people of a list under one organisation or heading; empty where there is none."""

    name: str
    people: tuple[Attendant, ...]


@dataclass(frozen=True)
class NameRow:
    """One person, organisation or place: its other forms and how often it is mentioned."""

    cluster: NameCluster
    others: tuple[str, ...]
    times: int


def title(article: Article) -> str:
    """Return what to call an article: its title, else its first heading, else its id."""
    for kind in (PartKind.TITLE, PartKind.HEADING):
        for part in article.parts:
            if part.kind == kind and part.text.strip():
                return squeeze(part.text)
    return article.id


def pictures(outcome: ProcessedArticle) -> tuple[Picture, ...]:
    """Return the captions that name people or a photographer, each in rows as they stand."""
    return tuple(
        Picture(caption=caption, rows=_rows(caption))
        for caption in outcome.reading.captions
        if caption.people or caption.credits
    )


def delegations(outcome: ProcessedArticle) -> tuple[Delegation, ...]:
    """Return everybody of the lists under their organisation, in order of first appearance."""
    pictured = pictured_spans(outcome)
    found: dict[str, list[Attendant]] = {}
    for listing in outcome.reading.lists:
        for person in listing.people:
            is_pictured = person.mention.span in pictured
            attendant = Attendant(person=person, is_pictured=is_pictured)
            found.setdefault(_organisation(person, listing.heading), []).append(attendant)
    return tuple(Delegation(name=name, people=tuple(people)) for name, people in found.items())


def pictured_spans(outcome: ProcessedArticle) -> frozenset[Span]:
    """Return the places of every mention of a person who is in a picture."""
    shown = {p.mention.span for caption in outcome.reading.captions for p in caption.people}
    spans = set(shown)
    for cluster in outcome.reconciliation.clusters:
        places = {mention.span for mention in cluster.mentions}
        if places & shown:
            spans |= places
    return frozenset(spans)


def name_rows(outcome: ProcessedArticle, kind: EntityKind) -> tuple[NameRow, ...]:
    """Return the names of one kind, most mentioned first, else in the order of the article."""
    rows = [
        NameRow(
            cluster=cluster,
            others=tuple(form for form in cluster.forms if form != cluster.name),
            times=len(cluster.mentions),
        )
        for cluster in outcome.reconciliation.clusters
        if cluster.kind == kind
    ]
    return tuple(sorted(rows, key=lambda row: -row.times))


def flags_of(flags: Sequence[Flag], mention: Mention) -> tuple[Flag, ...]:
    """Return the flags that are about this mention."""
    return tuple(flag for flag in flags if any(m.span == mention.span for m in flag.mentions))


def by_name(mentions: Iterable[Mention]) -> dict[str, tuple[Mention, ...]]:
    """Return mentions under the name as it is written, in the order of first appearance."""
    found: dict[str, tuple[Mention, ...]] = {}
    for mention in mentions:
        found[mention.name] = (*found.get(mention.name, ()), mention)
    return found


def forms(flag: Flag) -> tuple[str, ...]:
    """Return the forms that a flag is about: as written, or, with one only, as proposed too."""
    written = tuple(by_name(flag.mentions))
    if len(written) > 1 or not flag.candidates:
        return written
    proposed = flag.candidates[0].name
    return written if proposed in written else (*written, proposed)


def _rows(caption: Caption) -> tuple[PictureRow, ...]:
    places = Counter(person.row for person in caption.people)
    return tuple(
        _row(caption, row) for row in sorted(places, key=FROM_BACK_TO_FRONT.index) if places[row]
    )


def _row(caption: Caption, row: Row) -> PictureRow:
    people = sorted((p for p in caption.people if p.row == row), key=lambda person: person.order)
    way = _way([cue.text for cue in caption.cues if cue.span.end <= people[0].mention.span.start])
    return PictureRow(
        row=row, people=tuple(reversed(people) if way == "right" else people), way=way
    )


def _way(cues: Sequence[str]) -> Literal["left", "right", ""]:
    """Return which way a row counts, from the cues before it; "from the left" holds till later.

    >>> _way(["Bak f.v.:"]), _way(["Fra venstre bak:", "foran:"]), _way(["Foran fra høgre:"])
    ('left', 'left', 'right')
    >>> _way(["Foran:"]), _way(["Bak fra høyre:", "Foran:"])
    ('', '')
    """
    if cues and _FROM_RIGHT.search(cues[-1]):
        return "right"
    told = [cue for cue in cues if _FROM_LEFT.search(cue) or _FROM_RIGHT.search(cue)]
    return "left" if told and _FROM_LEFT.search(told[-1]) else ""


def _organisation(person: ListPerson, heading: str) -> str:
    return squeeze(person.organisation.text) if person.organisation else heading
