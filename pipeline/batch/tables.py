"""Mentions, clusters, flags and segments of an archive as Parquet: the one door to pyarrow.

pyarrow is an extra, ``samsvar[parquet]``; it is imported when a table is first wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pipeline.batch.joining import Joined
from pipeline.batch.joining_names import Names
from pipeline.batch.joining_records import ArchiveFlag
from pipeline.batch.outputs_passing import Passing
from pipeline.errors import ConfigError
from pipeline.export.people import forms as forms_of
from pipeline.records import Flag, ProcessedArticle, Translation

#: rows that are kept before they are written: what a reader can skip, and what lies in memory
GROUP: Final = 50_000

Row = dict[str, object]
_ARTICLE: Final = {"article_number": "int64", "article": "string", "date": "string"}
#: the columns of each table; "strings" is a list of strings
COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "mentions": {
        **_ARTICLE,
        "cluster": "string",
        "part": "string",
        "start": "int32",
        "end": "int32",
        "text": "string",
        "name": "string",
        "kind": "string",
        "origin": "string",
        "label": "string",
        "score": "float64",
    },
    "clusters": {
        **_ARTICLE,
        "cluster": "string",
        "form_number": "int64",
        "name": "string",
        "kind": "string",
        "forms": "strings",
        "affiliations": "strings",
        "roles": "strings",
        "mentions": "int32",
        "entry": "string",
    },
    "flags": {
        "scope": "string",
        **_ARTICLE,
        "flag": "string",
        "kind": "string",
        "entity": "string",
        "band": "string",
        "forms": "strings",
        "proposed": "string",
        "probability": "float64",
        "message": "string",
        "message_nb": "string",
    },
    "segments": {
        **_ARTICLE,
        "target": "string",
        "part": "string",
        "start": "int32",
        "end": "int32",
        "source": "string",
        "translation": "string",
        "maker": "string",
        "score": "float64",
        "light": "string",
        "chance": "float64",
        "checks": "strings",
    },
}


class TablesOutput:
    """Writes ``mentions.parquet``, ``clusters.parquet``, ``flags.parquet``, ``segments.parquet``.

    A row group is written whenever one is full, so that memory does not grow with the archive.
    """

    def __init__(self, folder: Path) -> None:
        """Open the four files.

        Raises:
            ConfigError: pyarrow is not installed.
        """
        self._tables = {name: _Table(folder / f"{name}.parquet", name) for name in COLUMNS}

    def take(self, passing: Passing) -> None:
        """Take in what is in an article."""
        outcome = passing.outcome
        if not isinstance(outcome, ProcessedArticle):
            return
        cluster_of = {m: c.id for c in outcome.reconciliation.clusters for m in c.mentions}
        self._tables["mentions"].add(
            {
                **_article(passing),
                "cluster": cluster_of.get(m, ""),
                "part": m.span.part,
                "start": m.span.start,
                "end": m.span.end,
                "text": m.text,
                "name": m.name,
                "kind": m.kind.value,
                "origin": m.origin.value,
                "label": m.label,
                "score": m.score,
            }
            for m in outcome.mentions
        )
        self._tables["clusters"].add(_clusters(outcome, passing))
        flags = outcome.reconciliation.flags
        self._tables["flags"].add(_flag(passing, flag) for flag in flags)
        for translation in outcome.translations:
            self._tables["segments"].add(_segments(passing, translation))

    def finish(self, _: Names, joined: Joined) -> Sequence[Path]:
        """Take in the flags of the archive and return the files."""
        self._tables["flags"].add(_archive_flag(flag) for flag in joined.flags)
        return [table.finish() for table in self._tables.values()]

    def close(self) -> None:
        """Close the files."""
        for table in self._tables.values():
            table.close()


class _Table:
    """A Parquet file that is written group by group."""

    def __init__(self, path: Path, name: str) -> None:
        self._arrow, parquet = _pyarrow()
        types = {
            "string": self._arrow.string(),
            "strings": self._arrow.list_(self._arrow.string()),
            "int32": self._arrow.int32(),
            "int64": self._arrow.int64(),
            "float64": self._arrow.float64(),
        }
        columns = COLUMNS[name]
        self._schema = self._arrow.schema(
            [(column, types[kind]) for column, kind in columns.items()]
        )
        self._writer = parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._path = path
        self._rows: list[Row] = []

    def add(self, rows: Iterator[Row]) -> None:
        """Take in rows, and write them when there are enough."""
        self._rows += rows
        if len(self._rows) >= GROUP:
            self._write()

    def finish(self) -> Path:
        """Write what is left, and return the file."""
        self._write()
        self.close()
        return self._path

    def close(self) -> None:
        """Close the file."""
        self._writer.close()

    def _write(self) -> None:
        if self._rows:
            self._writer.write_table(self._arrow.Table.from_pylist(self._rows, self._schema))
            self._rows.clear()


def _pyarrow() -> tuple[Any, Any]:
    """Return the two modules of pyarrow.

    Raises:
        ConfigError: it is not installed.
    """
    try:
        import pyarrow  # noqa: PLC0415
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise ConfigError(
            "Parquet files are written with pyarrow, which is not installed",
            hint='install it with: pip install "samsvar[parquet]"; or leave parquet out',
        ) from error
    return pyarrow, parquet


def _article(passing: Passing) -> Row:
    result = passing.result
    return {"article_number": result.number, "article": result.id, "date": passing.date}


def _clusters(outcome: ProcessedArticle, passing: Passing) -> Iterator[Row]:
    for number, cluster in zip(passing.names, outcome.reconciliation.clusters, strict=True):
        yield {
            **_article(passing),
            "cluster": cluster.id,
            "form_number": number,
            "name": cluster.name,
            "kind": cluster.kind.value,
            "forms": list(cluster.forms),
            "affiliations": list(cluster.affiliations),
            "roles": list(cluster.roles),
            "mentions": len(cluster.mentions),
            "entry": cluster.entry,
        }


def _flag(passing: Passing, flag: Flag) -> Row:
    best = flag.candidates[0] if flag.candidates and not flag.is_tied else None
    return {
        "scope": "article",
        **_article(passing),
        "flag": flag.id,
        "kind": flag.kind.value,
        "entity": flag.entity.value,
        "band": flag.band.value,
        "forms": list(forms_of(flag)),
        "proposed": best.name if best else "",
        "probability": best.score if best else None,
        "message": flag.message,
        "message_nb": flag.message_nb,
    }


def _archive_flag(flag: ArchiveFlag) -> Row:
    best = flag.candidates[0]
    return {
        "scope": "archive",
        "article_number": None,
        "article": "",
        "date": "",
        "flag": flag.id,
        "kind": "spelling",
        "entity": flag.entity.value,
        "band": flag.band.value,
        "forms": [form.name for form in flag.forms],
        "proposed": "" if flag.is_tied else best.name,
        "probability": best.score,
        "message": flag.message,
        "message_nb": flag.message_nb,
    }


def _segments(passing: Passing, translation: Translation) -> Iterator[Row]:
    for part in translation.parts:
        for segment in part.segments:
            quality = segment.quality
            yield {
                **_article(passing),
                "target": translation.target,
                "part": part.part,
                "start": segment.source.span.start,
                "end": segment.source.span.end,
                "source": segment.source.text,
                "translation": segment.target,
                "maker": segment.maker.value,
                "score": segment.score,
                "light": quality.light.value if quality else "",
                "chance": quality.chance if quality else None,
                "checks": [check.kind for check in segment.checks],
            }
