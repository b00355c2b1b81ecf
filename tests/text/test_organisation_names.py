"""Names of organisations: legal forms, short forms, acronyms, word order, look-alikes."""

import pytest
from hypothesis import given

from pipeline.text.organisation_names import compare_organisations
from tests.strategies import anything

ONE = [
    ("Kongsberg Gruppen ASA", "Kongsberg Gruppen"), ("Nordvik Rør AS", "Nordvik Rør A/S"),
    ("Hansen & Dahl AS", "Hansen og Dahl AS"), ("USN", "Universitetet i Sørøst-Norge"),
    ("Universitetet i Sør Øst Norge", "Universitetet i Sørøst-Norge"),
    ("Kbg Kommune", "Kongsberg kommune"), ("Skrim Idrettslag", "IL Skrim"),
    ("Raumnes vgs", "Raumnes videregående skole"), ("Rosner L.L.C.", "Rosner LLC"),
    ("Ministry of Defence of Ukraine", "Ukrainian Ministry of Defence"),
    ("Oslo universitetssykehus HF", "Oslo universitetssjukehus"), ("H&M", "Hennes & Mauritz"),
]  # fmt: skip
TWO = [
    ("Universitetet i Oslo", "Universitetet i Bergen"), ("Helse Vest RHF", "Helse Nord RHF"),
    ("Nordre Follo kommune", "Follo kommune"), ("Star Petroleum 1", "Star Petroleum 2"),
    ("Kirkens Bymisjon", "Kirkens Nødhjelp"), ("", "Kongsberg kommune"),
    ("Nordvik Rør AS", "Nordvik Bygg AS"), ("Sparebanken Vest", "Sparebanken Øst"),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), ONE)
def test_two_ways_to_write_a_name_are_one_organisation(left, right):
    assert compare_organisations(left, right).near


@pytest.mark.parametrize(("left", "right"), TWO)
def test_names_that_look_alike_are_two_organisations(left, right):
    assert not compare_organisations(left, right).near


@given(anything, anything)
def test_the_probability_of_an_organisation_is_the_same_both_ways(left, right):
    there, back = compare_organisations(left, right), compare_organisations(right, left)
    assert (there.probability, there.weight) == (back.probability, back.weight)


@given(anything)
def test_an_organisation_of_words_is_equal_to_itself(name):
    found = compare_organisations(name, name)
    assert found.equal or not any(c.isalnum() for c in name)


def test_every_reason_is_said_in_both_languages():
    evidence = compare_organisations("Nordvik Rør AS", "Nordvik Rør og Bygg").evidence
    assert all(e.detail and e.detail_nb and e.detail_nn for e in evidence)


def test_the_strings_compared_stand_on_their_sides():
    evidence = compare_organisations("Nordvik Skole", "Bygdøy Skole").evidence
    assert "nordvik" in {e.left for e in evidence}
    assert "nordvik" not in {e.right for e in evidence}
