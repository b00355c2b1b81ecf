"""What every request goes through before a page sees it, and every answer on its way out."""

from __future__ import annotations

import ipaddress
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.errors import PipelineError
from pipeline.web.failing import failure_page, note_failure, note_request, page_for
from pipeline.web.people import SESSION_COOKIE, People
from pipeline.web.rates import Rate
from pipeline.web.security import LOOPBACK

#: bytes that a form may have: before one has signed in, after it, and one with files
ENTRANCE_LIMIT: Final = 64 * 1024
FORM_LIMIT: Final = 8 * 1024 * 1024
UPLOAD_LIMIT: Final = 256 * 1024 * 1024
#: changes that one person may make at once, and then each second
BURST: Final = 600
PER_SECOND: Final = 20
#: what the log says of a request whose sender went away before the answer
GONE: Final = 499
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
#: what is there before one has signed in
_OPEN: Final = ("/static/", "/sign-in", "/language")
#: asked by programs on other addresses (OpenRefine), which check what they ask for themselves
_SERVICES: Final = ("/reconcile",)
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # "no-referrer" would make browsers send forms with an unknown origin
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True)
class Access:
    """Who may come in, and by which names the desk is called.

    Without ``passwords`` everyone who reaches the desk is ``owner`` with every right: for an
    address that only this machine reaches. ``hosts`` are the names (in lower case, without port)
    that requests may ask for; where the desk is ``open_to_network`` its bare addresses are good
    too: what a foreign page can make a browser believe are names, never addresses.
    """

    owner: str = ""
    passwords: Path | None = None
    hosts: frozenset[str] = LOOPBACK
    open_to_network: bool = False

    def knows(self, host: str) -> bool:
        """Return whether a Host header is meant for this desk.

        >>> Access().knows("localhost:8000"), Access().knows("elsewhere.example:8000")
        (True, False)
        """
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in self.hosts or f"[{name}]" in self.hosts:
            return True
        return self.open_to_network and _is_address(name)


class Gate:
    """The middleware around all pages."""

    def __init__(self, app: ASGIApp, access: Access, people: People) -> None:
        self._app = app
        self._access = access
        self._people = people
        self._writes = Rate(BURST, PER_SECOND)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let the page do it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        began = time.monotonic()
        outgoing = _Outgoing(scope, send)
        request = Request(scope, receive)
        try:
            refused = self._refusal(request)
            if refused:
                await refused(scope, receive, outgoing)
            else:
                await self._app(scope, _limited(request, receive), outgoing)
        except (ClientDisconnect, _GoneError):
            outgoing.status = GONE
        except Exception as error:  # noqa: BLE001 - one request must not cost the others
            note_failure(request, error)
            if not outgoing.status:
                await failure_page(request, 500)(scope, receive, outgoing)
        finally:
            note_request(request, outgoing.status, time.monotonic() - began)

    def _refusal(self, request: Request) -> Response | None:
        """Return the answer to a request that no page is to see, or None."""
        if not self._access.knows(request.headers.get("host", "")):
            return failure_page(request, 421)
        if _is_foreign(request):
            return failure_page(request, 403, "foreign")
        try:
            request.state.person = self._people.at(request.cookies.get(SESSION_COOKIE, ""))
        except PipelineError as error:
            return page_for(request, error)
        path = request.url.path
        if request.state.person is None and not path.startswith(_OPEN):
            return _to_sign_in(request)
        if request.method not in _SAFE and not path.startswith(_SERVICES):
            wait = self._writes.take(_key(request))
            if wait:
                return failure_page(request, 429, wait=wait)
        return None


class _Outgoing:
    """Sends an answer with the headers that all have, and remembers its status."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.status = 0
        self._send = send
        static = scope["path"].startswith("/static/")
        # what a page says of people stays in no cache; styles are asked for again, mostly in vain
        self._headers = _HEADERS | {"Cache-Control": "no-cache" if static else "no-store"}

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers.setdefault(name, value)
        try:
            await self._send(message)
        except Exception as error:
            raise _GoneError from error


class _GoneError(Exception):
    """Who asked has gone away, or speaks no HTTP any more: nothing can be sent there."""


def _limited(request: Request, receive: Receive) -> Receive:
    """Return what receives a body and stops when it is longer than one of its sort may be."""
    with_files = request.headers.get("content-type", "").startswith("multipart/form-data")
    limit = UPLOAD_LIMIT if with_files else FORM_LIMIT
    if request.url.path.startswith(_OPEN):
        limit = ENTRANCE_LIMIT
    told = request.headers.get("content-length", "")
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        if told.isdecimal() and int(told[:20]) > limit:
            raise HTTPException(413)
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise HTTPException(413)
        return message

    return counted


def _is_foreign(request: Request) -> bool:
    """Return whether another site makes the browser send this.

    A link from there to a page is fine; a form, a picture or a script that asks is not.
    """
    safe = request.method in _SAFE
    if request.url.path.startswith(_SERVICES):
        return False
    site = request.headers.get("sec-fetch-site", "none")
    if site not in {"none", "same-origin"}:
        return not (safe and request.headers.get("sec-fetch-mode") == "navigate")
    origin = request.headers.get("origin")
    if safe or origin is None:
        return False
    try:
        return urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower()
    except ValueError:
        return True


def _to_sign_in(request: Request) -> Response:
    if request.method not in _SAFE or "application/json" in request.headers.get("accept", ""):
        return failure_page(request, 401)
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/sign-in?{urlencode({'back': asked})}", 303)


def _key(request: Request) -> str:
    session = request.cookies.get(SESSION_COOKIE, "")
    if session and request.state.person and request.state.person.can_sign_out:
        return session
    return request.client.host if request.client else ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
