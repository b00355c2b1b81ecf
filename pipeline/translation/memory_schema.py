"""The tables of a translation memory, and what its errors say."""

from __future__ import annotations

from typing import Final

from pipeline.database import DAMAGED, NO_SPACE, NOT_A_DATABASE, Schema, Words

_TABLES: Final = (
    # what a model made of a segment, by everything that it was made from
    """CREATE TABLE segments (
        number INTEGER PRIMARY KEY,
        key BLOB NOT NULL UNIQUE,
        source TEXT NOT NULL,
        source_language TEXT NOT NULL,
        target_language TEXT NOT NULL,
        target TEXT NOT NULL,
        score REAL,
        checks TEXT NOT NULL,              -- JSON: those that failed
        restored TEXT NOT NULL,            -- JSON: names that were put back
        road TEXT NOT NULL,
        models TEXT NOT NULL,              -- name and version of each, a line each
        made_at TEXT NOT NULL,             -- ISO 8601, UTC
        used_on TEXT NOT NULL              -- ISO 8601, a day
    ) STRICT""",
    "CREATE INDEX segments_by_use ON segments (used_on, number)",
    # what people wrote and other programs made; nothing is changed, the latest counts
    """CREATE TABLE units (
        number INTEGER PRIMARY KEY,
        key BLOB NOT NULL,
        source TEXT NOT NULL,
        source_language TEXT NOT NULL,
        target_language TEXT NOT NULL,
        target TEXT NOT NULL,
        author TEXT NOT NULL,
        made_by TEXT NOT NULL,
        made_at TEXT NOT NULL              -- ISO 8601, UTC
    ) STRICT""",
    "CREATE INDEX units_by_key ON units (key, number)",
)

_WORDS: Final = Words(
    what="a translation memory",
    name="memory",
    option="--memory",
    missing=(
        "there is no translation memory",
        "the first `samsvar translate` makes one; give another file with --memory",
    ),
    place="give another file with --memory, or work without one: --no-memory",
    unknown="work without it: --no-memory",
    cures={
        NOT_A_DATABASE: (
            "this is not a translation memory",
            "give another file with --memory; a .tmx or .csv file wants `samsvar memory import`",
        ),
        DAMAGED: (
            "the file is damaged",
            "move it away and put back a copy, or import what was exported: samsvar memory import",
        ),
        NO_SPACE: (
            "no space is left; nothing of this was written",
            "free some space, or make the memory smaller: samsvar memory forget --older-than 90",
        ),
    },
)

#: marked as "smsm"; what is forgotten is wiped from the file
SCHEMA: Final = Schema(
    application=0x736D736D,
    version=1,
    statements=_TABLES,
    pragmas=("secure_delete = ON",),
    words=_WORDS,
    private=True,
    shared=True,
)
