"""Pages that change one entry of the register: make it, change it, remove it, undo that."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pipeline.authority.differences import differences
from pipeline.authority.editing import Wishes, new_entry, put_by_hand, remove_by_hand
from pipeline.authority.entries import AliasKind, Entry
from pipeline.authority.importing import claims
from pipeline.authority.register import Register
from pipeline.authority.undoing import put_back, returns
from pipeline.authority.writing import Batch
from pipeline.errors import StoreError
from pipeline.records import EntityKind
from pipeline.web.pages import render
from pipeline.web.registering_addresses import address
from pipeline.web.registering_forms import ROWS, Draft, Fault, draft_from, draft_of, entry_from
from pipeline.web.registering_opening import changed_by, entry_at, reading, seal_of
from pipeline.web.security import Role, needs

_NOBODY = Wishes(cells={}, texts={}, marks={})


class _RefusedError(Exception):
    """What was typed cannot be kept as it is; nothing was written."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults)
        self.faults = faults


@needs(Role.STEWARD)
def _new(request: Request) -> Response:
    kind = request.query_params.get("kind", "")
    empty = Entry(id="new", kind=EntityKind.PERSON, name="?")
    draft = draft_of(empty.model_copy(update={
        "name": request.query_params.get("name", "")[:250],
        "kind": EntityKind(kind) if kind in list(EntityKind) else EntityKind.PERSON,
    }))  # fmt: skip
    return _form(request, draft.with_space(*ROWS), None)


@needs(Role.STEWARD)
def _edit(request: Request) -> Response:
    with reading(request) as register:
        entry = entry_at(register, request.query_params.get("id", ""))
    return _form(request, draft_of(entry).with_space(*ROWS), entry)


@needs(Role.STEWARD)
async def _save(request: Request) -> Response:
    form = await request.form(max_files=0, max_fields=4000)
    return await run_in_threadpool(_saved, request, form)


def _saved(request: Request, form: FormData) -> Response:
    draft = draft_from(form)
    entry_id, seal = str(form.get("id", "")), str(form.get("seal", ""))
    if "more" in form:
        more = str(form["more"])
        with reading(request) as register:
            before = entry_at(register, entry_id) if entry_id else None
        return _form(request, draft.with_space(*({more} & set(ROWS))), before, seal=seal)
    entry, faults = entry_from(draft, entry_id or "new")
    if entry is None:
        return _refused(request, draft, entry_id, seal, faults)
    try:
        with changed_by(request, "edit" if entry_id else "add") as (register, batch):
            entry = _placed(entry, entry_id, seal, register)
            _refuse_claims(entry, batch, register)
            put_by_hand(entry, batch, register)
            number = batch.number
    except _RefusedError as refused:
        return _refused(request, draft, entry_id, seal, refused.faults)
    return _to_entry(entry.id, "saved" if entry_id else "added", number)


def _refused(
    request: Request, draft: Draft, entry_id: str, seal: str, faults: tuple[Fault, ...]
) -> Response:
    with reading(request) as register:
        stands = register.entry(entry_id) if entry_id else None
    return _form(request, draft, stands, faults=faults, seal=seal)


def _placed(entry: Entry, entry_id: str, seal: str, register: Register) -> Entry:
    """Return an entry with its id, unless somebody changed it meanwhile."""
    if not entry_id:
        fresh = new_entry(entry.kind, entry.name, _NOBODY, register)
        return entry.model_copy(update={"id": fresh.id})
    before = register.entry(entry_id)
    if before is None:
        raise _RefusedError(Fault("", "gone"))
    if seal_of(before) != seal:
        raise _RefusedError(Fault("", "changed"))
    return entry


def _refuse_claims(entry: Entry, batch: Batch, register: Register) -> None:
    taken = [
        Fault("aliases", "claimed", f"{form}\n{other.name}\n{other.id}")
        for form, other, is_conflict in claims(entry, batch, register)
        if is_conflict
    ]
    if taken:
        raise _RefusedError(*taken)


def _form(
    request: Request,
    draft: Draft,
    before: Entry | None,
    *,
    faults: tuple[Fault, ...] = (),
    seal: str | None = None,
) -> Response:
    changed = any(fault.code == "changed" for fault in faults)
    entry, _ = entry_from(draft, before.id) if before else (None, ())
    context = {
        "here": "register",
        "draft": draft,
        "before": before,
        "rows": ROWS,
        "faults": faults,
        "seal": seal if seal is not None else seal_of(before) if before else "",
        "kinds": list(EntityKind),
        "alias_kinds": list(AliasKind),
        # what saving would do to the state that stands now
        "clash": differences(before, entry) if changed and before and entry else (),
        "seal_now": seal_of(before) if before else "",
        "changed": changed,
    }
    return render(request, "register_edit.html", context, status=422 if faults else 200)


@needs(Role.STEWARD)
async def _remove(request: Request) -> Response:
    form = await request.form(max_files=0)
    return await run_in_threadpool(_removed, request, str(form.get("id", "")))


def _removed(request: Request, entry_id: str) -> Response:
    with changed_by(request, "remove") as (register, batch):
        entry_at(register, entry_id)
        remove_by_hand(entry_id, batch, register)
        number = batch.number
    return _to_entry(entry_id, "removed", number)


@needs(Role.STEWARD)
def _undo(request: Request) -> Response:
    batch, only = request.query_params.get("batch", ""), request.query_params.get("id", "")
    return _undo_page(request, batch, only)


def _undo_page(request: Request, batch: str, only: str, problem: str = "") -> Response:
    number = _number(batch)
    with reading(request) as register:
        try:
            going = returns(number, only, register)
        except StoreError as error:
            raise HTTPException(404) from error
        change = next(c for c in register.store.changed_by(number)) if register.store else None
        count = len(register.store.changed_by(number)) if register.store else 0
    context = {
        "here": "register",
        "going": [(each, differences(each.now, each.then)) for each in going[:50]],
        "more": max(0, len(going) - 50),
        "change": change,
        "count": count,
        "only": only,
        "problem": problem,
    }
    return render(request, "register_undo.html", context, status=422 if problem else 200)


@needs(Role.STEWARD)
async def _undo_it(request: Request) -> Response:
    form = await request.form(max_files=0)
    batch, only = str(form.get("batch", "")), str(form.get("id", ""))
    return await run_in_threadpool(_undone, request, batch, only)


def _undone(request: Request, asked: str, only: str) -> Response:
    try:
        with changed_by(request, "undo") as (register, batch):
            going = returns(_number(asked), only, register)
            put_back(going, batch, register)
            number = batch.number
    except StoreError as error:
        return _undo_page(request, asked, only, error.message)
    if len(going) == 1 or only:
        return _to_entry(going[0].entry_id, "undone", number)
    return RedirectResponse(address("/register/changes", batch=str(number)), status_code=303)


def _to_entry(entry_id: str, done: str, batch: int) -> Response:
    where = address("/register/entry", id=entry_id, done=done, batch=str(batch))
    return RedirectResponse(where, status_code=303)


def _number(text: str) -> int:
    return int(text[:18]) if text.isascii() and text.isdigit() else 0


routes = (
    Route("/register/new", _new, methods=["GET"], name="register_new"),
    Route("/register/edit", _edit, methods=["GET"], name="register_edit"),
    Route("/register/save", _save, methods=["POST"], name="register_save"),
    Route("/register/remove", _remove, methods=["POST"], name="register_remove"),
    Route("/register/undo", _undo, methods=["GET"], name="register_undo"),
    Route("/register/undo", _undo_it, methods=["POST"], name="register_undo_it"),
)
