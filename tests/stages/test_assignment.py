from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages import assignment
from pipeline.stages.assignment import best_matching

WEIGHTS = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 3)),
    st.floats(-2, 5).map(lambda w: round(w, 2)),
)


def total(weights, pairs):
    return sum(weights[pair] for pair in pairs)


@given(WEIGHTS)
def test_no_other_matching_has_a_larger_sum(weights):
    best = max(
        total(weights, [p for p in enumerate(order) if weights.get(p, 0) > 0])
        for order in permutations(range(4))
    )
    assert total(weights, best_matching(weights)) == pytest.approx(best)


@given(WEIGHTS)
def test_nobody_is_matched_twice(weights):
    found = best_matching(weights)
    assert len({i for i, _ in found}) == len(found) == len({j for _, j in found})


def test_two_poor_pairs_do_not_take_a_good_one_away():
    assert best_matching({(0, 0): 1.0, (0, 1): 3.0, (1, 1): 1.0}) == [(0, 1)]


@given(WEIGHTS)
def test_a_block_that_is_too_large_is_matched_best_pair_first(weights):
    found = assignment._greedy(weights)
    assert set(found) <= set(weights)
    if weights:
        assert max(weights.values()) == max(weights[pair] for pair in found)
