"""The pages of the review: the queue with its filters, and one card a flag."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.authority.knowledge import Verdict
from pipeline.errors import ConfigError, StoreError
from pipeline.export.look import Said, said, why
from pipeline.review.answers import Answer, OvertakenError, decide, drafts
from pipeline.review.dealing import Dealt, deal
from pipeline.review.finding import Filter, Order, before, count, figures, following, page, states
from pipeline.review.queue import Queue
from pipeline.review.states import FINE, PRESENCE, State
from pipeline.review.trail import Act, Acts, acts
from pipeline.review.undoing import last_step, take_back, undone_step
from pipeline.web import reviewing_bulk, reviewing_trail
from pipeline.web.desk import Desk
from pipeline.web.pages import render, words_in
from pipeline.web.reviewing_opening import address, compared, desk_of, go, opened, percent, remake
from pipeline.web.security import Role, needs, person_at

#: flags on a page of the queue
PAGE: Final = 50
#: so many reasons are shown where nothing is proposed
MOST_REASONS: Final = 8


@dataclass(frozen=True)
class Form:
    """What a steward sent with an answer."""

    number: int
    asked: Filter
    answer: Answer


def _queue(request: Request) -> Response:
    asked = Filter.of(request.query_params)
    start = max(0, min(_whole(request.query_params.get("page", "1")), 10**6) - 1) * PAGE
    with opened(desk_of(request)) as queue:
        found, shown = page(queue.database, asked, start, PAGE)
        if start >= found > 0:  # there were more when the address was made
            start = (found - 1) // PAGE * PAGE
            found, shown = page(queue.database, asked, start, PAGE)
        numbers = figures(queue.database)
        context = {
            "asked": asked,
            "found": found,
            "start": start,
            "size": PAGE,
            "lines": [(line, compared(line.forms)) for line in shown],
            "sources": list(queue.sources()),
            "figures": numbers,
            **_progress(numbers["state"]),
            **_steps(request, queue),
        }
    return render(request, "review.html", _known(asked) | context)


def _next(request: Request) -> Response:
    """Go to the first card of a filter, or to the one after a number."""
    asked = Filter.of(request.query_params)
    with opened(desk_of(request)) as queue:
        number = following(queue.database, asked, _whole(request.query_params.get("after", "0")))
    return _go_to(asked, number)


def _card(request: Request) -> Response:
    asked = Filter.of(request.query_params)
    number = _number(request)
    with opened(desk_of(request)) as queue:
        dealt = deal(queue, number)
        if dealt is None:
            return _go_to(asked, following(queue.database, asked, 0))
        return _show(request, queue, asked, dealt)


def _show(
    request: Request, queue: Queue, asked: Filter, dealt: Dealt, problem: str = ""
) -> Response:
    place, back = before(queue.database, asked, dealt.number)
    found = count(queue.database, asked)
    best = dealt.card.flag.candidates[0] if dealt.card.flag.candidates else None
    proposed = best.name if best and not dealt.card.flag.is_tied else ""
    if dealt.card.flag.kind in PRESENCE or dealt.card.flag.kind == "unsure":
        proposed = ""
    ui = words_in(request).language
    context = {
        "dealt": dealt,
        "card": dealt.card,
        "sides": list(zip(dealt.card.forms, compared(dealt.card.names, proposed), strict=True)),
        "proposed": proposed,
        "best": best,
        "reasons": _reasons(dealt, proposed, ui),
        "message": dealt.card.flag.said(ui),
        "presence": dealt.card.flag.kind in PRESENCE,
        "place": place + 1,
        "found": found,
        "back": back,
        "next": following(queue.database, asked, dealt.number),
        "effects": _effects(queue, dealt, proposed),
        "late": bool(request.query_params.get("late")),
        "problem": problem,
        **_progress(states(queue.database)),
        **_steps(request, queue),
    }
    status = 400 if problem else 200
    return render(request, "review_card.html", _known(asked) | context, status=status)


def _reasons(dealt: Dealt, proposed: str, ui: str) -> tuple[Said, ...]:
    """Return why a form is proposed; where none is, everything that was weighed."""
    candidates = dealt.card.flag.candidates
    if not candidates:
        return ()
    if proposed:
        return why(candidates[0], ui)
    weighed = (e for e in candidates[0].evidence if e.weight and e.feature != "prior")
    return said(tuple(weighed)[:MOST_REASONS], ui)


@needs(Role.STEWARD)
async def _decide(request: Request) -> Response:
    async with request.form() as form:
        given = {name: str(value)[:2000] for name, value in form.items()}
    return await run_in_threadpool(_decided, request, given)


def _decided(request: Request, given: Mapping[str, str]) -> Response:
    desk, asked = desk_of(request), Filter.of(request.query_params)
    number = _number(request)
    verdict, _, name = given.get("answer", "").partition(":")
    if verdict not in {str(each) for each in Verdict} | {FINE}:
        verdict = ""
    names = {Verdict.CORRECTED: given.get("name", ""), Verdict.NOT_A_NAME: ""}
    answer = Answer(
        verdict=verdict,
        by=person_at(request).name,
        name=names.get(Verdict(verdict), name) if verdict in set(Verdict) else "",
        form=name if verdict == Verdict.NOT_A_NAME else "",
        reason=" ".join(given.get("reason", "").split()),
        seen=given.get("seen", ""),
        only_here=bool(given.get("only_here")),
    )
    return _write(request, desk, Form(number, asked, answer))


def _write(request: Request, desk: Desk, form: Form) -> Response:
    with opened(desk) as queue:
        try:
            remake(desk, decide(queue, desk.names, form.number, form.answer))
        except OvertakenError:
            return go(f"/review/{form.number}", form.asked.query, late="1")
        except ConfigError:
            dealt = deal(queue, form.number)
            if dealt is None:
                raise
            say = words_in(request)
            return _show(request, queue, form.asked, dealt, say("review.card.problem"))
        except StoreError:
            if deal(queue, form.number):
                raise
            return _go_to(form.asked, following(queue.database, form.asked, 0))
        return _go_to(form.asked, following(queue.database, form.asked, form.number))


@needs(Role.STEWARD)
def _undo(request: Request) -> Response:
    return _step(request, last_step)


@needs(Role.STEWARD)
def _redo(request: Request) -> Response:
    return _step(request, undone_step)


def _step(request: Request, step_of: Callable[[Queue, str], str]) -> Response:
    """Take back the step that a function finds, and go to the card that it was about."""
    desk, asked = desk_of(request), Filter.of(request.query_params)
    by = person_at(request).name
    with opened(desk) as queue:
        step = step_of(queue, by)
        if not step:
            return go("/review", asked.query)
        done = list(acts(queue.database, Acts(step=step)))
        try:
            remake(desk, take_back(queue, desk.names, Acts(step=step), by))
        except OvertakenError:
            return go("/review", asked.query)
        return _go_to(asked, _flag_of(queue, done))


def _flag_of(queue: Queue, done: list[Act]) -> int | None:
    """Return the number of the flag that a step was about; of a step about many, none."""
    flags = {act.flag for act in done}
    rows = queue.database.rows(
        "SELECT number FROM flags WHERE id = ?1 OR mark = ?1 LIMIT 1", (next(iter(flags), ""),)
    )
    return int(rows[0][0]) if len(flags) == 1 and rows else None


def _go_to(asked: Filter, number: int | None) -> Response:
    if number is None:
        return go("/review", asked.query, done="1")
    return go(f"/review/{number}", asked.query)


def _effects(queue: Queue, dealt: Dealt, proposed: str) -> dict[str, tuple[int, int]]:
    """Return how many articles and translations each answer changes, by the button's key."""
    card = dealt.card
    name = proposed or card.names[-1]
    answers = {
        "right": Answer(Verdict.SAME if len(card.names) > 1 else Verdict.NOT_A_NAME, "", name=name),
        "different": Answer(Verdict.DIFFERENT, ""),
    }
    found = {}
    for key, answer in answers.items():
        changed = queue.touched(drafts(card, [answer]))
        found[key] = (len(changed.articles), changed.translations)
    return found


def _progress(by_state: Mapping[str, int]) -> dict[str, object]:
    total, torn = sum(by_state.values()), by_state.get(State.CONFLICT, 0)
    return {"total": total, "torn": torn, "done": total - torn - by_state.get(State.OPEN, 0)}


def _steps(request: Request, queue: Queue) -> dict[str, object]:
    """Return the person's last step and the one that can be taken again."""
    by = person_at(request).name
    last, again = last_step(queue, by), undone_step(queue, by)
    return {
        "last": next(acts(queue.database, Acts(step=last), most=1), None) if last else None,
        "again": next(acts(queue.database, Acts(step=again), most=1), None) if again else None,
    }


def _known(asked: Filter) -> dict[str, object]:
    return {
        "here": "review",
        "asked": asked,
        "query": asked.query,
        "orders": [order.value for order in Order],
        "address": address,
        "percent": percent,
    }


def _number(request: Request) -> int:
    """Return the number of the card that an address names; what no file can hold names none."""
    return min(int(request.path_params["number"]), 2**62)


def _whole(text: str) -> int:
    return int(text[:9]) if text.isascii() and text.isdecimal() else 0


routes = (
    Route("/review", _queue, name="review"),
    Route("/review/next", _next),
    Route("/review/undo", _undo, methods=["POST"]),
    Route("/review/redo", _redo, methods=["POST"]),
    *reviewing_bulk.routes,
    *reviewing_trail.routes,
    Route("/review/{number:int}", _card),
    Route("/review/{number:int}", _decide, methods=["POST"]),
)
