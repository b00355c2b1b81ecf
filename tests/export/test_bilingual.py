from __future__ import annotations

import io

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings

from pipeline.export.bilingual import write_bilingual
from pipeline.export.wording import wording
from pipeline.export.xml_text import writable
from tests.export.exchanged import mark, outcome, outcomes
from tests.export.sample import FRENCH, SAMPLE


def document(of=SAMPLE, translation=None, language="en"):
    data = write_bilingual(of, translation or of.translations[0], mark, wording(language))
    return docx.Document(io.BytesIO(data))


def rows(opened):
    return opened.tables[0].rows


def texts(opened, column):
    return [row.cells[column].text for row in rows(opened)]


def ground(properties):
    shading = properties.find(qn("w:shd")) if properties is not None else None
    return None if shading is None else shading.get(qn("w:fill"))


def test_every_segment_and_every_untranslated_part_is_a_row():
    wanted = [s.source.text for part in FRENCH.parts for s in part.segments]
    assert texts(document(), 1)[1:] == [*wanted, SAMPLE.article.part("p8").text]


@given(outcomes)
@settings(max_examples=20)  # a document is slow to make and to open
def test_any_text_is_in_its_cell(of):
    opened = document(of)
    cell = rows(opened)[1].cells[1]
    assert cell.text == writable(of.article.parts[0].text).replace("\r\n", "\n").replace("\r", "\n")


def test_the_heading_is_on_every_page_and_names_the_languages():
    head = rows(document())[0]
    assert [cell.text for cell in head.cells] == [
        "No.", "Norwegian (Bokmål)", "French", "Remarks",
    ]  # fmt: skip
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None


def test_headings_and_remarks_can_be_norwegian():
    opened = document(language="nb")
    assert [cell.text for cell in rows(opened)[0].cells][1:] == [
        "Norsk bokmål", "Fransk", "Merknader",
    ]  # fmt: skip
    assert "Bildeteksten og listen skriver én person på to måter." in texts(opened, 3)[2]


def test_the_page_is_landscape():
    section = document().sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width > section.page_height


@pytest.mark.parametrize(("column", "locale"), [(1, "nb-NO"), (2, "fr-FR")])
def test_each_column_says_its_language_to_the_spelling_checker(column, locale):
    found = {
        run._r.rPr.find(qn("w:lang")).get(qn("w:val"))
        for row in list(rows(document()))[1:]
        for run in row.cells[column].paragraphs[0].runs
    }
    assert found == {locale}


def test_names_have_a_ground_and_nothing_else_has():
    row = next(r for r in rows(document()) if r.cells[1].text == "Solveig Brattli, havnefogd")
    marked = [[run.text for run in cell.paragraphs[0].runs if ground(run._r.rPr)]
              for cell in row.cells[1:3]]  # fmt: skip
    assert marked == [["Solveig Brattli"], ["Solveig Brattli"]]


def test_a_doubtful_row_is_shaded_with_the_reason_in_words():
    row = next(r for r in rows(document()) if r.cells[0].text.startswith("5"))
    assert row.cells[3].text == "A number is missing: the number 47 is missing"
    assert ground(row.cells[2]._tc.tcPr) == ground(row.cells[3]._tc.tcPr) == "FFF3D6"


def test_a_row_without_doubt_has_no_ground():
    row = next(r for r in rows(document()) if r.cells[1].text == "Deltakere")
    assert [ground(cell._tc.tcPr) for cell in row.cells] == [None] * 4


def test_the_mark_of_a_row_is_hidden():
    hidden = [run for run in rows(document())[1].cells[0].paragraphs[0].runs if run.font.hidden]
    assert [run.text.split()[:3] for run in hidden] == [["samsvar", "nb", "fr"]]


def test_control_characters_do_not_break_the_document():
    opened = document(outcome("a\x00b\x0cc", "d\x1fe", []))
    assert (texts(opened, 1)[1], texts(opened, 2)[1]) == ("a�b c", "d e")
