"""The office is named with what it governs; a place alone stays a place."""

import pytest

from pipeline.stages.offices import with_offices
from tests.builders import article, organisation, place


def named(text, *places):
    whole = article("Tur", text)
    return [(m.kind.value, m.name) for m in with_offices(whole, [place(whole, p) for p in places])]


def test_an_office_is_named_with_its_place():
    found = named("Statsforvalteren i Innlandet sier nei.", "Innlandet")
    assert found == [("organisation", "Statsforvalteren i Innlandet")]


def test_an_office_of_two_places_is_named_with_both():
    found = named("Vedtaket til Statsforvalteren i Troms og Finnmark står.", "Troms", "Finnmark")
    assert found == [("organisation", "Statsforvalteren i Troms og Finnmark")]


@pytest.mark.parametrize("text", ["Ordføreren i Voss sier nei.", "Folk i Voss sier nei."])
def test_a_place_after_other_words_stays_a_place(text):
    assert named(text, "Voss") == [("place", "Voss")]


def test_a_second_place_that_no_office_is_named_with_stays_one():
    found = named("Statsforvalteren i Vestland reiste fra Voss.", "Vestland", "Voss")
    assert found == [("organisation", "Statsforvalteren i Vestland"), ("place", "Voss")]


def test_a_board_is_named_with_its_place_and_its_piece_gives_way():
    whole = article("Sti", "Nasjonalparkstyret for Reinheimen åpner en sti.")
    pieces = [organisation(whole, "Nasjonalparkstyret"), place(whole, "Reinheimen")]
    names = [(m.kind.value, m.name) for m in with_offices(whole, pieces)]
    assert names == [("organisation", "Nasjonalparkstyret for Reinheimen")]


@pytest.mark.parametrize("text", ["Mange skoler rådet for Voss.", "Det er et styre for Voss."])
def test_a_place_after_small_words_stays_a_place_too(text):
    assert named(text, "Voss") == [("place", "Voss")]
