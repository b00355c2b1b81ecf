"""The tables of a register of names. Layout 1; statements are parted by two semicolons."""

from __future__ import annotations

from typing import Final

from pipeline.database import NOT_A_DATABASE, Schema, Words

_SCRIPT: Final = """
CREATE TABLE entries (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    key TEXT NOT NULL,                 -- the form that is looked up
    keep INTEGER NOT NULL,
    verified INTEGER NOT NULL,
    source TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;;
CREATE INDEX entries_by_key ON entries (key);;
CREATE TABLE aliases (
    entry INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    noted TEXT,                        -- ISO 8601
    PRIMARY KEY (entry, position)
) STRICT, WITHOUT ROWID;;
CREATE INDEX aliases_by_key ON aliases (key);;
CREATE TABLE affiliations (
    entry INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    position INTEGER NOT NULL,
    organisation TEXT NOT NULL,
    role TEXT NOT NULL,
    since TEXT,
    until TEXT,
    PRIMARY KEY (entry, position)
) STRICT, WITHOUT ROWID;;
CREATE TABLE official (
    entry INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    language TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (entry, language)
) STRICT, WITHOUT ROWID;;
CREATE TABLE ids (
    entry INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    scheme TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (entry, scheme)
) STRICT, WITHOUT ROWID;;
CREATE INDEX ids_by_value ON ids (value, scheme);;
-- entries of the package that the user does not want
CREATE TABLE hidden (id TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;;
CREATE TABLE batches (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    what TEXT NOT NULL
) STRICT;;
-- what an entry was before each change, as JSON; nothing where it was added
CREATE TABLE changes (
    entry TEXT NOT NULL,
    batch INTEGER NOT NULL REFERENCES batches,
    action TEXT NOT NULL,
    before TEXT,
    PRIMARY KEY (entry, batch)
) STRICT, WITHOUT ROWID;;
CREATE TABLE decisions (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    verdict TEXT NOT NULL,
    article TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    body TEXT NOT NULL                 -- the whole decision as JSON
) STRICT;;
-- sums of digests: what the file holds, without its order and row numbers
CREATE TABLE sums (what TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;;
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions
BEGIN SELECT raise(ABORT, 'decisions are appended, never changed'); END;;
CREATE TRIGGER decisions_are_kept BEFORE DELETE ON decisions
BEGIN SELECT raise(ABORT, 'decisions are appended, never removed'); END;;
CREATE TRIGGER changes_stay BEFORE UPDATE ON changes
BEGIN SELECT raise(ABORT, 'the history is appended, never changed'); END;;
CREATE TRIGGER changes_are_kept BEFORE DELETE ON changes
BEGIN SELECT raise(ABORT, 'the history is appended, never removed'); END
"""

_WORDS: Final = Words(
    what="a register of names",
    name="register",
    option="--names",
    missing=("there is no such file", "check the name of the file"),
    place="give another file with --names",
    unknown="tell us, with a copy of the file",
    cures={
        NOT_A_DATABASE: (
            "this is not a register of names",
            "give the file that samsvar wrote with --names; a CSV or JSON file wants"
            " `names import`",
        ),
    },
)

#: "SMSV" as a number; at most 64 MiB of the file are held in memory
SCHEMA: Final = Schema(
    application=0x534D5356,
    version=1,
    statements=tuple(_SCRIPT.split(";;")),
    pragmas=("foreign_keys = ON", "cache_size = -65536"),
    words=_WORDS,
)
