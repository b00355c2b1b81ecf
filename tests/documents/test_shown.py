from __future__ import annotations

import pytest

from pipeline.documents.alignment import Sentence, align
from pipeline.documents.reading import open_bytes
from pipeline.documents.rewriting import Rewritable, Run, Styled, cleaned
from tests.builders_rewriting import said_anew
from tests.documents.shown import DOCUMENTS


def opened(data: bytes, name: str) -> Rewritable:
    document = open_bytes(data, source=name)
    assert isinstance(document, Rewritable)
    return document


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_is_shown_reads_the_same_when_its_own_words_are_written(name):
    document = opened(DOCUMENTS[name](), name)
    again = opened(document.rewrite(said_anew(document, str), "nb"), name)
    assert [cleaned(place.text)[0] for place in again.places] == [
        cleaned(place.text)[0] for place in document.places
    ]
    assert [place.kind for place in again.places] == [place.kind for place in document.places]


@pytest.mark.parametrize(
    ("source", "target", "placed"),
    [
        ("Hun har **ikke** folk nok.", "She doesn't have enough people.", "doesn't"),
        ("Hun har **ikke** folk nok.", "She doesn’t have enough people.", "doesn’t"),
    ],
)
def test_a_shortened_word_is_formatted_whole(source, target, placed):
    before, stretch, after = source.split("**")
    a, b, c = len(before), len(before + stretch), len(before + stretch + after)
    runs = (Run(0, a, 0), Run(a, b, 1), Run(b, c, 0))
    found = align(Sentence(before + stretch + after, runs, target))
    assert [piece.text for piece in found.pieces if piece.style == 1] == [placed]


def test_the_full_stop_after_a_long_link_is_not_in_the_link():
    source = "Les mer på nettsidene til Nasjonalbiblioteket."
    runs = (Run(0, 11, 0), Run(11, 45, 1), Run(45, 46, 0))
    found = align(Sentence(source, runs, "Read more on the website of the National Library."))
    assert found.pieces[-1] == Styled(".", 0)
