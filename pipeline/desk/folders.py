"""The folder of a job: its files and marks, and what they say together."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from pipeline.desk.job import Job, State
from pipeline.errors import StoreError
from pipeline.files import write_pieces

JOB, UPLOAD, OUTCOME, EDITS = "job.json", "upload", "outcome.json", "edits.jsonl"
#: marks: the job is to be made again, is being made, is not wanted any more
AGAIN, RUNNING, CANCELLED = "again", "running", "cancelled"
#: seconds after which a job that is half written has been left by a program that was killed
_OLD: Final = 3600
#: the beginning of an outcome says what it is
_HEAD: Final = re.compile(rb'"outcome":\s*"(\w+)"')
#: what an outcome says of a job
_ENDS: Final = {
    b"processed": State.DONE,
    b"skipped": State.SKIPPED,
    b"failed": State.FAILED,
}


class DamagedError(StoreError):
    """What was asked of a job cannot be read any more."""


def read_job(folder: Path) -> Job | None:
    """Return the job in a folder with its state, or None where it was deleted meanwhile.

    Raises:
        DamagedError: it cannot be read, or is none.
    """
    try:
        text = (folder / JOB).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        if not folder.is_dir():
            return None
        raise _no_job_in(folder) from error
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedError(
            f"{folder / JOB}: cannot be read: {_reason(error)}",
            hint="open the job at the desk, which says what can be saved",
        ) from error
    try:
        job = Job.model_validate_json(text)
    except ValidationError as error:
        raise _no_job_in(folder) from error
    if job.id != folder.name:
        raise _no_job_in(folder)
    end = _end_of(folder / OUTCOME)
    return job.model_copy(update={"state": _state(folder, end), "has_outcome": end is not None})


def damaged_job(folder: Path) -> Job:
    """Return what can be said of a job of which nobody knows any more what was asked."""
    return Job(
        id=folder.name,
        name="",
        created=_written(folder),
        targets=(),
        state=State.DAMAGED,
        has_outcome=(folder / OUTCOME).exists(),
    )


def write_job(job: Job, folder: Path) -> None:
    """Write what was asked of a job.

    Raises:
        StoreError: it cannot be written.
    """
    write_pieces([job.model_dump_json(exclude={"state", "has_outcome"})], folder / JOB)


def waits(folder: Path) -> bool:
    """Return whether a job is to be made."""
    if (folder / CANCELLED).exists():
        return False
    return (folder / AGAIN).exists() or not (folder / OUTCOME).exists()


def is_old(folder: Path) -> bool:
    """Return whether a folder is so old that nobody is at work in it any more."""
    try:
        return time.time() - folder.stat().st_mtime > _OLD
    except OSError:
        return False


def mark_of(path: Path) -> str:
    """Return what stands in a mark; nothing where there is none."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


def unreadable(path: Path, error: Exception) -> StoreError:
    """Return the error that a file cannot be read."""
    return StoreError(
        f"{path}: cannot be read: {_reason(error)}", hint="check the folder of the desk"
    )


def _reason(error: Exception) -> str:
    return str(error.strerror) if isinstance(error, OSError) else "it is not UTF-8"


def _no_job_in(folder: Path) -> DamagedError:
    return DamagedError(
        f"{folder / JOB}: this is not a job of this program",
        hint="open the job at the desk, which says what can be saved",
    )


def _written(folder: Path) -> datetime:
    try:
        return datetime.fromtimestamp(folder.stat().st_mtime, UTC)
    except OSError:
        return datetime.now(UTC)


def _state(folder: Path, end: State | None) -> State:
    if (folder / CANCELLED).exists() and end is None:
        return State.CANCELLED
    if (folder / RUNNING).exists():
        return State.RUNNING
    return State.WAITING if end is None or (folder / AGAIN).exists() else end


def _end_of(path: Path) -> State | None:
    """Return what an outcome is without reading all of it; None where there is none."""
    try:
        with path.open("rb") as file:
            head = _HEAD.search(file.read(200))
    except OSError:
        return None
    return _ENDS.get(head.group(1), State.FAILED) if head else State.FAILED
