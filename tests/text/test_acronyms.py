"""What an acronym can stand for."""

import pytest
from hypothesis import given

from pipeline.text.acronyms import abbreviates, explained_names, is_short_form, stands_for
from tests.strategies import texts


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("NFK", "Nordvik fylkeskommune"),
        ("SBK", "Solvik Båtklubb"),
        ("NNF", "Nordvik næringsforum"),
        ("UiN", "Universitetet i Nordvik"),
        ("FNF", "Forum for natur og friluftsliv"),
    ],
)
def test_the_letters_of_the_words_are_found(short, long):
    assert stands_for(short, long)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("TØI", "Toulouse"),
        ("NK", "Solvik kommune"),
        ("NKX", "Nordvik kommune"),
        ("N", "Nordvik"),
        ("", ""),
    ],
)
def test_other_letters_stand_for_something_else(short, long):
    assert not stands_for(short, long)


@pytest.mark.parametrize("name", ["USN", "UiO", "NTNU", "BI", "NAV"])
def test_a_short_word_of_capitals_is_a_short_form(name):
    assert is_short_form(name)


@pytest.mark.parametrize("name", ["Nordvik", "Ås", "N", "NTNU Vest", "NORDVIKS", "nav", ""])
def test_other_words_are_no_short_form(name):
    assert not is_short_form(name)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Nvk Kommune", "Nordvik kommune"),
        ("Solv skole", "Solvik skole"),
        ("Kbg Kommune", "Kongsberg kommune"),
    ],
)
def test_a_word_cut_short_abbreviates_it(short, long):
    assert abbreviates(short, long)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Nvk Kommune", "Solvik kommune"),
        ("Nordvik kommune", "Nordvik kommune"),
        ("Nvk", "Nordvik"),
        ("", ""),
    ],
)
def test_other_words_abbreviate_nothing(short, long):
    assert not abbreviates(short, long)


def test_the_name_before_an_acronym_in_brackets_is_found_to_its_first_word():
    text = "Da kom Forum for natur og friluftsliv (FNF) med sitt svar."
    assert [text[a:b] for a, b in explained_names(text)] == ["Forum for natur og friluftsliv"]


def test_an_acronym_after_a_full_stop_explains_nothing_before_it():
    assert explained_names("Her er Norsk. Fin Kultur (NFK) kom.") == []


@given(texts)
def test_explained_names_lie_inside_the_text(text):
    assert all(0 <= first < last <= len(text) for first, last in explained_names(text))


def test_every_acronym_of_a_long_text_is_explained():
    text = "Nordvik Båtklubb (NB) " * 2000
    assert len(explained_names(text)) == 2000
