"""What all engines share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.folding import squeeze
from pipeline.translation.engine import Hypothesis, joined, pivot, split_long


@given(st.text(max_size=200), st.integers(1, 30))
def test_a_long_text_in_pieces_is_the_same_text(text, longest):
    assert "".join(split_long(text, lambda piece: len(piece) <= longest)) == text


@given(st.text(max_size=200), st.integers(1, 30))
def test_every_piece_of_a_long_text_fits(text, longest):
    assert all(len(piece) <= longest for piece in split_long(text, lambda p: len(p) <= longest))


def test_a_text_that_fits_is_left_whole():
    assert split_long("Kort, men godt.", lambda _: True) == ["Kort, men godt."]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("En to tre. Fire fem seks.", ["En to tre. ", "Fire fem seks."]),
        ("En to, tre fire fem seks", ["En to, ", "tre fire fem seks"]),
        ("Entotrefire femseks", ["Entotrefire ", "femseks"]),
        ("Entotrefirefemseks", ["Entotrefi", "refemseks"]),
    ],
)
def test_a_text_is_cut_at_the_best_boundary_it_has(text, pieces):
    assert split_long(text, lambda piece: len(piece) <= len(text) - 2) == pieces


def test_white_space_is_made_single():
    assert squeeze(" a\n\tb\u00a0c ") == "a b c"


def test_pieces_are_joined_as_the_source_was():
    one, two = (Hypothesis("Yes,", -1.0),), (Hypothesis("no.", -3.0),)
    assert joined(["Ja, ", "nei."], [one, two]) == (Hypothesis("Yes, no.", -3.0),)
    assert joined(["Ja,", "nei."], [one, two]) == (Hypothesis("Yes,no.", -3.0),)


def test_two_steps_are_as_sure_as_the_weaker_one():
    first, second = [(Hypothesis("a", -2.0),)], [(Hypothesis("b", -1.0), Hypothesis("c", -3.0))]
    assert pivot(first, second) == [(Hypothesis("b", -2.0), Hypothesis("c", -3.0))]
