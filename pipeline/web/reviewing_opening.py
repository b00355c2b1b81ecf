"""What the pages of the review have in common: the queue opened, the filter carried along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pipeline.desk.jobs import Jobs
from pipeline.export.marking import Piece, differences
from pipeline.export.wording import wording
from pipeline.review.effects import Touched
from pipeline.review.queue import Queue
from pipeline.web.desk import Desk


def desk_of(request: Request) -> Desk:
    """Return the desk that a request is made at."""
    desk: Desk = request.app.state.desk
    return desk


@contextmanager
def opened(desk: Desk) -> Iterator[Queue]:
    """Open the queue of a desk, with the states of flags as the register has them.

    Raises:
        StoreError: the queue or the register cannot be used.
    """
    with Queue(desk.queue) as queue:
        remake(desk, queue.catch_up(desk.names))
        yield queue


def remake(desk: Desk, changed: Touched) -> None:
    """Let the jobs whose articles a decision changes be made anew in the background.

    Raises:
        StoreError: a job cannot be written.
    """
    if changed.jobs:
        Jobs(desk.jobs).run_again(changed.jobs)


def percent(share: float) -> str:
    """Return a probability in per cent, never rounded to a certainty."""
    return wording("en").percent(share)


def address(path: str, query: Mapping[str, str], **more: str) -> str:
    """Return an address with a query; what is empty is left out.

    >>> address("/review", {"kind": "spelling"}, late="")
    '/review?kind=spelling'
    """
    said = {name: value for name, value in {**query, **more}.items() if value}
    return f"{path}?{urlencode(said)}" if said else path


def go(path: str, query: Mapping[str, str], **more: str) -> Response:
    """Return the way to another page of the review."""
    return RedirectResponse(address(path, query, **more), status_code=303)


def compared(forms: tuple[str, ...], best: str = "") -> tuple[tuple[Piece, ...], ...]:
    """Return each form in pieces, the letters marked that differ from the best (or the next)."""
    found = []
    for form in forms:
        others = [other for other in forms if other != form]
        other = best if best in others else next(iter(others), form)
        found.append(differences(form, other)[0])
    return tuple(found)
