"""Two names and nothing else: laws, and what must and must not be taken for one person's."""

import pytest
from hypothesis import given

from pipeline.text.same_person import THRESHOLD, same_person
from tests.strategies import anything, names

ONE = [
    ("Aasen", "Åsen"), ("Christoffer", "Kristoffer"), ("Thorsen", "Torsen"), ("Wold", "Vold"),
    ("Philip Næss", "Filip Ness"), ("Carlsen", "Karlsen"), ("Gjerde", "Jerde"),
    ("Krogh", "Krog"), ("Guldbrandsen", "Gulbrandsen"), ("Nordahl", "Nordal"),
    ("Axel Arntzen", "Aksel Arntsen"), ("Kari BjÃ¸rnstad", "Kari Bjørnstad"),
    ("Lunde, Kari", "Kari Lunde"), ("K. O. Lunde", "Kari Olsen Lunde"),
    ("Dr. Kari Lunde", "Kari Lunde"), ("Kari Lund", "Kari Lund Hansen"),
    ("Mohammed Yusuf", "Muhammad Yousef"), ("Владимир Соколов", "Vladimir Sokolov"),
    ("Vladimir Petrovich Sokolov", "Sokolov, Vladimir"), ("Lee Jae-yong", "Jae Yong Lee"),
    ("Bill Harrington", "William Harrington"), ("Łukasz Wójcik", "Lukasz Wojcik"),
    ("Wiik", "Vik"), ("Quist", "Kvist"), ("Torleif Moe", "Torleiv Moe"), ("Ketil", "Kjetil"),
    ("Hougen", "Haugen"), ("Sæther", "Seter"), ("Eirik", "Eirich"), ("Schmidt", "Smidt"),
    ("Jens Chr. Aune", "Jens Christian Aune"), ("Øystein Vold", "Eystein Vold"),
    ("Kari Moe", "Kari Mo"), ("Abd al-Rahman Qasim", "Abdurrahman Kassim"),
    ("محمد علي", "Muhammad Ali"),
]  # fmt: skip
TWO = [
    ("Hansen", "Hanssen"), ("Lie", "Lia"), ("Ole", "Ola"), ("Frode Aursand", "Fredrik Aursand"),
    ("Kari Lunde", "Kari Moen"), ("Kari Lunde", "Per Lunde"), ("Andrea Lie", "Andreas Lie"),
    ("Per Lunde jr.", "Per Lunde sr."), ("Kari A. Lunde", "Kari B. Lunde"),
    ("Mari", "Marie"), ("Øyvind", "Eivind"), ("Kari", "Karin"), ("Anne", "Anna"), ("Ola", "Olav"),
    ("Hassan Ali", "Hussein Ali"), ("Nguyen Thi Lan", "Nguyen Thi Lam"),
    ("Ole Hansen", "Ole Hansson"),
    ("Mr John Kane", "Mrs John Kane"), ("Knut Myhre", "Knut Myhr"),
    ("Ivan Petrovich Sidorov", "Ivan Ivanovich Sidorov"), ("", "Kari Lunde"), ("–", "–"),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), ONE)
def test_two_ways_to_write_a_name_are_one_person(left, right):
    assert same_person(left, right) >= THRESHOLD


@pytest.mark.parametrize(("left", "right"), TWO)
def test_names_that_look_alike_are_two_people(left, right):
    assert same_person(left, right) < THRESHOLD


@given(names, names)
def test_the_probability_is_the_same_both_ways(left, right):
    assert same_person(left, right) == pytest.approx(same_person(right, left))


@given(anything, anything)
def test_whatever_is_compared_there_is_a_probability(left, right):
    assert 0.0 <= same_person(left, right) <= 1.0


@given(anything)
def test_a_name_is_surely_its_own_or_no_name(name):
    assert same_person(name, name) in (0.0, 1.0)


@pytest.mark.parametrize("name", ["x" * 500, "Kari " * 5000, "K. " * 5000, "é" * 500, "김" * 500])
def test_a_name_without_end_is_compared(name):
    assert same_person(name, "Kari Lunde") < THRESHOLD
