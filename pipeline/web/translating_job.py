"""The page of a job: sentence beside sentence, to be read, edited and taken away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pipeline.desk.downloads import FORMS, Finished, Reader, download
from pipeline.desk.editing import (
    Draft,
    NoSentenceError,
    OvertakenError,
    edited,
    find_segment,
    undo_edit,
    write_edit,
)
from pipeline.desk.edits import read_log
from pipeline.desk.flags import cards_of
from pipeline.desk.jobs import Job, State
from pipeline.desk.settling import add_name, add_term
from pipeline.desk.showing import Row, Sheet, sheet
from pipeline.errors import ConfigError, ModelError, StoreError
from pipeline.records import EntityKind, FailedArticle, ProcessedArticle, SkippedArticle
from pipeline.translation.units import plain
from pipeline.web.failing import note_failure, without_folders
from pipeline.web.pages import render, words_in
from pipeline.web.security import Role, needs, person_at
from pipeline.web.telling import told
from pipeline.web.translating_work import (
    TARGETS,
    any_job_at,
    changed_in,
    clock,
    job_at,
    jobs_of,
    shown,
    worker_of,
)

#: what a page says after something was done, by the word in its address
_TOLD: Final = frozenset({"term", "name"})
#: a script that wants one row of the page instead of all of it says so with this
_ROW_ONLY: Final = "x-row-only"


@dataclass(frozen=True)
class Place:
    """A row of a job, as addresses name it: language, part, and where its segment begins."""

    to: str
    part: str = ""
    start: int = -1

    @property
    def row(self) -> str:
        """The row in an address."""
        return f"{self.part}:{self.start}"

    @property
    def anchor(self) -> str:
        """The row as a place on its page."""
        return f"row-{self.part}-{self.start}"


@dataclass(frozen=True)
class Open:
    """The row that is open on a page: to be edited, or with other wordings to choose from.

    ``text`` is what somebody wrote and could not be kept, ``problem`` and ``cure`` why.
    """

    place: Place
    way: str
    text: str = ""
    problem: str = ""
    cure: str = ""
    others: tuple[str, ...] = field(default=())


def _page(request: Request) -> Response:
    job = any_job_at(request)
    if job.state is State.DAMAGED:
        return _without_text(request, job, None)
    try:
        outcome = jobs_of(request).outcome(job.id)
    except StoreError as error:
        if not jobs_of(request).has(job.id):
            raise
        note_failure(request, error)
        return _without_text(request, job, None, lost=True)
    if not isinstance(outcome, ProcessedArticle):
        return _without_text(request, job, outcome)
    opened = None
    for way in ("edit", "others") if person_at(request).decides else ():
        if way in request.query_params:
            place = _place(_to(request, outcome), request.query_params[way])
            opened = _others(request, outcome, place) if way == "others" else Open(place, way)
    return _with_text(request, job, opened)


def _others(request: Request, outcome: ProcessedArticle, place: Place) -> Open:
    """Return a row with the wordings that the translator would have chosen next."""
    say, worker = words_in(request), worker_of(request)
    try:
        segment = find_segment(outcome, place.to, place.part, place.start)
        span = segment.source.span
        found = (
            worker.ask(lambda translator: translator.other_wordings(outcome, place.to, span))
            if worker
            else ()
        )
    except (ModelError, StoreError, NoSentenceError):
        return Open(
            place,
            "others",
            problem=say("translate.row.busy.problem"),
            cure=say("translate.row.busy.cure"),
        )
    shown_now = edited(jobs_of(request), str(request.path_params["job"]))
    now = find_segment(shown_now, place.to, place.part, place.start).target
    return Open(place, "others", others=tuple(one for one in found if plain(one) != plain(now)))


def _without_text(
    request: Request,
    job: Job,
    outcome: SkippedArticle | FailedArticle | None,
    *,
    lost: bool = False,
) -> Response:
    """Return the page of a job that has no translation; ``lost``: it cannot be read any more."""
    worker, line = worker_of(request), shown(request, job)
    context = {
        "here": "translate",
        "shown": line,
        "job": line.job,
        "damaged": job.state is State.DAMAGED,
        "lost": lost,
        "has_upload": jobs_of(request).has_upload(job.id),
        "targets": TARGETS,
        "skipped": outcome if isinstance(outcome, SkippedArticle) else None,
        "failed": outcome if isinstance(outcome, FailedArticle) else None,
        "problem": worker.problem if worker else None,
        "without_folders": without_folders,
    }
    return render(request, "translate_waiting.html", context)


def _with_text(request: Request, job: Job, opened: Open | None, *, status: int = 200) -> Response:
    jobs = jobs_of(request)
    outcome = edited(jobs, job.id)
    made = [one.target for one in outcome.translations]
    to = opened.place.to if opened and opened.place.to in made else _to(request, outcome)
    laid = sheet(outcome, to, read_log(jobs.edits_file(job.id)))
    context: dict[str, object] = {
        "here": "translate",
        "job": job,
        "shown": shown(request, job, changed_in(request).get(job.id, ())),
        "outcome": outcome,
        "sheet": laid,
        "to": to,
        "languages_made": made,
        "targets": TARGETS,
        "opened": opened,
        "only": request.query_params.get("show") == "look",
        "told": done if (done := request.query_params.get("told", "")) in _TOLD else "",
        "forms": FORMS,
        "kinds": [kind.value for kind in EntityKind],
        "anchor": _anchor,
        "review": _review(request, job, laid),
        "clock": clock,
        "languages_of": {one.part: one.detection.language for one in outcome.languages},
    }
    if request.headers.get(_ROW_ONLY):
        row = _row_wanted(request, laid, opened)
        if row:
            return render(request, "translate_row.html", context | {"row": row}, status=status)
    return render(request, "translate_job.html", context, status=status)


def _review(request: Request, job: Job, laid: Sheet) -> Callable[[str], str]:
    """Return what gives the address at which a flag can be decided."""
    has_flags = any(row.cards for row in laid.rows)
    found = cards_of(request.app.state.desk.queue, job.id) if has_flags else {}

    def address(flag_id: str) -> str:
        if flag_id not in found:
            return "/review"
        source, number = found[flag_id]
        return f"/review/{number}?source={source}"

    return address


def _row_wanted(request: Request, laid: Sheet, opened: Open | None) -> Row | None:
    place = opened.place if opened else _place(laid.target, request.query_params.get("row", ""))
    return laid.row(place.part, place.start)


def _anchor(row: Row) -> str:
    return Place("", row.part, row.start).anchor


def _to(request: Request, outcome: ProcessedArticle) -> str:
    """Return the language to show: the one asked for, else the first that there is.

    Raises:
        HTTPException: (404) the article is in no other language.
    """
    made = [one.target for one in outcome.translations]
    asked = request.query_params.get("to", "")
    if asked in made or not made:
        return asked
    return made[0]


def _place(to: str, row: str) -> Place:
    part, _, start = row.rpartition(":")
    is_number = start.isascii() and start.isdecimal() and len(start) < 10
    return Place(to, part, int(start) if is_number else -1)


def _back(job: Job, place: Place, **more: str) -> Response:
    """Return to the row that something was done to."""
    asked = {"to": place.to} | ({"row": place.row} if place.part else {}) | more
    where = f"#{place.anchor}" if place.part else ""
    return RedirectResponse(f"/translate/{job.id}?{urlencode(asked)}{where}", 303)


# -- to edit ----------------------------------------------------------------------------------


@needs(Role.STEWARD)
async def _edit(request: Request) -> Response:
    form = await request.form()
    place = _place(str(form.get("to", "")), str(form.get("row", "")))
    draft = Draft(
        place.to, place.part, place.start, str(form.get("text", "")), str(form.get("seen", ""))
    )
    return await run_in_threadpool(_keep, request, place, draft)


def _keep(request: Request, place: Place, draft: Draft) -> Response:
    job, desk = job_at(request), request.app.state.desk
    try:
        write_edit(jobs_of(request), desk.memory, job.id, draft, person_at(request).name)
    except NoSentenceError:
        raise
    except (ConfigError, OvertakenError) as error:
        say = words_in(request)
        why = "overtaken" if isinstance(error, OvertakenError) else "empty"
        opened = Open(
            place,
            "edit",
            draft.text,
            say(f"translate.edit.{why}.problem"),
            say(f"translate.edit.{why}.cure"),
        )
        return _with_text(request, job, opened, status=409 if why == "overtaken" else 422)
    return _back(job, place)


@needs(Role.STEWARD)
async def _undo(request: Request) -> Response:
    form = await request.form()
    place = _place(str(form.get("to", "")), str(form.get("row", "")))
    number = str(form.get("edit", ""))
    if not (number.isascii() and number.isdecimal() and len(number) < 9):
        raise HTTPException(400)
    return await run_in_threadpool(_take_back, request, place, int(number))


def _take_back(request: Request, place: Place, number: int) -> Response:
    job, desk = job_at(request), request.app.state.desk
    undo_edit(jobs_of(request), desk.memory, job.id, number, person_at(request).name)
    return _back(job, place)


# -- to settle --------------------------------------------------------------------------------


@needs(Role.STEWARD)
async def _settle(request: Request) -> Response:
    form = await request.form()
    asked = {key: str(form.get(key, "")) for key in ("to", "norwegian", "words", "kind", "do")}
    return await run_in_threadpool(_add, request, asked)


def _add(request: Request, asked: dict[str, str]) -> Response:
    job, desk = job_at(request), request.app.state.desk
    to = asked["to"] if asked["to"] in job.targets else job.targets[0]
    if asked["do"] == "term":
        add_term(desk.glossary, asked["norwegian"], to, asked["words"])
    elif asked["kind"] in set(EntityKind):
        by = person_at(request).name
        add_name(
            desk.names, asked["norwegian"], EntityKind(asked["kind"]), (to, asked["words"]), by
        )
    else:
        raise HTTPException(400)
    return _back(job, Place(to), told="term" if asked["do"] == "term" else "name")


# -- to take away -----------------------------------------------------------------------------


@needs(Role.STEWARD)
def _upload(request: Request) -> Response:
    """Give back what a damaged job came with."""
    job = any_job_at(request)
    if job.state is not State.DAMAGED or not jobs_of(request).has_upload(job.id):
        raise HTTPException(404)
    data = jobs_of(request).upload(job.id)
    named = f'attachment; filename="{job.id}"'
    return Response(
        data, media_type="application/octet-stream", headers={"Content-Disposition": named}
    )


def _download(request: Request) -> Response:
    job = job_at(request)
    to, form = str(request.path_params["to"]), str(request.path_params["form"])
    jobs = jobs_of(request)
    outcome = jobs.outcome(job.id)
    if form not in FORMS or not isinstance(outcome, ProcessedArticle):
        raise HTTPException(404)
    if to not in [one.target for one in outcome.translations]:
        raise HTTPException(404)
    finished = Finished(job, edited(jobs, job.id), jobs.upload(job.id))
    say = words_in(request)
    reader = Reader(say.language, lambda text: told(say, text) or text)
    file = download(finished, to, form, reader)
    plain = file.name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    return Response(file.data, media_type=file.type, headers={"Content-Disposition": named})


routes = (
    Route("/translate/{job}", _page, name="job"),
    Route("/translate/{job}/edit", _edit, methods=["POST"]),
    Route("/translate/{job}/undo", _undo, methods=["POST"]),
    Route("/translate/{job}/settle", _settle, methods=["POST"]),
    Route("/translate/{job}/upload", _upload),
    Route("/translate/{job}/download/{to}/{form}", _download),
)
