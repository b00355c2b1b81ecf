from __future__ import annotations

import re
import threading
import time
from contextlib import contextmanager

import pytest

from pipeline.desk.jobs import Jobs, State, Wish
from pipeline.desk.worker import Worker
from pipeline.errors import ModelError, StoreError
from pipeline.records import FailedArticle, ProcessedArticle, SkippedArticle, Span
from tests.desk.opening import FakeOpener

TEXT = "Kari Lie kom. Ola Dahl sang."
DANISH = "Dansk tekst, som er lang nok til at man kan se, hvilket sprog det er."


@pytest.fixture
def jobs(tmp_path):
    return Jobs(tmp_path / "jobs")


def add(jobs, text=TEXT, **how):
    return jobs.add(Wish(text.encode(), "a text", ("en",), pasted=True, **how)).id


@contextmanager
def working(jobs, opener, made=lambda *_: None):
    with Worker(jobs, opener, made) as worker:
        worker.start()
        yield worker


def until(fact):
    """Wait for something that happens in another thread."""
    end = time.monotonic() + 60
    while not fact():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def state(jobs, job_id):
    return jobs.get(job_id).state


def test_what_waits_is_translated(jobs):
    job = add(jobs)
    with working(jobs, FakeOpener()):
        until(lambda: state(jobs, job) is State.DONE)
    outcome = jobs.outcome(job)
    assert outcome.translations[0].parts[0].text == "Kari Lie KOM. Ola Dahl SANG."
    assert outcome.article.id == job
    assert outcome.article.source == "a text"


def test_a_translator_is_opened_only_when_there_is_work_and_once_for_all_jobs(jobs):
    opener = FakeOpener()
    with working(jobs, opener) as worker:
        worker.wake()
        assert opener.opened == 0
        first, second = add(jobs), add(jobs)
        worker.wake()
        until(lambda: state(jobs, first) is state(jobs, second) is State.DONE)
    assert opener.opened == 1


def test_a_decision_steers_the_next_run_by_a_translator_opened_anew(jobs):
    opener = FakeOpener()
    with working(jobs, opener) as worker:
        job = add(jobs)
        worker.wake()
        until(lambda: state(jobs, job) is State.DONE)
        opener.state = "decided"
        opener.answer = str.lower
        jobs.run_again([job])
        worker.wake()
        until(lambda: state(jobs, job) is State.DONE)
    assert opener.opened == 2
    assert jobs.outcome(job).translations[0].parts[0].text == "Kari Lie kom. Ola Dahl sang."


def test_every_outcome_is_told_before_it_is_kept(jobs):
    told = []
    with working(jobs, FakeOpener(), lambda job, *_: told.append((job.id, jobs.outcome(job.id)))):
        job = add(jobs)
        until(lambda: state(jobs, job) is State.DONE)
    assert told == [(job, None)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        (DANISH, SkippedArticle, "is da"),
        ("\x01", FailedArticle, "a text"),
        (" ", FailedArticle, ""),
    ],
)
def test_a_text_that_cannot_be_translated_says_why(jobs, text, kind, words):
    job = add(jobs, text)
    good = add(jobs)
    with working(jobs, FakeOpener()):
        until(lambda: state(jobs, good) is State.DONE)
    outcome = jobs.outcome(job)
    assert isinstance(outcome, kind)
    assert words in (outcome.reason if isinstance(outcome, SkippedArticle) else outcome.message)


@pytest.mark.parametrize(
    ("name", "expected"), [("upload", State.FAILED), ("job.json", State.DAMAGED)]
)
def test_a_job_that_has_lost_a_file_costs_no_other(jobs, name, expected):
    bad, good = add(jobs), add(jobs)
    (jobs.folder / bad / name).unlink()
    with working(jobs, FakeOpener()) as worker:
        until(lambda: state(jobs, good) is State.DONE)
        assert worker.problem is None
    assert {job.id: job.state for job in jobs.all()}[bad] is expected


def test_a_language_that_is_said_is_believed(jobs):
    job = add(jobs, DANISH, source="nb")
    with working(jobs, FakeOpener()):
        until(lambda: state(jobs, job) is State.DONE)
    assert isinstance(jobs.outcome(job), ProcessedArticle)


def test_a_text_on_which_the_program_fails_costs_no_other_and_is_not_in_the_log(jobs, caplog):
    def answer(sentence):
        if "Hemmelig" in sentence:
            raise ZeroDivisionError(sentence)
        return sentence

    bad, good = add(jobs, "Hemmelig Person kom i går."), add(jobs)
    with working(jobs, FakeOpener(answer=answer)):
        until(lambda: state(jobs, good) is State.DONE)
    outcome = jobs.outcome(bad)
    assert isinstance(outcome, FailedArticle)
    assert "ZeroDivisionError" in outcome.message
    assert "ZeroDivisionError" in caplog.text
    assert "Hemmelig" not in caplog.text + outcome.message


def test_how_far_a_job_is_can_be_seen(jobs):
    opener = FakeOpener(held=True)
    job = add(jobs)
    with working(jobs, opener) as worker:
        until(lambda: opener.asked)
        assert state(jobs, job) is State.RUNNING
        far = worker.far(job)
        assert (far.target, far.done, far.total, far.percent) == ("en", 0, 2, 0)
        assert worker.far("another") is None
        opener.gate.set()
        until(lambda: state(jobs, job) is State.DONE)
        assert worker.far(job) is None


def test_a_job_can_be_stopped_while_it_is_translated(jobs):
    opener = FakeOpener(held=True)
    job, other = add(jobs), add(jobs)
    with working(jobs, opener):
        until(lambda: opener.asked)
        jobs.cancel(job)
        opener.gate.set()
        until(lambda: state(jobs, other) is State.DONE)
    assert state(jobs, job) is State.CANCELLED
    assert jobs.outcome(job) is None


def test_a_job_can_be_deleted_while_it_is_translated(jobs):
    opener = FakeOpener(held=True)
    job, other = add(jobs), add(jobs)
    with working(jobs, opener):
        until(lambda: opener.asked)
        jobs.delete(job)
        opener.gate.set()
        until(lambda: state(jobs, other) is State.DONE)
    assert [one.id for one in jobs.all()] == [other]


def test_a_job_in_hand_when_the_desk_closes_goes_on_next_time(jobs):
    opener = FakeOpener(held=True)
    job = add(jobs)
    with working(jobs, opener):
        until(lambda: opener.asked)
        threading.Timer(0.1, opener.gate.set).start()
    assert state(jobs, job) is State.WAITING
    with working(jobs, FakeOpener()):
        until(lambda: state(jobs, job) is State.DONE)


def test_a_job_that_somebody_else_wants_again_is_seen_without_being_told(jobs, monkeypatch):
    monkeypatch.setattr("pipeline.desk.worker.LOOK", 0.05)
    job = add(jobs)
    opener = FakeOpener()
    with working(jobs, opener):
        until(lambda: state(jobs, job) is State.DONE)
        opener.asked.clear()
        Jobs(jobs.folder).run_again([job])
        until(lambda: opener.asked)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ModelError("no model"), "no model"),
        (StoreError("no memory"), "no memory"),
        (ZeroDivisionError("a text"), r"failed \(ZeroDivisionError\)"),
    ],
)
def test_without_a_translator_jobs_wait_until_somebody_has_mended_it(jobs, error, words):
    class Broken(FakeOpener):
        def open(self, follow):
            if self.state == "first":
                raise error
            return super().open(follow)

    opener = Broken()
    job = add(jobs)
    with working(jobs, opener) as worker:
        until(lambda: worker.problem)
        assert re.search(words, str(worker.problem))
        assert state(jobs, job) is State.WAITING
        opener.state = "mended"
        worker.wake()
        until(lambda: state(jobs, job) is State.DONE)
        assert worker.problem is None


def test_other_wordings_can_be_asked_for_while_nothing_is_made_and_meanwhile(jobs):
    opener = FakeOpener()
    job = add(jobs)
    span = Span(part="paragraph-1", start=0, end=13)
    with working(jobs, opener) as worker:
        until(lambda: state(jobs, job) is State.DONE)
        outcome = jobs.outcome(job)
        span = outcome.translations[0].parts[0].segments[0].source.span
        opener.answer = str.lower
        wordings = worker.ask(lambda translator: translator.other_wordings(outcome, "en", span))
    assert wordings == ("Kari Lie kom.",)


def test_a_question_that_fails_says_so_where_it_was_asked(jobs):
    def fail(_):
        raise StoreError("no")

    with working(jobs, FakeOpener()) as worker, pytest.raises(StoreError, match="no"):
        worker.ask(fail)


def test_a_question_without_a_translator_says_why_there_is_none(jobs):
    class Broken(FakeOpener):
        def open(self, follow):
            raise ModelError("no model")

    with working(jobs, Broken()) as worker, pytest.raises(ModelError, match="no model"):
        worker.ask(lambda _: None)


def test_a_busy_translator_is_told_after_a_while(jobs):
    opener = FakeOpener(held=True)
    add(jobs)
    with working(jobs, opener) as worker:
        until(lambda: opener.asked)
        with pytest.raises(StoreError, match="busy"):
            worker.ask(lambda _: None, timeout=0.05)
        opener.gate.set()


# -- turns --------------------------------------------------------------------------------------


LONG = "\n\n".join(f"Kari Lie kom til by nummer {n}." for n in range(12))


@pytest.fixture
def small(monkeypatch):
    """Let texts be long sooner, and batches of sentences be over sooner."""
    monkeypatch.setattr("pipeline.desk.worker.BRIEF", 100)
    monkeypatch.setattr("pipeline.translation.following._BATCH", 40)


def held_at(word, event):
    """Return what answers in capitals, and with a word in the sentence not before an event."""

    def answer(sentence):
        assert word not in sentence or event.wait(60)
        return sentence.upper()

    return answer


@pytest.mark.usefixtures("small")
def test_a_short_text_does_not_wait_for_a_long_one(jobs):
    opener, ends = FakeOpener(held=True), []
    long = add(jobs, LONG)
    with working(jobs, opener, lambda job, *_: ends.append(job.id)) as worker:
        until(lambda: opener.asked)
        short = add(jobs, TEXT)
        opener.gate.set()
        until(lambda: state(jobs, short) is state(jobs, long) is State.DONE)
        assert worker.far(long) is None
    assert ends == [short, long]
    assert jobs.outcome(short).translations[0].parts[0].text == "Kari Lie KOM. Ola Dahl SANG."
    assert len(jobs.outcome(long).translations[0].parts) == 12
    assert opener.opened == 1


@pytest.mark.usefixtures("small")
def test_a_long_text_goes_on_however_many_short_ones_come(jobs):
    opener = FakeOpener()
    long = add(jobs, LONG)
    shorts = [add(jobs, f"Kari Lie kom {n}.") for n in range(40)]
    ends = []
    with working(jobs, opener, lambda job, *_: ends.append(job.id)):
        until(lambda: set(ends) == {long, *shorts})
    # the long one was begun first; it ended before all short ones did
    assert ends[-1] != long
    assert 0 < ends.index(long) < 40


@pytest.mark.usefixtures("small")
def test_a_short_text_that_cannot_be_read_or_is_stopped_costs_the_long_one_nothing(jobs):
    opener = FakeOpener(held=True)
    long = add(jobs, LONG)
    with working(jobs, opener):
        until(lambda: opener.asked)
        bad, danish, gone = add(jobs, "\x01"), add(jobs, DANISH), add(jobs, TEXT)
        jobs.delete(gone)
        opener.gate.set()
        until(lambda: state(jobs, long) is State.DONE)
    assert state(jobs, bad) is State.FAILED
    assert state(jobs, danish) is State.SKIPPED
    assert isinstance(jobs.outcome(long), ProcessedArticle)


@pytest.mark.usefixtures("small")
def test_a_long_text_can_be_stopped_while_a_short_one_is_made(jobs):
    holding = threading.Event()
    opener = FakeOpener(held=True, answer=held_at("Ola", holding))
    long = add(jobs, LONG)
    with working(jobs, opener) as worker:
        until(lambda: opener.asked)
        short = add(jobs, TEXT)
        opener.gate.set()
        until(lambda: worker.far(short) and any("Ola" in one for one in opener.asked))
        assert worker.far(long)
        jobs.cancel(long)
        holding.set()
        until(lambda: state(jobs, long) is State.CANCELLED)
        until(lambda: state(jobs, short) is State.DONE)


@pytest.mark.usefixtures("small")
def test_a_short_text_made_in_between_learns_of_later_decisions_afterwards(jobs):
    opener = FakeOpener(held=True)
    long = add(jobs, LONG)
    made = []
    with working(jobs, opener, lambda job, *_: made.append(job.id)):
        until(lambda: opener.asked)
        short = add(jobs, TEXT)
        opener.state = "decided"
        opener.gate.set()
        until(lambda: made.count(short) == 2 and state(jobs, short) is State.DONE)
    assert made == [short, long, short]
    assert opener.opened == 2


@pytest.mark.usefixtures("small")
def test_a_desk_that_closes_while_a_short_text_is_made_leaves_both_to_the_next(jobs):
    holding = threading.Event()
    opener = FakeOpener(held=True, answer=held_at("Ola", holding))
    long = add(jobs, LONG)
    with working(jobs, opener) as worker:
        until(lambda: opener.asked)
        short = add(jobs, TEXT)
        opener.gate.set()
        until(lambda: worker.far(short) and any("Ola" in one for one in opener.asked))
        assert worker.far(long)
        threading.Timer(0.1, holding.set).start()
    assert state(jobs, long) is state(jobs, short) is State.WAITING


def test_people_are_served_in_turn(jobs):
    mine = [jobs.add(Wish(TEXT.encode(), "a", ("en",)), by="kari").id for _ in range(3)]
    theirs = [jobs.add(Wish(TEXT.encode(), "a", ("en",)), by=by).id for by in ("ola", "eva")]
    ends = []
    with working(jobs, FakeOpener(), lambda job, *_: ends.append(job.id)):
        until(lambda: len(ends) == 5)
    assert ends == [mine[0], *theirs, *mine[1:]]
