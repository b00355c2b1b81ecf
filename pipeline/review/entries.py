"""Entries of the register that changed: which translated jobs hold one of their names.

A decision lets the articles that it touches be made again at once (``effects``). A change of the
register may touch many, and people may change several entries before they look again; so the jobs
are marked here, and made again when somebody asks for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipeline.authority.differences import differences
from pipeline.authority.entries import Entry
from pipeline.authority.keys import form_key
from pipeline.authority.register import Register
from pipeline.authority.seed import load_seed
from pipeline.authority.store import Store
from pipeline.database import Database
from pipeline.review.effects import note_names

#: what of an entry steers no translation
_SILENT: Final = frozenset({"source", "note", "ids"})
_HOLDING: Final = """
SELECT articles.number, articles.changed FROM articles
JOIN sources ON sources.number = articles.source AND sources.kind = 'job'
WHERE articles.number IN (
  SELECT article FROM mentions WHERE name = ?1
  UNION SELECT flags.article FROM flag_names JOIN flags ON flags.number = flag WHERE name = ?1)
AND ?2 IN ('', sources.id)
"""


@dataclass(frozen=True)
class Changed:
    """What changed in a register up to the command ``last``.

    ``names`` has for each form of an entry (its kind, its lookup key) the name of the entry.
    """

    last: int = 0
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)


def changed_since(register: Path, after: int) -> Changed:
    """Return what the commands after one changed that steers translations.

    Raises:
        StoreError: the register cannot be read.
    """
    if not register.exists():
        return Changed()
    with Store(register) as store:
        last = store.last_change()
        before: dict[str, Entry | None] = {}
        for change in store.changed_since(after) if last > after else ():
            before.setdefault(change.entry, change.before)
        names: dict[tuple[str, str], str] = {}
        known = Register(load_seed(), store)
        for entry_id, was in before.items():
            now = known.entry(entry_id)
            if all(one.field in _SILENT for one in differences(was, now)):
                continue
            for entry in filter(None, (now, was)):
                for form in entry.forms:
                    names.setdefault((entry.kind.value, form_key(form)), (now or entry).name)
    return Changed(last, names)


def follow_entries(database: Database, register: Path) -> None:
    """Mark the jobs that hold names of entries which changed since this was last done.

    What changed before the first time is not known: nothing is marked then.

    Raises:
        StoreError: the register or the queue cannot be used.
    """
    rows = database.rows("SELECT value FROM kept WHERE what = 'entries'")
    if rows and int(rows[0][0]) == _last(register):
        return
    with database.transaction():
        changed = changed_since(register, int(rows[0][0]) if rows else 2**62)
        mark_changed(database, changed)
        database.run(
            "INSERT OR REPLACE INTO kept (what, value) VALUES ('entries', ?)", (str(changed.last),)
        )


def mark_changed(database: Database, changed: Changed, job: str = "") -> None:
    """Mark the jobs, or one of them, that hold a name of an entry that changed."""
    found: dict[int, tuple[str, list[str]]] = {}
    for (kind, key), name in changed.names.items():
        sql = "SELECT number FROM names WHERE kind = ? AND key = ?"
        for (number,) in database.rows(sql, (kind, key)):
            for article, noted in database.rows(_HOLDING, (number, job)):
                found.setdefault(article, (noted, []))[1].append(name)
    for article, (noted, names) in found.items():
        note_names(database, article, noted, names)


def changed_jobs(database: Database) -> dict[str, tuple[str, ...]]:
    """Return the ids of the jobs that are marked, with the names that changed."""
    sql = (
        "SELECT sources.id, changed FROM articles JOIN sources ON sources.number = source"
        " WHERE changed <> '' AND sources.kind = 'job'"
    )
    return {job: tuple(json.loads(names)) for job, names in database.rows(sql)}


def _last(register: Path) -> int:
    if not register.exists():
        return 0
    with Store(register) as store:
        return store.last_change()
