"""The pages that tell who decided what, take it back, and show decisions that contradict."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from starlette.concurrency import iterate_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from pipeline.review.answers import OvertakenError
from pipeline.review.trail import (
    VERDICTS,
    Act,
    Acts,
    acts,
    count,
    people,
    to_csv,
    to_json,
)
from pipeline.review.undoing import standing, take_back
from pipeline.web.desk import Desk
from pipeline.web.pages import render
from pipeline.web.reviewing_opening import address, desk_of, go, opened, remake
from pipeline.web.security import Role, needs, person_at

PAGE: Final = 50
#: so many acts are shown before they are taken back
SHOWN: Final = 100
_WRITERS: Final[dict[str, tuple[Callable[[Iterator[Act]], Iterator[str]], str]]] = {
    "csv": (to_csv, "text/csv; charset=utf-8"),
    "json": (to_json, "application/json"),
}


def _trail(request: Request) -> Response:
    asked = Acts.of(request.query_params)
    page = request.query_params.get("page", "1")
    start = (int(page[:7]) - 1) * PAGE if page.isascii() and page.isdecimal() else 0
    with opened(desk_of(request)) as queue:
        found = count(queue.database, asked)
        start = min(max(0, start), max(0, found - 1) // PAGE * PAGE)
        context = {
            "here": "review",
            "asked": asked,
            "query": asked.query,
            "found": found,
            "start": start,
            "size": PAGE,
            "acts": list(acts(queue.database, asked, start, PAGE)),
            "people": people(queue.database),
            "verdicts": [str(verdict) for verdict in VERDICTS],
            "address": address,
            "late": bool(request.query_params.get("late")),
        }
    return render(request, "review_trail.html", context)


def _export(request: Request) -> Response:
    kind = str(request.path_params["kind"])
    if kind not in _WRITERS:
        raise HTTPException(404)
    writer, media = _WRITERS[kind]
    pieces = _pieces(desk_of(request), Acts.of(request.query_params), writer)
    return StreamingResponse(
        iterate_in_threadpool(pieces),
        media_type=media,
        headers={"Content-Disposition": f'attachment; filename="decisions.{kind}"'},
    )


def _pieces(
    desk: Desk, asked: Acts, writer: Callable[[Iterator[Act]], Iterator[str]]
) -> Iterator[str]:
    with opened(desk) as queue:
        yield from writer(acts(queue.database, asked))


@needs(Role.STEWARD)
def _taking_back(request: Request) -> Response:
    """Show what would be taken back."""
    asked = Acts.of(request.query_params)
    with opened(desk_of(request)) as queue:
        found = standing(queue, asked)
    context = {
        "here": "review",
        "asked": asked,
        "query": asked.query,
        "found": len(found),
        "acts": found[:SHOWN],
        "address": address,
    }
    return render(request, "review_undo.html", context)


@needs(Role.STEWARD)
def _take_back(request: Request) -> Response:
    desk, asked = desk_of(request), Acts.of(request.query_params)
    with opened(desk) as queue:
        try:
            remake(desk, take_back(queue, desk.names, asked, person_at(request).name))
        except OvertakenError:
            return go("/review/trail", asked.query, late="1")
    return go("/review/trail", {})


def _conflicts(request: Request) -> Response:
    with opened(desk_of(request)) as queue:
        found = queue.ledger.all_rulings().conflicts
    context = {"here": "review", "conflicts": found, "address": address}
    return render(request, "review_conflicts.html", context)


routes = (
    Route("/review/trail", _trail),
    Route("/review/trail.{kind}", _export),
    Route("/review/trail/undo", _taking_back),
    Route("/review/trail/undo", _take_back, methods=["POST"]),
    Route("/review/conflicts", _conflicts),
)
