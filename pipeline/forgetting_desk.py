"""A person forgotten at the desk: jobs with their texts, the queue of flags, files handed over."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

from pipeline.desk.folders import JOB
from pipeline.desk.jobs import Job, Jobs, State
from pipeline.desk.reading import read_upload
from pipeline.errors import ArticleError, StoreError
from pipeline.forgetting import Gone, files_of, is_in_bytes, is_in_file, remove
from pipeline.review.queue import Queue, Source
from pipeline.text.traces import Traces

#: what in the queue may hold a name: the table, what is looked at, and what goes when it does
_LOOKED_AT: Final = (
    ("articles", "id, title", ""),
    ("articles", "forms, organisation, words", "JOIN flags ON flags.article = articles.number"),
    ("articles", "body", "JOIN flags ON flags.article = articles.number"
     " JOIN cards ON flag = flags.number"),
    ("articles", "names.key", "JOIN mentions ON article = articles.number"
     " JOIN names ON names.number = mentions.name"),
    ("sources", "name, id", ""),
    ("acts", "words, body", ""),
)  # fmt: skip


def forget_in_jobs(folder: Path, queue: Path, traces: Traces, *, do: bool) -> Gone:
    """Delete the jobs of which the text, the translation or an edit holds the name.

    Raises:
        StoreError: a job cannot be read or deleted.
    """
    jobs = Jobs(folder)
    found = [job for job in jobs.all() if _holds(jobs, folder, job, traces)]
    for job in found if do else ():
        if queue.exists():
            with Queue(queue) as opened:
                opened.drop(Source("job", job.id))
        jobs.delete(job.id)
    return Gone("jobs", folder, Counter(jobs=len(found)))


def _holds(jobs: Jobs, folder: Path, job: Job, traces: Traces) -> bool:
    if traces.are_in(job.name):
        return True
    is_damaged = job.state is State.DAMAGED
    for file in files_of(folder / job.id):
        # who brought a job is no reason to delete it; of a damaged one nobody knows what is what
        if (is_damaged or file.name != JOB) and is_in_file(file, traces):
            return True
    try:
        upload = jobs.upload(job.id)
        return is_in_bytes(upload, traces) or _is_in_text(job, upload, traces)
    except StoreError:
        return False  # nothing was left of it


def _is_in_text(job: Job, upload: bytes, traces: Traces) -> bool:
    """Return whether the name stands in a document that was not read yet."""
    if job.has_outcome:
        return False
    try:
        article = read_upload(job, upload).article
    except ArticleError:
        return False
    return any(traces.are_in(part.text) for part in article.parts)


def forget_in_queue(path: Path, traces: Traces, *, do: bool) -> Gone:
    """Take the articles of batches that hold the name out of the queue, and what was said of them.

    Raises:
        StoreError: the file cannot be read or written.
    """
    counts: Counter[str] = Counter()
    with Queue(path) as queue:
        database = queue.database
        found: dict[str, set[int]] = {"articles": set(), "sources": set(), "acts": set()}
        for table, columns, join in _LOOKED_AT:
            sql = f"SELECT {table}.number, {_of(table, columns)} FROM {table} {join}"  # noqa: S608
            found[table] |= {
                row[0] for row in database.stream(sql) if any(map(traces.are_in, row[1:]))
            }
        names = {
            number
            for number, key in database.stream("SELECT number, key FROM names")
            if traces.are_in(key)
        }
        counts["flags"] = len(
            list(
                database.found(
                    "SELECT number FROM flags WHERE article IN ({})", sorted(found["articles"])
                )
            )
        )
        counts |= {table: len(numbers) for table, numbers in found.items()}
        if do:
            with database.transaction():
                for table, numbers in found.items():
                    database.run_many(
                        f"DELETE FROM {table} WHERE number = ?",  # noqa: S608 - our own words
                        [(number,) for number in numbers],
                    )
                for table in ("flag_names", "act_names", "mentions"):
                    database.run_many(
                        f"DELETE FROM {table} WHERE name = ?",  # noqa: S608 - our own words
                        [(number,) for number in names],
                    )
                database.run_many(
                    "DELETE FROM names WHERE number = ?", [(number,) for number in names]
                )
                database.run("DELETE FROM kept")  # the copy of the decisions is made anew
                database.run("DELETE FROM acts WHERE NOT own")
            database.shrink()
            # what the file was before stands in its log until that is written back
            database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    return Gone("queue", path, +counts)


def forget_in_imports(folder: Path, traces: Traces, *, do: bool) -> Gone:
    """Remove files with the name that were handed over to be imported and were not.

    Raises:
        StoreError: a file cannot be removed.
    """
    found = [file for file in files_of(folder) if is_in_file(file, traces)]
    if do:
        remove(found)
    return Gone("imports", folder, Counter(files=len(found)))


def _of(table: str, columns: str) -> str:
    """Return columns that say of which table they are, where a join could make that unclear."""
    own = {"articles": ("id", "title"), "sources": ("id", "name"), "acts": ("words", "body")}
    return ", ".join(
        f"{table}.{column}" if column in own[table] else column for column in columns.split(", ")
    )
