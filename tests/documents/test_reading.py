from __future__ import annotations

import io

import docx
import pytest

from pipeline.documents.reading import read_file
from pipeline.errors import ArticleError
from pipeline.records import PartKind


def test_a_page_is_told_by_its_content(tmp_path):
    path = tmp_path / "sak.txt"
    path.write_text("<!DOCTYPE html><html><body><h1>Tittel</h1><p>Ord.</p></body></html>")
    assert read_file(path).parts[0].kind is PartKind.TITLE


def test_a_word_document_is_read(tmp_path):
    path = tmp_path / "sak.docx"
    document = docx.Document()
    document.add_paragraph("Kari Lunde kom til Bodø i går kveld.")
    document.save(str(path))
    article = read_file(path)
    assert (article.id, article.source, article.text) == (
        "sak",
        "sak.docx",
        "Kari Lunde kom til Bodø i går kveld.",
    )


def test_a_text_file_is_read_character_for_character(tmp_path):
    path = tmp_path / "sak.txt"
    path.write_text("Tittel\n\nKari Lunde kom.\n", encoding="utf-8")
    assert read_file(path).text == "Tittel\n\nKari Lunde kom.\n"


@pytest.mark.parametrize(("name", "words"), [("borte.txt", "no such file"), (".", "a folder")])
def test_what_is_no_file_is_an_error_with_its_path(tmp_path, name, words):
    with pytest.raises(ArticleError, match=words):
        read_file(tmp_path / name)


def test_a_spreadsheet_is_named_as_what_it_is(tmp_path):
    path = tmp_path / "tall.xlsx"
    out = io.BytesIO(b"PK\x03\x04")
    path.write_bytes(out.getvalue())
    with pytest.raises(ArticleError, match="office document"):
        read_file(path)
