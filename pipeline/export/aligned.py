"""An article beside one translation, segment by segment: where each stands, which names it holds.

Other than in ``bitext``, which is for showing, nothing is moved: the segments of a part and the
text between them are the part, on both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.errors import StoreError
from pipeline.export.bitext import segment_places
from pipeline.export.marking import occurrences
from pipeline.records import (
    EntityKind,
    Flag,
    KeptName,
    Mention,
    NameCluster,
    Part,
    ProcessedArticle,
    Segment,
    Span,
    TranslatedPart,
    Translation,
)
from pipeline.text.folding import squeeze


@dataclass(frozen=True)
class Name:
    """A name at [start, end) of one side of a row.

    ``id`` is unique within the part; a name of the target has that of the source where it is the
    same one's. ``cluster`` is who or what it is, where that is known.
    """

    start: int
    end: int
    kind: EntityKind
    id: str
    cluster: NameCluster | None = None


@dataclass(frozen=True)
class Row:
    """A segment with its translation. ``number`` counts from 1 through the translation.

    ``gap`` is the text of the part before the segment, ``target_gap`` that of the translation,
    ``None`` where it is not known where the translation stands in its part. A part that was not
    translated is one row without ``segment``.
    """

    number: int
    source: str
    target: str
    segment: Segment | None
    names: tuple[Name, ...] = ()
    target_names: tuple[Name, ...] = ()
    gap: str = ""
    target_gap: str | None = ""
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True)
class Aligned:
    """A part with its rows, and what stands after the last."""

    part: Part
    rows: tuple[Row, ...]
    rest: str = ""
    target_rest: str | None = ""


def translation_into(outcome: ProcessedArticle, language: str) -> Translation:
    """Return the translation of an article into a language.

    Raises:
        StoreError: there is none; says which there are.
    """
    for translation in outcome.translations:
        if translation.target == language:
            return translation
    have = ", ".join(one.target for one in outcome.translations)
    raise StoreError(
        f"{outcome.article.id}: the result has no translation into {language}",
        hint=f"it has {have}" if have else f"make it again: samsvar run FILE --to {language}",
    )


def align(outcome: ProcessedArticle, translation: Translation) -> tuple[Aligned, ...]:
    """Return every part of the article that holds text, beside its translation."""
    translated = {part.part: part for part in translation.parts}
    bearers = {m.span: cluster for cluster in outcome.reconciliation.clusters
               for m in cluster.mentions}  # fmt: skip
    found: list[Aligned] = []
    number = 1
    for part in outcome.article.parts:
        if not part.text.strip():
            continue
        names = tuple(_names(part, outcome.mentions, bearers.get))
        flags = [flag for flag in outcome.reconciliation.flags if _is_in(part, flag)]
        said = translated.get(part.name)
        if said is None or not said.segments:
            row = Row(number, part.text, "", None, names, flags=tuple(flags))
            found.append(Aligned(part, (row,)))
        else:
            kept = [name for name in translation.names if name.part == part.name and name.kept]
            aligned = _aligned(part, said, names, kept, number)
            rows = tuple(_flagged(aligned.rows, said, flags))
            found.append(replace(aligned, rows=rows))
        number += len(found[-1].rows)
    return tuple(found)


def _aligned(
    part: Part, said: TranslatedPart, names: Sequence[Name], kept: Sequence[KeptName], number: int
) -> Aligned:
    places = segment_places(said.text, said.segments)
    placed = None not in places
    rows: list[Row] = []
    done = target_done = 0
    for segment, place in zip(said.segments, places, strict=True):
        start, end = segment.source.span.start, segment.source.span.end
        here = tuple(
            replace(name, start=name.start - start, end=name.end - start)
            for name in names
            if start <= name.start and name.end <= end
        )
        count = sum(len(row.target_names) for row in rows)
        rows.append(
            Row(
                number + len(rows),
                segment.source.text,
                segment.target,
                segment,
                here,
                tuple(_target_names(segment, here, kept, count)),
                part.text[done:start],
                said.text[target_done:place] if placed else None,
            )
        )
        done = end
        target_done = (place or 0) + len(segment.target)
    return Aligned(part, tuple(rows), part.text[done:], said.text[target_done:] if placed else None)


def _names(
    part: Part, mentions: Iterable[Mention], bearer: Callable[[Span], NameCluster | None]
) -> Iterator[Name]:
    """Yield the names of a part from left to right; of two that overlap the first."""
    here = sorted((m for m in mentions if m.span.part == part.name), key=lambda m: m.span.start)
    done = 0
    for number, one in enumerate(here, start=1):
        if one.span.start >= done:
            done = one.span.end
            yield Name(one.span.start, done, one.kind, f"m{number}", bearer(one.span))


def _target_names(
    segment: Segment, names: Sequence[Name], kept: Iterable[KeptName], count: int
) -> Iterator[Name]:
    """Yield the names of a translation; ``count`` are those of the segments before."""
    found: list[tuple[int, int, KeptName]] = []
    for name in sorted(kept, key=lambda name: -len(name.expected)):
        for start, end in occurrences(segment.target, name.expected):
            if not any(start < last and first < end for first, last, _ in found):
                found.append((start, end, name))
    waiting = list(names)
    for number, (start, end, name) in enumerate(sorted(found, key=lambda one: one[:2]), start=1):
        same = next((one for one in waiting if _is_of(one, segment, name)), None)
        if same:
            waiting.remove(same)
            yield replace(same, start=start, end=end)
        else:
            yield Name(start, end, name.kind, f"t{count + number}")


def _is_of(name: Name, segment: Segment, kept: KeptName) -> bool:
    """Return whether a name of the source is the one that was looked for in the target."""
    if name.kind is not kept.kind:
        return False
    written = squeeze(segment.source.text[name.start : name.end])
    forms = name.cluster.forms if name.cluster else ()
    return kept.source == written or written.startswith(kept.source) or kept.source in forms


def _is_in(part: Part, flag: Flag) -> bool:
    return any(mention.span.part == part.name for mention in flag.mentions)


def _flagged(rows: Iterable[Row], said: TranslatedPart, flags: Sequence[Flag]) -> Iterator[Row]:
    """Yield rows with the flags about them; where the proposed form stands, all is well."""
    for row, segment in zip(rows, said.segments, strict=True):
        about = tuple(
            flag
            for flag in flags
            if any(
                mention.span.overlaps(segment.source.span) and mention.name != _proposed(flag)
                for mention in flag.mentions
            )
        )
        yield replace(row, flags=about)


def _proposed(flag: Flag) -> str:
    return flag.candidates[0].name if flag.candidates and not flag.is_tied else ""
