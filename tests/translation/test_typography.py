"""French as French papers set it: what is set anew, and what must stay letter for letter."""

from __future__ import annotations

import pytest

from pipeline.records import EntityKind
from pipeline.translation.checks import Context, check_segment
from pipeline.translation.choosing import make_version
from pipeline.translation.engine import Hypothesis
from pipeline.translation.keepnames import Wanted
from pipeline.translation.typography import before_colon, set_in_english, set_in_french


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("48 200 kom.", "48,200 sont venus.", "48\u202f200 sont venus."),
        ("48.200 kom.", "48 200 sont venus.", "48\u202f200 sont venus."),
        ("1 234,5 tonn", "1,234.5 tonnes", "1\u202f234,5 tonnes"),
        ("12 400 000,75 kr", "12.400.000,75 kr", "12\u202f400\u202f000,75 kr"),
        ("2,5 mill.", "2.5 millions", "2,5 millions"),
        ("10,50 kroner", "10.50 couronnes", "10,50 couronnes"),
        ("12 prosent", "12% ou 13 %", "12\u00a0% ou 13\u00a0%"),
        ("Ja! Nei?", "Oui! Non?", "Oui\u202f! Non\u202f?"),
        ("«Ja», sa hun", "«Oui», dit-elle", "«\u00a0Oui\u00a0», dit-elle"),
        ("Tid: i dag; her", "Heure: aujourd'hui; ici", "Heure\u00a0: aujourd'hui\u202f; ici"),
    ],
)
def test_numbers_and_signs_are_set(source: str, text: str, expected: str) -> None:
    assert set_in_french(source, text) == expected
    assert set_in_french(source, expected) == expected


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Versjon 2.5", "Version 2.5"),
        ("kl. 18.30", "à 18.30"),
        ("Tlf. 22 12 34 56", "Tél. 22 12 34 56"),
        ("Tlf. 911 22 333", "Tél. 911 22 333"),
        ("Kampen endte 3-1 i 12:30", "Le match 3-1 à 12:30"),
        ("Se https://eksempel.no/a?b=1,200", "Voir https://eksempel.no/a?b=1,200"),
        ("Skriv til a@b.no", "Écrivez à a@b.no"),
        ("0,5 liter", "4,500 litres"),
        ("2019 4 512", "2019 4 512"),
        ("12.3.2024", "12.3.2024"),
        ("100 %", "https://a.no/%20x"),
    ],
)
def test_what_is_no_such_number_stays(source: str, text: str) -> None:
    assert set_in_french(source, text) == text


def test_a_number_that_was_set_is_still_found_by_the_checks() -> None:
    source = "I fjor kom 48 200 mennesker, 2,5 % flere!"
    text = set_in_french(source, "L'an dernier 48,200 personnes sont venues, 2.5% de plus!")
    kinds = [check.kind for check in check_segment(source, text, Context("fr"))]
    assert kinds == []


def test_a_name_with_signs_in_it_stays() -> None:
    name = Wanted(0, 11, "Wow! 12% av", EntityKind.ORGANISATION, ("Wow! 12% av",))
    version = make_version(
        "Wow! 12% av kom.",
        Hypothesis(text="Wow! 12% av est venu!", score=-0.1),
        Context("fr", (name,)),
    )
    assert version.text.startswith("Wow! 12% av")


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("48 200 kom!", "48,200 came!", "48,200 came!"),
        ("48 200 kom!", "48 200 came!", "48,200 came!"),
        ("1.250 biler", "1.250 cars", "1,250 cars"),
        ("48 200,50 kr", "48 200,50 kroner", "48,200.50 kroner"),
        ("12,5 % mer", "12,5 % more", "12.5% more"),
        ("12,5 % mer", "12.5 per cent more", "12.5 per cent more"),
        ("3 av 3000", "3 of 3,000", "3 of 3,000"),
        ("Org.nr. 974 760 673", "Org.no. 974 760 673", "Org.no. 974 760 673"),
        ("Tlf. 22 12 34 56", "Phone 22 12 34 56", "Phone 22 12 34 56"),
        ("Se https://a.no/12,5", "See https://a.no/12,5", "See https://a.no/12,5"),
        ("Kampen endte 3-1", "The match ended 3-1", "The match ended 3-1"),
    ],
)
def test_numbers_that_were_copied_are_written_in_english(
    source: str, text: str, expected: str
) -> None:
    assert set_in_english(source, text) == expected
    version = make_version(source, Hypothesis(text=text, score=-0.1), Context("en"))
    assert "number" not in {check.kind for check in version.checks}


def test_a_space_before_the_colon_that_the_document_has() -> None:
    assert before_colon(": ") == before_colon(":") == "\u00a0"
    assert before_colon(":30") == before_colon(". Se:") == ""
