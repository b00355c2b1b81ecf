import pytest

from pipeline.records import EntityKind
from pipeline.stages.mending import known_places, mend_mentions
from tests.builders import article, mention, organisation, person


def _mended(whole, *found):
    return [(m.name, m.kind.value) for m in mend_mentions(whole, found)]


def test_a_common_noun_before_a_given_name_is_left_out():
    whole = article("Tur", "Brødrene Frode Aursand kom.")
    assert _mended(whole, person(whole, "Brødrene Frode Aursand")) == [("Frode Aursand", "person")]


def test_a_name_that_was_cut_short_at_a_line_break_is_made_whole():
    whole = article(
        "Tur", "Juryen, som ble ledet av professor Nils-Henrik\nChristoffersen, var enig."
    )
    (found,) = mend_mentions(whole, [person(whole, "Nils-Henrik")])
    assert found.name == "Nils-Henrik Christoffersen"
    assert found.text == "Nils-Henrik\nChristoffersen"


def test_a_genitive_stays_folded_when_a_name_is_cut_in_front():
    whole = article("Tur", "Søskenbarna Åse Lindviks hytte.")
    wrong = mention(
        whole, "Søskenbarna Åse Lindvik", EntityKind.PERSON, text="Søskenbarna Åse Lindviks"
    )
    (found,) = mend_mentions(whole, [wrong])
    assert (found.text, found.name) == ("Åse Lindviks", "Åse Lindvik")


def test_a_capital_word_that_begins_a_sentence_is_no_person():
    whole = article("Lærerik tur", "De gikk. Gjerder ble satt opp.")
    assert not _mended(whole, person(whole, "Lærerik"), person(whole, "Gjerder"))


def test_a_word_inside_a_sentence_that_no_person_bears_is_the_name_of_something():
    whole = article("Tur", "De fikk besøk av Xyloftek i går.")
    assert _mended(whole, person(whole, "Xyloftek")) == [("Xyloftek", "organisation")]


def test_a_noun_in_its_definite_form_that_begins_a_sentence_is_no_organisation():
    whole = article("Tur", "Juryen var enig. Stortinget var det ikke.")
    found = _mended(whole, organisation(whole, "Juryen"), organisation(whole, "Stortinget"))
    assert found == [("Stortinget", "organisation")]


def test_a_surname_of_somebody_in_the_article_is_a_person():
    whole = article("Tur", "Kari Moss kom. Så snakket Moss lenge.")
    found = _mended(
        whole, person(whole, "Kari Moss"), mention(whole, "Moss", EntityKind.PLACE, nth=2)
    )
    assert found == [("Kari Moss", "person"), ("Moss", "person")]


def test_the_menu_of_a_web_site_names_nobody():
    whole = article("Hjem   Skriv ut", "Tur til fjells", "Det regnet.")
    assert not _mended(whole, person(whole, "Hjem"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("De reiste til Bodø i går.", ["Bodø"]),
        ("De hilste på Bodøs ordfører.", ["Bodø"]),
        ("Bodø vant.", []),
        ("Kari Bodø vant.", []),
    ],
)
def test_places_of_the_table_are_found_inside_sentences_only(text, names):
    whole = article("Tur", text)
    assert [m.name for m in known_places(whole, [])] == names


def test_a_place_is_taken_without_the_words_behind_it():
    whole = article("Tur", "Vi måtte til Aberdeen for å bli kjent.")
    wrong = organisation(whole, "Aberdeen for å bli kjent")
    assert _mended(whole, wrong) == [("Aberdeen", "place")]


def test_an_organisation_with_small_words_stays_whole():
    whole = article("Tur", "Møtet i Bodø kommune og i Forum for natur varte lenge.")
    names = ["Bodø kommune", "Forum for natur"]
    found = _mended(whole, *(organisation(whole, name) for name in names))
    assert found == [(name, "organisation") for name in names]
