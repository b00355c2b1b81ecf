"""Steps taken back and taken again: one's own last, any other, or all of a person or of a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from pipeline.authority.decisions import with_id
from pipeline.authority.knowledge import Decision, Verdict
from pipeline.review.answers import OvertakenError, Said, append
from pipeline.review.effects import Touched
from pipeline.review.ledger import Fine
from pipeline.review.queue import Queue
from pipeline.review.trail import Act, Acts, acts


def last_step(queue: Queue, by: str) -> str:
    """Return the last step of a person that stands and was no taking back; empty: none."""
    rows = queue.database.rows(
        "SELECT step FROM acts WHERE by = ? AND stands AND verdict <> 'undone'"
        " ORDER BY at DESC, number DESC LIMIT 1",
        (by,),
    )
    return str(rows[0][0]) if rows else ""


def undone_step(queue: Queue, by: str) -> str:
    """Return the last step in which a person took back something, to be taken again.

    Empty where there is none, or where the person has done something else since.
    """
    rows = queue.database.rows(
        "SELECT step FROM acts WHERE by = ?1 AND stands AND verdict = 'undone'"
        " AND undoes IN (SELECT id FROM acts WHERE verdict <> 'undone')"
        " AND at > coalesce((SELECT max(at) FROM acts WHERE by = ?1 AND verdict <> 'undone'), '')"
        " ORDER BY at DESC, number DESC LIMIT 1",
        (by,),
    )
    return str(rows[0][0]) if rows else ""


def take_back(queue: Queue, register: Path, asked: Acts, by: str, reason: str = "") -> Touched:
    """Take back everything of some acts that stands, in one step; what is taken back can be too.

    Raises:
        OvertakenError: nothing of it stands any more.
        StoreError: a file cannot be written.
    """

    def say() -> Said:
        found = standing(queue, asked)
        if not found:
            raise OvertakenError(
                "nothing of this stands any more", hint="somebody took it back already"
            )
        return taken_back(found, by, reason, datetime.now(UTC))

    return append(queue, register, by, say)


def standing(queue: Queue, asked: Acts) -> list[Act]:
    """Return what of some acts stands.

    Where nothing says that what was taken back is meant, it is not: to take back everything of a
    person is not to bring back what that person took back.
    """
    found = [act for act in acts(queue.database, asked) if act.stands]
    if asked.step or asked.id or asked.verdict == Verdict.UNDONE:
        return found
    return [act for act in found if act.verdict != Verdict.UNDONE]


def taken_back(found: Iterable[Act], by: str, reason: str, at: datetime) -> Said:
    """Return what takes back acts, in one step."""
    decisions: list[Decision] = []
    fine: list[Fine] = []
    for act in found:
        if act.own:
            digest = sha256(f"{act.id}\n{by}\n{at.isoformat()}".encode()).hexdigest()
            fine.append(
                Fine(
                    id=f"f-{digest[:10]}", flag=act.flag, kind=act.kind, forms=act.forms,
                    article=act.article, by=by, at=at, reason=reason, undoes=act.id,
                )
            )  # fmt: skip
        else:
            decisions.append(
                with_id(
                    Decision(
                        id="new", verdict=Verdict.UNDONE, kind=act.kind, undoes=act.id, by=by,
                        at=at, reason=reason,
                    )
                )
            )  # fmt: skip
    return Said(tuple(decisions), tuple(fine))
