"""The genitive ending goes where something speaks for it, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.genitive import base_name

letters = st.text(alphabet="abceilnorsuxyzæøåÅSHN.'’- \u0301\u200f😀", max_size=24)


@pytest.mark.parametrize(
    "name",
    [
        "Lars", "Hans", "Jens", "Anders", "Thomas", "Elias", "Jonas", "Mathias", "Andreas",
        "Johannes", "Rasmus", "Magnus", "Moses", "Kraus", "Tømmerås", "Paris", "Texas", "Athens",
        "Airbus", "Røde Kors", "Deichman kulturhus", "Geir Lippestad Foss", "Hellas", "Kirkenes",
    ],
)  # fmt: skip
def test_a_name_in_s_keeps_its_s_even_before_something_owned(name):
    assert base_name(name, following=" bror") == name


@pytest.mark.parametrize(
    "name", ["Bjerknes", "Eidsnæs", "Holmås", "Tveiteraas", "Nicolaus", "Kripos"]
)
def test_a_common_ending_of_names_keeps_its_s(name):
    assert base_name(name, following=" kommune") == name


@pytest.mark.parametrize(
    ("name", "known", "following", "bare"),
    [
        ("Gravens", {"Graven"}, ".", "Graven"),
        ("Olaf Gravens", {"Graven"}, " og", "Olaf Graven"),
        ("Hovlands", {"Trond Hovland", "Hovland"}, " mener", "Hovland"),
        ("Fidjelands", (), " forslag", "Fidjeland"),
        ("Fidjelands", (), " største ønske", "Fidjeland"),
        ("Fidjelands", (), " motstander", "Fidjeland"),
        ("Høyres", (), " Kari Lie", "Høyre"),
        ("Solstads", (), " «Sytten»", "Solstad"),
        ("Norges", (), ",", "Norge"),
        ("Maritas", (), ",", "Marita"),
        ("Annas", (), ".", "Anna"),
        ("Stortingets", (), ".", "Stortinget"),
        ("USAs", (), ".", "USA"),
        ("Fr.p.s", (), ".", "Fr.p."),
        ("NRK's", (), ".", "NRK"),
    ],
)  # fmt: skip
def test_evidence_decides(name, known, following, bare):
    assert base_name(name, known, following) == bare


@pytest.mark.parametrize("following", ["", ".", ", som", " sier", " og Dal", " hevder", " mente"])
def test_without_evidence_the_s_stays(following):
    assert base_name("Fidjelands", (), following) == "Fidjelands"


@pytest.mark.parametrize("name", ["Hans'", "Hans’", "Marx'", "Olaf Næss’"])
def test_an_apostrophe_after_s_goes(name):
    assert base_name(name) == name[:-1]


def test_a_longer_spelling_is_not_the_genitive_of_a_shorter_one():
    assert base_name("Næss", {"Næs"}, " bok") == "Næss"


def test_a_family_name_in_s_yields_to_the_bare_name_in_the_article():
    assert base_name("Roberts", {"Robert"}, " bok") == "Robert"


def test_a_family_name_in_s_stands_otherwise():
    assert base_name("Julia Roberts", (), " film") == "Julia Roberts"


def test_capitals_say_nothing_about_an_ending():
    assert base_name("VOSS", (), " kommune") == "VOSS"


def test_mcdonalds_keeps_its_apostrophe():
    assert base_name("McDonald's") == "McDonald's"


def test_white_space_is_made_single():
    assert base_name(" Kari\n  Lie\u00a0") == "Kari Lie"


@given(letters, st.sets(letters, max_size=3), letters)
def test_at_most_the_end_of_the_name_goes(name, known, following):
    whole = " ".join(name.split())
    bare = base_name(name, known, following)
    assert whole.removeprefix(bare).casefold() in ("", "s", "'", "’", "'s", "’s")


@given(letters)
def test_no_name_becomes_empty(name):
    assert bool(base_name(name)) == bool(name.split())
