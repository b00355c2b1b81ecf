"""Pages that take entries in from a file: hand it over, say what its columns are, look, do it."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pipeline.authority.differences import Difference, differences
from pipeline.authority.entries import Entry
from pipeline.authority.importing import Report, put_entries
from pipeline.authority.opening import trying
from pipeline.authority.sources import read_entries
from pipeline.authority.tabular import open_table
from pipeline.errors import StoreError
from pipeline.records import EntityKind
from pipeline.web.desk import Desk
from pipeline.web.pages import render
from pipeline.web.registering_addresses import address
from pipeline.web.registering_opening import changed_by, reading
from pipeline.web.security import Role, needs

#: bytes of a file of entries; a larger one is for the command `samsvar names import`
LARGEST: Final = 32 * 1024 * 1024
#: seconds after which a file that was handed over and not taken in is thrown away
_KEPT: Final = 24 * 3600
_ENDINGS: Final = (".csv", ".tsv", ".txt", ".json", ".jsonl")
_TOKEN: Final = re.compile(r"[0-9a-f]{32}\.(?:csv|tsv|txt|json|jsonl)")
#: what a column of another table can be taken for, and headings that say so by themselves
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("name", "navn", "namn", "label"),
    "alias": ("alias", "aliases", "aliaser"),
    "affiliation": (
        "affiliation",
        "organisation",
        "organisasjon",
        "tilknytning",
        "arbeidssted",
        "arbeidsplass",
    ),
    "role": ("role", "rolle", "title", "tittel", "stilling"),
    "official.en": ("en", "english", "engelsk"),
    "official.fr": ("fr", "french", "fransk"),
    "ids.orgnr": ("orgnr", "organisasjonsnummer"),
    "ids.wikidata": ("wikidata", "qid"),
    "ids.isni": ("isni",),
    "id": ("id",),
    "source": ("source", "kilde", "kjelde"),
    "note": ("note", "merknad"),
}


@dataclass(frozen=True)
class Handed:
    """A file that was handed over: under which name we keep it, and what it was called."""

    path: Path
    name: str

    @property
    def token(self) -> str:
        """What the forms of the next steps say it by."""
        return self.path.name


@needs(Role.STEWARD)
def _import(request: Request) -> Response:
    return render(request, "register_import.html", {"here": "register", "problem": None})


@needs(Role.STEWARD)
async def _hand_over(request: Request) -> Response:
    async with request.form(max_files=1, max_fields=50) as form:
        file = form.get("file")
        content = await file.read(LARGEST + 1) if isinstance(file, UploadFile) else b""
        name = (file.filename or "") if isinstance(file, UploadFile) else ""
        return await run_in_threadpool(_handed_over, request, content, name)


def _handed_over(request: Request, content: bytes, name: str) -> Response:
    called = PurePath(name.replace("\\", "/")).name[-80:]
    ending = PurePath(called).suffix.lower()
    problem = (
        "nothing" if not content
        else "large" if len(content) > LARGEST
        else "ending" if ending not in _ENDINGS
        else ""
    )  # fmt: skip
    if problem:
        return _again(request, problem)
    folder = _folder(request)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _throw_away_old(folder)
    path = folder / f"{secrets.token_hex(16)}{ending}"
    path.touch(mode=0o600)
    path.write_bytes(content)
    return _look(request, Handed(path, called), {}, None)


@needs(Role.STEWARD)
async def _take_in(request: Request) -> Response:
    form = await request.form(max_files=0, max_fields=100)
    return await run_in_threadpool(_taken_in, request, form)


def _taken_in(request: Request, form: FormData) -> Response:
    handed = _handed(request, str(form.get("token", "")), str(form.get("called", "")))
    if handed is None:
        return _again(request, "old")
    mapping = {field: str(form[field]) for field in FIELDS if form.get(field)}
    asked = str(form.get("kind", ""))
    kind = EntityKind(asked) if asked in list(EntityKind) else None
    if "do" not in form:
        return _look(request, handed, mapping, kind)
    try:
        lines = read_entries(handed.path, mapping, kind)
        with changed_by(request, f"import {handed.name}") as (register, batch):
            report = put_entries(lines, batch, register, source=Path(handed.name))
            number = batch.number
    except StoreError:
        return _look(request, handed, mapping, kind)  # which says what is wrong
    handed.path.unlink(missing_ok=True)
    if report.counts["added"] + report.counts["changed"]:
        return RedirectResponse(
            address("/register/changes", batch=str(number), done="imported"), status_code=303
        )
    return RedirectResponse("/register", status_code=303)


def _again(request: Request, problem: str) -> Response:
    """Ask for a file again, and say why."""
    context: dict[str, object] = {"here": "register", "problem": problem}
    return render(request, "register_import.html", context, status=422)


def _look(
    request: Request, handed: Handed, mapping: Mapping[str, str], kind: EntityKind | None
) -> Response:
    """Show what a file would change, or what is missing for that."""
    columns, sample, note = _table_of(handed)
    problem, hint = "", ""
    report = Report()
    try:
        lines = read_entries(handed.path, mapping, kind)
        desk: Desk = request.app.state.desk
        with trying(desk.names, "", "desk import") as (register, batch):
            report = put_entries(lines, batch, register, source=Path(handed.name))
    except StoreError as error:
        problem = error.message.replace(str(handed.path), handed.name)
        hint = error.hint
    context = {
        "here": "register",
        "handed": handed,
        "columns": columns,
        "sample": sample,
        "note": note,
        "foreign": bool(mapping) or _is_foreign(columns),
        "fields": FIELDS,
        "mapping": mapping or _guessed(columns),
        "kind": kind.value if kind else "",
        "kinds": list(EntityKind),
        "asked": bool(mapping) or not _is_foreign(columns),
        "problem": problem,
        "hint": hint,
        "report": report,
        "changes": _changes(request, report),
    }
    refused = problem and context["asked"]
    return render(request, "register_look.html", context, status=422 if refused else 200)


def _changes(request: Request, report: Report) -> list[tuple[str, Entry, tuple[Difference, ...]]]:
    with reading(request) as register:
        return [
            (action, entry, differences(register.entry(entry.id), entry))
            for action, entry in report.examples
        ]


def _table_of(handed: Handed) -> tuple[tuple[str, ...], list[tuple[str, ...]], str]:
    """Return the columns of a table, its first rows, and what was assumed about its encoding."""
    if handed.path.suffix in (".json", ".jsonl"):
        return (), [], ""
    with suppress(StoreError):
        table = open_table(handed.path)
        rows = []
        with suppress(StoreError):
            rows = [tuple(row.values()) for _, row in islice(table.rows(), 3)]
        return table.columns, rows, table.note
    return (), [], ""


def _is_foreign(columns: tuple[str, ...]) -> bool:
    known = ({"id", "kind", "name"}, {"organisasjonsnummer", "navn"})
    return bool(columns) and not any(set(columns) >= ours for ours in known)


def _guessed(columns: tuple[str, ...]) -> dict[str, str]:
    return {
        field: column
        for field, headings in FIELDS.items()
        for column in columns
        if column.strip().lower() in headings
    }


def _handed(request: Request, token: str, called: str) -> Handed | None:
    """Return the file that was handed over under a token, if it is still there."""
    if not _TOKEN.fullmatch(token):
        return None
    path = _folder(request) / token
    name = PurePath(called.replace("\\", "/")).name[-80:]
    return Handed(path, "".join(c for c in name if c.isprintable())) if path.is_file() else None


def _throw_away_old(folder: Path) -> None:
    for file in folder.iterdir():
        if _TOKEN.fullmatch(file.name) and file.stat().st_mtime < time.time() - _KEPT:
            file.unlink(missing_ok=True)


def _folder(request: Request) -> Path:
    desk: Desk = request.app.state.desk
    return desk.folder / "imports"


routes = (
    Route("/register/import", _import, methods=["GET"], name="register_import"),
    Route("/register/import", _hand_over, methods=["POST"], name="register_hand_over"),
    Route("/register/import/look", _take_in, methods=["POST"], name="register_take_in"),
)
