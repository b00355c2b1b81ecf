from __future__ import annotations

import json
import resource
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import jsonschema
import pytest

from pipeline.authority.knowledge import NOTHING
from pipeline.batch.outputs import FORMATS, write_outputs, write_results
from pipeline.batch.outputs_lines import json_schemas
from pipeline.batch.outputs_passing import Look
from pipeline.batch.results import outcomes
from pipeline.errors import ConfigError, StoreError
from pipeline.records import OUTCOME
from tests.batch import making
from tests.batch.archives import article_about, failed, results_of, skipped, translated

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
FRIENDS = ("Torunn Skjervvik", "Idar Husabakk")
DATES = ["2019-03-01", "2019-04-01", "2020-05-01", "2021-06-01", "", "2021-07-01"]


def archive():
    return [
        translated(article_about(0, "Guro Kvernåsen", *FRIENDS, organisations=["Voss herad"])),
        article_about(1, "Guro Kvernåsen (Nord universitet)", *FRIENDS),
        article_about(2, "Guro Kvernaasen", *FRIENDS),
        skipped(3),
        failed(4),
        article_about(5, "Guro Kvernåsen", "Guro Kvernåsen", *FRIENDS),
    ]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The folder of a small archive with every output in it."""
    folder = tmp_path_factory.mktemp("archive")
    write(folder, FORMATS)
    return folder


def write(folder, formats, results=None):
    given = results_of(archive(), DATES) if results is None else results
    return write_results(given, folder, formats=formats, look=Look(), knowledge=NOTHING)


def asked(folder, sql, *values):
    with closing(sqlite3.connect(folder / "archive.db")) as database:
        return database.execute(sql, values).fetchall()


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_line_of_the_archive_is_the_outcome_as_it_was_made(written):
    raw = (written / "archive.jsonl").read_bytes().splitlines()
    assert raw == [result.raw for result in results_of(archive())]
    assert [OUTCOME.validate_json(line).outcome for line in raw].count("processed") == 4


def test_every_line_fits_the_schema_that_is_published(written):
    for name, schema in json_schemas().items():
        validator = jsonschema.Draft202012Validator(schema)
        found = lines(written / name.replace(".schema.json", ".jsonl"))
        for line in found:
            validator.validate(line)
    assert found == []  # so few articles settle nothing across them


def test_a_flag_across_articles_fits_its_schema(tmp_path):
    others = [article_about(n, "Ola Nome", "Per Nomeland") for n in range(40)]
    write(tmp_path, ["jsonl"], results_of([*archive(), *others]))
    (line,) = lines(tmp_path / "archive-flags.jsonl")
    jsonschema.validate(line, json_schemas()["archive-flags.schema.json"])
    assert line["id"] == "archive:person:guro kvernaasen:guro kvernåsen"


@pytest.mark.parametrize("name", json_schemas())
def test_the_published_schema_is_up_to_date(name):
    assert json.loads((REFERENCE / name).read_text("utf-8")) == json_schemas()[name], (
        "write it anew, see docs/reference/archive-outputs.md"
    )


def test_the_database_holds_every_article_and_what_became_of_it(written):
    rows = asked(written, "SELECT id, date, outcome FROM articles ORDER BY number")
    assert rows[3:5] == [("a3", "2021-06-01", "skipped"), ("a4", "", "failed")]
    assert asked(written, "SELECT article, error, hint FROM failed_articles") == [
        ("a4", "ArticleError", "check what was saved")
    ]


def test_no_row_of_the_database_points_at_nothing(written):
    assert asked(written, "PRAGMA foreign_key_check") == []
    assert asked(written, "PRAGMA integrity_check") == [("ok",)]


def test_a_mention_is_found_in_the_text_of_its_article(written):
    wrong = """
        SELECT m.text FROM mentions AS m JOIN articles AS a ON a.number = m.article
        WHERE substr(a.text, m.start + 1, m.length) <> m.text
    """
    assert asked(written, "SELECT count(*) FROM mentions")[0][0] > 10
    assert asked(written, wrong) == []
    assert (
        asked(written, "SELECT text FROM part_texts WHERE part = 'title-1'")
        == [("Møte i går",)] * 4
    )


def test_articles_are_found_by_words_and_names_and_norwegian_letters_count(written):
    sql = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ? ORDER BY rowid"
    assert asked(written, sql, "names:kvernåsen") == [(0,), (1,), (5,)]
    assert asked(written, sql, "kvernasen") == []
    assert asked(written, sql, "møte NOT voss") == [
        (1,),
        (2,),
        (5,),
    ]


def test_names_by_year_count_articles(written):
    sql = "SELECT year, articles FROM names_by_year WHERE name = 'Guro Kvernåsen' ORDER BY year"
    assert asked(written, sql) == [("2019", 2), ("2021", 1)]


def test_where_named_shows_the_words_around_a_name(written):
    sql = "SELECT before, written, after FROM where_named WHERE name = 'Voss herad'"
    ((before, name, after),) = asked(written, sql)
    assert before.endswith("Idar Husabakk. ")
    assert (name, after) == ("Voss herad", ". Det var et møte.")


def test_a_segment_comes_with_its_quality_and_what_is_wrong_with_it(written):
    sql = "SELECT target, translation, light, json_extract(checks, '$[0].kind') FROM segments"
    assert asked(written, sql) == [("en", "Meeting yesterday", "amber", "length")]


def test_the_same_results_give_the_same_bytes(written, tmp_path):
    write(tmp_path, FORMATS)
    for name in ("archive.jsonl", "archive-names.jsonl", "archive.db", "archive.html"):
        assert (tmp_path / name).read_bytes() == (written / name).read_bytes(), name


def test_nothing_but_the_outputs_is_left_in_the_folder(written):
    assert sorted(path.name for path in written.iterdir()) == [
        "archive-flags.jsonl",
        "archive-names.jsonl",
        "archive.db",
        "archive.html",
        "archive.jsonl",
        "clusters.parquet",
        "flags.parquet",
        "mentions.parquet",
        "segments.parquet",
    ]


def test_what_stood_there_before_stays_when_a_result_cannot_be_read(tmp_path):
    before = write(tmp_path, ["jsonl", "sqlite"])
    kept = {path: path.read_bytes() for path in before}
    broken = results_of(archive())
    object.__setattr__(broken[-1], "raw", b"{}")
    with pytest.raises(StoreError, match="cannot be read"):
        write(tmp_path, ["jsonl", "sqlite"], broken)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == kept


@pytest.mark.parametrize("form", ["jsonl", "sqlite"])
def test_a_disk_that_is_full_leaves_nothing_half_written(tmp_path, form):
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, limit[1]))
        with pytest.raises(StoreError, match="run the command again"):
            write(tmp_path, [form])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, before)
    assert not list(tmp_path.iterdir())


def test_a_format_that_there_is_not_is_named():
    with pytest.raises(ConfigError, match="'csv'") as caught:
        write(Path(), ["csv"])
    assert "jsonl, sqlite, parquet, html" in caught.value.hint


def test_a_batch_is_written_out_as_it_was_planned(tmp_path):
    source = making.write_lines(tmp_path / "a.jsonl", [making.line(n) for n in range(3)])
    folder = tmp_path / "run"
    making.work(folder, making.plan(folder, making.wish(source)))
    paths = write_outputs(folder, formats=["jsonl", "html"], ui="nn")
    assert {path.name for path in paths} == {
        "archive.jsonl",
        "archive-names.jsonl",
        "archive-flags.jsonl",
        "archive.html",
    }
    raw = (folder / "archive.jsonl").read_bytes().splitlines()
    assert raw == [result.raw for result in outcomes(folder)]
