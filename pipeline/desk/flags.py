"""The flags of jobs in the queue of the review, and which jobs the register has overtaken."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pipeline.authority.store import Store
from pipeline.desk.jobs import Job, Outcome
from pipeline.review.effects import mark_stale
from pipeline.review.entries import changed_jobs, changed_since, follow_entries, mark_changed
from pipeline.review.ledger import decisions_after
from pipeline.review.queue import Queue, Source


class Known(NamedTuple):
    """How much of a register somebody knew: its latest change of an entry, its latest decision."""

    change: int = 0
    decision: int = 0


def known_in(names: Path) -> Known:
    """Return how much there is in a register now; where there is none, nothing.

    Raises:
        StoreError: it cannot be read.
    """
    if not names.exists():
        return Known()
    with Store(names) as store:
        return Known(store.last_change(), store.last_decision())


def source_of(job: Job) -> Source:
    """Return a job as the queue knows it."""
    return Source("job", job.id, job.name, job.created.isoformat())


def put_flags(queue: Path, names: Path, job: Job, outcome: Outcome, known: Known) -> bool:
    """Put the flags of a job into the queue, in the place of those that it had.

    Args:
        queue: the queue.
        names: the register.
        job: what was made.
        outcome: what became of it.
        known: how much of the register was known when it was made. A change of an entry that
            came later and touches it is marked.

    Returns:
        Whether a decision that came later touches it, so that it is to be made again.

    Raises:
        StoreError: the queue cannot be written, or the register cannot be read.
    """
    with Queue(queue) as opened:
        opened.put(source_of(job), [outcome])
        changed = changed_since(names, known.change)
        later = [decision for _, decision in decisions_after(known.decision, names)]
        overruled = opened.touched(later).of_job(job.id)
        if changed.names or overruled.found:
            with opened.database.transaction():
                mark_changed(opened.database, changed, job.id)
                mark_stale(opened.database, overruled)
    return bool(overruled.found)


def follow_decisions(queue: Path, names: Path) -> tuple[str, ...]:
    """Return the jobs that decisions change which the queue had not followed yet.

    Those of the desk it follows at once; others are taken in a terminal.

    Raises:
        StoreError: the queue or the register cannot be used.
    """
    if not queue.exists():
        return ()
    with Queue(queue) as opened:
        return opened.catch_up(names).jobs


def drop_flags(queue: Path, job: Job) -> None:
    """Take the flags of a job out of the queue; what was decided stays decided.

    Raises:
        StoreError: the queue cannot be written.
    """
    with Queue(queue) as opened:
        opened.drop(Source("job", job.id))


def overtaken(queue: Path, names: Path) -> dict[str, tuple[str, ...]]:
    """Return the jobs that hold names which changed in the register since, with these names.

    What was decided about names counts too: the jobs are made again anyway, unless somebody stops
    that.

    Raises:
        StoreError: the queue or the register cannot be used.
    """
    if not queue.exists():
        return {}
    with Queue(queue) as opened:
        follow_entries(opened.database, names)
        return changed_jobs(opened.database)


def cards_of(queue: Path, job_id: str) -> dict[str, tuple[int, int]]:
    """Return where the review has the flags of a job, by their ids: number of source, of card.

    Raises:
        StoreError: the queue cannot be read.
    """
    sql = (
        "SELECT flags.id, sources.number, flags.number FROM flags"
        " JOIN sources ON sources.number = flags.source"
        " WHERE sources.kind = 'job' AND sources.id = ?"
    )
    with Queue(queue) as opened:
        return {row[0]: (row[1], row[2]) for row in opened.database.rows(sql, (job_id,))}
