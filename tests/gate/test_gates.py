import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gate.gates import Gate, below, faults, floors, raised

measured = st.dictionaries(st.sampled_from("abc"), st.floats(0, 1))


def gate(values, digest="x"):
    return Gate("people", digest, values, "")


def test_floors_are_rounded_down():
    assert floors({"x": 0.6669}) == {"x": 0.666}


@given(measured)
def test_nothing_is_below_its_own_floors(values):
    assert below(values, floors(values)) == []


def test_a_measure_below_its_floor_is_told_with_both_figures():
    assert below({"x": 0.5}, {"x": 0.501}) == ["x: 0.500 is below the floor of 0.501"]


def test_a_measure_that_is_no_longer_there_is_below_its_floor():
    assert below({}, {"x": 0.0}) == ["x: not measured, the floor is 0.000"]


@pytest.mark.parametrize("pinned", [{}, {"people": {"gold": "old", "floors": {}}}])
def test_changed_or_new_gold_asks_to_be_measured_again(pinned):
    assert "--update" in faults(gate({}, "new"), pinned)[0]


def test_a_score_below_its_floor_is_told_with_its_gate():
    found = faults(gate({"x": 0.1}), {"people": {"gold": "x", "floors": {"x": 0.5}}})
    assert found == ["people: x: 0.100 is below the floor of 0.500"]


@given(measured)
def test_what_was_pinned_keeps_the_gate_open(values):
    reached, _ = raised([gate(values)], {})
    assert faults(gate(values), reached) == []


def test_what_is_lower_than_before_is_named():
    pinned = {"people": {"gold": "x", "floors": {"x": 0.9, "y": 0.1}}}
    assert raised([gate({"x": 0.8, "y": 0.2})], pinned)[1] == ["people x"]
