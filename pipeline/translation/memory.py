"""The translation memory: what models made, reused as it is, and what people wrote, which wins.

What a model made of a segment is found by everything that it was made from; another model, another
form of a name or another glossary is another key, so that nothing stale comes back. It may be
thrown away at any time. What a person wrote is found by the source text and the languages, is kept
apart, and is never changed or thrown away by the program; a later one counts before an earlier.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from pipeline.database import Access, Closing, Database, Value, user_file
from pipeline.translation.memory_rows import (
    SEGMENT_COLUMNS,
    UNIT_COLUMNS,
    Remembered,
    Stats,
    remembered,
    row_of,
    unit_of,
    unit_row,
)
from pipeline.translation.memory_schema import SCHEMA
from pipeline.translation.units import Author, Unit, now, unit_key

#: bytes in use above which what was not used for longest is thrown away
LIMIT: Final = 2_000_000_000


def default_path() -> Path:
    """Return ``$SAMSVAR_MEMORY``, else ``samsvar/memory.db`` in the user's folder for data."""
    return user_file("SAMSVAR_MEMORY", "memory.db")


class Memory(Closing):
    """An open translation memory."""

    def __init__(self, path: Path, *, make: bool = True, limit: int = LIMIT) -> None:
        """Open the memory in a file.

        Args:
            path: the file.
            make: make the file where there is none.
            limit: bytes in use above which the oldest machine output goes; people's texts stay.

        Raises:
            StoreError: the file is missing, damaged, of another program or a newer version.
        """
        self._file = Database(path, SCHEMA, Access.WRITE if make else Access.PRESENT)
        self._limit = limit
        self.path = path

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def segments(self, keys: Sequence[bytes]) -> dict[bytes, Remembered]:
        """Return what models made, by key; keys that are not known are left out.

        Raises:
            StoreError: the file cannot be read.
        """
        sql = f"SELECT {SEGMENT_COLUMNS} FROM segments WHERE key IN ({{}})"  # noqa: S608 - our own words
        return {row[0]: remembered(row, self.path) for row in self._file.found(sql, keys)}

    def units(self, keys: Sequence[bytes]) -> dict[bytes, Unit]:
        """Return what people wrote (and others made), by ``unit_key``.

        Of several the one made last counts, and any by a person counts before all by machines.

        Raises:
            StoreError: the file cannot be read.
        """
        sql = f"SELECT key, {UNIT_COLUMNS} FROM units WHERE key IN ({{}}) ORDER BY made_at, number"  # noqa: S608
        return self._that_count(self._file.found(sql, keys))

    def given_units(self) -> dict[bytes, Unit]:
        """Return everything that ``units`` can return: what people wrote and others made.

        Raises:
            StoreError: the file cannot be read.
        """
        sql = f"SELECT key, {UNIT_COLUMNS} FROM units ORDER BY made_at, number"  # noqa: S608
        return self._that_count(self._file.rows(sql))

    def keep(self, made: Sequence[Remembered], used: Sequence[bytes] = ()) -> None:
        """Keep what a model made, and note that other segments were of use today.

        Raises:
            StoreError: the file cannot be written; it is as it was before.
        """
        today = now().date().isoformat()
        stale = list(
            self._file.found(
                f"SELECT key FROM segments WHERE used_on < '{today}' AND key IN ({{}})",  # noqa: S608
                used,
            )
        )
        if not made and not stale:
            return
        with self._file.transaction():
            self._file.run_many(
                f"INSERT OR REPLACE INTO segments ({SEGMENT_COLUMNS}, used_on)"  # noqa: S608
                f" VALUES ({', '.join('?' * 12)})",
                ((*row_of(one), today) for one in made),
            )
            self._file.run_many(
                "UPDATE segments SET used_on = ? WHERE key = ?", ((today, key) for (key,) in stale)
            )
            self._throw_away()

    def add(self, units: Iterable[Unit]) -> int:
        """Add what people wrote or others made, all or nothing, and return how many were new.

        Raises:
            StoreError: the file cannot be written; it is as it was before.
        """
        added = 0
        with self._file.transaction():
            for unit in units:
                key = unit_key(unit.source, unit.source_language, unit.target_language)
                last = self._file.rows(
                    "SELECT target FROM units WHERE key = ? AND author = ?"
                    " ORDER BY made_at DESC, number DESC LIMIT 1",
                    (key, unit.author.value),
                )
                if last and last[0][0] == unit.target:
                    continue
                self._file.run(
                    f"INSERT INTO units (key, {UNIT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                    (key, *unit_row(unit)),
                )
                added += 1
        return added

    def take_back(self, unit: Unit) -> bool:
        """Delete a text that its author takes back; the one from before it counts again.

        Returns:
            Whether it was there.

        Raises:
            StoreError: the file cannot be written.
        """
        key = unit_key(unit.source, unit.source_language, unit.target_language)
        texts: tuple[Value, ...] = (key, *unit_row(unit)[3:])
        where = "key = ? AND target = ? AND author = ? AND made_by = ? AND made_at = ?"
        last = f"SELECT MAX(number) FROM units WHERE {where}"  # noqa: S608 - our own words
        return bool(self._file.change(f"DELETE FROM units WHERE number = ({last})", texts))  # noqa: S608

    def all_units(self, *, machine: bool = False) -> Iterator[Unit]:
        """Yield the texts that count, people's first; with ``machine`` what machines made too.

        Raises:
            StoreError: the file cannot be read.
        """
        for author in (Author.PERSON, *([Author.MACHINE] if machine else [])):
            for row in self._pages("units", f"key, {UNIT_COLUMNS}", author.value):
                unit = unit_of(row[2:], self.path)
                if self._is_last(row[1], row[0], author):
                    yield unit
        if machine:
            for row in self._pages("segments", SEGMENT_COLUMNS, None):
                yield remembered(row[1:], self.path).unit

    def stats(self) -> Stats:
        """Return what is in the memory.

        Raises:
            StoreError: the file cannot be read.
        """
        rows = self._file.rows
        authors: dict[str, int] = dict(
            rows("SELECT author, COUNT(DISTINCT key) FROM units GROUP BY author")
        )
        pair = "source_language || '-' || target_language"
        first, last = rows("SELECT MIN(made_at), MAX(made_at) FROM segments")[0]
        return Stats(
            bytes=self._file.used,
            segments=rows("SELECT COUNT(*) FROM segments")[0][0],
            edits=authors.get(Author.PERSON.value, 0),
            imported=authors.get(Author.MACHINE.value, 0),
            pairs=dict(rows(f"SELECT {pair}, COUNT(*) FROM segments GROUP BY 1 ORDER BY 1")),  # noqa: S608
            models=dict(rows("SELECT models, COUNT(*) FROM segments GROUP BY 1 ORDER BY 2 DESC")),
            first=first or "",
            last=last or "",
        )

    def forget_texts(self, matches: Callable[[str], bool]) -> tuple[int, int]:
        """Delete everything whose source or translation matches, people's texts too.

        Returns:
            How many segments of models and how many other texts went; nothing of them is left in
            the file.

        Raises:
            StoreError: the file cannot be written.
        """
        gone = []
        with self._file.transaction():
            for table in ("segments", "units"):
                numbers = [
                    (row[0],)
                    for row in self._pages(table, "source, target", None)
                    if matches(row[1]) or matches(row[2])
                ]
                self._file.run_many(f"DELETE FROM {table} WHERE number = ?", numbers)  # noqa: S608
                gone.append(len(numbers))
        self._file.shrink()
        return gone[0], gone[1]

    def forget_older(self, days: int) -> int:
        """Delete what models made and nobody used for so many days; return how many went.

        Raises:
            StoreError: the file cannot be written.
        """
        day = (now() - timedelta(days=days)).date().isoformat()
        return self._forget("used_on < ?", (day,))

    def forget_model(self, name: str) -> int:
        """Delete what a model made ("translator" or "translator 2"); return how many went.

        Raises:
            StoreError: the file cannot be written.
        """
        pattern = re.compile(rf"^{re.escape(name)}(?: |$)", re.MULTILINE)
        models = [
            row[0]
            for row in self._file.rows("SELECT DISTINCT models FROM segments")
            if pattern.search(row[0])
        ]
        return sum(self._forget("models = ?", (one,)) for one in models)

    def _that_count(self, rows: Iterable[Sequence[Any]]) -> dict[bytes, Unit]:
        """Return of rows in the order of time those that count, by key."""
        best: dict[bytes, Unit] = {}
        for key, *row in rows:
            unit = unit_of(row, self.path)
            if unit.author is Author.PERSON or key not in best or best[key].author is unit.author:
                best[key] = unit
        return best

    def _forget(self, condition: str, values: Sequence[str]) -> int:
        with self._file.transaction():
            gone = self._file.change(f"DELETE FROM segments WHERE {condition}", values)  # noqa: S608
        self._file.shrink()
        return gone

    def _throw_away(self) -> None:
        """Delete the tenth of the segments that was not used for longest, until there is room."""
        while self._file.used > self._limit:
            count = self._file.rows("SELECT COUNT(*) FROM segments")[0][0]
            if not count:
                return
            self._file.run(
                "DELETE FROM segments WHERE number IN"
                " (SELECT number FROM segments ORDER BY used_on, number LIMIT ?)",
                (max(1, count // 10),),
            )

    def _pages(self, table: str, columns: str, author: str | None) -> Iterator[Any]:
        """Yield the rows of a table, each after its number, without holding them all."""
        where = "" if author is None else "AND author = ?"
        sql = f"SELECT number, {columns} FROM {table} WHERE number > ? {where} ORDER BY number LIMIT 1000"  # noqa: S608, E501
        last = 0
        while rows := self._file.rows(sql, (last, *([] if author is None else [author]))):
            yield from rows
            last = rows[-1][0]

    def _is_last(self, key: bytes, number: int, author: Author) -> bool:
        """Return whether the unit with a number is the one that counts for its key."""
        last = "SELECT number FROM units WHERE key = ? AND author = ? ORDER BY made_at DESC, number DESC LIMIT 1"  # noqa: E501
        return [(number,)] == self._file.rows(last, (key, author.value))
