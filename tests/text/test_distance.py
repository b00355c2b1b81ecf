"""Laws of the distance, and what each kind of difference is called."""

import pytest
from hypothesis import given

from pipeline.text.compare import describe
from pipeline.text.distance import distance
from tests.strategies import names


@given(names)
def test_a_name_is_at_no_distance_from_itself(name):
    assert distance(name, name).cost == 0.0


@given(names, names)
def test_the_distance_is_the_same_both_ways(left, right):
    assert distance(left, right).cost == distance(right, left).cost


@given(names, names)
def test_no_distance_is_below_zero(left, right):
    assert distance(left, right).cost >= 0.0


@given(names, names)
def test_the_steps_cost_what_the_whole_costs(left, right):
    found = distance(left, right)
    assert found.cost == pytest.approx(sum(step.cost for step in found.steps), abs=0.01)


@given(names, names)
def test_the_steps_turned_round_are_those_of_the_way_back(left, right):
    there, back = distance(left, right), distance(right, left)
    assert [(s.left, s.right) for s in there.steps] == [(s.right, s.left) for s in back.steps]


@given(names, names)
def test_the_distance_is_at_most_one_for_each_letter(left, right):
    assert distance(left, right).cost <= len(left.casefold()) + len(right.casefold())


@given(names)
def test_letter_case_costs_nothing(name):
    assert distance(name.casefold(), name).cost == 0.0


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("Aas", "Ås", "spelling"),
        ("Kristoffer", "Christoffer", "spelling"),
        ("Hansen", "Hanssen", "doubled"),
        ("Lunde", "Ludne", "swapped"),
        ("André", "Andre", "accent"),
        ("Berg-Hansen", "Berg Hansen", "hyphen"),
        ("Solberg", "Solbeg", "dropped"),
        ("Nordby", "Norby", "silent"),
        ("Lunde", "Lunke", "letter"),
        ("Haugland", "Hauglamd", "key"),
        ("Arne", "Ame", "ocr"),
        ("Olsen", "0lsen", "ocr"),
        ("Ihle", "lhle", "ocr"),
        ("Bjørn", "BjÃ¸rn", "encoding"),
        ("Bjørn", "Bj?rn", "encoding"),
        ("Bjørn", "Bj\ufffdrn", "encoding"),
        ("Bjørn", "Bj|rn", "encoding"),
        ("Frøydis", "Frydis", "encoding"),
        ("Dahl", "Dal", "silent"),
        ("Berit", "Berti", "swapped"),
    ],
)
def test_a_difference_is_called_what_it_is(left, right, kind):
    assert [step.kind for step in distance(left, right).steps] == [kind]


@pytest.mark.parametrize(
    ("near", "far"),
    [
        (("Aasen", "Åsen"), ("Aasen", "Olsen")),
        (("Thorsen", "Torsen"), ("Thorsen", "Larsen")),
        (("Hansen", "Hanssen"), ("Hansen", "Jansen")),
        (("Lunde", "Ludne"), ("Lunde", "Lerke")),
    ],
)
def test_a_way_to_spell_is_nearer_than_another_name(near, far):
    assert distance(*near).cost < distance(*far).cost


def test_a_difference_is_told_in_words():
    assert describe(distance("Hansen", "Hanssen")) == "–/s (a letter single and double)"


def test_what_lies_beyond_eighty_letters_is_not_compared():
    assert distance("x" * 80 + "a", "x" * 80 + "b").cost == 0.0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Wladimir", "Vladimir"),
        ("Kaddoumi", "Qaddumi"),
        ("Chernyshev", "Tchernychev"),
        ("Yuri", "Iurii"),
    ],
)
def test_ways_to_write_foreign_names_cost_little_abroad(left, right):
    found = distance(left, right, abroad=True).cost
    assert found <= 0.5
    assert found < distance(left, right).cost


@given(names, names)
def test_the_distance_abroad_is_the_same_both_ways(left, right):
    assert distance(left, right, abroad=True).cost == distance(right, left, abroad=True).cost
