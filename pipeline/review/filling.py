"""How the results of a source come into the tables of the queue."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Self

from pipeline.authority.keys import form_key
from pipeline.database import Database
from pipeline.records import Band, EntityKind
from pipeline.review.cards import Card
from pipeline.text.folding import fold

#: a correction to accept comes before everything else
_SURE_HELPS: Final = 1_000_000.0

_FLAG: Final = """
INSERT INTO flags (source, article, id, mark, scope, kind, entity, band, score, doubt, reach, helps,
  forms, organisation, date, state, verdict, round)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, 'open', '', ?)
ON CONFLICT (source, mark) DO UPDATE SET article = excluded.article, band = excluded.band,
  score = excluded.score, doubt = excluded.doubt, forms = excluded.forms, date = excluded.date,
  organisation = excluded.organisation, round = excluded.round
RETURNING number
"""


@dataclass
class Filling:
    """One source that is being put in; ``articles`` are the numbers of its articles by id."""

    database: Database
    source: int
    round: int
    articles: dict[str, int] = field(default_factory=dict)
    _names: dict[tuple[EntityKind, str], int] = field(default_factory=dict)

    @classmethod
    def begin(cls, database: Database, source: tuple[str, str, str], date: str) -> Self:
        """Return the filling of a source (kind, id, name), which is noted if it is new."""
        kind, source_id, name = source
        number = database.rows(
            "INSERT INTO sources (kind, id, name, date) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (kind, id) DO UPDATE SET name = excluded.name, date = excluded.date"
            " RETURNING number",
            (kind, source_id, name or source_id, date),
        )[0][0]
        rounds = database.rows(
            "SELECT coalesce(max(round), 0) + 1 FROM articles WHERE source = ?", (number,)
        )
        return cls(database, number, rounds[0][0])

    def put_article(self, article_id: str, title: str, targets: int) -> int:
        """Note an article and return its number."""
        number = self.database.rows(
            "INSERT INTO articles (source, id, title, words, targets, round)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (source, id) DO UPDATE SET"
            " title = excluded.title, words = excluded.words, stale = '', changed = '',"
            " targets = excluded.targets, round = excluded.round RETURNING number",
            (self.source, article_id, title, fold(f"{title} {article_id}"), targets, self.round),
        )[0][0]
        if article_id not in self.articles:
            self.database.run("DELETE FROM mentions WHERE article = ?", (number,))
        self.articles[article_id] = number
        return int(number)

    def put_mentions(self, article: int, names: Iterable[tuple[EntityKind, str]]) -> None:
        """Note which names an article holds."""
        self.database.run_many(
            "INSERT OR IGNORE INTO mentions (name, article) VALUES (?, ?)",
            [(self._name(kind, key), article) for kind, key in names],
        )

    def put_card(self, article: int, card: Card, date: str) -> int:
        """Put in a flag, in the place of the same one of an earlier round; return its number."""
        flag = card.flag
        names = [self._name(flag.entity, form_key(name)) for name in card.names]
        best = flag.candidates[0] if flag.candidates and not flag.is_tied else None
        doubted = next(
            (n for n, name in zip(names, card.names, strict=True) if best and name != best.name),
            names[0],
        )
        organisation = fold("; ".join(card.organisations))
        number = self.database.rows(
            _FLAG,
            (
                self.source, article, flag.id, card.mark, card.article, flag.kind.value,
                flag.entity.value, flag.band.value, best.score if best else 0.0, doubted,
                json.dumps(card.names, ensure_ascii=False), organisation, date, self.round,
            ),
        )[0][0]  # fmt: skip
        self.database.run(
            "INSERT OR REPLACE INTO cards (flag, body) VALUES (?, ?)",
            (number, card.model_dump_json(exclude_defaults=True)),
        )
        self.database.run("DELETE FROM flag_names WHERE flag = ?", (number,))
        self.database.run_many(
            "INSERT OR IGNORE INTO flag_names (name, flag) VALUES (?, ?)",
            [(name, number) for name in names],
        )
        return int(number)

    def end(self) -> None:
        """Take out what an earlier round left and nobody decided, and work out what helps most."""
        old = (self.source, self.round)
        self.database.run("DELETE FROM articles WHERE source = ? AND round < ?", old)
        self.database.run(
            "DELETE FROM flags WHERE source = ? AND round < ? AND state IN ('open', 'conflict')",
            old,
        )
        self.database.run(
            "UPDATE flags SET reach = held.n FROM"
            " (SELECT name, count(*) AS n FROM mentions GROUP BY name) AS held"
            " WHERE held.name = doubt AND reach <> held.n"
        )
        self.database.run(
            "UPDATE flags SET helps = (band = ?) * ? + min(reach, 9999) * 10 + score"
            " WHERE source = ? OR doubt IN (SELECT name FROM mentions JOIN articles"
            " ON number = article WHERE source = ?)",
            (Band.SURE.value, _SURE_HELPS, self.source, self.source),
        )

    def _name(self, kind: EntityKind, key: str) -> int:
        number = self._names.get((kind, key))
        if number is None:
            number = number_of(self.database, kind, key)
            self._names[kind, key] = number
        return number


def number_of(database: Database, kind: EntityKind, key: str) -> int:
    """Return the number of a name in the queue, made if need be."""
    found = database.rows("SELECT number FROM names WHERE kind = ? AND key = ?", (kind.value, key))
    if found:
        return int(found[0][0])
    sql = "INSERT INTO names (kind, key, words) VALUES (?, ?, ?)"
    return database.run(sql, (kind.value, key, fold(key)))
