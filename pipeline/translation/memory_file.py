"""The file of a translation memory: an SQLite database with errors that say what to do."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from pipeline.errors import StoreError

#: how long one process waits for another that writes, in seconds
PATIENCE: Final = 30.0
#: marks a database as ours ("smsm"), and the layout of its tables
APPLICATION: Final = 0x736D736D
LAYOUT: Final = 1

Value = str | int | float | bytes | None

_TABLES: Final = (
    # what a model made of a segment, by everything that it was made from
    """CREATE TABLE segments (
        number INTEGER PRIMARY KEY,
        key BLOB NOT NULL UNIQUE,
        source TEXT NOT NULL,
        source_language TEXT NOT NULL,
        target_language TEXT NOT NULL,
        target TEXT NOT NULL,
        score REAL,
        checks TEXT NOT NULL,              -- JSON: those that failed
        restored TEXT NOT NULL,            -- JSON: names that were put back
        road TEXT NOT NULL,
        models TEXT NOT NULL,              -- name and version of each, a line each
        made_at TEXT NOT NULL,             -- ISO 8601, UTC
        used_on TEXT NOT NULL              -- ISO 8601, a day
    ) STRICT""",
    "CREATE INDEX segments_by_use ON segments (used_on, number)",
    # what people wrote and other programs made; nothing is changed, the latest counts
    """CREATE TABLE units (
        number INTEGER PRIMARY KEY,
        key BLOB NOT NULL,
        source TEXT NOT NULL,
        source_language TEXT NOT NULL,
        target_language TEXT NOT NULL,
        target TEXT NOT NULL,
        author TEXT NOT NULL,
        made_by TEXT NOT NULL,
        made_at TEXT NOT NULL              -- ISO 8601, UTC
    ) STRICT""",
    "CREATE INDEX units_by_key ON units (key, number)",
)


class MemoryFile:
    """One file. A process that is killed while it writes leaves it as it was before."""

    def __init__(self, path: Path, *, make: bool) -> None:
        """Open the file; make it and its folder if that is asked for and it is not there.

        Raises:
            StoreError: the file is missing, damaged, of another program, of a newer version, or
                cannot be opened.
        """
        self.path = path
        if make:
            _make_file(path)
        elif not path.exists():
            raise StoreError(
                f"{path}: there is no translation memory",
                hint="the first `samsvar translate` makes one; give another file with --memory",
            )
        with _explained(path):
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=rw",
                uri=True,
                timeout=PATIENCE,
                isolation_level=None,
                check_same_thread=False,
            )
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Any]:
        """Return all rows of a query.

        Raises:
            StoreError: the file cannot be read.
        """
        with _explained(self.path):
            return self._connection.execute(sql, values).fetchall()

    def found(self, sql: str, keys: Sequence[bytes]) -> Iterator[Any]:
        """Yield the rows of a query for many keys; ``{}`` in it stands for them.

        Raises:
            StoreError: the file cannot be read.
        """
        for start in range(0, len(keys), 500):
            some = keys[start : start + 500]
            yield from self.rows(sql.format(",".join("?" * len(some))), some)

    def run(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run one statement and return how many rows it changed.

        Raises:
            StoreError: the file cannot be written.
        """
        with _explained(self.path):
            return self._connection.execute(sql, values).rowcount

    def run_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for many rows.

        Raises:
            StoreError: the file cannot be written.
        """
        with _explained(self.path):
            self._connection.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Let all changes inside happen, or none; other writers wait meanwhile.

        Raises:
            StoreError: the file cannot be written, or another process writes for too long.
        """
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            # a full disk may have ended the transaction already
            if self._connection.in_transaction:
                self._connection.rollback()
            raise

    @property
    def used(self) -> int:
        """How many bytes are in use; what was deleted and can be used again does not count."""
        sizes = ("page_count", "freelist_count", "page_size")
        pages, free, size = (int(self.rows(f"PRAGMA {name}")[0][0]) for name in sizes)
        return (pages - free) * size

    def shrink(self) -> None:
        """Give back what was deleted, so that nothing of it stands in the file any more.

        Raises:
            StoreError: there is no space to write the file anew.
        """
        self.run("VACUUM")

    def _prepare(self) -> None:
        self.run("PRAGMA secure_delete = ON")
        if not self._is_new():
            self._recognise()
            return
        with self.transaction():
            if self._is_new():  # nobody was faster
                for statement in _TABLES:
                    self.run(statement)
                self.run(f"PRAGMA application_id = {APPLICATION}")
                self.run(f"PRAGMA user_version = {LAYOUT}")
        self._recognise()

    def _is_new(self) -> bool:
        return not self.rows("SELECT 1 FROM sqlite_master LIMIT 1")

    def _recognise(self) -> None:
        application = self.rows("PRAGMA application_id")[0][0]
        layout = self.rows("PRAGMA user_version")[0][0]
        if application != APPLICATION:
            raise StoreError(
                f"{self.path}: this is a database of another program, not a translation memory",
                hint="give another file with --memory",
            )
        if layout != LAYOUT:
            raise StoreError(
                f"{self.path}: written by a newer version of samsvar"
                f" (layout {layout}, this program knows {LAYOUT})",
                hint="install the newer version, or let it export the memory and import that",
            )


def _make_file(path: Path) -> None:
    """Make an empty file, for its owner's eyes only, where there is none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except IsADirectoryError:
        return  # SQLite's own error says it
    except OSError as error:
        raise StoreError(
            f"{error.filename or path}: cannot be made: {error.strerror}",
            hint="give another file with --memory, or work without one: --no-memory",
        ) from error


#: what a person can do about each of SQLite's result codes
_CURES: Final = {
    sqlite3.SQLITE_NOTADB: (
        "this is not a translation memory",
        "give another file with --memory; a .tmx or .csv file wants `samsvar memory import`",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "the file is damaged",
        "move it away and put back a copy, or import what was exported: samsvar memory import",
    ),
    sqlite3.SQLITE_FULL: (
        "no space is left; nothing of this was written",
        "free some space, or make the memory smaller: samsvar memory forget --older-than 90",
    ),
    sqlite3.SQLITE_READONLY: (
        "the file cannot be written",
        "ask for the right to write the file and its folder, or give another with --memory",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "the file cannot be opened",
        "check that its folder is there, that it is a file, and that you may read it",
    ),
    sqlite3.SQLITE_BUSY: (
        f"another program has been writing to the file for {PATIENCE:.0f} seconds",
        "wait until it is done and run the command again",
    ),
    sqlite3.SQLITE_IOERR: (
        "the disk does not take or give what is asked of it; nothing of this was written",
        "check the disk and the free space, and run the command again",
    ),
}


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn an error of SQLite into one that names the file and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        problem, cure = _CURES.get(
            code, (f"the memory cannot be used: {error}", "work without it: --no-memory")
        )
        raise StoreError(f"{path}: {problem}", hint=cure) from error
