from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.authority.knowledge import NOTHING
from pipeline.batch.outputs import write_results
from pipeline.batch.outputs_passing import Look
from pipeline.batch.outputs_schema import SCHEMA
from pipeline.batch.tables import COLUMNS
from tests.batch.archives import Outcome, article_about, failed, results_of, translated

DOCS = Path(__file__).parents[2] / "docs"
HOW_TO = (DOCS / "how-to" / "look-through-an-archive.md").read_text("utf-8")
REFERENCE = (DOCS / "reference" / "archive-outputs.md").read_text("utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", HOW_TO, re.DOTALL)
FRIENDS = ("Torunn Skjervvik", "Idar Husabakk")


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """An archive in which every question of the page has an answer."""
    folder = tmp_path_factory.mktemp("archive")
    outcomes: list[Outcome] = [
        *(article_about(n, "Guro Kvernåsen", *FRIENDS) for n in range(12)),
        article_about(12, "Guro Kvernaasen", *FRIENDS),
        translated(article_about(13, "Anne Hansen (Nord universitet)")),
        article_about(14, "Anne Hansen (Voss herad)", organisations=["Nord universitet"]),
        failed(15),
        *(article_about(n, "Ola Nome", "Per Nomeland") for n in range(16, 120)),
    ]
    dates = [f"{2001 + n // 10}-01-01" for n in range(120)]
    results = results_of(outcomes, dates)
    write_results(results, folder, formats=["sqlite"], look=Look(), knowledge=NOTHING)
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        yield connection


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_every_query_of_the_page_works_and_finds_something(database, query):
    assert database.execute(query).fetchall()


def test_every_column_of_every_table_is_described(database):
    tables = [
        name
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not name.startswith("articles_fts")
    ]
    for table in tables:
        described = REFERENCE.partition("## The database")[2].splitlines()
        row = next(line for line in described if line.startswith(f"| `{table}` |"))
        for _, column, *_ in database.execute(f"PRAGMA table_info({table})"):
            assert f"`{column}`" in row, (table, column)


def test_every_view_is_described(database):
    views = database.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
    assert len(views) == 7
    assert all(f"| `{name}` |" in REFERENCE for (name,) in views)


def test_every_column_of_the_parquet_files_is_described():
    for table, columns in COLUMNS.items():
        row = next(line for line in REFERENCE.splitlines() if f"`{table}.parquet`" in line)
        own = [c for c in columns if c not in ("article_number", "article", "date")]
        assert all(f"`{column}`" in row for column in own), table


def test_the_layout_has_the_number_that_the_page_says():
    assert f"now {SCHEMA.version}" in REFERENCE
