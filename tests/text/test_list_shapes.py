"""Lines of lists that were read wrongly once."""

import pytest

from pipeline.text.list_grammar import parse_line
from pipeline.text.list_lines import (
    could_be_body,
    is_list_heading,
    names_organisation,
    owner_inside,
)


def _entries(line, known=lambda *_: ""):
    def said(place):
        return line[slice(*place)] if place else ""

    return [(said(e.name), said(e.title), said(e.organisation)) for e in parse_line(line, known)]


def test_a_title_after_og_begins_the_next_person():
    line = "Kari Lie - Voss Taxi, og professor emerita Berit Dahl ved NTNU"
    assert _entries(line)[1] == ("Berit Dahl", "professor emerita", "NTNU")


@pytest.mark.parametrize("said", ["ny, 2 år", "gjenvalg", "ikke på valg", "attvald for 2 år"])
def test_what_is_said_of_an_election_is_no_title(said):
    assert _entries(f"1. Kari Lie ({said})") == [("Kari Lie", "", "")]


def test_a_title_stays_without_the_term():
    assert _entries("1. Kari Lie (leder, gjenvalg 2 år)") == [("Kari Lie", "leder", "")]


def test_a_programme_names_both_who_talk():
    line = "11.30 Samtale mellom Kari Lie (KDD) og Ola Dahl (NVE)"
    assert [e[0] for e in _entries(line)] == ["Kari Lie", "Ola Dahl"]


def test_a_foreign_name_after_a_title_is_a_person_where_the_finder_says_so():
    line = "Kari Lie, NTNU, Ph.d.-stipendiat Zhang Wei, UiB"
    begin = line.index("Zhang")

    def known(first, last):
        return "person" if (first, last) == (begin, begin + 9) else ""

    assert _entries(line, known)[1] == ("Zhang Wei", "Ph.d.-stipendiat", "UiB")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Med på turen var Kari Lie, Ola Dahl og Per Moe.", ["Kari Lie", "Ola Dahl", "Per Moe"]),
        ("Kari Lie, Per Moe og Ola Dahl ryddet stranda.", ["Kari Lie", "Per Moe", "Ola Dahl"]),
    ],
)
def test_a_sentence_that_enumerates_loses_nobody(line, names):
    assert [e[0] for e in _entries(line)] == names


def test_a_prize_and_a_gang_are_no_bodies():
    assert not could_be_body("Hederspris")
    assert not could_be_body("Gjengen fra Tonsåsen")
    assert could_be_body("Sirkula")


def test_those_who_attended_are_a_list():
    assert is_list_heading("Møtedeltakarar:")


def test_the_year_of_a_board_is_no_part_of_the_body():
    heading = "Styret i Voss Musikkforening 2024/25"
    place = owner_inside(heading)
    assert place is not None
    assert heading[slice(*place)] == "Voss Musikkforening"


@pytest.mark.parametrize(
    "text",
    ["Biblioteket er åpent hver dag fra klokka sju.", "Skulen låner ut salen kvar onsdag."],
)
def test_a_sentence_that_begins_with_a_body_is_no_name(text):
    assert not names_organisation(text)
