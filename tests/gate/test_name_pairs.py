"""The gold of name pairs keeps its form, and the scores are computed as they are described."""

import pytest

from tests.gate.name_pairs import figures, load_pairs, pair_scores


def test_there_are_four_hundred_pairs_and_more():
    assert len(load_pairs()) >= 400


def test_no_pair_stands_twice():
    pairs = [frozenset((pair.left, pair.right)) for pair in load_pairs()]
    assert len(pairs) == len(set(pairs))


def test_both_halves_have_a_third_of_pairs_that_are_different():
    for half in ("tune", "test"):
        labels = [pair.same for pair in load_pairs() if pair.half == half]
        assert 0.3 <= labels.count(False) / len(labels) <= 0.7


def test_every_pair_says_what_it_is_of():
    assert {pair.kind for pair in load_pairs()} == {"person", "organisation"}


def test_precision_and_recall_are_shares():
    found = figures([(0.9, True), (0.8, False), (0.2, True), (0.1, False)], 0.5)
    assert found == pytest.approx({"precision": 0.5, "recall": 0.5, "f1": 0.5, "auc": 0.75})


def test_people_are_told_apart_on_the_half_that_nothing_was_tuned_on():
    assert pair_scores()["pairs person f1"] >= 0.9
