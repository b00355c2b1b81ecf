from __future__ import annotations

import io
import sys

import docx
import pytest

from tests.commands.test_command_translate import World
from tests.documents.docx_making import link, release, saved, words
from tests.documents.pdf_making import Pages


@pytest.fixture
def world(tmp_path, monkeypatch, capsys):
    return World(tmp_path, monkeypatch, capsys)


def names(world):
    return {path.name for path in (world.folder / "out").iterdir()}


def document_of(*runs):
    document = docx.Document()
    words(document.add_paragraph(), *runs)
    return document


def test_a_document_is_written_in_its_own_format(world):
    code, _, _ = world.run(world.file("rapport.docx", saved(release())))
    assert code == 0
    assert names(world) == {"rapport.en.docx", "rapport.fr.docx"}


def test_its_text_is_written_too_where_it_is_asked_for(world):
    world.run(world.file("rapport.docx", saved(release())), "--to", "en", "--text")
    assert names(world) == {"rapport.en.docx", "rapport.en.txt"}


def test_a_document_keeps_its_formatting(world):
    world.run(world.file("rapport.docx", saved(release())), "--to", "en")
    new = docx.Document(str(world.folder / "out" / "rapport.en.docx"))
    bold = [run.text for run in new.paragraphs[2].runs if run.bold]
    assert bold == ["Ola Brekke", "STRENGT FORBIDDEN"]


def test_headers_are_translated_with_the_document(world):
    document = document_of("Kari Lund sang for oss.")
    document.sections[0].header.paragraphs[0].text = "Til alle"
    world.run(world.file("rapport.docx", saved(document)), "--to", "en")
    new = docx.Document(str(world.folder / "out" / "rapport.en.docx"))
    assert new.sections[0].header.paragraphs[0].text == "TIL ALLE"


def test_the_names_report_is_that_of_the_document(world):
    world.engine.answer = lambda s: "She sang for us."
    file = world.file("rapport.docx", saved(document_of("Kari Lund sang for oss.")))
    code, out, _ = world.run(file, "--to", "en", "--strict")
    assert code == 1
    assert "Kari Lund is missing" in out
    assert "rapport.en.docx: 1 segment to look at: each has a comment in the file" in out


def comments(world, name):
    new = docx.Document(str(world.folder / "out" / name))
    return [(c.author, c.text) for c in new.comments], new


def test_a_segment_to_look_at_has_a_comment_with_the_reason_and_the_sentence(world):
    world.engine.answer = lambda s: "She sang for us."
    file = world.file("a.docx", saved(document_of("Kari Lund sang for oss.")))
    world.run(file, "--to", "en")
    found, new = comments(world, "a.en.docx")
    assert found == [
        ("samsvar", "A name is missing: Kari Lund is missing\nSource: Kari Lund sang for oss.")
    ]
    assert new.paragraphs[0].text == "She sang for us."


def test_comments_are_in_norwegian_where_that_is_asked_for(world):
    world.engine.answer = lambda s: "She sang for us."
    file = world.file("a.docx", saved(document_of("Kari Lund sang for oss.")))
    world.run(file, "--to", "en", "--report", "nb")
    ((_, text),), _ = comments(world, "a.en.docx")
    assert text.splitlines()[-1] == "Original: Kari Lund sang for oss."


def test_nothing_is_marked_where_no_marks_are_wanted(world):
    world.engine.answer = lambda s: "She sang for us."
    file = world.file("a.docx", saved(document_of("Kari Lund sang for oss.")))
    _, out, _ = world.run(file, "--to", "en", "--marks", "none")
    found, _ = comments(world, "a.en.docx")
    assert found == []
    assert "segments to look at are not marked in the file" in out


def test_what_is_well_has_no_comment(world):
    world.run(world.file("a.docx", saved(document_of("Kari Lund sang for oss."))), "--to", "en")
    found, _ = comments(world, "a.en.docx")
    assert found == []


def test_a_pdf_is_written_as_a_page_where_that_is_asked_for(world):
    pages = Pages()
    pages.words(1, 60, 700, "Kari Lund sang for oss alle i dag, og det var fint.")
    _, out, _ = world.run(world.file("a.pdf", pages.save()), "--to", "en", "--as", "html")
    assert names(world) == {"a.en.html"}
    text = (world.folder / "out" / "a.en.html").read_text("utf-8")
    assert '<html lang="en">' in text
    assert "Kari Lund SANG FOR OSS ALLE" in text
    assert "a.en.html: not kept: Pictures, drawings, columns" in out


def test_rich_text_is_written_as_a_page_where_that_is_asked_for(world):
    file = world.file("a.rtf", rb"{\rtf1 Kari Lund sang for oss.\par}")
    world.run(file, "--to", "en", "--as", "html")
    assert "Kari Lund SANG FOR OSS." in (world.folder / "out" / "a.en.html").read_text("utf-8")


def test_a_format_that_can_be_written_stays_what_it_is(world):
    file = world.file("a.docx", saved(document_of("Kari Lund sang for oss.")))
    world.run(file, "--to", "en", "--as", "html")
    assert names(world) == {"a.en.docx"}


def test_a_table_to_edit_is_that_of_the_document(world):
    file = world.file("rapport.docx", saved(document_of("Kari Lund sang for oss.")))
    world.run(file, "--to", "en", "--edit-file", "edit.csv")
    assert "Kari Lund sang for oss." in (world.folder / "edit.csv").read_text("utf-8-sig")


def test_what_was_not_read_is_told(world):
    document = document_of("Kari Lund sang for oss.")
    document.add_comment(document.paragraphs[0].runs, text="stemmer dette?", author="x")
    _, out, _ = world.run(world.file("rapport.docx", saved(document)), "--to", "en")
    assert out.endswith("Notes\n  rapport.docx: not read: comments of the Word document\n")


def test_formatting_that_was_placed_by_position_alone_is_told(world):
    world.engine.answer = lambda s: "He was tired then."
    document = document_of("Han var ", ("trøtt", "b"), " da.")
    _, out, _ = world.run(world.file("a.docx", saved(document)), "--to", "en")
    assert "a.en.docx: paragraph 1: the formatting of “trøtt” is on “tired”" in out


def test_of_much_formatting_placed_by_position_some_is_named(world):
    world.engine.answer = lambda s: "He was tired then."
    document = docx.Document()
    for number in range(8):
        words(document.add_paragraph(), f"Han {number} var ", ("trøtt", "b"), " da.")
    _, out, _ = world.run(world.file("a.docx", saved(document)), "--to", "en")
    assert "3 more stretches of formatting were placed by position alone" in out


def test_a_document_goes_to_standard_output_as_text(world):
    file = world.file("a.docx", saved(document_of("Kari Lund sang for oss.")))
    _, out, _ = world.run(file, "--to", "en", "--out", "-")
    assert out == "Kari Lund SANG FOR OSS."


def test_a_document_from_standard_input_is_written_as_a_document(world, monkeypatch):
    data = saved(document_of("Kari Lund sang for oss."))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    code, _, _ = world.run("-", "--to", "en", "--out", "out")
    assert code == 0
    assert names(world) == {"stdin.en.docx"}


def test_a_broken_document_costs_no_other(world):
    good = world.file("a.docx", saved(document_of("Kari Lund sang for oss.")))
    code, _, err = world.run(world.file("b.docx", b"PK\x03\x04 nothing"), good, "--to", "en")
    assert code == 1
    assert "b.docx: the Word document is broken" in err
    assert names(world) == {"a.en.docx"}


def test_a_link_is_still_a_link(world):
    document = document_of("Les mer på ")
    link(document.paragraphs[0], "nettsidene våre", "https://example.org/")
    world.run(world.file("a.docx", saved(document)), "--to", "en")
    new = docx.Document(str(world.folder / "out" / "a.en.docx"))
    (found,) = new.paragraphs[0].hyperlinks
    assert (found.text, found.address) == ("NETTSIDENE VÅRE", "https://example.org/")
