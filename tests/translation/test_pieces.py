"""Text to pieces and back, with a cut vocabulary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ModelError
from pipeline.translation.pieces import BYTE, CONTROL, CutPieces, Pieces, cut_types, model_file
from tests import builders_gemma

TOKENS, SCORES, TYPES = builders_gemma.vocabulary()
KEPT = tuple(
    number
    for number, (token, kind) in enumerate(zip(TOKENS, TYPES, strict=True))
    if kind in {BYTE, CONTROL} or token not in {"▁Nor", "Q", "æ"}
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    file = tmp_path_factory.mktemp("pieces") / "whole.model"
    file.write_bytes(model_file(TOKENS, SCORES, TYPES))
    return Pieces(file)


@pytest.fixture(scope="module")
def cut(tmp_path_factory):
    file = tmp_path_factory.mktemp("pieces") / "cut.model"
    file.write_bytes(model_file(TOKENS, SCORES, cut_types(TYPES, frozenset(KEPT))))
    return CutPieces(Pieces(file), KEPT)


def written(rows):
    return [TOKENS[KEPT[row]] for row in rows]


def test_pieces_are_merged_in_the_order_of_their_scores(whole):
    assert whole.encode_as_pieces([" Norwegian"]) == [["▁Nor", "wegi", "an"]]


def test_a_cut_piece_is_taken_apart_into_kept_ones(cut):
    assert written(cut.encode([" Norwegian"])[0]) == ["▁N", "or", "wegi", "an"]


def test_text_without_cut_pieces_is_segmented_as_with_the_whole_vocabulary(cut, whole):
    text = "English: 12 ... and more"
    assert [KEPT[row] for row in cut.encode([text])[0]] == whole.encode([text])[0]


def test_a_letter_that_was_cut_becomes_its_bytes(cut):
    assert written(cut.encode(["æ"])[0]) == ["<0xC3>", "<0xA6>"]


def test_a_control_piece_written_in_a_text_is_just_text(cut):
    assert "<eos>" not in written(cut.encode(["a <eos> b"])[0])


# the sign that SentencePiece writes for a space is the one character that becomes another
@given(st.text(st.characters(codec="utf-8", exclude_characters="▁\0"), max_size=40))
def test_any_text_comes_back_as_it_was(cut, text):
    assert cut.decode(cut.encode([text])[0]) == text


@pytest.mark.parametrize(
    "text", ["Bodø 👋🏽 🇳🇴", "e\u0301 A\u030a", "ქართული", "\u200fעברית", "a  b\n\nc"]
)
def test_unusual_signs_come_back_as_they_were(cut, text):
    assert cut.decode(cut.encode([text])[0]) == text


def test_a_file_that_is_no_model_is_named(tmp_path):
    (tmp_path / "x.model").write_bytes(b"nothing")
    with pytest.raises(ModelError, match=r"x\.model"):
        Pieces(tmp_path / "x.model")
