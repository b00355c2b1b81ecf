"""A name on a line of its own takes what the lines below it say."""

import pytest

from pipeline.documents.text import parse_text
from pipeline.stages.captions import read_people


def listed(text):
    reading = read_people(parse_text(text, article_id="x"), ())
    return [
        tuple(q.text if q else "" for q in (p.mention, p.title, p.unit, p.organisation))
        for group in reading.lists
        for p in group.people
    ]


def test_title_body_and_telephone_stand_below_a_name():
    text = (
        "Ansatte\n\nKari Lie\nprosjektleder, Voss kommune\ntlf. 900 00 000\n\n"
        "Ola Dahl\nRådgiver\nNINA\n\nPer Moe"
    )
    assert listed(text) == [
        ("Kari Lie", "prosjektleder", "", "Voss kommune"),
        ("Ola Dahl", "Rådgiver", "", "NINA"),
        ("Per Moe", "", "", ""),
    ]


def test_the_organisation_of_a_card_holds_for_nobody_else():
    text = "Ansatte\n\nKari Lie\nVoss kommune\n\nOla Dahl\nrådgiver\n\nPer Moe\nlærer"
    assert [organisation for *_, organisation in listed(text)] == ["Voss kommune", "", ""]


@pytest.mark.parametrize(
    "below",
    [
        "Hun har bodd på Voss i tolv år og er leder i Voss kommune.",
        "Voss kommune er vertskap for alle som kommer hit til sommeren, og det blir mange.",
    ],
)
def test_sentences_below_a_name_are_no_card(below):
    text = f"Ansatte\n\nKari Lie\n{below}\n\nOla Dahl\nrådgiver"
    assert ("Kari Lie", "", "", "") in listed(text)


def test_a_heading_over_names_is_no_card():
    text = "Deltakere\n\nVoss kommune\nKari Lie\nOla Dahl\n\nNINA\nPer Moe"
    assert [organisation for *_, organisation in listed(text)] == ["Voss kommune"] * 2 + ["NINA"]
