"""What people did, copied from the register so that the queue can ask it fast.

The register is where decisions are kept; here they stand by name, by flag, by person and by step,
with what was found fine as it is. A copy that falls behind catches up, and one that does not match
is made anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from pipeline.authority.decisions import Rulings
from pipeline.authority.keys import form_key
from pipeline.authority.knowledge import Decision, Verdict
from pipeline.authority.schema import SCHEMA as REGISTER
from pipeline.authority.scopes import keys_of, moment
from pipeline.authority.writing import digest_of
from pipeline.database import Database
from pipeline.records import EntityKind, Record
from pipeline.review.filling import number_of
from pipeline.review.states import FINE
from pipeline.text.folding import fold

#: sums of digests are counted modulo this, as the register's are
_ROOM: Final = 2**256


class Fine(Record):
    """Somebody looked at a flag and let it be; ``undoes`` takes such a word back."""

    id: str
    flag: str
    kind: EntityKind
    forms: tuple[str, ...]
    article: str = ""
    by: str
    at: datetime
    reason: str = ""
    undoes: str = ""


@dataclass
class Changes:
    """What became different: names about which something else holds now, and flags answered.

    ``whole`` is set where everything may have. ``decisions`` are those that were not known before.
    """

    names: set[int] = field(default_factory=set)
    flags: set[str] = field(default_factory=set)
    whole: bool = False
    decisions: tuple[Decision, ...] = ()


class Ledger:
    """The acts in the database of a queue. Whoever writes holds a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- catching up --------------------------------------------------------------------------

    def is_behind(self, register: Path) -> bool:
        """Return whether the register holds other decisions than those that were copied."""
        return _sum_in(register) != self._sum

    def catch_up(self, register: Path) -> Changes:
        """Copy what the register has more, or everything where the copy does not match.

        Raises:
            StoreError: the register cannot be read.
        """
        wanted, last = _sum_in(register), int(self._kept("last", "0"))
        if wanted == self._sum:
            return Changes()
        new = decisions_after(last, register)
        total = self._sum + sum(digest_of(decision) for _, decision in new)
        anew = total % _ROOM != wanted
        known: set[str] = set()
        if anew:
            known = {row[0] for row in self._database.rows("SELECT id FROM acts WHERE NOT own")}
            self._database.run("DELETE FROM acts WHERE NOT own")
            new = decisions_after(0, register)
            total = sum(digest_of(decision) for _, decision in new)
        changes = self._add([decision for _, decision in new])
        changes.decisions = tuple(decision for _, decision in new if decision.id not in known)
        changes.whole = changes.whole or anew or last == 0
        self._keep("sum", f"{total % _ROOM:064x}")
        self._keep("last", str(max((number for number, _ in new), default=last)))
        return changes

    def let_be(self, words: Iterable[Fine]) -> Changes:
        """Append that flags are fine as they are, or that this is taken back."""
        changes = Changes()
        for fine in words:
            verdict = Verdict.UNDONE if fine.undoes else FINE
            self._put(fine, verdict, own=True)
            changes.flags.add(fine.flag)
            self._settle([fine.undoes or fine.id])
        return changes

    # -- asking -------------------------------------------------------------------------------

    def rulings(self, names: Iterable[int]) -> Rulings:
        """Return what follows from the decisions about names and about what those are joined to."""
        return Rulings.of(self._standing(self.closure(names)))

    def all_rulings(self) -> Rulings:
        """Return what follows from all decisions."""
        sql = "SELECT body FROM acts WHERE stands AND NOT own AND verdict <> 'undone'"
        return Rulings.of(Decision.model_validate_json(row[0]) for row in self._database.rows(sql))

    def closure(self, names: Iterable[int]) -> frozenset[int]:
        """Return names with those that standing decisions tie to them, however far."""
        reached = set(names)
        waiting = list(reached)
        sql = (
            "SELECT DISTINCT theirs.name FROM act_names AS ours"
            " JOIN acts ON acts.number = ours.act AND acts.stands AND NOT acts.own"
            " JOIN act_names AS theirs ON theirs.act = ours.act WHERE ours.name IN ({})"
        )
        while waiting:
            new = {row[0] for row in self._database.found(sql, waiting)} - reached
            reached |= new
            waiting = list(new)
        return frozenset(reached)

    # -- parts --------------------------------------------------------------------------------

    @property
    def _sum(self) -> int:
        return int(self._kept("sum", "0"), 16)

    def _standing(self, names: frozenset[int]) -> Iterator[Decision]:
        sql = (
            "SELECT DISTINCT acts.number, body FROM act_names JOIN acts ON number = act"
            " WHERE stands AND NOT own AND name IN ({})"
        )
        bodies: dict[int, str] = dict(self._database.found(sql, list(names)))
        return (Decision.model_validate_json(body) for body in bodies.values())

    def _add(self, decisions: Sequence[Decision]) -> Changes:
        changes = Changes(whole=len(decisions) > 200)
        for decision in decisions:
            self._put(decision, decision.verdict)
        undone = [d.undoes for d in decisions if d.verdict is Verdict.UNDONE]
        touched = [*(d.id for d in decisions), *self._settle(undone)]
        sql = (
            "SELECT act_names.name, acts.flag FROM acts JOIN act_names ON act = number"
            " WHERE acts.id IN ({})"
        )
        for name, flag in self._database.found(sql, touched):
            changes.names.add(name)
            if flag:
                changes.flags.add(flag)
        return changes

    def _put(self, act: Decision | Fine, verdict: str, *, own: bool = False) -> None:
        at = moment(act) if isinstance(act, Decision) else act.at
        said = (*act.forms, act.reason, getattr(act, "name", ""), act.article)
        number = self._database.run(
            "INSERT INTO acts (id, at, by, verdict, kind, article, flag, undoes, step, stands,"
            " own, words, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)",
            (
                act.id, at.isoformat(), act.by, str(verdict), act.kind.value, act.article,
                act.flag, act.undoes, step_of(act.by, at), int(own), fold(" ".join(said)),
                act.model_dump_json(),
            ),
        )  # fmt: skip
        keys = keys_of(act) if isinstance(act, Decision) else map(form_key, act.forms)
        for key in dict.fromkeys(keys):
            self._database.run(
                "INSERT INTO act_names (name, act) VALUES (?, ?)",
                (number_of(self._database, act.kind, key), number),
            )

    def _settle(self, ids: Iterable[str]) -> list[str]:
        """Work out anew what stands of all that is taken back together; return its ids."""
        settled: list[str] = []
        for act_id in dict.fromkeys(ids):
            if act_id not in settled:
                stands = self._stands(self._root(act_id))
                for each, stand in stands.items():
                    self._database.run(
                        "UPDATE acts SET stands = ? WHERE id = ?", (int(stand), each)
                    )
                settled += stands
        return settled

    def _root(self, act_id: str) -> str:
        """Return what is taken back in the end: ``act_id`` may take back what takes back it."""
        seen = {act_id}
        while True:
            found = self._database.rows("SELECT undoes FROM acts WHERE id = ?", (act_id,))
            if not found or not found[0][0] or found[0][0] in seen:
                return act_id
            act_id = found[0][0]
            seen.add(act_id)

    def _stands(self, root: str) -> dict[str, bool]:
        """Return for an act, and all that takes it back and so on, whether it stands."""
        takers: dict[str, list[str]] = {}
        waiting = [root]
        while waiting:
            act_id = waiting.pop()
            if act_id in takers:  # they take back each other in a circle: none of them stands
                return dict.fromkeys(takers, False)
            found = self._database.rows("SELECT id FROM acts WHERE undoes = ?", (act_id,))
            takers[act_id] = [row[0] for row in found]
            waiting += takers[act_id]
        stands: dict[str, bool] = {}
        for act_id in reversed(takers):
            stands[act_id] = not any(stands[taker] for taker in takers[act_id])
        return stands

    def _kept(self, what: str, otherwise: str) -> str:
        rows = self._database.rows("SELECT value FROM kept WHERE what = ?", (what,))
        return str(rows[0][0]) if rows else otherwise

    def _keep(self, what: str, value: str) -> None:
        self._database.run("INSERT OR REPLACE INTO kept (what, value) VALUES (?, ?)", (what, value))


def step_of(by: str, at: datetime) -> str:
    """Return the id of a step: what one person did at one moment is done and undone together."""
    return hashlib.sha256(json.dumps([by, at.isoformat()]).encode()).hexdigest()[:12]


def _sum_in(register: Path) -> int:
    if not register.exists():
        return 0
    with Database(register, REGISTER) as database:
        rows = database.rows("SELECT value FROM sums WHERE what = 'decisions'")
    return int(rows[0][0], 16) if rows else 0


def decisions_after(number: int, register: Path) -> list[tuple[int, Decision]]:
    """Return the decisions of a register that came after the one with a number, with theirs.

    Raises:
        StoreError: the register cannot be read.
    """
    if not register.exists():
        return []
    with Database(register, REGISTER) as database:
        rows = database.rows(
            "SELECT number, body FROM decisions WHERE number > ? ORDER BY number", (number,)
        )
    return [(int(number), Decision.model_validate_json(body)) for number, body in rows]
