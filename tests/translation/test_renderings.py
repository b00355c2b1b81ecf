import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import EntityKind
from pipeline.translation.keepnames import Wanted, find_kept, load_name_forms
from pipeline.translation.renderings import find_rendering

FORMS = load_name_forms()
PLACE, ORGANISATION, PERSON = EntityKind.PLACE, EntityKind.ORGANISATION, EntityKind.PERSON


def is_kept(name, target, text, kind=PLACE):
    forms, also = FORMS.forms(name, kind, target), FORMS.also(name, kind, target)
    return find_kept(text, [Wanted(0, len(name), name, kind, forms, also)])[0]


@pytest.mark.parametrize(
    ("name", "kind", "target", "text"),
    [
        ("nord-Latvia", PLACE, "en", "in northern Latvia"),
        ("nord-Latvia", PLACE, "fr", "dans le nord de la Lettonie"),
        ("Sørøst-Europa", PLACE, "en", "in south east Europe"),
        ("Dinamo Bucuresti", ORGANISATION, "en", "for Dinamo Bucuresti"),
        ("Vilnius Moskva", PLACE, "en", "from Vilnius to Moscow"),
        ("Kirunas gamle kirkegård", PLACE, "en", "the old cemetery of Kiruna"),
        ("Montrealprotokollen", ORGANISATION, "fr", "le protocole de Montréal"),
        ("Durham University", ORGANISATION, "fr", "l’université de Durham"),
        ("Brick Lane Street", PLACE, "fr", "la rue Brick Lane"),
        ("The Lancet", ORGANISATION, "fr", "dans le Lancet"),
        ("Asuncion", PLACE, "fr", "à Asunción"),
        ("SUV", ORGANISATION, "en", "two SUVs"),
        ("FN", ORGANISATION, "fr", "les Nations Unies"),
        ("London", PLACE, "en", "a Londoner"),
    ],
)
def test_a_rendering_that_people_write_is_no_lost_name(name, kind, target, text):
    assert is_kept(name, target, text, kind)


@pytest.mark.parametrize(
    ("name", "kind", "target", "text"),
    [
        ("nord-Latvia", PLACE, "en", "in northern Lithuania"),
        ("Kirunas gamle kirkegård", PLACE, "en", "the old cemetery"),
        ("Montrealprotokollen", ORGANISATION, "fr", "le protocole"),
        ("Durham University", ORGANISATION, "fr", "l’université"),
        ("Durham University", ORGANISATION, "fr", "la ville de Durham"),
        ("Lillevik Idrettslag", ORGANISATION, "en", "Lillevik Sports Club"),
        ("Sør-Varanger", PLACE, "en", "southern Varanger"),
        ("Malmö", PLACE, "fr", "à Malmo"),
        ("Grønland Å", PLACE, "fr", "Gronland A"),
        ("IT", ORGANISATION, "en", "its plan"),
        ("Ann-Mari Åse", PERSON, "fr", "Ann-Mari Ase"),
        ("Jens", PERSON, "en", "Jen’s car"),
    ],
)
def test_what_is_bent_or_half_there_is_a_lost_name(name, kind, target, text):
    assert not is_kept(name, target, text, kind)


def test_an_institution_and_its_initials_are_one_name():
    both = [
        Wanted(0, 3, "WXY", ORGANISATION, ("WXY",)),
        Wanted(5, 20, "World Xenon Yard", ORGANISATION, ("World Xenon Yard",)),
    ]
    assert find_kept("the WXY yard", both) == (True, True)
    assert find_kept("the yard", both) == (False, False)


@given(st.text(max_size=80), st.text(max_size=20))
def test_a_rendering_is_found_inside_the_text(text, words):
    place = (
        find_rendering(text, [words, f"={words}", f"~{words}"]) if words.strip(" =~*+") else None
    )
    assert place is None or 0 <= place[0] <= place[1] <= len(text)
