"""START HERE: the queue of flags: what is put in, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final, Literal

from pipeline.authority.decisions import Rulings
from pipeline.authority.keys import form_key
from pipeline.authority.knowledge import Decision
from pipeline.database import Access, Closing, Database
from pipeline.export.people import title
from pipeline.records import EntityKind, FailedArticle, FlagKind, ProcessedArticle, SkippedArticle
from pipeline.review.across import Across, Gathering
from pipeline.review.cards import cards_of
from pipeline.review.effects import Touched, mark_stale, touched
from pipeline.review.filling import Filling
from pipeline.review.ledger import Changes, Ledger
from pipeline.review.schema import SCHEMA
from pipeline.review.states import Asked, Judge

Outcome = ProcessedArticle | SkippedArticle | FailedArticle
#: articles that are put in at once; others may write in between
CHUNK: Final = 200
#: for so many flags it is faster to ask all decisions at once
MANY: Final = 2000


@dataclass(frozen=True)
class Source:
    """What results came from: a job of the desk, or the folder of a batch.

    ``name`` is for people, ``date`` (ISO 8601) is taken where an article has none.
    """

    kind: Literal["job", "batch"]
    id: str
    name: str = ""
    date: str = ""


@dataclass(frozen=True)
class Dated:
    """An outcome with the date of its article (ISO 8601)."""

    outcome: Outcome
    date: str


class Queue(Closing):
    """The flags of many results in one file, which is made where it is not there."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            StoreError: it cannot be opened, or is not a queue that this program knows.
        """
        self.database = Database(path, SCHEMA, Access.WRITE)
        self.ledger = Ledger(self.database)

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    # -- what is put in -----------------------------------------------------------------------

    def put(
        self,
        source: Source,
        outcomes: Iterable[Outcome | Dated],
        cross: Iterable[Across] = (),
    ) -> None:
        """Put in the results of a source, in the place of those that it had.

        A flag that was decided stays, so that what was done is seen, even where the article made
        anew raises it no more.

        Raises:
            StoreError: the file cannot be written.
        """
        gathering = Gathering(tuple(cross))
        with self.database.transaction():
            filling = Filling.begin(
                self.database, (source.kind, source.id, source.name), _day(source)
            )
        waiting = iter(outcomes)
        while chunk := list(islice(waiting, CHUNK)):
            with self.database.transaction():
                flags: list[int] = []
                for each in chunk:
                    outcome = each.outcome if isinstance(each, Dated) else each
                    if isinstance(outcome, ProcessedArticle):
                        flags += self._put_article(filling, outcome, _date(each) or _day(source))
                        gathering.look_at(outcome)
                self._judge(flags)
        with self.database.transaction():
            cards = gathering.cards(filling.articles)
            self._judge([filling.put_card(at, card, _day(source)) for at, card in cards])
            filling.end()

    def drop(self, source: Source) -> None:
        """Take out everything of a source; what was decided stays decided.

        Raises:
            StoreError: the file cannot be written.
        """
        with self.database.transaction():
            self.database.run(
                "DELETE FROM sources WHERE kind = ? AND id = ?", (source.kind, source.id)
            )

    def sources(self) -> Iterator[tuple[int, Source]]:
        """Yield the sources with their numbers, the latest first."""
        sql = "SELECT number, kind, id, name, date FROM sources ORDER BY date DESC, number DESC"
        for number, kind, source_id, name, date in self.database.rows(sql):
            yield int(number), Source(kind, source_id, name, date)

    # -- decisions ----------------------------------------------------------------------------

    def catch_up(self, register: Path) -> Touched:
        """Let the states of flags follow from the decisions that the register holds now.

        Returns:
            What decisions that were not followed before change; it is noted that this is to be
            made anew. Decisions of the desk come in this way, and those of a terminal.

        Raises:
            StoreError: the register or the queue cannot be used.
        """
        if not self.ledger.is_behind(register):
            return Touched()
        with self.database.transaction():
            changes = self.ledger.catch_up(register)
            self.follow(changes)
            changed = self.touched(changes.decisions)
            mark_stale(self.database, changed)
        return changed

    def follow(self, changes: Changes) -> None:
        """Work out the states of the flags that changes bear on."""
        if changes.whole:
            self._judge([row[0] for row in self.database.rows("SELECT number FROM flags")])
            return
        names = self.ledger.closure(changes.names)
        sql = "SELECT DISTINCT flag FROM flag_names WHERE name IN ({})"
        numbers = {row[0] for row in self.database.found(sql, list(names))}
        sql = "SELECT number FROM flags WHERE {} IN ({{}})"
        for column in ("id", "mark"):
            found = self.database.found(sql.format(column), list(changes.flags))
            numbers |= {row[0] for row in found}
        self._judge(list(numbers))

    def touched(self, decisions: Iterable[Decision]) -> Touched:
        """Return the articles that are made otherwise after decisions, and their translations."""
        return touched(self.database, decisions)

    def stale(self, source: Source) -> int:
        """Return how many articles of a source a decision has changed since they were made."""
        sql = (
            "SELECT count(*) FROM articles JOIN sources ON sources.number = articles.source"
            " WHERE stale <> '' AND kind = ? AND sources.id = ?"
        )
        return int(self.database.rows(sql, (source.kind, source.id))[0][0])

    # -- parts --------------------------------------------------------------------------------

    def _put_article(self, filling: Filling, outcome: ProcessedArticle, date: str) -> list[int]:
        article = filling.put_article(
            outcome.article.id, title(outcome.article), len(outcome.translations)
        )
        filling.put_mentions(article, {(m.kind, form_key(m.name)) for m in outcome.mentions})
        return [filling.put_card(article, card, date) for card in cards_of(outcome)]

    def _judge(self, numbers: list[int]) -> None:
        sql = (
            "SELECT number, kind, entity, forms, scope, id, mark, state, verdict FROM flags"
            " WHERE number IN ({})"
        )
        flags = list(self.database.found(sql, numbers))
        answered = self._answered([i for flag in flags for i in flag[5:7]])
        judge = Judge(self._rulings(numbers))
        changed: list[tuple[str, str, int]] = []
        for number, kind, entity, forms, scope, *ids, state, verdict in flags:
            said = max((answered[i] for i in ids if i in answered), default=("", ""))[1]
            asked = Asked(FlagKind(kind), EntityKind(entity), tuple(json.loads(forms)), scope, said)
            new = judge.state(asked)
            if new != (state, verdict):
                changed.append((new[0].value, str(new[1]), number))
        self.database.run_many("UPDATE flags SET state = ?, verdict = ? WHERE number = ?", changed)

    def _rulings(self, numbers: list[int]) -> Rulings:
        if len(numbers) > MANY:
            return self.ledger.all_rulings()
        sql = "SELECT DISTINCT name FROM flag_names WHERE flag IN ({})"
        return self.ledger.rulings({row[0] for row in self.database.found(sql, numbers)})

    def _answered(self, flags: list[str]) -> dict[str, tuple[str, str]]:
        """Return when and how flags were answered last, by id and mark."""
        sql = (
            "SELECT flag, at, verdict FROM acts WHERE flag IN ({}) AND stands"
            " AND verdict <> 'undone'"
        )
        found: dict[str, tuple[str, str]] = {}
        for flag, at, verdict in self.database.found(sql, flags):
            found[flag] = max(found.get(flag, ("", "")), (at, verdict))
        return found


def _day(source: Source) -> str:
    return (source.date or datetime.now(UTC).isoformat())[:10]


def _date(each: Outcome | Dated) -> str:
    return each.date[:10] if isinstance(each, Dated) else ""
