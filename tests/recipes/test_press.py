"""Words of the press, put into a lexicon that text taught."""

from __future__ import annotations

import doctest
import re

import pytest

from pipeline.errors import ConfigError
from tests.recipes.conftest import FOLDER


@pytest.fixture(scope="session")
def press(recipe):
    return recipe("press")


def test_the_examples_of_the_docstrings_hold(press):
    assert doctest.testmod(press).failed == 0


def test_a_form_of_two_words_means_both_the_commoner_first(press):
    words = [
        press.Word("no-en", 5, ("sikte", "sikter"), ("aim", "charge")),
        press.Word("no-en", 9, ("sikt", "sikter"), ("visibility",)),
    ]
    rows = [*press.joined(["no-en\tsikter\t30\tsieve"], words)]
    assert "no-en\tsikter\t30\tvisibility/aim/charge" in rows
    assert "no-en\tsikt\t9\tvisibility" in rows


def test_twice_is_once(press):
    words = [press.Word("no-en", 5, ("lag",), ("team", "layer"))]
    once = [*press.joined(["no-en\tlag\t80\tlayer"], words)]
    assert [*press.joined(once, words)] == once


@pytest.mark.parametrize("line", ["no-en\tlag\t3\tlag", "no-en\tlag\tmany\tlag\tteam", ""])
def test_a_broken_line_is_named(press, tmp_path, line):
    file = tmp_path / "press.tsv"
    file.write_text(f"no-en\tlag\t3\tlaget,lag\tteam/layer\n{line}\n", "utf-8")
    with pytest.raises(ConfigError, match=re.escape(f"{file}, line 2")):
        press.read_press(file)


def test_the_words_that_ship_are_whole(press):
    """No form is empty, nothing has signs that a prompt uses itself, nothing stands twice."""
    words = press.read_press(FOLDER / "press.tsv")
    assert len(words) > 5000
    assert len({(word.pair, word.forms, word.meanings) for word in words}) == len(words)
    for word in words:
        assert word.pair in ("no-en", "en-fr")
        assert all(form and form == form.casefold() for form in word.forms)
        assert all(meaning.strip() == meaning and meaning for meaning in word.meanings)
        assert not re.search(r"[=;,:()\d]", "".join(word.meanings))
