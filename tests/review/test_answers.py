"""What an answer to a card means, and that nobody overwrites what another said."""

from __future__ import annotations

import threading

import pytest

from pipeline.authority.store import Store
from pipeline.errors import ConfigError, StoreError
from pipeline.review.answers import Answer, OvertakenError, decide
from pipeline.review.dealing import seen_of
from pipeline.review.queue import Queue
from pipeline.review.trail import Acts, acts
from tests.review.making import missing, number_of, say, source, spelt, state_of


def decisions(register):
    with Store(register) as store:
        return store.decisions()


def test_a_decision_keeps_who_when_why_and_what_was_shown(queue, register):
    queue.put(source(), [spelt("a1", "Liv Grønn", "Liv Grøn")])
    say(queue, register, "a1", "same", name="Liv Grøn", reason="ringte henne")
    (kept,) = decisions(register)
    assert (kept.by, kept.reason, kept.name) == ("kari", "ringte henne", "Liv Grøn")
    assert kept.forms == ("Liv Grønn", "Liv Grøn")
    assert kept.flag.startswith("a1:")
    assert kept.evidence[0].detail == "one letter differs"


def test_a_corrected_name_goes_for_every_form_that_is_not_right(queue, register):
    queue.put(source(), [spelt("a1", "Liv Grønn", "Liv Grøn")])
    say(queue, register, "a1", "corrected", name="Liv  Grön ")
    assert {(d.forms, d.name) for d in decisions(register)} == {
        (("Liv Grønn",), "Liv Grön"),
        (("Liv Grøn",), "Liv Grön"),
    }
    assert state_of(queue, "a1") == "decided"


def test_either_form_can_be_no_name(queue, register):
    queue.put(source(), [spelt("a1", "Gul Bil", "Gul Bill")])
    say(queue, register, "a1", "not_a_name", form="Gul Bill")
    assert decisions(register)[0].forms == ("Gul Bill",)


@pytest.mark.parametrize(
    ("verdict", "more"),
    [
        ("same", {"name": "Liv Grøn"}),
        ("unsure", {}),
        ("corrected", {"name": "  "}),
        ("not_a_name", {"form": "Per"}),
        ("undone", {}),
        ("", {}),
    ],
)
def test_an_answer_that_does_not_fit_the_card_is_refused_and_nothing_is_written(
    queue, register, verdict, more
):
    queue.put(source(), [missing("a1", "Liv Grønn")])
    with pytest.raises(ConfigError):
        say(queue, register, "a1", verdict, **more)
    assert not decisions(register)
    assert state_of(queue, "a1") == "open"


def test_the_second_of_two_stewards_is_told_and_overwrites_nothing(queue, register):
    queue.put(source(), [spelt("a1", "Liv Grønn", "Liv Grøn")])
    number = number_of(queue, "a1")
    seen = seen_of(queue, number)
    decide(queue, register, number, Answer("different", "kari", seen=seen))
    with pytest.raises(OvertakenError):
        decide(queue, register, number, Answer("same", "ola", name="Liv Grøn", seen=seen))
    assert [d.by for d in decisions(register)] == ["kari"]
    again = Answer("same", "ola", name="Liv Grøn", seen=seen_of(queue, number))
    decide(queue, register, number, again)
    assert [d.by for d in decisions(register)] == ["kari", "ola"]


def test_of_stewards_at_the_same_moment_just_one_decides(tmp_path, register):
    path = tmp_path / "queue.db"
    with Queue(path) as queue:
        queue.put(source(), [spelt("a1", "Liv Grønn", "Liv Grøn")])
        number = number_of(queue, "a1")
        seen = seen_of(queue, number)
    told: list[str] = []
    ready = threading.Barrier(4)

    def answer(by: str) -> None:
        with Queue(path) as own:
            ready.wait()
            try:
                decide(own, register, number, Answer("different", by, seen=seen))
            except OvertakenError:
                told.append(by)

    threads = [threading.Thread(target=answer, args=(f"s{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 3
    assert len(decisions(register)) == 1


def test_two_people_may_say_at_once_that_flags_of_two_articles_are_fine(queue, register):
    queue.put(source(), [missing("a1", "Liv Grønn"), missing("a2", "Liv Grønn")])
    first, second = number_of(queue, "a1"), number_of(queue, "a2")
    seen = seen_of(queue, second)
    decide(queue, register, first, Answer("fine", "kari", seen=seen_of(queue, first)))
    decide(queue, register, second, Answer("fine", "ola", seen=seen))
    assert [act.by for act in acts(queue.database, Acts())] == ["ola", "kari"]


def test_a_card_that_is_gone_says_so(queue, register):
    with pytest.raises(StoreError, match="no more"):
        decide(queue, register, 7, Answer("different", "kari", seen=seen_of(queue, 7)))
    assert not decisions(register)
