from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.html import looks_like_html, read_html
from pipeline.errors import ArticleError
from pipeline.records import Article, PartKind

PAGE = """<!DOCTYPE html><html lang="nb"><head><meta charset="utf-8"><title>Side</title></head>
<body>
<header>Logo</header><nav><ul><li>Hjem</li><li>Om oss</li></ul></nav>
<article><h1>Nytt samarbeid i
   Kongsberg</h1>
<p class="lead">Mandag møttes <b>Kari Lunde</b> og&nbsp;Ola Dahl i <em>rådhuset</em>.</p>
<figure><img src="x.jpg" alt="Tre personer på rad">
<figcaption>Fra venstre: Kari Lunde (USN), Per Aas og Ida Moen.
<span>Foto: Eva Berg</span></figcaption>
</figure>
<img src="y.jpg" alt="F.v.: Nils Vik og Tor Hov"><img src="z.jpg" alt="en stor maskin">
<h2>Deltakere</h2><ul><li>Kari Lunde, USN</li><li><a href="#">Per Ås</a>, BFK</li></ul>
<table><tr><th>Navn</th><th>Tittel</th></tr><tr><td>Ida Moen</td><td>rektor</td></tr></table>
<script>spor()</script></article><footer>Bunntekst</footer></body></html>"""


def read(page: str) -> Article:
    return read_html(page.encode(), article_id="a", source="side.html")


def texts(article: Article, kind: PartKind) -> list[str]:
    return [part.text for part in article.parts if part.kind is kind]


def test_bold_and_links_do_not_cut_a_sentence():
    assert "Mandag møttes Kari Lunde og Ola Dahl i rådhuset." in texts(
        read(PAGE), PartKind.PARAGRAPH
    )


def test_the_line_breaks_of_the_layout_do_not_cut_a_heading():
    assert texts(read(PAGE), PartKind.TITLE) == ["Nytt samarbeid i Kongsberg"]


def test_a_figcaption_is_a_caption_and_says_so():
    part = next(p for p in read(PAGE).parts if p.kind is PartKind.CAPTION)
    assert (part.text[:23], part.why) == ("Fra venstre: Kari Lunde", "a figcaption")


def test_an_alt_text_that_reads_like_a_caption_is_one():
    assert "F.v.: Nils Vik og Tor Hov" in texts(read(PAGE), PartKind.CAPTION)


@pytest.mark.parametrize("words", ["Tre personer på rad", "en stor maskin"])
def test_an_alt_text_that_describes_a_thing_is_left_out(words):
    assert words not in read(PAGE).text


@pytest.mark.parametrize("words", ["Hjem", "Logo", "Bunntekst", "spor()", "Side"])
def test_the_furniture_of_a_page_is_no_article(words):
    assert words not in read(PAGE).text


def test_items_of_a_list_are_lines_of_a_list():
    assert texts(read(PAGE), PartKind.LIST_ITEM)[:2] == ["Kari Lunde, USN", "Per Ås, BFK"]


def test_a_row_of_a_table_is_one_line():
    assert "Ida Moen\trektor" in read(PAGE).text


def test_words_beside_blocks_are_kept():
    article = read("<body><div>Løst <i>her</i> står det.<p>Inni er avsnittet.</p>Og etter.</div>")
    assert article.text.split("\n\n") == ["Løst her står det.", "Inni er avsnittet.", "Og etter."]


def test_the_line_breaks_of_the_layout_do_not_cut_words_before_a_block():
    assert read("<body><div>Løst\n   står det.<p>Inni.</p></div>").text.startswith("Løst står det.")


def test_the_encoding_that_a_page_names_is_used():
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>Å, så gøy.</p></body></html>'
    article = read_html(page.encode("cp1252"), article_id="a", source="a.html")
    assert article.text == "Å, så gøy."


def test_a_page_that_names_a_wrong_encoding_is_read_all_the_same():
    page = '<html><head><meta charset="ascii-x"></head><body><p>Å, så gøy.</p></body></html>'
    assert read(page).text == "Å, så gøy."


def test_a_page_without_words_is_an_error_with_its_name():
    with pytest.raises(ArticleError, match=r"side\.html: there is no text"):
        read("<html><body><img src='a.jpg'></body></html>")


def test_a_page_that_is_nested_without_end_is_read_or_refused():
    page = "<div>" * 5000 + "Ord" + "</div>" * 5000
    try:
        assert "Ord" in read(page).text
    except ArticleError as error:
        assert "side.html" in str(error)  # noqa: PT017


def test_a_page_of_megabytes_is_refused():
    with pytest.raises(ArticleError, match="more than one article"):
        read_html(b"<p>a</p>" * 400_000, article_id="a", source="stor.html")


def test_an_ordinary_text_is_no_page():
    assert not looks_like_html(b"<3 Kari")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1))
def test_every_word_of_a_paragraph_is_kept(word):
    article = read(f"<html><body><p>Ord {html.escape(word)} etter.</p></body></html>")
    assert article.text == f"Ord {word} etter."


@given(st.text(st.sampled_from("<>/= \"'!-abpiØ&;#[]?\n"), max_size=200))
def test_no_broken_markup_breaks_the_reader(soup):
    try:
        article = read(f"<html><body><p>Ord</p>{soup}")
    except ArticleError:
        return
    assert article.text
