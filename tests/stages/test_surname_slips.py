"""Surnames alone that are written otherwise than in the full name."""

import pytest

from pipeline.records import EntityKind
from pipeline.stages.repeats import add_repeats
from tests.builders import article, joined, person


def _found(text, *names):
    whole = article("Møte", text)
    return [m.name for m in add_repeats(whole, [person(whole, name) for name in names])]


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("Josep Borell kom. Borrell var blid.", "Borrell"),
        ("Kari Varteressian kom. Så snakket Varterresian lenge.", "Varterresian"),
        ("Kari Reknesund kom. Reknæsunds tale var lang.", "Reknæsund"),
    ],
)
def test_a_slip_for_a_surname_is_a_mention(text, slip):
    assert slip in _found(text, text[: text.index(" kom")])


@pytest.mark.parametrize(
    "text",
    [
        "Kari Stranden kom. Stranda var full.",  # an inflected noun
        "Kari Berge kom. Bergen er stor.",  # a place
        "Kari Hansen kom. Hanssen var der.",  # a surname of its own
        "Kari Mølleren kom. Møllerne er mange, sa en møllerne-venn.",
    ],
)
def test_another_word_is_no_slip(text):
    assert _found(text, text[: text.index(" kom")]) == [text[: text.index(" kom")]]


def test_a_surname_with_two_letters_for_one_sound_is_flagged():
    whole = article("Opning", "Jon-Ivar Nygård klipte snora. Nygaard sa at brua er viktig.")
    _, result = joined(whole, [person(whole, "Jon-Ivar Nygård"), person(whole, "Nygaard")])
    assert [{m.name for m in f.mentions} for f in result.flags] == [{"Jon-Ivar Nygård", "Nygaard"}]


def test_titles_of_running_text_are_evidence():
    whole = article(
        "Snora er klippet", "Ordfører Unni Skaret klippet snora. Da lo ordfører Unni Skare godt."
    )
    mentions = [person(whole, "Unni Skaret"), person(whole, "Unni Skare", nth=2)]
    _, result = joined(whole, mentions)
    features = {e.feature for f in result.flags for c in f.candidates for e in c.evidence}
    assert "role" in features
    assert all(f.entity is EntityKind.PERSON for f in result.flags)


def test_a_given_name_that_the_finder_left_out_is_found_by_the_whole_name():
    whole = article("Ny leder", "Fatima Noor er ny leder. Faitma Noor overtar mandag.")
    known = [person(whole, "Fatima Noor"), person(whole, "Noor", nth=2)]
    assert [m.name for m in add_repeats(whole, known)] == ["Fatima Noor", "Faitma Noor"]
