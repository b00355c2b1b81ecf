from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.laying import laid_out
from pipeline.documents.rewriting import Place, Run, read_places
from pipeline.records import Quote, Segment, Span, TranslatedPart, Translation
from tests.builders_translation import sentences


@dataclass
class Lines:
    """A document of places and nothing else."""

    places: tuple[Place, ...]
    notes: tuple[str, ...] = ()


def said(*places, answer=str.upper, untranslated=()):
    """Return what is laid out of a translation that has a segment for each sentence."""
    source = read_places(Lines(places), article_id="a", source="a", everything=True)
    parts = []
    for part in source.article.parts:
        if part.text in untranslated:
            continue
        segments, text, at = [], "", 0
        for start, end in sentences(part.text):
            words = part.text[start:end].strip()
            first = part.text.index(words, start)
            new = answer(words)
            quote = Quote(
                span=Span(part=part.name, start=first, end=first + len(words)), text=words
            )
            segments.append(Segment(source=quote, target=new))
            text += part.text[at:first] + new
            at = first + len(words)
        text += part.text[at:]
        parts.append(TranslatedPart(part=part.name, text=text, segments=tuple(segments)))
    translation = Translation(target="en", road="nb-en", parts=tuple(parts))
    return laid_out(source, translation)


def text_of(laid, number=0):
    return "".join(piece.text for piece in laid.said[number])


def test_white_space_around_a_text_stays():
    assert text_of(said(Place("  Hei på deg. \n"))) == "  HEI PÅ DEG. \n"


def test_what_stands_between_sentences_stays():
    assert text_of(said(Place("Hei du. Takk, du."))) == "HEI DU. TAKK, DU."


def test_a_place_whose_text_stays_is_not_rewritten():
    assert said(Place("NATO og EU."), answer=str).said == {}


def test_a_place_that_was_not_translated_is_not_rewritten():
    laid = said(Place("Kari kom."), Place("Ola dro."), untranslated=("Ola dro.",))
    assert set(laid.said) == {0}


def test_an_empty_translation_does_not_empty_a_place():
    assert said(Place("Hei på deg."), answer=lambda _: "").said == {}


def test_tabs_between_pieces_stay_where_they_were():
    assert text_of(said(Place("Lunde kommune\t\tSide"))) == "LUNDE KOMMUNE\t\tSIDE"


def test_a_translation_that_was_edited_as_a_whole_is_taken_as_a_whole():
    source = read_places(Lines((Place("Hei. Du."),)), article_id="a", source="a", everything=True)
    (part,) = source.article.parts
    quote = Quote(span=Span(part=part.name, start=0, end=4), text="Hei.")
    edited = TranslatedPart(
        part=part.name, text="Hello you.", segments=(Segment(source=quote, target="Hi."),)
    )
    laid = laid_out(source, Translation(target="en", road="nb-en", parts=(edited,)))
    assert text_of(laid) == "Hello you."


def row(*cells):
    return [Place(text, group=0, row=0, address=f"cell {n}") for n, text in enumerate(cells, 1)]


def test_the_cells_of_a_row_get_their_own_words():
    laid = said(*row("Navn", "Tittel", "Organisasjon"))
    assert [text_of(laid, n) for n in range(3)] == ["NAVN", "TITTEL", "ORGANISASJON"]


def test_the_cells_of_a_row_are_told_apart_by_the_number_of_their_words():
    laid = said(*row("Navn", "Tittel"), answer=lambda text: text.replace("\t", " ").upper())
    assert [text_of(laid, n) for n in range(2)] == ["NAVN", "TITTEL"]


def test_a_row_whose_cells_ran_together_stays_and_that_is_said():
    laid = said(*row("Navn", "Tittel"), answer=lambda _: "The name and the title")
    assert laid.said == {}
    assert laid.notes == (
        "cell 1: this row was left as it was: its cells ran together in the translation",
    )


def test_formatting_that_was_lost_is_told_with_its_place():
    runs = (Run(0, 4, 0), Run(4, 7, 1), Run(7, 8, 0))
    laid = said(Place("Fiskere.", runs=runs, address="page 3"), answer=lambda _: "Fishermen.")
    assert laid.notes == ("page 3: the formatting of “ere” was not kept",)


def test_formatting_that_was_placed_by_position_is_told_with_its_place():
    runs = (Run(0, 8, 0), Run(8, 13, 1), Run(13, 17, 0))
    laid = said(
        Place("Han var trøtt da.", runs=runs, address="page 3"),
        answer=lambda _: "He was tired then.",
    )
    ((address, moved),) = laid.guessed
    assert (address, moved.target) == ("page 3", "tired")


RUNS = st.lists(
    st.tuples(
        st.sampled_from(["Kari ", "kom. ", "Hit", "\t", "\n", " ", "x", "B. Og "]),
        st.integers(0, 3),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@st.composite
def places(draw):
    text = ""
    runs: list[Run] = []
    for words, kind, object_ in draw(RUNS):
        if kind == 3:
            runs.append(Run(len(text), len(text), 100 + len(runs)))
            continue
        style = 100 + len(runs) if object_ else kind
        runs.append(Run(len(text), len(text) + len(words), style, whole=object_))
        text += words
    return Place(text, runs=tuple(runs))


@given(places())
def test_anchors_and_fields_of_a_place_come_once_and_its_text_is_whole(place):
    if not any(c.isalpha() for c in place.text):
        return
    laid = said(place)
    if 0 not in laid.said:
        return
    styles = [piece.style for piece in laid.said[0]]
    for run in place.runs:
        if run.whole or run.start == run.end:
            assert styles.count(run.style) == 1
    letters = [c for c in text_of(laid).casefold() if c.isalnum()]
    # a field that two sentences share is there with its first half at least
    assert len(letters) <= sum(c.isalnum() for c in place.text)
    assert set(styles) <= {run.style for run in place.runs} | {0}
