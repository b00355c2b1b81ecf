from __future__ import annotations

import pytest

from pipeline.documents.html import read_html

STORY = (
    "<p>Kari Lunde åpnet ferja på mandag, og flere hundre mennesker, unge som gamle, møtte fram"
    " på kaia for å se.</p>"
    "<p>Det var, sa hun, en dag som ingen i Nordvik kommer til å glemme, samme hvor lenge de"
    " lever og hvor de flytter.</p>"
    "<p>Ferja går hver time hele døgnet, sier rektor Ola Dahl, som selv tar den til arbeidet i"
    " Sørvik hver eneste dag.</p>"
)
MENU = (
    "<ul><li><a href=/>Hjem</a></li><li><a href=/a>Nyheter</a></li>"
    "<li><a href=/b>Sport</a></li></ul>"
)
TEASERS = (
    "<div><a href=/1>Dette skjer i helga i byen</a><a href=/2>Her er den nye skolen</a>"
    "<a href=/3>Slik blir været</a><a href=/4>Naboer i krig om et gjerde</a></div>"
)


def text(body: str) -> str:
    page = f"<!DOCTYPE html><html><body>{body}</body></html>"
    return read_html(page.encode(), article_id="a", source="side.html").text


SHAPES = {
    "divs that say nothing": f"<div>{MENU}</div><div><h1>Ny ferje</h1>{STORY}</div>{TEASERS}",
    "the title beside the text": f"{MENU}<div><h1>Ny ferje</h1></div><div>{STORY}</div>{TEASERS}",
    "a table as layout": f"<table><tr><td>{MENU}</td><td><h1>Ny ferje</h1>{STORY}</td>"
    f"<td>{TEASERS}</td></tr></table>",
    "line breaks instead of paragraphs": f"{MENU}<div><h1>Ny ferje</h1>"
    + STORY.replace("<p>", "").replace("</p>", "<br><br>")
    + f"</div>{TEASERS}",
    "deep boxes": f"<div><div>{TEASERS}<div><div><h1>Ny ferje</h1>{STORY}</div></div></div></div>",
    "comments below": f"{MENU}<div><h1>Ny ferje</h1>{STORY}</div><div class='comments'>"
    "<p>Jeg syns at dette er helt på trynet, og at kommunen burde skamme seg veldig.</p></div>",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_title_and_all_paragraphs_are_read(shape):
    read = text(SHAPES[shape])
    for words in ("Ny ferje", "åpnet ferja", "kommer til å glemme", "tar den til arbeidet"):
        assert words in read


@pytest.mark.parametrize("shape", SHAPES)
def test_menus_teasers_and_comments_are_not_read(shape):
    read = text(SHAPES[shape])
    for words in ("Sport", "Naboer i krig", "på trynet"):
        assert words not in read


def test_a_list_of_people_below_the_text_is_read():
    people = "<ul><li>Kari Lunde, ordfører</li><li>Ola Dahl, rektor</li></ul>"
    assert "Ola Dahl, rektor" in text(f"{MENU}<div><h1>Ny ferje</h1>{STORY}</div>{people}")


def test_a_list_of_people_that_are_links_is_read_with_the_text_around_it():
    people = (
        "<ul><li>Kari Lunde, <a href=/k>NTNU</a></li><li>Ola Dahl, <a href=/o>USN</a></li></ul>"
    )
    assert "Ola Dahl, USN" in text(f"<div><h1>Ny ferje</h1>{STORY}{people}</div>")


def test_a_caption_outside_of_the_text_is_read():
    figure = (
        "<figure><img src=a><figcaption>Fra venstre: Per Aas og Ida Moen.</figcaption></figure>"
    )
    assert "Per Aas" in text(f"{MENU}<div>{figure}</div><div><h1>Ny ferje</h1>{STORY}</div>")


def test_a_page_with_a_line_or_two_is_read_whole():
    assert text("<h1>Ny ferje</h1><p>Kari kom.</p><ul><li>Ola Dahl</li></ul>") == (
        "Ny ferje\n\nKari kom.\n\nOla Dahl"
    )
