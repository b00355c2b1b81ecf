"""Sentences edited by people: into the translation memory, and into the log of the job."""

from __future__ import annotations

import threading
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.desk.edits import Edit, Undo, read_log, with_edits, write_log
from pipeline.desk.jobs import Jobs
from pipeline.errors import ConfigError, StoreError
from pipeline.records import ProcessedArticle, Segment
from pipeline.translation.memory import Memory
from pipeline.translation.units import Author, Unit, now, plain

#: one person writes a log at a time
_WRITING: Final = threading.Lock()
#: letters of one sentence that somebody may write
LONGEST: Final = 20_000


@dataclass(frozen=True)
class Draft:
    """What somebody wrote for a sentence; ``seen`` is the translation that stood there then."""

    target: str
    part: str
    start: int
    text: str
    seen: str


class NoSentenceError(ConfigError):
    """What was to be edited is not in the job: it was made anew, or never there."""


class OvertakenError(StoreError):
    """Somebody else has changed the sentence meanwhile."""


def edited(jobs: Jobs, job_id: str) -> ProcessedArticle:
    """Return the article of a job with people's edits.

    Raises:
        StoreError: there is no such job, or nothing was made of it yet.
    """
    outcome = jobs.outcome(job_id)
    if not isinstance(outcome, ProcessedArticle):
        raise StoreError("this job has no translation yet", hint="wait until it is done")
    return with_edits(outcome, read_log(jobs.edits_file(job_id)))


def write_edit(jobs: Jobs, memory: Path, job_id: str, draft: Draft, by: str) -> Edit | None:
    """Keep what somebody wrote for a sentence, in the translation memory and in the job.

    Words that are the same as before are not kept: nobody has changed anything.

    Raises:
        ConfigError: nothing was written.
        OvertakenError: somebody else was faster.
        StoreError: there is no such sentence, or it cannot be kept; then nothing was.
    """
    text = clean(draft.text)
    if not text:
        raise ConfigError("the translation is empty", hint="write one, or leave it as it was")
    if len(text) > LONGEST:
        raise ConfigError(
            f"the translation has {len(text)} letters (the limit is {LONGEST})",
            hint="write a sentence at a time",
        )
    with _WRITING:
        outcome = edited(jobs, job_id)
        segment = find_segment(outcome, draft.target, draft.part, draft.start)
        if plain(segment.target) != plain(draft.seen):
            raise OvertakenError(
                "somebody has changed this sentence meanwhile",
                hint="compare your words with what stands there now, and save again",
            )
        if plain(text) == plain(segment.target):
            return None
        path = jobs.edits_file(job_id)
        log = read_log(path)
        edit = Edit(
            number=0,
            at=now(),
            by=by,
            language=_source_language(outcome, draft.target),
            target=draft.target,
            source=segment.source.text,
            text=text,
            before=segment,
        )
        log = log.with_edit(edit)
        with Memory(memory) as opened:
            opened.add([unit_of(edit)])
        write_log(log, path)
    return edit.model_copy(update={"number": len(log.lines)})


def undo_edit(jobs: Jobs, memory: Path, job_id: str, number: int, by: str) -> Edit:
    """Take an edit back: out of the translation memory, and out of what the job shows.

    An edit that was taken back already stays so.

    Raises:
        StoreError: there is no such edit, or it cannot be written.
    """
    with _WRITING:
        path = jobs.edits_file(job_id)
        log = read_log(path)
        edit = log.edit(number)
        if any(isinstance(line, Undo) and line.edit == number for line in log.lines):
            return edit
        with Memory(memory) as opened:
            opened.take_back(unit_of(edit))
        write_log(log.with_undo(Undo(number=0, at=now(), by=by, edit=number)), path)
    return edit


def find_segment(outcome: ProcessedArticle, target: str, part: str, start: int) -> Segment:
    """Return the segment that begins at a place of a part.

    Raises:
        NoSentenceError: there is none.
    """
    for translation in outcome.translations:
        if translation.target != target:
            continue
        for one in translation.parts:
            for segment in one.segments:
                if one.part == part and segment.source.span.start == start:
                    return segment
    message = "there is no such sentence"
    raise NoSentenceError(message, hint="open the job again: it was made anew")


def clean(text: str) -> str:
    r"""Return what somebody typed without white space around it and control characters in it.

    >>> clean(" Hi\x07 there.\r\n")
    'Hi there.'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


def unit_of(edit: Edit) -> Unit:
    """Return an edit as the translation memory keeps it."""
    return Unit(edit.source, edit.language, edit.target, edit.text, Author.PERSON, edit.by, edit.at)


def _source_language(outcome: ProcessedArticle, target: str) -> str:
    for translation in outcome.translations:
        if translation.target == target:
            return translation.road.partition("-")[0]
    return outcome.detection.language
