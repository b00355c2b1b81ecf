"""What unknown words look like: the ends of words that the tables know tell it."""

import pytest

from pipeline.text.caption_grammar import parse_caption
from pipeline.text.word_shapes import KINDS, looks_titled, names_given, opens_name, shape_of


@pytest.mark.parametrize("word", ["Synnhild", "Torvalda", "x", "", "Ærø", "ŁUKASZ"])
def test_the_shares_of_the_kinds_add_up(word):
    shares = shape_of(word)
    assert set(shares) == set(KINDS)
    assert sum(shares.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("first", "last", "is_one"),
    [
        ("Synnhild", "Kvåle", True),
        ("Wibecke", "Ree", True),
        ("Nordre", "Land", False),
        ("Landslagets", "Moen", False),
        ("Innovasjon", "Norge", False),
        ("Polaris", "Trykk", False),
        ("Etter", "Lie", False),
    ],
)
def test_an_unknown_given_name_is_told_by_its_end_and_the_surname(first, last, is_one):
    assert opens_name(first, last) is is_one


@pytest.mark.parametrize(
    ("word", "is_title"),
    [("lauvblåser", True), ("byrådsleiar", True), ("Synnhild", False), ("snora", False)],
)
def test_an_unknown_title_is_told_by_its_end(word, is_title):
    assert looks_titled(word) is is_title


def test_a_line_of_given_names_holds_no_surname():
    assert names_given("• Ida Marie")
    assert not names_given("Ida Moen")


def people(text):
    parsed = parse_caption(text)
    return [(text[slice(*p.name)], text[slice(*p.role)] if p.role else "") for p in parsed.people]


def test_an_unknown_person_and_an_unknown_title_are_read_in_a_sentence():
    text = "Kretsmagister Synnhild Kvåle og lauvblåser Torvar Moen ser på."
    assert people(text) == [
        ("Synnhild Kvåle", "Kretsmagister"),
        ("Torvar Moen", "lauvblåser"),
    ]


def test_a_firm_in_brackets_stays_a_body():
    text = "F.v.: Kari Lie (Block Watne) og Per Moe (Consto Nord)"
    found = [p.affiliation for p in parse_caption(text).people]
    assert [text[slice(*place)] for place in found if place] == [
        "Block Watne",
        "Consto Nord",
    ]


def test_a_verb_before_a_person_is_no_title():
    assert people("Kari Lie møter Per Moe.") == [("Kari Lie", ""), ("Per Moe", "")]
