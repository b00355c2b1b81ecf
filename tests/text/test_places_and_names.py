"""The tables of places, names and acronyms keep the order and the promises of their heads."""

import tomllib
from importlib.resources import files
from typing import Any

import pytest

from pipeline.text import tables


def load(name: str) -> dict[str, Any]:
    return tomllib.loads((files("pipeline.text") / "data" / f"{name}.toml").read_text("utf-8"))


def norwegian_order(word: str) -> str:
    return word.casefold().replace("å", "\u00ff")


LISTS = [
    (table, key)
    for table in ("places", "given_names", "surnames")
    for key, value in load(table).items()
    if isinstance(value, list)
]


@pytest.mark.parametrize(("table", "key"), LISTS)
def test_a_list_is_sorted_so_that_an_addition_has_one_place(table, key):
    words = load(table)[key]
    assert words == sorted(words, key=norwegian_order)


@pytest.mark.parametrize(("table", "key"), LISTS)
def test_a_list_has_no_name_twice_in_any_case(table, key):
    words = [word.casefold() for word in load(table)[key]]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize(("table", "key"), LISTS)
def test_a_name_has_a_capital_and_no_blank_at_its_ends(table, key):
    wrong = [w for w in load(table)[key] if w != " ".join(w.split()) or not w[:1].isupper()]
    assert wrong == []


@pytest.mark.parametrize("table", ["places", "given_names"])
def test_no_name_is_in_two_lists_of_a_table(table):
    words = [word.casefold() for key in load(table) for word in load(table)[key]]
    assert sorted(words) == sorted(set(words))


def test_no_given_name_is_a_compound_since_its_first_half_is_looked_up():
    assert [name for name in tables.given_names() if "-" in name or " " in name] == []


def test_no_place_is_a_given_name():
    assert tables.places() & set(tables.given_names()) == set()


@pytest.mark.parametrize(
    "municipality",
    ["Kautokeino", "Guovdageaidnu", "Snåase", "Nordre Follo", "Våler", "Ås", "Utsira", "Kinn"],
)
def test_a_municipality_is_known_in_each_official_name(municipality):
    assert municipality.casefold() in tables.places()


@pytest.mark.parametrize("country", ["Østerrike", "Austerrike", "Sveis", "Grekenland", "Noreg"])
def test_a_country_is_known_in_both_written_norms(country):
    assert country.casefold() in tables.places()


@pytest.mark.parametrize("name", ["Kristoffer", "Christoffer", "Kristofer", "Máret", "Oksana"])
def test_variants_of_a_given_name_and_names_from_elsewhere_are_known(name):
    assert name.casefold() in tables.given_names()


@pytest.mark.parametrize("word", ["Du", "Vi", "En", "Vår", "Man", "Den", "Hun", "Skade"])
def test_a_common_word_that_begins_sentences_is_no_given_name(word):
    assert word.casefold() not in tables.given_names()


def test_every_known_acronym_has_a_long_form_and_none_stands_twice():
    known = tables.organisations().known
    assert all(known.values())
    assert len({short.casefold() for short in known}) == len(known)
