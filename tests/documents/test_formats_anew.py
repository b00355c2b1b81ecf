"""What holds for every format that is read in places, whatever it is."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.reading import FORMATS, open_bytes, read_bytes
from pipeline.documents.rewriting import Rewritable, cleaned
from pipeline.errors import ArticleError
from tests.builders_odt import odt
from tests.builders_pptx import pptx
from tests.builders_rewriting import said_anew, shouted

HTML = b"<html lang='nb'><body><h1>Ny ferje</h1><p>Kari <b>Lunde</b> kom.</p></body></html>"
MARKDOWN = b"# Ny ferje\n\nKari **Lunde** kom [hit](https://example.org).\n\n- Ola\n- Per\n"
SRT = (
    b"1\n00:00:01,000 --> 00:00:02,000\n<i>Kari Lunde\nkom</i>\n\n"
    b"2\n00:00:03,000 --> 00:00:04,000\nhit.\n"
)
VTT = (
    b"WEBVTT\n\n00:01.000 --> 00:02.000 line:0\n<v Kari>Ola &amp; Per\n\n"
    b"00:03.000 --> 00:04.000\nkom.\n"
)
EML = (
    b"From: a@example.org\nSubject: Ny ferje\nContent-Type: text/plain; charset=utf-8\n\n"
    b"Hei,\n\nKari Lunde kom hit i dag.\n\n> Kom Kari?\n"
)
RTF = b"{\\rtf1\\ansi Ny ferje\\par Kari {\\b Lunde} kom hit i g\\'e5r.\\par}"
FILES = {
    "a.html": HTML,
    "a.md": MARKDOWN,
    "a.srt": SRT,
    "a.vtt": VTT,
    "a.eml": EML,
    "a.odt": odt(),
    "a.pptx": pptx(),
}
every_format = pytest.mark.parametrize("name", FILES)


def opened(data: bytes, name: str) -> Rewritable:
    document = open_bytes(data, source=name)
    assert isinstance(document, Rewritable)
    return document


def write_anew(data: bytes, name: str) -> None:
    document = open_bytes(data, source=name)
    if isinstance(document, Rewritable):
        shouted(document)


def words(document: Rewritable) -> list[str]:
    return [cleaned(place.text)[0] for place in document.places]


@every_format
def test_a_file_is_opened_as_a_document_that_can_be_written_again(name):
    assert opened(FILES[name], name).suffix == "." + name.rpartition(".")[2]


@every_format
def test_a_file_of_which_nothing_is_rewritten_is_the_same_bytes(name):
    assert opened(FILES[name], name).rewrite({}, "en") == FILES[name]


@every_format
def test_a_file_written_with_its_own_words_reads_the_same(name):
    document = opened(FILES[name], name)
    again = document.rewrite(said_anew(document, str), "nb")
    assert words(opened(again, name)) == words(document)


@every_format
def test_a_file_written_anew_has_the_new_words_in_the_same_places(name):
    document = opened(FILES[name], name)
    assert [w.upper() for w in words(document)] == [
        w.upper() for w in words(opened(shouted(document), name))
    ]


@every_format
def test_writing_twice_gives_the_same_file(name):
    document = opened(FILES[name], name)
    assert shouted(document) == shouted(document)


@every_format
def test_the_runs_of_a_place_cover_its_text_without_gap_or_overlap(name):
    for place in opened(FILES[name], name).places:
        at = 0
        for run in place.runs:
            assert run.start == at
            at = run.end
        assert not place.runs or at == len(place.text)


@pytest.mark.parametrize("name", [*FILES, "a.rtf"])
def test_the_article_of_a_file_has_its_words(name):
    article = read_bytes({**FILES, "a.rtf": RTF}[name], article_id="a", source=name)
    assert "Ola" in article.text or "Kari" in article.text


@pytest.mark.parametrize("name", [*FILES, "a.rtf", "a.docx"])
@given(data=st.data())
def test_a_broken_file_is_read_or_refused_and_nothing_else(name, data):
    whole = {**FILES, "a.rtf": RTF, "a.docx": FILES["a.odt"]}[name]
    cut = data.draw(st.integers(0, len(whole)))
    place = data.draw(st.integers(0, len(whole)))
    noise = data.draw(st.binary(max_size=12))
    broken = (whole[:place] + noise + whole[place + len(noise) :])[: cut or None]
    with contextlib.suppress(ArticleError):
        write_anew(broken, name)


@pytest.mark.parametrize("name", [*FILES, "a.rtf"])
@given(data=st.binary(max_size=120))
def test_any_bytes_are_read_or_refused_and_nothing_else(name, data):
    with contextlib.suppress(ArticleError):
        write_anew(data, name)


#: the parts that are read
PARTS = re.compile(r"content|styles|meta|core|presentation|slides/|notesSlides/|chart.*xml$")


def broken_parts(whole: bytes):
    """Give the archive with one part of it replaced by other XML, or by none."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        names = [n for n in archive.namelist() if PARTS.search(n)]
        for name in names:
            for content in (b"", b"<a/>", archive.read(name)[:-30]):
                out = io.BytesIO()
                with zipfile.ZipFile(out, "w") as new:
                    for other in archive.namelist():
                        new.writestr(other, content if other == name else archive.read(other))
                yield out.getvalue()


@pytest.mark.parametrize("name", ["a.odt", "a.pptx"])
def test_an_archive_with_a_broken_part_is_read_or_refused(name):
    for data in broken_parts(FILES[name]):
        with contextlib.suppress(ArticleError):
            shouted(opened(data, name))


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>'
)


@pytest.mark.parametrize(
    ("name", "part"), [("a.odt", "content.xml"), ("a.pptx", "ppt/slides/slide1.xml")]
)
def test_a_part_that_defines_entities_is_refused(name, part):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(FILES[name])) as old, zipfile.ZipFile(out, "w") as new:
        for other in old.namelist():
            new.writestr(other, BOMB if other == part else old.read(other))
    with pytest.raises(ArticleError, match="entities"):
        open_bytes(out.getvalue(), source=name)


@pytest.mark.parametrize("name", ["a.odt", "a.pptx"])
def test_an_archive_that_unpacks_to_too_much_is_refused(name, monkeypatch):
    monkeypatch.setattr("pipeline.documents.zipped.LARGEST_UNPACKED", 2000)
    with pytest.raises(ArticleError, match="unpacks to"):
        open_bytes(FILES[name], source=name)


def test_every_format_has_a_name_of_its_own():
    assert len({form.name for form in FORMATS}) == len(FORMATS)
