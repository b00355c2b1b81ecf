"""START HERE: the desk as a web application, put together from its pages."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pipeline.web.desk import Desk
from pipeline.web.pages import FOLDER, LANGUAGE_COOKIE
from pipeline.web.words import LANGUAGES


def create_app(desk: Desk) -> Starlette:
    """Return the application over what the desk works with."""
    app = Starlette(
        routes=[
            Route("/", _front),
            Route("/language", _language, methods=["POST"]),
            Mount("/static", StaticFiles(directory=FOLDER / "static"), name="static"),
        ]
    )
    app.state.desk = desk
    return app


def _front(_: Request) -> Response:
    return RedirectResponse("/translate", status_code=303)


async def _language(request: Request) -> Response:
    """Remember the language of the interface and go back to where the reader was."""
    form = await request.form()
    back = str(form.get("back", "/"))
    response = RedirectResponse(back if is_local(back) else "/", status_code=303)
    if str(form.get("language")) in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE, str(form["language"]), max_age=31_536_000, httponly=True,
            samesite="lax",
        )  # fmt: skip
    return response


def is_local(address: str) -> bool:
    """Return whether an address to go back to is a path of this desk.

    >>> is_local("/review?kind=spelling"), is_local("//elsewhere"), is_local("http://elsewhere")
    (True, False, False)
    """
    return address.startswith("/") and not address.startswith(("//", "/\\"))
