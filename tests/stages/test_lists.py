"""Participant lists as a whole: headings, tables, enumerations, lines seen beside each other."""

import pytest

from pipeline.records import PartKind
from pipeline.stages.captions import read_people
from tests.builders import article


def told(*text):
    """Return (name, title, unit, organisation) of everybody on the lists of an article."""
    return [
        (p.mention.name, *(q.text if q else "" for q in (p.title, p.unit, p.organisation)))
        for group in read_people(article(*text), ()).lists
        for p in group.people
    ]


@pytest.mark.parametrize("heading", ["NVE:", "Fra Nordvik kommune:", "St. Olavs hospital"])
def test_a_heading_that_is_a_body_holds_for_the_lines_below(heading):
    found = told("Tur", f"{heading}\nKari Lie, professor\nOla Dahl, lege")
    body = heading.rstrip(":").removeprefix("Fra ")
    assert [organisation for *_, organisation in found] == [body, body]


@pytest.mark.parametrize(
    "heading", ["Sopran", "Kretslaget:", "Hardingfele klasse A", "Damer 40 år:"]
)
def test_a_heading_that_is_a_group_gives_no_organisation(heading):
    found = told("Tur", f"{heading}\nKari Lie, lege\nOla Dahl, lege")
    assert [organisation for *_, organisation in found] == ["", ""]


def test_a_short_name_is_a_body_where_the_other_headings_are():
    found = told("Tur", "Deltakere", "Voss kommune:\nKari Lie, lege", "Sirkula:\nOla Dahl, lege")
    assert [organisation for *_, organisation in found] == ["Voss kommune", "Sirkula"]


def test_the_body_at_the_end_of_a_heading_holds():
    found = told("Nytt styre i Nordvik velforening", "Leder: Kari Lie\nKasserer: Ola Dahl")
    assert found == [
        ("Kari Lie", "Leder", "", "Nordvik velforening"),
        ("Ola Dahl", "Kasserer", "", "Nordvik velforening"),
    ]


def test_the_first_line_of_a_table_says_what_its_columns_hold():
    head = "Navn\tStilling\tVirksomhet\tE-post"
    rows = "Xu Wei\tsjef\tSirkula\tx@y.no\nKari Lie\tlege\tMowi\tk@y.no"
    assert told("Tur", f"{head}\n{rows}") == [
        ("Xu Wei", "sjef", "", "Sirkula"),
        ("Kari Lie", "lege", "", "Mowi"),
    ]


def test_given_name_and_surname_can_have_columns_of_their_own():
    rows = "Fornamn\tEtternamn\tStilling\nKari\tLie\tlege\nOla\tDahl\trektor"
    assert [name for name, *_ in told("Tur", rows)] == ["Kari Lie", "Ola Dahl"]


def test_a_word_before_a_colon_is_a_title_among_titles():
    found = told("Tur", "Befalet\nKaptein: Kari Lie\nPlystrer: Ola Dahl\nLege: Per Moe")
    assert [title for _, title, *_ in found] == ["Kaptein", "Plystrer", "Lege"]


def test_a_lone_word_is_a_place_where_the_others_have_places():
    found = told(
        "Påmeldte", "Kari Lie, Bergen\nOla Dahl, Nedre Fjell\nPer Moe, Tromsø\nIne Vik, Solhaug"
    )
    assert ("Ine Vik", "", "", "") in found


def test_a_sentence_can_enumerate_a_list():
    sentence = (
        "Etter møtet består styret av følgende: Kari Lie (leder), Xu Wei og Ola Dahl. Det er bra."
    )
    assert [name for name, *_ in told("Tur", "Møtet varte i to dager.", sentence)] == [
        "Kari Lie",
        "Xu Wei",
        "Ola Dahl",
    ]


def test_a_sentence_that_tells_something_is_no_line_of_a_list():
    whole = article(
        "Tur", "Panelet\nKari Lie, lege\nOla Dahl, lege", "Kari Lie og Ola Dahl er gift."
    )
    assert whole.parts[-1].kind is not PartKind.LIST_ITEM


def test_a_surname_alone_is_somebody_of_the_article():
    text = (
        "Kultursjef Ine Vik (t.h.) saman med Skori.",
        "Kontor",
        "Hallvard Skori, lege\nIne Vik, sjef",
    )
    people = read_people(article("Tur", *text), ()).captions[0].people
    assert [p.mention.name for p in people] == ["Ine Vik", "Skori"]


@pytest.mark.parametrize(
    ("heading", "body"),
    [
        ("Leikanger Ungdomslag – styret 2025", "Leikanger Ungdomslag"),
        ("Jølster Mannskor, 1. tenor", "Jølster Mannskor"),
        ("Styret i Vestby bondelag for 2025", "Vestby bondelag"),
        ("Med i korpset", ""),
        ("Resultater, klasse 5", ""),
    ],
)
def test_a_heading_may_say_more_than_its_body(heading, body):
    found = told("Nytt", f"{heading}:\nKari Lie, leder\nOla Dahl, kasserer")
    assert [organisation for *_, organisation in found] == [body, body]


def test_a_line_may_lead_over_to_its_people():
    text = "Styret består av Kari Lie (leder), Ola Dahl (nestleder), Per Moe og Ida Aas."
    found = told("Nytt", text)
    assert [name for name, *_ in found] == ["Kari Lie", "Ola Dahl", "Per Moe", "Ida Aas"]
    assert found[0][1] == "leder"


def test_jobs_are_titles_beside_titles_and_things_are_none():
    lines = "Kari Lie, leder\nIda Aas, kasserer\nOla Dahl, mat\nPer Moe, musikk"
    committee = told("Fest", f"Komiteen:\n{lines}")
    assert [title for _, title, *_ in committee] == ["leder", "kasserer", "mat", "musikk"]
    pictures = told("Kunst", "Utstillere:\nKari Lie, akvarell\nOla Dahl, keramikk\nPer Moe, olje")
    assert [title for _, title, *_ in pictures] == ["", "", ""]


def test_among_clubs_a_place_is_a_club():
    found = told("Løp", "Resultat:\n1. Kari Lie, Dale IL 8,34\n2. Ola Dahl, Molde 8,41")
    assert [organisation for *_, organisation in found] == ["Dale IL", "Molde"]


def test_those_who_excused_themselves_stand_in_their_line_only():
    whole = article("Møte", "Til stede: Kari Lie, Ola Dahl\nForfall: Per Moe\nReferent: Ida Aas")
    lists = read_people(whole, ()).lists
    assert [(g.heading, [p.mention.name for p in g.people]) for g in lists] == [
        ("Til stede", ["Kari Lie", "Ola Dahl"]),
        ("Forfall", ["Per Moe"]),
        ("", ["Ida Aas"]),
    ]
