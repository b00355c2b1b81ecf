"""A register of names in one file: entries, their history, and decisions that are only appended."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline.authority.entries import Affiliation, Alias, Entry
from pipeline.authority.keys import form_key
from pipeline.authority.knowledge import Decision, Verdict
from pipeline.authority.schema import SCHEMA
from pipeline.authority.writing import Batch
from pipeline.database import Access, Closing, Database, Row, Value
from pipeline.records import EntityKind

_ENTRY = """
SELECT e.id, e.kind, e.name, e.keep, e.verified, e.source, e.note,
  (SELECT json_group_array(json_array(name, kind, source, noted))
     FROM (SELECT * FROM aliases WHERE entry = e.number ORDER BY position)),
  (SELECT json_group_array(json_array(organisation, role, since, until))
     FROM (SELECT * FROM affiliations WHERE entry = e.number ORDER BY position)),
  (SELECT json_group_object(language, name) FROM official WHERE entry = e.number),
  (SELECT json_group_object(scheme, value) FROM ids WHERE entry = e.number)
FROM entries AS e
"""
_BY_KEY = """
SELECT number, 0 AS alias FROM entries WHERE key = ?1 AND kind = ?2
UNION ALL
SELECT entry, 1 FROM aliases JOIN entries ON number = entry
  WHERE aliases.key = ?1 AND entries.kind = ?2
"""


@dataclass(frozen=True)
class Change:
    """One change of an entry: when, who, on what occasion; ``before`` is what it was before.

    What one command changed has one ``batch`` number.
    """

    at: datetime
    by: str
    what: str
    action: str
    before: Entry | None
    entry: str = ""
    batch: int = 0


class Store(Closing):
    """The user's register. Opened to be written, the file is made when it is not there."""

    def __init__(self, path: Path, access: Access = Access.READ) -> None:
        """Open the file.

        Raises:
            StoreError: it cannot be opened, or is not a register that this program knows.
        """
        self._database = Database(path, SCHEMA, access)
        self.path = path

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    # -- entries ------------------------------------------------------------------------------

    def entry(self, entry_id: str) -> Entry | None:
        """Return the entry with an id."""
        return self._first("WHERE e.id = ?", (entry_id,))

    def identified(self, scheme: str, value: str) -> Entry | None:
        """Return the entry that an outside register knows by ``value`` ("orgnr", "974760673")."""
        sql = "SELECT min(entry) FROM ids WHERE value = ? AND scheme = ?"
        number = self._database.rows(sql, (value, scheme))[0][0]
        return self._first("WHERE e.number = ?", (number,)) if number else None

    def identified_anywhere(self, value: str) -> tuple[Entry, ...]:
        """Return the entries that any outside register knows by ``value``."""
        rows = self._database.rows("SELECT DISTINCT entry FROM ids WHERE value = ?", (value,))
        found = (self._first("WHERE e.number = ?", row) for row in rows)
        return tuple(entry for entry in found if entry)

    def officially(self, name: str) -> tuple[Entry, ...]:
        """Return the entries of which ``name`` is an official name in any language."""
        # several names of one language are parted by "|"
        sql = (
            "SELECT DISTINCT entry FROM official"
            " WHERE instr('|' || lower(name) || '|', '|' || lower(?) || '|')"
        )
        found = (
            self._first("WHERE e.number = ?", row) for row in self._database.rows(sql, (name,))
        )
        return tuple(entry for entry in found if entry)

    def entries(self, name: str, kind: EntityKind) -> tuple[Entry, ...]:
        """Return the entries that have ``name`` as canonical form or alias, canonical first."""
        found: dict[int, int] = {}
        for number, is_alias in self._database.rows(_BY_KEY, (form_key(name), kind.value)):
            found[number] = min(is_alias, found.get(number, 1))
        loaded = [
            (found[number], entry)
            for number in found
            if (entry := self._first("WHERE e.number = ?", (number,)))
        ]
        return tuple(entry for _, entry in sorted(loaded, key=lambda pair: (pair[0], pair[1].id)))

    def beginning(self, key: str, kind: EntityKind | None, most: int) -> tuple[Entry, ...]:
        """Return up to ``most`` entries with a form whose lookup key begins with ``key``."""
        kinds = [kind.value] if kind else [each.value for each in EntityKind]
        sql = (
            "SELECT number FROM entries WHERE key >= ?1 AND key < ?2 AND kind IN (?3, ?4, ?5)"
            " UNION SELECT number FROM aliases AS a JOIN entries AS e ON number = a.entry"
            " WHERE a.key >= ?1 AND a.key < ?2 AND e.kind IN (?3, ?4, ?5) LIMIT ?6"
        )
        asked: tuple[Value, ...] = (key, key + chr(0x10FFFF), *(kinds * 3)[:3], most)
        found = (self._first("WHERE e.number = ?", row) for row in self._database.rows(sql, asked))
        return tuple(entry for entry in found if entry)

    def all_entries(self) -> Iterator[Entry]:
        """Yield every entry in the order of ids, without holding them all."""
        return map(_entry, self._database.stream(_ENTRY + "ORDER BY e.id"))

    def after(self, entry_id: str, kinds: Sequence[EntityKind], most: int) -> tuple[Entry, ...]:
        """Return up to ``most`` entries of some kinds that come after an id, in order of ids."""
        where = "WHERE e.id > ? AND e.kind IN (?, ?, ?) ORDER BY e.id LIMIT ?"
        wanted = ([kind.value for kind in kinds] * 3)[:3]
        rows = self._database.rows(_ENTRY + where, (entry_id, *wanted, most))
        return tuple(map(_entry, rows))

    def names(self) -> Iterator[tuple[str, EntityKind, str]]:
        """Yield the entry's id, its kind and the name for every canonical form and alias."""
        sql = (
            "SELECT id, kind, name FROM entries UNION ALL SELECT e.id, e.kind, a.name"
            " FROM aliases AS a JOIN entries AS e ON e.number = a.entry"
        )
        return ((row[0], EntityKind(row[1]), row[2]) for row in self._database.stream(sql))

    def count(self) -> int:
        """Return how many entries there are."""
        return int(self._database.rows("SELECT count(*) FROM entries")[0][0])

    def hidden(self) -> frozenset[str]:
        """Return the ids of the package's entries that the user does not want."""
        return frozenset(row[0] for row in self._database.rows("SELECT id FROM hidden"))

    def history(self, entry_id: str) -> tuple[Change, ...]:
        """Return the changes of an entry, the first one first."""
        return self._changes("WHERE entry = ? ORDER BY batch", (entry_id,))

    def changed_by(self, batch: int) -> tuple[Change, ...]:
        """Return what one command changed, in the order of ids."""
        return self._changes("WHERE batch = ? ORDER BY entry", (batch,))

    def changed_since(self, batch: int) -> tuple[Change, ...]:
        """Return what the commands after one changed, in the order in which it was changed."""
        return self._changes("WHERE batch > ? ORDER BY batch, entry", (batch,))

    def last_change(self) -> int:
        """Return the number of the latest command that changed an entry; 0: there is none."""
        return int(self._database.rows("SELECT coalesce(max(batch), 0) FROM changes")[0][0])

    def latest(self, most: int, before: int = 0) -> tuple[tuple[Change, int], ...]:
        """Return the latest commands, each with one of its changes and how many it made.

        Args:
            most: how many to return at most.
            before: the number of a batch: only those that are earlier; 0 is all.
        """
        sql = (
            "SELECT batch, min(entry), count(*) FROM changes WHERE batch < ?"
            " GROUP BY batch ORDER BY batch DESC LIMIT ?"
        )
        found = self._database.rows(sql, (before or 2**62, most))
        where = "WHERE batch = ? AND entry = ?"
        return tuple(
            (self._changes(where, (batch, entry))[0], count) for batch, entry, count in found
        )

    def _changes(self, where: str, values: Sequence[Value]) -> tuple[Change, ...]:
        sql = (
            "SELECT at, by, what, action, before, entry, batch"  # noqa: S608 - our own words
            f" FROM changes JOIN batches ON number = batch {where}"
        )
        return tuple(
            Change(
                at=datetime.fromisoformat(at),
                by=by,
                what=what,
                action=action,
                before=Entry.model_validate_json(before) if before else None,
                entry=entry,
                batch=batch,
            )
            for at, by, what, action, before, entry, batch in self._database.rows(sql, values)
        )

    # -- decisions ----------------------------------------------------------------------------

    def decisions(self) -> tuple[Decision, ...]:
        """Return every decision in the order in which they were appended."""
        rows = self._database.stream("SELECT body FROM decisions ORDER BY number")
        return tuple(Decision.model_validate_json(row[0]) for row in rows)

    def decisions_on(self, forms: Iterable[str]) -> tuple[Decision, ...]:
        """Return the decisions about any of some written forms, and every taking back.

        They come in the order in which they were appended; letter case and white space of the
        forms do not matter.
        """
        keys = {form_key(form) for form in forms}
        # letters of a form that need no care for accents: what has none of them is not read
        runs = {max(re.findall(r"[a-z0-9]+", key) or [""], key=len) for key in keys}
        rows = self._database.stream("SELECT body, verdict FROM decisions ORDER BY number")
        found = (
            Decision.model_validate_json(body)
            for body, verdict in rows
            if verdict == Verdict.UNDONE or any(run in body.casefold() for run in runs)
        )
        return tuple(
            decision
            for decision in found
            if decision.undoes or keys & {form_key(f) for f in (*decision.forms, decision.name)}
        )

    def last_decision(self) -> int:
        """Return the number of the latest decision; 0: there is none."""
        return int(self._database.rows("SELECT coalesce(max(number), 0) FROM decisions")[0][0])

    # -- the whole ----------------------------------------------------------------------------

    def revision(self) -> str:
        """Return a digest of entries and decisions; empty where the file holds nothing.

        It depends on what the file holds and not on when, where or in which order it came in.
        """
        sums: dict[str, str] = dict(self._database.rows("SELECT what, value FROM sums"))
        full = {what: value for what, value in sums.items() if int(value, 16)}
        return hashlib.sha256(json.dumps(full, sort_keys=True).encode()).hexdigest() if full else ""

    @contextmanager
    def writing(
        self, by: str, what: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> Iterator[Batch]:
        """Let all changes inside happen, or none.

        Args:
            by: who changes.
            what: on what occasion, in words for the history.
            clock: tells the time.

        Raises:
            StoreError: the file cannot be written.
        """
        with self._database.transaction():
            batch = Batch(self._database, self.entry)
            batch.begin(by, what, clock())
            yield batch
            batch.end()

    def _first(self, where: str, values: Sequence[Value]) -> Entry | None:
        rows = self._database.rows(_ENTRY + where, values)
        return _entry(rows[0]) if rows else None


def _entry(row: Row) -> Entry:
    entry_id, kind, name, keep, verified, source, note, aliases, affiliations, official, ids = row
    return Entry(
        id=entry_id,
        kind=kind,
        name=name,
        aliases=tuple(
            Alias(name=a[0], kind=a[1], source=a[2], noted=a[3]) for a in json.loads(aliases)
        ),
        affiliations=tuple(
            Affiliation(organisation=a[0], role=a[1], since=a[2], until=a[3])
            for a in json.loads(affiliations)
        ),
        official=json.loads(official),
        ids=json.loads(ids),
        keep=bool(keep),
        verified=bool(verified),
        source=source,
        note=note,
    )
