from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.desk.editing import (
    Draft,
    NoSentenceError,
    OvertakenError,
    edited,
    undo_edit,
    write_edit,
)
from pipeline.desk.edits import Log, history, read_log, with_edits
from pipeline.desk.jobs import Jobs, Wish
from pipeline.errors import ConfigError, StoreError
from pipeline.records import Maker
from pipeline.translation.memory import Memory
from pipeline.translation.units import unit_key
from tests.builders_translation import parts
from tests.desk.opening import FakeOpener

ARTICLE = parts("Kari Lie kom. Takk for det.", "Ola Dahl sang. Takk for det.")


class Made:
    """A job that is done, with its files."""

    def __init__(self, folder, article=ARTICLE, targets=("en", "fr")):
        self.memory = folder / "memory.db"
        self.jobs = Jobs(folder / "jobs")
        self.id = self.jobs.add(Wish(article.text.encode(), "a", targets, pasted=True)).id
        self.article, self.targets = article, targets
        self.run()

    def run(self):
        """Run the job as the worker does, with the memory."""
        with FakeOpener(self.memory).open(lambda _: None) as translator:
            outcome = translator.process(self.article, self.targets)
        self.jobs.finish(self.id, outcome, self.jobs.begin(self.id))
        return outcome

    def write(self, text, part="p0", start=0, *, target="en", seen=None):
        now = self.text(part, start, target) if seen is None else seen
        return write_edit(
            self.jobs, self.memory, self.id, Draft(target, part, start, text, now), "kari"
        )

    def undo(self, number):
        return undo_edit(self.jobs, self.memory, self.id, number, "per")

    def segment(self, part="p0", start=0, target="en"):
        (found,) = [
            segment
            for translation in edited(self.jobs, self.id).translations
            if translation.target == target
            for one in translation.parts
            for segment in one.segments
            if (one.part, segment.source.span.start) == (part, start)
        ]
        return found

    def text(self, part="p0", start=0, target="en"):
        return self.segment(part, start, target).target

    def remembered(self, source="Kari Lie kom.", target="en"):
        key = unit_key(source, "nb", target)
        with Memory(self.memory) as memory:
            unit = memory.units([key]).get(key)
        return unit.target if unit else None


def said(outcome):
    """Return what translations say and mark; where a machine's words are from is left out."""
    return [
        (
            [
                (part.text, [(s.target, s.checks, s.maker is Maker.PERSON) for s in part.segments])
                for part in translation.parts
            ],
            [(name.expected, name.part, name.kept) for name in translation.names],
        )
        for translation in outcome.translations
    ]


@pytest.fixture
def made(tmp_path):
    return Made(tmp_path)


def test_what_a_person_writes_is_shown_at_once_and_stands_in_the_text(made):
    made.write("Kari Lie arrived.")
    outcome = edited(made.jobs, made.id)
    assert outcome.translations[0].parts[0].text == "Kari Lie arrived. TAKK FOR DET."
    assert made.segment().maker is Maker.PERSON
    assert outcome.translations[1] == made.jobs.outcome(made.id).translations[1]


def test_what_a_person_writes_goes_into_the_translation_memory(made):
    made.write("Kari Lie arrived.")
    assert made.remembered() == "Kari Lie arrived."


def test_a_page_shows_what_the_next_run_makes_of_the_memory(made):
    made.write("Kari Lie arrived.")
    made.write("Thanks.", start=14)
    shown = edited(made.jobs, made.id)
    again = made.run()
    assert said(shown) == said(again)
    assert said(edited(made.jobs, made.id)) == said(again)


def test_a_sentence_is_edited_wherever_it_stands(made):
    made.write("Thanks.", start=14)
    assert made.text("p1", 15) == "Thanks."


def test_a_name_that_is_not_in_the_edit_is_marked_and_counted(made):
    made.write("She arrived.")
    assert [check.detail for check in made.segment().checks] == ["Kari Lie is missing"]
    names = edited(made.jobs, made.id).translations[0].names
    assert [(name.expected, name.kept) for name in names] == [
        ("Kari Lie", False), ("Ola Dahl", True),
    ]  # fmt: skip


def test_an_edit_can_be_undone_and_leaves_no_trace_in_memory_or_text(made):
    before = made.segment()
    made.write("Kari Lie arrived.")
    made.undo(1)
    assert made.segment() == before
    assert made.remembered() is None
    assert said(made.run()) == said(edited(made.jobs, made.id))


def test_undoing_the_last_of_two_edits_shows_the_first(made):
    made.write("Kari Lie arrived.")
    made.write("Kari Lie has come.")
    made.undo(2)
    assert (made.text(), made.remembered()) == ("Kari Lie arrived.", "Kari Lie arrived.")


def test_undoing_the_first_of_two_edits_leaves_the_last(made):
    made.write("Kari Lie arrived.")
    made.write("Kari Lie has come.")
    made.undo(1)
    assert (made.text(), made.remembered()) == ("Kari Lie has come.", "Kari Lie has come.")


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_undoing_everything_after_another_run_shows_what_the_machine_said(made, order):
    before = made.segment()
    made.write("Kari Lie arrived.")
    made.write("Kari Lie has come.")
    made.run()
    for number in order:
        made.undo(number)
    assert made.segment() == before


def test_undoing_twice_is_undoing_once(made):
    made.write("Kari Lie arrived.")
    made.undo(1)
    made.undo(1)
    assert len(read_log(made.jobs.edits_file(made.id)).lines) == 2


def test_the_log_says_who_wrote_and_who_took_back(made):
    made.write("Kari Lie arrived.")
    made.undo(1)
    log = read_log(made.jobs.edits_file(made.id))
    assert [(line.act, line.by) for line in history(log, "en", "Kari Lie kom.")] == [
        ("edit", "kari"), ("undo", "per"),
    ]  # fmt: skip
    assert log.edits[0].before.target == "Kari Lie KOM."


def test_two_people_do_not_overwrite_each_other(made):
    seen = made.text()
    made.write("Kari Lie arrived.", seen=seen)
    with pytest.raises(OvertakenError, match="somebody has changed"):
        made.write("Kari Lie is here.", seen=seen)
    assert made.text() == "Kari Lie arrived."


def test_words_that_are_as_they_were_are_no_edit(made):
    assert made.write(f" {made.text()}\r\n") is None
    assert read_log(made.jobs.edits_file(made.id)) == Log()
    assert made.remembered() is None


@pytest.mark.parametrize("text", ["", " \n", "\x00"])
def test_an_empty_translation_is_refused(made, text):
    with pytest.raises(ConfigError, match="empty"):
        made.write(text)


def test_a_translation_as_long_as_a_book_is_refused(made):
    with pytest.raises(ConfigError, match="the limit is 20000"):
        made.write("a" * 20_001)


@pytest.mark.parametrize(("part", "start"), [("p0", 3), ("p9", 0)])
def test_a_sentence_that_is_not_there_cannot_be_edited(made, part, start):
    with pytest.raises(NoSentenceError, match="no such sentence"):
        made.write("x", part, start, seen="y")


def test_an_edit_that_is_not_there_cannot_be_undone(made):
    with pytest.raises(ConfigError, match="no edit 7"):
        made.undo(7)


def test_a_log_that_is_none_is_told(made):
    made.jobs.edits_file(made.id).write_text("{}\n")
    with pytest.raises(StoreError, match="not a log of edits"):
        edited(made.jobs, made.id)


@settings(max_examples=10)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("write"), st.sampled_from(["Kari Lie one", "two", "Kari Lie three"])),
            st.tuples(st.just("undo"), st.integers(1, 4)),
            st.tuples(st.just("run"), st.just(0)),
        ),
        max_size=6,
    )
)
def test_whatever_is_written_undone_and_run_page_and_memory_agree(tmp_path_factory, steps):
    made = Made(tmp_path_factory.mktemp("law"), parts("Kari Lie kom."), ("en",))
    machine = made.segment()
    for what, value in steps:
        if what == "write":
            made.write(value)
        elif what == "run":
            made.run()
        elif value <= len(read_log(made.jobs.edits_file(made.id)).edits):
            numbers = [edit.number for edit in read_log(made.jobs.edits_file(made.id)).edits]
            made.undo(numbers[value - 1])
    standing = read_log(made.jobs.edits_file(made.id)).standing
    assert (made.remembered() is None) == (not standing)
    if standing:
        (edit,) = standing.values()
        assert made.text() == made.remembered() == edit.text
    else:
        assert made.segment().target == machine.target


def test_an_article_that_nobody_edited_is_the_outcome_itself(made):
    outcome = made.jobs.outcome(made.id)
    assert with_edits(outcome, Log()) is outcome
