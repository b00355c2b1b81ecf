from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.documents.odt import open_odt
from pipeline.documents.rewriting import Styled, article_of
from pipeline.errors import ArticleError
from pipeline.records import PartKind
from tests.builders_odt import odt
from tests.builders_rewriting import said_anew, shouted


def opened(body: str | None = None):
    return open_odt(odt() if body is None else odt(body), "a.odt")


def part(data: bytes, name: str = "content.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def place(words: str):
    return next(p for p in opened().places if words in p.text)


def body(data: bytes) -> str:
    return part(data).partition("<office:text>")[2].partition("</office:text>")[0]


def test_spans_links_and_notes_do_not_cut_a_sentence():
    assert place("Ordfører").text == (
        "Ordfører Kari Lunde sa på folkemøtet at ferja kommer i mai.\nSide 1 forteller mer."
    )


def test_a_span_that_marks_only_when_it_was_written_is_none():
    run = place("Ordfører").runs[1]
    assert place("Ordfører").text[run.start : run.end] == "Kari Lunde"


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("Nordvik II.", "paragraph 2, footnote, paragraph 1"),
        ("Ola Dahl, rektor", "list 1, item 2, paragraph 1"),
        ("Hver time", "table 1, row 2, cell 2, paragraph 1"),
        ("En boks", "paragraph 4, frame, paragraph 1"),
        ("Faktaboks", "paragraph 4, frame, alt text"),
        ("informerer", "header, paragraph 1"),
        ("Om ferja", "properties, title"),
    ],
)
def test_a_place_says_where_it_stands(words, where):
    assert place(words).address == where


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Ny ferje til", PartKind.TITLE),
        ("Hvem kom", PartKind.HEADING),
        ("Ola Dahl, rektor", PartKind.LIST_ITEM),
        ("Fra venstre", PartKind.CAPTION),
    ],
)
def test_styles_say_what_a_paragraph_is(words, kind):
    assert place(words).kind is kind


@pytest.mark.parametrize("words", ["Slettet tekst", "En merknad"])
def test_deleted_text_and_comments_are_not_read_and_are_kept(words):
    assert not any(words in p.text for p in opened().places)
    assert words in part(shouted(opened()))


def test_headers_and_titles_of_files_are_no_text_of_the_article():
    article = article_of(opened(), article_id="a", source="a.odt")
    assert "informerer" not in article.text
    assert "Om ferja" not in article.text


@pytest.mark.parametrize(
    "kept",
    [
        '<text:span text:style-name="B">KARI LUNDE</text:span>',
        '<text:a xlink:type="simple" xlink:href="https://example.org/">FOLKEMØTET</text:a>',
        '<text:span text:style-name="I">NORDVIK II</text:span>',
        "<text:page-number>1</text:page-number>",
        '<text:change text:change-id="c1"/>',
        'TIL <text:s text:c="2"/>SLUTT<text:tab/>ET',
        ".<text:line-break/>SIDE",
        "<svg:title>FAKTABOKS</svg:title>",
        "<text:note-citation>1</text:note-citation>",
    ],
)
def test_what_stands_in_a_paragraph_is_kept_around_the_new_words(kept):
    assert kept in part(shouted(opened()))


def test_the_language_of_styles_and_of_the_file_is_set():
    new = shouted(opened())
    assert 'fo:language="en" fo:country="GB"' in part(new, "styles.xml")
    assert "<dc:language>en-GB</dc:language>" in part(new, "meta.xml")


def test_a_file_that_was_never_rewritten_is_not_changed_by_one_that_was():
    document = opened()
    shouted(document)
    assert document.rewrite({}, "en") == odt()


def test_the_first_member_says_what_the_file_is_and_is_not_packed():
    with zipfile.ZipFile(io.BytesIO(shouted(opened()))) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_a_note_that_the_translation_moves_is_moved():
    document = opened(
        "<text:p>En<text:note text:note-class='footnote'><text:note-body><text:p>Note."
        "</text:p></text:note-body></text:note> to.</text:p>"
    )
    said = [Styled("Two ", 0), Styled("", 1), Styled("one.", 0)]
    new = body(document.rewrite({0: said}, "en"))
    assert new.startswith("<text:p>Two <text:note ")
    assert new.endswith("</text:note>one.</text:p>")


def test_characters_that_xml_has_not_are_left_out():
    new = body(opened("<text:p>Ord</text:p>").rewrite({0: [Styled("a\x0bb & c", 0)]}, "en"))
    assert new == "<text:p>ab &amp; c</text:p>"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<a/>", "no text document"),
        ("<a", "broken"),
    ],
)
def test_a_file_that_is_no_text_document_is_refused(content, words):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", content)
    with pytest.raises(ArticleError, match=words):
        open_odt(out.getvalue(), "a.odt")


def test_elements_that_are_nested_without_end_are_refused():
    deep = "<text:section>" * 3000 + "<text:p>x</text:p>" + "</text:section>" * 3000
    with pytest.raises(ArticleError, match="broken"):
        opened(deep)


def test_words_in_content_controls_and_fields_are_translated_inside_them():
    shown = (
        '<text:p>Møtet er <loext:content-control xmlns:loext="urn:org:documentfoundation:names:'
        'experimental:office:xmlns:loext:1.0" loext:date="true">'
        '<text:span text:style-name="B">3. mai</text:span></loext:content-control> i '
        "<text:placeholder>den store salen</text:placeholder>"
        " på side <text:page-number>2</text:page-number>.</text:p>"
    )
    document = opened(shown)
    assert document.places[0].text == "Møtet er 3. mai i den store salen på side 2."
    after = body(shouted(document))
    assert ">3. MAI</text:span></loext:content-control>" in after
    assert "<text:placeholder>DEN STORE SALEN</text:placeholder>" in after
    assert "<text:page-number>2</text:page-number>" in after


def _inside(name: str, extra: str = ""):
    return lambda inner: f"<text:{name}{extra}>{inner}</text:{name}>"


WORDS = st.sampled_from(["Kari", " Lunde ", "i", " &amp; ", "  ", "båt", "\n", "(12)", "så, "])
PIECES = st.recursive(
    WORDS
    | st.sampled_from(
        ["<text:tab/>", '<text:s text:c="2"/>', "<text:line-break/>",
         "<text:page-number>3</text:page-number>", '<text:bookmark text:name="b"/>',
         "<text:date>3. mai</text:date>",
         '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
         "<text:note-body><text:p>note</text:p></text:note-body></text:note>"]
    ),
    lambda inner: st.builds(
        lambda around, words: around("".join(words)),
        st.sampled_from(
            [_inside("span", ' text:style-name="B"'), _inside("span", ' text:style-name="I"'),
             _inside("a", ' xlink:href="x"'), _inside("placeholder"), _inside("text-input")]
        ),
        st.lists(inner, max_size=3),
    ),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(PIECES, min_size=1, max_size=6))
@example(["<text:tab/>", '<text:s text:c="2"/>'])
def test_whatever_is_in_a_paragraph_is_read_and_written_without_loss(pieces):
    data = odt(f"<text:p>x{''.join(pieces)}</text:p>")
    document = open_odt(data, "a.odt")
    assert document.rewrite({}, "en") == data
    again = open_odt(document.rewrite(said_anew(document, str), "nb"), "a.odt")
    assert [place.text for place in again.places] == [place.text for place in document.places]
    for place in open_odt(shouted(document), "a.odt").places:
        whole = {n for run in place.runs if run.whole for n in range(run.start, run.end)}
        assert not any(c.islower() for n, c in enumerate(place.text) if n not in whole)
