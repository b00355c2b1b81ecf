"""Single words with their translations, as examples."""

from __future__ import annotations

import doctest
import gzip
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture(scope="session")
def words(recipe):
    return recipe("words")


@pytest.fixture(scope="session")
def pair(recipe):
    return recipe("pairs").Pair


def test_the_examples_of_the_docstrings_hold(words):
    assert doctest.testmod(words).failed == 0


def angle(degrees):
    return [np.cos(np.radians(degrees)), np.sin(np.radians(degrees))]


def test_the_nearest_translation_is_taken_and_none_that_is_far(words, pair):
    where = {"skuespiller": 0, "actor": 10, "player": 20, "kringle": 0, "ampersand": 80}
    entries = [
        pair("skuespiller", "player", "nb-en", ""),
        pair("skuespiller", "actor", "nb-en", ""),
        pair("kringle", "ampersand", "nb-en", ""),
        pair("Bergen", "Bergen", "nb-en", ""),
        pair("til", "to (a place)", "nb-en", ""),
        pair("å", "oh", "nb-en", ""),
    ]
    embed = lambda texts: np.array([angle(where[text]) for text in texts])  # noqa: E731
    assert [*words.nearest(entries, embed, 0.85)] == [("skuespiller", "actor")]
    assert [*words.nearest([], embed, 0.85)] == []


@given(count=st.integers(1, 40), seed=st.integers())
def test_every_word_comes_before_any_comes_again(words, settings, tmp_path_factory, count, seed):
    file = tmp_path_factory.mktemp("words") / "words.tsv.gz"
    rows = "".join(f"nb-en\tord{number}\tword{number}\n" for number in range(count))
    file.write_bytes(gzip.compress(rows.encode()))
    make, chance = words.load_words(file, settings), Random(seed)  # noqa: S311 - no secret
    assert make("en-fr", chance) is None
    seen: list[str] = []
    while len(seen) < count:
        made = make("nb-en", chance)
        sources, targets = made.source.split(", "), made.target.split(", ")
        assert [source.replace("ord", "word") for source in sources] == targets
        seen += sources
    assert len(set(seen[:count])) == count


def test_the_source_of_the_words_may_be_trained_on(recipe, words, settings):
    rules = settings["words"]
    shares = {**settings, "share": {rules["source"]: 1.0}}
    stated = dict.fromkeys([rules["source"], *settings["share_english"]], "CC-BY-SA-3.0")
    recipe("pairs").check_licences(shares, stated)
    with pytest.raises(Exception, match="wiktionary-dict: licence"):
        recipe("pairs").check_licences(shares, {**stated, rules["source"]: "CC-BY-NC-4.0"})
