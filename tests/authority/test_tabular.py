from __future__ import annotations

import codecs

import pytest

from pipeline.authority.tabular import encoding_of, open_table
from pipeline.errors import StoreError

TEXT = "id;navn\n1;Åse Sørbø\n"


def table(tmp_path, contents: bytes):
    path = tmp_path / "table.csv"
    path.write_bytes(contents)
    return open_table(path)


@pytest.mark.parametrize(
    "contents",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("cp1252"),
        TEXT.encode("utf-16"),
        TEXT.replace(";", ",").encode(),
        TEXT.replace(";", "\t").encode(),
        TEXT.replace("\n", "\r\n").encode(),
        b'"id";"navn"\n' + '"1";"Åse Sørbø"'.encode(),
    ],
)
def test_what_spreadsheets_write_is_read(tmp_path, contents):
    assert list(table(tmp_path, contents).rows()) == [(2, {"id": "1", "navn": "Åse Sørbø"})]


def test_an_assumption_about_the_encoding_is_told(tmp_path):
    assert "Windows-1252" in table(tmp_path, TEXT.encode("cp1252")).note
    assert table(tmp_path, TEXT.encode()).note == ""


def test_a_line_break_in_a_cell_counts_as_a_line_of_the_file(tmp_path):
    rows = table(tmp_path, b'id,note\n1,"a\nb"\n2,c\n').rows()
    assert [line for line, _ in rows] == [3, 4]


def test_empty_lines_are_passed_over(tmp_path):
    assert len(list(table(tmp_path, b"id,name\n\n1,a\n\n").rows())) == 1


@pytest.mark.parametrize(
    ("contents", "words"),
    [
        (b"", "the file is empty"),
        (b"PK\x03\x04....", "an Excel or OpenDocument file"),
        (b"\x1f\x8b....", "a compressed file"),
        (b"id,name,id\n", "line 1: the column 'id' is there twice"),
        (("Ååå ææ øø\n" * 9).encode() + b"\xff\n", "line 10: the file is UTF-8 but"),
        (b"id,name\n1,\x81\n", "line 2: neither UTF-8 nor Windows-1252"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_why(tmp_path, contents, words):
    with pytest.raises(StoreError, match=words):
        table(tmp_path, contents)


@pytest.mark.parametrize(
    ("contents", "words"),
    [
        (b"id,name\n1,a\n2,b,c\n", "line 3: 3 cells, but the heading has 2"),
        (b'id,name\n1,"a\n', "line 2: this is no row of a table"),
        (b"id,name\n1," + b"x" * 200_000, "line 2: this is no row of a table: field larger"),
    ],
)
def test_a_row_that_is_wrong_is_told_with_its_line(tmp_path, contents, words):
    with pytest.raises(StoreError, match=words):
        list(table(tmp_path, contents).rows())


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(StoreError, match="cannot be read: No such file"):
        encoding_of(tmp_path / "names.csv")


def test_a_letter_on_the_border_of_two_blocks_is_no_fault(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.authority.tabular._BLOCK", 8)
    assert table(tmp_path, ("id,name\n" + "1,åæøå\n" * 9).encode()).encoding == "utf-8-sig"
