"""An article beside its translation: part by part, one row a sentence, names marked by kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.export.marking import Piece, highlighted, occurrences
from pipeline.records import (
    Check,
    KeptName,
    Light,
    Part,
    ProcessedArticle,
    Quality,
    Segment,
    TranslatedPart,
    Translation,
)


@dataclass(frozen=True)
class Pair:
    """A sentence and its translation in pieces; ``number`` counts within the translation."""

    number: int
    source: tuple[Piece, ...]
    target: tuple[Piece, ...]
    checks: tuple[Check, ...]
    quality: Quality | None = None

    @property
    def light(self) -> str:
        """The quality light where it is not green: a calm row has no mark."""
        light = self.quality.light if self.quality else Light.GREEN
        return "" if light is Light.GREEN else light.value


@dataclass(frozen=True)
class PartPair:
    """A part beside its translation; without pairs it was not translated."""

    part: Part
    language: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Bitext:
    """An article beside one translation, and the names that did not come through."""

    translation: Translation
    parts: tuple[PartPair, ...]
    lost: tuple[KeptName, ...]

    @property
    def total(self) -> int:
        """How many names were looked for."""
        return len(self.translation.names)

    @property
    def kept(self) -> int:
        """How many names came through."""
        return self.total - len(self.lost)

    @property
    def failed(self) -> tuple[Pair, ...]:
        """The sentences that failed a check, those to look at first before the others."""
        failed = (pair for part in self.parts for pair in part.pairs if pair.checks)
        return tuple(sorted(failed, key=lambda pair: urgency(pair.quality)))

    @property
    def untranslated(self) -> tuple[PartPair, ...]:
        """The parts that hold text but were not translated."""
        return tuple(part for part in self.parts if not part.pairs and part.part.text.strip())

    @property
    def doubts(self) -> int:
        """How many things a person should look at: sentences, parts, and lost names as one."""
        return len(self.failed) + len(self.untranslated) + bool(self.lost)

    @property
    def sentences(self) -> int:
        """How many sentences there are."""
        return sum(len(part.pairs) for part in self.parts)


def urgency(quality: Quality | None) -> tuple[int, float]:
    """Return what segments are sorted by: unknown ones, then red and least sure ones first."""
    if quality is None:
        return 0, 0.0
    return (Light.RED, Light.AMBER, Light.GREEN).index(quality.light), quality.chance


def bitexts(outcome: ProcessedArticle) -> tuple[Bitext, ...]:
    """Return the article beside each of its translations."""
    return tuple(_bitext(outcome, translation) for translation in outcome.translations)


def segment_places(text: str, segments: Sequence[Segment]) -> tuple[int | None, ...]:
    """Return where the translation of each segment begins in the text of its part.

    None stands for a segment whose translation does not stand in the text after the one before.
    """
    places: list[int | None] = []
    done = 0
    for segment in segments:
        place = text.find(segment.target, done)
        if place < 0:
            places.append(None)
        else:
            places.append(place)
            done = place + len(segment.target)
    return tuple(places)


def _bitext(outcome: ProcessedArticle, translation: Translation) -> Bitext:
    translated = {part.part: part for part in translation.parts}
    languages = {detected.part: detected.detection.language for detected in outcome.languages}
    parts: list[PartPair] = []
    number = 1
    for part in outcome.article.parts:
        pairs = tuple(_pairs(outcome, translation, translated.get(part.name), number))
        number += len(pairs)
        language = languages.get(part.name, outcome.detection.language)
        parts.append(PartPair(part=part, language=language, pairs=pairs))
    lost = tuple(name for name in translation.names if not name.kept)
    return Bitext(translation=translation, parts=tuple(parts), lost=lost)


def _pairs(
    outcome: ProcessedArticle, translation: Translation, part: TranslatedPart | None, number: int
) -> Iterator[Pair]:
    """Yield the rows of a part: together they hold all of its text on either side."""
    if part is None or not part.segments:
        return
    source = outcome.article.part(part.part).text
    mentions = [
        (mention.span.start, mention.span.end, mention.kind.value)
        for mention in outcome.mentions
        if mention.span.part == part.part
    ]
    names = {
        name.expected: name.kind.value
        for name in translation.names
        if name.part == part.part and name.kept
    }
    begins = [segment.source.span.start for segment in part.segments]
    targets = _targets(part)
    for place, segment in enumerate(part.segments):
        start = 0 if place == 0 else begins[place]
        end = len(source) if place + 1 == len(begins) else begins[place + 1]
        yield Pair(
            number=number + place,
            source=highlighted(
                source[start:end].rstrip(),
                (
                    (first - start, last - start, mark)
                    for first, last, mark in mentions
                    if first < end and last > start
                ),
            ),
            target=_target_pieces(targets[place], names),
            checks=segment.checks,
            quality=segment.quality,
        )


def _targets(part: TranslatedPart) -> tuple[str, ...]:
    """Return the text of the part cut where its segments begin; nothing of it is left out."""
    places = segment_places(part.text, part.segments)
    if None in places:
        return tuple(segment.target for segment in part.segments)
    begins = [place for place in places if place is not None]
    ends = [*begins[1:], len(part.text)]
    starts = [0, *begins[1:]]
    return tuple(part.text[start:end].strip() for start, end in zip(starts, ends, strict=True))


def _target_pieces(text: str, names: Mapping[str, str]) -> tuple[Piece, ...]:
    """Return a translation in pieces; ``names`` holds the forms that were kept and their kinds."""
    taken: list[tuple[int, int, str]] = []
    for name in sorted((name for name in names if name in text), key=len, reverse=True):
        for start, end in occurrences(text, name):
            if not any(start < last and first < end for first, last, _ in taken):
                taken.append((start, end, names[name]))
    return highlighted(text, taken)
