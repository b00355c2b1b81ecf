"""Judged pairs of names, and laws of comparing."""

import json
from pathlib import Path

import pytest
from hypothesis import given

from pipeline.text.compare import compare_names, split_name
from tests.strategies import names

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "names.jsonl").read_text("utf-8").splitlines()
]


def verdict(left, right):
    found = compare_names(left, right)
    if found.equal and found.near:
        return "equal"
    return "near" if found.near else "different"


@pytest.mark.parametrize("case", [pytest.param(case, id=case["why"]) for case in CASES])
def test_a_judged_pair_gets_its_verdict(case):
    assert verdict(case["left"], case["right"]) == case["verdict"]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["why"]) for case in CASES])
def test_a_judged_pair_turned_round_gets_the_same_weight(case):
    there = compare_names(case["left"], case["right"])
    back = compare_names(case["right"], case["left"])
    assert (there.weight, there.cost, there.near) == (back.weight, back.cost, back.near)


@given(names, names)
def test_the_weight_does_not_depend_on_which_name_comes_first(left, right):
    assert compare_names(left, right).weight == compare_names(right, left).weight


@given(names)
def test_a_name_of_parts_is_equal_to_itself(name):
    assert compare_names(name, name).equal == bool(split_name(name).parts)


@given(names, names)
def test_the_weight_is_the_sum_of_what_is_shown(left, right):
    found = compare_names(left, right)
    shown = sum(evidence.weight for evidence in found.evidence)
    assert not found.evidence or found.weight == pytest.approx(shown, abs=0.02)


@given(names)
def test_the_parts_are_parts_of_the_name_without_spaces(name):
    assert all(part and part == part.strip() for part in split_name(name).parts)


@pytest.mark.parametrize(
    ("name", "surname"),
    [("Kari Lunde", "Lunde"), ("Per Aas jr.", "jr."), ("Berg-Hansen", "Berg-Hansen"), ("", "")],
)
def test_the_surname_is_the_last_part(name, surname):
    assert split_name(name).surname == surname


@pytest.mark.parametrize(
    ("name", "full"), [("Lunde", False), ("von Krogh", False), ("Kari Lunde", True), ("", False)]
)
def test_a_full_name_has_more_than_a_surname_and_particles(name, full):
    assert split_name(name).is_full is full


def test_apostrophes_inside_names_are_no_quotes():
    assert split_name("Sean O'Brien D'Arcy").parts == ("Sean", "O'Brien", "D'Arcy")


@pytest.mark.parametrize("piece", ["x", "ab ", "a. ", "a-"])
def test_a_name_of_five_hundred_characters_is_compared(piece):
    name = piece * (500 // len(piece))
    assert compare_names(name, name).equal


def test_the_names_of_a_woman_and_a_man_are_said_to_be_different():
    evidence = compare_names("Henrik Aas", "Henriette Aas").evidence
    assert "a woman's and a man's name" in evidence[0].detail


@pytest.mark.parametrize(
    ("left", "right", "told", "told_nb"),
    [
        ("Kari Aas", "Kari Ås", "two ways to spell one sound", "to skrivemåter for samme lyd"),
        ("Kari Lunde", "Kari Ludne", "two letters swapped", "to bokstaver har byttet plass"),
        ("Kari Solberg", "Kari Solbeg", "a letter missing", "en bokstav mangler"),
        ("Kari BjÃ¸rk", "Kari Bjørk", "wrong encoding", "feil tegnkoding"),
        ("Kari Bj?rk", "Kari Bjørk", "wrong encoding", "feil tegnkoding"),
        ("Arne Vik", "Ame Vik", "letters that a scanner confuses", "forveksles ved skanning"),
        ("Kari Haugland", "Kari Hauglamd", "a neighbouring key", "en nabotast"),
        ("Alex Berg", "Aleksander Berg", "a short form of the other", "en kortform av det andre"),
        (
            "Kari Lund",
            "Kari Lund Moe",
            "the surname Moe stands in one",
            "etternavnet Moe står bare",
        ),
        ("Lunde, Kari", "Kari Lunde", "the surname first, with a comma", "etternavnet først"),
        ("Bj&oslash;rn Vik", "Bjørn Vik", "character code", "tegnkode"),
        ("Per Vik jr.", "Per Vik sr.", "the elder, the other the younger", "den eldre"),
        ("Stig «Lillen» Vik", "Lillen Vik", "the nickname stands for", "kallenavnet står for"),
    ],
)
def test_a_difference_is_named_in_both_languages(left, right, told, told_nb):
    evidence = compare_names(left, right).evidence
    assert any(told in e.detail and told_nb in e.detail_nb for e in evidence)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Alex Berg", "Aleksander Berg"),
        ("Kari Lund", "Kari Lund Hansen"),
        ("Stig «Lillen» Vik", "Lillen Vik"),
        ("J.P. Moe", "Jens Petter Moe"),
        ("Kari BjÃ¸rnstad", "Kari Bjørnstad"),
        ("Niels Abel jr.", "Niels Abel"),
        ("Čálliid Eira", "Calliid Eira"),
    ],
)
def test_names_that_could_be_one_are_near(left, right):
    assert compare_names(left, right).near


@pytest.mark.parametrize(
    ("left", "right"),
    [("Per Vik jr.", "Per Vik sr."), ("Bjørn Vik", "Bear Vik"), ("J.P. Moe", "Jens Arne Moe")],
)
def test_names_that_could_not_be_one_are_not_near(left, right):
    assert not compare_names(left, right).near


@given(names, names)
def test_only_names_that_are_one_without_case_and_initials_are_equal(left, right):
    found = compare_names(left, right)
    assert not found.equal or found.cost == 0.0


def test_two_surnames_that_people_bear_and_that_sound_apart_weigh_less():
    borne = compare_names("Kari Lund", "Kari Lunde").weight
    assert borne < compare_names("Kari Fjelgrim", "Kari Fjelgrime").weight


def test_a_name_of_ten_thousand_parts_is_compared():
    assert not compare_names("Kari " * 10_000, "Kari Lunde").near


def test_the_probability_is_that_of_two_names_alone():
    assert compare_names("Kari Aas", "Kari Ås").probability > 0.5
