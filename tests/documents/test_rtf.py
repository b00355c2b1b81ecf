from __future__ import annotations

import io

import docx
import pytest

from pipeline.documents.rtf import open_rtf
from pipeline.errors import ArticleError
from pipeline.records import PartKind
from tests.builders_rewriting import shouted

RTF = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}{\info{\title X}}
\pard\b\fs36 Ny ferje til Nordvik\b0\par
\pard Ordf\'f8rer {\b Kari Lunde} sa p\u229? {\field{\*\fldinst{HYPERLINK "https://e.org"}}
{\fldrslt{folkem\'f8tet}}} at ferja kommer.{\footnote Ja.}\par
\trowd\cellx1\cellx2 Kari Lunde\cell ordf\'f8rer\cell\row
\trowd\cellx1\cellx2 Ola Dahl\cell rektor\cell\row
\pard Slutt.\par}"""


def opened(data: bytes = RTF):
    return open_rtf(data, "a.rtf")


def test_the_words_are_read_without_codes_and_addresses():
    assert [place.text for place in opened().places] == [
        "Ny ferje til Nordvik",
        "Ordfører Kari Lunde sa på folkemøtet at ferja kommer.",
        "Kari Lunde\tordfører",
        "Ola Dahl\trektor",
        "Slutt.",
    ]


def test_the_first_line_is_a_title():
    assert opened().places[0].kind is PartKind.TITLE


def test_what_was_not_read_is_said():
    assert opened().notes == ("not read: footnotes of the rich text",)


def test_what_is_written_is_a_word_document_and_says_what_it_lacks():
    document = opened()
    words = [p.text for p in docx.Document(io.BytesIO(shouted(document))).paragraphs]
    assert "ORDFØRER KARI LUNDE SA PÅ FOLKEMØTET AT FERJA KOMMER." in words
    assert document.suffix == ".docx"
    assert any("new document" in words for words in document.not_kept)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"bare tekst", "no rich text"),
        (b"{\\rtf1 }", "no text"),
        (b"{\\rtf1 \\u99999999? ord", "broken"),
    ],
)
def test_what_cannot_be_read_is_refused(data, words):
    with pytest.raises(ArticleError, match=words):
        opened(data)


def test_groups_that_are_nested_without_end_are_read():
    assert opened(b"{\\rtf1 " + b"{" * 50_000 + b"ord}").places[0].text == "ord"


def test_points_are_items_of_a_list_and_their_bullets_are_not_in_the_text():
    data = rb"""{\rtf1\ansi Avsnittet er langt nok til at det er et avsnitt, og det slutter her.\par
{\listtext\'95\tab}F\'f8rste punkt\par {\listtext 1.\tab}Andre punkt\par Slutt p\'e5 lista.\par}"""
    assert [(place.text, place.kind) for place in opened(data).places[1:3]] == [
        ("Første punkt", PartKind.LIST_ITEM),
        ("1. Andre punkt", PartKind.LIST_ITEM),
    ]
