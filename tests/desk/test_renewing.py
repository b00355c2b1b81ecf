"""A queue of flags that is not there or of an older program is made anew; its own words stay."""

from __future__ import annotations

import json
import sqlite3

import pytest

from pipeline.desk.flags import put_flags
from pipeline.desk.jobs import Jobs, Wish
from pipeline.desk.renewing import renewed
from pipeline.errors import StoreError
from pipeline.review.finding import Filter, lines, states
from pipeline.review.queue import Queue, Source
from pipeline.review.schema import SCHEMA
from tests.desk.opening import ALL
from tests.review.making import missing, say, spelt


@pytest.fixture
def names(tmp_path):
    return tmp_path / "names.db"


@pytest.fixture
def jobs(tmp_path):
    """Return two jobs with a flag each, of which one was found fine and the other decided."""
    jobs = Jobs(tmp_path / "jobs")
    for make in (lambda job: spelt(job, "Liv Grønn", "Liv Grøn"), lambda job: missing(job, "Per")):
        job = jobs.add(Wish(b"Hei.", "brev.txt", ("en",)))
        outcome = make(job.id)
        put_flags(tmp_path / "queue.db", tmp_path / "names.db", job, outcome, ALL)
        jobs.finish(job.id, outcome, jobs.begin(job.id))
    return jobs


@pytest.fixture
def path(tmp_path, names, jobs):
    path = tmp_path / "queue.db"
    with Queue(path) as queue:
        for words, verdict in (("Liv", "different"), ("Per", "fine")):
            say(queue, names, words, verdict)
    path.with_name("batches.json").write_text(json.dumps({"b": [1, 1]}))
    return path


def age(path, layout):
    """Let a queue be of another layout."""
    with sqlite3.connect(path) as connection:
        if layout < SCHEMA.version:
            connection.execute("DROP INDEX articles_changed")
            connection.execute("ALTER TABLE articles DROP COLUMN changed")
        connection.execute(f"PRAGMA user_version = {layout}")
    connection.close()


def test_a_queue_of_this_version_is_left_alone(path, jobs, names):
    before = path.stat()
    assert renewed(path, jobs, names) is None
    assert path.stat().st_ino == before.st_ino


@pytest.mark.parametrize("how", ["older", "gone", "empty"])
def test_a_queue_that_is_older_or_not_there_is_made_anew(path, jobs, names, how):
    if how == "older":
        age(path, 1)
        with pytest.raises(StoreError, match="older version") as caught:
            Queue(path)
        assert "open it again" in caught.value.hint
    else:
        path.unlink()
    if how == "empty":
        path.touch()
    assert renewed(path, jobs, names) == 2
    with Queue(path) as queue:
        queue.catch_up(names)
        found = {
            line.forms[0]: str(line.state) for line in lines(queue.database, Filter("all"), 0, 9)
        }
    # what was decided stands in the register; what is fine stood in the queue alone
    assert found["Liv Grønn"] == "decided"
    assert found["Per"] == ("fine" if how == "older" else "open")
    assert not path.with_name("batches.json").exists()
    assert {each.name for each in path.parent.iterdir()} == {"jobs", "names.db", "queue.db"}
    assert renewed(path, jobs, names) is None


def test_a_queue_of_a_newer_version_is_left_as_it_is_with_what_to_do(path, jobs, names):
    age(path, SCHEMA.version + 1)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer version") as caught:
        renewed(path, jobs, names)
    assert "install the newer version" in caught.value.hint
    assert "move the file away" in caught.value.hint
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("what", "words"), [("text", "not a queue of flags"), ("other", "another program")]
)
def test_a_file_of_another_sort_is_left_as_it_is(path, jobs, names, what, words):
    path.unlink()
    if what == "text":
        path.write_text("not a database, and long enough to be told from an empty one" * 9)
    else:
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE mine (x)")
        connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=words):
        renewed(path, jobs, names)
    assert path.read_bytes() == before


def test_a_job_that_cannot_be_read_costs_no_other(path, jobs, names):
    for job in jobs.all()[:1]:
        (jobs.folder / job.id / "outcome.json").write_text("{")
    age(path, 1)
    assert renewed(path, jobs, names) == 1


def test_where_nothing_was_translated_no_queue_is_made(tmp_path, names):
    assert renewed(tmp_path / "queue.db", Jobs(tmp_path / "jobs"), names) is None
    assert list(tmp_path.iterdir()) == []


def test_flags_of_batches_are_put_in_by_who_looks_after_them(path, jobs, names):
    with Queue(path) as queue:
        queue.put(Source("batch", "b"), [spelt("a", "Eva Bø", "Eva Bøe")])
    age(path, 1)
    renewed(path, jobs, names)
    with Queue(path) as queue:
        assert sum(states(queue.database).values()) == 2
