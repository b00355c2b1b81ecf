"""How the names came through a translation, and which segments a person should look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.export.summary import WIDTH, printable
from pipeline.export.wording import wording
from pipeline.records import KeptName, ProcessedArticle, Segment, Translation


class Fate(StrEnum):
    """What became of a name: as it was, in its form of the target language, put back, or lost."""

    KEPT = "kept"
    OFFICIAL = "official form"
    RESTORED = "restored"
    MARKED = "marked"


@dataclass(frozen=True)
class Told:
    """An article with what is told of its translations.

    ``restored`` has, by target language, the names that were put back: (part, name as written).
    ``makers`` has, by target language, where each segment came from.
    """

    outcome: ProcessedArticle
    restored: Mapping[str, frozenset[tuple[str, str]]]
    makers: Mapping[str, Sequence[str]]


@dataclass
class _Row:
    """A name of the report with how often each thing became of it."""

    sources: dict[str, None]
    counts: dict[Fate, int]


def names_report(told: Sequence[Told]) -> str:
    """Return for each language every name with its fate, and the segments to look at."""
    targets = dict.fromkeys(t.target for one in told for t in one.outcome.translations)
    return "\n\n".join("\n".join(_of_language(told, target)) for target in targets)


def is_marked(outcome: ProcessedArticle) -> bool:
    """Return whether anything in the translations must be looked at: a segment, a name, a part."""
    return any(
        any(segment.checks for _, segment in _segments(translation))
        or any(not name.kept for name in translation.names)
        or _untranslated(outcome, translation)
        for translation in outcome.translations
    )


def fate(name: KeptName, restored: frozenset[tuple[str, str]]) -> Fate:
    """Return what became of a name; ``restored`` are (part, name as written)."""
    if not name.kept:
        return Fate.MARKED
    if (name.part, name.source) in restored:
        return Fate.RESTORED
    return Fate.KEPT if _stem(name) == name.expected else Fate.OFFICIAL


def _of_language(told: Sequence[Told], target: str) -> Iterator[str]:
    rows: dict[tuple[str, str], _Row] = {}
    doubts: list[list[str]] = []
    makers: dict[str, int] = {}
    segments = 0
    for one in told:
        for translation in one.outcome.translations:
            if translation.target != target:
                continue
            for name in translation.names:
                row = rows.setdefault(
                    (name.kind.value, name.expected), _Row({}, dict.fromkeys(Fate, 0))
                )
                row.sources[_stem(name)] = None
                row.counts[fate(name, one.restored.get(target, frozenset()))] += 1
            segments += sum(1 for _ in _segments(translation))
            doubts += _doubts(one.outcome, translation)
            for maker in one.makers.get(target, ()):
                makers[maker] = makers.get(maker, 0) + 1
    language = wording("en").known("language", target)
    origins = ", ".join(f"{count} {_MAKERS.get(maker, maker)}" for maker, count in makers.items())
    yield f"{language}: {_count(segments, 'segment')}" + (f" ({origins})" if origins else "")
    yield from _table(rows)
    yield f"  To look at: {_count(len(doubts), 'segment') if doubts else 'nothing'}"
    for lines in doubts:
        yield from lines


#: where segments came from, in words
_MAKERS = {
    "model": "by the model",
    "tables": "from the tables",
    "memory": "from memory",
    "imported": "imported",
    "person": "by a person",
}


def _table(rows: Mapping[tuple[str, str], _Row]) -> Iterator[str]:
    if not rows:
        yield "  No names"
        return
    total = {f: sum(row.counts[f] for row in rows.values()) for f in Fate}
    fates = ", ".join(f"{count} {f.value}" for f, count in total.items() if count)
    yield f"  Names: {len(rows)}, {_count(sum(total.values()), 'time')}: {fates}"
    for (kind, expected), row in sorted(rows.items(), key=lambda item: (item[0][0], item[0][1])):
        others = [source for source in row.sources if source != expected]
        shown = f"{' / '.join(others)} → {expected}" if others else expected
        told = ", ".join(f"{count} {f.value}" for f, count in row.counts.items() if count)
        yield f"    {printable(shown)} ({kind}): {told}"


def _doubts(outcome: ProcessedArticle, translation: Translation) -> Iterator[list[str]]:
    """Yield the lines that tell of each segment or part to look at."""
    place = outcome.article.source or outcome.article.id
    say = wording("en")
    for part, segment in _segments(translation):
        if segment.checks:
            reasons = "; ".join(
                f"{say.known('check', check.kind)}: {check.detail}" for check in segment.checks
            )
            yield [
                f"    {place}, {part}: {printable(reasons)}",
                f"      {_short(segment.source.text)}",
                f"      {_short(segment.target)}",
            ]
    for part in _untranslated(outcome, translation):
        yield [f"    {place}, {part}: not translated"]


def _segments(translation: Translation) -> Iterator[tuple[str, Segment]]:
    return ((part.part, segment) for part in translation.parts for segment in part.segments)


def _untranslated(outcome: ProcessedArticle, translation: Translation) -> list[str]:
    there = {part.part for part in translation.parts}
    return [
        part.name for part in outcome.article.parts if part.text.strip() and part.name not in there
    ]


def _stem(name: KeptName) -> str:
    """Return a name as it is written, without a genitive ending that the wanted form lacks."""
    written = " ".join(name.source.split())
    for ending in ("s", "'", "’", "'s", "’s"):
        if written == name.expected + ending:
            return name.expected
    return written


def _short(text: str) -> str:
    line = printable(text)
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
