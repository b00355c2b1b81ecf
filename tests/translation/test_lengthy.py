import re

from hypothesis import given
from hypothesis import strategies as st

from pipeline.translation.lengthy import (
    PIECE_CHARACTERS,
    PIECE_WORDS,
    WORDS,
    cut_sentence,
)

CLAUSE = "og så gikk vi forbi et hus der en mann sto i døra"


def pieces(text, names=()):
    return [text[start:end] for start, end in cut_sentence(text, (0, len(text)), names)]


def test_a_sentence_of_usual_length_stays_whole():
    text = ", ".join([CLAUSE] * 4) + "."
    assert pieces(text) == [text]


def test_a_sentence_of_six_hundred_words_is_cut_where_clauses_end():
    found = pieces(", ".join([CLAUSE] * 50) + ".")
    assert all(piece.startswith("og så") for piece in found)
    assert all(piece.endswith(("døra", "døra.")) for piece in found)


def test_no_piece_is_longer_than_the_cap():
    found = pieces(", ".join([CLAUSE] * 50))
    assert max(len(piece.split()) for piece in found) <= PIECE_WORDS
    assert max(len(piece) for piece in found) <= PIECE_CHARACTERS


def test_a_sentence_longer_than_a_piece_is_whole_while_it_is_not_too_long():
    text = " ".join(["ord"] * WORDS)
    assert pieces(text) == [text]
    assert len(pieces(f"{text} ord")) > 1


def test_a_word_without_an_end_is_cut_all_the_same():
    assert max(len(piece) for piece in pieces("a" * 5000)) <= PIECE_CHARACTERS


def test_no_cut_falls_inside_a_name():
    text = " ".join(["ord"] * 70 + ["Ola", "Haug"] * 40)
    names = [found.span() for found in re.finditer("Ola Haug", text)]
    cuts = [end for _, end in cut_sentence(text, (0, len(text)), names)][:-1]
    assert cuts
    assert not any(start < cut < end for cut in cuts for start, end in names)


@given(st.text(alphabet="ab ,.;–\n", max_size=4000), st.integers(0, 5))
def test_what_is_between_pieces_is_punctuation_and_white_space_only(text, start):
    last = min(start, len(text))
    for begin, end in cut_sentence(text, (last, len(text)), []):
        assert last <= begin < end <= len(text)
        assert not re.search(r"\w", text[last:begin])
        last = end
    assert not re.search(r"\w", text[last:])
