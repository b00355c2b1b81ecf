"""The sentence under a title is the lead of its story or the caption of a picture."""

import pytest

from pipeline.documents.text import parse_text
from pipeline.records import PartKind

STORY = (
    "Det ble en dag mange vil huske. Været var dårlig, men regnet uteble. "
    "Neste arrangement er alt planlagt, og flere opplysninger kommer i løpet av uken."
)


def kinds(sentence, *story):
    parts = parse_text("\n\n".join(["Stor dag", sentence, *story]), article_id="x").parts
    return [part.kind for part in parts]


def test_people_whom_the_story_does_not_name_are_in_a_picture():
    sentence = "Brannmester Odd Solli og røykdykker Linda Støen rykket ut klokken tre."
    assert kinds(sentence, STORY)[1] is PartKind.CAPTION


def test_people_whom_the_story_introduces_again_are_in_a_picture():
    sentence = "Brannmester Odd Solli og røykdykker Linda Støen på vei inn i bygget."
    assert kinds(sentence, STORY, "– Det gikk bra, sier Odd Solli. Solli er sliten.")[1] is (
        PartKind.CAPTION
    )


@pytest.mark.parametrize(
    ("sentence", "after"),
    [
        ("Ordfører Kari Lie og rektor Ola Dahl åpner skolen.", "– Vi er glade, sier Lie."),
        ("Ordfører Kari Lie og rektor Ola Dahl åpner skolen.", "Kari er glad for det."),
        ("Ordfører Kari Lie og rektor Ola Dahl vil bygge ny skole.", ""),
        ("Ordførar Kari Lie og rektor Ola Dahl vart samde torsdag.", ""),
    ],
)
def test_the_people_of_a_story_are_named_in_its_lead(sentence, after):
    assert kinds(sentence, STORY, *filter(None, [after]))[1] is PartKind.PARAGRAPH
