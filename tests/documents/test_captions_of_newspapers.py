"""Captions that no cue opens: newspapers' capitals, looks, ages, numbers, people who meet."""

import pytest

from pipeline.documents.captions import caption_reason


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("SIGNERTE: Ordfører Kari Lunde og direktør Per Aas er enige.", "in capitals"),
        ("KONSERT. Solist Kari Lunde og pianist Per Aas", "in capitals"),
        ("Rektor Kari Lunde viser Per Aas (i gul jakke) rundt.", "(i gul jakke)"),
        ("– Fint, sier Kari Lunde, her sammen med sønnen Per.", "her sammen"),
        ("Tre i slekta: Anders (72), Knut (45) og Marie Lunde (12).", "ages"),
        ("1: Kari Lunde, 2: Per Aas, 3: ukjent, 4: Siri Moe", "numbers people"),
        ("Kari Lunde (Sp) og Per Aas (H) i debatt. Ordstyrer i midten: Siri Moe.", "i midten"),
        ("Minister Kari Lunde i samtale med sjef Per Aas og Siri Moe.", "names people"),
        ("Ved roret: Skipper Kari Lunde med matros Per Aas på dekk.", "tells where"),
        ("Leder Kari Lunde (fra v.), Siri Moe og vikar Per Aas", "(fra v.)"),
        ("Vant pris: Kari Lunde (midten) flankert av Per Aas.", "(midten)"),
    ],
)
def test_words_that_are_said_of_a_picture_make_a_caption(text, why):
    assert why in caption_reason(text)


@pytest.mark.parametrize(
    "text",
    [
        "OSLO: Statsminister Kari Lunde sier nei.",
        "NIBIO: Kari Lunde, Per Aas",
        "Rektor Kari Lunde (i permisjon fra Voss) viser rundt.",
        "Her bor Kari Lunde sammen med Per Aas.",
    ],
)
def test_a_dateline_an_acronym_and_plain_sentences_make_none(text):
    assert caption_reason(text) == ""
