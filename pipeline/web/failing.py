"""Pages that say what went wrong and what to do, and the log, which holds no texts and no names."""

from __future__ import annotations

import logging
import re
import traceback
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pipeline.errors import ModelError, PipelineError, StoreError
from pipeline.web.pages import is_local, render, words_in
from pipeline.web.telling import told

#: statuses that have words of their own; others are told as the general one of their hundred
_TOLD: Final = (400, 401, 403, 404, 405, 413, 421, 429, 500, 503)
_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
#: a folder or two before a name: "/home/kari/names.db", "..\\out\\a.json"
_FOLDERS: Final = re.compile(r"(?:[A-Za-z]:)?(?:[^\s:;,'\"()/\\]*[/\\])+(?=[^\s/\\])")
#: so many places of the program are logged of an error, the innermost first
_PLACES: Final = 8
_log = logging.getLogger("pipeline.web")


def failure_page(request: Request, status: int, why: str = "", *, wait: int = 0) -> Response:
    """Return a page in the reader's language about a request that failed.

    Args:
        request: what failed.
        status: its HTTP status.
        why: which words to take instead of those for the status.
        wait: seconds after which it may be tried again.
    """
    say = words_in(request)
    told = why or (str(status) if status in _TOLD else "500" if status >= 500 else "400")
    title, cure = say(f"base.error.{told}.title"), say(f"base.error.{told}.cure", wait=wait)
    response = _answer(request, status, title, cure)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def page_for(request: Request, error: Exception) -> Response:
    """Return the page for an error that tells a user what to do (``PipelineError``)."""
    if not isinstance(error, PipelineError):
        raise TypeError(type(error).__name__) from error
    ours = isinstance(error, ModelError | StoreError)
    if ours:
        note_failure(request, error)
    message, hint = without_folders(error.message), without_folders(error.hint)
    return _answer(request, 503 if ours else 400, message, hint, from_below=True)


def page_for_status(request: Request, error: Exception) -> Response:
    """Return the page for an HTTP error that a handler raised."""
    if not isinstance(error, HTTPException):
        raise TypeError(type(error).__name__) from error
    if error.status_code in {204, 304}:
        return Response(status_code=error.status_code, headers=error.headers)
    response = failure_page(request, error.status_code)
    response.headers.update(error.headers or {})
    return response


def without_folders(text: str) -> str:
    """Return a message without the folders of the files it names.

    >>> without_folders("/home/kari/desk/names.db: the file is damaged")
    'names.db: the file is damaged'
    """
    return _FOLDERS.sub("", text)


def note_request(request: Request, status: int, seconds: float) -> None:
    """Log a request: what kind of page, not which text, name or person was asked for."""
    method = request.method if request.method in _METHODS else "other"
    pattern = getattr(request.scope.get("route"), "path", "-")
    _log.info("%s %s %d %.0f ms", method, pattern, status, seconds * 1000)


def note_failure(request: Request, error: BaseException) -> None:
    """Log where an error happened; its message may hold somebody's text, so it is left out."""
    pattern = getattr(request.scope.get("route"), "path", "-")
    places = traceback.extract_tb(error.__traceback__)[::-1][:_PLACES]
    way = " < ".join(f"{_place(p.filename)}:{p.lineno} {p.name}" for p in places)
    _log.error("%s failed: %s at %s", pattern, type(error).__name__, way or "-")


def _place(filename: str) -> str:
    return "/".join(filename.replace("\\", "/").split("/")[-2:])


def _answer(
    request: Request, status: int, title: str, cure: str, *, from_below: bool = False
) -> Response:
    """Return a page, or JSON for a program; words ``from_below`` are English as they come."""
    accepted, say = request.headers.get("accept", ""), words_in(request)
    if "application/json" in accepted and "text/html" not in accepted:
        if from_below:
            title, cure = told(say, title) or title, told(say, cure) or cure
        return JSONResponse({"error": title, "hint": cure}, status_code=status)
    context: dict[str, object] = {
        "title": (told(say, title) if from_below else title) or title,
        "heading": title,
        "cure": cure,
        "status": status,
        "phrase": _phrase(status),
        "from_below": from_below,
        "back": _came_from(request) if status == HTTPStatus.UNAUTHORIZED else "",
    }
    return render(request, "failure.html", context, status=status)


def _came_from(request: Request) -> str:
    """Return the page of the desk on which a form was sent, to go on there after signing in."""
    try:
        page = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return "/"
    path = page._replace(scheme="", netloc="", fragment="").geturl()
    return path if page.netloc == request.headers.get("host") and is_local(path) else "/"


def _phrase(status: int) -> str:
    return next((known.phrase for known in HTTPStatus if known == status), "")
