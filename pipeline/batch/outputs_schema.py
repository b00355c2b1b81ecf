"""The tables of the database of an archive, for people who ask in SQL and for Datasette.

Statements are parted by two semicolons. What is a list is a JSON array, what is true or false is
1 or 0, dates are ISO 8601, and what is not known is empty or NULL.
"""

from __future__ import annotations

from typing import Final

from pipeline.database import NOT_A_DATABASE, Schema, Words

_TABLES: Final = """
CREATE TABLE articles (
    number INTEGER PRIMARY KEY,        -- its place in the archive, from 0
    id TEXT NOT NULL,
    place TEXT NOT NULL,               -- where in the archive: line or file
    date TEXT NOT NULL,
    outcome TEXT NOT NULL,             -- processed, skipped, failed
    language TEXT NOT NULL,
    confidence REAL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    names TEXT NOT NULL,               -- every name in it, a line each: found by the search
    source TEXT NOT NULL,
    reason TEXT NOT NULL               -- why it was skipped
) STRICT;;
CREATE TABLE parts (
    article INTEGER NOT NULL REFERENCES articles,
    position INTEGER NOT NULL,
    part TEXT NOT NULL,
    kind TEXT NOT NULL,                -- title, heading, paragraph, caption, list_item, credit
    language TEXT NOT NULL,
    start INTEGER NOT NULL,            -- in the text of the article, characters from 0
    length INTEGER NOT NULL,
    PRIMARY KEY (article, position)
) STRICT;;
CREATE TABLE names (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,                -- person, organisation, place
    name TEXT NOT NULL,
    articles INTEGER NOT NULL,
    mentions INTEGER NOT NULL,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    affiliations TEXT NOT NULL,
    roles TEXT NOT NULL,
    several INTEGER NOT NULL,          -- the name seems to have more than one bearer
    entry TEXT NOT NULL                -- id in the register
) STRICT;;
CREATE TABLE bearers (
    name INTEGER NOT NULL REFERENCES names,
    position INTEGER NOT NULL,
    affiliations TEXT NOT NULL,
    articles INTEGER NOT NULL,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    PRIMARY KEY (name, position)
) STRICT;;
CREATE TABLE forms (
    number INTEGER PRIMARY KEY,
    name INTEGER REFERENCES names,     -- NULL: decided to be no name
    kind TEXT NOT NULL,
    form TEXT NOT NULL,
    articles INTEGER NOT NULL,
    mentions INTEGER NOT NULL,
    first TEXT NOT NULL,
    last TEXT NOT NULL
) STRICT;;
CREATE TABLE clusters (
    number INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles,
    form INTEGER NOT NULL REFERENCES forms,
    id TEXT NOT NULL,                  -- within the article
    kind TEXT NOT NULL,
    name TEXT NOT NULL,                -- the form proposed for it
    forms TEXT NOT NULL,
    affiliations TEXT NOT NULL,
    roles TEXT NOT NULL,
    reasons TEXT NOT NULL,
    entry TEXT NOT NULL
) STRICT;;
CREATE TABLE mentions (
    number INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles,
    cluster INTEGER REFERENCES clusters,
    part TEXT NOT NULL,
    start INTEGER NOT NULL,            -- in the text of the article, characters from 0
    length INTEGER NOT NULL,
    text TEXT NOT NULL,
    name TEXT NOT NULL,                -- without a genitive ending
    kind TEXT NOT NULL,
    origin TEXT NOT NULL,              -- ner, caption, list, register, repeat
    label TEXT NOT NULL,
    score REAL
) STRICT;;
CREATE TABLE flags (
    number INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,                -- spelling, not_in_list, not_in_picture, unsure
    entity TEXT NOT NULL,
    band TEXT NOT NULL,                -- sure, look
    forms TEXT NOT NULL,
    proposed TEXT NOT NULL,
    probability REAL,
    message TEXT NOT NULL,
    message_nb TEXT NOT NULL
) STRICT;;
CREATE TABLE archive_flags (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    entity TEXT NOT NULL,
    band TEXT NOT NULL,
    form_a INTEGER NOT NULL REFERENCES forms,
    form_b INTEGER NOT NULL REFERENCES forms,
    probability REAL NOT NULL,         -- that the two are one's
    proposed TEXT NOT NULL,
    proposed_probability REAL NOT NULL,
    message TEXT NOT NULL,
    message_nb TEXT NOT NULL,
    evidence TEXT NOT NULL             -- JSON: feature, weight, detail, detail_nb, detail_nn
) STRICT;;
CREATE TABLE segments (
    number INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles,
    target TEXT NOT NULL,
    part TEXT NOT NULL,
    source TEXT NOT NULL,
    translation TEXT NOT NULL,
    maker TEXT NOT NULL,               -- model, tables, memory, imported, person
    score REAL,
    light TEXT NOT NULL,               -- green, amber, red
    chance REAL,
    checks TEXT NOT NULL               -- JSON: the checks that failed
) STRICT;;
CREATE TABLE failures (
    article INTEGER PRIMARY KEY REFERENCES articles,
    error TEXT NOT NULL,
    message TEXT NOT NULL,
    hint TEXT NOT NULL
) STRICT;;
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    title, text, names,
    content="articles", content_rowid="number", -- written as Datasette looks for it
    tokenize="unicode61 remove_diacritics 0"
);;
CREATE VIEW spelt_in_two_ways AS
    SELECT f.id, f.entity, f.band, a.form AS one_form, a.articles AS one_articles,
        b.form AS other_form, b.articles AS other_articles, f.proposed,
        round(f.probability, 3) AS probability, f.message, f.message_nb
    FROM archive_flags AS f
    JOIN forms AS a ON a.number = f.form_a JOIN forms AS b ON b.number = f.form_b
    ORDER BY f.probability DESC, f.id;;
CREATE VIEW where_named AS
    SELECT n.id AS name_id, n.kind, n.name, m.text AS written, a.date, a.id AS article, a.title,
        m.part, substr(a.text, max(1, m.start - 59), min(60, m.start)) AS before,
        substr(a.text, m.start + m.length + 1, 60) AS after, a.number AS article_number
    FROM mentions AS m
    JOIN articles AS a ON a.number = m.article
    JOIN clusters AS c ON c.number = m.cluster
    JOIN forms AS f ON f.number = c.form
    JOIN names AS n ON n.number = f.name;;
CREATE VIEW names_by_year AS
    SELECT n.id AS name_id, n.kind, n.name, substr(a.date, 1, 4) AS year,
        count(DISTINCT a.number) AS articles
    FROM clusters AS c
    JOIN articles AS a ON a.number = c.article
    JOIN forms AS f ON f.number = c.form
    JOIN names AS n ON n.number = f.name
    WHERE a.date <> ''
    GROUP BY n.number, year;;
CREATE VIEW flags_to_look_at AS
    SELECT a.date, a.id AS article, a.title, f.kind, f.band, f.forms, f.proposed, f.probability,
        f.message, f.message_nb, f.id AS flag
    FROM flags AS f JOIN articles AS a ON a.number = f.article
    ORDER BY f.band = 'sure' DESC, a.number;;
CREATE VIEW failed_articles AS
    SELECT a.id AS article, a.place, f.error, f.message, f.hint
    FROM failures AS f JOIN articles AS a ON a.number = f.article;;
CREATE VIEW repeated_ids AS
    SELECT id, count(*) AS articles, count(DISTINCT text) = 1 AS same_text,
        group_concat(place, '; ') AS places
    FROM articles GROUP BY id HAVING count(*) > 1 ORDER BY min(number);;
CREATE VIEW part_texts AS
    SELECT p.article, a.id, p.position, p.part, p.kind, p.language,
        substr(a.text, p.start + 1, p.length) AS text
    FROM parts AS p JOIN articles AS a ON a.number = p.article
"""

#: made when all rows are in, which is faster than keeping them in order meanwhile
INDEXES: Final = tuple(
    f"CREATE INDEX {table}_by_{column} ON {table} ({column})"
    for table, column in (
        ("articles", "id"),
        ("articles", "date"),
        ("names", "name"),
        ("forms", "name"),
        ("clusters", "article"),
        ("clusters", "form"),
        ("mentions", "article"),
        ("mentions", "cluster"),
        ("mentions", "name"),
        ("flags", "article"),
        ("segments", "article"),
    )
)

_WORDS: Final = Words(
    what="the database of an archive",
    name="database of the archive",
    option="--out",
    missing=("there is no such file", "make it with: samsvar batch merge DIR"),
    place="give another folder with --out",
    unknown="remove it and make it again with: samsvar batch merge DIR",
    cures={
        NOT_A_DATABASE: (
            "this is not the database of an archive",
            "remove it and make it again with: samsvar batch merge DIR",
        ),
    },
)

#: the application id is "SvAr" in ASCII; the file is written beside its place, so that nothing is
#: lost when a writer dies, and needs no journal
SCHEMA: Final = Schema(
    application=0x53764172,
    version=1,
    statements=tuple(_TABLES.split(";;")),
    pragmas=("journal_mode = OFF", "synchronous = OFF"),
    words=_WORDS,
)
