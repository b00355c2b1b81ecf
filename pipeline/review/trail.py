"""The audit trail: who did what, when and why, and whether it still stands."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Final, Self

from pipeline.authority.knowledge import Verdict
from pipeline.database import Database, Row, Value
from pipeline.records import EntityKind
from pipeline.review.finding import is_day
from pipeline.review.states import FINE
from pipeline.text.folding import fold

_COLUMNS: Final = (
    "acts.id, acts.at, acts.by, acts.verdict, acts.kind, acts.article, acts.flag, acts.undoes,"
    " acts.step, acts.stands, acts.own, acts.body, (SELECT count(*) FROM acts AS same"
    " WHERE same.step = acts.step), (SELECT verdict FROM acts AS other"
    " WHERE other.id = acts.undoes)"
)
#: what is taken back in the end
_ROOT: Final = """
WITH RECURSIVE down (id, undoes, body) AS (
  SELECT id, undoes, body FROM acts WHERE id = ?
  UNION SELECT acts.id, acts.undoes, acts.body FROM acts JOIN down ON acts.id = down.undoes)
SELECT body FROM down WHERE undoes = ''
"""
VERDICTS: Final = (*Verdict, FINE)


@dataclass(frozen=True)
class Act:
    """Something that a person did: a decision, a flag let be, or such a thing taken back.

    ``size`` is how many things were done in the same step; ``own`` tells what stands in the queue
    and not in the register. What takes back something has the forms and the flag of that, and
    its verdict in ``undone``: "undone" itself where it brings something back.
    """

    id: str
    at: datetime
    by: str
    verdict: str
    kind: EntityKind
    forms: tuple[str, ...]
    name: str
    article: str
    reason: str
    undoes: str
    flag: str
    step: str
    stands: bool
    own: bool
    size: int
    undone: str = ""


@dataclass(frozen=True)
class Acts:
    """Which acts are meant; an empty field leaves it open. ``standing``: those not taken back."""

    by: str = ""
    since: str = ""
    until: str = ""
    verdict: str = ""
    step: str = ""
    id: str = ""
    text: str = ""
    standing: str = ""

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Self:
        """Return what the query of an address says; what makes no sense is left out."""
        words = ("by", "step", "id", "text", "standing")
        found = {name: said.get(name, "")[:200] for name in words}
        for name in ("since", "until"):
            if is_day(said.get(name, "")):
                found[name] = said[name]
        if said.get("verdict") in {str(verdict) for verdict in VERDICTS}:
            found["verdict"] = said["verdict"]
        return cls(**found)

    @property
    def query(self) -> dict[str, str]:
        """What an address says of it."""
        return {name: value for name, value in asdict(self).items() if value}

    def where(self) -> tuple[str, list[Value]]:
        """Return the condition in SQL with its values."""
        said: list[tuple[str, Value]] = [
            (f"acts.{name} = ?", getattr(self, name))
            for name in ("by", "verdict", "step", "id")
            if getattr(self, name)
        ]
        if self.since:
            said.append(("acts.at >= ?", self.since))
        if self.until:
            said.append(("acts.at < ?", self.until + "U"))  # "U" comes after the "T" of a time
        said += [("instr(acts.words, ?)", word) for word in fold(self.text).split()]
        if self.standing:
            said.append(("acts.stands = ?", 1))
        return " AND ".join(condition for condition, _ in said) or "1", [v for _, v in said]


def acts(database: Database, asked: Acts, start: int = 0, most: int = -1) -> Iterator[Act]:
    """Yield acts, the latest first: ``most`` of them from the ``start``-th on."""
    where, values = asked.where()
    sql = (
        f"SELECT {_COLUMNS} FROM acts WHERE {where}"  # noqa: S608
        " ORDER BY acts.at DESC, acts.number DESC LIMIT ? OFFSET ?"
    )
    found = database.stream(sql, [*values, most, start])
    return (_with_forms(database, _act(row)) for row in found)


def count(database: Database, asked: Acts) -> int:
    """Return how many acts there are."""
    where, values = asked.where()
    return int(database.rows(f"SELECT count(*) FROM acts WHERE {where}", values)[0][0])  # noqa: S608


def people(database: Database) -> tuple[str, ...]:
    """Return everybody who did something, by name."""
    return tuple(row[0] for row in database.rows("SELECT DISTINCT by FROM acts ORDER BY by"))


def acts_on(database: Database, flag: int, most: int) -> list[Act]:
    """Return the latest acts on the names of a flag, or on the flag itself."""
    sql = (
        f"SELECT {_COLUMNS} FROM acts WHERE acts.number IN ("  # noqa: S608
        " SELECT act FROM act_names JOIN flag_names USING (name)"
        "   JOIN acts ON acts.number = act WHERE flag_names.flag = ?1 AND NOT own"
        " UNION SELECT acts.number FROM flags JOIN acts ON acts.flag IN (flags.id, flags.mark)"
        "   WHERE flags.number = ?1 AND acts.own)"
        " ORDER BY acts.at DESC, acts.number DESC LIMIT ?2"
    )
    return [_act(row) for row in database.rows(sql, (flag, most))]


def to_json(found: Iterator[Act]) -> Iterator[str]:
    """Yield the lines of a JSON array with one act a line."""
    before = "[\n"
    for act in found:
        body = {name: value for name, value in asdict(act).items() if value not in ("", ())}
        yield before + json.dumps(body, ensure_ascii=False, default=str)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def to_csv(found: Iterator[Act]) -> Iterator[str]:
    """Yield the lines of a CSV with a heading and one row for each act; forms parted by " | "."""
    text = io.StringIO()
    names = [field.name for field in fields(Act)]
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    for act in found:
        writer.writerow(asdict(act) | {"forms": " | ".join(act.forms), "at": act.at.isoformat()})
        yield text.getvalue()
        text.seek(0)
        text.truncate()
    yield text.getvalue()


def _with_forms(database: Database, act: Act) -> Act:
    """Return an act with the forms, the name and the flag of what it takes back in the end."""
    if act.verdict != Verdict.UNDONE or act.forms:
        return act
    rows = database.rows(_ROOT, (act.undoes,))
    said = json.loads(rows[0][0]) if rows else {}
    return replace(
        act,
        forms=tuple(said.get("forms", ())),
        name=said.get("name", ""),
        flag=said.get("flag", ""),
    )


def _act(row: Row) -> Act:
    act_id, at, by, verdict, kind, article, flag, undoes, step, stands, own, *rest = row
    body, size, undone = rest
    said = json.loads(body)
    return Act(
        id=act_id,
        at=datetime.fromisoformat(at),
        by=by,
        verdict=verdict,
        kind=EntityKind(kind),
        forms=tuple(said.get("forms", ())),
        name=said.get("name", ""),
        article=article,
        reason=said.get("reason", ""),
        undoes=undoes,
        flag=flag,
        step=step,
        stands=bool(stands),
        own=bool(own),
        size=size,
        undone=undone or "",
    )
