from __future__ import annotations

import io

import pytest
from pptx import Presentation

from pipeline.documents.pptx import open_pptx
from pipeline.documents.rewriting import Styled, article_of
from pipeline.errors import ArticleError
from pipeline.records import PartKind
from tests.builders_pptx import pptx
from tests.builders_rewriting import shouted

FILE = pptx()


def opened():
    return open_pptx(FILE, "a.pptx")


def place(words: str):
    return next(p for p in opened().places if words in p.text)


def number(words: str) -> int:
    return next(n for n, p in enumerate(opened().places) if words in p.text)


def seen(data: bytes):
    return Presentation(io.BytesIO(data))


def test_runs_do_not_cut_a_sentence():
    assert place("Ordfører").text == "Ordfører Kari Lunde åpner kaia i mai."


def test_runs_that_look_alike_are_one():
    told = place("Ordfører")
    assert [told.text[run.start : run.end] for run in told.runs] == [
        "Ordfører ",
        "Kari Lunde",
        " åpner kaia i ",
        "mai",
        ".",
    ]


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("Ny ferje", "slide 1, shape 1"),
        ("Hils på", "slide 1, notes, shape 2"),
        ("Hver time hele", "slide 3, shape 2, row 2, cell 2"),
        ("F.v.", "slide 3, shape 4, alt text"),
        ("Reiser med", "slide 3, chart"),
    ],
)
def test_a_place_says_where_it_stands(words, where):
    assert place(words).address == where


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Ny ferje", PartKind.TITLE),
        ("Hva skjer", PartKind.HEADING),
        ("Ferja går", PartKind.LIST_ITEM),
        ("F.v.", PartKind.CAPTION),
    ],
)
def test_what_a_shape_is_says_what_its_text_is(words, kind):
    assert place(words).kind is kind


def test_the_boxes_of_a_group_are_read():
    assert place("gruppe").text == "En boks i en gruppe\nmed to linjer"


def test_bold_words_links_and_colours_are_kept():
    slide = seen(shouted(opened())).slides[1]
    paragraphs = slide.placeholders[1].text_frame.paragraphs
    looks = [(run.text, run.font.bold, run.font.italic) for run in paragraphs[0].runs]
    assert looks == [
        ("ORDFØRER ", None, None),
        ("KARI LUNDE", True, None),
        (" ÅPNER KAIA I ", None, None),
        ("MAI", None, True),
        (".", None, None),
    ]
    assert paragraphs[2].runs[0].hyperlink.address == "https://example.org/"


def test_levels_tables_notes_and_charts_are_written_where_they_stood():
    new = seen(shouted(opened()))
    things = {shape.name.split()[0]: shape for shape in new.slides[2].shapes}
    assert new.slides[1].placeholders[1].text_frame.paragraphs[1].level == 1
    assert things["Table"].table.cell(1, 1).text == "HVER TIME HELE DAGEN"
    assert new.slides[0].notes_slide.notes_text_frame.text == "HILS PÅ ORDFØREREN FØRST."
    assert things["Chart"].chart.chart_title.text_frame.text == "REISER MED FERJA"


def test_a_line_break_stays_one():
    new = seen(shouted(opened()))
    group = next(shape for shape in new.slides[2].shapes if shape.shape_type == 6)
    assert group.shapes[0].text_frame.text == "EN BOKS I EN GRUPPE\vMED TO LINJER"


def test_the_language_of_what_is_written_is_set():
    run = seen(shouted(opened(), "fr")).slides[0].shapes.title.text_frame.paragraphs[0].runs[0]
    assert run._r.rPr.get("lang") == "fr-FR"


def test_a_slide_without_new_words_is_not_written_anew():
    new = opened().rewrite({number("Ny ferje"): [Styled("New ferry", 0)]}, "en")
    before, after = seen(FILE), seen(new)
    assert before.slides[1].part.blob == after.slides[1].part.blob
    assert after.slides[0].shapes.title.text == "New ferry"


def test_the_article_has_what_is_said_on_the_slides():
    article = article_of(opened(), article_id="a", source="a.pptx")
    assert "Ferja går hver time" in article.text
    assert "python-pptx" not in article.text


def test_labels_of_charts_are_said_to_be_left():
    assert opened().notes == ("left as it is: the labels of charts",)


def test_a_zip_archive_that_is_no_presentation_is_refused():
    with pytest.raises(ArticleError, match="broken"):
        open_pptx(b"PK\x03\x04 nei", "a.pptx")
