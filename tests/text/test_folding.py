"""The comparison form: what falls together, and what does not."""

import pytest
from hypothesis import given

from pipeline.text.folding import fold, squeeze
from tests.strategies import anything, letters


@given(anything)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(letters)
def test_folding_does_not_see_letter_case(text):
    assert fold(text.upper()) == fold(text)


@given(anything)
def test_a_folded_name_has_no_white_space_but_single_spaces(text):
    folded = fold(text)
    assert folded == " ".join(folded.split())


@given(anything)
def test_squeezing_twice_changes_nothing(text):
    assert squeeze(squeeze(text)) == squeeze(text)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Håkon", "Haakon"),
        ("Ha\u030akon", "Håkon"),
        ("Bjørn", "Björn"),
        ("Næss", "Näss"),
        ("André", "Andre"),
        ("Berg-Hansen", "berg hansen"),
        ("Áile", "Aile"),
        ("Łukasz", "Lukasz"),
        ("\u200fKari", "Kari"),
        ("Kari\u00a0Lie", "Kari Lie"),
        ("O'Brien", "O’Brien"),
        ("J.P. Moe", "JP Moe"),
    ],
)
def test_two_ways_to_write_fall_together(left, right):
    assert fold(left) == fold(right)


@pytest.mark.parametrize(("left", "right"), [("Bjørn", "Bjarn"), ("Lie", "Li"), ("Kari", "Karl")])
def test_two_names_stay_apart(left, right):
    assert fold(left) != fold(right)
