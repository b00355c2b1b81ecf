"""Judged lines of lists, and laws that hold for any line."""

import json
from pathlib import Path

import pytest
from hypothesis import given

from pipeline.text.list_grammar import parse_line
from pipeline.text.list_lines import (
    after_bullet,
    find_prefix,
    has_bullet,
    is_list_heading,
    names_organisation,
)
from tests.strategies import texts

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "lists.jsonl").read_text("utf-8").splitlines()
]


def quote(line, place):
    return line[slice(*place)] if place else ""


def described(line, entry):
    told = {
        "name": f"{quote(line, entry.name)} {entry.surname}".strip(),
        "title": quote(line, entry.title),
        "unit": quote(line, entry.unit),
        "organisation": quote(line, entry.organisation),
    }
    return {what: value for what, value in told.items() if value}


@pytest.mark.parametrize("case", [pytest.param(case, id=case["why"]) for case in CASES])
def test_a_judged_line_is_read_as_a_press_officer_reads_it(case):
    line = case["text"]
    assert [described(line, entry) for entry in parse_line(line)] == case["people"]


@given(texts)
def test_every_range_lies_inside_the_line(line):
    places = [
        place
        for entry in parse_line(line)
        for place in (entry.name, entry.title, entry.unit, entry.organisation)
        if place
    ]
    assert all(0 <= first < last <= len(line) for first, last in places)


@given(texts)
def test_a_bullet_ends_inside_the_line(line):
    assert 0 <= after_bullet(line) <= len(line)


@given(texts)
def test_a_prefix_ends_at_a_colon(line):
    prefix = find_prefix(line)
    assert prefix is None or line[prefix[1]] == ":"


@given(texts)
def test_a_heading_is_not_the_name_of_an_organisation(line):
    assert not (is_list_heading(line) and names_organisation(line))


@pytest.mark.parametrize("line", ["- a", "• a", "•a", "1. a", "12) a", "(3) a", "* a", "7 Kari"])
def test_a_sign_or_number_before_a_line_is_a_bullet(line):
    assert has_bullet(line)


@pytest.mark.parametrize(
    "line", ["Kari", "-kari", "1905 var et år", "  Kari", "17. mai-komiteen"[4:]]
)
def test_a_word_before_a_line_is_no_bullet(line):
    assert not has_bullet(line)


@pytest.mark.parametrize(
    "heading",
    [
        "Deltakere:",
        "Desse var med",
        "DE SOM VAR MED:",
        "Styret",
        "Juryen:",
        "Til stades",
        "Panelet i år",
    ],
)
def test_words_that_announce_people_are_a_heading(heading):
    assert is_list_heading(heading)


@pytest.mark.parametrize("heading", ["Nordvik kommune", "Bakgrunn", "Stylet", ""])
def test_other_words_announce_nobody(heading):
    assert not is_list_heading(heading)


@pytest.mark.parametrize(
    "name",
    [
        "Nordvik kommune",
        "Universitetet i Bergen",
        "Solvik skole",
        "Nordvik Bilsenter",
        "Solvik idrettslag:",
    ],
)
def test_a_heading_can_name_an_organisation(name):
    assert names_organisation(name)


@pytest.mark.parametrize(
    "name", ["Kari Lunde", "Sopran", "nordvik kommune", "Daglig leder", "Styret"]
)
def test_other_headings_name_none(name):
    assert not names_organisation(name)


@pytest.mark.parametrize("joiner", [", ", " og ", "; ", "\t", " (NTNU), "])
def test_five_thousand_people_of_a_line_are_read(joiner):
    assert len(parse_line(joiner.join(["Kari Lunde"] * 5000))) == 5000


@pytest.mark.parametrize("piece", [" ", "- ", ",", "(", "og ", "1 ", "\t", "a  "])
def test_a_line_of_a_hundred_thousand_characters_names_nobody(piece):
    assert parse_line(piece * (100_000 // len(piece))) == []
