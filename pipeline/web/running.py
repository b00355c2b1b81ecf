"""The page about batches: how far they are, what failed and why, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pipeline.web.failing import without_folders
from pipeline.web.pages import render
from pipeline.web.running_batches import Batches
from pipeline.web.running_queue import Filled
from pipeline.web.running_state import Work
from pipeline.web.security import Role, needs
from pipeline.web.words import Words

#: failures on one page
_PAGE = 50


@contextmanager
def looking_after(application: Starlette) -> Iterator[Batches]:
    """Look after the batches of the application's desk while the block runs."""
    desk = application.state.desk
    with Batches(desk.batches, Filled(desk.queue, desk.names)) as batches:
        application.state.batches = batches
        try:
            yield batches
        finally:
            application.state.batches = None


def _page(request: Request) -> Response:
    batches = _batches(request)
    context: dict[str, object] = {
        "here": "runs",
        "batches": batches.all() if batches else (),
        "lasting": lasting,
        "figure": figure,
        "without_folders": without_folders,
    }
    return render(request, "runs.html", context)


def _failures(request: Request) -> Response:
    batches, number = _batches(request), request.path_params["number"]
    start = _start(request.query_params.get("from", ""))
    if batches is None:
        raise HTTPException(404)
    try:
        name, failures = batches.failures(number)
    except KeyError as error:
        raise HTTPException(404) from error
    context: dict[str, object] = {
        "here": "runs",
        "number": number,
        "name": name,
        "count": len(failures),
        "failures": failures[start : start + _PAGE],
        "start": start,
        "next": start + _PAGE if start + _PAGE < len(failures) else 0,
        "without_folders": without_folders,
    }
    return render(request, "runs_failures.html", context)


@needs(Role.STEWARD)
def _do(request: Request) -> Response:
    """Begin or stop work on a batch, and show the page again."""
    batches, number = _batches(request), request.path_params["number"]
    what = request.path_params["what"]
    if batches is None:
        raise HTTPException(404)
    try:
        if what == "stop":
            batches.stop(number)
        else:
            batches.begin(number, Work(what))
    except (KeyError, ValueError) as error:
        raise HTTPException(404) from error
    return RedirectResponse(f"/runs#batch-{number}", 303)


def _batches(request: Request) -> Batches | None:
    batches = getattr(request.app.state, "batches", None)
    return batches if isinstance(batches, Batches) else None


def _start(text: str) -> int:
    return int(text[:9]) if text.isascii() and text.isdecimal() else 0


def lasting(say: Words, seconds: float) -> str:
    """Return a length of time in the words of a language, no more exactly than it is known."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return say.count("runs.seconds", max(1, round(seconds)))
    if minutes < 90:
        return say.count("runs.minutes", minutes)
    if minutes < 48 * 60:
        return say.count("runs.hours", round(minutes / 60))
    return say.count("runs.days", round(minutes / (24 * 60)))


def figure(say: Words, number: float) -> str:
    """Return a number with three digits that count, as a language writes it."""
    text = f"{number:.3g}" if number < 100 else f"{number:.0f}"
    return text if say.language == "en" else text.replace(".", ",")


routes = (
    Route("/runs", _page, name="runs"),
    Route("/runs/{number:int}/failures", _failures),
    Route("/runs/{number:int}/{what}", _do, methods=["POST"]),
)
