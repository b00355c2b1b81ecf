from __future__ import annotations

import pytest
from hypothesis import given

from pipeline.authority.capitals import in_small_letters
from tests.strategies import texts


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("OSLO UNIVERSITETSSYKEHUS HF", "Oslo universitetssykehus HF"),
        ("MØRE OG ROMSDAL FYLKESKOMMUNE", "Møre og Romsdal fylkeskommune"),
        ("NRK AS", "NRK AS"),
        ("BERGEN MC-KLUBB", "Bergen MC-klubb"),
        ("KOMMUNENES SENTRALFORBUND", "Kommunenes Sentralforbund"),
        ("SPAREBANK 1 SMN", "SpareBank 1 SMN"),
        ("BERG & LUND AS", "Berg & Lund AS"),
        ("4H NORGE", "4H Norge"),
        ("BYGG (NORGE) AS", "Bygg (Norge) AS"),
        ("- -", "- -"),
        ("Redd Barna", "Redd Barna"),
        ("", ""),
    ],
)
def test_names_in_capitals_get_the_letters_that_people_write(written, wanted):
    assert in_small_letters(written) == wanted


@given(texts)
def test_only_the_case_of_letters_changes(text):
    changed = in_small_letters(text)
    assert "".join(changed.split()).casefold() == "".join(text.split()).casefold()
