"""Pages that make two entries of the register one, and one two."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pipeline.authority.differences import differences
from pipeline.authority.entries import AliasKind, Entry
from pipeline.authority.finding import Found, look_up
from pipeline.authority.merging import Taking, clashes, merge, merged, part, parted
from pipeline.authority.register import Register
from pipeline.errors import StoreError
from pipeline.web.pages import render
from pipeline.web.registering_addresses import address
from pipeline.web.registering_opening import (
    ChangedError,
    changed_by,
    entry_as_seen,
    entry_at,
    reading,
    seal_of,
)
from pipeline.web.security import Role, needs


@needs(Role.STEWARD)
def _merge(request: Request) -> Response:
    entry_id = request.query_params.get("id", "")
    other_id = request.query_params.get("with", "")
    words = request.query_params.get("q", "").strip()[:250]
    with reading(request) as register:
        entry = entry_at(register, entry_id)
        if not other_id:
            found = _others(words, entry, register)
            context = {"here": "register", "entry": entry, "q": words, "found": found}
            return render(request, "register_merge_with.html", context)
        other = entry_at(register, other_id)
        kind = _alias_kind(request.query_params.get("as", ""))
        return _merge_page(request, entry, other, kind)


def _others(words: str, entry: Entry, register: Register) -> tuple[Found, ...]:
    found = look_up(words or entry.name, (entry.kind,), register, 11)
    return tuple(each for each in found if each.entry.id != entry.id)


def _merge_page(
    request: Request, entry: Entry, other: Entry, kind: AliasKind, problem: str = ""
) -> Response:
    context = {
        "here": "register",
        "entry": entry,
        "other": other,
        "kind": kind,
        "alias_kinds": list(AliasKind),
        "changes": differences(entry, merged(entry, other, kind)),
        "clashes": clashes(entry, other),
        "seals": (seal_of(entry), seal_of(other)),
        "same": entry.id == other.id or entry.kind is not other.kind,
        "problem": problem,
    }
    return render(request, "register_merge.html", context, status=422 if problem else 200)


@needs(Role.STEWARD)
async def _merge_it(request: Request) -> Response:
    form = await request.form(max_files=0)
    return await run_in_threadpool(_merged, request, form)


def _merged(request: Request, form: FormData) -> Response:
    entry_id, other_id = str(form.get("id", "")), str(form.get("with", ""))
    kind = _alias_kind(str(form.get("as", "")))
    try:
        with changed_by(request, "merge") as (register, batch):
            entry = entry_as_seen(register, entry_id, str(form.get("seal", "")))
            other = entry_as_seen(register, other_id, str(form.get("other_seal", "")))
            merge(entry, other, kind, batch, register)
            number = batch.number
    except (StoreError, ChangedError) as error:
        problem = error.message if isinstance(error, StoreError) else "changed"
        with reading(request) as register:
            entry, other = entry_at(register, entry_id), entry_at(register, other_id)
            return _merge_page(request, entry, other, kind, problem)
    where = address("/register/entry", id=entry_id, done="merged", batch=str(number))
    return RedirectResponse(where, status_code=303)


@needs(Role.STEWARD)
def _split(request: Request) -> Response:
    with reading(request) as register:
        entry = entry_at(register, request.query_params.get("id", ""))
    return _split_page(request, entry, Taking(name=""))


def _split_page(
    request: Request,
    entry: Entry,
    taking: Taking,
    *,
    problem: str = "",
    parts: tuple[Entry, Entry] | None = None,
) -> Response:
    context = {
        "here": "register",
        "entry": entry,
        "taking": taking,
        "seal": seal_of(entry),
        "problem": problem,
        "parts_made": parts,
    }
    return render(request, "register_split.html", context, status=422 if problem else 200)


@needs(Role.STEWARD)
async def _split_it(request: Request) -> Response:
    form = await request.form(max_files=0)
    return await run_in_threadpool(_parted, request, form)


def _parted(request: Request, form: FormData) -> Response:
    entry_id, taking = str(form.get("id", "")), _taking(form)
    with reading(request) as register:
        entry = entry_at(register, entry_id)
        if not taking.name:
            return _split_page(request, entry, taking, problem="name")
        if "look" in form:
            return _split_page(request, entry, taking, parts=parted(entry, taking, register))
    try:
        with changed_by(request, "split") as (register, batch):
            entry = entry_as_seen(register, entry_id, str(form.get("seal", "")))
            part(entry, taking, batch, register)
            number = batch.number
    except (StoreError, ChangedError) as error:
        problem = error.message if isinstance(error, StoreError) else "changed"
        return _split_page(request, entry, taking, problem=problem)
    where = address("/register/entry", id=entry_id, done="split", batch=str(number))
    return RedirectResponse(where, status_code=303)


def _taking(form: FormData) -> Taking:
    def places(key: str) -> frozenset[int]:
        texts = (str(value) for value in form.getlist(key))
        return frozenset(int(text[:9]) for text in texts if text.isascii() and text.isdigit())

    def keys(key: str) -> frozenset[str]:
        return frozenset(str(value) for value in form.getlist(key))

    return Taking(
        name=str(form.get("name", "")).strip(),
        aliases=places("aliases"),
        affiliations=places("affiliations"),
        official=keys("official"),
        ids=keys("ids"),
    )


def _alias_kind(text: str) -> AliasKind:
    return AliasKind(text) if text in list(AliasKind) else AliasKind.SPELLING


routes = (
    Route("/register/merge", _merge, methods=["GET"], name="register_merge"),
    Route("/register/merge", _merge_it, methods=["POST"], name="register_merge_it"),
    Route("/register/split", _split, methods=["GET"], name="register_split"),
    Route("/register/split", _split_it, methods=["POST"], name="register_split_it"),
)
