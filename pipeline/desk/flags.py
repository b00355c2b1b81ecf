"""The flags of jobs in the queue of the review."""

from __future__ import annotations

from pathlib import Path

from pipeline.desk.jobs import Job, Outcome
from pipeline.review.queue import Queue, Source


def put_flags(queue: Path, job: Job, outcome: Outcome) -> None:
    """Put the flags of a job into the queue, in the place of those that it had.

    Raises:
        StoreError: the queue cannot be written.
    """
    source = Source("job", job.id, job.name, job.created.isoformat())
    with Queue(queue) as opened:
        opened.put(source, [outcome])


def drop_flags(queue: Path, job: Job) -> None:
    """Take the flags of a job out of the queue; what was decided stays decided.

    Raises:
        StoreError: the queue cannot be written.
    """
    with Queue(queue) as opened:
        opened.drop(Source("job", job.id))


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
