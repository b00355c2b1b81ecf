import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.translation.phrases import load_phrases
from pipeline.translation.roles import load_roles
from pipeline.translation.tables import COLUMNS, load_table

PHRASES = load_phrases()
ROLES = load_roles()


@pytest.mark.parametrize(
    ("cue", "english", "french"),
    [
        ("Fra venstre:", "From left", "De gauche à droite"),
        ("F.v.:", "From left", "De gauche à droite"),
        ("Fra venstre bak:", "Back row, from left", "Au dernier rang, de gauche à droite"),
        ("Foran f.v:", "Front row, from left", "Au premier rang, de gauche à droite"),
        ("Framme frå venstre:", "Front row, from left", "Au premier rang, de gauche à droite"),
        ("Bakerst, fra venstre:", "Back row, from left", "Au dernier rang, de gauche à droite"),
        ("Foto:", "Photo", "Photo"),
        ("(t.v.)", "left", "à gauche"),
        ("nr. 2 fra høyre", "no. 2 from right", "n° 2 en partant de la droite"),
        ("m.fl.", "and others", "et autres"),
    ],
)
def test_a_cue_has_one_reviewed_translation_in_each_language(cue, english, french):
    said = {target: [p.text for p in PHRASES.find(cue, target)] for target in ("en", "fr")}
    assert said == {"en": [english], "fr": [french]}


def test_a_fixed_word_inside_a_longer_word_is_not_found():
    assert PHRASES.find("Fotoklubben Bakhuset", "en") == ()


def test_a_language_without_a_table_has_no_phrases():
    assert PHRASES.find("Foto:", "de") == ()


def test_a_heading_of_the_table_is_translated_in_full_without_its_colon():
    assert PHRASES.whole("Desse var med:", "fr") == "Les participants"


def test_a_heading_that_only_begins_like_the_table_is_left_to_the_engine():
    assert PHRASES.whole("Desse var med på turen:", "fr") is None


def test_a_heading_before_a_colon_is_a_phrase_and_without_one_it_is_not():
    found = [PHRASES.find(text, "en")[0].text for text in ("Deltakere: Kari", "Bakgrunn: Kari")]
    assert found == ["Participants", "Background"]
    assert PHRASES.find("Bakgrunn er at Kari kom", "en") == ()


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("fFvV.: bakornt og m ft.h é😀\n")))
def test_phrases_are_in_order_and_never_overlap(text):
    places = [(p.start, p.end) for p in PHRASES.find(text, "en")]
    assert places == sorted(places)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(places))


@pytest.mark.parametrize(
    ("title", "english", "french"),
    [
        ("rektor", "rector", "recteur"),
        ("Styreleder", "Chair of the board", "Président du conseil d'administration"),
        ("dagleg leiar", "managing director", "directeur général"),
        ("ordføreren", "mayor", "maire"),
        ("kommunikasjonssjef", "head of communications", "responsable de la communication"),
        (
            "miljø- og klimasjef",
            "head of environment and climate",
            "responsable de l'environnement et du climat",
        ),
        ("Internasjonal rådgiver", "International adviser", "Conseiller international"),
        ("tidligere ordfører", "former mayor", "ancien maire"),
        ("forfatter og journalist", "author and journalist", "auteur et journaliste"),
    ],
)
def test_a_title_comes_from_the_glossary(title, english, french):
    assert (ROLES.translate(title, "en"), ROLES.translate(title, "fr")) == (english, french)


def test_a_woman_has_the_french_feminine():
    assert ROLES.translate("rådgjevar", "fr", feminine=True) == "conseillère"


def test_a_name_that_women_and_men_bear_is_not_taken_for_a_womans():
    assert not ROLES.is_woman("Kim Haug")


def test_a_title_that_the_glossary_lacks_is_left_to_the_engine():
    assert ROLES.translate("sjokoladesmaker", "en") is None


def test_the_glossary_has_at_least_150_titles_each_in_every_language():
    rows = load_table("roles")["rows"]
    assert len(rows) >= 150
    assert all(len(row) == 4 and all(row[:3]) for row in rows)


def test_every_phrase_has_every_language():
    table = load_table("phrases")
    rows = [row for group in table.values() if isinstance(group, list) for row in group]
    assert all(len(row) == 1 + len(COLUMNS) and all(row) for row in rows)


def test_no_norwegian_title_stands_in_two_rows():
    forms = [form for row in load_table("roles")["rows"] for form in row[0].split("|")]
    assert sorted(forms) == sorted(set(forms))
