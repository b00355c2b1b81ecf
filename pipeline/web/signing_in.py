"""Signing in and out, where the desk has a password file."""

from __future__ import annotations

import logging

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pipeline.web.failing import failure_page
from pipeline.web.pages import is_local, render
from pipeline.web.people import SESSION_COOKIE, People, TooOftenError
from pipeline.web.security import Role, needs
from pipeline.web.sessions import LONGEST

_log = logging.getLogger("pipeline.web")


def _page(request: Request) -> Response:
    """Show the form, or go on where nobody signs in or somebody has."""
    back = _back(request.query_params.get("back", "/"))
    if not _people(request).sign_in or request.state.person:
        return RedirectResponse(back, 303)
    return render(request, "sign_in.html", {"back": back, "name": "", "refused": False})


async def _sign_in(request: Request) -> Response:
    async with request.form() as form:
        name, password = str(form.get("name", "")), str(form.get("password", ""))
        back = _back(str(form.get("back", "/")))
    address = request.client.host if request.client else ""
    try:
        key = await run_in_threadpool(_people(request).enter, name, password, address)
    except TooOftenError as error:
        _log.warning("signing in was refused: too many tries from %s", address)
        return failure_page(request, 429, wait=error.wait)
    if key is None:
        _log.warning("signing in was refused: name and password do not fit, from %s", address)
        context: dict[str, object] = {"back": back, "name": name, "refused": True}
        return render(request, "sign_in.html", context, status=403)
    _people(request).leave(request.cookies.get(SESSION_COOKIE, ""))
    response = RedirectResponse(back, 303)
    response.set_cookie(
        SESSION_COOKIE,
        key,
        max_age=LONGEST,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return response


@needs(Role.READER)
def _sign_out(request: Request) -> Response:
    _people(request).leave(request.cookies.get(SESSION_COOKIE, ""))
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(SESSION_COOKIE)
    return response


def _people(request: Request) -> People:
    people = request.app.state.people
    assert isinstance(people, People)  # noqa: S101 - for mypy
    return people


def _back(address: str) -> str:
    return address if is_local(address) else "/"


routes = (
    Route("/sign-in", _page),
    Route("/sign-in", _sign_in, methods=["POST"]),
    Route("/sign-out", _sign_out, methods=["POST"]),
)
