"""The page that answers many flags in one step, after it has shown what would be said."""

from __future__ import annotations

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.review.answers import Answer, OvertakenError
from pipeline.review.bulk import MOST, Choice, carry_out, plan
from pipeline.review.finding import Filter
from pipeline.web.pages import render
from pipeline.web.reviewing_opening import address, compared, desk_of, go, opened, percent, remake
from pipeline.web.security import Role, needs, person_at

#: so many of the cards are shown
SHOWN: Final = 100


@needs(Role.STEWARD)
def _preview(request: Request) -> Response:
    return _show(request, late=False)


def _show(request: Request, *, late: bool) -> Response:
    asked, choice = Filter.of(request.query_params), _choice(request)
    with opened(desk_of(request)) as queue:
        found = plan(queue, asked, choice, Answer("", by=person_at(request).name))
    context = {
        "here": "review",
        "asked": asked,
        "query": asked.query,
        "choice": choice.value,
        "plan": found,
        "shown": [
            (number, card, compared(card.names, _best(choice, card.flag.candidates)))
            for number, card in found.cards[:SHOWN]
        ],
        "most": MOST,
        "late": late,
        "address": address,
        "percent": percent,
    }
    return render(request, "review_bulk.html", context, status=409 if late else 200)


def _best(choice: Choice, candidates: tuple[object, ...]) -> str:
    return str(getattr(candidates[0], "name", "")) if choice is Choice.ACCEPT and candidates else ""


@needs(Role.STEWARD)
async def _carry_out(request: Request) -> Response:
    async with request.form() as form:
        digest, reason = str(form.get("digest", "")), str(form.get("reason", ""))[:2000]
    return await run_in_threadpool(_carried_out, request, digest, " ".join(reason.split()))


def _carried_out(request: Request, digest: str, reason: str) -> Response:
    desk, asked = desk_of(request), Filter.of(request.query_params)
    answer = Answer("", by=person_at(request).name, reason=reason or _why(asked))
    with opened(desk) as queue:
        found = plan(queue, asked, _choice(request), answer)
        changed = found.digest != digest
        if not changed:
            try:
                remake(desk, carry_out(queue, desk.names, found, asked, answer))
            except OvertakenError:
                changed = True
    return _show(request, late=True) if changed else go("/review", asked.query)


def _why(asked: Filter) -> str:
    """Return the reason of a step where nobody gives one: that it was by filter, and by which."""
    return " ".join(["all:", *(f"{name}={value}" for name, value in asked.query.items())]).strip(
        ":"
    )


def _choice(request: Request) -> Choice:
    try:
        return Choice(request.query_params.get("choice", ""))
    except ValueError as error:
        raise HTTPException(404) from error


routes = (
    Route("/review/all", _preview),
    Route("/review/all", _carry_out, methods=["POST"]),
)
