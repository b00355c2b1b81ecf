"""A result as tables for a spreadsheet: mentions, people, flags, segments.

The files are CSV as RFC 4180 has it, to be written as UTF-8 with a byte order mark. A cell that a
spreadsheet would take for a formula has an apostrophe before it, which ``unguarded`` takes off.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pipeline.export.people import forms, pictured_spans
from pipeline.records import EntityKind, ProcessedArticle
from pipeline.text.formulas import guarded

_MANY = " | "

Cell = str | int | float
Table = list[list[Cell]]


def write_table(rows: Iterable[Sequence[Cell]], *, separator: str = ",") -> str:
    r"""Return rows as CSV, with a byte order mark.

    >>> write_table([["name"], ["=1+1"]])
    "\ufeffname\r\n'=1+1\r\n"
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    for row in rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return f"\ufeff{out.getvalue()}"


def tables(outcome: ProcessedArticle) -> dict[str, Table]:
    """Return the tables of a result by name, each with a heading."""
    return {
        "mentions": [_MENTIONS, *_mentions(outcome)],
        "people": [_PEOPLE, *_people(outcome)],
        "flags": [_FLAGS, *_flags(outcome)],
        "segments": [_SEGMENTS, *_segments(outcome)],
    }


_MENTIONS: Final[list[Cell]] = [
    "article", "part", "part kind", "start", "end", "text", "name", "kind", "found by", "label",
    "score", "proposed form", "register entry",
]  # fmt: skip
_PEOPLE: Final[list[Cell]] = [
    "article", "name", "also written", "mentioned", "belongs to", "roles", "in a picture",
    "in a list", "register entry",
]  # fmt: skip
_FLAGS: Final[list[Cell]] = [
    "article", "id", "kind", "band", "entity", "forms", "proposed form", "probability", "parts",
    "message", "message (nb)",
]  # fmt: skip
_SEGMENTS: Final[list[Cell]] = [
    "article", "language", "number", "part", "source", "translation", "made by", "score",
    "to look at",
]  # fmt: skip


def _mentions(outcome: ProcessedArticle) -> Iterator[list[Cell]]:
    bearers = {m.span: c for c in outcome.reconciliation.clusters for m in c.mentions}
    kinds = {part.name: part.kind.value for part in outcome.article.parts}
    for one in outcome.mentions:
        cluster = bearers.get(one.span)
        yield [
            outcome.article.id,
            one.span.part,
            kinds[one.span.part],
            one.span.start,
            one.span.end,
            one.text,
            one.name,
            one.kind.value,
            one.origin.value,
            one.label,
            _number(one.score),
            cluster.name if cluster else "",
            cluster.entry if cluster else "",
        ]


def _people(outcome: ProcessedArticle) -> Iterator[list[Cell]]:
    pictured = pictured_spans(outcome)
    listed = {p.mention.span for one in outcome.reading.lists for p in one.people}
    for cluster in outcome.reconciliation.clusters:
        if cluster.kind is EntityKind.PERSON:
            places = {mention.span for mention in cluster.mentions}
            yield [
                outcome.article.id,
                cluster.name,
                _MANY.join(form for form in cluster.forms if form != cluster.name),
                len(cluster.mentions),
                _MANY.join(cluster.affiliations),
                _MANY.join(cluster.roles),
                "yes" if places & pictured else "",
                "yes" if places & listed else "",
                cluster.entry,
            ]


def _flags(outcome: ProcessedArticle) -> Iterator[list[Cell]]:
    for flag in outcome.reconciliation.flags:
        best = None if flag.is_tied else next(iter(flag.candidates), None)
        yield [
            outcome.article.id,
            flag.id,
            flag.kind.value,
            flag.band.value,
            flag.entity.value,
            _MANY.join(forms(flag)),
            best.name if best else "",
            _number(best.score if best else None),
            _MANY.join(dict.fromkeys(mention.span.part for mention in flag.mentions)),
            flag.message,
            flag.message_nb,
        ]


def _segments(outcome: ProcessedArticle) -> Iterator[list[Cell]]:
    for translation in outcome.translations:
        number = 0
        for part in translation.parts:
            for segment in part.segments:
                number += 1
                yield [
                    outcome.article.id,
                    translation.target,
                    number,
                    part.part,
                    segment.source.text,
                    segment.target,
                    segment.maker.value,
                    _number(segment.score),
                    "; ".join(f"{check.kind}: {check.detail}" for check in segment.checks),
                ]


def _number(value: float | None) -> Cell:
    return "" if value is None else round(value, 4)
