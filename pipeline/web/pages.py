"""Templates to pages: the words of the reader's language, everything escaped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Final

import jinja2
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse

from pipeline import __version__
from pipeline.export.templating import environment
from pipeline.web.telling import told_in
from pipeline.web.words import LANGUAGES, Words, words_of

#: the cookie that remembers the language of the interface
LANGUAGE_COOKIE: Final = "samsvar_language"
FOLDER: Final = Path(__file__).parent


def render(
    request: Request, template: str, context: dict[str, object] | None = None, *, status: int = 200
) -> HTMLResponse:
    """Return a page made of a template.

    The template has ``say`` (the words), ``here`` (the name of the page in the navigation; the
    context gives it), ``person`` (who is at the desk), ``path`` (of this page, with its query), and
    ``tell``, which puts what lower layers say in English into the reader's language.
    """
    say = words_in(request)
    known: dict[str, object] = {
        "say": say,
        "tell": partial(told_in, say),
        "ui": say.language,
        "languages": LANGUAGES,
        "person": getattr(request.state, "person", None),
        "path": _address(request),
        "here": "",
        "version": __version__,
    }
    page = templates().get_template(template).render(known | (context or {}))
    return HTMLResponse(page, status_code=status)


def _address(request: Request) -> str:
    """Return where to come back to; to an address that something was sent to one cannot."""
    if request.method not in {"GET", "HEAD"}:
        return "/"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def words_in(request: Request) -> Words:
    """Return the words in the language that the reader chose, else the browser's, else Bokmål."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return words_of(chosen)
    for wanted in request.headers.get("accept-language", "").split(","):
        language = wanted.split(";")[0].strip().lower()[:2]
        if language == "no":
            language = "nb"
        if language in LANGUAGES:
            return words_of(language)
    return words_of(next(iter(LANGUAGES)))


@contextmanager
def made_ready(_: Starlette) -> Iterator[None]:
    """Read all templates beforehand: many people who come at once would each wait for them."""
    for name in templates().list_templates():
        templates().get_template(name)
    yield


@cache
def templates() -> jinja2.Environment:
    """Return the templates of the desk: autoescaped, unknown names are errors."""
    return environment([FOLDER / "templates"])


def is_local(address: str) -> bool:
    """Return whether an address to go back to is a path of this desk.

    >>> is_local("/review?kind=spelling"), is_local("//elsewhere"), is_local("http://elsewhere")
    (True, False, False)
    """
    return (
        address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    )
