"""Persons, firms and places of one name."""

import pytest

from pipeline.records import EntityKind
from pipeline.stages.bearers import tell_apart
from pipeline.stages.repeats import add_repeats
from tests.builders import article, mention, organisation, person, place

PERSON, ORGANISATION, PLACE = EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.PLACE


def kinds(whole, found):
    return [(m.name, m.kind) for m in add_repeats(whole, found)]


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("Advokatfirmaet Lindvik tok saken.", "Advokatfirmaet Lindvik"),
        ("Firmaet Lindvik AS tok saken.", "Lindvik AS"),
        ("Eieren av Lindvik & Sønn tok saken.", "Lindvik & Sønn"),
        ("Selskapet Lindvik Eiendom tok saken.", "Lindvik Eiendom"),
    ],
)
def test_a_firm_that_is_named_after_a_person_is_a_firm(text, firm):
    whole = article("Tur", "Kari Lindvik kom. Det var fint.", text)
    found = [person(whole, "Kari Lindvik"), person(whole, "Lindvik", nth=2)]
    assert [(m.name, m.kind) for m in tell_apart(whole, found)][1] == (firm, ORGANISATION)


@pytest.mark.parametrize("firm", ["Advokatfirmaet Lindvik", "Lindvik AS", "Lindvik & Sønn"])
def test_the_name_of_a_firm_is_not_the_surname_of_a_person(firm):
    whole = article("Tur", "Kari Lindvik kom.", f"Hun eier {firm} i byen.")
    assert kinds(whole, [person(whole, "Kari Lindvik")]) == [("Kari Lindvik", PERSON)]


def test_a_place_that_is_a_surname_is_a_place_after_a_preposition_of_place():
    whole = article("Tur", "Silje Lier kom.", "Hun bor i Lier. Det liker Lier godt.")
    assert kinds(whole, [person(whole, "Silje Lier")]) == [
        ("Silje Lier", PERSON),
        ("Lier", PLACE),
        ("Lier", PERSON),
    ]


def test_a_place_that_the_finder_took_for_a_person_is_a_place():
    whole = article("Tur", "Odd Moss kom.", "Han bor i Moss.")
    found = [person(whole, "Odd Moss"), person(whole, "Moss", nth=2)]
    assert kinds(whole, found) == [("Odd Moss", PERSON), ("Moss", PLACE)]


def test_a_place_that_a_caption_begins_with_is_not_the_surname_of_somebody_in_it():
    whole = article("Tur", "F.v. ved Lierskogen: Berit Lierskogen og Per Moe")
    assert ("Lierskogen", PERSON) not in kinds(whole, [person(whole, "Berit Lierskogen")])


def test_a_surname_of_two_letters_is_found_beside_a_verb_of_speech():
    whole = article("Tur", "Kari Bø kom.", "– Fint, sier Bø. Hun reiste til Bø etterpå.")
    assert kinds(whole, [person(whole, "Kari Bø")])[:2] == [("Kari Bø", PERSON), ("Bø", PERSON)]


def test_a_given_name_is_found_beside_a_verb_of_speech():
    whole = article("Tur", "Margit Hauglie kom.", "– Fint, sier Margit.")
    assert kinds(whole, [person(whole, "Margit Hauglie")])[1] == ("Margit", PERSON)


def test_a_slip_for_a_surname_is_a_person():
    whole = article("Tur", "Edel Torheim kom.", "– Fint, sa Torhein.")
    found = [person(whole, "Edel Torheim"), organisation(whole, "Torhein")]
    assert kinds(whole, found)[1] == ("Torhein", PERSON)


def test_what_a_caption_says_is_left_as_it_is():
    whole = article("Tur", "Kari Lindvik AS")
    said = mention(whole, "Kari Lindvik", PERSON).model_copy(update={"origin": "caption"})
    assert tell_apart(whole, [said]) == [said]


def test_a_hospital_is_no_place():
    whole = article("Tur", "De kom til Akerhus universitetssykehus.")
    found = [place(whole, "Akerhus universitetssykehus")]
    assert [m.kind for m in tell_apart(whole, found)] == [ORGANISATION]
