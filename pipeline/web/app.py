"""START HERE: the desk as a web application, put together from its pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    ExitStack,
    asynccontextmanager,
)

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from pipeline.errors import PipelineError
from pipeline.web import (
    reconciling_service,
    registering,
    reviewing,
    running,
    signing_in,
    translating,
)
from pipeline.web.desk import Desk
from pipeline.web.failing import page_for, page_for_status
from pipeline.web.gate import Access, Gate
from pipeline.web.pages import FOLDER, LANGUAGE_COOKIE, is_local
from pipeline.web.people import People
from pipeline.web.security import Role, needs
from pipeline.web.words import LANGUAGES

#: opens what works beside the pages of an application, and closes it at the end
Background = Callable[[Starlette], AbstractContextManager[object]]


def create_app(
    desk: Desk, access: Access | None = None, background: Sequence[Background] = ()
) -> Starlette:
    """Return the application over what the desk works with.

    Args:
        desk: where things are.
        access: who may come in; the owner of an unnamed account, if it is not said.
        background: what is opened when the application starts, and closed when it ends.

    Raises:
        ConfigError: the password file cannot be read, or is wrong.
    """
    access = access or Access()
    people = People(access.owner, access.passwords)
    pages = (
        Route("/", _front),
        Route("/language", _language, methods=["POST"]),
        *signing_in.routes,
        *running.routes,
        *translating.routes,
        *reconciling_service.routes,
        *registering.routes,
        *reviewing.routes,
    )
    app = Starlette(
        routes=[
            *(_for_stewards(route) for route in pages),
            Mount("/static", StaticFiles(directory=FOLDER / "static"), name="static"),
        ],
        middleware=[Middleware(Gate, access=access, people=people)],
        exception_handlers={PipelineError: page_for, HTTPException: page_for_status},
        lifespan=_with_background(background),
    )
    app.state.desk = desk
    app.state.people = people
    return app


def _with_background(
    background: Sequence[Background],
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        with ExitStack() as opened:
            for each in background:
                opened.enter_context(each(app))
            yield

    return lifespan


def _for_stewards(route: BaseRoute) -> BaseRoute:
    """Return a route; one that changes something and does not say for whom is for stewards."""
    if not isinstance(route, Route) or not (route.methods or set()) - {"GET", "HEAD"}:
        return route
    handler = route.endpoint
    if hasattr(handler, "needed_role") or handler in _FOR_ALL:
        return route
    return Route(
        route.path, needs(Role.STEWARD)(handler), methods=list(route.methods or ()), name=route.name
    )


def _front(_: Request) -> Response:
    return RedirectResponse("/translate", status_code=303)


async def _language(request: Request) -> Response:
    """Remember the language of the interface and go back to where the reader was."""
    async with request.form() as form:
        back, language = str(form.get("back", "/")), str(form.get("language", ""))
    response = RedirectResponse(back if is_local(back) else "/", status_code=303)
    if language in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE, language, max_age=31_536_000, httponly=True, samesite="lax"
        )
    return response


#: what is there for people who have not signed in
_FOR_ALL = (_language, *(route.endpoint for route in signing_in.routes if route.path == "/sign-in"))
