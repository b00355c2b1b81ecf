"""The pages of the register: search it, look at an entry and its past, take it along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from starlette.concurrency import iterate_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from pipeline.authority.decisions import standing
from pipeline.authority.differences import differences
from pipeline.authority.entries import Entry
from pipeline.authority.exchange import entries_to_csv, entries_to_json
from pipeline.authority.finding import Found, How, indexes, look_up, page_of
from pipeline.authority.register import Register
from pipeline.authority.undoing import states
from pipeline.web import registering_editing, registering_import, registering_merging
from pipeline.web.pages import render
from pipeline.web.registering_occurrences import occurrences
from pipeline.web.registering_opening import kinds_of, reading

#: entries on a page, changes on a page, and near names that are shown beside an entry
_PAGE: Final = 50
_LIKE: Final = 5
#: an entry that is less probably the same one is not worth a look
_LEAST_LIKE: Final = 0.3
_WRITERS: Final = {
    "csv": (entries_to_csv, "text/csv; charset=utf-8"),
    "json": (entries_to_json, "application/json"),
}


def _search(request: Request) -> Response:
    words = request.query_params.get("q", "").strip()[:250]
    asked = request.query_params.getlist("kind")
    kinds = kinds_of(asked)
    given = request.query_params.get("all") == "1"
    with reading(request) as register:
        context: dict[str, object] = {
            "here": "register",
            "q": words,
            "kind": kinds[0].value if len(kinds) == 1 else "",
            "all": given,
            "own": register.store.count() if register.store else 0,
            "packed": len(register.seed.entries),
        }
        if words:
            found = look_up(words, kinds, register, 30)
            ready = all(indexes().is_ready(kind, register) for kind in kinds)
            return render(request, "register.html", context | {"found": found, "ready": ready})
        after = request.query_params.get("after", "")
        entries = page_of(register, kinds, after, _PAGE + 1, given=given)
        return render(
            request,
            "register.html",
            context
            | {
                "found": None,
                "entries": entries[:_PAGE],
                "next": entries[_PAGE - 1].id if len(entries) > _PAGE else "",
                "first": not after,
            },
        )


def _entry(request: Request) -> Response:
    entry_id = request.query_params.get("id", "")
    with reading(request) as register:
        history = register.store.history(entry_id) if register.store else ()
        entry = register.entry(entry_id)
        if entry is None and not history:
            raise HTTPException(404)
        shown = entry or next(change.before for change in reversed(history) if change.before)
        decisions = register.store.decisions_on(shown.forms) if register.store else ()
        stand = {decision.id for decision in standing(decisions)}
        context = {
            "here": "register",
            "entry": shown,
            "gone": entry is None,
            "packed": register.seed.entries.get(entry_id),
            "own": bool(register.store and register.store.entry(entry_id)),
            "history": [
                (change, differences(change.before, after))
                for change, after in states(history, entry)
            ],
            "decisions": [(d, d.id in stand) for d in reversed(decisions)
                          if not d.undoes and d.kind is shown.kind],
            "like": _like(entry, register) if entry else (),
            "places": occurrences(request, shown),
            "done": request.query_params.get("done", ""),
            "batch": request.query_params.get("batch", ""),
        }  # fmt: skip
        return render(request, "register_entry.html", context)


def _like(entry: Entry, register: Register) -> tuple[Found, ...]:
    """Return other entries that may be the same one."""
    hits = {
        hit.id: hit
        for form in reversed(entry.forms[:4])
        for hit in indexes().near(form, entry.kind, register, _LIKE)
        if hit.id != entry.id and hit.score >= _LEAST_LIKE
    }
    best = sorted(hits.values(), key=lambda hit: (-hit.score, hit.id))[:_LIKE]
    found = ((hit, register.entry(hit.id)) for hit in best)
    return tuple(
        Found(other, How.NEAR, hit.name, hit.score, hit.evidence) for hit, other in found if other
    )


def _history(request: Request) -> Response:
    before = request.query_params.get("before", "")
    number = int(before[:18]) if before.isascii() and before.isdigit() else 0
    with reading(request) as register:
        found = register.store.latest(_PAGE + 1, number) if register.store else ()
        return render(
            request,
            "register_history.html",
            {
                "here": "register",
                "batches": [
                    (change, count, register.entry(change.entry) or change.before)
                    for change, count in found[:_PAGE]
                ],
                "next": found[_PAGE - 1][0].batch if len(found) > _PAGE else 0,
            },
        )


def _changes(request: Request) -> Response:
    """Show what one command changed."""
    batch = request.query_params.get("batch", "")
    number = int(batch[:18]) if batch.isascii() and batch.isdigit() else 0
    with reading(request) as register:
        changes = register.store.changed_by(number) if register.store else ()
        if not changes:
            raise HTTPException(404)
        return render(
            request,
            "register_changes.html",
            {
                "here": "register",
                "changes": changes[:_PAGE],
                "count": len(changes),
                "entries": {c.entry: register.entry(c.entry) for c in changes[:_PAGE]},
            },
        )


def _export(request: Request) -> Response:
    way = request.path_params["way"]
    if way not in _WRITERS:
        raise HTTPException(404)
    write, media = _WRITERS[way]
    given = request.query_params.get("all") == "1"

    def pieces() -> Iterator[str]:
        # spreadsheets take a file without this mark for one in an old encoding
        yield "\ufeff" if way == "csv" else ""
        with reading(request) as register:
            entries = register.store.all_entries() if register.store else iter(())
            yield from write(register.all_entries() if given else entries)

    headers = {"Content-Disposition": f'attachment; filename="register.{way}"'}
    return StreamingResponse(iterate_in_threadpool(pieces()), media_type=media, headers=headers)


routes = (
    Route("/register", _search, name="register"),
    Route("/register/entry", _entry, name="register_entry"),
    Route("/register/history", _history, name="register_history"),
    Route("/register/changes", _changes, name="register_changes"),
    Route("/register/export.{way}", _export, name="register_export"),
    *registering_editing.routes,
    *registering_merging.routes,
    *registering_import.routes,
)
