"""The worker of the desk while the application runs, and the jobs that it works on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request

from pipeline.desk.flags import follow_decisions, overtaken, put_flags
from pipeline.desk.jobs import Job, Jobs, State
from pipeline.desk.opening import Files
from pipeline.desk.progress import Far
from pipeline.desk.worker import Opener, Worker
from pipeline.errors import StoreError
from pipeline.web.desk import Desk
from pipeline.web.failing import note_failure
from pipeline.web.pages import words_in
from pipeline.web.words import Words

#: languages to translate into
TARGETS: Final = ("en", "fr")


@dataclass(frozen=True)
class Shown:
    """A job as the list shows it: how far it is, in per cent and in words.

    ``changed`` are names in it that changed in the register since it was made.
    """

    job: Job
    percent: int
    line: str
    changed: tuple[str, ...] = ()


@contextmanager
def working(application: Starlette, opener: Opener | None = None) -> Iterator[Worker]:
    """Let a worker make the jobs of the application's desk while the block runs.

    Args:
        application: the desk as ``create_app`` made it.
        opener: opens the translator; by default over the files of the desk.
    """
    desk: Desk = application.state.desk
    files = Files(desk.models, desk.names, desk.memory, desk.glossary)
    made = partial(put_flags, desk.queue, desk.names)
    overruled = partial(follow_decisions, desk.queue, desk.names)
    with Worker(Jobs(desk.jobs), opener or files, made, overruled) as worker:
        worker.start()
        application.state.worker = worker
        try:
            yield worker
        finally:
            application.state.worker = None


def worker_of(request: Request) -> Worker | None:
    """Return the worker, or None where this application has none: jobs wait then."""
    worker = getattr(request.app.state, "worker", None)
    return worker if isinstance(worker, Worker) else None


def jobs_of(request: Request) -> Jobs:
    """Return the jobs of the desk."""
    return Jobs(request.app.state.desk.jobs)


def job_at(request: Request) -> Job:
    """Return the job that the address names.

    Raises:
        HTTPException: (404) there is none.
        StoreError: it cannot be read.
    """
    jobs, job_id = jobs_of(request), str(request.path_params["job"])
    if not jobs.has(job_id):
        raise HTTPException(404)
    return jobs.get(job_id)


def any_job_at(request: Request) -> Job:
    """Return the job that the address names, also one that is damaged.

    Raises:
        HTTPException: (404) there is none.
    """
    job = jobs_of(request).look(str(request.path_params["job"]))
    if job is None:
        raise HTTPException(404)
    return job


def wake(request: Request) -> None:
    """Tell the worker that there is something to do."""
    worker = worker_of(request)
    if worker:
        worker.wake()


def changed_in(request: Request) -> dict[str, tuple[str, ...]]:
    """Return the jobs that hold names which changed in the register since, with these names.

    A queue that cannot be used is told by the pages of the review; here nothing is marked then.
    """
    desk: Desk = request.app.state.desk
    try:
        return overtaken(desk.queue, desk.names)
    except StoreError as error:
        note_failure(request, error)
        return {}


def shown(request: Request, job: Job, changed: tuple[str, ...] = ()) -> Shown:
    """Return a job with how far it is."""
    worker, say = worker_of(request), words_in(request)
    if job.state is State.DAMAGED:
        job = job.model_copy(update={"name": say("translate.damaged.name")})
    far = worker.far(job.id) if worker else None
    return Shown(
        job,
        far.percent if far else 0,
        _line(say, job, far),
        changed if job.state is State.DONE else (),
    )


def _line(say: Words, job: Job, far: Far | None) -> str:
    if job.state is not State.RUNNING or far is None:
        return say(f"translate.state.{job.state.value}")
    if not far.target:
        return say("translate.reading")
    language = say.known("translate.language", far.target)
    return say("translate.far", language=language, done=far.done, total=far.total)


def clock(at: datetime) -> str:
    """Return a moment as people at this desk say it: the time, and the day if it is another."""
    here = at.astimezone()
    is_today = here.date() == datetime.now().astimezone().date()
    return here.strftime("%H:%M" if is_today else "%d.%m.%Y %H:%M")
