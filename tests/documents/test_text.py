"""A plain text in parts: nothing is lost, and each part is what a reader takes it for."""

import pytest
from hypothesis import given

from pipeline.documents.kinds import is_navigation
from pipeline.documents.reading import read_file
from pipeline.documents.text import parse_text
from pipeline.errors import ArticleError
from pipeline.records import PartKind
from tests.strategies import anything, texts

words = texts.filter(lambda text: text.strip())


def kinds(text):
    return [(part.kind.value, part.text) for part in parse_text(text, article_id="a").parts]


@given(words)
def test_no_character_is_lost(text):
    assert parse_text(text, article_id="a").text == text


@given(words)
def test_no_two_parts_share_a_name(text):
    names = [part.name for part in parse_text(text, article_id="a").parts]
    assert len(names) == len(set(names))


@given(words)
def test_no_part_is_empty_or_edged_with_white_space(text):
    assert all(
        part.text and part.text == part.text.strip()
        for part in parse_text(text, article_id="a").parts
    )


@given(words)
def test_every_part_says_why_it_is_what_it_is(text):
    assert all(part.why for part in parse_text(text, article_id="a").parts)


@given(anything)
def test_a_line_without_a_letter_is_no_navigation(line):
    assert not is_navigation("".join(c for c in line if not c.isalpha()))


@pytest.mark.parametrize("text", ["", "  \n\n \t"])
def test_a_text_of_white_space_is_refused(text):
    with pytest.raises(ArticleError, match="there is no text"):
        parse_text(text, article_id="a")


BODY = "Den nye broen ble åpnet tirsdag. Det var mange som møtte fram for å se den."


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_title_paragraph_and_caption_are_told_apart(newline):
    text = (newline * 2).join(["Ny bro åpnet", BODY, "Fra venstre: Kari Lunde og Per Aas."])
    assert [kind for kind, _ in kinds(text)] == ["title", "paragraph", "caption"]


def test_a_short_line_between_paragraphs_is_a_heading():
    assert kinds(f"Ny bro\n\n{BODY}\n\nLang ventetid\n\n{BODY}")[2] == ("heading", "Lang ventetid")


def test_lines_of_names_are_a_list():
    text = f"Ny bro\n\n{BODY}\n\nDeltakere:\nKari Lunde, rektor\nPer Aas, lærer"
    assert [kind for kind, _ in kinds(text)][-2:] == ["list_item", "list_item"]


def test_the_heading_of_a_list_is_a_heading():
    text = f"Ny bro\n\n{BODY}\n\nDeltakere:\nKari Lunde, rektor\nPer Aas, lærer"
    assert kinds(text)[2] == ("heading", "Deltakere:")


def test_a_credit_on_its_own_line_is_a_credit():
    assert kinds(f"Ny bro\n\n{BODY}\nFoto: Ola Vik")[-1] == ("credit", "Foto: Ola Vik")


def test_the_rows_of_one_picture_are_one_caption():
    text = f"Ny bro\n\n{BODY}\n\nBak f.v.: Kari Lunde, Per Aas\nForan f.v.: Ida Moen, Ola Vik"
    assert [kind for kind, _ in kinds(text)] == ["title", "paragraph", "caption"]


def test_wrapped_lines_are_one_paragraph():
    wrapped = "Broen ble åpnet tirsdag, og det var mange\nsom møtte fram for å høre talene."
    assert kinds(f"Ny bro\n\n{wrapped}")[1] == ("paragraph", wrapped)


def test_the_menu_of_a_web_site_is_no_title():
    assert kinds(f"Hjem   Skriv ut   Del\n\nNy bro\n\n{BODY}")[1] == ("title", "Ny bro")


@pytest.mark.parametrize("line", ["Hjem | Skriv ut", "Del på Facebook", "MENY", "Til toppen"])
def test_words_of_menus_are_navigation(line):
    assert is_navigation(line)


@pytest.mark.parametrize("line", ["Hjem igjen", "Ny bro", "", "|"])
def test_other_words_are_no_navigation(line):
    assert not is_navigation(line)


def test_a_line_of_a_hundred_thousand_spaces_is_passed_over():
    assert kinds("Ny bro\n" + " " * 100_000 + "\n" + BODY)[-1] == ("paragraph", BODY)


def test_a_paragraph_of_ten_thousand_words_is_one_part():
    long = "Ordet er fritt her i landet. " * 2000
    assert kinds(f"Ny bro\n\n{long}")[1] == ("paragraph", long.strip())


def test_a_list_of_two_thousand_people_is_a_list():
    text = "Deltakere:\n" + "Kari Lunde, rektor\n" * 2000
    assert sum(kind == "list_item" for kind, _ in kinds(text)) == 2000


def test_a_file_is_read_with_its_name(tmp_path):
    path = tmp_path / "sak-7.txt"
    path.write_text(f"Ny bro\n\n{BODY}", "utf-8")
    article = read_file(path)
    assert (article.id, article.source, article.parts[0].kind) == (
        "sak-7",
        "sak-7.txt",
        PartKind.TITLE,
    )


def test_what_was_assumed_about_a_file_is_noted(tmp_path):
    path = tmp_path / "sak.txt"
    path.write_bytes("Kåre på Ås".encode("cp1252"))
    assert "Windows-1252" in read_file(path).notes[0]


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ArticleError, match=r"borte\.txt: there is no such file"):
        read_file(tmp_path / "borte.txt")


def test_a_folder_is_no_article(tmp_path):
    with pytest.raises(ArticleError, match="this is a folder"):
        read_file(tmp_path)


def test_an_empty_file_is_named(tmp_path):
    path = tmp_path / "tom.txt"
    path.touch()
    with pytest.raises(ArticleError, match=r"tom\.txt: the file is empty"):
        read_file(path)
