"""A register that changes under a translated job: the job is marked."""

from __future__ import annotations

import pytest

from pipeline.authority.editing import remove_by_hand
from pipeline.authority.entries import Entry
from pipeline.authority.opening import changing
from pipeline.authority.store import Store
from pipeline.authority.undoing import put_back, returns
from pipeline.database import Access
from pipeline.desk.flags import follow_decisions, known_in, overtaken, put_flags
from pipeline.desk.jobs import Jobs, Wish
from pipeline.records import EntityKind, Mention, Origin, Span
from pipeline.review.answers import Answer
from pipeline.review.answers import decide as say
from pipeline.review.dealing import seen_of
from pipeline.review.finding import Filter, lines
from pipeline.review.queue import Queue, Source
from tests.authority.deciding import decide, undo
from tests.authority.making import organisation, person
from tests.desk.opening import ALL
from tests.review.making import outcome_of, spelt


class Desk:
    """A queue with jobs in it, and a register."""

    def __init__(self, folder):
        self.queue, self.names = folder / "queue.db", folder / "names.db"
        self.jobs = Jobs(folder / "jobs")
        self.outcomes = {}

    def made(self, *names, kind="person"):
        """Return the id of a job that holds two names, made when all was known."""
        job = self.jobs.add(Wish(b"Hei.", "brev.txt", ("en",)))
        self.outcomes[job.id] = spelt(job.id, *names, entity=EntityKind(kind))
        self.make_again(job.id)
        return job.id

    def make_again(self, job_id, known=ALL):
        """Make a job when so much was ``known``; return whether that is to be done once more."""
        outcome = self.outcomes[job_id]
        return put_flags(self.queue, self.names, self.jobs.get(job_id), outcome, known)

    def change(self, *entries):
        with Store(self.names, Access.WRITE) as store, store.writing("kari", "names edit") as batch:
            for entry in entries:
                batch.put(entry)

    def remove(self, entry_id):
        with Store(self.names, Access.WRITE) as store, store.writing("kari", "names edit") as batch:
            batch.remove(entry_id)

    def hide(self, entry_id):
        """Take an entry of the package out, and return the number of this step."""
        with changing(self.names, "kari", "names remove") as (register, batch):
            remove_by_hand(entry_id, batch, register)
            return batch.number

    def undo(self, step):
        with changing(self.names, "kari", "names undo") as (register, batch):
            put_back(returns(step, "", register), batch, register)

    def decide(self, *decisions):
        """Decide as a terminal does: the queue is not told."""
        with Store(self.names, Access.WRITE) as store, store.writing("kari", "decide") as batch:
            for decision in decisions:
                batch.decide(decision)

    @property
    def marked(self):
        return overtaken(self.queue, self.names)


@pytest.fixture
def desk(tmp_path):
    """Return a desk whose register was looked at once."""
    desk = Desk(tmp_path)
    desk.change(person("Kari Moen"))
    with Queue(desk.queue):
        assert desk.marked == {}
    return desk


def test_a_job_is_marked_with_the_entries_of_which_it_holds_a_form(desk):
    hers, other = desk.made("Kari Åsen", "Kari Aasen"), desk.made("Per Lie", "Per Li")
    desk.change(person("Kari Åsen Lund", "Kari Åsen"), organisation("Havlab"))
    assert desk.marked == {hers: ("Kari Åsen Lund",)}
    desk.change(person("Per Li"), person("Per Lie", entry_id="p2"))
    assert desk.marked == {hers: ("Kari Åsen Lund",), other: ("Per Lie", "Per Li")}


def test_the_form_that_an_entry_had_before_counts_too(desk):
    job = desk.made("Kari Moen", "Kari Mohn")
    desk.change(person("Kari Moe", entry_id="kari-moen"))
    assert desk.marked == {job: ("Kari Moe",)}


def test_an_entry_that_was_removed_counts(desk):
    job = desk.made("Kari Moen", "Kari Mohn")
    desk.remove("kari-moen")
    assert desk.marked == {job: ("Kari Moen",)}


def noted(entry: Entry) -> Entry:
    return entry.model_copy(update={"note": "ringt", "source": "liste", "ids": {"x": "1"}})


def test_what_steers_no_translation_and_what_was_taken_back_marks_nothing(desk):
    desk.made("Kari Moen", "Kari Mohn")
    desk.change(noted(person("Kari Moen")))
    desk.change(person("Kari Moen", "Kari Mohn"))
    desk.change(person("Kari Moen"))
    assert desk.marked == {}


def test_a_form_of_another_kind_is_another_name(desk):
    desk.made("Kari Åsen", "Kari Aasen")
    desk.change(organisation("Kari Åsen"))
    assert desk.marked == {}


def test_made_again_with_what_is_known_now_it_is_marked_no_more(desk):
    job = desk.made("Kari Åsen", "Kari Aasen")
    desk.change(person("Kari Åsen"))
    assert set(desk.marked) == {job}
    desk.make_again(job)
    assert desk.marked == {}


def test_a_change_that_came_while_it_was_made_marks_it(desk):
    job = desk.made("Kari Åsen", "Kari Aasen")
    before = known_in(desk.names)
    desk.change(person("Kari Åsen"))
    assert set(desk.marked) == {job}
    desk.make_again(job, before)
    assert desk.marked == {job: ("Kari Åsen",)}


def test_what_changed_before_anybody_looked_is_not_known(tmp_path):
    desk = Desk(tmp_path)
    desk.made("Kari Åsen", "Kari Aasen")
    desk.change(person("Kari Åsen"))
    assert desk.marked == {}


def test_batches_are_not_marked_here(desk):
    with Queue(desk.queue) as queue:
        queue.put(Source("batch", "b"), [spelt("a", "Kari Åsen", "Kari Aasen")])
    desk.change(person("Kari Åsen"))
    assert desk.marked == {}


def test_an_entry_of_the_package_that_is_hidden_or_shown_again_counts(desk):
    job = desk.made("Havforskningsinstituttet", "Havforskingsinstituttet", kind="organisation")
    hidden = desk.hide("havforskningsinstituttet")
    assert set(desk.marked) == {job}
    desk.make_again(job)
    assert desk.marked == {}
    desk.undo(hidden)
    assert desk.marked == {job: ("Havforskningsinstituttet",)}


def test_a_decision_of_the_desk_marks_the_jobs_that_it_touches(desk):
    job = desk.made("Kari Åsen", "Kari Aasen")
    with Queue(desk.queue) as queue:
        queue.catch_up(desk.names)
        (card,) = lines(queue.database, Filter(), 0, 9)
        answer = Answer("same", "kari", name="Kari Åsen", seen=seen_of(queue, card.number))
        changed = say(queue, desk.names, card.number, answer)
    assert changed.jobs == (job,)
    assert desk.marked == {job: ("Kari Åsen",)}
    assert follow_decisions(desk.queue, desk.names) == ()


def test_a_decision_of_a_terminal_does_so_when_the_queue_follows_it(desk):
    job, other = desk.made("Kari Åsen", "Kari Aasen"), desk.made("Per Lie", "Per Li")
    first = decide("corrected", "Kari Aasen", n=1, name="Kari Åsen")
    desk.decide(first)
    assert follow_decisions(desk.queue, desk.names) == (job,)
    assert follow_decisions(desk.queue, desk.names) == ()
    assert desk.marked == {job: ("Kari Åsen",)}
    desk.make_again(job)
    desk.decide(undo(first, n=2), decide("not_a_name", "Per Li", n=3))
    assert follow_decisions(desk.queue, desk.names) == (job, other)
    assert desk.marked == {job: ("Kari Åsen",), other: ("Per Li",)}


def test_a_decision_that_came_while_a_job_was_made_lets_it_be_made_once_more(desk):
    job = desk.made("Kari Åsen", "Kari Aasen")
    before = known_in(desk.names)
    desk.decide(decide("corrected", "Kari Aasen", n=1, name="Kari Åsen"))
    follow_decisions(desk.queue, desk.names)
    assert desk.make_again(job, before)
    assert set(desk.marked) == {job}
    assert not desk.make_again(job, known_in(desk.names))
    assert desk.marked == {}


def test_a_register_without_somebody_who_was_forgotten_marks_nothing(desk):
    desk.made("Kari Åsen", "Kari Aasen")
    desk.decide(
        decide("corrected", "Kari Aasen", n=1, name="Kari Åsen"),
        decide("not_a_name", "Per Li", n=2),
    )
    assert len(follow_decisions(desk.queue, desk.names)) == 1
    desk.names.unlink()
    desk.decide(decide("corrected", "Kari Aasen", n=1, name="Kari Åsen"))
    assert follow_decisions(desk.queue, desk.names) == ()


def test_many_names_of_one_job_are_not_all_told(desk):
    names = [f"Kari {letter}vik" for letter in "ABDEFGHIJKLMNOPRSTUVX"]
    text = ". ".join(f"{name} kom" for name in names)
    mentions = tuple(
        Mention(
            span=Span(part="paragraph-1", start=text.index(name), end=text.index(name) + len(name)),
            text=name,
            name=name,
            kind=EntityKind.PERSON,
            origin=Origin.NER,
        )
        for name in names
    )
    job = desk.jobs.add(Wish(b"Hei.", "brev.txt", ("en",)))
    outcome = outcome_of(job.id, mentions, (), ("en",), text)
    put_flags(desk.queue, desk.names, job, outcome, ALL)
    desk.change(*(person(name) for name in names))
    assert len(desk.marked[job.id]) == 20 < len(names)


def test_without_a_queue_or_a_register_nothing_is_marked(tmp_path):
    desk = Desk(tmp_path)
    assert desk.marked == {}
    assert follow_decisions(desk.queue, desk.names) == ()
    desk.made("Kari Åsen", "Kari Aasen")
    assert desk.marked == {}
