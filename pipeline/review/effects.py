"""What a decision changes: the articles that are to be made anew, and their translations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from pipeline.authority.keys import form_key
from pipeline.authority.knowledge import Decision, Verdict
from pipeline.authority.scopes import keys_of
from pipeline.database import Database, Row


@dataclass(frozen=True)
class Touched:
    """What decisions change: articles as (kind of source, its id, article's id)."""

    articles: tuple[tuple[str, str, str], ...] = ()
    translations: int = 0

    @property
    def jobs(self) -> tuple[str, ...]:
        """The ids of the jobs among the sources."""
        return tuple(dict.fromkeys(source for kind, source, _ in self.articles if kind == "job"))


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
    found: dict[int, Row] = {}
    for decision in decisions:
        for number, *row in _articles(database, _first(database, decision)):
            found[number] = tuple(row)
    articles = tuple((kind, source, article) for kind, source, article, _ in found.values())
    return Touched(articles, sum(targets for *_, targets in found.values()))


def mark_stale(database: Database, changed: Touched) -> None:
    """Note that articles are to be made anew; putting their source in again clears it."""
    at = datetime.now(UTC).isoformat()
    database.run_many(
        "UPDATE articles SET stale = ? WHERE stale = '' AND id = ? AND source ="
        " (SELECT number FROM sources WHERE kind = ? AND id = ?)",
        ((at, article, kind, source) for kind, source, article in changed.articles),
    )


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
