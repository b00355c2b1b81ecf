"""Changes of a register inside one transaction, with their history and the sums of digests."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

from pipeline.authority.decisions import problem_of
from pipeline.authority.entries import Entry
from pipeline.authority.keys import form_key
from pipeline.authority.knowledge import Decision
from pipeline.database import Database
from pipeline.errors import StoreError

#: sums of digests are counted modulo this
_ROOM = 2**256


class Batch:
    """What one command changes. ``counts`` says how many entries were added, changed, removed."""

    def __init__(self, database: Database, entry_of: Callable[[str], Entry | None]) -> None:
        self._database = database
        self._entry_of = entry_of
        self._number = 0
        self._sums: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()

    def begin(self, by: str, what: str, at: datetime) -> None:
        """Note who changes, when and on what occasion."""
        self._database.run(
            "CREATE TEMP TABLE IF NOT EXISTS lines (id TEXT PRIMARY KEY, line INTEGER) STRICT"
        )
        self._database.run("DELETE FROM temp.lines")
        self._number = self._database.run(
            "INSERT INTO batches (at, by, what) VALUES (?, ?, ?)", (at.isoformat(), by, what)
        )

    @property
    def number(self) -> int:
        """The number of the command in the history (``Change.batch``)."""
        return self._number

    def put(self, entry: Entry) -> str:
        """Add an entry, or put it in the place of the one with its id; say which was done.

        Returns:
            "added", "changed" or "unchanged".

        Raises:
            StoreError: the file cannot be written.
        """
        before = self._entry_of(entry.id)
        if before == entry:
            action = "unchanged"
        else:
            action = "changed" if before else "added"
            if before:
                self._take_out(before)
            self._note(action, entry.id, before)
            self._put_in(entry)
        self.counts[action] += 1
        return action

    def remove(self, entry_id: str) -> bool:
        """Remove the entry with an id; return whether there was one."""
        before = self._entry_of(entry_id)
        if before:
            self._take_out(before)
            self._note("removed", entry_id, before)
            self.counts["removed"] += 1
        return before is not None

    def hide(self, entry: Entry) -> None:
        """Let an entry of the package count no more."""
        if not self._database.rows("SELECT 1 FROM hidden WHERE id = ?", (entry.id,)):
            self._database.run("INSERT INTO hidden (id) VALUES (?)", (entry.id,))
            self._sums["hidden"] += digest_of(entry.id)
            self._note("removed", entry.id, entry)
            self.counts["removed"] += 1

    def show(self, entry_id: str) -> None:
        """Let an entry of the package count again."""
        if self._database.rows("SELECT 1 FROM hidden WHERE id = ?", (entry_id,)):
            self._database.run("DELETE FROM hidden WHERE id = ?", (entry_id,))
            self._sums["hidden"] -= digest_of(entry_id)
            self._note("added", entry_id, None)

    def remember_line(self, entry_id: str, line: int) -> None:
        """Note on which line of a file an entry stood, until the command ends."""
        self._database.run("INSERT INTO temp.lines VALUES (?, ?)", (entry_id, line))

    def line_of(self, entry_id: str) -> int:
        """Return the line on which an entry stood in the file that is read; 0: it did not."""
        rows = self._database.rows("SELECT line FROM temp.lines WHERE id = ?", (entry_id,))
        return int(rows[0][0]) if rows else 0

    def decide(self, decision: Decision) -> bool:
        """Append a decision; return whether it is new (the same one twice is kept once).

        Raises:
            StoreError: the decision makes no sense, takes back one that is not there, or another
                one has its id.
        """
        problem = problem_of(decision)
        if problem:
            raise StoreError(f"decision {decision.id}: {problem}", hint="nothing was written")
        there = self._decision(decision.id)
        if there and there != decision:
            raise StoreError(
                f"decision {decision.id}: another decision has this id already",
                hint="a decision is never changed: undo it and decide anew",
            )
        if there:
            return False
        if decision.undoes and not self._decision(decision.undoes):
            raise StoreError(
                f"decision {decision.id}: there is no decision {decision.undoes} to take back",
                hint="list the decisions to see their ids",
            )
        self._database.run(
            "INSERT INTO decisions (id, kind, verdict, article, at, by, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                decision.id,
                decision.kind.value,
                decision.verdict.value,
                decision.article,
                decision.at.isoformat(),
                decision.by,
                decision.model_dump_json(),
            ),
        )
        self._sums["decisions"] += digest_of(decision)
        self.counts["decided"] += 1
        return True

    def end(self) -> None:
        """Write the sums of digests, so that the revision tells of the change."""
        for what, change in self._sums.items():
            rows = self._database.rows("SELECT value FROM sums WHERE what = ?", (what,))
            before = int(rows[0][0], 16) if rows else 0
            self._database.run(
                "INSERT OR REPLACE INTO sums (what, value) VALUES (?, ?)",
                (what, f"{(before + change) % _ROOM:064x}"),
            )

    def _decision(self, decision_id: str) -> Decision | None:
        rows = self._database.rows("SELECT body FROM decisions WHERE id = ?", (decision_id,))
        return Decision.model_validate_json(rows[0][0]) if rows else None

    def _note(self, action: str, entry_id: str, before: Entry | None) -> None:
        # an entry that one command changes twice was before what it was the first time
        self._database.run(
            "INSERT OR IGNORE INTO changes (entry, batch, action, before) VALUES (?, ?, ?, ?)",
            (entry_id, self._number, action, before.model_dump_json() if before else None),
        )

    def _take_out(self, entry: Entry) -> None:
        self._database.run("DELETE FROM entries WHERE id = ?", (entry.id,))
        self._sums["entries"] -= digest_of(entry)

    def _put_in(self, entry: Entry) -> None:
        database = self._database
        number = database.run(
            "INSERT INTO entries (id, kind, name, key, keep, verified, source, note)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.id,
                entry.kind.value,
                entry.name,
                form_key(entry.name),
                int(entry.keep),
                int(entry.verified),
                entry.source,
                entry.note,
            ),
        )
        for place, a in enumerate(entry.aliases):
            database.run(
                "INSERT INTO aliases VALUES (?, ?, ?, ?, ?, ?, ?)",
                (number, place, a.name, form_key(a.name), a.kind.value, a.source, _iso(a.noted)),
            )
        for place, b in enumerate(entry.affiliations):
            database.run(
                "INSERT INTO affiliations VALUES (?, ?, ?, ?, ?, ?)",
                (number, place, b.organisation, b.role, _iso(b.since), _iso(b.until)),
            )
        for language, name in entry.official.items():
            database.run("INSERT INTO official VALUES (?, ?, ?)", (number, language, name))
        for scheme, value in entry.ids.items():
            database.run("INSERT INTO ids VALUES (?, ?, ?)", (number, scheme, value))
        self._sums["entries"] += digest_of(entry)


def digest_of(thing: Entry | Decision | str) -> int:
    """Return a number made of the contents of an entry, of a decision or of an id."""
    if isinstance(thing, str):
        text = thing
    elif isinstance(thing, Entry):
        # the order of a mapping does not count
        pairs = [sorted(thing.official.items()), sorted(thing.ids.items())]
        text = thing.model_dump_json(exclude={"official", "ids"}) + json.dumps(pairs)
    else:
        text = thing.model_dump_json()
    return int.from_bytes(hashlib.sha256(text.encode()).digest())


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
