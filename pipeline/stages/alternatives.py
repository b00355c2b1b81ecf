"""Other wordings of one segment: what the engine would have said next, names and all put right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.records import Span
from pipeline.stages.stream import Stream, Task
from pipeline.stages.translate import Translator
from pipeline.translation.choosing import Version
from pipeline.translation.drafts import Draft, engine_texts, first_version
from pipeline.translation.engine import Hypothesis
from pipeline.translation.halfway import language_between, start_between, version_from

#: how many are asked for, and how many are given at most
_ASKED: Final = 8
_MOST: Final = 5


def alternatives(
    translator: Translator, task: Task, target: str, span: Span, *, halfway: str = ""
) -> tuple[str, ...]:
    """Return other translations of a segment, best first, each only once.

    Each is tidied, its names and terms are put right, and it is checked, as the one that was
    chosen; one that fails a check is given only where all do. Nothing is taken from the memory or
    kept in it.

    Args:
        translator: the translate stage.
        task: the article.
        target: the language wanted.
        span: the segment as it stands in the article.
        halfway: its translation into the language between, where there is one (English on the way
            to French); without it the engine makes its own.

    Raises:
        ModelError: the engine cannot translate into ``target``.
    """
    stream = Stream(translator, [task], task.source)
    draft = _draft_at(stream, target, span)
    if draft is None or not engine_texts(draft):
        return ()
    between = language_between(stream.job(target).road)
    start = _start(stream, draft, between, halfway)
    if start:
        found = translator.engine.translate([start.text], between, target, alternatives=_ASKED)
        versions = [version_from(draft, start, {start.text: (one,)}) for one in found[0]]
    else:
        texts = engine_texts(draft)
        answers = translator.engine.translate(texts, task.source, target, alternatives=_ASKED)
        versions = [
            first_version(draft, dict(zip(texts, ranked, strict=True)))
            for ranked in _by_rank(answers)
        ]
    return tuple(_distinct(versions))[:_MOST]


def _draft_at(stream: Stream, target: str, span: Span) -> Draft | None:
    drafts = stream.drafts_into(target)
    return next((draft for draft in drafts if draft.piece.span == span), None)


def _start(stream: Stream, draft: Draft, between: str, halfway: str) -> Hypothesis | None:
    """Return the sentence of the language between that the engine can start from, if any."""
    there = _draft_at(stream, between, draft.piece.span) if between and halfway else None
    if there is None:
        return None
    return start_between(draft, replace(there, best=Version(halfway, None, ())))


def _by_rank(
    answers: Sequence[Sequence[Hypothesis]],
) -> Iterator[list[tuple[Hypothesis]]]:
    """Yield the first answer to each text, then the second to each; the last one stays."""
    for rank in range(max(map(len, answers))):
        yield [(each[min(rank, len(each) - 1)],) for each in answers]


def _distinct(versions: Sequence[Version]) -> Iterable[str]:
    """Return the texts of versions, best first; two that differ in an apostrophe are one."""
    good = [one for one in versions if not one.checks] or versions
    texts: dict[str, str] = {}
    for one in sorted(good, key=lambda version: -version.worth):
        if one.text.strip():
            texts.setdefault(one.text.replace("’", "'"), one.text)
    return texts.values()
