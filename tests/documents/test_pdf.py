from __future__ import annotations

import io
import re
import zlib

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from reportlab.pdfbase.pdfmetrics import stringWidth

from pipeline.documents import pdf_bombs, pdf_pages
from pipeline.documents.laying import laid_out
from pipeline.documents.pdf import open_pdf, read_pdf
from pipeline.documents.pdf_geometry import Box, Page, Word
from pipeline.documents.pdf_hyphens import join_lines
from pipeline.documents.pdf_layout import read_zones
from pipeline.documents.pdf_writing import Item, write_docx
from pipeline.documents.reading import read_bytes
from pipeline.documents.rewriting import Rewritable, Styled, read_places
from pipeline.errors import ArticleError
from pipeline.records import Article, PartKind
from tests.bench.documents import shouting
from tests.documents.pdf_gold import DOCUMENTS
from tests.documents.pdf_making import Frame, Pages, Style, in_order, paragraphs, sentences

#: share of the sentences of the six documents that are read whole and in order
FLOOR = 0.98
COLUMN = Frame(1, 60, 780, 300, 60)


def read(pages: Pages) -> Article:
    return read_pdf(pages.save(), article_id="a", source="rapport.pdf")


def texts(article: Article) -> list[str]:
    return [part.text for part in article.parts]


def one(text: str, **look) -> Pages:
    pages = Pages()
    pages.words(1, 60, 700, text, **look)
    return pages


def scanned(pages: Pages, page: int) -> Pages:
    pages.picture(page, 0, 0, 595, 842)
    return pages


# -- reading order ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", DOCUMENTS)
def test_sentences_are_read_whole_and_in_order(name):
    data, said = DOCUMENTS[name]()
    article = read_pdf(data, article_id="a", source=name)
    assert in_order(said, texts(article)) >= FLOOR


def test_the_measure_counts_what_is_out_of_order():
    assert in_order(["a.", "b.", "c."], ["b.", "a. c."]) == pytest.approx(2 / 3)


def test_the_measure_counts_what_is_cut():
    assert in_order(["a b.", "c d."], ["a", "b. c d."]) == pytest.approx(1 / 2)


def test_a_page_that_is_to_be_shown_turned_is_read_upright():
    pages = Pages()
    for number, line in enumerate(["Rådet møttes tirsdag", "for å drøfte saken."]):
        pages.words(1, 100 + 12 * number, 60, line, angle=90)
    assert texts(read(pages)) == ["Rådet møttes tirsdag for å drøfte saken."]


def test_a_watermark_is_left_out_and_said():
    pages = one("Rådet møttes tirsdag for å drøfte saken.")
    pages.words(1, 150, 300, "UTKAST", size=90, angle=45)
    article = read(pages)
    assert (texts(article), article.notes) == (
        ["Rådet møttes tirsdag for å drøfte saken."],
        ("left out, text at an angle (a watermark?): page 1",),
    )


def test_a_large_initial_belongs_to_its_word():
    data, _ = DOCUMENTS["unruly"]()
    article = read_pdf(data, article_id="a", source="unruly.pdf")
    assert any(part.text.startswith("Rådmannen") for part in article.parts)


def _word(number: int, place: tuple[int, int, int, int]) -> Word:
    x, y, length, size = place
    box = Box(x, y - 0.2 * size, x + 5 * length, y + 0.8 * size)
    return Word(f"w{number:03}", box, y, size)


places = st.tuples(
    st.sampled_from([40, 47, 120, 300, 310, 480]) | st.integers(0, 590),
    st.integers(0, 40).map(lambda n: 20 * n),
    st.integers(1, 30),
    st.sampled_from([6, 12, 12, 12, 20, 60]),
)


@given(
    st.lists(places, min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 700)), max_size=3),
)
def test_every_word_of_a_page_is_read_once(where, corners):
    words = tuple(_word(n, place) for n, place in enumerate(where))
    pictures = tuple(Box(x, y, x + 90, y + 60) for x, y in corners)
    zones = read_zones(Page(1, 595, 842, words, pictures))
    lines = [line for z in zones for line in (*z.lines, *(c for row in z.rows for c in row))]
    found = re.findall(r"w\d{3}", " ".join(line.text for line in lines))
    assert sorted(found) == sorted(word.text for word in words)


# -- lines to paragraphs ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["kaptein-", "Nygård kom"], "kaptein-Nygård kom"),
        (["Ann-", "Mari kom"], "Ann-Mari kom"),
        (["i kommu-", "nen var"], "i kommunen var"),
        (["barne-", "og ungdomsskole"], "barne- og ungdomsskole"),
        (["en TV-", "serie"], "en TV-serie"),
        (["en e-", "post"], "en e-post"),
        (["KOMMU-", "NESTYRET"], "KOMMUNESTYRET"),
        (["sesongen 2024-", "25"], "sesongen 2024-25"),
        (["i kom\u00admu\u00ad", "nen"], "i kommunen"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line(lines, text):
    assert join_lines(lines, {}) == text


def test_a_word_that_stands_elsewhere_with_its_hyphen_keeps_it():
    pages = Pages()
    for n, line in enumerate(["I går åpnet Ibsen-festivalen, og vi var på Ibsen-", "festivalen."]):
        pages.words(1, 60, 700 - 12 * n, line)
    assert texts(read(pages)) == ["I går åpnet Ibsen-festivalen, og vi var på Ibsen-festivalen."]


@given(st.lists(st.text("abcå ", min_size=1).map(str.strip).filter(bool), min_size=1))
def test_joining_lines_without_hyphens_keeps_every_word(lines):
    assert join_lines(lines, {}).split() == " ".join(lines).split()


def test_paragraphs_are_told_by_indents():
    said = paragraphs(sentences(12))
    pages = Pages()
    pages.set_text(said, [COLUMN], Style(indent=14, space=0))
    assert texts(read(pages)) == said


def test_paragraphs_are_told_by_the_space_between_them():
    said = paragraphs(sentences(12))
    pages = Pages()
    pages.set_text(said, [COLUMN], Style(space=7))
    assert texts(read(pages)) == said


def test_a_paragraph_goes_on_over_the_page():
    said = " ".join(sentences(14))
    pages = Pages()
    pages.set_text([said], [Frame(1, 60, 160, 300, 60), Frame(2, 60, 780, 300, 60)])
    assert texts(read(pages)) == [said]


def test_items_of_a_list_have_no_bullets():
    pages = Pages()
    pages.set_text(["Rådet vedtok dette:", "• Skolen bygges.", "• Veien stenges."], [COLUMN])
    items = [part.text for part in read(pages).parts if part.kind is PartKind.LIST_ITEM]
    assert items == ["Skolen bygges.", "Veien stenges."]


def test_a_line_that_begins_with_a_year_is_no_item():
    pages = Pages()
    for n, line in enumerate(
        ["Kommunen har vedtatt at den nye skolen skal bygges i", "24. etasje"]
    ):
        pages.words(1, 60, 700 - 12 * n, line)
    assert len(read(pages).parts) == 1


# -- what they are ----------------------------------------------------------------------------


def test_the_mark_of_a_note_is_a_raised_figure():
    pages, at = Pages(), 60.0
    for text, size, up in (("Stor fangst før", 10, 0), ("1", 6, 4), (" og stor nå.", 10, 0)):
        pages.words(1, at, 700 + up, text, size=size)
        at += stringWidth(text, "Helvetica", size)
    assert texts(read(pages)) == ["Stor fangst før¹ og stor nå."]


def test_leaders_of_a_table_of_contents_are_a_tab():
    assert texts(read(one("Fangsten" + "." * 60 + "12"))) == ["Fangsten\t12"]


def test_larger_type_makes_title_and_headings():
    pages = Pages()
    pages.words(1, 60, 790, "Stor ståhei på torget", size=24)
    y = pages.set_text(paragraphs(sentences(4)), [Frame(1, 60, 760, 300, 400)])
    pages.words(1, 60, y - 40, "Flere møter", size=14)
    pages.set_text(paragraphs(sentences(4, 50)), [Frame(1, 60, y - 60, 300, 60)])
    kinds = [(p.kind, p.text) for p in read(pages).parts if p.kind is not PartKind.PARAGRAPH]
    assert kinds == [
        (PartKind.TITLE, "Stor ståhei på torget"),
        (PartKind.HEADING, "Flere møter"),
    ]


def test_small_type_under_a_picture_is_its_caption():
    pages = Pages()
    y = pages.set_text(paragraphs(sentences(6)), [COLUMN])
    pages.picture(1, 60, y - 200, 300, 180)
    pages.words(1, 60, y - 212, "Snøen laver ned over torget i Vågsund.", size=8)
    caption = read(pages).part("caption-1")
    assert (caption.text, caption.why) == (
        "Snøen laver ned over torget i Vågsund.",
        "stands under a picture; in smaller type than the text",
    )


def test_running_text_under_a_picture_is_no_caption():
    pages = Pages()
    y = pages.set_text(paragraphs(sentences(6)), [COLUMN])
    pages.picture(1, 60, y - 200, 300, 180)
    pages.set_text(paragraphs(sentences(6, 40)), [Frame(1, 60, y - 204, 300, 60)])
    assert not [p for p in read(pages).parts if p.kind is PartKind.CAPTION]


def test_the_rows_of_a_table_are_kept_together():
    data, _ = DOCUMENTS["table"]()
    article = read_pdf(data, article_id="a", source="table.pdf")
    assert "Ola Dahl\tdaglig leder\tFjordbygg AS" in texts(article)


# -- furniture --------------------------------------------------------------------------------


def test_heads_and_page_numbers_are_left_out_and_said():
    data, _ = DOCUMENTS["report"]()
    article = read_pdf(data, article_id="a", source="report.pdf")
    assert article.notes == (
        "left out, heads and feet of pages: “Årsmelding for Vågsund kommune”",
        "left out: 3 page numbers",
    )


def test_what_a_browser_prints_in_the_margins_is_left_out():
    pages = one("Rådet møttes tirsdag.")
    pages.words(1, 30, 820, "24.11.2026, 18:30", size=8)
    pages.words(1, 30, 15, "https://vaagsund.example/sak", size=8)
    pages.words(1, 550, 15, "1/1", size=8)
    assert texts(read(pages)) == ["Rådet møttes tirsdag."]


def test_a_first_line_that_comes_once_is_kept():
    pages = Pages()
    for page, line in ((1, "Rådet møttes tirsdag."), (2, "Styret møttes onsdag.")):
        pages.words(page, 60, 800, line)
    assert texts(read(pages)) == ["Rådet møttes tirsdag.", "Styret møttes onsdag."]


# -- what cannot be read ----------------------------------------------------------------------


def test_scanned_pages_are_named():
    with pytest.raises(ArticleError, match=r"rapport.pdf: pages 1–2: scanned pictures"):
        read(scanned(scanned(Pages(), 1), 2))


def test_a_scanned_page_among_others_is_noted():
    article = read(scanned(one("Rådet møttes tirsdag."), 2))
    assert article.notes == ("not read, scanned without text: page 2 (needs OCR)",)


def test_text_behind_a_scan_is_read_with_a_warning():
    article = read(scanned(one("Rådet møttes på en tirsdag i mars.", mode=3), 1))
    assert article.notes == ("recognised from a scan, check the names: page 1",)


def test_a_locked_pdf_says_so():
    data = one("Hei").save(password="hemmelig")  # noqa: S106
    with pytest.raises(ArticleError, match="locked with a password"):
        read_pdf(data, article_id="a", source="a.pdf")


@pytest.mark.parametrize("share", [0.05, 0.5])
def test_half_a_pdf_is_broken(share):
    data = one("Hei").save()
    with pytest.raises(ArticleError, match="broken"):
        read_pdf(data[: int(share * len(data))], article_id="a", source="a.pdf")


@given(st.binary(max_size=200))
def test_bytes_that_are_no_pdf_are_refused(data):
    with pytest.raises(ArticleError, match=r"^a\.pdf: ") as caught:
        open_pdf(b"%PDF-1.7\n" + data, "a.pdf")
    assert caught.value.hint


def test_an_empty_page_has_no_text():
    pages = Pages()
    pages.drawn[1] = []
    with pytest.raises(ArticleError, match="no text"):
        read(pages)


def test_too_many_pages_are_refused(monkeypatch):
    monkeypatch.setattr(pdf_pages, "MOST_PAGES", 1)
    pages = one("Hei")
    pages.words(2, 60, 700, "Hei igjen")
    with pytest.raises(ArticleError, match="2 pages are more"):
        read(pages)


def test_a_page_with_too_many_characters_is_named(monkeypatch):
    monkeypatch.setattr(pdf_pages, "MOST_CHARACTERS", 3)
    with pytest.raises(ArticleError, match=r"rapport.pdf, page 1: \d+ characters"):
        read(one("Hei på deg"))


@pytest.mark.parametrize("times", [1, 2])
def test_a_stream_that_unpacks_to_too_much_is_refused(monkeypatch, times):
    monkeypatch.setattr(pdf_bombs, "LARGEST_STREAM", 5_000_000)
    packed = zlib.compress(b" " * 8_000_000, 9)
    packed = packed if times == 1 else zlib.compress(packed, 9)
    with pytest.raises(ArticleError, match="byte 16: a stream unpacks"):
        pdf_bombs.refuse_bombs(b"%PDF-1.7\nstream\n" + packed, "a.pdf")


def test_a_large_white_picture_is_no_bomb(monkeypatch):
    monkeypatch.setattr(pdf_bombs, "LARGEST_STREAM", 5_000_000)
    packed = zlib.compress(b"\xff" * 8_000_000, 9)
    head = b"%PDF-1.7\n5 0 obj\n<</Type/XObject /Subtype /Image /Width 2000>>stream\n"
    pdf_bombs.refuse_bombs(head + packed, "a.pdf")
    with pytest.raises(ArticleError):
        pdf_bombs.refuse_bombs(head.replace(b"/Image", b"/Form") + packed, "a.pdf")


# -- into the article, and out again ----------------------------------------------------------


def test_a_pdf_is_told_by_its_content():
    article = read_bytes(one("Rådet møttes.").save(), article_id="a", source="notat.bin")
    assert texts(article) == ["Rådet møttes."]


def test_the_same_pdf_gives_the_same_article():
    data, _ = DOCUMENTS["newspaper"]()
    first, second = (read_pdf(data, article_id="a", source="x") for _ in range(2))
    assert first == second


def written(name: str, suffix: str = ".docx") -> bytes:
    document = open_pdf(DOCUMENTS[name]()[0], name)
    assert isinstance(document, Rewritable)
    if suffix != document.suffix:
        document = type(document)(document.told, document.notes, suffix=suffix)
    said = {n: [Styled(f"<{n}>", 0)] for n in range(len(document.places))}
    return document.rewrite(said, "en")


def test_the_word_document_has_a_paragraph_for_each_place():
    document = docx.Document(io.BytesIO(written("report")))
    places = len(open_pdf(DOCUMENTS["report"]()[0], "x").places)
    assert [p.text for p in document.paragraphs] == [f"<{n}>" for n in range(places)]


def test_the_word_document_has_headings_lists_and_captions():
    document = docx.Document(io.BytesIO(written("report")))
    styles = {p.style.name for p in document.paragraphs if p.style}
    assert {"Title", "Heading 1", "List Bullet", "Normal"} <= styles


def test_the_word_document_keeps_rows_of_cells():
    document = docx.Document(io.BytesIO(written("table")))
    assert [len(row.cells) for row in document.tables[0].rows] == [3] * 5


def test_a_number_that_an_item_brings_along_has_no_bullet_beside_it():
    items = [Item(text, PartKind.LIST_ITEM) for text in ("1. Skolen bygges.", "Veien stenges.")]
    document = docx.Document(io.BytesIO(write_docx(items, "en")))
    assert [p.style.name for p in document.paragraphs if p.style] == ["List", "List Bullet"]


def test_the_language_of_the_word_document_is_set():
    data = write_docx([Item("Hello", None)], "en")
    assert docx.Document(io.BytesIO(data)).core_properties.language == "en-GB"


def test_the_page_has_the_same_texts():
    page = html.fromstring(written("table", ".html"))
    assert [cell.text for cell in page.findall(".//tr")[0]] == ["<3>", "<4>", "<5>"]


def test_a_translation_is_laid_into_the_word_document():
    document = open_pdf(DOCUMENTS["table"]()[0], "table.pdf")
    source = read_places(document, article_id="a", source="table.pdf", everything=True)
    laid = laid_out(source, shouting(source))
    made = docx.Document(io.BytesIO(document.rewrite(laid.said, "en")))
    assert [cell.text for cell in made.tables[0].rows[1].cells] == [
        "KARI LUNDE",
        "REKTOR",
        "VÅGSUND SKOLE",
    ]


def test_what_is_not_kept_is_said():
    document = open_pdf(one("Hei på deg").save(), "a.pdf")
    assert any("Pictures" in sentence for sentence in document.not_kept)
