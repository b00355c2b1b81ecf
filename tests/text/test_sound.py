"""Names that sound alike share a key; names that are told apart by ear do not."""

import pytest
from hypothesis import given

from pipeline.text.sound import sound_key
from tests.strategies import anything, names

ALIKE = [
    ("Aasen", "Åsen"), ("Haakon", "Håkon"), ("Bjoern", "Bjørn"), ("Næss", "Ness"),
    ("Sæther", "Sæter"), ("Christian", "Kristian"), ("Bache", "Bakke"), ("Carlsen", "Karlsen"),
    ("Franck", "Frank"), ("Cecilie", "Sesilie"), ("Axel", "Aksel"), ("Arntzen", "Arntsen"),
    ("Elizabeth", "Elisabeth"), ("Sophie", "Sofie"), ("Thorsen", "Torsen"),
    ("Schmidt", "Schmitt"), ("Krogh", "Krog"), ("Krohg", "Krog"), ("Quale", "Kvale"),
    ("Hvidsten", "Vidsten"), ("Wold", "Vold"), ("Vold", "Voll"), ("Strand", "Strann"),
    ("Nordby", "Norby"), ("Gjerde", "Jerde"), ("Hjelle", "Jelle"), ("Hiorth", "Hjort"),
    ("Giever", "Gjever"), ("Kielland", "Kjelland"), ("Schjelderup", "Skjelderup"),
    ("Solvejg", "Solveig"), ("Eyvind", "Eivind"), ("Øien", "Øyen"), ("Dahl", "Dal"),
    ("Jahn", "Jan"), ("Moe", "Mo"), ("Lie", "Li"), ("Wiik", "Vik"), ("Ruud", "Rud"),
    ("Grimstad", "Grimsta"), ("Sandvig", "Sandvik"), ("Nordrød", "Nordrud"),
    ("Andersson", "Andersen"), ("Andreassen", "Andreasen"), ("Granlid", "Granli"),
    ("Isaac", "Isak"), ("Sonia", "Sonja"), ("Guldbrandsen", "Gulbrandsen"), ("Ánne", "Anne"),
    ("Johannes", "Johanes"), ("Sandnes", "Sannes"), ("Madsen", "Massen"),
]  # fmt: skip
APART = [
    ("Lie", "Lia"), ("Ole", "Ola"), ("Frode", "Fredrik"), ("Berg", "Borg"), ("Hansen", "Jensen"),
    ("Lund", "Lunde"), ("Haug", "Hauge"), ("Kari", "Karin"), ("Moen", "Moe"), ("Nes", "Nås"),
    ("Bø", "Bu"), ("Dal", "Dale"), ("Larsen", "Lassen"), ("Tor", "Tore"), ("Jon", "Jan"),
    ("Skar", "Sjar"), ("Vik", "Vig-Hansen"), ("Kim", "Kjim"), ("Gard", "Gjard"),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), ALIKE)
def test_names_that_sound_alike_share_a_key(left, right):
    assert sound_key(left) == sound_key(right)


@pytest.mark.parametrize(("left", "right"), APART)
def test_names_that_are_told_apart_by_ear_have_two_keys(left, right):
    assert sound_key(left) != sound_key(right)


@given(names)
def test_the_key_does_not_see_letter_case(name):
    assert sound_key(name.upper().casefold()) == sound_key(name.casefold())


@given(anything)
def test_the_key_has_no_spaces_but_single_ones(text):
    assert sound_key(text) == " ".join(sound_key(text).split())


def test_a_hyphen_is_a_space():
    assert sound_key("Berg-Hansen") == sound_key("Berg Hansen")
