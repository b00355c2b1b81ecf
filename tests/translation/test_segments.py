import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import (
    Article,
    Caption,
    CaptionPerson,
    EntityKind,
    ListPerson,
    Mention,
    Origin,
    Part,
    ParticipantList,
    PartKind,
    Quote,
    Reading,
    Span,
)
from pipeline.translation.drafts import make_draft
from pipeline.translation.keepnames import load_name_forms, wanted_names
from pipeline.translation.phrases import load_phrases
from pipeline.translation.roles import load_roles
from pipeline.translation.segments import Cutter, Facts
from pipeline.translation.structure import render


def sentences(text):
    ends = [match.end() for match in re.finditer(r"[.!?](?=\s)", text)]
    ranges = zip([0, *ends], [*ends, len(text)], strict=True)
    return tuple((a, b) for a, b in ranges if text[a:b].strip())


CUTTER = Cutter(sentences, load_phrases(), load_roles(), load_name_forms())


def part(text, kind=PartKind.PARAGRAPH):
    return Part(name="p", kind=kind, text=text)


def span_of(text, words):
    start = text.index(words)
    return Span(part="p", start=start, end=start + len(words))


def named(text, words, kind=EntityKind.PERSON):
    return Mention(
        span=span_of(text, words), text=words, name=words, kind=kind, origin=Origin.CAPTION
    )


def quoted(text, words):
    return Quote(span=span_of(text, words), text=words) if words else None


def cut(one, mentions=(), reading=None, target="en"):
    facts = Facts(tuple(mentions), reading or Reading(), {}, target)
    return CUTTER.cut(Article(id="a", parts=(one,)), facts)["p"]


def said(piece, target="en"):
    """Return the segment with the engine's work in angle brackets."""
    words = [
        f"<{piece.text[atom.start : atom.end]}>" if atom.target is None else atom.target
        for atom in piece.atoms
    ]
    return render(piece.text, piece.atoms, words, target)


def caption(text, *people, target="en"):
    """Return what becomes of a caption with (name, affiliation, role) people."""
    read = tuple(
        CaptionPerson(
            mention=named(text, name),
            order=order,
            affiliation=quoted(text, affiliation),
            role=quoted(text, role),
        )
        for order, (name, affiliation, role) in enumerate(people, start=1)
    )
    mentions = [person.mention for person in read]
    reading = Reading(captions=(Caption(part="p", people=read),))
    pieces = cut(part(text, PartKind.CAPTION), mentions, reading, target)
    return [said(piece, target) for piece in pieces]


def line(text, name, title="", unit="", organisation=""):
    member = ListPerson(
        mention=named(text, name),
        title=quoted(text, title),
        unit=quoted(text, unit),
        organisation=quoted(text, organisation),
    )
    reading = Reading(lists=(ParticipantList(people=(member,)),))
    (piece,) = cut(part(text, PartKind.LIST_ITEM), [member.mention], reading)
    return said(piece)


def test_running_text_is_one_segment_a_sentence():
    assert [p.text for p in cut(part("Vi reiste hjem. De ble igjen."))] == [
        "Vi reiste hjem.",
        "De ble igjen.",
    ]


def test_a_heading_is_one_segment_and_its_colon_stays_outside():
    assert [p.text for p in cut(part("Dette skjer. Kom!:", PartKind.HEADING))] == [
        "Dette skjer. Kom!"
    ]


def test_no_segment_ends_inside_a_name():
    text = "Møtet var i St. Petersborg i går."
    names = [named(text, "St. Petersborg", EntityKind.PLACE)]
    assert [p.text for p in cut(part(text), names)] == [text]


@pytest.mark.parametrize("bullet", ["- ", "• ", "1. ", "12) ", "– "])
def test_a_bullet_stays_outside_the_segment(bullet):
    (piece,) = cut(part(f"{bullet}Kari Lund, rektor", PartKind.LIST_ITEM))
    assert piece.text == "Kari Lund, rektor"


def test_a_date_at_the_start_of_a_sentence_is_no_bullet():
    assert next(p.text for p in cut(part("17. mai er snart her."))).startswith("17.")


def test_an_emoji_at_the_end_stays_outside_the_segment():
    assert [p.text for p in cut(part("Noen av dem kommer 😉"))] == ["Noen av dem kommer"]


def test_a_part_without_letters_has_no_segment():
    assert cut(part("* * *")) == ()


def test_a_caption_is_translated_by_its_structure():
    text = "Bak f.v.: Kari Lund (rektor), Ola Haug (Lillevik kommune) og Per Vik. Foto: Eva Moe"
    people = [
        ("Kari Lund", "", "rektor"),
        ("Ola Haug", "Lillevik kommune", ""),
        ("Per Vik", "", ""),
    ]
    assert " ".join(caption(text, *people, ("Eva Moe", "", ""))) == (
        "Back row, from left: Kari Lund (rector), Ola Haug (Lillevik Municipality) and Per Vik. "
        "Photo: Eva Moe"
    )


def test_a_french_caption_has_its_feminine_and_its_space_before_the_colon():
    text = "Frå venstre: Kari Lund (rektor) frå Oslo"
    (result,) = caption(text, ("Kari Lund", "", "rektor"), ("Oslo", "", ""), target="fr")
    assert result == "De gauche à droite\u00a0: Kari Lund (rectrice) d’Oslo"


def test_a_caption_in_ordinary_sentences_goes_to_the_engine_whole():
    text = "Rektor Kari Lund tok imot gjestene med kaker på den nye skolen."
    assert caption(text, ("Kari Lund", "", "")) == [f"<{text}>"]


def test_white_space_and_stray_commas_of_a_caption_stay():
    text = "F.v: Kari Lund, (LK),\n Ola Haug ( LK) Per Vik."
    people = [(name, "", "") for name in ("Kari Lund", "Ola Haug", "Per Vik")]
    (result,) = caption(text, *people)
    assert result == "From left: Kari Lund, (LK),\n Ola Haug ( LK) Per Vik."


def test_a_list_line_has_its_title_from_the_glossary():
    assert line("Kari Lund, dagleg leiar", "Kari Lund", "dagleg leiar") == (
        "Kari Lund, managing director"
    )


def test_a_title_and_the_organisation_after_it_get_a_comma():
    text = "Kari Lund, daglig leder Lillevik Havn"
    assert line(text, "Kari Lund", "daglig leder", organisation="Lillevik Havn") == (
        "Kari Lund, managing director, Lillevik Havn"
    )


def test_a_title_outside_the_glossary_goes_to_the_engine_alone():
    text = "Kari Lund, sjokoladesmaker"
    assert line(text, "Kari Lund", "sjokoladesmaker") == "Kari Lund, <sjokoladesmaker>"


def test_a_department_is_kept_as_a_name():
    text = "Kari Lund, Institutt for språk og historie"
    assert line(text, "Kari Lund", unit="Institutt for språk og historie") == text


def test_a_heading_that_is_an_organisation_takes_its_official_name():
    text = "Lillevik kommune:"
    names = [named(text, "Lillevik kommune", EntityKind.ORGANISATION)]
    (piece,) = cut(part(text, PartKind.HEADING), names)
    assert said(piece) == "Lillevik Municipality"


@settings(deadline=None)
@given(
    st.text(alphabet=st.sampled_from("aÅ .!?:\n-•1)😀\u0301\u200f,"), max_size=60),
    st.sampled_from(list(PartKind)),
)
def test_segments_and_what_is_between_them_are_the_part(text, kind):
    pieces = cut(part(text, kind))
    position, out = 0, []
    for piece in pieces:
        out += [text[position : piece.span.start], piece.text]
        position = piece.span.end
    assert "".join([*out, text[position:]]) == text
    assert not any(letter.isalnum() for letter in re.sub(r"^\W*\(?\d+[.)]\s", "", text)) or pieces


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("fFv.: bakogKari Lund,()\n"), max_size=60))
def test_atoms_are_in_order_inside_the_segment_and_never_overlap(text):
    for piece in cut(part(f"Kari Lund {text}", PartKind.CAPTION)):
        places = [(atom.start, atom.end) for atom in piece.atoms]
        assert all(0 <= start < end <= len(piece.text) for start, end in places)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(places))


def test_a_list_in_one_sentence_is_translated_by_its_structure():
    text = "Desse var med: Kari Lund (ordførar) og Ola Haug (dagleg leiar i Lillevik Havn)."
    names = [named(text, "Kari Lund"), named(text, "Ola Haug")]
    names.append(named(text, "Lillevik Havn", EntityKind.ORGANISATION))
    (piece,) = cut(part(text), names)
    assert said(piece) == (
        "Those who took part: Kari Lund (mayor) and Ola Haug (managing director of Lillevik Havn)."
    )


def test_people_who_do_something_are_ordinary_prose():
    text = "Kari Lund, Ola Haug og Per Vik sang."
    names = [named(text, name) for name in ("Kari Lund", "Ola Haug", "Per Vik")]
    (piece,) = cut(part(text), names)
    assert said(piece) == f"<{text}>"


def test_a_cue_that_stands_right_before_a_name_gets_a_colon():
    people = [(name, "", "") for name in ("Kari Lund", "Ola Haug")]
    assert caption("F.v. Kari Lund og Ola Haug", *people) == ["From left: Kari Lund and Ola Haug"]


def test_a_cue_in_brackets_gets_no_colon():
    people = [(name, "", "") for name in ("Kari Lund", "Ola Haug")]
    assert caption("Kari Lund (foran) og Ola Haug", *people) == [
        "Kari Lund (front row) and Ola Haug"
    ]


def test_a_department_with_a_comma_in_its_name_is_kept_whole():
    text = "Kari Lund, Institutt for språk, historie og kunst"
    assert line(text, "Kari Lund", unit="Institutt for språk") == text


def test_a_sentence_of_six_hundred_words_is_several_segments_and_the_first_says_so():
    text = ", ".join(["og så gikk vi forbi et hus der en mann sto"] * 60) + "."
    found = cut(part(text))
    assert found[0].of == len(found) > 1
    assert {piece.of for piece in found[1:]} == {0}


def test_a_sentence_of_usual_length_is_one_segment():
    (piece,) = cut(part("Vi gikk hjem tidlig på kvelden."))
    assert piece.of == 0


@pytest.mark.parametrize("kind", list(PartKind))
def test_no_segment_goes_over_a_tab(kind):
    pieces = cut(part("Sted:\tBodø rådhus\t\tKlokka er 19.00. Alle kan komme.", kind))
    assert all("\t" not in piece.text for piece in pieces)
    assert [piece.text for piece in pieces][:2] == ["Sted", "Bodø rådhus"]


def test_a_name_that_goes_over_a_tab_is_kept_in_each_column():
    text = "Lie\tKari\tleder"
    facts = Facts((named(text, "Lie\tKari"),), Reading(), {}, "en")
    (first, second, _) = cut(part(text, PartKind.LIST_ITEM), facts.mentions)
    assert [piece.atoms[0].target for piece in (first, second)] == ["Lie", "Kari"]
    wanted = [wanted_names(facts, piece.span, load_name_forms()) for piece in (first, second)]
    assert [[(n.start, n.source, n.forms) for n in each] for each in wanted] == [
        [(0, "Lie", ("Lie",))],
        [(0, "Kari", ("Kari",))],
    ]


@pytest.mark.parametrize(
    ("target", "expected"), [("en", ["Name", "Visits"]), ("fr", ["Nom", "Visites"])]
)
def test_the_head_of_a_table_comes_from_the_tables_even_if_it_was_taken_for_a_name(
    target, expected
):
    text = "Namn\tBesøk"
    pieces = cut(part(text, PartKind.HEADING), [named(text, text)], target=target)
    assert [piece.atoms[0].target for piece in pieces] == expected
    facts = Facts((named(text, text),), Reading(), {}, target)
    assert all(not make_draft(piece, facts, CUTTER, None).context.wanted for piece in pieces)


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("Side 1", "en", "Page 1"),
        ("side 3 av 12", "fr", "Page 3 sur 12"),
        ("SAK 4", "en", "ITEM 4"),
        ("Figur 2.", "fr", "Figure 2."),
        ("Side om side", "en", None),
        ("Vi så 2 av 3", "fr", None),
    ],
)
def test_feet_of_pages_and_numbered_things_come_from_the_tables(text, target, expected):
    assert load_phrases().whole(text, target) == expected


@pytest.mark.parametrize(
    ("text", "kind", "segments"),
    [
        ("Sak 1: Nytt kulturhus", PartKind.HEADING, ["Sak 1", "Nytt kulturhus"]),
        ("Tabell 12: Slik gikk det. Her er mer.", PartKind.PARAGRAPH,
         ["Tabell 12", "Slik gikk det.", "Her er mer."]),
        ("Sak 1:2 er ferdig", PartKind.HEADING, ["Sak 1:2 er ferdig"]),
        ("Se sak 1: Nytt kulturhus", PartKind.HEADING, ["Se sak 1: Nytt kulturhus"]),
    ],
)  # fmt: skip
def test_what_numbers_a_heading_is_a_segment_of_its_own(text, kind, segments):
    assert [piece.text for piece in cut(part(text, kind))] == segments


def test_what_numbers_a_heading_is_no_name():
    text = "Sak 1: Nytt kulturhus"
    sak = named(text, "Sak", EntityKind.ORGANISATION)
    first, _ = cut(part(text, PartKind.HEADING), [sak])
    assert first.atoms[0].target == "Item 1"
    facts = Facts((sak,), Reading(), {}, "en")
    assert not make_draft(first, facts, CUTTER, None).context.wanted
