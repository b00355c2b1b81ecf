"""Bytes become text, or one error that names the file, the place and the cure."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.encoding import LARGEST, decode
from pipeline.errors import ArticleError
from tests.strategies import anything

TEXT = "Blåbærsyltetøy på Åre – «nydelig», sa Kåre."


def error_of(data):
    with pytest.raises(ArticleError) as caught:
        decode(data, "mappe/sak.txt")
    return caught.value


def outcome(data):
    """Return the text, or "refused" where the error names the file and a cure."""
    try:
        return decode(data, "mappe/sak.txt")[0]
    except ArticleError as error:
        return "refused" if error.hint and "mappe/sak.txt" in error.message else ""


def test_utf8_is_read_without_a_note():
    assert decode(TEXT.encode(), "sak.txt") == (TEXT, ())


def test_a_byte_order_mark_is_no_part_of_the_text():
    assert decode(codecs.BOM_UTF8 + TEXT.encode(), "sak.txt") == (TEXT, ())


@pytest.mark.parametrize(
    ("mark", "name"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]
)
def test_utf16_is_read_and_said(mark, name):
    text, notes = decode(mark + TEXT.encode(name), "sak.txt")
    assert (text, "UTF-16" in notes[0]) == (TEXT, True)


def test_windows_1252_is_read_and_said():
    text, notes = decode(TEXT.encode("cp1252"), "sak.txt")
    assert (text, "Windows-1252" in notes[0]) == (TEXT, True)


def test_latin_1_is_read_and_said():
    text, notes = decode("Kåre på Ås".encode("latin-1"), "sak.txt")
    assert (text, "Latin-1" in notes[0]) == ("Kåre på Ås", True)


def test_utf8_with_a_broken_byte_is_not_read_as_windows_1252():
    data = "Første linje\nKåre på Ås, blåbær, ære, øre\nher \ufffe".encode().replace(b"\xbf", b"")
    assert "line 3" in error_of(data).message


def test_a_broken_byte_is_named():
    data = (TEXT * 3).encode() + b"\xe5 slutt"
    assert "byte 0xe5" in error_of(data).message


def test_bytes_of_no_encoding_are_refused_with_their_line():
    assert "line 2" in error_of(b"en linje\nden andre \x81\x8d").message


def test_utf8_that_breaks_after_its_mark_is_refused():
    assert "line 1" in error_of(codecs.BOM_UTF8 + b"a\xe5b").message


def test_utf16_that_breaks_off_is_refused():
    data = codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")[:-1]
    assert "sak.txt, line" in error_of(data).message


def test_utf16_without_its_mark_is_refused_as_no_text():
    assert "control character 0x00" in error_of("abc".encode("utf-16-le")).message


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [
        (b"PK\x03\x04", "zip archive"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0", "old office document"),
        (b"\x89PNG\r\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"GIF89a", "picture"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"{\\rtf1", "rich text"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(beginning, kind):
    assert kind in error_of(beginning + b" and more").message


@pytest.mark.parametrize("data", [b"", b"  \n\t \r\n"])
def test_an_empty_file_is_refused(data):
    assert "empty" in error_of(data).message


@pytest.mark.parametrize("data", ["– … !\n".encode(), codecs.BOM_UTF8, "😀 🎉".encode()])
def test_a_file_without_a_word_is_refused(data):
    assert "no word" in error_of(data).message


def test_a_file_that_is_too_large_is_refused_with_its_size():
    assert "3 MB" in error_of(b"a" * 3_000_000).message


def test_a_file_as_large_as_allowed_is_read():
    assert len(decode(b"a" * LARGEST, "sak.txt")[0]) == LARGEST


def test_a_control_character_is_named_with_its_line():
    assert "line 3: control character 0x07" in error_of(b"en\nto\ntre \x07").message


@pytest.mark.parametrize(
    "letter", ["\t", "\n", "\r\n", "\x0b", "\x0c", "\u2028", "\u200f", "\u0301"]
)
def test_white_space_and_marks_are_no_control_characters(letter):
    assert decode(f"a{letter}b".encode(), "sak.txt")[0] == f"a{letter}b"


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7", b"a" * 3_000_000, b"a\x07", b"a \x81", "…".encode(), b"\xff\xfea"],
    ids=["empty", "pdf", "too large", "control character", "no encoding", "no word", "half UTF-16"],
)
def test_every_refusal_names_the_file_and_a_cure(data):
    error = error_of(data)
    assert error.message.startswith("mappe/sak.txt")
    assert error.hint


@given(anything.filter(lambda text: any(c.isalnum() for c in text)))
def test_what_was_written_as_utf8_is_read_back_or_refused(text):
    assert outcome(text.encode()) in (text.removeprefix("\ufeff"), "refused")


@given(st.binary(max_size=60))
def test_any_bytes_become_text_or_an_article_error(data):
    assert any(c.isalnum() for c in outcome(data))
