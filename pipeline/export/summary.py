"""The result in the terminal, in words that a press officer understands."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from pipeline.export.bitext import Bitext, bitexts
from pipeline.export.look import telling
from pipeline.export.people import Picture, forms, name_rows, pictures, title
from pipeline.export.wording import Wording, wording
from pipeline.records import (
    Band,
    CaptionPerson,
    EntityKind,
    FailedArticle,
    Flag,
    FlagKind,
    ProcessedArticle,
    Reconciliation,
    SkippedArticle,
)

WIDTH = 100
#: so many names of one kind are written out; the rest are counted
MOST_NAMES = 40
#: characters that change the direction of what follows
_DIRECTION = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def summary(
    outcome: ProcessedArticle | SkippedArticle | FailedArticle,
    written: Sequence[Path] = (),
    *,
    colour: bool = False,
) -> str:
    """Return what was found in an article, at most 100 columns wide, without a last newline.

    Args:
        outcome: What the pipeline found.
        written: The files that hold the result.
        colour: Set headings in bold, for a terminal that can.
    """
    if isinstance(outcome, ProcessedArticle):
        lines = _processed(outcome, wording("en"))
    elif isinstance(outcome, SkippedArticle):
        lines = [outcome.source or outcome.article_id, *_item(f"Skipped: {outcome.reason}.")]
    else:
        lines = [outcome.source or outcome.article_id, *_item(f"Failed: {outcome.message}")]
        lines += _item(outcome.hint)
    if written:
        lines += ["", "Files", *(f"  {path}" for path in written)]
    return "\n".join(_set(line, colour=colour) for line in lines)


def printable(text: str) -> str:
    r"""Return a text on one line, without the characters that steer a terminal or its direction.

    >>> printable("Kari\x1b[31m\u202eNordmann\n i Oslo")
    'Kari[31mNordmann i Oslo'
    """
    steady = (c for c in text if c not in _DIRECTION)
    return " ".join("".join(c for c in steady if c.isspace() or not _is_control(c)).split())


def _is_control(character: str) -> bool:
    return unicodedata.category(character) == "Cc"


def _processed(outcome: ProcessedArticle, say: Wording) -> list[str]:
    language = say.known("language", outcome.detection.language)
    sure = say("sure", share=say.percent(outcome.detection.confidence))
    lines = [*_item(title(outcome.article), indent=""), *_item(f"{language}, {sure}")]
    for note in outcome.article.notes:
        lines += _item(note)
    for picture in pictures(outcome):
        lines += _picture(picture, say)
    lines += _doubts(outcome.reconciliation.flags, say)
    lines += _settled(outcome.reconciliation, say)
    lines += _names(outcome, say)
    if outcome.translations:
        lines += ["", "Translations"]
        for text in bitexts(outcome):
            lines += _item(_translation(text, say))
    return lines


def _picture(picture: Picture, say: Wording) -> list[str]:
    lines = ["", f"In the picture: {len(picture.caption.people)}"]
    for row in picture.rows:
        label = say(f"row.{row.row.value or 'only'}")
        way = f", {say(f'picture.from_{row.way}')}" if row.way and len(row.people) > 1 else ""
        lines += _item(f"{label}{way}: {', '.join(_person(person, say) for person in row.people)}")
    if picture.caption.incomplete:
        lines += _item(say("picture.incomplete"))
    if picture.caption.credits:
        names = ", ".join(credit.name for credit in picture.caption.credits)
        lines += _item(f"{say('picture.credit')}: {names}")
    return lines


def _person(person: CaptionPerson, say: Wording) -> str:
    beside = [quote.text for quote in (person.affiliation, person.role) if quote]
    if person.side.value:
        beside.append(say(f"side.{person.side.value}"))
    ties = f" ({'; '.join(beside)})" if beside else ""
    return f"{person.order} {person.mention.name}{ties}"


def _doubts(flags: Sequence[Flag], say: Wording) -> list[str]:
    if not flags:
        return ["", *_item("Names: nothing needs a look.", indent="")]
    lines = ["", f"Needs a look: {len(flags)}"]
    for flag in sorted(flags, key=lambda flag: flag.band is not Band.SURE):
        if flag.kind in (FlagKind.SPELLING, FlagKind.UNSURE):
            lines += _doubt(flag, say)
    for kind in (FlagKind.NOT_IN_LIST, FlagKind.NOT_IN_PICTURE):
        names = [flag.mentions[0].name for flag in flags if flag.kind == kind]
        if names:
            lines += _item(f"{say('flag.' + kind.value)}: {', '.join(names)}")
    return lines


def _doubt(flag: Flag, say: Wording) -> list[str]:
    lines = _item(f"{' / '.join(forms(flag))}: {say('flag.' + flag.kind.value).lower()}")
    if not flag.candidates or flag.kind is FlagKind.UNSURE:
        return lines + _item(flag.message, indent="    ")
    best = flag.candidates[0]
    share = say("look.share", share=say.percent(best.score))
    proposed = f"{best.name} ({share})"
    if flag.is_tied:
        proposed = "none, the article does not tell which form is right"
    sure = flag.band is Band.SURE and not flag.is_tied
    label = say(f"band.{flag.band.value}").lower() if sure else "proposed"
    lines += _item(f"{label}: {proposed}", indent="    ")
    reasons = [reason.detail for reason in telling(best)] or [flag.message]
    return lines + _item(f"because: {'; '.join(reasons)}", indent="    ")


def _settled(found: Reconciliation, say: Wording) -> list[str]:
    lines: list[str] = []
    if found.lookalikes:
        lines += ["", f"{say('section.apart')}: {len(found.lookalikes)}"]
        for pair in found.lookalikes:
            reasons = "; ".join(e.detail for e in pair.evidence)
            lines += _item(f"{' / '.join(pair.names)}: {reasons}")
    if found.corrections:
        lines += ["", f"{say('section.decided')}: {len(found.corrections)}"]
        for correction in found.corrections:
            lines += _item(correction.reason)
    return lines


def _names(outcome: ProcessedArticle, say: Wording) -> list[str]:
    lines: list[str] = []
    for kind in EntityKind:
        names = [row.cluster.name for row in name_rows(outcome, kind)]
        if names:
            heading = f"{say('names.' + kind.value)}: {len(names)}"
            lines += ["", heading, *_item(_some(names, say))]
    acronyms = outcome.reconciliation.acronyms
    if acronyms:
        lines += ["", f"{say('section.acronyms')}: {len(acronyms)}"]
        lines += _item("; ".join(f"{acronym.short} = {acronym.long}" for acronym in acronyms))
    return lines


def _some(names: Sequence[str], say: Wording) -> str:
    more = [say("more", number=len(names) - MOST_NAMES)] if len(names) > MOST_NAMES else []
    return ", ".join([*names[:MOST_NAMES], *more])


def _translation(text: Bitext, say: Wording) -> str:
    facts = [say("kept_names", kept=text.kept, total=text.total)] if text.total else []
    if text.failed:
        facts.append(f"{len(text.failed)} of {text.sentences} sentences marked to check")
    if text.untranslated:
        facts.append(say.count("translation.parts", len(text.untranslated)))
    if not text.failed and not text.untranslated:
        facts.append("every sentence passed its checks")
    lost = f"; to check: {_some([name.source for name in text.lost], say)}" if text.lost else ""
    return f"{say.known('language', text.translation.target)}: {', '.join(facts)}{lost}"


def _item(text: str, indent: str = "  ") -> list[str]:
    """Return a text in lines, the second and later ones further in."""
    return textwrap.wrap(
        printable(text), WIDTH, initial_indent=indent, subsequent_indent=indent + "    "
    )


def _set(line: str, *, colour: bool) -> str:
    is_heading = line != "" and not line.startswith(" ")
    return f"{_BOLD}{line}{_PLAIN}" if colour and is_heading else line
