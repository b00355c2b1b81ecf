"""Where the names of an entry occur in what was worked on at the desk."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from starlette.requests import Request

from pipeline.authority.entries import Entry
from pipeline.authority.keys import form_key
from pipeline.review.queue import Queue
from pipeline.web.desk import Desk

_SQL: Final = (
    "SELECT articles.number, articles.title, sources.kind, sources.id, sources.name, names.key"
    " FROM names JOIN mentions ON mentions.name = names.number"
    " JOIN articles ON articles.number = mentions.article"
    " JOIN sources ON sources.number = articles.source"
    " WHERE names.kind = '{kind}' AND names.key IN ({{}})"
    " ORDER BY articles.number DESC LIMIT 500"
)


@dataclass(frozen=True)
class Occurrence:
    """A text in which a name of an entry occurs, in which forms, and where to read it."""

    title: str
    source: str
    href: str
    forms: tuple[str, ...]


def occurrences(request: Request, entry: Entry) -> tuple[Occurrence, ...]:
    """Return up to 500 texts of the desk in which a form of an entry occurs, the latest first.

    Raises:
        StoreError: the queue of the desk cannot be read.
    """
    desk: Desk = request.app.state.desk
    if not desk.queue.exists():
        return ()
    forms = {form_key(form): form for form in reversed(entry.forms)}
    found: dict[int, tuple[str, str, str, str]] = {}
    written: dict[int, list[str]] = defaultdict(list)
    with Queue(desk.queue) as queue:
        sql = _SQL.format(kind=entry.kind.value)
        for number, title, kind, source, name, key in queue.database.found(sql, list(forms)):
            found[number] = (title, kind, source, name)
            written[number].append(forms[key])
    return tuple(
        Occurrence(
            title=title or name or source,
            source=name if title else "",
            href=f"/translate/{quote(source, safe='')}" if kind == "job" else "",
            forms=tuple(sorted(written[number])),
        )
        for number, (title, kind, source, name) in sorted(found.items(), reverse=True)
    )
