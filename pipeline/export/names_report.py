"""How the names came through a translation, and which segments a person should look at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.export.bitext import urgency
from pipeline.export.summary import WIDTH, printable
from pipeline.export.wording import Wording, wording
from pipeline.records import KeptName, Light, ProcessedArticle, Quality, Segment, Translation

#: the kind of a row that is no name: a stretch that the document says not to translate
_PROTECTED = "protected"


class Fate(StrEnum):
    """What became of a name: as it was, in another form or spelling, put back, or lost.

    ``RESPELT`` has the spelling that was proposed (or settled) for what is written in the article;
    ``OTHER`` is there in a form that will do, but not in the one looked for: a pronoun, the people
    of a place, the name translated.
    """

    KEPT = "kept"
    OFFICIAL = "official"
    RESPELT = "respelt"
    RESTORED = "restored"
    OTHER = "other"
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


def names_report(told: Sequence[Told], ui: str = "en") -> str:
    """Return for each language every name with its fate, and the segments to look at.

    Args:
        told: the articles.
        ui: the language of the report, "en", "nb" or "nn".
    """
    say = wording(ui)
    targets = dict.fromkeys(t.target for one in told for t in one.outcome.translations)
    return "\n\n".join("\n".join(_of_language(told, target, say)) for target in targets)


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


class _Text:
    """What stands in the parts of a translation: each occurrence of a name counts once."""

    def __init__(self, translation: Translation) -> None:
        self._parts = {part.part: _plain(part.text) for part in translation.parts}
        self._left: dict[tuple[str, str], int] = {}

    def settled(self, name: KeptName, what: Fate) -> Fate:
        """Return what became of a name that is kept, by the form that stands in its part."""
        if what not in (Fate.KEPT, Fate.OFFICIAL) or self._take(name.part, name.expected):
            return what
        return Fate.KEPT if self._take(name.part, _stem(name)) else Fate.OTHER

    def _take(self, part: str, form: str) -> bool:
        key = part, _plain(form)
        if key not in self._left:
            pattern = rf"(?<!\w){re.escape(key[1])}(?!\w)"
            self._left[key] = len(re.findall(pattern, self._parts.get(part, "")))
        self._left[key] -= 1
        return self._left[key] >= 0


def _plain(text: str) -> str:
    """Return a text in which hyphens, apostrophes, white space and capitals are of one kind."""
    text = re.sub(r"[‐‑–]", "-", re.sub("[’‘]", "'", text))
    return " ".join(text.casefold().split())


def _of_language(told: Sequence[Told], target: str, say: Wording) -> Iterator[str]:
    rows: dict[tuple[str, str], _Row] = {}
    doubts: list[_Doubt] = []
    lights = dict.fromkeys(Light, 0)
    makers: dict[str, int] = {}
    segments = 0
    for one in told:
        for translation in one.outcome.translations:
            if translation.target != target:
                continue
            respelt, text = _respelt(one.outcome), _Text(translation)
            protected = _protected(one.outcome)
            for name in translation.names:
                fixed = (name.part, name.source) in protected
                key = _PROTECTED if fixed else name.kind.value, name.expected
                row = rows.setdefault(key, _Row({}, dict.fromkeys(Fate, 0)))
                row.sources[_stem(name)] = None
                what = fate(name, one.restored.get(target, frozenset()), respelt)
                row.counts[text.settled(name, what)] += 1
            for _, segment in _segments(translation):
                segments += 1
                if segment.quality:
                    lights[segment.quality.light] += 1
            doubts += _doubts(one.outcome, translation, say)
            for maker in one.makers.get(target, ()):
                makers[maker] = makers.get(maker, 0) + 1
    language = say.known("language", target)
    language = language[:1].upper() + language[1:]
    origins = ", ".join(f"{n} {say.known('told.maker', maker)}" for maker, n in makers.items())
    yield f"{language}: {say.count('told.segments', segments)}" + (
        f" ({origins})" if origins else ""
    )
    yield from _table(rows, say)
    if any(lights.values()):
        shown = (f"{n} {say.known('told.light', light.value)}" for light, n in lights.items() if n)
        yield f"  {say('told.quality')}: {', '.join(shown)}"
    found = say.count("told.segments", len(doubts)) if doubts else say("told.nothing")
    first = f", {say('told.first')}" if len(doubts) > 1 else ""
    yield f"  {say('told.look')}: {found}{first}"
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


def _protected(outcome: ProcessedArticle) -> frozenset[tuple[str, str]]:
    """Return the stretches that the documents say not to translate: part, words."""
    return frozenset(
        (part.name, part.text[start:end])
        for part in outcome.article.parts
        for start, end in part.kept
    )


def _table(rows: Mapping[tuple[str, str], _Row], say: Wording) -> Iterator[str]:
    if not rows:
        yield f"  {say('told.none')}"
        return
    total = {f: sum(row.counts[f] for row in rows.values()) for f in Fate}
    times = say.count("told.times", sum(total.values()))
    yield f"  {say('told.names')}: {len(rows)}, {times}: {_fates(total, say)}"
    for (kind, expected), row in sorted(rows.items(), key=lambda item: (item[0][0], item[0][1])):
        others = [source for source in row.sources if source != expected]
        shown = f"{' / '.join(others)} → {expected}" if others else expected
        what = say.known("told.kind", kind)
        yield f"    {printable(shown)} ({what}): {_fates(row.counts, say)}"


def _fates(counts: Mapping[Fate, int], say: Wording) -> str:
    return ", ".join(f"{n} {say(f'told.fate.{what.value}')}" for what, n in counts.items() if n)


def _doubts(outcome: ProcessedArticle, translation: Translation, say: Wording) -> Iterator[_Doubt]:
    """Yield each segment or part to look at: a check failed, or it is probably poor."""
    place = outcome.article.source or outcome.article.id
    for part, segment in _segments(translation):
        light = segment.quality.light if segment.quality else Light.GREEN
        if segment.checks or light is Light.RED:
            reasons = "; ".join(
                f"{say.known('check', check.kind)}: {check.detail}" for check in segment.checks
            )
            colour = say.known("told.light", light.value)
            shown = f"{colour}, " if light is not Light.GREEN else ""
            lines = (
                f"    {place}, {part}: {shown}{printable(reasons) or say('told.poor')}",
                f"      {_short(segment.source.text)}",
                f"      {_short(segment.target)}",
            )
            yield _Doubt(lines, segment.quality)
    for part in _untranslated(outcome, translation):
        yield _Doubt((f"    {place}, {part}: {say('told.untranslated')}",))


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
