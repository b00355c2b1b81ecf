"""The page to translate: a text or files in, and every job with how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from pipeline.desk.flags import drop_flags
from pipeline.desk.jobs import Job, State, Wish
from pipeline.documents.whole import check_readable
from pipeline.errors import ArticleError
from pipeline.web import translating_job
from pipeline.web.failing import without_folders
from pipeline.web.pages import render, words_in
from pipeline.web.security import Role, needs, person_at
from pipeline.web.translating_work import (
    TARGETS,
    any_job_at,
    changed_in,
    job_at,
    jobs_of,
    shown,
    wake,
    worker_of,
)

#: letters of the first line of a text that name its job
_NAME: Final = 60
#: jobs on one page of the list
_MOST: Final = 50
#: files in one go
_FILES: Final = 50


def _page(request: Request) -> Response:
    return _list(request)


def _list(request: Request, refused: tuple[ArticleError, ...] = (), text: str = "") -> Response:
    jobs = jobs_of(request).all()
    worker = worker_of(request)
    first = max(0, _number(request.query_params.get("from", "")))
    changed = changed_in(request)
    context = {
        "here": "translate",
        "jobs": [
            shown(request, job, changed.get(job.id, ())) for job in jobs[first : first + _MOST]
        ],
        "changed": len(_to_refresh(request, jobs, changed)),
        "first": first,
        "most": _MOST,
        "total": len(jobs),
        "moving": any(job.is_moving for job in jobs),
        "targets": TARGETS,
        "text": text,
        "refused": [(without_folders(one.message), one.hint) for one in refused],
        "problem": worker.problem if worker else None,
        "without_folders": without_folders,
    }
    return render(request, "translate.html", context, status=422 if refused else 200)


def _to_refresh(request: Request, jobs: Iterable[Job], changed: Mapping[str, object]) -> list[str]:
    """Return the jobs that the register has overtaken and that whoever asks may let be made again.

    What waits already is made again anyway.
    """
    person = person_at(request)
    return [
        job.id
        for job in jobs
        if job.id in changed and job.state is State.DONE and person.keeps(job.by)
    ]


@needs(Role.READER)
def _refresh(request: Request) -> Response:
    """Let the jobs be made again that hold names which changed in the register since."""
    jobs = jobs_of(request)
    jobs.run_again(_to_refresh(request, jobs.all(), changed_in(request)))
    wake(request)
    return RedirectResponse("/translate", 303)


def _progress(request: Request) -> Response:
    """Answer how far the jobs on the page are, for the script that follows them."""
    wanted = request.query_params.get("jobs", "").split(",")[:_MOST]
    jobs = jobs_of(request)
    found = [shown(request, job) for one in wanted if (job := jobs.look(one))]
    return JSONResponse(
        [
            {"id": s.job.id, "state": s.job.state.value, "percent": s.percent, "line": s.line}
            for s in found
        ]
    )


@needs(Role.READER)
async def _translate(request: Request) -> Response:
    async with request.form(max_files=_FILES, max_part_size=8 * 1024 * 1024) as form:
        text = str(form.get("text", ""))
        uploads = [one for one in form.getlist("files") if isinstance(one, UploadFile)]
        files = [(one.filename or "", await one.read()) for one in uploads if one.filename]
        asked = _asked(form)
    return await run_in_threadpool(_add, request, asked, text, files)


def _add(
    request: Request,
    asked: tuple[tuple[str, ...], Literal["", "nb", "nn"]],
    text: str,
    files: list[tuple[str, bytes]],
) -> Response:
    say = words_in(request)
    targets, source = asked
    wishes: list[Wish] = []
    refused: list[ArticleError] = []
    if text.strip():
        wishes.append(
            Wish(text.encode("utf-8", "replace"), _name_of(text), targets, source, pasted=True)
        )
    for path, data in files:
        name = path.replace("\\", "/").rsplit("/", 1)[-1][:200]
        try:
            check_readable(data, name)
        except ArticleError as error:
            refused.append(error)
            continue
        wishes.append(Wish(data, name, targets, source))
    if not targets:
        refused.append(ArticleError(say("translate.no_target")))
    elif not wishes and not refused:
        refused.append(ArticleError(say("translate.nothing")))
    jobs = jobs_of(request)
    made = [jobs.add(wish, person_at(request).name) for wish in wishes] if targets else []
    wake(request)
    if refused:
        return _list(request, tuple(refused), "" if made else text)
    address = f"/translate/{made[0].id}" if len(made) == 1 else "/translate"
    return RedirectResponse(address, 303)


def _asked(form: FormData) -> tuple[tuple[str, ...], Literal["", "nb", "nn"]]:
    targets = tuple(one for one in TARGETS if one in form.getlist("to"))
    said = str(form.get("from", ""))
    return targets, "nb" if said == "nb" else "nn" if said == "nn" else ""


def _name_of(text: str) -> str:
    """Return what to call a text that came without a name: its first line, or how that begins."""
    line = " ".join(next(line for line in text.splitlines() if line.strip()).split())
    if len(line) <= _NAME:
        return line
    return line[:_NAME].rpartition(" ")[0].rstrip(",;:.–-") + " …"


def _only_if(allowed: bool) -> None:  # noqa: FBT001 - there is one thing to say
    """Go on if somebody may do this.

    Raises:
        HTTPException: (403) they may not.
    """
    if not allowed:
        raise HTTPException(403)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


@needs(Role.READER)
def _cancel(request: Request) -> Response:
    job = job_at(request)
    _only_if(person_at(request).keeps(job.by))
    jobs_of(request).cancel(job.id)
    return RedirectResponse("/translate", 303)


@needs(Role.READER)
async def _again(request: Request) -> Response:
    form = await request.form()
    return await run_in_threadpool(_run_again, request, *_asked(form))


def _run_again(
    request: Request, targets: tuple[str, ...], source: Literal["", "nb", "nn"]
) -> Response:
    """Let a job be made again; where no languages are said they stay as they were."""
    job, jobs = any_job_at(request), jobs_of(request)
    _only_if(person_at(request).keeps(job.by))
    if job.state is State.DAMAGED:
        name = words_in(request)("translate.damaged.saved")
        jobs.mend(job.id, Wish(b"", name, targets or TARGETS, source), person_at(request).name)
    else:
        jobs.ask_anew(job.id, targets or job.targets, source or job.source)
    wake(request)
    return RedirectResponse(f"/translate/{job.id}", 303)


@needs(Role.READER)
def _delete(request: Request) -> Response:
    job = any_job_at(request)
    _only_if(person_at(request).deletes(job.by))
    drop_flags(request.app.state.desk.queue, job)
    jobs_of(request).delete(job.id)
    return RedirectResponse("/translate", 303)


@needs(Role.READER)
def _try_again(request: Request) -> Response:
    wake(request)
    return RedirectResponse("/translate", 303)


routes = (
    Route("/translate", _page, name="translate"),
    Route("/translate", _translate, methods=["POST"]),
    Route("/translate/progress", _progress),
    Route("/translate/try-again", _try_again, methods=["POST"]),
    Route("/translate/refresh", _refresh, methods=["POST"]),
    Route("/translate/{job}/cancel", _cancel, methods=["POST"]),
    Route("/translate/{job}/again", _again, methods=["POST"]),
    Route("/translate/{job}/delete", _delete, methods=["POST"]),
    *translating_job.routes,
)
