from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.html_page import DRAWINGS, FOREIGN, open_html
from pipeline.documents.html_tokens import tokenise
from pipeline.documents.rewriting import Rewritable, Styled
from pipeline.errors import ArticleError
from tests.builders_rewriting import said_anew, shouted

PAGE = """<!DOCTYPE html>
<html lang="nb">
<head><meta charset="utf-8"><title>Møte i
 Bodø &amp; omegn</title>
<meta name="description" content="Kort &quot;om&quot; saken">
<meta property="og:locale" content="nb_NO">
<style>p > a {color:red}</style><script>var a = "<p>Hei</p>" && 1 < 2;</script></head>
<body class=x>
<!-- en kommentar <p>ikke les</p> -->
<nav><ul><li><a href="/">Hjem</a><li><a href="/om">Om oss</a></ul></nav>
<h1>Nytt samarbeid i
   Kongsberg</h1>
<p class="lead">Mandag møttes <b>Kari Lunde</b> og&nbsp;Ola Dahl i
<a href="x?a=1&b=2" title="Til rådhuset"><em>råd</em>huset</a>.<sup><a href="#n1">1</a></sup>
Les <code>a &lt; b</code> først.<br/>Ny linje her.<br/><br/>
Nytt avsnitt om <span translate="no">Norsk Hydro</span>.</p>
<figure><img src=a.jpg alt='Tre på rad'><figcaption>Fra venstre: Kari.</figcaption></figure>
<pre>  la   stå </pre><div class="notranslate"><p>La stå <img alt="i fred"></p></div>
<table><tr><th>Navn<td>Tittel<tr><td>Ida<td>rek&shy;tor</table>
<p lang="en">English text</p><p lang="nn">Eg veit det.</p>
<form><input placeholder="Søk her" value="nei"><input type=submit value=Send></form>
</body></html>
"""


def opened(page: str):
    return open_html(page.encode(), "side.html")


def texts(page: str) -> list[str]:
    return [place.text for place in opened(page).places]


def anew(page: str) -> str:
    return shouted(opened(page)).decode()


def body(content: str) -> str:
    return f"<html lang='nb'><body>{content}</body></html>"


def inner(page: str) -> str:
    return page.removeprefix("<html lang='en'><body>").removesuffix("</body></html>")


def test_a_page_is_a_document_that_can_be_written_again():
    assert isinstance(opened(PAGE), Rewritable)


def test_a_page_of_which_nothing_is_rewritten_is_the_same_bytes():
    assert opened(PAGE).rewrite({}, "en") == PAGE.encode()


def test_bold_words_links_and_the_line_breaks_of_the_layout_do_not_cut_a_sentence():
    assert (
        "Mandag møttes Kari Lunde og\u00a0Ola Dahl i rådhuset. Les a < b først.\nNy linje her."
        in texts(PAGE)
    )


@pytest.mark.parametrize(
    "kept",
    [
        '<script>var a = "<p>Hei</p>" && 1 < 2;</script>',
        "<style>p > a {color:red}</style>",
        "<!-- en kommentar <p>ikke les</p> -->",
        "<!DOCTYPE html>",
        "<pre>  la   stå </pre>",
        '<div class="notranslate"><p>La stå <img alt="i fred"></p></div>',
        '<p lang="en">English text</p>',
        "<code>a &lt; b</code>",
        '<span translate="no">Norsk Hydro</span>',
        '<sup><a href="#n1">1</a></sup>',
        'value="nei"',
        "<body class=x>",
    ],
)
def test_what_is_no_text_of_the_page_stays_as_it_stands(kept):
    assert kept in anew(PAGE)


@pytest.mark.parametrize(
    "written",
    [
        "<title>MØTE I BODØ &amp; OMEGN</title>",
        'content="KORT &quot;OM&quot; SAKEN"',
        "alt='TRE PÅ RAD'",
        'placeholder="SØK HER"',
        'value="SEND"',
        "<b>KARI LUNDE</b>",
        '<a href="x?a=1&b=2" title="TIL RÅDHUSET"><em>RÅD</em>HUSET</a>',
        "FØRST.<br/>NY LINJE HER.<br/><br/>\nNYTT AVSNITT",
        "<tr><td>IDA<td>REKTOR</table>",
        '<p lang="en">EG VEIT DET.</p>',
    ],
)
def test_words_are_written_where_they_stood_and_keep_their_tags(written):
    assert written in anew(PAGE)


@pytest.mark.parametrize("language", ['<html lang="en">', 'og:locale" content="en_GB"'])
def test_the_language_of_the_page_is_set(language):
    assert language in anew(PAGE)


def test_what_a_kept_element_says_of_itself_is_translated_and_what_is_in_it_is_not():
    page = body(
        '<p>Les.</p><iframe src="a" title="Kart over Bodø"></iframe>'
        '<textarea placeholder="Skriv her">La stå</textarea>'
        '<table><tr><th abbr="Ant.">Antall</table>'
        '<svg aria-label="Søyler"><text>Bodø</text></svg>'
        '<svg translate="no" aria-label="I fred"></svg>'
    )
    assert inner(anew(page)) == (
        '<p>LES.</p><iframe src="a" title="KART OVER BODØ"></iframe>'
        '<textarea placeholder="SKRIV HER">La stå</textarea>'
        '<table><tr><th abbr="ANT.">ANTALL</table>'
        '<svg aria-label="SØYLER"><text>Bodø</text></svg>'
        '<svg translate="no" aria-label="I fred"></svg>'
    )


@pytest.mark.parametrize(
    ("drawing", "notes"),
    [
        ("<svg><text>Bodø</text></svg>", (DRAWINGS,)),
        ("<svg><path d='M 0 0'/></svg>", ()),
        ("<svg translate=no><text>Bodø</text></svg>", ()),
    ],
)
def test_words_in_drawings_are_told_of(drawing, notes):
    assert opened(body(f"<p>Les.</p>{drawing}")).notes == notes


def test_what_says_that_it_is_in_another_language_is_left_and_told_of():
    document = opened(body("<p>Les.</p><p lang=en-US>Read.</p><p lang=nn>Les du.</p>"))
    assert document.notes == (FOREIGN,)
    assert shouted(document).decode().count("Read.") == 1
    assert "LES DU." in shouted(document).decode()


def test_a_page_without_a_language_gets_one():
    assert '<html lang="en"><p>HEI</p>' in anew("<html><p>Hei</p></html>")


def test_the_lines_of_a_page_are_outside_of_what_is_written():
    page = body("\n  <p>\n    Kari kom\n    til byen.\n  </p>\n")
    assert inner(anew(page)) == "\n  <p>\n    KARI KOM TIL BYEN.\n  </p>\n"


def test_an_icon_before_a_link_stays_where_it_is():
    page = body('<p><a href="#"><i class="ikon"></i> Les mer</a></p>')
    assert inner(anew(page)) == '<p><a href="#"><i class="ikon"></i> LES MER</a></p>'


@pytest.mark.parametrize("thing", ["<img src=a>", "<svg></svg>", "<input>"])
def test_white_space_on_both_sides_of_a_thing_in_a_sentence_stays(thing):
    page = body(f"<p>Les {thing} mer om <b>{thing} oss</b> og<img src=b>her.</p>")
    assert inner(anew(page)) == (f"<p>LES {thing} MER OM <b>{thing} OSS</b> OG<img src=b>HER.</p>")


def test_a_picture_inside_a_bold_word_is_not_lost():
    page = body("<p><b><img src=a.png>Kari</b> kom</p>")
    assert "<img src=a.png>" in anew(page)


def test_formatting_that_comes_twice_has_its_id_once():
    document = opened(body('<p><a id="x" href="/a">Kari</a> og Ola</p>'))
    link, plain = document.places[0].runs[0].style, document.places[0].runs[1].style
    said = [Styled("Ola", link), Styled(" and ", plain), Styled("Kari", link)]
    new = document.rewrite({0: said}, "en").decode()
    assert inner(new) == '<p><a id="x" href="/a">Ola</a> and <a href="/a">Kari</a></p>'


def test_a_kept_word_without_a_place_in_the_translation_is_written_all_the_same():
    document = opened(body("<p>Skriv <code>a</code> her.</p>"))
    first, code, last = (run.style for run in document.places[0].runs)
    said = [Styled("Here write", first), Styled("", code), Styled(".", last)]
    assert inner(document.rewrite({0: said}, "en").decode()) == "<p>Here write<code>a</code>.</p>"


def test_signs_of_markup_in_a_translation_are_written_as_entities():
    document = opened(body("<p>Bø &amp; Lie</p>"))
    new = document.rewrite({0: [Styled("a <b> & c", 0)]}, "en").decode()
    assert inner(new) == "<p>a &lt;b&gt; &amp; c</p>"


def test_a_character_that_the_encoding_of_the_page_lacks_is_written_as_an_entity():
    page = '<meta charset="iso-8859-1"><p>Blåbær</p>'.encode("latin-1")
    new = open_html(page, "side.html").rewrite({0: [Styled("Blåbær ŋ", 0)]}, "fr")
    assert new == '<meta charset="iso-8859-1"><p>Blåbær &#331;</p>'.encode("latin-1")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_the_mark_at_the_beginning_of_a_file_is_kept(codec):
    page = body("<p>Blåbær</p>").encode(codec)
    assert shouted(open_html(page, "side.html")) == body("<p>BLÅBÆR</p>").replace(
        "'nb'", "'en'"
    ).encode(codec)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<p>En<p>To", ["En", "To"]),
        ("<ul><li>En<li>To<ul><li>Tre</ul><li>Fire</ul>", ["En", "To", "Tre", "Fire"]),
        ("<b>En <p>to</b> tre</p>", ["En", "to", "tre"]),
        ("<a href=x><div>En</div><div>To</div></a>", ["En", "To"]),
        ("Tre < fire og fem > to", ["Tre < fire og fem > to"]),
        ("<p>En<br><br>To", ["En", "To"]),
        ("<p>En </i>to</p>", ["En", "to"]),
        ("<dl><dt>Ord<dd>Det betyr</dl>", ["Ord", "Det betyr"]),
        ("<p>En<!-- x -->to", ["Ento"]),
        ("<nav><a href=a>En</a><a href=b>To</a> | <a href=c>Tre</a></nav>", ["En", "To", "Tre"]),
        ("<p>Se <a href=a>en</a> og <a href=b>to</a></p>", ["Se en og to"]),
        ("<p>&aelig;&#248;&#xe5;", ["æøå"]),
    ],
)
def test_broken_and_odd_markup_is_cut_as_a_browser_cuts_it(content, expected):
    assert texts(body(content)) == expected


def test_an_element_that_is_never_closed_keeps_its_translate_to_itself():
    document = opened(body('<ul><li translate="no">Hydro<li>Ola</ul>'))
    assert [place.text for place in document.places] == ["Ola"]


def test_a_page_says_where_a_place_stands():
    assert opened("<p>En</p>\n<p>To</p>").places[1].address == "line 2"


def test_elements_that_are_nested_without_end_are_refused():
    with pytest.raises(ArticleError, match="nested more than"):
        opened("<div>" * 5000 + "ord")


words = st.lists(st.from_regex(r"[a-zæøå]{1,6}", fullmatch=True), min_size=1, max_size=12)
TAGS = (
    "<b> </b> <i> </i> <p> </p> <li> <ul> </ul> <br> <td> <table> </table> <a_href='x'> </a>"
    " <div> </div> <!--x--> <img_src=x> </ <"
)
tags = st.sampled_from([tag.replace("_", " ") for tag in TAGS.split()])
soups = st.lists(st.one_of(tags, words.map(" ".join), st.just(" ")), min_size=1, max_size=25)


@given(soups)
def test_every_word_of_a_page_is_in_its_places_once(parts):
    page = body("<p>ord</p>" + "".join(part if part != "<" else " < " for part in parts) + " slutt")
    seen = re.sub(r"<(?:!--.*?--|/?[a-z][^<>]*|/)>|</[^>]*>", "", page)
    found = "".join(texts(page))
    assert re.sub(r"\s", "", found) == re.sub(r"\s", "", seen)


@given(soups)
def test_a_page_written_with_its_own_words_reads_the_same(parts):
    page = body("<p>ord</p>" + "".join(parts) + " slutt")
    document = opened(page)
    again = document.rewrite(said_anew(document, str), "nb")
    assert [p.text for p in open_html(again, "side.html").places] == [
        p.text for p in document.places
    ]


@given(st.text(alphabet="<>/!-='\"ap brscitle&;# \n", max_size=80))
def test_the_tokens_of_any_text_joined_are_the_text(text):
    assert "".join(text[token.start : token.end] for token in tokenise(text)) == text


@given(st.one_of(st.binary(max_size=200), soups.map(lambda s: "".join(s).encode())))
def test_any_bytes_are_read_or_refused_and_written_back_as_they_were(data):
    try:
        document = open_html(data, "side.html")
    except ArticleError:
        return
    assert document.rewrite({}, "en") == data
