"""The queue of flags made anew: where there is none, or one of an older version of the program.

It holds little that is nowhere else: results are in jobs and batches, decisions in the register.
What somebody found fine as it is stands in the queue alone and is carried over.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pipeline.database import Access, Database, layout_of
from pipeline.desk.flags import source_of
from pipeline.desk.jobs import Jobs
from pipeline.errors import StoreError
from pipeline.review.ledger import Fine
from pipeline.review.queue import Queue
from pipeline.review.schema import SCHEMA


def renewed(path: Path, jobs: Jobs, names: Path) -> int | None:
    """Make a queue anew if need be, with the flags of all jobs; nobody else may have it open.

    The flags of batches come in when the desk opens, as always.

    Args:
        path: the queue.
        jobs: whose flags it holds.
        names: the register.

    Returns:
        How many jobs were put in, or None where the queue is as it should be.

    Raises:
        StoreError: the queue is damaged or of a newer version; it stays as it is.
    """
    layout = layout_of(path, SCHEMA)
    if layout == SCHEMA.version:
        return None
    if layout > SCHEMA.version:
        Queue(path).close()  # says what to do
    made = [job.id for job in jobs.all() if job.has_outcome]
    if not layout and not made:
        return None
    fine = _fine_of(path, layout) if layout else []
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".queue-", dir=path.parent))
    try:
        count = _fill(beside / path.name, jobs, made, names, fine)
        # batches are put in when this note of what is in the queue is gone
        path.with_name("batches.json").unlink(missing_ok=True)
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        (beside / path.name).replace(path)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return count


def _fine_of(path: Path, layout: int) -> list[Fine]:
    """Return what stands in an older queue alone, and write its log back into it."""
    with Database(path, replace(SCHEMA, version=layout, statements=()), Access.PRESENT) as old:
        rows = old.rows("SELECT body FROM acts WHERE own ORDER BY number")
        old.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    return [Fine.model_validate_json(row[0]) for row in rows]


def _fill(path: Path, jobs: Jobs, made: list[str], names: Path, fine: list[Fine]) -> int:
    count = 0
    with Queue(path) as queue:
        queue.catch_up(names)
        with queue.database.transaction():
            queue.ledger.let_be(fine)
        for job_id in made:
            # one job that cannot be read any more costs no other
            with suppress(StoreError):
                outcome = jobs.outcome(job_id)
                if outcome is not None:
                    queue.put(source_of(jobs.get(job_id)), [outcome])
                    count += 1
        queue.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    return count
