import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import EntityKind, Origin
from pipeline.stages.repeats import add_repeats
from pipeline.stages.slips import is_slip
from tests.builders import article, mention, organisation, person, place


def _names(found):
    return [(m.name, m.kind.value) for m in found]


def test_a_surname_alone_is_found_once_the_full_name_is_known():
    whole = article("Tur", "Kari Lindvik kom først. Etterpå gikk Lindvik hjem med Lindviks far.")
    found = add_repeats(whole, [person(whole, "Kari Lindvik")])
    assert [m.text for m in found] == ["Kari Lindvik", "Lindvik", "Lindviks"]
    assert {m.name for m in found[1:]} == {"Lindvik"}
    assert found[1].origin is Origin.REPEAT


def test_a_double_surname_is_found_whole():
    whole = article("Tur", "Tor Åsen Hegge kom først. Åsen Hegge gikk også hjem.")
    found = add_repeats(whole, [person(whole, "Tor Åsen Hegge")])
    assert ("Åsen Hegge", "person") in _names(found)
    assert "Hegge" not in {m.name for m in found}


def test_a_surname_inside_another_word_is_not_found():
    whole = article("Tur", "Kari Lie kom. Lierne ligger langt unna, og Lie-gården også.")
    found = add_repeats(whole, [person(whole, "Kari Lie")])
    assert len(found) == 1


def test_a_capital_word_that_is_nearly_a_known_place_is_a_place():
    whole = article("Lærerik tur til Tolouse", "Toulouse er stor. De reiste til Toulouse.")
    found = add_repeats(whole, [place(whole, "Toulouse"), place(whole, "Toulouse", nth=2)])
    assert found[0].name == "Tolouse"
    assert found[0].kind is EntityKind.PLACE


def test_a_known_place_is_no_slip_for_another():
    whole = article("Fra Stord til Sand", "Sand er fin. De kom til Sand og Sande.")
    found = add_repeats(whole, [place(whole, "Sand")])
    assert "Stord" not in {m.name for m in found}


def test_a_name_that_the_finder_took_for_a_place_is_a_person_when_it_is_a_surname():
    whole = article("Tur", "Kari Ryvang kom. Så snakket Ryvang lenge.")
    wrong = mention(whole, "Ryvang", EntityKind.PLACE, nth=2)
    found = add_repeats(whole, [person(whole, "Kari Ryvang"), wrong])
    assert _names(found) == [("Kari Ryvang", "person"), ("Ryvang", "person")]


def test_an_acronym_in_brackets_tells_where_the_name_begins():
    whole = article("Tur", "Møtet i Forum for natur og friluftsliv (FNF) varte lenge.")
    found = add_repeats(whole, [organisation(whole, "Forum")])
    assert _names(found) == [
        ("Forum for natur og friluftsliv", "organisation"),
        ("FNF", "organisation"),
    ]


@pytest.mark.parametrize(
    ("word", "name"),
    [("Kongsbergs", "Kongsberg"), ("Stortinget", "Storting"), ("Norske", "Norsk"), ("Os", "Oslo")],
)
def test_a_form_of_a_name_is_no_slip(word, name):
    assert not is_slip(word, name)


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_slip_works_both_ways(left, right):
    assert is_slip(left, right) == is_slip(right, left)


def test_a_place_that_is_known_from_inside_a_sentence_is_found_at_its_beginning():
    whole = article("Tur", "Aberdeen er stor. De reiste til Aberdeen.")
    found = add_repeats(whole, [place(whole, "Aberdeen", nth=2)])
    assert _names(found) == [("Aberdeen", "place")] * 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Det regnet i Vikersund. Vukersund ble rammet.", ["Vikersund", "Vukersund"]),
        ("Det regnet i Drammen. Dammene ble fulle.", ["Drammen"]),
    ],
)
def test_a_slip_for_a_place_may_begin_a_sentence(text, found):
    whole = article("Flom", text)
    assert [m.name for m in add_repeats(whole, [place(whole, found[0])])] == found


def test_a_name_that_runs_over_a_full_stop_is_two():
    whole = article("Ny leder", "Hun leder Fjord Mek. Fjord Mek har ansatte.")
    names = [m.name for m in add_repeats(whole, [organisation(whole, "Fjord Mek. Fjord Mek")])]
    assert names == ["Fjord Mek", "Fjord Mek"]
