from __future__ import annotations

import json
import os
import time
from contextlib import contextmanager
from dataclasses import replace

import pytest

from pipeline.authority.store import Store
from pipeline.batch.beginning import finish
from pipeline.batch.events import Finished
from pipeline.batch.local import told
from pipeline.batch.locking import working_in
from pipeline.batch.looking import Standing
from pipeline.batch.running import Means
from pipeline.batch.shard import Work, Worker
from pipeline.database import Access as Opened
from pipeline.review.queue import Queue
from pipeline.web.app import create_app
from pipeline.web.gate import Access
from pipeline.web.running import figure, lasting
from pipeline.web.running_batches import Batches, Ways
from pipeline.web.running_queue import Filled
from pipeline.web.running_state import Batch, Look
from pipeline.web.running_state import Work as Doing
from pipeline.web.words import words_of
from tests.authority.deciding import decide
from tests.batch.fakes_knowing import load
from tests.batch.making import line, plan, wish, work, write_lines
from tests.web.asking import client_of
from tests.web.browser import serving

#: an article that fails, among some that do not
LINES = (
    *(line(number) for number in range(3)), line(3, "Siri Vik kom ikke."), line(4, "UMULIG"),
    line(5, "Dansk tekst, som er lang nok til at man kan se, hvilket sprog det er."),
)  # fmt: skip


@pytest.fixture
def archive(tmp_path):
    """Return an archive of six articles, of which one fails and one is Danish."""
    return write_lines(tmp_path / "archive.jsonl", LINES)


@pytest.fixture
def names(tmp_path):
    return tmp_path / "names.db"


@pytest.fixture
def wished(archive, names):
    """Return what the batch is planned from, with the register as it is when it is asked for."""
    return lambda *_: wish(archive, names=names if names.exists() else None, size=2)


@pytest.fixture
def begun(tmp_path, wished):
    """Return the folder of a batch that is planned, and of which nothing is done."""
    folder = tmp_path / "avisene"
    plan(folder, wished())
    return folder


@pytest.fixture
def done(begun, wished):
    """Return the folder of a batch that is worked through."""
    work(begun, plan(begun, wished()), load)
    return begun


@pytest.fixture
def looked_after(desk, wished):
    """Return what looks after batches, with quick stages, until the block ends."""

    @contextmanager
    def look_after(*folders):
        filled = Filled(desk.queue, desk.names)
        ways = Ways(Means(load=load), wished, work_here)
        with Batches(folders, filled, ways) as batches:
            yield batches

    return look_after


def work_here(folder, run, means, stop):
    """Work through a run in this process, which takes no time to begin."""
    del stop
    with Worker(Work(folder, run.number, means.load)) as worker:
        for number in sorted(set(range(len(worker.plan.offsets))) - run.done()):
            yield told(worker.run(number))
    finish(folder, run)
    yield Finished(complete=True, counts={}, seconds=1.0)


def wait_for(batches: Batches, is_so) -> Batch:
    """Return the first batch when something is so of it."""
    for _ in range(600):
        (batch,) = batches.all()
        if is_so(batch):
            return batch
        time.sleep(0.05)
    raise AssertionError(batch)


def is_over(batch: Batch) -> bool:
    return batch.doing is not None and batch.doing.over


def know(path, decision) -> None:
    """Put a decision into a register."""
    with Store(path, Opened.WRITE) as store, store.writing("kari", "test") as batch:
        batch.decide(decision)


def has_counted(batch: Batch) -> bool:
    return batch.look is not None and batch.look.stale is not None


def standing_of(batch: Batch) -> Standing:
    assert batch.look is not None
    assert batch.look.standing is not None
    return batch.look.standing


# -- what is known of a batch ------------------------------------------------------------------


def test_a_batch_that_is_done_says_what_came_of_its_articles(looked_after, done):
    with looked_after(done) as batches:
        batch = wait_for(batches, has_counted)
    assert batch.name == "avisene"
    assert standing_of(batch).is_complete
    assert standing_of(batch).counts == {"processed": 4, "failed": 1, "skipped": 1}
    assert batch.look is not None
    assert replace(batch.look, source=0) == Look(standing_of(batch), stale=0)


def test_a_batch_leads_to_its_own_flags(looked_after, done):
    with looked_after(done) as batches:
        batch = wait_for(batches, lambda batch: batch.look and batch.look.source)
    assert batch.look is not None
    assert batch.look.source == 1


def test_the_speed_is_that_of_the_shards_that_were_done_last(looked_after, done):
    old, new = [{"at": "2026-11-29", "articles": 2, "seconds": seconds} for seconds in (900, 0.5)]
    notes = "".join(f"{json.dumps(note)}\n" for note in (old, *[new] * 50))
    (done / "speed.jsonl").write_text(notes, encoding="utf-8")
    with looked_after(done) as batches:
        batch = wait_for(batches, has_counted)
    assert (batch.speed, batch.left) == (4.0, None)


def test_a_folder_without_a_batch_says_so_and_costs_no_other(looked_after, tmp_path, done):
    with looked_after(tmp_path / "nothing", done) as batches:
        nothing, other = batches.all()
    assert nothing.look is not None
    assert "no batch was begun here" in nothing.look.problem
    assert standing_of(other).is_complete


def test_a_decision_makes_the_articles_that_it_touches_stale(looked_after, done, names):
    with looked_after(done) as batches:
        wait_for(batches, has_counted)
        know(names, decide("not_a_name", "Siri Vik", n=1))
        batch = wait_for(batches, lambda batch: batch.look and batch.look.stale)
    assert batch.look is not None
    assert (batch.look.stale, batch.look.since) == (1, ("register",))


def test_the_flags_of_a_batch_are_put_in_the_queue_once_for_each_state(desk, done):
    filled = Filled(desk.queue, desk.names)
    filled.fill(done)
    before = desk.queue.stat().st_mtime_ns
    filled.fill(done)
    assert desk.queue.stat().st_mtime_ns == before
    with Queue(desk.queue) as queue:
        ((_, source),) = queue.sources()
    assert (source.kind, source.name) == ("batch", "avisene")


def test_what_differs_across_articles_is_in_the_queue_too(desk, tmp_path):
    kari = "Kari Lunnde (Nord universitet) talte. Kari Lunnde (Nord universitet) talte lenge."
    other = "Kari Lunde (Nord universitet) talte. Kari Lunde (Nord universitet) talte lenge."
    lines = [line(0, kari), *(line(number, other) for number in range(1, 5))]
    wishes = wish(write_lines(tmp_path / "across.jsonl", lines))
    folder = tmp_path / "across"
    work(folder, plan(folder, wishes), load)
    Filled(desk.queue, desk.names).fill(folder)
    with Queue(desk.queue) as queue:
        assert [source.name for _, source in queue.sources()] == ["across"]


# -- work --------------------------------------------------------------------------------------


def test_a_batch_goes_on_is_refreshed_and_leaves_the_desk_as_it_was_told(
    looked_after, begun, names, desk
):
    with looked_after(begun) as batches:
        assert batches.begin(1, Doing.GO_ON)
        assert not batches.begin(1, Doing.GO_ON)
        wait_for(batches, is_over)
        batch = wait_for(batches, has_counted)
        assert batch.doing is not None
        assert (batch.doing.shards, batch.doing.articles, batch.doing.problem) == (3, 6, "")
        know(names, decide("not_a_name", "Siri Vik", n=1))
        assert batches.begin(1, Doing.REFRESH)
        wait_for(batches, is_over)
        batch = wait_for(batches, lambda batch: batch.look and batch.look.stale == 0)
        assert standing_of(batch).is_complete
    noted = json.loads(desk.queue.with_name("batches.json").read_text(encoding="utf-8"))
    assert noted == {str(begun.resolve()): [2, 3]}


def test_work_of_another_program_is_seen(looked_after, begun):
    (begun / "lock").write_text(f"{os.getppid()}\n", encoding="utf-8")
    with looked_after(begun) as batches:
        assert wait_for(batches, lambda batch: batch.look).elsewhere


@pytest.mark.parametrize("text", ["", "0", "-1", "x", "99999999999999999999", str(2**22 + 1)])
def test_what_a_program_that_is_gone_left_counts_for_nothing(looked_after, begun, text):
    (begun / "lock").write_text(text, encoding="utf-8")
    with looked_after(begun) as batches:
        assert not wait_for(batches, lambda batch: batch.look).elsewhere


def test_going_on_with_what_is_stale_says_what_to_do(looked_after, begun, names):
    know(names, decide("not_a_name", "Siri Vik", n=1))
    with looked_after(begun) as batches:
        batches.begin(1, Doing.GO_ON)
        batch = wait_for(batches, is_over)
    assert batch.doing is not None
    assert "not all is as it was" in batch.doing.problem


def test_a_batch_that_another_program_works_on_is_left_alone(looked_after, begun):
    with looked_after(begun) as batches, working_in(begun):
        batches.begin(1, Doing.GO_ON)
        batch = wait_for(batches, is_over)
    assert batch.doing is not None
    assert "another run is at work" in batch.doing.problem


# -- the page ----------------------------------------------------------------------------------


@pytest.fixture
def shown(desk, looked_after):
    """Return what asks the page about some batches."""

    @contextmanager
    def show(*folders):
        @contextmanager
        def background(application):
            with looked_after(*folders) as batches:
                application.state.batches = batches
                yield batches

        application = create_app(desk, Access(owner="kari"), (background,))
        with client_of(application, language="nb") as client:
            yield client

    return show


def test_without_batches_the_page_says_how_to_get_some(client):
    assert "samsvar serve --batch" in client.get("/runs").text


def test_the_page_shows_what_failed_without_saying_where_files_are(shown, done, tmp_path):
    with shown(done) as client:
        page = client.get("/runs").text
        failures = client.get("/runs/1/failures").text
    assert "mislyktes" in page
    assert "a4: impossible" in failures
    assert "mend it" in failures
    assert str(tmp_path) not in page + failures


def test_the_page_stops_and_begins_work(shown, done):
    with shown(done) as client:
        stopped = client.post("/runs/1/stop", follow_redirects=False)
    assert (stopped.status_code, stopped.headers["location"]) == (303, "/runs#batch-1")


@pytest.mark.parametrize("path", ["/runs/2/failures", "/runs/0/failures"])
def test_there_is_no_batch_beyond_the_last(shown, done, path):
    with shown(done) as client:
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/runs/2/go_on", "/runs/1/nonsense", "/runs/0/stop"])
def test_what_cannot_be_done_is_not_found(shown, done, path):
    with shown(done) as client:
        assert client.post(path).status_code == 404


@pytest.mark.browser
def test_a_batch_is_worked_through_by_keyboard_and_the_page_follows_by_itself(
    desk, looked_after, begun, page, no_violations
):
    @contextmanager
    def background(application):
        with looked_after(begun) as batches:
            application.state.batches = batches
            yield batches

    with serving(create_app(desk, Access(owner="kari"), (background,))) as address:
        page.goto(f"{address}/runs")
        no_violations(page)
        page.get_by_role("button", name="Go on").focus()
        page.keyboard.press("Enter")
        page.get_by_text("complete").wait_for()
        no_violations(page)
        page.get_by_role("link", name="What failed and why").focus()
        page.keyboard.press("Enter")
        page.get_by_role("cell", name="a4: impossible").wait_for()
        no_violations(page)


# -- words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 sekund"), (42, "42 sekunder"), (600, "10 minutter"), (3600 * 5, "5 timer"),
     (86400 * 3, "3 døgn")],
)  # fmt: skip
def test_a_length_of_time_is_told_no_more_exactly_than_it_is_known(seconds, words):
    assert lasting(words_of("nb"), seconds) == words


def test_a_speed_is_written_as_its_language_writes_numbers():
    assert figure(words_of("nn"), 2.345) == "2,35"
    assert figure(words_of("en"), 2.345) == "2.35"
    assert figure(words_of("nb"), 1234.5) == "1234"
