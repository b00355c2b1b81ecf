"""The files of a job to take away: in the format it came in, as text, and beside the original."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from pipeline.archive import file_stem
from pipeline.desk.jobs import Job
from pipeline.desk.reading import read_upload
from pipeline.documents.whole import Opened, rewritten
from pipeline.errors import ConfigError
from pipeline.export.aligned import translation_into
from pipeline.export.bilingual import write_bilingual
from pipeline.export.names_report import Told, names_report
from pipeline.export.plain import translated_text
from pipeline.export.remarks import doubts
from pipeline.export.report import report
from pipeline.export.structured import to_json
from pipeline.export.wording import wording
from pipeline.records import ProcessedArticle, Segment, Translation
from pipeline.translation.sheet import row_id
from pipeline.translation.units import Unit

#: what there is to take away; "original" is the format that a job came in
FORMS: Final = ("original", "text", "report", "bilingual", "names", "json")
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Download:
    """A file to take away: its name, its bytes, and what it is (a MIME type)."""

    name: str
    data: bytes
    type: str


@dataclass(frozen=True)
class Finished:
    """A job with what was made of it, people's edits and all, and the bytes that it came as."""

    job: Job
    outcome: ProcessedArticle
    upload: bytes

    def opened(self) -> Opened:
        """Return the file, read again."""
        return read_upload(self.job, self.upload)


@dataclass(frozen=True)
class Reader:
    """Who takes a file away: the language of its headings and remarks, "nb", "nn" or "en".

    ``tell`` returns what a check or a note says in English in that language.
    """

    language: str
    tell: Callable[[str], str] = str


def download(finished: Finished, target: str, form: str, reader: Reader) -> Download:
    """Return a file to take away.

    Args:
        finished: the job.
        target: of which translation.
        form: one of ``FORMS``.
        reader: who takes it away.

    Raises:
        ConfigError: there is no such form.
        StoreError: there is no translation into that language.
        ArticleError: the file cannot be written again.
    """
    if form not in FORMS:
        raise ConfigError(f"there is no form {form!r}", hint=f"choose from {', '.join(FORMS)}")
    outcome, stem = finished.outcome, file_stem(finished.job.stem)
    translation = translation_into(outcome, target)
    if form == "json":
        return _text(f"{stem}.json", to_json(outcome))
    if form in ("report", "names", "bilingual", "original"):
        translation = _told(translation, reader.tell)
    alone = outcome.model_copy(update={"translations": (translation,)})
    if form == "report":
        return _text(f"{stem}.{target}.html", report(alone, reader.language))
    if form == "names":
        return _text(f"{stem}.{target}.names.txt", _names(finished, alone, reader))
    if form == "bilingual":
        say = wording(reader.language)
        data = write_bilingual(alone, translation, partial(_mark, outcome, target), say)
        return Download(f"{stem}.{target}.bilingual.docx", data, _WORD)
    opened = finished.opened() if form == "original" else None
    why = partial(doubts, say=wording(reader.language))
    written = rewritten(opened, translation, why) if opened else None
    if opened is None or written is None:
        return _text(f"{stem}.{target}.txt", translated_text(outcome.article, translation))
    return Download(f"{stem}.{target}{opened.suffix}", written.data, _type(opened.suffix))


def _text(name: str, text: str) -> Download:
    return Download(name, text.encode(), f"{_type(name)}; charset=utf-8")


def _type(name: str) -> str:
    return mimetypes.guess_type(f"a{name}")[0] or "application/octet-stream"


def _told(translation: Translation, tell: Callable[[str], str]) -> Translation:
    """Return a translation whose checks say what they found in the reader's language."""

    def checked(segment: Segment) -> Segment:
        checks = (c.model_copy(update={"detail": tell(c.detail)}) for c in segment.checks)
        return segment.model_copy(update={"checks": tuple(checks)})

    parts = (
        part.model_copy(update={"segments": tuple(map(checked, part.segments))})
        for part in translation.parts
    )
    return translation.model_copy(update={"parts": tuple(parts)})


def _names(finished: Finished, alone: ProcessedArticle, reader: Reader) -> str:
    """Return the names report, and what a person should know about the file."""
    (translation,) = alone.translations
    told = Told(alone, restored=_restored(translation), makers=_makers(translation))
    written = rewritten(finished.opened(), translation)
    notes = [*alone.article.notes, *(written.notes if written else ())]
    lines = "".join(f"  {reader.tell(note)}\n" for note in notes)
    heading = wording(reader.language)("told.notes")
    names = names_report([told], reader.language)
    return f"{names}\n" + (f"\n{heading}\n{lines}" if notes else "")


def _restored(translation: Translation) -> dict[str, frozenset[tuple[str, str]]]:
    names = frozenset((name.part, name.source) for name in translation.names if name.restored)
    return {translation.target: names}


def _makers(translation: Translation) -> dict[str, list[str]]:
    made = [segment.maker.value for part in translation.parts for segment in part.segments]
    return {translation.target: made}


def _mark(outcome: ProcessedArticle, target: str, source: str, text: str) -> str:
    return row_id(Unit(source, outcome.detection.language, target, text))
