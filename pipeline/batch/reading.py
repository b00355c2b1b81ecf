"""The articles of an archive, read from the middle: the lines of a shard, and what they hold."""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import ValidationError

from pipeline.batch.compressed import BROKEN, open_stream
from pipeline.batch.sources import Archive, Kind, Listed, file_path, listed
from pipeline.database import Closing
from pipeline.documents.encoding import LARGEST as LARGEST_TEXT
from pipeline.documents.text import parse_text
from pipeline.errors import ArticleError, StoreError
from pipeline.records import Article, Part, PartKind

#: an article is not larger than this, in bytes
LARGEST = 200_000_000
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
#: what reading a file, or a member of a zip file, can end with
_UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError)
_FIELDS = 'wanted is {"id": …, "text": …}; html or parts may stand in the place of text'


@dataclass(frozen=True)
class Raw:
    """An article as it lies in its archive, before it is understood.

    ``place`` says where it stands, for people; ``error`` why it cannot be read at all.
    """

    number: int
    id: str
    place: str
    data: bytes = b""
    date: str = ""
    error: ArticleError | None = None

    @property
    def digest(self) -> str:
        """A digest of the content; empty where it could not be read."""
        if self.error and not self.data:
            return ""
        return hashlib.blake2b(self.data, digest_size=16).hexdigest()


class Reader(Closing):
    """Reads an archive from any place; one for each process, which keeps the file open.

    Args:
        archive: the archive as it was planned.
        listing: the file that lists its files, where it is made of files.
    """

    def __init__(self, archive: Archive, listing: Path) -> None:
        self._archive = archive
        self._path = Path(archive.path) if archive.kind is Kind.LINES else listing
        self._stream: BinaryIO | None = None
        self._zip: zipfile.ZipFile | None = None
        self._members: dict[tuple[str, int, int], zipfile.ZipInfo] = {}

    def close(self) -> None:
        """Close what was opened."""
        for opened in (self._stream, self._zip):
            if opened:
                opened.close()

    def read(self, offset: int, numbers: range) -> Iterator[Raw]:
        """Yield the articles with these numbers; the first begins at ``offset`` of the lines.

        Raises:
            StoreError: the archive is not the one that was planned any more, or cannot be read.
        """
        self.refuse_changed()
        try:
            stream = self._at(offset)
            for number in numbers:
                line = stream.readline(LARGEST + 1)
                if line.strip():
                    yield self._raw(number, line)
        except BROKEN as error:
            raise StoreError(
                f"{self._path}: cannot be read: {error}", hint="fetch or make the archive again"
            ) from error
        self.refuse_changed()

    def refuse_changed(self) -> None:
        """Refuse an archive that was changed since it was planned.

        Raises:
            StoreError: it was.
        """
        if not self._archive.is_unchanged():
            raise _changed(self._archive.path)

    def article(self, raw: Raw) -> Article:
        """Return the article that lies there.

        Raises:
            ArticleError: it cannot be read.
        """
        if raw.error:
            raise raw.error
        if self._archive.kind is Kind.LINES:
            return _article_of(raw)
        return _of_file(raw, raw.data, Path(raw.id).name)

    def _at(self, offset: int) -> BinaryIO:
        if self._stream and offset < self._stream.tell():
            self._stream.close()
            self._stream = None
        if self._stream is None:
            self._stream = open_stream(self._path)
        self._stream.seek(offset)
        return self._stream

    def _raw(self, number: int, line: bytes) -> Raw:
        if self._archive.kind is Kind.LINES:
            return _raw_line(number, line.rstrip(b"\r\n"))
        one = listed(line)
        name = _text(one.name)
        if self._archive.kind is Kind.ZIP:
            place = f"{self._archive.path}: {name}"
        else:
            place = _text(str(file_path(self._archive, one.name)))
        try:
            return Raw(number, name, place, self._bytes(one))
        except _UNREADABLE as error:
            problem = getattr(error, "strerror", None) or error
            return Raw(
                number,
                name,
                place,
                error=ArticleError(f"{place}: cannot be read: {problem}", hint="check the file"),
            )

    def _bytes(self, one: Listed) -> bytes:
        if one.size > LARGEST:
            raise OSError(f"it is {one.size / 1e6:.0f} MB (the limit is 200 MB)")
        if self._archive.kind is Kind.ZIP:
            if self._zip is None:
                self._zip = zipfile.ZipFile(self._archive.path)
                # two members may share a name: a zip file that was added to
                self._members = {
                    (member.filename, member.file_size, member.CRC): member
                    for member in self._zip.infolist()
                }
            return self._zip.read(self._members[one.name, one.size, one.mark])
        with file_path(self._archive, one.name).open("rb") as file:
            now = os.fstat(file.fileno())
            data = file.read()
        if (now.st_size, now.st_mtime_ns) != (one.size, one.mark) or len(data) != one.size:
            raise _changed(file.name)
        return data


def _changed(path: str) -> StoreError:
    return StoreError(
        f"{path}: changed since the batch was planned",
        hint="go on with what is there now: the same command with --refresh",
    )


def _of_file(raw: Raw, data: bytes, name: str) -> Article:
    # late: half of what a worker loads are formats, and most archives are lines of text
    from pipeline.documents.reading import read_bytes  # noqa: PLC0415

    return read_bytes(data, article_id=raw.id, source=name, place=raw.place)


# -- lines of JSON ----------------------------------------------------------------------------


def _raw_line(number: int, line: bytes) -> Raw:
    """Return the article of a line with its id and date, as far as they can be told."""
    place = f"line {number + 1}"
    try:
        said = _said(line)
    except (ValueError, RecursionError) as error:  # the latter: brackets in brackets in brackets
        problem = ArticleError(f"{place}: this is not JSON: {error}", hint=_FIELDS)
        return Raw(number, place, place, line, error=problem)
    given = said.get("id")
    is_id = isinstance(given, str | int) and not isinstance(given, bool) and str(given).strip()
    date = _DATE.match(str(said.get("date") or ""))
    return Raw(
        number,
        _text(str(given)) if is_id else place,
        place,
        line,
        date=date.group() if date else "",
        error=None if is_id else ArticleError(f"{place}: the article has no id", hint=_FIELDS),
    )


def _said(line: bytes) -> Mapping[str, Any]:
    if len(line) > LARGEST:
        message = "the line is longer than 200 MB"
        raise ValueError(message)
    said = json.loads(line.decode("utf-8-sig"))
    if not isinstance(said, dict):
        message = "the line is not an object"
        raise ValueError(message)  # noqa: TRY004 - a wrong value of a file, no wrong type of ours
    return said


def _article_of(raw: Raw) -> Article:
    said = _said(raw.data)
    if "\\ud" in raw.data.decode("utf-8-sig").lower() and _is_broken(said):
        raise ArticleError(f"{raw.place}: half a character (a surrogate) is in it", hint=_FIELDS)
    source = said["source"] if isinstance(said.get("source"), str) else ""
    if _letters(said) > LARGEST_TEXT:
        raise ArticleError(
            f"{raw.place}: {_letters(said) / 1e6:.1f} MB of text is more than one article"
            " (the limit is 2 MB)",
            hint="divide it into articles, a line each",
        )
    if isinstance(said.get("parts"), list):
        return _of_parts(raw, said, source)
    if isinstance(said.get("html"), str):
        page = said["html"].encode()
        return _of_file(raw, page, "page.html").model_copy(update={"source": source})
    if not isinstance(said.get("text"), str):
        raise ArticleError(f"{raw.place}: the article has no text", hint=_FIELDS)
    text = said["text"]
    title = said["title"].strip() if isinstance(said.get("title"), str) else ""
    if title and not text.lstrip().startswith(title):
        text = f"{title}\n\n{text}"
    article = parse_text(text, article_id=raw.id, source=raw.place)
    return article.model_copy(update={"source": source})


def _of_parts(raw: Raw, said: Mapping[str, Any], source: str) -> Article:
    """Return an article whose parts are told apart already."""
    try:
        parts = tuple(
            Part.model_validate(
                {
                    "name": f"{part['kind']}-{number}",
                    "before": "\n\n" if number > 1 else "",
                    **part,
                    "kind": PartKind(part["kind"]),
                }
            )
            for number, part in enumerate(said["parts"], start=1)
        )
        return Article(id=raw.id, source=source, parts=parts, after=str(said.get("after") or ""))
    except (ValidationError, KeyError, TypeError, ValueError) as error:
        problem = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error
        raise ArticleError(
            f"{raw.place}: the parts of the article are not right: {problem}",
            hint='a part is {"kind": …, "text": …}; the kinds are '
            + ", ".join(kind.value for kind in PartKind),
        ) from error


def _letters(said: Mapping[str, Any]) -> int:
    """Return how long the text of a line is, in code points, wherever it stands."""
    parts = said["parts"] if isinstance(said.get("parts"), list) else []
    texts = [said.get("text"), *(part.get("text") for part in parts if isinstance(part, dict))]
    return sum(len(text) for text in texts if isinstance(text, str))


def _is_broken(said: object) -> bool:
    try:
        json.dumps(said, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _text(name: str) -> str:
    """Return a name with a mark for each character that is none."""
    return name.encode("utf-8", "replace").decode()
