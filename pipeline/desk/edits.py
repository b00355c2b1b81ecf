"""What people wrote over a translation: a log that is only appended to, and its effect.

An edit is of a sentence, wherever it stands in the article, as it is in the translation memory:
what a page shows at once is what the next run makes of the memory. An undone edit gives the
sentence back what it had before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from pipeline.errors import ConfigError, StoreError
from pipeline.files import write_pieces
from pipeline.records import (
    Article,
    Check,
    KeptName,
    Maker,
    ProcessedArticle,
    Record,
    Segment,
    TranslatedPart,
    Translation,
)
from pipeline.translation.keepnames import Wanted, find_kept
from pipeline.translation.units import plain


class Edit(Record):
    """A sentence that somebody translated anew; ``before`` is the segment as it was.

    ``number`` counts the lines of the log, ``source`` is the sentence, ``text`` what was written.
    """

    act: Literal["edit"] = "edit"
    number: int
    at: datetime
    by: str = ""
    language: str
    target: str
    source: str
    text: str
    before: Segment


class Undo(Record):
    """An edit taken back; ``edit`` is its number."""

    act: Literal["undo"] = "undo"
    number: int
    at: datetime
    by: str = ""
    edit: int


_LINE: TypeAdapter[Edit | Undo] = TypeAdapter(Edit | Undo)
Line = Edit | Undo


@dataclass(frozen=True)
class Log:
    """The lines of a log, in order."""

    lines: tuple[Line, ...] = ()

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Every edit, also those that were taken back."""
        return tuple(line for line in self.lines if isinstance(line, Edit))

    @property
    def standing(self) -> dict[tuple[str, str], Edit]:
        """The edit that counts for each target language and sentence (``plain``)."""
        undone = {line.edit for line in self.lines if isinstance(line, Undo)}
        return {
            (edit.target, plain(edit.source)): edit
            for edit in self.edits
            if edit.number not in undone
        }

    def edit(self, number: int) -> Edit:
        """Return the edit with a number.

        Raises:
            ConfigError: there is none.
        """
        for edit in self.edits:
            if edit.number == number:
                return edit
        raise ConfigError(f"there is no edit {number}", hint="open the job again")

    def with_edit(self, edit: Edit) -> Log:
        """Return the log with one more edit, which gets the next number."""
        return self._with(edit)

    def with_undo(self, undo: Undo) -> Log:
        """Return the log with an edit taken back."""
        return self._with(undo)

    def _with(self, line: Line) -> Log:
        return Log((*self.lines, line.model_copy(update={"number": len(self.lines) + 1})))


def read_log(path: Path) -> Log:
    """Return the log in a file; where there is no file nobody has edited anything.

    Raises:
        StoreError: it cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Log()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            f"{path}: people's edits cannot be read", hint="check the folder of the desk"
        ) from error
    try:
        return Log(tuple(_LINE.validate_python(json.loads(line)) for line in text.splitlines()))
    except (ValueError, ValidationError) as error:
        raise StoreError(
            f"{path}: this is not a log of edits", hint="move it out of the folder of the job"
        ) from error


def write_log(log: Log, path: Path) -> None:
    """Write a log.

    Raises:
        StoreError: it cannot be written; the one that was there stays.
    """
    write_pieces((line.model_dump_json() + "\n" for line in log.lines), path)


def with_edits(outcome: ProcessedArticle, log: Log) -> ProcessedArticle:
    """Return an article with what people wrote over its translations."""
    if not log.edits:
        return outcome
    known = _Known(log)
    return outcome.model_copy(
        update={
            "translations": tuple(
                _translation(outcome.article, one, known) for one in outcome.translations
            )
        }
    )


class _Known:
    """The edits of a log by target language and sentence: those that stand, and all."""

    def __init__(self, log: Log) -> None:
        self.standing = log.standing
        self.all: dict[tuple[str, str], list[Edit]] = {}
        for edit in log.edits:
            self.all.setdefault((edit.target, plain(edit.source)), []).append(edit)


def _translation(article: Article, translation: Translation, known: _Known) -> Translation:
    parts: list[TranslatedPart] = []
    names: list[KeptName] = []
    for part in translation.parts:
        own = [name for name in translation.names if name.part == part.part]
        segments: list[Segment] = []
        for segment, wanted in zip(part.segments, names_of(part, own), strict=True):
            changed = _segment(segment, wanted, translation.target, known)
            segments.append(changed)
            names += wanted if changed is segment else _kept(wanted, changed.target)
        if segments == list(part.segments):
            parts.append(part)
        else:
            text = _joined(article.part(part.part).text, segments)
            parts.append(part.model_copy(update={"text": text, "segments": tuple(segments)}))
    return translation.model_copy(update={"parts": tuple(parts), "names": tuple(names)})


def _segment(segment: Segment, names: Sequence[KeptName], target: str, known: _Known) -> Segment:
    key = target, plain(segment.source.text)
    edit = known.standing.get(key)
    if edit is not None:
        kept = _kept(names, edit.text)
        lost = dict.fromkeys(name.expected for name in kept if not name.kept)
        checks = tuple(Check(kind="name", detail=f"{name} is missing") for name in lost)
        return Segment(source=segment.source, target=edit.text, checks=checks, maker=Maker.PERSON)
    if segment.maker is Maker.PERSON:
        # a run made since may have had an edit from the memory that was taken back after it
        mine = known.all.get(key, [])
        if any(one.text == segment.target for one in mine):
            made = [one.before for one in mine if one.before.maker is not Maker.PERSON]
            before = made[-1] if made else mine[0].before
            return before.model_copy(update={"source": segment.source})
    return segment


def _kept(names: Sequence[KeptName], text: str) -> list[KeptName]:
    """Return names with whether they stand in a text that a person wrote."""
    wanted = [
        Wanted(n, n + 1, name.source, name.kind, (name.expected,)) for n, name in enumerate(names)
    ]
    return [
        name.model_copy(update={"kept": there, "restored": False})
        for name, there in zip(names, find_kept(text, wanted), strict=True)
    ]


def names_of(part: TranslatedPart, names: Sequence[KeptName]) -> list[list[KeptName]]:
    """Return the names of each segment of a part; they are in the order of the text."""
    found: list[list[KeptName]] = [[] for _ in part.segments]
    number = place = 0
    for name in names:
        for later in range(number, len(part.segments)):
            at = part.segments[later].source.text.find(name.source, place if later == number else 0)
            if at >= 0:
                number, place = later, at + len(name.source)
                break
        if found:
            found[number].append(name)
    return found


def _joined(source: str, segments: Sequence[Segment]) -> str:
    """Return the text of a part: its segments in the target language, the rest as it is."""
    out, at = [], 0
    for segment in segments:
        out += [source[at : segment.source.span.start], segment.target]
        at = segment.source.span.end
    return "".join([*out, source[at:]])


def edits_of(log: Log, target: str) -> Mapping[str, Edit]:
    """Return the edits that count in one language, by sentence (``plain``)."""
    return {source: edit for (into, source), edit in log.standing.items() if into == target}


def history(log: Log, target: str, source: str) -> Iterator[Line]:
    """Yield what was written and taken back for one sentence, the first first."""
    numbers = set()
    for line in log.lines:
        if isinstance(line, Undo):
            if line.edit in numbers:
                yield line
        elif line.target == target and plain(line.source) == plain(source):
            numbers.add(line.number)
            yield line
