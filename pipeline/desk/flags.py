"""The flags of jobs in the queue of the review, and which jobs the register has overtaken."""

from __future__ import annotations

from pathlib import Path

from pipeline.desk.jobs import Job, Outcome
from pipeline.review.entries import changed_jobs, changed_since, follow_entries, mark_changed
from pipeline.review.queue import Queue, Source


def source_of(job: Job) -> Source:
    """Return a job as the queue knows it."""
    return Source("job", job.id, job.name, job.created.isoformat())


def put_flags(queue: Path, names: Path, job: Job, outcome: Outcome, known: int) -> None:
    """Put the flags of a job into the queue, in the place of those that it had.

    Args:
        queue: the queue.
        names: the register.
        job: what was made.
        outcome: what became of it.
        known: the latest change of the register that was known when it was made; one that came
            later and touches it is marked.

    Raises:
        StoreError: the queue cannot be written, or the register cannot be read.
    """
    with Queue(queue) as opened:
        opened.put(source_of(job), [outcome])
        changed = changed_since(names, known)
        if changed.names:
            with opened.database.transaction():
                mark_changed(opened.database, changed, job.id)


def drop_flags(queue: Path, job: Job) -> None:
    """Take the flags of a job out of the queue; what was decided stays decided.

    Raises:
        StoreError: the queue cannot be written.
    """
    with Queue(queue) as opened:
        opened.drop(Source("job", job.id))


def overtaken(queue: Path, names: Path) -> dict[str, tuple[str, ...]]:
    """Return the jobs that hold names which changed in the register since, with these names.

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
