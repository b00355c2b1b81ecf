"""What a decision changes: the articles that are to be made anew, and their translations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from pipeline.authority.keys import form_key
from pipeline.authority.knowledge import Decision, Verdict
from pipeline.authority.scopes import keys_of
from pipeline.database import Database, Row

#: names of one article that are noted
TOLD: Final = 20
#: an article: kind of source, its id, the article's id
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Touched:
    """What decisions change: articles, each with its number of translations and the names."""

    found: Mapping[Key, tuple[int, tuple[str, ...]]] = field(default_factory=dict)

    @property
    def articles(self) -> tuple[Key, ...]:
        """The articles."""
        return tuple(self.found)

    @property
    def translations(self) -> int:
        """How many translations they have."""
        return sum(targets for targets, _ in self.found.values())

    @property
    def jobs(self) -> tuple[str, ...]:
        """The ids of the jobs among the sources."""
        return tuple(dict.fromkeys(source for kind, source, _ in self.found if kind == "job"))

    def of_job(self, job_id: str) -> Touched:
        """Return what is changed of one job alone."""
        return Touched({key: one for key, one in self.found.items() if key[:2] == ("job", job_id)})


_HOLDING: Final = "SELECT article FROM mentions WHERE name = ?"
_FLAGGED: Final = (
    "SELECT f.article FROM flag_names AS n JOIN flags AS f ON f.number = n.flag WHERE n.name = ?"
)
_ARTICLES: Final = (
    "SELECT a.number, s.kind, s.id, a.id, a.targets FROM articles AS a"
    " JOIN sources AS s ON s.number = a.source WHERE a.number IN ({})"
)


def touched(database: Database, decisions: Iterable[Decision]) -> Touched:
    """Return the articles that are made otherwise after decisions, and their translations.

    Those are the articles that hold a form that is not the right one, both forms of a pair, or
    a flag about one of them. What is taken back changes what the decision had changed.
    """
    found: dict[Key, tuple[int, tuple[str, ...]]] = {}
    for decision in decisions:
        first = _first(database, decision)
        for _, kind, source, article, targets in _articles(database, first):
            key = kind, source, article
            _, names = found.get(key, (0, ()))
            found[key] = targets, tuple(dict.fromkeys((*names, first.name or first.forms[0])))
    return Touched(found)


def mark_stale(database: Database, changed: Touched) -> None:
    """Note that articles are to be made anew; putting their source in again clears it.

    Of jobs the names are noted too, for those who look at them meanwhile.
    """
    at = datetime.now(UTC).isoformat()
    where = "id = ? AND source = (SELECT number FROM sources WHERE kind = ? AND id = ?)"
    database.run_many(
        f"UPDATE articles SET stale = ? WHERE stale = '' AND {where}",  # noqa: S608 - our own words
        ((at, article, kind, source) for kind, source, article in changed.found),
    )
    for (kind, source, article), (_, names) in changed.found.items():
        if kind == "job":
            sql = f"SELECT number, changed FROM articles WHERE {where}"  # noqa: S608 - the same
            for number, noted in database.rows(sql, (article, kind, source)):
                note_names(database, number, noted, names)


def note_names(database: Database, article: int, noted: str, names: Iterable[str]) -> None:
    """Note names that changed in an article, beside those that are ``noted`` already."""
    every = dict.fromkeys((*json.loads(noted or "[]"), *names))
    told = json.dumps(list(every)[:TOLD], ensure_ascii=False)
    database.run("UPDATE articles SET changed = ? WHERE number = ?", (told, article))


def _first(database: Database, decision: Decision) -> Decision:
    """Return what is taken back in the end, or the decision itself."""
    while decision.verdict is Verdict.UNDONE:
        rows = database.rows("SELECT body FROM acts WHERE id = ? AND NOT own", (decision.undoes,))
        if not rows:
            break
        decision = Decision.model_validate_json(rows[0][0])
    return decision


def _articles(database: Database, decision: Decision) -> Iterator[Row]:
    names = _numbers(database, decision)
    if not names:
        return
    right = form_key(decision.name) if decision.name else ""
    wrong = [
        number
        for key, number in names.items()
        if (right and key != right) or decision.verdict is Verdict.NOT_A_NAME
    ]
    holding = {number: _found(database, _HOLDING, number) for number in names.values()}
    changed = set().union(*(holding[number] for number in wrong))
    if len(names) > 1:
        changed |= set.intersection(*holding.values())
    for number in names.values():
        changed |= _found(database, _FLAGGED, number)
    for row in database.found(_ARTICLES, list(changed)):
        if decision.article in ("", row[3]):
            yield row


def _found(database: Database, sql: str, name: int) -> set[int]:
    return {row[0] for row in database.rows(sql, (name,))}


def _numbers(database: Database, decision: Decision) -> dict[str, int]:
    sql = "SELECT number FROM names WHERE kind = ? AND key = ?"
    found = {key: database.rows(sql, (decision.kind.value, key)) for key in keys_of(decision)}
    return {key: int(rows[0][0]) for key, rows in found.items() if rows}
