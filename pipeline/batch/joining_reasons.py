"""Reasons and sentences about the names of an archive, from ``data/joining.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.records import Evidence
from pipeline.stages.evidence import Word, filled


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files("pipeline.batch") / "data" / "joining.toml").read_text("utf-8"))


def archive_reason(
    key: str, left: str = "", right: str = "", *, factor: float = 1.0, **numbers: int
) -> Evidence:
    """Return the evidence of the table's line ``key`` with its words put in.

    Args:
        key: the line.
        left: the first string, ``{a}`` in the sentence.
        right: the second, ``{b}``.
        factor: how often the weight of the table counts.
        numbers: what else the sentence has places for.

    >>> archive_reason("years_apart", factor=1.5, n=15).weight
    -1.5
    """
    row = _table()[key]
    words = {"a": left, "b": right, **numbers}
    return Evidence(
        feature=row["feature"],
        weight=round(row["weight"] * factor, 2),
        detail=row["en"].format(**words),
        detail_nb=row["nb"].format(**words),
        detail_nn=row["nn"].format(**words),
        left=left,
        right=right,
    )


def archive_message(key: str, **words: Word) -> tuple[str, str, str]:
    """Return a sentence in English, Bokmål and Nynorsk.

    >>> archive_message("proposed", name="Kari Lie")
    ('“Kari Lie” is proposed', '«Kari Lie» er foreslått', '«Kari Lie» er foreslått')
    """
    return filled(_table()["messages"][key], words)
