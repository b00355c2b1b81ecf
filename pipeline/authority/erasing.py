"""A person taken out of a register of names for good: entries, history and decisions too.

The history and the decisions are only ever appended to, and triggers of the file see to it. The
law gives people a right that is above that. What is left is a note that something was erased,
when, by whom and how much: no name.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pipeline.authority.entries import Entry
from pipeline.authority.knowledge import Decision
from pipeline.authority.schema import SCHEMA
from pipeline.authority.store import Store
from pipeline.authority.writing import digest_of
from pipeline.database import Access, Database
from pipeline.text.traces import Traces

#: what the history says of an erasure, and puts in the place of what held the name
ERASED: Final = "erased"
_ROOM: Final = 2**256
_TRIGGERS: Final = tuple(s.strip() for s in SCHEMA.statements if "CREATE TRIGGER" in s)


def erase(path: Path, traces: Traces, by: str, *, do: bool) -> Counter[str]:
    """Take all traces of a person out of a register, in one transaction.

    An entry with such a name goes; of another entry that mentions it, what mentions it goes. A
    decision about such a name goes; of one that only mentions it, what mentions it goes.

    Args:
        path: the file.
        traces: the person's name in all its forms.
        by: who does it, for the note that is left.
        do: whether it is done, or only counted.

    Returns:
        How many ``entries``, ``mentions`` in others, steps of ``history`` and ``decisions`` are
        (or would be) gone.

    Raises:
        StoreError: the file cannot be read or written; it is as it was before.
    """
    with Store(path) as store:
        work = _Work(traces, list(store.all_entries()), list(store.decisions()))
    database = Database(path, SCHEMA, Access.PRESENT if do else Access.READ)
    with database:
        work.look_at_history(database)
        if do and work.counts:
            # what is deleted is wiped at once, whatever happens before the file is written anew
            database.run("PRAGMA secure_delete = ON")
            with database.transaction():
                for trigger in _TRIGGERS:
                    database.run(f"DROP TRIGGER {trigger.split()[2]}")
                work.carry_out(database, by)
                for trigger in _TRIGGERS:
                    database.run(trigger)
        if do:
            # also where an earlier erasure was killed before it came to this
            database.shrink()
    if do:
        for index in path.parent.glob(f"{path.name}.*.index"):
            index.unlink(missing_ok=True)
    return work.counts


class _Work:
    """What is to be erased, and the count of it."""

    def __init__(self, traces: Traces, entries: list[Entry], decisions: list[Decision]) -> None:
        self._holds = traces.are_in_any
        self.counts: Counter[str] = Counter()
        self._gone: list[Entry] = []
        self._changed: list[tuple[Entry, Entry]] = []
        for entry in entries:
            if self._holds([entry.id, entry.name]):
                self._gone.append(entry)
            elif (rest := _without(entry, self._holds)) != entry:
                self._changed.append((entry, rest))
        self._decisions = _decided(decisions, self._holds)
        self._history: list[tuple[str, int]] = []
        self._occasions: list[int] = []
        self.counts["entries"] = len(self._gone)
        self.counts["mentions"] = len(self._changed)
        self.counts["decisions"] = len(self._decisions)
        self.counts += Counter()

    def look_at_history(self, database: Database) -> None:
        """Find the steps of the history that hold the name."""
        ids = {entry.id for entry in self._gone}
        rows = database.stream("SELECT entry, batch, before FROM changes")
        self._history = [
            (entry, batch)
            for entry, batch, before in rows
            if entry in ids or self._holds([entry, json.loads(before) if before else ""])
        ]
        occasions = database.rows("SELECT number, what FROM batches")
        self._occasions = [number for number, what in occasions if self._holds(what)]
        self.counts["history"] = len(self._history) + len(self._occasions)
        self.counts += Counter()

    def carry_out(self, database: Database, by: str) -> None:
        """Erase it, and leave the note."""
        sums: Counter[str] = Counter()
        for entry in self._gone:
            database.run("DELETE FROM entries WHERE id = ?", (entry.id,))
            sums["entries"] -= digest_of(entry)
        for before, after in self._changed:
            _replace(database, before, after)
            sums["entries"] += digest_of(after) - digest_of(before)
        database.run_many("DELETE FROM changes WHERE entry = ? AND batch = ?", self._history)
        database.run_many(
            "UPDATE batches SET what = ? WHERE number = ?",
            [(ERASED, number) for number in self._occasions],
        )
        for old, new in self._decisions:
            if new is None:
                database.run("DELETE FROM decisions WHERE id = ?", (old.id,))
                sums["decisions"] -= digest_of(old)
            else:
                body = new.model_dump_json()
                database.run("UPDATE decisions SET body = ? WHERE id = ?", (body, old.id))
                sums["decisions"] += digest_of(new) - digest_of(old)
        for what, change in sums.items():
            rows = database.rows("SELECT value FROM sums WHERE what = ?", (what,))
            value = (int(rows[0][0], 16) if rows else 0) + change
            database.run(
                "INSERT OR REPLACE INTO sums VALUES (?, ?)", (what, f"{value % _ROOM:064x}")
            )
        told = ", ".join(f"{what} {number}" for what, number in sorted(self.counts.items()))
        database.run(
            "INSERT INTO batches (at, by, what) VALUES (?, ?, ?)",
            (datetime.now(UTC).isoformat(), by, f"{ERASED}: {told}"),
        )


def _without(entry: Entry, holds: Callable[[object], bool]) -> Entry:
    """Return an entry without what mentions a name."""

    def kept(things: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(one for one in things if not holds(one.model_dump(mode="json")))

    return entry.model_copy(
        update={
            "aliases": kept(entry.aliases),
            "affiliations": kept(entry.affiliations),
            "official": {k: v for k, v in entry.official.items() if not holds([k, v])},
            "ids": {k: v for k, v in entry.ids.items() if not holds([k, v])},
            "source": "" if holds(entry.source) else entry.source,
            "note": "" if holds(entry.note) else entry.note,
        }
    )


def _decided(
    decisions: list[Decision], holds: Callable[[object], bool]
) -> list[tuple[Decision, Decision | None]]:
    """Return the decisions that hold a name, each with what is left of it."""
    found: dict[str, tuple[Decision, Decision | None]] = {}
    for decision in decisions:
        if decision.undoes in found and found[decision.undoes][1] is None:
            found[decision.id] = (decision, None)  # what it takes back is gone
        elif holds([*decision.forms, decision.name, decision.article]):
            found[decision.id] = (decision, None)
        else:
            rest = decision.model_copy(
                update={
                    "reason": "" if holds(decision.reason) else decision.reason,
                    "flag": "" if holds(decision.flag) else decision.flag,
                    "evidence": tuple(
                        one for one in decision.evidence if not holds(one.model_dump(mode="json"))
                    ),
                }
            )
            if rest != decision:
                found[decision.id] = (decision, rest)
    return list(found.values())


def _replace(database: Database, before: Entry, after: Entry) -> None:
    """Put what is left of an entry in its place; it only ever became less."""
    [[number]] = database.rows("SELECT number FROM entries WHERE id = ?", (before.id,))
    database.run(
        "UPDATE entries SET source = ?, note = ? WHERE number = ?",
        (after.source, after.note, number),
    )
    for table, old, new in (
        ("aliases", before.aliases, after.aliases),
        ("affiliations", before.affiliations, after.affiliations),
    ):
        for position, one in enumerate(old):
            if one not in new:
                database.run(
                    f"DELETE FROM {table} WHERE entry = ? AND position = ?",  # noqa: S608
                    (number, position),
                )
    for table, column, gone in (
        ("official", "language", set(before.official) - set(after.official)),
        ("ids", "scheme", set(before.ids) - set(after.ids)),
    ):
        for key in gone:
            database.run(
                f"DELETE FROM {table} WHERE entry = ? AND {column} = ?",  # noqa: S608
                (number, key),
            )
