"""START HERE: a job is a folder with a text or file, what was asked, and what became of it.

In the folder of a job:

* ``job.json``: what was asked; ``upload``: the text or file as it came.
* ``outcome.json``: what the pipeline made of it; *it exists* means *it was done once*.
* ``edits.jsonl``: what people wrote over the translation (see ``edits``).
* ``again``, ``running``, ``cancelled``: marks. A job waits until it has an outcome, and whenever
  it is to be made again.

Every file is written whole beside its place and renamed, so that a job is in one state or the
other whenever the program is killed.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from pipeline.desk.folders import (
    AGAIN,
    CANCELLED,
    EDITS,
    OUTCOME,
    RUNNING,
    UPLOAD,
    DamagedError,
    damaged_job,
    is_old,
    mark_of,
    read_job,
    unreadable,
    waits,
    write_job,
)
from pipeline.desk.job import Job, Outcome, State, Wish
from pipeline.errors import StoreError
from pipeline.export.structured import from_json, to_json
from pipeline.files import write_pieces

__all__ = ["Job", "Jobs", "Outcome", "State", "Wish"]

_ID: Final = re.compile(r"[0-9a-f]{16}")


class Jobs:
    """The jobs in a folder, each in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    # -- to ask for -------------------------------------------------------------------------------

    def add(self, wish: Wish, by: str = "") -> Job:
        """Return a new job, which waits to be worked on.

        Raises:
            StoreError: it cannot be written; nothing of it is left.
        """
        job = Job(
            id=secrets.token_hex(8),
            name=wish.name,
            created=datetime.now(UTC),
            targets=wish.targets,
            source=wish.source,
            pasted=wish.pasted,
            by=by,
        )
        new = self.folder / f".new-{job.id}"
        try:
            write_pieces(wish.data, new / UPLOAD)
            write_job(job, new)
            self._rename(new, self.folder / job.id)
        finally:
            shutil.rmtree(new, ignore_errors=True)
        return job

    def cancel(self, job_id: str) -> None:
        """Stop a job that waits or is being made; one that was made before stays as it was.

        Raises:
            StoreError: there is no such job, or it cannot be written.
        """
        folder = self._folder(job_id)
        (folder / AGAIN).unlink(missing_ok=True)
        if not (folder / OUTCOME).exists() or (folder / RUNNING).exists():
            write_pieces([""], folder / CANCELLED)

    def run_again(self, job_ids: Iterable[str]) -> None:
        """Let jobs be made again; what there is stays to be seen meanwhile.

        Ids of jobs that are gone are left out.

        Raises:
            StoreError: a job cannot be written.
        """
        for job_id in job_ids:
            if not self.has(job_id):
                continue
            folder = self.folder / job_id
            # another sign each time: a job that is being made is made once more after that
            write_pieces([secrets.token_hex(8)], folder / AGAIN)
            (folder / CANCELLED).unlink(missing_ok=True)

    def ask_anew(
        self, job_id: str, targets: tuple[str, ...], source: Literal["", "nb", "nn"]
    ) -> None:
        """Let a job be made again, into other languages or from another one.

        Raises:
            StoreError: there is no such job, or it cannot be written.
        """
        job = self.get(job_id).model_copy(update={"targets": targets, "source": source})
        write_job(job, self._folder(job_id))
        self.run_again([job_id])

    def mend(self, job_id: str, wish: Wish, by: str = "") -> None:
        """Let a damaged job be made anew from the text or file that it came with.

        ``wish`` says what is to be asked of it; its ``data`` is not looked at.

        Raises:
            StoreError: there is no such job, its text is gone too, or it cannot be written.
        """
        folder = self._folder(job_id)
        self.upload(job_id)
        mended = damaged_job(folder).model_copy(
            update={
                "name": wish.name,
                "targets": wish.targets,
                "source": wish.source,
                "pasted": wish.pasted,
                "by": by,
            }
        )
        write_job(mended, folder)
        self.run_again([job_id])

    def delete(self, job_id: str) -> None:
        """Delete a job with everything that belongs to it.

        Raises:
            StoreError: there is no such job, or it cannot be deleted.
        """
        gone = self.folder / f".gone-{job_id}"
        self._rename(self._folder(job_id), gone)
        shutil.rmtree(gone, ignore_errors=True)

    # -- to look at -------------------------------------------------------------------------------

    def all(self) -> list[Job]:
        """Return every job, the newest first; those that cannot be read are ``DAMAGED``."""
        found = [job for job_id in self._ids() if (job := self._read(job_id))]
        return sorted(found, key=lambda job: (job.created, job.id), reverse=True)

    def has(self, job_id: str) -> bool:
        """Return whether there is such a job."""
        return bool(_ID.fullmatch(job_id)) and (self.folder / job_id).is_dir()

    def get(self, job_id: str) -> Job:
        """Return a job.

        Raises:
            StoreError: there is no such job.
            DamagedError: it cannot be read.
        """
        job = read_job(self._folder(job_id))
        if job is None:
            raise _no_job(job_id)
        return job

    def look(self, job_id: str) -> Job | None:
        """Return a job, ``DAMAGED`` where it cannot be read; None: there is none."""
        return self._read(job_id) if self.has(job_id) else None

    def has_upload(self, job_id: str) -> bool:
        """Return whether the text or file of a job is there."""
        return self.has(job_id) and (self.folder / job_id / UPLOAD).is_file()

    def upload(self, job_id: str) -> bytes:
        """Return the text or file of a job as it came.

        Raises:
            StoreError: it cannot be read.
        """
        return self._bytes(self._folder(job_id) / UPLOAD)

    def outcome(self, job_id: str) -> Outcome | None:
        """Return what the pipeline made of a job, without people's edits; None: nothing yet.

        Raises:
            StoreError: there is no such job, or the file cannot be read.
        """
        path = self._folder(job_id) / OUTCOME
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise unreadable(path, error) from error
        return from_json(text)

    def edits_file(self, job_id: str) -> Path:
        """Return where people's edits of a job are kept.

        Raises:
            StoreError: there is no such job.
        """
        return self._folder(job_id) / EDITS

    # -- for the worker ---------------------------------------------------------------------------

    def clear_up(self) -> None:
        """Take away what was left by a program that was killed; what was being made waits again."""
        for path in self._entries():
            if path.name.startswith(".gone-") or (path.name.startswith(".new-") and is_old(path)):
                shutil.rmtree(path, ignore_errors=True)
            else:
                with suppress(OSError):
                    (path / RUNNING).unlink(missing_ok=True)

    def next(self, served: Mapping[str, int] | None = None, *, brief: int = 0) -> Job | None:
        """Return the job to work on now; None: nothing waits.

        What was never made comes before what is made again, then whoever was served longest ago,
        then what has waited longest.

        Args:
            served: when somebody was served last, as a number that grows.
            brief: only jobs that were never made and that have at most so many bytes; 0 is all.
        """
        turns = served or {}
        waiting = [
            job
            for one in self._ids()
            if waits(self.folder / one)
            and (not brief or self._is_brief(one, brief))
            and (job := self._read(one))
            and job.is_moving
        ]
        return min(
            waiting,
            key=lambda job: (job.has_outcome, turns.get(job.by, 0), job.created, job.id),
            default=None,
        )

    def size(self, job_id: str) -> int:
        """Return how many bytes the text or file of a job has; 0: it is not there."""
        try:
            return (self.folder / job_id / UPLOAD).stat().st_size
        except OSError:
            return 0

    def _is_brief(self, job_id: str, most: int) -> bool:
        folder = self.folder / job_id
        fresh = not (folder / OUTCOME).exists() and not (folder / RUNNING).exists()
        return fresh and 0 < self.size(job_id) <= most

    def begin(self, job_id: str) -> str:
        """Note that a job is being made; return the sign that it had to be made again, if any.

        Raises:
            StoreError: there is no such job, or it cannot be written.
        """
        folder = self._folder(job_id)
        sign = mark_of(folder / AGAIN)
        write_pieces([""], folder / RUNNING)
        return sign

    def is_cancelled(self, job_id: str) -> bool:
        """Return whether somebody has stopped or deleted a job."""
        folder = self.folder / job_id
        return (folder / CANCELLED).exists() or not folder.exists()

    def finish(self, job_id: str, outcome: Outcome, sign: str) -> None:
        """Keep what was made of a job; ``sign`` is what ``begin`` returned.

        Raises:
            StoreError: it cannot be written.
        """
        folder = self._folder(job_id)
        write_pieces([to_json(outcome)], folder / OUTCOME)
        if mark_of(folder / AGAIN) == sign:
            (folder / AGAIN).unlink(missing_ok=True)
        self.leave(job_id)

    def leave(self, job_id: str) -> None:
        """Note that a job is not being made any more."""
        folder = self.folder / job_id
        (folder / RUNNING).unlink(missing_ok=True)
        if (folder / OUTCOME).exists():  # stopped while it was made again: it stays as it was
            (folder / CANCELLED).unlink(missing_ok=True)

    # -- folders ----------------------------------------------------------------------------------

    def _entries(self) -> Sequence[Path]:
        try:
            return list(self.folder.iterdir())
        except FileNotFoundError:
            return []

    def _ids(self) -> Iterator[str]:
        return (path.name for path in self._entries() if _ID.fullmatch(path.name))

    def _read(self, job_id: str) -> Job | None:
        folder = self.folder / job_id
        try:
            return read_job(folder)
        except DamagedError:
            return damaged_job(folder)

    def _folder(self, job_id: str) -> Path:
        if not self.has(job_id):
            raise _no_job(job_id)
        return self.folder / job_id

    def _bytes(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise unreadable(path, error) from error

    def _rename(self, old: Path, new: Path) -> None:
        try:
            old.rename(new)
        except OSError as error:
            raise StoreError(
                f"{new}: cannot be written: {error.strerror}", hint="check the folder of the desk"
            ) from error


def _no_job(job_id: str) -> StoreError:
    return StoreError(
        f"there is no job {job_id[:40]!r}", hint="it may have been deleted: see the list of jobs"
    )
