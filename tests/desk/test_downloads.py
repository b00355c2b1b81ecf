from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest

from pipeline.desk.downloads import FORMS, Finished, Reader, download
from pipeline.desk.jobs import Jobs, Wish
from pipeline.desk.reading import read_upload
from pipeline.documents.whole import check_readable, rewritten
from pipeline.errors import ArticleError, ConfigError, StoreError
from pipeline.records import Check
from tests.desk.opening import processed

ENGLISH = Reader("en")
TEXT = b"Kari Lie kom.\n\nOla Dahl sang."
PAGE = b"<html><body><h1>Hei</h1><p>Kari Lie kom til <b>byen</b>.</p></body></html>"


def finished(folder, data=TEXT, name="brev.txt", *, pasted=False):
    jobs = Jobs(folder)
    job = jobs.add(Wish(data, name, ("en",), pasted=pasted))
    return Finished(job, processed(read_upload(job, data).article), data)


def with_check(made):
    """Return a job in which the first segment failed a check."""
    (translation,) = made.outcome.translations
    part = translation.parts[0]
    checks = (Check(kind="number", detail="47 is gone"),)
    segment = part.segments[0].model_copy(update={"checks": checks})
    worse = translation.model_copy(
        update={"parts": (part.model_copy(update={"segments": (segment,)}),)}
    )
    return replace(made, outcome=made.outcome.model_copy(update={"translations": (worse,)}))


@pytest.mark.parametrize(
    ("data", "name", "made", "kind"),
    [
        (TEXT, "brev.txt", "brev.en.txt", "text/plain; charset=utf-8"),
        (PAGE, "side.html", "side.en.html", "text/html"),
        (b"# Hei\n\nKari Lie kom.\n", "les.md", "les.en.md", "text/markdown"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nKari Lie kom.\n", "film.srt", "film.en.srt", None),
    ],
)
def test_a_file_comes_back_in_its_own_format(tmp_path, data, name, made, kind):
    file = download(finished(tmp_path, data, name), "en", "original", ENGLISH)
    assert file.name == made
    assert kind in (None, file.type)
    assert b"Kari Lie" in file.data
    assert b"KOM" in file.data


def test_a_page_keeps_its_markup(tmp_path):
    file = download(finished(tmp_path, PAGE, "side.html"), "en", "original", ENGLISH)
    assert b"<b>BYEN</b>" in file.data


def test_a_pasted_text_comes_back_as_text_even_where_it_looks_like_a_page(tmp_path):
    made = finished(tmp_path, PAGE, "Hei / du: nå", pasted=True)
    file = download(made, "en", "original", ENGLISH)
    assert file.name == "Hei _ du_ nå.en.txt"
    assert b"<b>" in file.data.lower()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("ui", ["en", "nb", "nn"])
def test_every_form_is_a_file_with_a_name(tmp_path, form, ui):
    file = download(finished(tmp_path), "en", form, Reader(ui))
    assert file.name.startswith("brev.")
    assert file.data


@pytest.mark.parametrize(
    ("language", "words"), [("en", "A number is missing"), ("nn", "Eit tal manglar")]
)
def test_a_word_document_has_comments_on_what_to_look_at(tmp_path, language, words):
    document = docx.Document()
    document.add_paragraph("Kari Lie betalte 47 kroner.")
    document.save(tmp_path / "brev.docx")
    made = with_check(finished(tmp_path, (tmp_path / "brev.docx").read_bytes(), "brev.docx"))
    file = download(made, "en", "original", Reader(language, lambda text: f"<{text}>"))
    (comment,) = docx.Document(io.BytesIO(file.data)).comments
    assert comment.text.startswith(f"{words}: <47 is gone>")


def test_the_report_is_of_one_language(tmp_path):
    file = download(finished(tmp_path), "en", "report", Reader("nb"))
    assert "Oversettelser" in file.data.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "A number is missing"), ("nb", "Et tall mangler"), ("nn", "Eit tal manglar")],
)
def test_the_names_report_speaks_the_language_of_its_reader(tmp_path, language, words):
    made = with_check(finished(tmp_path, b"Kari Lie betalte 47 kroner.\n\nOla Dahl sang."))
    reader = Reader(language, lambda text: f"<{text}>")
    file = download(made, "en", "names", reader)
    assert f"{words}: <47 is gone>" in file.data.decode()


def test_a_form_or_a_language_that_is_not_there_is_an_error(tmp_path):
    made = finished(tmp_path)
    with pytest.raises(ConfigError, match="no form"):
        download(made, "en", "exe", ENGLISH)
    with pytest.raises(StoreError, match="no translation into fr"):
        download(made, "fr", "text", ENGLISH)


@pytest.mark.parametrize(
    ("data", "name"), [(b"MZ\x00\x01", "x.exe"), (b"", "a.txt"), (b"\x89PNG\r\n", "a.png")]
)
def test_a_file_of_another_kind_is_known_at_once(data, name):
    with pytest.raises(ArticleError, match=name):
        check_readable(data, name)


@pytest.mark.parametrize(("data", "name"), [(TEXT, "a.txt"), (PAGE, "a"), (b"%PDF-1.7", "b")])
def test_a_file_that_may_be_read_is_let_through(data, name):
    check_readable(data, name)


def test_a_plain_text_has_no_file_of_its_own_format(tmp_path):
    made = finished(tmp_path)
    assert rewritten(made.opened(), made.outcome.translations[0]) is None
    assert made.opened().suffix == ""
