"""A translation as plain text, with visible marks where somebody should look."""

from __future__ import annotations

from pipeline.export.bitext import segment_places
from pipeline.export.wording import Wording, wording
from pipeline.records import Article, Part, Segment, TranslatedPart, Translation

_RULE = "-" * 40


def translated_text(article: Article, translation: Translation, ui: str = "en") -> str:
    """Return the translation paragraph for paragraph, with the white space of the article.

    A segment that failed a check is followed by a mark, `` [?1]``; the foot of the text says what
    each mark means, and names that were lost. A part that was not translated stands as it is,
    marked too. Where nothing is to be checked there are neither marks nor foot. The marks are
    unique in the text, so that a search finds nothing else: where the text itself holds ``[?``,
    they begin with ``[??``.

    Args:
        article: the article.
        translation: of it.
        ui: the language of the foot, "en", "nb" or "nn".
    """
    say = wording(ui)
    translated = {part.part: part for part in translation.parts}
    sign = _sign(article, translation)
    body: list[str] = []
    notes: list[str] = []
    for part in article.parts:
        body.append(part.before)
        if part.name in translated:
            text, reasons = _marked(translated[part.name], sign, len(notes), say)
        else:
            text, reasons = _untranslated(part, sign, len(notes), say)
        body.append(text)
        notes.extend(reasons)
    text = "".join(body) + article.after
    lines = [f"[{sign}{number}] {note}" for number, note in enumerate(notes, start=1)]
    lines += _lost(translation, say)
    return (
        text if not lines else "\n".join([text.rstrip(), "", _RULE, say("told.rule"), *lines, ""])
    )


def _sign(article: Article, translation: Translation) -> str:
    text = article.text + "".join(part.text for part in translation.parts)
    sign = "?"
    while f"[{sign}" in text:
        sign += "?"
    return sign


def _marked(part: TranslatedPart, sign: str, number: int, say: Wording) -> tuple[str, list[str]]:
    pieces: list[str] = []
    notes: list[str] = []
    done = 0
    for segment, place in zip(part.segments, segment_places(part.text, part.segments), strict=True):
        if not segment.checks:
            continue
        end = len(part.text) if place is None else max(done, place + len(segment.target))
        notes.append(_reasons(segment, say))
        pieces.append(f"{part.text[done:end]} [{sign}{number + len(notes)}]")
        done = end
    return "".join(pieces) + part.text[done:], notes


def _untranslated(part: Part, sign: str, number: int, say: Wording) -> tuple[str, list[str]]:
    if not part.text.strip():
        return part.text, []
    return f"{part.text} [{sign}{number + 1}]", [say("translation.untranslated")]


def _reasons(segment: Segment, say: Wording) -> str:
    reasons = "; ".join(
        f"{say.known('check', check.kind)}: {check.detail}" for check in segment.checks
    )
    return f"{reasons}\n      {say('source')}: {' '.join(segment.source.text.split())}"


def _lost(translation: Translation, say: Wording) -> list[str]:
    """Return a line with the lost names of parts where no check on a segment tells of them."""
    told = {
        part.part
        for part in translation.parts
        if any(check.kind == "name" for segment in part.segments for check in segment.checks)
    }
    names = [n.expected for n in translation.names if not n.kept and n.part not in told]
    return [f"{say('translation.lost')} {', '.join(dict.fromkeys(names))}"] if names else []
