"""The tables of a queue of flags. Layout 2; statements are parted by two semicolons."""

from __future__ import annotations

from typing import Final

from pipeline.database import DAMAGED, NOT_A_DATABASE, Schema, Words

_SCRIPT: Final = """
CREATE TABLE sources (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,                -- "job" or "batch"
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    date TEXT NOT NULL,                -- ISO 8601, a day
    UNIQUE (kind, id)
) STRICT;;
CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    words TEXT NOT NULL,               -- id and title as they are searched
    targets INTEGER NOT NULL,          -- how many translations it has
    round INTEGER NOT NULL,            -- of putting in: what is left of an earlier one goes
    stale TEXT NOT NULL DEFAULT '',    -- since when a decision has changed it; empty: it has not
    changed TEXT NOT NULL DEFAULT '',  -- JSON: names in it that changed in the register since
    UNIQUE (source, id)
) STRICT;;
CREATE INDEX articles_stale ON articles (source) WHERE stale <> '';;
CREATE INDEX articles_changed ON articles (source) WHERE changed <> '';;
CREATE TABLE names (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,                 -- the form that is looked up
    words TEXT NOT NULL,               -- the form that is searched
    UNIQUE (kind, key)
) STRICT;;
CREATE TABLE mentions (
    name INTEGER NOT NULL REFERENCES names,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    PRIMARY KEY (name, article)
) STRICT, WITHOUT ROWID;;
CREATE INDEX mentions_by_article ON mentions (article);;
CREATE TABLE flags (
    number INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    id TEXT NOT NULL,
    mark TEXT NOT NULL,                -- the id, and the text that it is about
    scope TEXT NOT NULL,               -- the article's id; empty: two articles
    kind TEXT NOT NULL,
    entity TEXT NOT NULL,
    band TEXT NOT NULL,
    score REAL NOT NULL,
    doubt INTEGER NOT NULL,            -- the name that would be corrected
    reach INTEGER NOT NULL,            -- how many articles hold it
    helps REAL NOT NULL,               -- the greater, the earlier it is asked
    forms TEXT NOT NULL,               -- JSON
    organisation TEXT NOT NULL,
    date TEXT NOT NULL,
    state TEXT NOT NULL,
    verdict TEXT NOT NULL,
    round INTEGER NOT NULL
) STRICT;;
CREATE UNIQUE INDEX flags_by_mark ON flags (source, mark);;
CREATE INDEX flags_by_id ON flags (id);;
CREATE INDEX flags_by_doubt ON flags (doubt);;
CREATE INDEX flags_by_article ON flags (article);;
-- whatever is asked of many flags is answered from this alone
CREATE INDEX flags_asked ON flags (state, helps DESC, number, kind, entity, band, source, score,
    date, article, verdict, organisation);;
CREATE INDEX flags_counted ON flags (state, kind, entity, band, source);;
CREATE TABLE cards (
    flag INTEGER PRIMARY KEY REFERENCES flags ON DELETE CASCADE,
    body TEXT NOT NULL                 -- the card as JSON
) STRICT;;
CREATE TABLE flag_names (
    name INTEGER NOT NULL REFERENCES names,
    flag INTEGER NOT NULL REFERENCES flags ON DELETE CASCADE,
    PRIMARY KEY (name, flag)
) STRICT, WITHOUT ROWID;;
CREATE INDEX names_by_flag ON flag_names (flag);;
-- what people did: a copy of the register's decisions, and what was found fine as it is
CREATE TABLE acts (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,                  -- ISO 8601, UTC
    by TEXT NOT NULL,
    verdict TEXT NOT NULL,
    kind TEXT NOT NULL,
    article TEXT NOT NULL,
    flag TEXT NOT NULL,
    undoes TEXT NOT NULL,
    step TEXT NOT NULL,                -- what one person did at one moment
    stands INTEGER NOT NULL,
    own INTEGER NOT NULL,              -- kept here alone
    words TEXT NOT NULL,
    body TEXT NOT NULL                 -- the whole as JSON
) STRICT;;
CREATE INDEX acts_by_step ON acts (step);;
CREATE INDEX acts_by_time ON acts (at, number);;
CREATE INDEX acts_by_person ON acts (by, at);;
CREATE INDEX acts_by_flag ON acts (flag) WHERE flag <> '';;
CREATE INDEX acts_by_undone ON acts (undoes) WHERE undoes <> '';;
CREATE TABLE act_names (
    name INTEGER NOT NULL REFERENCES names,
    act INTEGER NOT NULL REFERENCES acts ON DELETE CASCADE,
    PRIMARY KEY (name, act)
) STRICT, WITHOUT ROWID;;
CREATE INDEX names_by_act ON act_names (act);;
CREATE TABLE kept (what TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID
"""

_CURE: Final = (
    "close the desk, move the file away and open the desk again: the flags of jobs and batches are"
    " put in anew, and decisions stand in the register"
)
_WORDS: Final = Words(
    what="a queue of flags",
    name="queue",
    option="--folder",
    missing=("there is no queue of flags", "start the desk: samsvar serve"),
    place="give another folder with --folder",
    unknown=_CURE,
    older="close the desk and open it again (samsvar serve): the queue is made anew",
    newer=f"install the newer version; or {_CURE}",
    cures={
        NOT_A_DATABASE: ("this is not a queue of flags", _CURE),
        DAMAGED: ("the file is damaged", _CURE),
    },
)

#: marked as "SMSQ"; readers do not wait for a writer, and what is removed is wiped from the file
SCHEMA: Final = Schema(
    application=0x534D5351,
    version=2,
    statements=tuple(_SCRIPT.split(";;")),
    pragmas=(
        "foreign_keys = ON",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "secure_delete = ON",
        "cache_size = -32768",
    ),
    words=_WORDS,
    private=True,
    shared=True,
)
