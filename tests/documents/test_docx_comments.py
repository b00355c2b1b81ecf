"""Comments on doubtful segments in a Word document: in place, beside others, nothing broken."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.documents.docx import open_docx
from pipeline.documents.laying import laid_out
from pipeline.documents.marking import Edge, Mark, cut_at_marks
from pipeline.documents.rewriting import Styled, read_places
from pipeline.flow import process
from pipeline.records import ProcessedArticle, Segment
from tests.builders_rewriting import said_anew
from tests.builders_translation import Answering, stages
from tests.documents.docx_making import field, link, report, saved, words


def marked(data: bytes, doubtful: str = "") -> bytes:
    """Return a document in capitals, with a comment on each segment that has a word in it."""

    def doubts(segment: Segment) -> tuple[str, ...]:
        return ("odd", segment.source.text) if doubtful in segment.source.text else ()

    document = open_docx(data, "a.docx")
    source = read_places(document, article_id="a", source="a.docx", everything=True)
    outcome = process(source.article, stages(Answering(str.upper)), ("en",))
    assert isinstance(outcome, ProcessedArticle)
    laid = laid_out(source, outcome.translations[0], doubts=doubts)
    return document.marked(laid.marks).rewrite(laid.said, "en")


def ranges(data: bytes) -> list[str]:
    """Return the text in the range of each comment of the body."""
    root = docx.Document(io.BytesIO(data)).element.body
    open_now: dict[str, str] = {}
    found = []
    for element in root.iter():
        number = element.get(qn("w:id"))
        if element.tag == qn("w:commentRangeStart"):
            open_now[number] = ""
        elif element.tag == qn("w:commentRangeEnd"):
            found.append(open_now.pop(number))
        elif element.tag == qn("w:t"):
            open_now = {k: text + element.text for k, text in open_now.items()}
    assert not open_now
    return found


def paragraph(*runs: object) -> docx.document.Document:
    document = docx.Document()
    words(document.add_paragraph(), *runs)
    return document


def test_a_comment_stands_on_its_segment_alone() -> None:
    data = marked(saved(paragraph("Vi kom. Vi ", ("så", "b"), " mye. Vi dro.")), "mye")
    assert ranges(data) == ["VI SÅ MYE."]
    document = docx.Document(io.BytesIO(data))
    assert [c.text for c in document.comments] == ["odd\nVi så mye."]
    assert [run.text for run in document.paragraphs[0].runs if run.bold] == ["SÅ"]
    assert document.paragraphs[0].text == "VI KOM. VI SÅ MYE. VI DRO."


def test_comments_of_people_stay_and_numbers_go_on() -> None:
    document = paragraph("Vi kom hit.", " Vi dro.")
    document.add_comment(document.paragraphs[0].runs[:1], text="stemmer dette?", author="Ola")
    new = docx.Document(io.BytesIO(marked(saved(document), "dro")))
    assert [(c.comment_id, c.author) for c in new.comments] == [(0, "Ola"), (1, "samsvar")]


def test_a_link_and_a_field_with_a_mark_inside_stay_one() -> None:
    document = paragraph("Se ")
    link(document.paragraphs[0], "sidene. Alle sidene", "https://example.org/")
    words(document.paragraphs[0], " er nye. Side ")
    field(document.paragraphs[0], "PAGE", "12")
    words(document.paragraphs[0], " er best.")
    data = marked(saved(document))
    new = docx.Document(io.BytesIO(data))
    assert len(new.paragraphs[0].hyperlinks) == 1
    assert new.paragraphs[0]._p.xml.count('fldCharType="begin"') == 1
    assert ranges(data) == ["SE SIDENE.", "ALLE SIDENE ER NYE.", "SIDE 12 ER BEST."]


def test_headers_notes_and_text_boxes_have_no_comment() -> None:
    data = marked(saved(report()))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            text = archive.read(name)
            if name != "word/document.xml":
                assert b"commentReference" not in text
            else:
                root = etree.fromstring(text)
    assert list(root.iter(qn("w:commentReference")))
    for box in root.iter(qn("w:txbxContent")):
        assert not list(box.iter(qn("w:commentReference")))
    ids = [e.get(qn("w:id")) for e in root.iter(qn("w:commentReference"))]
    assert len(ids) == len(set(ids)) == len(list(docx.Document(io.BytesIO(data)).comments))


def test_a_document_without_marks_has_no_part_of_comments() -> None:
    with zipfile.ZipFile(io.BytesIO(marked(saved(paragraph("Hei du.")), "xyz"))) as archive:
        assert not [name for name in archive.namelist() if "comments" in name]


def test_a_segment_that_stayed_as_it_was_is_marked_too() -> None:
    document = open_docx(saved(paragraph("Hei du.")), "a.docx")
    mark = (Mark(0, 7, ("left in Norwegian",)),)
    data = document.marked({0: mark}).rewrite({0: [Styled("Hei du.", 0)]}, "en")
    assert ranges(data) == ["Hei du."]


def test_what_xml_cannot_hold_is_left_out_of_a_comment() -> None:
    document = open_docx(saved(paragraph("Hei du.")), "a.docx")
    data = document.marked({0: (Mark(0, 3, ("a\x0bb",)),)}).rewrite(said_anew(document), "en")
    assert [c.text for c in docx.Document(io.BytesIO(data)).comments] == ["ab"]


@given(
    st.lists(st.builds(Styled, st.text("abc ", max_size=5), st.integers(0, 3)), max_size=6),
    st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), max_size=4),
    st.sets(st.integers(0, 3)),
)
def test_pieces_cut_at_marks_are_the_text_and_every_mark_ends(
    pieces: list[Styled], places: list[tuple[int, int]], whole: set[int]
) -> None:
    marks = [Mark(min(place), max(place), ("x",)) for place in places]
    cut = list(cut_at_marks(pieces, marks, frozenset(whole)))
    assert "".join(p.text for p in cut if isinstance(p, Styled)) == "".join(p.text for p in pieces)
    for style in whole:
        kept = [p for p in cut if isinstance(p, Styled) and p.style == style]
        assert kept == [p for p in pieces if p.style == style]
    begun: set[int] = set()
    for edge in (each for each in cut if isinstance(each, Edge)):
        assert edge.begins != (edge.number in begun)
        (begun.add if edge.begins else begun.discard)(edge.number)
    assert not begun


@pytest.mark.parametrize("start", [0, 2])
def test_a_mark_inside_what_is_whole_has_all_of_it(start: int) -> None:
    cut = list(cut_at_marks([Styled("1234", 1)], [Mark(start, 3, ("x",))], frozenset({1})))
    assert cut == [Edge(0, begins=True), Styled("1234", 1), Edge(0, begins=False)]
