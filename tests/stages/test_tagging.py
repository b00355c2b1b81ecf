"""Scores to entities, and windows over long texts."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.stages.tagging import (
    Calibration,
    find_entities,
    likeliest,
    plan_windows,
)

TAGS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")
SURE = Calibration()


def logs(*rows):
    table = np.array(rows, np.float32) + np.float32(1e-6)
    return np.log(table / table.sum(1, keepdims=True))


def is_allowed(path):
    before = ["O", *(TAGS[tag] for tag in path)]
    return all(
        not after.startswith("I") or previous[2:] == after[2:]
        for previous, after in itertools.pairwise(before)
    )


scores = st.integers(0, 5).flatmap(
    lambda n: arrays(np.float32, (n, len(TAGS)), elements=st.floats(-9, 0, width=32))
)
words = st.lists(st.tuples(st.integers(1, 30), st.booleans()), max_size=60)


@given(scores)
def test_no_entity_begins_inside(table):
    assert is_allowed(likeliest(table, TAGS))


@given(scores)
def test_no_allowed_sequence_is_likelier(table):
    def total(path):
        return sum(float(table[n, tag]) for n, tag in enumerate(path))

    paths = itertools.product(range(len(TAGS)), repeat=len(table))
    best = max(total(path) for path in paths if is_allowed(path))
    assert total(likeliest(table, TAGS)) == pytest.approx(best, abs=1e-4)


@given(scores)
def test_probabilities_are_probabilities(table):
    table = table - np.logaddexp.reduce(table, axis=1, keepdims=True) if len(table) else table
    assert all(0 <= one.score <= 1 for one in find_entities(table, TAGS, SURE))


@given(scores)
def test_entities_stand_in_order_and_never_overlap(table):
    found = find_entities(table, TAGS, SURE)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_two_names_side_by_side_are_two():
    found = find_entities(logs([0, 1, 0, 0, 0], [0, 1, 0, 0, 0]), TAGS, SURE)
    assert [one[:3] for one in found] == [(0, 1, "PER"), (1, 2, "PER")]


def test_a_name_that_may_go_on_is_less_sure():
    ends = find_entities(logs([1, 99, 0, 0, 0], [99, 0, 1, 0, 0]), TAGS, SURE)
    goes_on = find_entities(logs([1, 99, 0, 0, 0], [60, 0, 40, 0, 0]), TAGS, SURE)
    assert (round(ends[0].score, 2), round(goes_on[0].score, 2)) == (0.98, 0.59)


def test_a_text_without_words_has_no_entities():
    assert find_entities(np.zeros((0, len(TAGS)), np.float32), TAGS, SURE) == []


def test_an_entity_may_end_the_text():
    found = find_entities(logs([9, 1, 0, 0, 0], [0, 9, 1, 0, 0]), TAGS, SURE)
    assert [one[:3] for one in found] == [(1, 2, "PER")]


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.2, 5), st.floats(-3, 3))
def test_a_calibration_keeps_the_order(a, b, slope, shift):
    low, high = sorted((a, b))
    calibration = Calibration(slope, shift)
    assert calibration.apply(low) <= calibration.apply(high)


def planned(words):
    return plan_windows([size for size, _ in words], [is_first for _, is_first in words], 40, 12)


def one_sentence(sizes):
    return [(size, False) for size in sizes]


@given(words)
def test_every_word_counts_in_one_window(some):
    counted = [n for window in planned(some) for n in range(window.first, window.last)]
    assert counted == list(range(len(some)))


@given(words)
def test_a_word_counts_in_a_window_that_has_it(some):
    assert all(w.start <= w.first and w.last <= w.end for w in planned(some))


@given(words)
def test_no_window_is_too_long(some):
    sizes = [size for size, _ in some]
    assert all(sum(sizes[w.start : w.end]) <= 40 for w in planned(some))


@given(words)
def test_a_sentence_that_fits_is_read_whole_and_once(some):
    edges = [0, *(n for n, (_, is_first) in enumerate(some) if n and is_first), len(some)]
    for begin, end in itertools.pairwise(edges):
        if sum(size for size, _ in some[begin:end]) <= 40:
            windows = [w for w in planned(some) if w.start < end and w.end > begin]
            assert all(w.first <= begin and w.last >= end for w in windows)


@given(st.lists(st.integers(1, 40), max_size=20))
def test_a_window_takes_as_many_sentences_as_fit(sizes):
    windows = planned([(size, True) for size in sizes])
    for one, two in itertools.pairwise(windows):
        assert sum(sizes[one.start : one.end]) + sizes[two.start] > 40


def test_a_word_that_is_too_long_has_a_window_of_its_own():
    assert [tuple(w) for w in planned(one_sentence([5, 99, 5]))] == [
        (0, 1, 0, 1),
        (1, 2, 1, 2),
        (2, 3, 2, 3),
    ]


def test_words_far_from_the_ends_see_text_on_both_sides():
    windows = plan_windows([1] * 500, [False] * 500, 100, 30)
    inner = windows[1]
    assert (inner.first - inner.start, inner.end - inner.last) == (15, 15)
