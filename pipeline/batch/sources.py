"""Archives: a file of lines, a folder tree, a zip file, or a list of files; what lies in them.

Every archive is lines in the end: those of a JSONL file, or those of a listing that is made of the
files of the others. So a shard is a place in a file of lines, and a plan is a list of such places.
"""

from __future__ import annotations

import json
import os
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path, PurePosixPath

from pipeline.errors import ConfigError, StoreError
from pipeline.records import Record

#: files that are articles, by the end of their name; others in a folder are left out, and counted
ENDINGS = frozenset(
    {".txt", ".html", ".htm", ".xhtml", ".docx", ".pdf", ".odt", ".pptx", ".rtf", ".eml"}
    | {".md", ".markdown", ".srt", ".vtt"}
)
LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".jsonl.zst", ".ndjson.gz", ".ndjson.zst")


class Kind(StrEnum):
    """What an archive is."""

    LINES = "lines"
    FOLDER = "folder"
    ZIP = "zip"
    LIST = "list"


class Archive(Record):
    """An archive as it was when it was planned.

    ``size`` (bytes) and ``modified`` (nanoseconds) are those of its file; a folder has none.
    ``digest`` is that of its lines, or of the listing of its files with their sizes and times.
    ``beside`` is the folder that a list of files counts from.
    """

    path: str
    kind: Kind
    size: int = 0
    modified: int = 0
    digest: str = ""
    beside: str = ""

    def is_unchanged(self) -> bool:
        """Return whether its file has the size and time that it had.

        A folder's own times say nothing about what is deep in it: its listing must be compared.
        """
        if self.kind is Kind.FOLDER:
            return Path(self.path).is_dir()
        try:
            now = Path(self.path).stat()
        except OSError:
            return False
        return (now.st_size, now.st_mtime_ns) == (self.size, self.modified)


class Listed(Record):
    """A file of an archive: its name there, size in bytes, and time (a zip file: checksum)."""

    name: str
    size: int
    mark: int


def archive_at(path: Path, *, is_list: bool = False) -> Archive:
    """Return the archive at a path, as it is now; what lies in it is not read yet.

    Raises:
        ConfigError: there is nothing, or it is no archive.
    """
    try:
        now = path.stat()
    except OSError as error:
        raise ConfigError(
            f"{path}: the archive cannot be read: {error.strerror}", hint="check the path"
        ) from error
    whole = path.resolve()
    if stat.S_ISDIR(now.st_mode) and not is_list:
        return Archive(path=str(whole), kind=Kind.FOLDER)
    if not stat.S_ISREG(now.st_mode):
        raise ConfigError(
            f"{path}: this is not a file that can be read twice",
            hint="write the articles to a file first: a batch reads it from many places",
        )
    return Archive(
        path=str(whole),
        kind=Kind.LIST if is_list else _kind_of(path),
        size=now.st_size,
        modified=now.st_mtime_ns,
        beside=str(Path.cwd()) if is_list else "",
    )


def _kind_of(path: Path) -> Kind:
    name = path.name.lower()
    if name.endswith(LINES):
        return Kind.LINES
    if name.endswith(".zip"):
        return Kind.ZIP
    raise ConfigError(
        f"{path}: this is not an archive",
        hint="an archive is a folder, a .jsonl (or .jsonl.gz, .jsonl.zst) file, a .zip file, or"
        " --list FILE with the names of files, one a line",
    )


def listing(archive: Archive, left_out: Counter[str]) -> Iterator[bytes]:
    """Yield a line for each file of an archive, in a fixed order.

    Args:
        archive: a folder, a zip file, or a list of files.
        left_out: counts, by the ends of their names, the files that are no articles.

    Raises:
        StoreError: a folder or the file cannot be read.
    """
    for one in _LISTINGS[archive.kind](archive, left_out):
        # letters as escapes: a name need not be text
        line = json.dumps([one.name, one.size, one.mark]) + "\n"
        yield line.encode()


def listed(line: bytes) -> Listed:
    """Return the file that a line of a listing tells of."""
    name, size, mark = json.loads(line)
    return Listed.model_construct(name=name, size=size, mark=mark)


def file_path(archive: Archive, name: str) -> Path:
    """Return where a file of a folder or of a list lies."""
    return Path(archive.beside or archive.path) / name


def _folder(archive: Archive, left_out: Counter[str]) -> Iterator[Listed]:
    yield from _walk(archive.path, "", left_out)


def _walk(folder: str, before: str, left_out: Counter[str]) -> Iterator[Listed]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        raise StoreError(
            f"{folder}: the folder cannot be read: {error.strerror}",
            hint="ask for the right to read it, or take it out of the archive",
        ) from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        name = before + entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, f"{name}/", left_out)
        elif _is_article(name, left_out):
            yield _on_disk(name, entry)


def _on_disk(name: str, entry: os.DirEntry[str]) -> Listed:
    try:
        now = entry.stat()
    except OSError:  # a link that leads nowhere: an article that cannot be read
        return Listed(name=name, size=0, mark=0)
    return Listed.model_construct(name=name, size=now.st_size, mark=now.st_mtime_ns)


def _zip(archive: Archive, left_out: Counter[str]) -> Iterator[Listed]:
    try:
        with zipfile.ZipFile(archive.path) as members:
            entries = members.infolist()
    except (OSError, zipfile.BadZipFile) as error:
        raise StoreError(
            f"{archive.path}: the zip file cannot be read: {error}", hint="fetch or make it again"
        ) from error
    for entry in entries:
        hidden = any(map(_is_hidden, entry.filename.split("/")))
        if not entry.is_dir() and not hidden and _is_article(entry.filename, left_out):
            yield Listed(name=entry.filename, size=entry.file_size, mark=entry.CRC)


def _is_hidden(part: str) -> bool:
    # "..": it was packed from beside; nothing is unpacked to there
    return part.startswith((".", "__MACOSX")) and part not in (".", "..")


def _list(archive: Archive, _: Counter[str]) -> Iterator[Listed]:
    try:
        names = Path(archive.path).read_bytes().splitlines()
    except OSError as error:
        raise StoreError(
            f"{archive.path}: cannot be read: {error.strerror}", hint="check the path"
        ) from error
    for name in dict.fromkeys(os.fsdecode(name.strip()) for name in names if name.strip()):
        try:
            now = file_path(archive, name).stat()
        except OSError:  # an article that cannot be read
            yield Listed(name=name, size=0, mark=0)
        else:
            yield Listed(name=name, size=now.st_size, mark=now.st_mtime_ns)


def _is_article(name: str, left_out: Counter[str]) -> bool:
    ending = PurePosixPath(name).suffix.lower()
    if ending in ENDINGS:
        return True
    left_out[ending or "no ending"] += 1
    return False


_LISTINGS = {Kind.FOLDER: _folder, Kind.ZIP: _zip, Kind.LIST: _list}
