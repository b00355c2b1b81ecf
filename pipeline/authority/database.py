"""The door to SQLite: a file with a schema, transactions, and errors that say what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from pipeline.errors import StoreError

#: how long one process waits for another that writes, in seconds
PATIENCE: Final = 30.0

#: how much of the file is held in memory at most, in KiB
CACHE: Final = 64 * 1024

Value = str | int | float | None
Row = tuple[Any, ...]


class Access(Enum):
    """What a database is opened for: to be read, or to be written and made if need be."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True)
class Schema:
    """The tables of a file, the version of them, and the number that marks the file as ours."""

    application: int
    version: int
    script: str


class Database:
    """One SQLite file. A writer that is killed leaves the file as it was before it began."""

    def __init__(self, path: Path, schema: Schema, access: Access = Access.READ) -> None:
        """Open the file; make it and its folder if it is to be written and is not there.

        Raises:
            StoreError: the file is missing, damaged, of another program, of a newer version, or
                cannot be opened.
        """
        self.path = path
        if access is Access.WRITE:
            _make_folder(path.parent)
        elif not path.exists():
            raise StoreError(f"{path}: there is no such file", hint="check the name of the file")
        # "rw" also to read: whoever comes after a killed writer has to clean up after it
        mode = "rwc" if access is Access.WRITE else "rw"
        try:
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=PATIENCE,
                isolation_level=None,
                check_same_thread=access is Access.WRITE,
            )
        except sqlite3.Error as error:
            raise _explained(path, error) from error
        try:
            self._prepare(schema, access)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """Return all rows of a query.

        Raises:
            StoreError: the file cannot be read.
        """
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise _explained(self.path, error) from error

    def stream(self, sql: str, values: Sequence[Value] = ()) -> Iterator[Row]:
        """Yield the rows of a query without holding them all.

        Raises:
            StoreError: the file cannot be read.
        """
        try:
            cursor = self._connection.execute(sql, values)
            while rows := cursor.fetchmany(1000):
                yield from rows
        except sqlite3.Error as error:
            raise _explained(self.path, error) from error

    def run(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run one statement and return the row id of what it put in.

        Raises:
            StoreError: the file cannot be written.
        """
        try:
            return self._connection.execute(sql, values).lastrowid or 0
        except sqlite3.Error as error:
            raise _explained(self.path, error) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Let all changes inside happen, or none; others wait meanwhile.

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

    def _prepare(self, schema: Schema, access: Access) -> None:
        self.run("PRAGMA foreign_keys = ON")
        self.run(f"PRAGMA cache_size = -{CACHE}")
        if access is Access.READ:
            self._recognise(schema)
            self.run("PRAGMA query_only = ON")
            return
        if self._is_new():
            with self.transaction():
                if self._is_new():  # nobody was faster
                    self._make(schema)
        self._recognise(schema)

    def _is_new(self) -> bool:
        return not self.rows("SELECT 1 FROM sqlite_master LIMIT 1")

    def _make(self, schema: Schema) -> None:
        for statement in schema.script.split(";;"):
            self.run(statement)
        self.run(f"PRAGMA application_id = {schema.application}")
        self.run(f"PRAGMA user_version = {schema.version}")

    def _recognise(self, schema: Schema) -> None:
        application = self.rows("PRAGMA application_id")[0][0]
        version = self.rows("PRAGMA user_version")[0][0]
        if application != schema.application:
            raise StoreError(
                f"{self.path}: this is a database of another program, not a register of names",
                hint="give another file with --names",
            )
        if version > schema.version:
            raise StoreError(
                f"{self.path}: written by a newer version of samsvar"
                f" (layout {version}, this program knows {schema.version})",
                hint="install the newer version, or let it export the register and import that",
            )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{error.filename or folder}: the folder cannot be made: {error.strerror}",
            hint="give another file with --names",
        ) from error


#: what a person can do about each of SQLite's result codes
_CURES: Final = {
    sqlite3.SQLITE_NOTADB: (
        "this is not a register of names",
        "give the file that samsvar wrote with --names; a CSV or JSON file wants `names import`",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "the file is damaged",
        "put back a copy of it, or make a new one and import what was exported",
    ),
    sqlite3.SQLITE_FULL: (
        "no space is left; nothing of this was written",
        "free some space and run the command again",
    ),
    sqlite3.SQLITE_READONLY: (
        "the file cannot be written",
        "ask for the right to write the file and its folder, or give another with --names",
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


def _explained(path: Path, error: sqlite3.Error) -> StoreError:
    """Return an error of SQLite as one that names the file and what to do."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    problem, cure = _CURES.get(
        code, (f"the register cannot be used: {error}", "tell us, with a copy of the file")
    )
    return StoreError(f"{path}: {problem}", hint=cure)
