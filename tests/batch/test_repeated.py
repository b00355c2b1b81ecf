"""Ids that several articles share: nothing is lost, and it is said which they are."""

from __future__ import annotations

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from pipeline.batch.looking import stale_articles, standing
from pipeline.batch.outputs import write_outputs
from pipeline.batch.repeated import Ids, repeated_ids
from pipeline.cli import main
from tests.batch.making import line, plan, results, undisturbed, wish, work, write_lines


def archive_of(folder):
    """Return an archive in which a1 is two articles and a2 the same one twice."""
    lines = [line(0), line(1, "Kari Lunde sang."), line(2), line(1, "Ola Berg danset."), line(2)]
    return write_lines(folder / "a.jsonl", lines)


def batch_of(folder):
    work(folder / "out", plan(folder / "out", wish(archive_of(folder), size=2)))
    return folder / "out"


def test_both_articles_with_one_id_are_there_and_it_is_said_which_they_are(tmp_path):
    folder = batch_of(tmp_path)
    assert [(number, article) for number, article, *_ in results(folder)] == [
        (0, "a0"), (1, "a1"), (2, "a2"), (3, "a1"), (4, "a2"),
    ]  # fmt: skip
    one, two = repeated_ids(folder)
    assert (one.id, one.is_same_text) == ("a1", False)
    assert [(copy.number, copy.place) for copy in one.articles] == [(1, "line 2"), (3, "line 4")]
    assert (two.id, two.is_same_text) == ("a2", True)
    assert standing(folder).repeated == 2


def test_an_archive_without_repeated_ids_has_none(tmp_path):
    archive = write_lines(tmp_path / "a.jsonl", [line(n) for n in range(5)])
    work(tmp_path / "out", plan(tmp_path / "out", wish(archive)))
    assert not list(repeated_ids(tmp_path / "out"))
    assert standing(tmp_path / "out").repeated == 0


def test_of_two_articles_with_one_id_only_the_changed_one_is_stale_and_made_again(tmp_path):
    folder = batch_of(tmp_path)
    lines = (tmp_path / "a.jsonl").read_text("utf-8").splitlines()
    lines[3] = line(1, "Siri Vik danset.")
    archive = write_lines(tmp_path / "a.jsonl", lines)
    assert list(stale_articles(folder, wish(archive, size=2))) == [("a1", "its content is another")]
    work(folder, plan(folder, wish(archive, size=2), refresh=True))
    assert results(folder) == undisturbed(tmp_path / "new", wish(archive, size=2))


def test_one_of_two_articles_with_one_id_that_is_gone_is_told(tmp_path):
    folder = batch_of(tmp_path)
    lines = (tmp_path / "a.jsonl").read_text("utf-8").splitlines()
    archive = write_lines(tmp_path / "a.jsonl", lines[:3] + lines[4:])
    gone = "it is not in the archive any more"
    assert list(stale_articles(folder, wish(archive, size=2))) == [("a1", gone)]


def test_the_command_says_which_ids_repeat_where_and_what_was_done(tmp_path, capsys):
    folder = batch_of(tmp_path)
    assert main(["batch", "duplicates", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines()[:7] == [
        "a1  (2 times: different articles)",
        "  line 2: processed",
        "  line 4: processed",
        "a2  (2 times: the same article each time)",
        "  line 3: processed",
        "  line 5: processed",
        "2 ids are those of several articles; all are kept, each as an article of its own",
    ]
    assert main(["batch", "duplicates", str(folder), "--json"]) == 0
    assert '"place":"line 4"' in capsys.readouterr().out
    main(["batch", "merge", str(folder), "--write", "html"])
    assert f"all are kept (samsvar batch duplicates {folder})" in capsys.readouterr().out
    main(["batch", "merge", str(folder), "--write", "none", "--json"])
    assert '{"event": "repeated_ids", "ids": 2}' in capsys.readouterr().out


def test_database_and_page_tell_of_repeated_ids(tmp_path):
    folder = batch_of(tmp_path)
    write_outputs(folder, formats=("sqlite", "html"))
    with sqlite3.connect(folder / "archive.db") as database:
        rows = database.execute("SELECT * FROM repeated_ids").fetchall()
    database.close()
    assert rows == [("a1", 2, 0, "line 2; line 4"), ("a2", 2, 1, "line 3; line 5")]
    assert "2 ids are those of several articles" in (folder / "archive.html").read_text("utf-8")


@given(st.lists(st.text(max_size=3), max_size=30))
def test_ids_are_counted_right(articles):
    ids = Ids()
    for article in articles:
        ids.note(article)
    assert len(ids.repeated()) == sum(articles.count(one) > 1 for one in set(articles))
