"""Words that do not exist, in the place of words with hints."""

from __future__ import annotations

import doctest
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.translation.lexicon import Hint

WORDS = ["brannbil", "skole", "fengsel", "kommunestyre", "reindrift"]


@pytest.fixture(scope="session")
def inventing(recipe):
    return recipe("inventing")


def pair(recipe, source="Skuta lå ved kaia på kaiakanten.", target="The ship was at the quay."):
    return recipe("pairs").Pair(source, target, "nb-en", "tatoeba")


def test_the_examples_of_the_docstrings_hold(inventing):
    assert doctest.testmod(inventing).failed == 0


@given(seed=st.integers())
def test_what_the_translation_says_is_exchanged_in_source_and_hint_alike(recipe, inventing, seed):
    hints = [Hint("Skuta", "ship"), Hint("kaiakanten", "edge of the quay")]
    new, told = inventing.invented(pair(recipe), hints, WORDS, 1.0, Random(seed))  # noqa: S311
    assert [hint.meaning for hint in told] == ["ship", "edge of the quay"]
    assert told[0].word != "Skuta"  # its meaning is said
    assert told[0].word[0].isupper()
    assert told[1].word == "kaiakanten"  # the translation has no edge
    assert new.source == f"{told[0].word} lå ved kaia på kaiakanten."
    assert new.target == pair(recipe).target


def test_a_word_inside_another_stays(recipe, inventing):
    hints = [Hint("skolen", "school")]
    old = pair(recipe, "Elevene i skolen, barneskolen.", "The pupils of the school.")
    new, told = inventing.invented(old, hints, WORDS, 1.0, Random(3))  # noqa: S311
    assert new.source == f"Elevene i {told[0].word}, barneskolen."
    assert told[0].word.endswith("en")


@pytest.mark.parametrize(("share", "word"), [(0.0, "skuta"), (1.0, "kai")])
def test_nothing_is_exchanged_without_a_share_or_in_a_short_word(recipe, inventing, share, word):
    old = pair(recipe, f"Her er {word}.", "Here is the quay.")
    hints = [Hint(word, "quay")]
    assert inventing.invented(old, hints, WORDS, share, Random(1)) == (old, hints)  # noqa: S311
