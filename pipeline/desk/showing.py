"""A job laid out for its page: sentence beside sentence, with what a person should look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.desk.edits import Edit, Log, edits_of
from pipeline.export.bitext import Bitext, Pair, bitexts
from pipeline.export.look import Card, cards
from pipeline.export.marking import Piece, highlighted
from pipeline.records import (
    Check,
    Correction,
    EntityKind,
    KeptName,
    Maker,
    Mention,
    Part,
    ProcessedArticle,
    Segment,
    Span,
    Translation,
)
from pipeline.translation.units import plain

#: the mark of a name that there is a doubt about, beside that of its kind
FLAGGED = "flagged"


@dataclass(frozen=True)
class Row:
    """A sentence beside its translation.

    ``start`` is where its segment begins in ``part``; ``text`` is the translation as it can be
    edited, ``target`` the same in pieces. ``light`` is green, amber or red, empty for a person's
    words. ``cards`` are the doubts about names in it, ``settled`` those that were decided.
    """

    number: int
    part: str
    start: int
    source: tuple[Piece, ...]
    target: tuple[Piece, ...]
    words: str
    text: str
    checks: tuple[Check, ...]
    light: str
    maker: Maker
    edit: Edit | None = None
    cards: tuple[Card, ...] = ()
    settled: tuple[Correction, ...] = ()

    @property
    def is_to_see(self) -> bool:
        """Whether a person should look at it."""
        return bool(self.checks or self.cards or self.light == "red")


@dataclass(frozen=True)
class PartRows:
    """A part of the article with its rows; without rows it was not translated."""

    part: Part
    language: str
    rows: tuple[Row, ...]

    @property
    def is_to_see(self) -> bool:
        """Whether a person should look at something in it."""
        return not self.rows or any(row.is_to_see for row in self.rows)


@dataclass(frozen=True)
class NameLine:
    """A name in a translation: how it is written there, in the article, and how often."""

    name: str
    kind: EntityKind
    written: tuple[str, ...]
    times: int
    restored: int
    lost: int


@dataclass(frozen=True)
class Sheet:
    """An article beside one of its translations."""

    target: str
    parts: tuple[PartRows, ...]
    names: tuple[NameLine, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, in order."""
        return tuple(row for part in self.parts for row in part.rows)

    @property
    def to_see(self) -> int:
        """How many rows and parts a person should look at."""
        return sum(row.is_to_see for row in self.rows) + sum(not part.rows for part in self.parts)

    @property
    def edited(self) -> int:
        """How many rows have words of a person."""
        return sum(row.edit is not None for row in self.rows)

    @property
    def kept(self) -> tuple[int, int]:
        """How many names came through, of how many."""
        total = sum(line.times for line in self.names)
        return total - sum(line.lost for line in self.names), total

    def row(self, part: str, start: int) -> Row | None:
        """Return the row whose segment begins at a place, if there is one."""
        return next((row for row in self.rows if (row.part, row.start) == (part, start)), None)


def sheet(outcome: ProcessedArticle, target: str, log: Log) -> Sheet:
    """Return an article, with people's edits, beside its translation into ``target``.

    Raises:
        KeyError: it was not translated into that language.
    """
    one = {text.translation.target: text for text in bitexts(outcome)}[target]
    known = _Known(outcome, edits_of(log, target))
    parts = tuple(_parts(one, known))
    return Sheet(target, parts, tuple(_names(one.translation)))


class _Known:
    """What is known of the names and sentences of an article, by part."""

    def __init__(self, outcome: ProcessedArticle, edits: Mapping[str, Edit]) -> None:
        self.edits = edits
        self._mentions: dict[str, list[Mention]] = {}
        self._cards: dict[str, list[tuple[Span, Card]]] = {}
        self._settled: dict[str, list[tuple[Span, Correction]]] = {}
        for mention in outcome.mentions:
            self._mentions.setdefault(mention.span.part, []).append(mention)
        for card in cards(outcome):
            for mention in card.flag.mentions:
                self._cards.setdefault(mention.span.part, []).append((mention.span, card))
        for one in outcome.reconciliation.corrections:
            for mention in one.mentions:
                self._settled.setdefault(mention.span.part, []).append((mention.span, one))

    def source(self, part: Part, start: int, end: int) -> tuple[Piece, ...]:
        """Return a stretch of the article in pieces, its names marked."""
        doubtful = {span for span, _ in self._cards.get(part.name, ())}
        marks = [
            (
                mention.span.start - start,
                mention.span.end - start,
                mention.kind.value + (f" {FLAGGED}" if mention.span in doubtful else ""),
            )
            for mention in self._mentions.get(part.name, ())
            if mention.span.start < end and mention.span.end > start
        ]
        return highlighted(part.text[start:end].rstrip(), marks)

    def doubts(self, within: Span) -> tuple[Card, ...]:
        """Return the doubts about names in a stretch, each once."""
        found = (card for span, card in self._cards.get(within.part, ()) if span.overlaps(within))
        return tuple({card.number: card for card in found}.values())

    def settled(self, within: Span) -> tuple[Correction, ...]:
        """Return what was decided about names in a stretch, each once."""
        found = (one for span, one in self._settled.get(within.part, ()) if span.overlaps(within))
        return tuple({one.source: one for one in found}.values())


def _parts(one: Bitext, known: _Known) -> Iterator[PartRows]:
    translated = {part.part: part for part in one.translation.parts}
    for part in one.parts:
        if not part.part.text.strip():
            continue
        segments = translated[part.part.name].segments if part.pairs else ()
        rows = tuple(
            _row(part.part, pair, segments, place, known) for place, pair in enumerate(part.pairs)
        )
        yield PartRows(part.part, part.language, rows)


def _row(part: Part, pair: Pair, segments: Sequence[Segment], place: int, known: _Known) -> Row:
    segment = segments[place]
    start = segment.source.span.start if place else 0
    later = segments[place + 1].source.span.start if place + 1 < len(segments) else len(part.text)
    edit = known.edits.get(plain(segment.source.text))
    return Row(
        number=pair.number,
        part=part.name,
        start=segment.source.span.start,
        source=known.source(part, start, later),
        target=pair.target,
        words=segment.source.text,
        text=segment.target,
        checks=pair.checks,
        light=pair.quality.light.value if pair.quality else "",
        maker=segment.maker,
        edit=edit,
        cards=known.doubts(segment.source.span),
        settled=known.settled(segment.source.span),
    )


def _names(translation: Translation) -> Iterator[NameLine]:
    """Yield the names of a translation, lost ones first."""
    by_name: dict[tuple[EntityKind, str], list[KeptName]] = {}
    for name in translation.names:
        by_name.setdefault((name.kind, name.expected), []).append(name)
    lines = [
        NameLine(
            name=expected,
            kind=kind,
            written=tuple(
                dict.fromkeys(
                    " ".join(one.source.split()) for one in found if one.source != expected
                )
            ),
            times=len(found),
            restored=sum(one.restored for one in found),
            lost=sum(not one.kept for one in found),
        )
        for (kind, expected), found in by_name.items()
    ]
    order = list(EntityKind)
    yield from sorted(lines, key=lambda line: (not line.lost, order.index(line.kind), line.name))


def _form(name: KeptName) -> str:
    return " ".join(name.source.split())
