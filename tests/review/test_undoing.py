"""Steps taken back and taken again, in every way; what stands is what the register says."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.authority.decisions import Rulings, standing
from pipeline.authority.store import Store
from pipeline.records import EntityKind
from pipeline.review import undoing
from pipeline.review.answers import OvertakenError
from pipeline.review.finding import Filter, lines
from pipeline.review.queue import Queue
from pipeline.review.states import Asked, Judge
from pipeline.review.trail import Acts, acts, count, people, to_csv, to_json
from pipeline.review.undoing import last_step, take_back, undone_step
from tests.review.making import missing, say, source, spelt, state_of

NAMES = ("Kari Li", "Kari Lie", "Kari Lye", "Kari Lied")
PAIRS = [(a, b) for n, a in enumerate(NAMES) for b in NAMES[n + 1 :]]


def undo(queue, register, by="kari"):
    take_back(queue, register, Acts(step=last_step(queue, by)), by)


def redo(queue, register, by="kari"):
    take_back(queue, register, Acts(step=undone_step(queue, by)), by)


def test_every_step_can_be_undone_and_redone_one_by_one(queue, register):
    queue.put(source(), [spelt("a1", "Liv Grønn", "Liv Grøn"), missing("a2", "Ola Vik")])
    say(queue, register, "a1", "corrected", name="Liv Grön")
    say(queue, register, "a2", "fine")
    undo(queue, register)
    assert (state_of(queue, "a1"), state_of(queue, "a2")) == ("decided", "open")
    undo(queue, register)
    assert (state_of(queue, "a1"), state_of(queue, "a2")) == ("open", "open")
    assert last_step(queue, "kari") == ""
    redo(queue, register)
    assert (state_of(queue, "a1"), state_of(queue, "a2")) == ("decided", "open")
    redo(queue, register)
    assert (state_of(queue, "a1"), state_of(queue, "a2")) == ("decided", "fine")
    assert undone_step(queue, "kari") == ""
    undo(queue, register)
    assert (state_of(queue, "a1"), state_of(queue, "a2")) == ("decided", "open")


def test_after_something_new_there_is_nothing_to_redo(queue, register):
    queue.put(source(), [spelt("a1", "Liv Grønn", "Liv Grøn"), spelt("a2", "Ola Vik", "Ole Vik")])
    say(queue, register, "a1", "different")
    undo(queue, register)
    assert undone_step(queue, "kari")
    say(queue, register, "a2", "different")
    assert undone_step(queue, "kari") == ""


def test_undo_is_of_ones_own_steps(queue, register):
    queue.put(source(), [spelt("a1", "Liv Grønn", "Liv Grøn")])
    say(queue, register, "a1", "different", by="ola")
    assert last_step(queue, "kari") == ""
    assert last_step(queue, "ola")


def test_everything_of_a_person_is_taken_back_in_one_step_and_brought_back_in_one(queue, register):
    articles = [spelt("a1", "Liv Grønn", "Liv Grøn"), spelt("a2", "Ola Vik", "Ole Vik")]
    queue.put(source(), [*articles, spelt("a3", "Per Dahl", "Per Dal")])
    say(queue, register, "a1", "different", by="ola")
    say(queue, register, "a2", "different", by="kari")
    say(queue, register, "a3", "unsure", by="ola")
    take_back(queue, register, Acts(by="ola"), "kari", "galt ark")
    assert [state_of(queue, a) for a in ("a1", "a2", "a3")] == ["open", "decided", "open"]
    taken = next(acts(queue.database, Acts()))
    assert (taken.verdict, taken.by, taken.reason, taken.size) == ("undone", "kari", "galt ark", 2)
    take_back(queue, register, Acts(step=taken.step), "kari")
    assert [state_of(queue, a) for a in ("a1", "a2", "a3")] == ["decided", "decided", "decided"]


def test_what_was_done_since_a_day_is_taken_back(queue, register):
    queue.put(source(), [spelt("a1", "Liv Grønn", "Liv Grøn")])
    say(queue, register, "a1", "different")
    day = f"{next(acts(queue.database, Acts())).at:%Y-%m-%d}"
    with pytest.raises(OvertakenError):
        take_back(queue, register, Acts(until="2020-01-01"), "kari")
    take_back(queue, register, Acts(since=day, until=day), "kari")
    assert state_of(queue, "a1") == "open"


def test_what_is_taken_back_already_is_not_taken_back_twice(queue, register):
    queue.put(source(), [spelt("a1", "Liv Grønn", "Liv Grøn")])
    say(queue, register, "a1", "different")
    step = last_step(queue, "kari")
    take_back(queue, register, Acts(step=step), "ola")
    with pytest.raises(OvertakenError):
        take_back(queue, register, Acts(step=step), "kari")


def test_the_trail_says_who_what_when_and_why_and_is_found_by_each(queue, register):
    queue.put(source(), [spelt("a1", "Liv Grønn", "Liv Grøn"), missing("a2", "Ola Vik")])
    say(queue, register, "a1", "same", name="Liv Grøn", reason="ringte", by="ola")
    say(queue, register, "a2", "fine")
    undo(queue, register)
    found = list(acts(queue.database, Acts()))
    assert [act.verdict for act in found] == ["undone", "fine", "same"]
    assert found[0].forms == ("Ola Vik",)
    assert [act.stands for act in found] == [True, False, True]
    assert people(queue.database) == ("kari", "ola")
    assert count(queue.database, Acts(by="ola")) == 1
    assert count(queue.database, Acts(text="RINGTE liv")) == 1
    assert count(queue.database, Acts(verdict="fine")) == 1
    assert count(queue.database, Acts(standing="1", verdict="fine")) == 0


def test_the_trail_is_written_as_csv_and_json(queue, register):
    queue.put(source(), [spelt("a1", "Liv Grønn", "Liv Grøn")])
    say(queue, register, "a1", "same", name="Liv Grøn", reason='hun sa "ø"')
    undo(queue, register)
    rows = list(csv.DictReader(io.StringIO("".join(to_csv(acts(queue.database, Acts()))))))
    assert [row["verdict"] for row in rows] == ["undone", "same"]
    assert rows[1]["reason"] == 'hun sa "ø"'
    said = json.loads("".join(to_json(acts(queue.database, Acts()))))
    assert said[1]["forms"] == ["Liv Grønn", "Liv Grøn"]
    assert said[0]["undone"] == "same"


def test_an_empty_trail_is_an_empty_list(queue):
    assert json.loads("".join(to_json(acts(queue.database, Acts())))) == []


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.one_of(
            st.tuples(
                st.sampled_from(("same", "different", "unsure", "corrected", "not_a_name")),
                st.integers(0, len(PAIRS) - 1),
                st.booleans(),
            ),
            st.sampled_from(("undo", "redo")),
            st.integers(0, 20),
        ),
        max_size=12,
    )
)
def test_states_are_what_the_register_says_whatever_is_done_and_undone(steps, tmp_path_factory):
    folder = tmp_path_factory.mktemp("law")
    register = folder / "names.db"
    with Queue(folder / "queue.db") as queue:
        articles = [spelt(f"q{n}", *pair) for n, pair in enumerate(PAIRS)]
        queue.put(source(), articles)
        for step in steps:
            _do(queue, register, step)
        decisions = _decisions(register)
        judge = Judge(Rulings.of(decisions))
        for line in lines(queue.database, Filter(state="all"), 0, 99):
            scope = line.title.removeprefix("Nytt fra ")
            asked = Asked(line.kind, EntityKind.PERSON, line.forms, scope)
            assert judge.state(asked) == (line.state, line.verdict)
        stand = {decision.id for decision in standing(decisions)}
        known = {a.id: a.stands for a in acts(queue.database, Acts()) if a.verdict != "undone"}
        assert {act for act, stands in known.items() if stands} == stand
        assert len(known) == sum(not d.undoes for d in decisions)


def _do(queue, register, step):
    try:
        if step == "undo":
            undo(queue, register)
        elif step == "redo":
            redo(queue, register)
        elif isinstance(step, int):
            every = list(acts(queue.database, Acts()))
            if every:
                take_back(queue, register, Acts(id=every[step % len(every)].id), "ola")
        else:
            verdict, pair, here = step
            name = PAIRS[pair][1] if verdict in ("same", "corrected") else ""
            say(queue, register, f"q{pair}", verdict, name=name, only_here="yes" if here else "")
    except OvertakenError:
        assert step in ("undo", "redo") or isinstance(step, int)


def _decisions(register):
    if not register.exists():
        return ()
    with Store(register) as store:
        return store.decisions()


def test_nothing_is_to_be_undone_without_a_step(queue, register):
    with pytest.raises(OvertakenError):
        undoing.take_back(queue, register, Acts(step=last_step(queue, "kari")), "kari")
