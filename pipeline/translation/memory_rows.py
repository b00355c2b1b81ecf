"""Rows of a translation memory as values, and values as rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pipeline.errors import StoreError
from pipeline.records import Check
from pipeline.translation.units import Author, Unit

UNIT_COLUMNS: Final = "source, source_language, target_language, target, author, made_by, made_at"
SEGMENT_COLUMNS: Final = (
    "key, source, source_language, target_language, target, score, checks, restored, road, models,"
    " made_at"
)


@dataclass(frozen=True)
class Remembered:
    """What a model made of a segment; ``restored`` are names that had to be put back in."""

    key: bytes
    source: str
    source_language: str
    target_language: str
    target: str
    score: float | None
    checks: tuple[Check, ...]
    restored: tuple[str, ...]
    road: str
    models: str
    made_at: datetime

    @property
    def unit(self) -> Unit:
        """The segment as a pair of texts by a machine."""
        texts = (self.source, self.source_language, self.target_language, self.target)
        return Unit(*texts, Author.MACHINE, self.models.replace("\n", ", "), self.made_at)


@dataclass(frozen=True)
class Stats:
    """What is in a memory. ``pairs`` and ``models`` count the segments that models made."""

    bytes: int
    segments: int
    edits: int
    imported: int
    pairs: Mapping[str, int]
    models: Mapping[str, int]
    first: str = ""
    last: str = ""


def remembered(row: Sequence[Any], path: Path) -> Remembered:
    """Return the segment in a row (``SEGMENT_COLUMNS``) of the memory at ``path``.

    Raises:
        StoreError: the row is not one that this program wrote.
    """
    with _undamaged(path):
        checks = tuple(Check(kind=kind, detail=detail) for kind, detail in json.loads(row[6]))
        restored = tuple(map(str, json.loads(row[7])))
        made_at = datetime.fromisoformat(row[10])
    key, source, source_language, target_language, target, score = row[:6]
    return Remembered(
        key,
        source,
        source_language,
        target_language,
        target,
        score,
        checks,
        restored,
        road=row[8],
        models=row[9],
        made_at=made_at,
    )


def row_of(one: Remembered) -> tuple[Any, ...]:
    """Return a segment as a row of ``SEGMENT_COLUMNS``."""
    checks = [[check.kind, check.detail] for check in one.checks]
    return (
        one.key,
        one.source,
        one.source_language,
        one.target_language,
        one.target,
        one.score,
        json.dumps(checks, ensure_ascii=False),
        json.dumps(one.restored, ensure_ascii=False),
        one.road,
        one.models,
        one.made_at.isoformat(),
    )


def unit_of(row: Sequence[Any], path: Path) -> Unit:
    """Return the texts in a row (``UNIT_COLUMNS``) of the memory at ``path``.

    Raises:
        StoreError: the row is not one that this program wrote.
    """
    source, source_language, target_language, target, author, by, at = row
    with _undamaged(path):
        made = Author(author), by, datetime.fromisoformat(at)
    return Unit(source, source_language, target_language, target, *made)


def unit_row(unit: Unit) -> tuple[str, ...]:
    """Return texts as a row of ``UNIT_COLUMNS``."""
    texts = (unit.source, unit.source_language, unit.target_language, unit.target)
    return (*texts, unit.author.value, unit.by, unit.at.isoformat())


@contextmanager
def _undamaged(path: Path) -> Iterator[None]:
    """Turn an error about a value that we did not write into one that says what to do."""
    try:
        yield
    except ValueError as error:
        raise StoreError(
            f"{path}: a row of it is damaged: {error}",
            hint="move the file away and put back a copy, or import what was exported",
        ) from error
