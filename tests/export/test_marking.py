from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.export.marking import (
    DIFFERS,
    MISSING,
    Piece,
    differences,
    highlighted,
    letters,
    occurrences,
    surroundings,
)
from pipeline.records import Article, Part, PartKind, Span

names = st.text(alphabet="abæøåÅ é́🚢\u200d\u202e", max_size=12)
ranges = st.lists(
    st.tuples(st.integers(-3, 20), st.integers(-3, 20), st.sampled_from(["person", "place"]))
)


@given(names, names)
def test_pieces_of_both_spellings_join_up_to_the_spellings(left, right):
    ours, theirs = differences(left, right)
    assert "".join(piece.text for piece in ours) == left
    assert "".join(piece.text for piece in theirs) == right


@given(names, names)
def test_what_is_shared_is_the_same_on_both_sides(left, right):
    ours, theirs = differences(left, right)
    plain = ["".join(piece.text for piece in side if not piece.mark) for side in (ours, theirs)]
    assert plain[0] == plain[1]


@given(names, names)
def test_the_order_of_the_two_spellings_does_not_matter(left, right):
    assert differences(left, right) == tuple(reversed(differences(right, left)))


@given(names)
def test_a_name_does_not_differ_from_itself(name):
    assert {piece.mark for piece in differences(name, name)[0]} <= {""}


def test_a_letter_too_many_is_marked_on_one_side_and_its_place_on_the_other():
    ours, theirs = differences("Haldorsenn", "Haldorsen")
    assert ours == (Piece("Haldorsen"), Piece("n", DIFFERS))
    assert theirs == (Piece("Haldorsen"), Piece("", MISSING))


def test_an_accent_is_marked_together_with_its_letter():
    ours, _ = differences("Andre\u0301", "Andre")
    assert ours == (Piece("Andr"), Piece("e\u0301", DIFFERS))


def test_very_long_texts_are_marked_without_comparing_every_letter():
    ours, _ = differences("a" + "bc" * 2000 + "z", "a" + "cb" * 2001 + "z")
    assert [piece.mark for piece in ours] == ["", DIFFERS, ""]


@given(names)
def test_letters_join_up_to_the_text(text):
    assert "".join(letters(text)) == text


@given(names, ranges)
def test_highlighting_changes_no_character(text, marked):
    assert "".join(piece.text for piece in highlighted(text, marked)) == text


def test_of_two_names_that_overlap_the_first_is_highlighted():
    pieces = highlighted("Vadsund havn", [(0, 12, "organisation"), (0, 7, "place")])
    assert [piece.mark for piece in pieces if piece.mark] == ["place"]


def test_a_name_inside_a_longer_word_is_no_occurrence():
    assert occurrences("Osloborg og Oslo", "Oslo") == [(12, 16)]


def test_nothing_occurs_nowhere():
    assert occurrences("Oslo", "") == []


@given(st.text(max_size=200), st.data())
def test_surroundings_hold_the_words_of_the_span(text, data):
    text = f"{text}x"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    article = Article(id="a", parts=(Part(name="p", kind=PartKind.PARAGRAPH, text=text),))
    around = surroundings(article, Span(part="p", start=start, end=end), width=20)
    assert around.words == text[start:end]
    assert around.before.removeprefix("… ") in text
    assert around.after.removesuffix(" …") in text
