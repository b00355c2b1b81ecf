"""The database of an archive: everything that was found, to be browsed, searched and counted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from pydantic import BaseModel

from pipeline.batch.joining import Joined
from pipeline.batch.joining_names import Names
from pipeline.batch.joining_records import ArchiveFlag, ArchiveName
from pipeline.batch.outputs_passing import Passing
from pipeline.batch.outputs_schema import INDEXES, SCHEMA
from pipeline.database import Access, Database, Value
from pipeline.export.people import forms as forms_of
from pipeline.export.people import title
from pipeline.records import (
    Article,
    FailedArticle,
    Flag,
    Mention,
    NameCluster,
    PartDetection,
    ProcessedArticle,
    SkippedArticle,
    Translation,
)

Row = tuple[Value, ...]
#: so many articles are put in together
_TOGETHER: Final = 200
#: and so many names
_MANY: Final = 5000
#: how many values a row of each table has, in the order in which tables are filled
_WIDTHS: Final = {
    "articles": 12,
    "parts": 7,
    "clusters": 11,
    "mentions": 12,
    "flags": 11,
    "segments": 11,
    "failures": 4,
    "names": 12,
    "bearers": 6,
    "forms": 8,
    "archive_flags": 12,
}


class DatabaseOutput:
    """Writes ``archive.db``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database = Database(path, SCHEMA, Access.WRITE)
        self._rows: dict[str, list[Row]] = {table: [] for table in _WIDTHS}
        self._taken = 0
        self._clusters = 0

    def take(self, passing: Passing) -> None:
        """Put in what is known of an article."""
        outcome, result = passing.outcome, passing.result
        number = result.number
        head: Row = (number, result.id, result.place, passing.date, outcome.outcome)
        if isinstance(outcome, ProcessedArticle):
            self._processed(outcome, passing.names, head)
        elif isinstance(outcome, SkippedArticle):
            found = outcome.detection
            said: Row = (found.language, found.confidence, "", "", "", outcome.source)
            self._rows["articles"].append((*head, *said, outcome.reason))
        else:
            self._rows["articles"].append((*head, "", None, "", "", "", outcome.source, ""))
            self._rows["failures"].append(_failure(number, outcome))
        self._taken += 1
        if self._taken % _TOGETHER == 0:
            self._put()

    def finish(self, names: Names, joined: Joined) -> Sequence[Path]:
        """Put in the names and flags of the archive, make it fit to be searched, and close it."""
        for number, one in enumerate(joined.names):
            self._rows["names"].append(_name(number, one))
            self._rows["bearers"] += _bearers(number, one)
            self._put_when_many("names")
        for name in names:
            home = joined.home[name.number]
            own = (name.spelling, name.articles, name.mentions, name.period.first, name.period.last)
            self._rows["forms"].append(
                (name.number, home if home >= 0 else None, name.kind.value, *own)
            )
            self._put_when_many("forms")
        numbered = ((n, f, names) for n, f in enumerate(joined.flags, start=1))
        self._rows["archive_flags"] += [_archive_flag(*one) for one in numbered]
        self._put()
        for index in INDEXES:
            self._database.run(index)
        self._database.run("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")
        self._database.run("PRAGMA optimize")
        self.close()
        return [self._path]

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _processed(self, outcome: ProcessedArticle, names: Sequence[int], head: Row) -> None:
        number = int(head[0] or 0)
        found, article = outcome.reconciliation, outcome.article
        every = "\n".join(dict.fromkeys(form for c in found.clusters for form in c.forms))
        detected = outcome.detection
        said: Row = (detected.language, detected.confidence, title(article), article.text, every)
        self._rows["articles"].append((*head, *said, article.source, ""))
        starts = _starts(article)
        self._rows["parts"] += _parts(number, article, outcome.languages, starts)
        home: dict[Mention, int] = {}
        for form, cluster in zip(names, found.clusters, strict=True):
            self._clusters += 1
            self._rows["clusters"].append(_cluster(self._clusters, number, form, cluster))
            home.update(dict.fromkeys(cluster.mentions, self._clusters))
        self._rows["mentions"] += [
            _mention(number, home.get(m), starts[m.span.part], m) for m in outcome.mentions
        ]
        self._rows["flags"] += [_flag(number, flag) for flag in found.flags]
        for translation in outcome.translations:
            self._rows["segments"] += _segments(number, translation)

    def _put_when_many(self, table: str) -> None:
        if len(self._rows[table]) >= _MANY:
            self._put()

    def _put(self) -> None:
        with self._database.transaction():
            for table, rows in self._rows.items():
                places = ",".join("?" * _WIDTHS[table])
                self._database.run_many(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608
                rows.clear()


def _list(values: Iterable[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def _records(values: Iterable[BaseModel]) -> str:
    return json.dumps([value.model_dump(mode="json") for value in values], ensure_ascii=False)


def _starts(article: Article) -> dict[str, int]:
    """Return where each part begins in the text of the article."""
    starts, at = {}, 0
    for part in article.parts:
        at += len(part.before)
        starts[part.name] = at
        at += len(part.text)
    return starts


def _parts(
    number: int, article: Article, languages: Sequence[PartDetection], starts: dict[str, int]
) -> Iterator[Row]:
    spoken = {found.part: found.detection.language for found in languages}
    for position, part in enumerate(article.parts):
        language = spoken.get(part.name, "")
        kind = part.kind.value
        yield number, position, part.name, kind, language, starts[part.name], len(part.text)


def _cluster(key: int, article: int, form: int, cluster: NameCluster) -> Row:
    lists = (cluster.forms, cluster.affiliations, cluster.roles, cluster.reasons)
    own: Row = (cluster.id, cluster.kind.value, cluster.name)
    return (key, article, form, *own, *map(_list, lists), cluster.entry)


def _mention(article: int, cluster: int | None, start: int, m: Mention) -> Row:
    place: Row = (m.span.part, start + m.span.start, m.span.end - m.span.start)
    own: Row = (m.text, m.name, m.kind.value, m.origin.value, m.label, m.score)
    return (None, article, cluster, *place, *own)


def _flag(article: int, flag: Flag) -> Row:
    best = flag.candidates[0] if flag.candidates and not flag.is_tied else None
    own: Row = (flag.id, flag.kind.value, flag.entity.value, flag.band.value)
    proposed: Row = (best.name if best else "", best.score if best else None)
    forms = _list(forms_of(flag))
    return (None, article, *own, forms, *proposed, flag.message, flag.message_nb)


def _segments(article: int, translation: Translation) -> Iterator[Row]:
    for part in translation.parts:
        for segment in part.segments:
            quality = segment.quality
            yield (
                None,
                article,
                translation.target,
                part.part,
                segment.source.text,
                segment.target,
                segment.maker.value,
                segment.score,
                quality.light.value if quality else "",
                quality.chance if quality else None,
                _records(segment.checks),
            )


def _failure(article: int, outcome: FailedArticle) -> Row:
    return article, outcome.error, outcome.message, outcome.hint


def _name(number: int, name: ArchiveName) -> Row:
    own: Row = (name.id, name.kind.value, name.name, name.articles, name.mentions)
    said = (_list(name.affiliations), _list(name.roles))
    return (number, *own, name.first, name.last, *said, int(name.several), name.entry)


def _bearers(number: int, name: ArchiveName) -> Iterator[Row]:
    for position, one in enumerate(name.bearers):
        said = _list(one.affiliations)
        yield number, position, said, one.articles, one.first, one.last


def _archive_flag(number: int, flag: ArchiveFlag, names: Names) -> Row:
    found = [names.find(flag.entity, form.name) for form in flag.forms]
    forms = [name.number if name else None for name in found]
    best = flag.candidates[0]
    own: Row = (number, flag.id, flag.entity.value, flag.band.value)
    proposed: Row = (flag.probability, "" if flag.is_tied else best.name, best.score)
    return (*own, *forms, *proposed, flag.message, flag.message_nb, _records(best.evidence))
