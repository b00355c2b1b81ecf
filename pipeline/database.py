"""The door to SQLite: a file with a schema, transactions, and errors that say what to do."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from pipeline.errors import StoreError

#: how long one process waits for another that writes, in seconds
PATIENCE: Final = 30.0

Value = str | int | float | bytes | None
Row = tuple[Any, ...]


class Access(Enum):
    """What a database is opened for.

    ``READ``: to be read. ``WRITE``: to be written, and made if need be. ``PRESENT``: to be
    written, but it must be there.
    """

    READ = "read"
    WRITE = "write"
    PRESENT = "present"


@dataclass(frozen=True)
class Words:
    """What errors call a file and advise about it.

    ``what`` it is ("a register of names"), in one word ``name``, and what to do about a file that
    is ``missing`` (problem, cure), in the wrong ``place``, or cannot be used in a way that nobody
    thought of (``unknown``), or is of an ``older`` or ``newer`` version. ``cures`` are by SQLite's
    result codes, over those for all files.
    """

    what: str
    name: str
    option: str
    missing: tuple[str, str]
    place: str
    unknown: str
    cures: Mapping[int, tuple[str, str]]
    older: str = "let the version that wrote it export the {name}, and import that"
    newer: str = "install the newer version, or let it export the {name} and import that"


@dataclass(frozen=True)
class Schema:
    """The tables of a file, the version of them, and the number that marks the file as ours.

    ``pragmas`` are set when it is opened. A ``private`` file is made for its owner's eyes only; a
    connection to be written belongs to one thread unless it is ``shared``.
    """

    application: int
    version: int
    statements: tuple[str, ...]
    pragmas: tuple[str, ...]
    words: Words
    private: bool = False
    shared: bool = False


class Closing:
    """Something that a ``with`` block closes at its end."""

    def close(self) -> None:
        """Close it."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Database(Closing):
    """One SQLite file. A writer that is killed leaves the file as it was before it began."""

    def __init__(self, path: Path, schema: Schema, access: Access = Access.READ) -> None:
        """Open the file; make it and its folder if it is to be made and is not there.

        Raises:
            StoreError: the file is missing, damaged, of another program, of a newer version, or
                cannot be opened.
        """
        self.path = path
        self._schema = schema
        if access is Access.WRITE:
            self._make_place()
        elif not path.exists():
            problem, cure = schema.words.missing
            raise StoreError(f"{path}: {problem}", hint=cure)
        # "rw" also to read: whoever comes after a killed writer has to clean up after it
        mode = "rwc" if access is Access.WRITE else "rw"
        with self._explained():
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=PATIENCE,
                isolation_level=None,
                check_same_thread=access is not Access.READ and not schema.shared,
            )
        try:
            self._prepare(access)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """Return all rows of a query.

        Raises:
            StoreError: the file cannot be read.
        """
        with self._explained():
            return self._connection.execute(sql, values).fetchall()

    def stream(self, sql: str, values: Sequence[Value] = ()) -> Iterator[Row]:
        """Yield the rows of a query without holding them all.

        Raises:
            StoreError: the file cannot be read.
        """
        with self._explained():
            cursor = self._connection.execute(sql, values)
        while True:
            with self._explained():
                rows = cursor.fetchmany(1000)
            if not rows:
                return
            yield from rows

    def found(self, sql: str, keys: Sequence[Value]) -> Iterator[Row]:
        """Yield the rows of a query for many keys; ``{}`` in it stands for them.

        Raises:
            StoreError: the file cannot be read.
        """
        for start in range(0, len(keys), 500):
            some = keys[start : start + 500]
            yield from self.rows(sql.format(",".join("?" * len(some))), some)

    def run(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run one statement and return the row id of what it put in.

        Raises:
            StoreError: the file cannot be written.
        """
        with self._explained():
            return self._connection.execute(sql, values).lastrowid or 0

    def change(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run one statement and return how many rows it changed.

        Raises:
            StoreError: the file cannot be written.
        """
        with self._explained():
            return self._connection.execute(sql, values).rowcount

    def run_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for many rows.

        Raises:
            StoreError: the file cannot be written.
        """
        with self._explained():
            self._connection.executemany(sql, rows)

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

    def _make_place(self) -> None:
        """Make the folder of the file, and a private file before SQLite makes it for all eyes."""
        hint = self._schema.words.place
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"{error.filename or self.path.parent}: the folder cannot be made:"
                f" {error.strerror}",
                hint=hint,
            ) from error
        if not self._schema.private:
            return
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        except IsADirectoryError:
            return  # SQLite's own error says it
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be made: {error.strerror}", hint=hint) from error

    def _prepare(self, access: Access) -> None:
        for pragma in self._schema.pragmas:
            self.run(f"PRAGMA {pragma}")
        if access is not Access.READ and self._is_new():
            with self.transaction():
                if self._is_new():  # nobody was faster
                    self._make()
        self._recognise()
        if access is Access.READ:
            self.run("PRAGMA query_only = ON")

    def _is_new(self) -> bool:
        return not self.rows("SELECT 1 FROM sqlite_master LIMIT 1")

    def _make(self) -> None:
        for statement in self._schema.statements:
            self.run(statement)
        self.run(f"PRAGMA application_id = {self._schema.application}")
        self.run(f"PRAGMA user_version = {self._schema.version}")

    def _recognise(self) -> None:
        application = self.rows("PRAGMA application_id")[0][0]
        version = self.rows("PRAGMA user_version")[0][0]
        words = self._schema.words
        if application != self._schema.application:
            raise _of_another_program(self.path, words)
        if version != self._schema.version:
            age = "a newer" if version > self._schema.version else "an older"
            hint = words.newer if version > self._schema.version else words.older
            raise StoreError(
                f"{self.path}: written by {age} version of samsvar"
                f" (layout {version}, this program knows {self._schema.version})",
                hint=hint.format(name=words.name),
            )

    def _explained(self) -> AbstractContextManager[None]:
        return _explained(self.path, self._schema.words)


def layout_of(path: Path, schema: Schema) -> int:
    """Return the version of the tables in a file; 0: there is no file, or nothing in it.

    Raises:
        StoreError: it is a file of another sort, or cannot be read.
    """
    if not path.exists():
        return 0
    with _explained(path, schema.words):
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
        with closing(connection):
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            tables = connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    if not tables:
        return 0
    if application != schema.application:
        raise _of_another_program(path, schema.words)
    return int(version)


def _of_another_program(path: Path, words: Words) -> StoreError:
    return StoreError(
        f"{path}: this is a database of another program, not {words.what}",
        hint=f"give another file with {words.option}",
    )


@contextmanager
def _explained(path: Path, words: Words) -> Iterator[None]:
    """Turn an error of SQLite into one that names the file and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        usual = (f"the {words.name} cannot be used: {error}", words.unknown)
        problem, cure = (_CURES | dict(words.cures)).get(code, usual)
        cure = cure.format(option=words.option)
        raise StoreError(f"{path}: {problem}", hint=cure) from error


#: what a person can do about SQLite's result codes, whatever file it is
_CURES: Final = {
    sqlite3.SQLITE_FULL: (
        "no space is left; nothing of this was written",
        "free some space and run the command again",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "the file is damaged",
        "put back a copy of it, or make a new one and import what was exported",
    ),
    sqlite3.SQLITE_READONLY: (
        "the file cannot be written",
        "ask for the right to write the file and its folder, or give another with {option}",
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
#: result codes that files of each sort have words of their own for
NOT_A_DATABASE: Final = sqlite3.SQLITE_NOTADB
DAMAGED: Final = sqlite3.SQLITE_CORRUPT
NO_SPACE: Final = sqlite3.SQLITE_FULL


def user_file(variable: str, name: str, environment: Mapping[str, str] = os.environ) -> Path:
    """Return the file that an environment variable names, else ``name`` in the user's data folder.

    >>> user_file("SAMSVAR_NAMES", "names.db", {"XDG_DATA_HOME": "data"}).as_posix()
    'data/samsvar/names.db'
    """
    if environment.get(variable):
        return Path(environment[variable])
    home = environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "samsvar" / name
