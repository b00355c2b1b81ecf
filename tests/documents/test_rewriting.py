from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.blocks import Block, make_article
from pipeline.documents.lines import cleaned
from pipeline.documents.rewriting import Place, article_of, read_places
from pipeline.errors import ArticleError
from pipeline.records import PartKind

TEXTS = st.text(st.sampled_from("abæ Å.\n\t\r\u00a0\u2003\u2028\x07\x0b\x85-1"), max_size=30)


@dataclass
class Lines:
    """A document of places and nothing else."""

    places: tuple[Place, ...]
    notes: tuple[str, ...] = ()


def lines(*places):
    return Lines(tuple(p if isinstance(p, Place) else Place(p) for p in places))


def read(document, everything=True):
    return read_places(document, article_id="a", source="a.x", everything=everything)


@given(TEXTS)
def test_cleaned_text_is_text_of_the_place_character_for_character(text):
    clean, at = cleaned(text)
    assert len(clean) == len(at)
    assert list(at) == sorted(set(at))
    for character, position in zip(clean, at, strict=True):
        assert character == text[position] or (character in " \n" and text[position].isspace())


@given(TEXTS)
def test_cleaned_text_is_what_an_article_has(text):
    clean, _ = cleaned(text)
    if any(c.isalnum() for c in clean):
        article = make_article([Block(text)], article_id="a", source="a")
        assert article.text == clean


@given(st.lists(TEXTS, min_size=1, max_size=4), st.booleans())
def test_every_place_is_found_again_where_it_stands(texts, everything):
    document = lines(*texts)
    if not any(c.isalnum() for text in texts for c in text):
        return
    if everything and not any(c.isalpha() for text in texts for c in text):
        return
    source = read(document, everything)
    for one in source.standing:
        text = source.article.part(one.part).text[one.start : one.end]
        place = document.places[one.place].text
        assert [c for c in text if not c.isspace()] == [
            place[at] for at, c in zip(one.at, text, strict=True) if not c.isspace()
        ]


def test_what_stands_beside_the_article_is_not_in_it():
    document = lines("Kari Lunde kom til Bodø.", Place("Side", aside=True))
    assert article_of(document, article_id="a", source="a").text == "Kari Lunde kom til Bodø."


def test_a_whole_file_has_what_stands_beside_the_article_at_its_end():
    document = lines(Place("Side", aside=True), "Kari Lunde kom til Bodø.")
    parts = read(document).article.parts
    assert [part.text for part in parts] == ["Kari Lunde kom til Bodø.", "Side"]
    assert parts[1].why == "stands beside the article"


def test_what_is_never_translated_is_read_and_not_sent():
    document = lines("Kari Lunde kom til Bodø.", Place("print(1)", translate=False))
    assert "print(1)" in read(document, everything=False).article.text
    assert "print(1)" not in read(document).article.text


def test_the_kind_that_the_markup_gives_is_kept():
    document = lines(Place("Kort tekst", PartKind.LIST_ITEM, "an item of a list"), "Mer tekst.")
    assert read(document).article.parts[0].kind is PartKind.LIST_ITEM


def cells(*rows):
    return lines(
        *(
            Place(text, group=0, row=number)
            for number, row in enumerate(rows)
            for text in row.split("|")
        )
    )


def test_a_table_that_lists_people_has_a_line_for_each():
    document = cells("Navn|Tittel|Organisasjon", "Kari Lunde|rektor|Lunde skole")
    assert [part.text for part in read(document).article.parts] == [
        "Navn\tTittel\tOrganisasjon",
        "Kari Lunde\trektor\tLunde skole",
    ]


def test_the_cells_of_another_table_are_parts_of_their_own():
    document = cells("Fangst i fjor|Mer enn før", "Pris per kilo|40 kroner")
    parts = read(document).article.parts
    assert [part.text for part in parts] == [
        "Fangst i fjor",
        "Mer enn før",
        "Pris per kilo",
        "40 kroner",
    ]
    assert {part.kind for part in parts} == {PartKind.PARAGRAPH}


def test_what_stands_between_tabs_is_translated_apart():
    source = read(lines("Havkystens fiskerilag\tÅrsrapport"))
    assert [part.text for part in source.article.parts] == ["Havkystens fiskerilag", "Årsrapport"]


def test_a_line_break_in_a_sentence_does_not_cut_it():
    source = read(lines("Årsrapporten for laget\nsom fisker i nord"))
    assert len(source.article.parts) == 1


def test_an_empty_line_ends_a_sentence():
    source = read(lines("Årsrapporten for laget\n\nsom fisker i nord"))
    assert len(source.article.parts) == 2


def test_a_document_without_words_is_an_error():
    with pytest.raises(ArticleError, match="there is no text"):
        read(lines(" ", "–"))
