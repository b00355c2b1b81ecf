"""What is to be looked at in a row of a translation, in words."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.export.aligned import Row
from pipeline.export.wording import Wording
from pipeline.records import Check, Flag, Light, Segment


def of_check(check: Check, say: Wording) -> str:
    """Return what a failed check found: what it is, and the detail (in English).

    >>> from pipeline.export.wording import wording
    >>> of_check(Check(kind="number", detail="47 is not there"), wording("en"))
    'A number is missing: 47 is not there'
    """
    return f"{say.known('check', check.kind)}: {check.detail}"


def of_flag(flag: Flag, language: str) -> str:
    """Return the sentence of a flag in a language, or in the one nearest to it."""
    return flag.said(language)[0]


def remarks(row: Row, say: Wording) -> Iterator[str]:
    """Yield everything about a row that a person should look at."""
    if row.segment is None:
        yield say("translation.untranslated")
    else:
        for check in row.segment.checks:
            yield of_check(check, say)
    for flag in row.flags:
        yield of_flag(flag, say.language)


def doubts(segment: Segment, say: Wording) -> tuple[str, ...]:
    """Return why a segment should be looked at, a line each, and its source; else nothing."""
    found = [of_check(check, say) for check in segment.checks]
    if not found and segment.quality and segment.quality.light is Light.RED:
        found = [say("light.red")]
    if not found:
        return ()
    return (*found, f"{say('source')}: {' '.join(segment.source.text.split())}")
