"""Tokens cover the text; words are told by their shape and the tables."""

import pytest
from hypothesis import given

from pipeline.text.tokens import (
    is_given_name,
    is_organisation_word,
    is_role_word,
    tokenise,
)
from tests.strategies import texts


@given(texts)
def test_tokens_quote_the_text(text):
    assert all(text[token.start : token.end] == token.text for token in tokenise(text))


@given(texts)
def test_only_white_space_lies_between_tokens(text):
    tokens = tokenise(text)
    ends = [0, *(token.end for token in tokens)]
    starts = [*(token.start for token in tokens), len(text)]
    gaps = [text[a:b] for a, b in zip(ends, starts, strict=True)]
    assert not "".join(gaps).strip()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("F.v.: Kari", ["F.v.", ":", "Kari"]),
        ("m.fl.", ["m.fl."]),
        ("J.P. Moe", ["J.P.", "Moe"]),
        ("v/Kari", ["v/", "Kari"]),
        ("Nordvik v/ Kari", ["Nordvik", "v/", "Kari"]),
        ("Berg-Hansen", ["Berg-Hansen"]),
        ("O’Brien", ["O’Brien"]),
        ("nr. 2", ["nr.", "2"]),
        ("Ha\u030akon", ["Ha\u030akon"]),
        ("strategi- og", ["strategi-", "og"]),
        ("12.30", ["12.30"]),
        ("tv/radio", ["tv", "/", "radio"]),
    ],
)
def test_a_text_is_cut_where_a_reader_cuts_it(text, words):
    assert [token.text for token in tokenise(text)] == words


@pytest.mark.parametrize(
    "word", ["rektor", "Rektor", "næringssjef", "lærlingene", "leiar", "medlemmer"]
)
def test_titles_are_role_words(word):
    assert is_role_word(word)


@pytest.mark.parametrize("word", ["Kari", "Nordvik", "bro", "", "sjef"[:3]])
def test_other_words_are_no_role_words(word):
    assert not is_role_word(word)


@pytest.mark.parametrize(
    "word", ["kommune", "fylkeskommune", "Universitetet", "idrettslag", "museum"]
)
def test_words_of_organisations_are_known(word):
    assert is_organisation_word(word)


@pytest.mark.parametrize("word", ["Kari", "Torø", "bro", ""])
def test_other_words_are_no_words_of_organisations(word):
    assert not is_organisation_word(word)


@pytest.mark.parametrize("word", ["Kari", "KARI", "Anne-Lise", "per"])
def test_common_given_names_are_known(word):
    assert is_given_name(word)


@pytest.mark.parametrize("word", ["Nordvik", "kommune", "", "-"])
def test_other_words_are_no_given_names(word):
    assert not is_given_name(word)


def test_a_long_line_is_cut():
    assert len(tokenise("Kari " * 20_000)) == 20_000
