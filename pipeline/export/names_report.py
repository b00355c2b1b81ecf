"""How the names came through a translation, and which segments a person should look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.export.bitext import urgency
from pipeline.export.summary import WIDTH, printable
from pipeline.export.wording import wording
from pipeline.records import KeptName, Light, ProcessedArticle, Quality, Segment, Translation


class Fate(StrEnum):
    """What became of a name: as it was, in another form or spelling, put back, or lost.

    ``RESPELT`` has the spelling that was proposed (or settled) for what is written in the article.
    """

    KEPT = "kept"
    OFFICIAL = "official form"
    RESPELT = "in the proposed spelling"
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


@dataclass(frozen=True)
class _Doubt:
    """A segment or part to look at: the lines that tell of it, and how good it probably is."""

    lines: tuple[str, ...]
    quality: Quality | None = None


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


def fate(
    name: KeptName,
    restored: frozenset[tuple[str, str]],
    respelt: frozenset[tuple[str, str]] = frozenset(),
) -> Fate:
    """Return what became of a name.

    Args:
        name: the name.
        restored: what was put back: part, name as written.
        respelt: what has another spelling: name as written, name as proposed.
    """
    if not name.kept:
        return Fate.MARKED
    if (name.source, name.expected) in respelt:
        return Fate.RESPELT
    if (name.part, name.source) in restored:
        return Fate.RESTORED
    return Fate.KEPT if _stem(name) == name.expected else Fate.OFFICIAL


def _of_language(told: Sequence[Told], target: str) -> Iterator[str]:
    rows: dict[tuple[str, str], _Row] = {}
    doubts: list[_Doubt] = []
    lights = dict.fromkeys(Light, 0)
    makers: dict[str, int] = {}
    segments = 0
    for one in told:
        for translation in one.outcome.translations:
            if translation.target != target:
                continue
            respelt = _respelt(one.outcome)
            for name in translation.names:
                row = rows.setdefault(
                    (name.kind.value, name.expected), _Row({}, dict.fromkeys(Fate, 0))
                )
                row.sources[_stem(name)] = None
                row.counts[fate(name, one.restored.get(target, frozenset()), respelt)] += 1
            for _, segment in _segments(translation):
                segments += 1
                if segment.quality:
                    lights[segment.quality.light] += 1
            doubts += _doubts(one.outcome, translation)
            for maker in one.makers.get(target, ()):
                makers[maker] = makers.get(maker, 0) + 1
    language = wording("en").known("language", target)
    origins = ", ".join(f"{count} {_MAKERS.get(maker, maker)}" for maker, count in makers.items())
    yield f"{language}: {_count(segments, 'segment')}" + (f" ({origins})" if origins else "")
    yield from _table(rows)
    if any(lights.values()):
        yield f"  Quality: {', '.join(f'{n} {light.value}' for light, n in lights.items() if n)}"
    first = ", look at the first ones first" if len(doubts) > 1 else ""
    yield f"  To look at: {_count(len(doubts), 'segment') + first if doubts else 'nothing'}"
    for doubt in sorted(doubts, key=lambda doubt: urgency(doubt.quality)):
        yield from doubt.lines


def _respelt(outcome: ProcessedArticle) -> frozenset[tuple[str, str]]:
    """Return what may be spelt in another way in the translations: as written, as proposed."""
    found = outcome.reconciliation
    spelt = [(c.mentions, c.name) for c in found.corrections]
    spelt += [(flag.mentions, flag.candidates[0].name) for flag in found.flags if flag.candidates]
    return frozenset(
        (text, name)
        for mentions, name in spelt
        for mention in mentions
        for text in (mention.text, mention.name)
        if mention.name != name
    )


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


def _doubts(outcome: ProcessedArticle, translation: Translation) -> Iterator[_Doubt]:
    """Yield each segment or part to look at: a check failed, or it is probably poor."""
    place = outcome.article.source or outcome.article.id
    say = wording("en")
    for part, segment in _segments(translation):
        light = segment.quality.light if segment.quality else Light.GREEN
        if segment.checks or light is Light.RED:
            reasons = "; ".join(
                f"{say.known('check', check.kind)}: {check.detail}" for check in segment.checks
            )
            shown = f"{light.value}, " if light is not Light.GREEN else ""
            lines = (
                f"    {place}, {part}: {shown}{printable(reasons) or 'probably poor'}",
                f"      {_short(segment.source.text)}",
                f"      {_short(segment.target)}",
            )
            yield _Doubt(lines, segment.quality)
    for part in _untranslated(outcome, translation):
        yield _Doubt((f"    {place}, {part}: not translated",))


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
