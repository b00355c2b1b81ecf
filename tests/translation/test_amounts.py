"""Amounts: what a number counts is put right where it is surely wrong, else told."""

from __future__ import annotations

import pytest

from pipeline.translation.amounts import put_amounts
from pipeline.translation.measures import check_measures


@pytest.mark.parametrize(
    ("source", "target", "language", "right"),
    [
        ("Det kosta 1,5 milliardar kroner.", "It cost 1.5 million kroner.", "en",
         "It cost 1.5 billion kroner."),
        ("De fikk 3 mrd. kroner i fjor.", "They got $3 billion last year.", "en",
         "They got 3 billion kroner last year."),
        ("Prisen er 95 000 kr.", "Le prix est de 95 000 dollars.", "fr",
         "Le prix est de 95 000 couronnes."),
        ("Det koster 2 milliarder kroner.", "Cela coûte 2 millions d'euros.", "fr",
         "Cela coûte 2 milliards de couronnes."),
        ("Huset er på 120 kvm.", "The house is 120 square feet.", "en",
         "The house is 120 square metres."),
        ("20 km til byen", "20 miles to the city", "en", "20 kilometres to the city"),
    ],
)  # fmt: skip
def test_a_wrong_amount_or_unit_is_put_right(source, target, language, right):
    assert put_amounts(source, target, language) == right


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("3 milliarder euro", "3 billion euros", "en"),
        ("5 millioner dollar", "$5 million", "en"),
        ("12 kroner for 12 kilo", "12 dollars for 12 kilos", "en"),
        ("De gikk 20 km.", "They walked 12 miles.", "en"),
        ("50 kroner", "NOK 50", "en"),
        ("2 millioner kroner", "2 millions de couronnes", "fr"),
    ],
)
def test_what_is_right_or_not_sure_is_left(source, target, language):
    assert put_amounts(source, target, language) == target


@pytest.mark.parametrize(
    ("source", "target", "kind"),
    [
        ("Det er 420 kvm og 600 moh.", "It is 420 and at 600 metres.", "kvm"),
        ("Trykket falt 12 prosentpoeng.", "The pressure fell by 12 points.", "prosentpoeng"),
        ("De kuttet 140 årsverk.", "They cut 140 years.", "årsverk"),
        ("Han har budd her i 22 år.", "He has lived here for 22.", "år"),
        ("De gikk langt.", "They walked 12 miles.", "miles"),
    ],
)  # fmt: skip
def test_a_unit_that_is_lost_or_made_up_is_told(source, target, kind):
    assert any(kind in check.detail for check in check_measures(source, target, "en"))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Bygget er 4 200 kvadratmeter.", "The building is 4,200 square metres."),
        ("De kuttet 140 årsverk.", "They cut 140 full-time positions."),
        ("Den 47 år gamle mannen", "The 47-year-old man"),
        ("rundt 1000 år f.Kr.", "about 1000 BC"),
        ("30 engelske mil i timen", "30 miles an hour"),
    ],
)
def test_a_unit_that_is_there_is_not_missed(source, target):
    assert check_measures(source, target, "en") == ()
