"""Shapes of captions that were read wrongly once."""

import pytest

from pipeline.text.caption_grammar import parse_caption


def _people(text):
    parsed = parse_caption(text)
    return [
        (
            text[slice(*p.name)],
            text[slice(*p.role)] if p.role else "",
            text[slice(*p.affiliation)] if p.affiliation else "",
            p.side or p.row,
        )
        for p in parsed.people
    ]


def _surnames(text):
    return [p.surname for p in parse_caption(text).people]


def test_a_comma_alone_shares_no_surname():
    assert _surnames("Foran: Mikkel Rud, Jonas (11), Theo Aas") == ["", "", ""]


def test_og_shares_the_surname():
    assert _surnames("Foran: Kari, Per og Ola Lie") == ["Lie", "Lie", ""]


def test_a_title_made_of_a_name_of_two_words_is_one_title():
    text = "F.v.: Ordfører Kari Lie og Bane NOR-direktør Gorm Dahl."
    assert _people(text)[1][:2] == ("Gorm Dahl", "Bane NOR-direktør")


def test_fra_with_a_capital_is_the_party_and_no_direction():
    people = _people("F.v.: Kari Lie fra Høyre og Ola Dahl frå Venstre.")
    assert [p[2] for p in people] == ["Høyre", "Venstre"]


def test_an_office_after_fra_is_a_body():
    assert _people("F.v.: Kari Lie frå Fylkesmannen, Ola Dahl")[0][2] == "Fylkesmannen"


def test_a_given_name_written_short_stays_inside_the_name():
    assert _people("F.v.: Kari Lie, Per Chr. Olsen. Sittende: Ola Dahl")[1][0] == "Per Chr. Olsen"


def test_ones_own_title_in_brackets_outranks_the_shared_one():
    people = _people("F.v.: Rådgiverne Kari Lie (nestleder) og Ola Dahl.")
    assert [p[1] for p in people] == ["nestleder", "Rådgiverne"]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Lege Kari Lie. Foran i senga: Pasient Ola Dahl.", ("Ola Dahl", "Pasient", "", "front")),
        ("F.v.: Kari Lie, Per Moe. Helt bak skimtes Ola Dahl.", ("Ola Dahl", "", "", "back")),
        ("Bak: Kari Lie. I midten trener Ola Dahl.", ("Ola Dahl", "trener", "", "centre")),
        ("F.v.: Kari Lie og Ola Dahl (til høyre for henne)", ("Ola Dahl", "", "", "right")),
    ],
)
def test_somebody_who_is_placed_later_is_shown(text, last):
    assert _people(text)[-1] == last


def test_a_verb_of_speech_is_no_title():
    assert _people("– Fint, sier Kari Lie, her med kona Bodil.")[0][1] == ""


def test_a_plural_holds_for_both_given_names():
    people = _people("Kari Lie med barnebarna Ella og Jakob.")
    assert [p[0] for p in people] == ["Kari Lie", "Ella", "Jakob"]
