"""Many cards answered in one step: what is shown is what is decided."""

from __future__ import annotations

import pytest

from pipeline.authority.store import Store
from pipeline.records import FlagKind
from pipeline.review.answers import Answer, OvertakenError
from pipeline.review.bulk import Choice, carry_out, plan
from pipeline.review.finding import Filter, count, figures
from pipeline.review.trail import Acts
from pipeline.review.undoing import last_step, take_back
from tests.review.making import missing, say, source, spelt, state_of

KARI = Answer("", by="kari")


@pytest.fixture
def filled(queue):
    """Return a queue with five flags of different sorts."""
    queue.put(
        source(),
        [
            spelt("a1", "Liv Grønn", "Liv Grøn"),
            spelt("a2", "Liv Grønn", "Liv Grøn"),
            spelt("a3", "Ola Vik", "Ole Vik", score=0.51),
            spelt("a4", "Eva Moen", "Eva Mo", kind=FlagKind.UNSURE),
            missing("a5", "Per Dahl"),
        ],
    )
    return queue


def test_accepting_decides_each_pair_once_and_leaves_out_what_proposes_nothing(filled, register):
    shown = plan(filled, Filter(), Choice.ACCEPT, KARI)
    assert [decision.forms for decision in shown.said.decisions] == [("Liv Grønn", "Liv Grøn")]
    assert shown.left_out == {"unproposed": 2, "presence": 1}
    assert (len(shown.touched.articles), shown.touched.translations) == (2, 4)
    carry_out(filled, register, shown, Filter(), KARI)
    assert [state_of(filled, f"a{n}") for n in range(1, 6)] == [
        "decided", "decided", "open", "open", "open",
    ]  # fmt: skip


def test_all_can_be_told_apart_and_all_can_be_let_be(filled, register):
    for choice in (Choice.DIFFERENT, Choice.FINE):
        carry_out(filled, register, plan(filled, Filter(), choice, KARI), Filter(), KARI)
    assert figures(filled.database)["state"] == {"decided": 4, "fine": 1}


def test_only_what_the_filter_finds_is_answered(filled, register):
    asked = Filter(text="grønn a1")
    carry_out(filled, register, plan(filled, asked, Choice.UNSURE, KARI), asked, KARI)
    assert count(filled.database, Filter()) == 3  # the same pair in another article too


def test_many_are_undone_as_one(filled, register):
    shown = plan(filled, Filter(), Choice.DIFFERENT, KARI)
    carry_out(filled, register, shown, Filter(), KARI)
    take_back(filled, register, Acts(step=last_step(filled, "kari")), "kari")
    assert count(filled.database, Filter()) == 5


def test_what_has_changed_since_it_was_shown_is_not_decided(filled, register):
    shown = plan(filled, Filter(), Choice.DIFFERENT, KARI)
    say(filled, register, "a3", "same", name="Ole Vik", by="ola")
    with pytest.raises(OvertakenError):
        carry_out(filled, register, shown, Filter(), KARI)
    with Store(register) as store:
        assert [decision.by for decision in store.decisions()] == ["ola"]


def test_proposals_that_contradict_each_other_are_left_out(queue):
    queue.put(source(), [spelt("a1", "Ola Vik", "Ole Vik"), spelt("a2", "Ole Vik", "Ola Vik")])
    shown = plan(queue, Filter(), Choice.ACCEPT, KARI)
    assert not shown.cards
    assert shown.left_out == {"torn": 2}
