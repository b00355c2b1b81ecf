"""Flags found by filter and in an order: pages of them, figures, and which comes next."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Final, Self

from pipeline.authority.knowledge import Verdict
from pipeline.database import Database, Row, Value
from pipeline.records import Band, EntityKind, FlagKind
from pipeline.review.states import State
from pipeline.text.folding import fold


class Order(StrEnum):
    """What comes first: what helps most, the latest, the surest, or article by article."""

    HELPS = "helps"
    LATEST = "latest"
    SCORE = "score"
    ARTICLE = "article"


#: the column that orders, and whether the greatest comes first
_COLUMNS: Final[Mapping[Order, tuple[str, bool]]] = {
    Order.HELPS: ("helps", True),
    Order.LATEST: ("date", True),
    Order.SCORE: ("score", True),
    Order.ARTICLE: ("article", False),
}
_CHOICES: Final[Mapping[str, type[StrEnum]]] = {
    "state": State,
    "kind": FlagKind,
    "entity": EntityKind,
    "band": Band,
    "verdict": Verdict,
}
#: a word stands in a name that a flag is about, or in the title of its article: asked of all flags
_HOLDS: Final = (
    "number IN (WITH asked (word) AS (VALUES (?))"
    " SELECT flag FROM asked CROSS JOIN names CROSS JOIN flag_names ON name = names.number"
    " WHERE instr(names.words, word)"
    " UNION SELECT flags.number FROM asked CROSS JOIN articles"
    " CROSS JOIN flags ON flags.article = articles.number WHERE instr(articles.words, word))"
)
#: the same, asked of one flag after the other where few are left
_HOLDS_TOO: Final = (
    "EXISTS (SELECT 1 FROM (SELECT ? AS word) WHERE EXISTS (SELECT 1 FROM flag_names"
    " JOIN names ON names.number = name WHERE flag = flags.number AND instr(names.words, word))"
    " OR EXISTS (SELECT 1 FROM articles WHERE articles.number = flags.article"
    " AND instr(articles.words, word)))"
)
_FROM: Final = "FROM flags INDEXED BY flags_asked"
_ROW: Final = (
    "number, kind, entity, band, score, reach, forms, organisation, date, state, verdict,"
    " (SELECT title FROM articles WHERE articles.number = flags.article),"
    " (SELECT name FROM sources WHERE sources.number = flags.source)"
)


@dataclass(frozen=True)
class Filter:
    """Which flags are meant, and in which order; an empty field leaves it open.

    ``state`` "all" is every state. Scores are in per cent, dates ISO 8601, ``text`` words that
    stand in names, title or affiliations.
    """

    state: str = State.OPEN
    kind: str = ""
    entity: str = ""
    band: str = ""
    verdict: str = ""
    source: int = 0
    least: int = 0
    most: int = 100
    since: str = ""
    until: str = ""
    organisation: str = ""
    text: str = ""
    order: Order = Order.HELPS

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Self:
        """Return the filter that the query of an address says; what makes no sense is left out."""
        found: dict[str, object] = {}
        for name, choices in _CHOICES.items():
            value = said.get(name, "")
            if value in {choice.value for choice in choices} or (name, value) == ("state", "all"):
                found[name] = value
        for name, most in (("source", 2**62), ("least", 100), ("most", 100)):
            value = said.get(name, "").strip()
            if value.isascii() and value.isdecimal() and len(value) < 19:
                found[name] = min(int(value), most)
        for name in ("since", "until"):
            if is_day(said.get(name, "")):
                found[name] = said[name]
        for name in ("organisation", "text"):
            found[name] = " ".join(said.get(name, "")[:200].split())
        if said.get("order") in set(Order):
            found["order"] = Order(said["order"])
        return cls(**found)  # type: ignore[arg-type]

    @property
    def query(self) -> dict[str, str]:
        """What an address says of the filter: what is not as it is usually."""
        usual = type(self)()
        return {
            field.name: str(value)
            for field in fields(self)
            if (value := getattr(self, field.name)) != getattr(usual, field.name)
        }

    def but(self, **changed: str | int) -> Self:
        """Return the filter with other values in some fields."""
        return replace(self, **changed)  # type: ignore[arg-type]

    def where(self) -> tuple[str, list[Value]]:
        """Return the condition in SQL with its values."""
        said: list[tuple[str, Value]] = [
            (f"{name} = ?", getattr(self, name))
            for name in ("kind", "entity", "band", "verdict", "source")
            if getattr(self, name)
        ]
        if self.state != "all":
            said.insert(0, ("state = ?", str(self.state)))
        if self.least > 0:
            said.append(("score >= ?", self.least / 100))
        if self.most < 100:
            said.append(("score <= ?", self.most / 100))
        if self.since:
            said.append(("date >= ?", self.since))
        if self.until:
            said.append(("date <= ?", self.until))
        if fold(self.organisation):
            said.append(("instr(organisation, ?)", fold(self.organisation)))
        # the longest word is the rarest
        words = sorted(fold(self.text).split(), key=len, reverse=True)
        said += zip((_HOLDS, *[_HOLDS_TOO] * len(words)), words, strict=False)
        return " AND ".join(condition for condition, _ in said) or "1", [v for _, v in said]


@dataclass(frozen=True)
class Line:
    """A flag as a list shows it; ``reach`` counts the articles that hold the form in doubt."""

    number: int
    kind: FlagKind
    entity: EntityKind
    band: Band
    score: float
    reach: int
    forms: tuple[str, ...]
    organisation: str
    date: str
    state: State
    verdict: str
    title: str
    source: str


def page(database: Database, asked: Filter, start: int, most: int) -> tuple[int, list[Line]]:
    """Return how many flags a filter finds, and ``most`` of them from the ``start``-th on."""
    if asked.text:  # what takes long is to find them: once is enough
        found = numbers(database, asked)
        return len(found), _lines_of(database, found[start : start + most])
    return count(database, asked), lines(database, asked, start, most)


def lines(database: Database, asked: Filter, start: int, most: int) -> list[Line]:
    """Return ``most`` flags of a filter from the ``start``-th on, counted from 0."""
    where, values = asked.where()
    sql = f"SELECT number {_FROM} WHERE {where} {_order(asked)} LIMIT ? OFFSET ?"
    return _lines_of(database, [row[0] for row in database.rows(sql, [*values, most, start])])


def _lines_of(database: Database, found: list[int]) -> list[Line]:
    sql = f"SELECT {_ROW} FROM flags WHERE number IN ({{}})"  # noqa: S608
    rows = {row[0]: row for row in database.found(sql, found)}
    return [_line(rows[number]) for number in found if number in rows]


def numbers(database: Database, asked: Filter) -> list[int]:
    """Return the numbers of all flags of a filter, in its order."""
    where, values = asked.where()
    sql = f"SELECT number {_FROM} WHERE {where} {_order(asked)}"
    return [row[0] for row in database.rows(sql, values)]


def count(database: Database, asked: Filter) -> int:
    """Return how many flags a filter finds."""
    where, values = asked.where()
    return int(database.rows(f"SELECT count(*) {_FROM} WHERE {where}", values)[0][0])


def states(database: Database) -> dict[str, int]:
    """Return how many flags there are in each state."""
    return dict(database.rows("SELECT state, count(*) FROM flags GROUP BY state"))


def figures(database: Database) -> dict[str, dict[str, int]]:
    """Return how many flags there are by state, and of the open ones by kind, band and so on."""
    sql = "SELECT state, kind, entity, band, source, count(*) FROM flags GROUP BY 1, 2, 3, 4, 5"
    found: dict[str, dict[str, int]] = {
        name: {} for name in ("state", "kind", "entity", "band", "source")
    }
    for state, kind, entity, band, source, times in database.rows(sql):
        _count(found["state"], state, times)
        if state == State.OPEN:
            for name, value in (("kind", kind), ("entity", entity), ("band", band)):
                _count(found[name], value, times)
            _count(found["source"], str(source), times)
    return found


def following(database: Database, asked: Filter, number: int) -> int | None:
    """Return the flag that comes after one in a filter's order, from the top again at its end.

    The one itself need not be found by the filter any more. ``None``: there is no other.
    """
    where, values = asked.where()
    place = _place(database, asked, number)
    if place is not None:
        column, falls = _COLUMNS[asked.order]
        way = "<" if falls else ">"
        beyond = f"{column} {way}= ? AND ({column} {way} ? OR number > ?)"
        sql = f"SELECT number {_FROM} WHERE {where} AND {beyond} {_order(asked)} LIMIT 1"
        rows = database.rows(sql, [*values, place, place, number])
        if rows:
            return int(rows[0][0])
    sql = f"SELECT number {_FROM} WHERE {where} AND number <> ? {_order(asked)} LIMIT 1"
    rows = database.rows(sql, [*values, number])
    return int(rows[0][0]) if rows else None


def before(database: Database, asked: Filter, number: int) -> tuple[int, int | None]:
    """Return how many flags of a filter come before one, and the nearest of them."""
    place = _place(database, asked, number)
    if place is None:
        return 0, None
    where, values = asked.where()
    column, falls = _COLUMNS[asked.order]
    way = ">" if falls else "<"
    nearer = f"{column} {way}= ? AND ({column} {way} ? OR number < ?)"
    values += [place, place, number]
    sql = f"SELECT count(*) {_FROM} WHERE {where} AND {nearer}"
    times = int(database.rows(sql, values)[0][0])
    if not times:
        return 0, None
    back = f"ORDER BY {column} {'ASC' if falls else 'DESC'}, number DESC LIMIT 1"
    sql = f"SELECT number {_FROM} WHERE {where} AND {nearer} {back}"
    return times, int(database.rows(sql, values)[0][0])


def _place(database: Database, asked: Filter, number: int) -> Value:
    column = _COLUMNS[asked.order][0]
    rows = database.rows(f"SELECT {column} FROM flags WHERE number = ?", (number,))  # noqa: S608
    return rows[0][0] if rows else None


def _order(asked: Filter) -> str:
    column, falls = _COLUMNS[asked.order]
    return f"ORDER BY {column}{' DESC' if falls else ''}, number"


def _line(row: Row) -> Line:
    number, kind, entity, band, score, reach, forms, *rest, title, source = row
    organisation, day, state, verdict = rest
    return Line(
        number=number,
        kind=FlagKind(kind),
        entity=EntityKind(entity),
        band=Band(band),
        score=score,
        reach=reach,
        forms=tuple(json.loads(forms)),
        organisation=organisation,
        date=day,
        state=State(state),
        verdict=verdict,
        title=title or "",
        source=source or "",
    )


def _count(into: dict[str, int], value: str, times: int) -> None:
    into[value] = into.get(value, 0) + times


def is_day(text: str) -> bool:
    """Return whether a text is a day in ISO 8601."""
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False
