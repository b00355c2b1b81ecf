"""The register as a reconciliation service (Reconciliation Service API 0.2), for OpenRefine.

It only answers. Programs ask it without a browser; of pages in a browser it answers those of
this machine (OpenRefine runs at 127.0.0.1) and of the desk itself, and no other: what stands in
the register is about people.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from pipeline.authority.finding import look_up
from pipeline.authority.properties import PROPERTIES, property_of, values_of
from pipeline.authority.reconciling import candidates
from pipeline.records import EntityKind
from pipeline.web.pages import templates, words_in
from pipeline.web.reconciling_protocol import (
    MOST_QUERIES,
    Extension,
    RefusedError,
    candidate_json,
    entity_json,
    manifest,
    property_json,
    queries_of,
    type_json,
    value_json,
)
from pipeline.web.registering_opening import entry_at, kinds_of, reading
from pipeline.web.security import Role, needs

_CALLBACK: Final = re.compile(r"[A-Za-z_$][\w$]{0,60}(?:\.[A-Za-z_$][\w$]{0,60}){0,4}", re.ASCII)
_SUGGESTED: Final = 20
_HERE: Final = frozenset({"127.0.0.1", "localhost", "::1"})
#: who may show a preview in a frame
_FRAMES: Final = "http://127.0.0.1:* http://localhost:* https://127.0.0.1:* https://localhost:*"


@needs(Role.READER)
async def _endpoint(request: Request) -> Response:
    asked: Mapping[str, Any] = request.query_params
    if request.method == "POST":
        asked = {**request.query_params, **await request.form(max_files=0, max_fields=20)}
    return await run_in_threadpool(_answered, request, asked)


def _answered(request: Request, asked: Mapping[str, Any]) -> Response:
    try:
        if "queries" in asked:
            return _json(request, _results(request, str(asked["queries"])))
        if "extend" in asked:
            return _json(request, _extended(request, str(asked["extend"])))
    except RefusedError as error:
        return _json(request, {"error": str(error)}, status=error.status)
    if request.method == "POST":
        wanted = "a POST wants a form with queries or extend"
        return _json(request, {"error": wanted}, status=400)
    return _json(request, manifest(str(request.base_url).rstrip("/")))


def _results(request: Request, text: str) -> dict[str, object]:
    queries = queries_of(text)
    with reading(request) as register:
        return {
            key: {"result": [candidate_json(one) for one in candidates(query, register)]}
            for key, query in queries.items()
        }


def _extended(request: Request, text: str) -> dict[str, object]:
    try:
        wanted = Extension.model_validate_json(text)
    except ValidationError as error:
        raise RefusedError("extend wants an object with ids and properties") from error
    if len(wanted.ids) > 10 * MOST_QUERIES:
        raise RefusedError(f"more than {10 * MOST_QUERIES} ids", status=413)
    properties = [property_of(one.id) for one in wanted.properties]
    with reading(request) as register:
        rows = {}
        for entry_id in wanted.ids:
            entry = register.entry(entry_id)
            rows[entry_id] = {
                one.id: [value_json(value) for value in values_of(entry, one.id, register)]
                if entry
                else []
                for one in properties
            }
    meta = [property_json(one) | ({"type": type_json(one.of)} if one.of else {})
            for one in properties]  # fmt: skip
    return {"meta": meta, "rows": rows}


def _suggest_entity(request: Request) -> Response:
    prefix = request.query_params.get("prefix", "").strip()[:250]
    kinds = kinds_of(request.query_params.getlist("type"))
    start = _cursor(request)
    with reading(request) as register:
        found = look_up(prefix, kinds, register, start + _SUGGESTED) if prefix else ()
    return _json(request, {"result": [entity_json(each.entry) for each in found[start:]]})


def _suggest_type(request: Request) -> Response:
    return _json(request, {"result": _begun(request, [type_json(kind) for kind in EntityKind])})


def _suggest_property(request: Request) -> Response:
    known = [property_json(one) for one in PROPERTIES]
    return _json(request, {"result": _begun(request, known)})


def _begun(request: Request, things: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the things of which the id or a word of the name begins with what was typed."""
    prefix = request.query_params.get("prefix", "").strip().casefold()
    return [
        thing
        for thing in things
        if thing["id"].casefold().startswith(prefix)
        or any(thing["name"].casefold()[at:].startswith(prefix)
               for at in (0, *(m.end() for m in re.finditer(r"\s", thing["name"]))))
    ][_cursor(request) :]  # fmt: skip


def _properties(request: Request) -> Response:
    asked = request.query_params.get("type", "")
    kinds = kinds_of([asked])
    limit = request.query_params.get("limit", "")
    most = int(limit[:4]) if limit.isascii() and limit.isdigit() else len(PROPERTIES)
    fit = [property_json(one) for one in PROPERTIES if set(kinds) & set(one.kinds)][:most]
    return _json(request, {"type": asked, "properties": fit, "limit": most})


def _preview(request: Request) -> Response:
    """Show an entry in few words, to be put into a frame by who asked for it."""
    with reading(request) as register:
        entry = entry_at(register, request.query_params.get("id", ""))
    say = words_in(request)
    page = templates().get_template("register_preview.html").render(
        say=say, ui=say.language, entry=entry
    )  # fmt: skip
    headers = _welcome(request) | {
        "Content-Security-Policy": f"default-src 'self'; frame-ancestors 'self' {_FRAMES}",
        # the policy above says it better, and what obeys both obeys the policy
        "X-Frame-Options": "SAMEORIGIN",
    }
    return HTMLResponse(page, headers=headers)


def _allowed(request: Request) -> Response:
    """Answer a browser that asks whether it may ask."""
    headers = _welcome(request) | {
        "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
        "Access-Control-Allow-Headers": "Accept, Content-Type",
        "Access-Control-Max-Age": "600",
    }
    return Response(status_code=204, headers=headers)


def _json(request: Request, body: object, *, status: int = 200) -> Response:
    headers = _welcome(request)
    text = json.dumps(body, ensure_ascii=False)
    callback = request.query_params.get("callback", "")
    if not callback:
        return Response(text, status, headers, "application/json")
    if not _CALLBACK.fullmatch(callback):
        refused = json.dumps({"error": "the name of the callback is no name of a function"})
        return Response(refused, 400, headers, "application/json")
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Response(f"/**/{callback}({text});", status, headers, "application/javascript")


def _welcome(request: Request) -> dict[str, str]:
    """Return the headers that let the page that asks have the answer.

    Raises:
        HTTPException: (403) it is a page of another machine.
    """
    origin = request.headers.get("origin") or request.headers.get("referer")
    site = request.headers.get("sec-fetch-site", "none")
    own = request.url.hostname
    # a browser that tells neither says at least whether it is another site
    if site == "cross-site" if origin is None else _host(origin) not in _HERE | {own}:
        raise HTTPException(403)
    headers = {"Vary": "Origin, Referer", "Cross-Origin-Resource-Policy": "cross-origin"}
    if request.headers.get("origin"):
        headers["Access-Control-Allow-Origin"] = request.headers["origin"]
    return headers


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).hostname
    except ValueError:
        return None


def _cursor(request: Request) -> int:
    text = request.query_params.get("cursor", "")
    return min(1000, int(text[:6])) if text.isascii() and text.isdigit() else 0


_GET: Final = ["GET"]
routes = (
    Route("/reconcile", _endpoint, methods=["GET", "POST"], name="reconcile"),
    Route("/reconcile/suggest/entity", _suggest_entity, methods=_GET, name="suggest_entity"),
    Route("/reconcile/suggest/type", _suggest_type, methods=_GET, name="suggest_type"),
    Route("/reconcile/suggest/property", _suggest_property, methods=_GET, name="suggest_property"),
    Route("/reconcile/properties", _properties, methods=_GET, name="reconcile_properties"),
    Route("/reconcile/preview", _preview, methods=_GET, name="reconcile_preview"),
    *(
        Route(path, needs(Role.READER)(_allowed), methods=["OPTIONS"])
        for path in ("/reconcile", "/reconcile/{rest:path}")
    ),
)
