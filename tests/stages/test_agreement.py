"""Words that recur in a document are heard together."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.stages.agreement import agree

TAGS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")
spoken = st.lists(st.sampled_from(["Strand", "Lie", "og", "sa", "Å"]), max_size=8)
texts = spoken.flatmap(
    lambda words: st.tuples(
        st.just(words),
        arrays(np.float32, (len(words), len(TAGS)), elements=st.floats(-9, 0, width=32)),
    )
)


def even(table):
    return table - np.logaddexp.reduce(table, axis=1, keepdims=True) if len(table) else table


def logs(*rows):
    return np.log(np.array(rows, np.float32) + 1e-9)


def best(scores):
    return [TAGS[n] for n in scores.argmax(1)]


@given(texts, st.floats(0, 1))
def test_probabilities_stay_probabilities(text, share):
    words, table = text
    mixed = agree(even(table), words, TAGS, share)
    assert mixed.shape == table.shape
    assert np.allclose(np.exp(mixed).sum(1), 1, atol=1e-3)


@given(texts)
def test_words_that_stand_once_keep_their_scores(text):
    words, table = text
    scores = even(table)
    mixed = agree(scores, words, TAGS, 0.5)
    once = [n for n, word in enumerate(words) if words.count(word) == 1]
    assert np.allclose(np.exp(mixed[once]), np.exp(scores[once]), atol=1e-4)


@given(texts)
def test_a_share_of_nothing_changes_nothing(text):
    words, table = text
    assert np.array_equal(agree(even(table), words, TAGS, 0.0), even(table))


def test_a_word_that_wavers_follows_its_sure_places():
    sure, torn = [0.02, 0.96, 0, 0.02, 0], [0.1, 0.4, 0, 0.5, 0]
    assert best(agree(logs(sure, torn), ["Lie", "Lie"], TAGS, 0.45)) == ["B-PER", "B-PER"]


def test_a_surname_inside_a_name_stays_inside_it():
    inside, alone = [0.02, 0, 0.96, 0.02, 0], [0.3, 0.25, 0, 0.45, 0]
    assert best(agree(logs(inside, alone), ["Lie", "Lie"], TAGS, 0.45)) == ["I-PER", "B-PER"]


def test_common_words_are_not_heard_together():
    scores = logs([0, 0.9, 0, 0.1, 0], [0.6, 0.2, 0, 0.2, 0])
    assert np.array_equal(agree(scores, ["lie", "lie"], TAGS, 0.9), scores)
