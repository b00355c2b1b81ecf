"""Judged captions, and laws that hold for any text."""

import json
from pathlib import Path

import pytest
from hypothesis import given

from pipeline.text.caption_grammar import parse_caption
from pipeline.text.folding import squeeze
from tests.strategies import texts

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "captions.jsonl")
    .read_text("utf-8")
    .splitlines()
]


def quote(text, place):
    return text[slice(*place)] if place else ""


def described(text, person):
    told = {
        "name": squeeze(f"{quote(text, person.name)} {person.surname}"),
        "row": person.row,
        "side": person.side,
        "affiliation": quote(text, person.affiliation),
        "role": quote(text, person.role),
    }
    return {what: value for what, value in told.items() if value}


@pytest.mark.parametrize("case", [pytest.param(case, id=case["why"]) for case in CASES])
def test_a_judged_caption_is_read_as_a_press_officer_reads_it(case):
    text = case["text"]
    parsed = parse_caption(text)
    assert {
        "people": [described(text, person) for person in parsed.people],
        "absent": [described(text, person)["name"] for person in parsed.absent],
        "credits": [squeeze(quote(text, place)) for place in parsed.credits],
        "incomplete": parsed.incomplete,
    } == {
        "people": case["people"],
        "absent": case.get("absent", []),
        "credits": case.get("credits", []),
        "incomplete": case.get("incomplete", False),
    }


def ranges(parsed):
    for person in [*parsed.people, *parsed.absent]:
        yield from (r for r in (person.name, person.affiliation, person.role) if r)
    yield from parsed.credits
    yield from parsed.cues


@given(texts)
def test_every_range_lies_inside_the_caption(text):
    assert all(0 <= first < last <= len(text) for first, last in ranges(parse_caption(text)))


@given(texts)
def test_nobody_is_read_twice_at_one_place(text):
    parsed = parse_caption(text)
    starts = [person.name[0] for person in [*parsed.people, *parsed.absent]]
    assert len(starts) == len(set(starts))


@given(texts)
def test_people_come_in_the_order_of_the_caption(text):
    starts = [person.name[0] for person in parse_caption(text).people]
    assert starts == sorted(starts)


@pytest.mark.parametrize("known", ["person", "organisation", "place"])
def test_what_is_known_from_elsewhere_does_not_move_a_name(known):
    text = "F.v.: Kari Lunde og Per Aas."
    parsed = parse_caption(text, lambda *_: known)
    assert [quote(text, person.name) for person in parsed.people] == ["Kari Lunde", "Per Aas"]


def test_an_organisation_that_is_known_is_nobody_of_a_section():
    text = "F.v.: Kari Lunde og Solvang Torg."
    known = {(20, 32): "organisation"}
    parsed = parse_caption(text, lambda a, b: known.get((a, b), ""))
    assert [quote(text, person.name) for person in parsed.people] == ["Kari Lunde"]


def test_ten_thousand_people_are_read():
    text = "F.v.: " + ", ".join(f"Kari Lunde{'abcde'[i % 5]}" for i in range(10_000))
    assert len(parse_caption(text).people) == 10_000


def test_a_caption_of_ten_thousand_titles_is_read():
    assert len(parse_caption("rektor " * 10_000 + "Kari Lunde").people) == 1


@pytest.mark.parametrize(
    "piece",
    [
        "Kari Lunde fra Oslo ",
        "Kari Lunde (NTNU ",
        "bak i ",
        "Kari Lunde, t.v. ",
        "von ",
        "Rektor ",
        "rektor Kari ",
        "(",
        ".",
        ",",
    ],
)
def test_a_long_caption_asks_each_place_a_bounded_number_of_questions(piece):
    def questions(times):
        asked = []

        def known(first, last):
            asked.append((first, last))
            return ""

        parse_caption("Kari Lunde " + piece * times, known)
        return len(asked)

    assert questions(800) <= 2.2 * questions(400) + 20


def test_a_bracket_of_ten_thousand_words_is_read():
    text = "F.v.: Kari Lunde (" + ", ".join(["a"] * 10_000) + ") og Per Aas"
    assert len(parse_caption(text).people) == 2


def test_a_name_of_five_hundred_characters_is_one_person():
    name = "Kari " + "L" + "u" * 494
    text = f"F.v.: {name}, Per Aas"
    assert [quote(text, person.name) for person in parse_caption(text).people] == [name, "Per Aas"]
