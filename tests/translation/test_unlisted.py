import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.translation.unlisted import unlisted_names


def names(text, taken=()):
    return [text[start:end] for start, end in unlisted_names(text, taken)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Selskapet Mossmark Fontveit ble nevnt.", ["Mossmark Fontveit"]),
        ("De bodde ved Paro-distriktet.", ["Paro"]),
        ("Hun så Den Store Dagen sammen med Xara.", ["Den Store Dagen", "Xara"]),
        ("Gruppen fra byen (National Brann Association) vant.", ["National Brann Association"]),
        ("Fontveit Moss vant løpet i går kveld.", []),
        ("Det kom araukanere, den Iranske hæren og Venezuelanere.", []),
        ("Direktør Fontveit Moss vant løpet i går kveld.", ["Fontveit Moss"]),
        ("Sámediggi feirer álbmotbeaivi.", ["Sámediggi", "álbmotbeaivi"]),
        ("dette eR eN rAr SeTnInG med OsloMet i dag", ["OsloMet"]),
        ("HELE TEKSTEN ER I STORE BOKSTAVER", []),
        ("En Ny Dag Med Store Ord", []),
        ("Skriv til Post@eksempel.no eller se@Eksempel.no", []),
    ],
)
def test_capitalised_words_inside_a_sentence_are_names(text, found):
    assert names(text) == found


def test_a_name_that_is_known_is_not_found_again():
    text = "Vi så Xara Qvil i går."
    assert names(text, [(6, 10)]) == []


@settings(deadline=None)
@given(st.text(st.sampled_from("Ab øÅ-.,('9\u00a0😀"), max_size=60))
def test_places_are_in_order_and_hold_a_capital(text):
    last = 0
    for start, end in unlisted_names(text, ()):
        assert last <= start < end <= len(text)
        assert any(letter.isupper() for letter in text[start:end])
        last = end
