from __future__ import annotations

import copy
import io

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from lxml import etree

from pipeline.errors import StoreError
from pipeline.export.bilingual import write_bilingual
from pipeline.export.edited_docx import read_rows
from pipeline.export.wording import wording
from pipeline.translation.sheet import edited, row_id
from pipeline.translation.units import Unit
from tests.builders_translation import AT
from tests.export.exchanged import mark, outcomes
from tests.export.sample import FRENCH, SAMPLE

#: a row whose translation is "Participants"
ROW = 8


@pytest.fixture
def opened():
    def french(source, target):
        return row_id(Unit(source, "nb", "fr", target))

    return docx.Document(io.BytesIO(write_bilingual(SAMPLE, FRENCH, french, wording("en"))))


def read(document):
    out = io.BytesIO()
    document.save(out)
    root = docx.Document(out).element  # through a file, as it would come back
    return list(edited(read_rows(etree.fromstring(etree.tostring(root)), "a.docx"), "Eva", AT))


def table(document):
    return document.tables[0]


def cell(document, column=2, row=ROW):
    return table(document).rows[row].cells[column]


def run_with(tag, text):
    words = "delText" if tag == "del" else "t"
    return parse_xml(
        f'<w:{tag} {nsdecls("w")} w:id="1" w:author="Eva"><w:r>'
        f'<w:{words} xml:space="preserve">{text}</w:{words}></w:r></w:{tag}>'
    )


def test_the_row_is_the_one_that_the_tests_are_about(opened):
    assert (cell(opened, 1).text, cell(opened).text) == ("Deltakere", "Participants")


def test_rows_that_were_not_touched_are_no_edits(opened):
    assert read(opened) == []


@given(outcomes)
@settings(max_examples=20)  # a document is slow to make and to open
def test_rows_that_were_not_touched_are_no_edits_whatever_their_text(of):
    data = write_bilingual(of, of.translations[0], mark, wording("nb"))
    assert read(docx.Document(io.BytesIO(data))) == []


def test_an_edited_translation_is_an_edit_with_its_source(opened):
    cell(opened).paragraphs[0].runs[0].text = "Les participants"
    (unit,) = read(opened)
    assert (unit.source, unit.target) == ("Deltakere", "Les participants")
    assert (unit.source_language, unit.target_language, unit.by) == ("nb", "fr", "Eva")


def test_a_part_that_was_not_translated_can_be_filled_in(opened):
    cell(opened, row=-1).paragraphs[0].text = "Aino Kvaal, directrice"
    assert [unit.target for unit in read(opened)] == ["Aino Kvaal, directrice"]


def test_remarks_may_be_written_over(opened):
    cell(opened, 3).paragraphs[0].text = "Bra!"
    assert read(opened) == []


def test_deleted_rows_are_passed_over(opened):
    cell(opened).paragraphs[0].text = "Présents"
    table(opened)._tbl.remove(table(opened).rows[3]._tr)
    assert [unit.target for unit in read(opened)] == ["Présents"]


def test_rows_may_be_in_another_order_and_in_two_tables(opened):
    cell(opened).paragraphs[0].text = "Présents"
    rows = [row._tr for row in table(opened).rows]
    other = copy.deepcopy(table(opened)._tbl)
    for row in other.findall(qn("w:tr")):
        other.remove(row)
    table(opened)._tbl.addnext(other)
    for row in reversed(rows[4:]):
        other.append(row)
    assert [unit.target for unit in read(opened)] == ["Présents"]


def test_inserted_words_count_and_deleted_ones_do_not(opened):
    paragraph = cell(opened).paragraphs[0]._p
    run = cell(opened).paragraphs[0].runs[0]._r
    paragraph.replace(run, run_with("del", "Participants"))
    paragraph.append(run_with("ins", "Présents"))
    assert [unit.target for unit in read(opened)] == ["Présents"]


def test_a_row_deleted_with_tracked_changes_is_passed_over(opened):
    cell(opened).paragraphs[0].text = "Présents"
    table(opened).rows[ROW]._tr.get_or_add_trPr().append(OxmlElement("w:del"))
    assert read(opened) == []


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next(opened):
    first = cell(opened).paragraphs[0]
    first.runs[0].text = "Les "
    ended = first._p.get_or_add_pPr()
    ended.append(parse_xml(f"<w:rPr {nsdecls('w')}><w:del w:id='1' w:author='Eva'/></w:rPr>"))
    cell(opened).add_paragraph("présents")
    assert [unit.target for unit in read(opened)] == ["Les présents"]


def test_a_line_break_is_kept_in_an_edit(opened):
    cell(opened).paragraphs[0].text = "Les\nprésents"
    assert [unit.target for unit in read(opened)] == ["Les\nprésents"]


def test_empty_rows_are_passed_over(opened):
    table(opened).add_row()
    assert read(opened) == []


def test_words_around_the_table_do_not_matter(opened):
    opened.add_paragraph("Korrektur: Eva")
    opened.add_table(rows=1, cols=2)
    assert read(opened) == []


@pytest.mark.parametrize("columns", [(1, 2), (2, 3)])
def test_cells_merged_in_a_row_are_an_error_with_the_row(opened, columns):
    cell(opened, columns[0]).merge(cell(opened, columns[1]))
    with pytest.raises(StoreError, match=rf"a\.docx, row {ROW + 1}: there are 3 cells"):
        read(opened)


def test_cells_merged_across_rows_are_an_error_with_the_row(opened):
    cell(opened).merge(cell(opened, row=ROW + 1))
    with pytest.raises(StoreError, match=rf"row {ROW + 1}: cells were merged with those"):
        read(opened)


def test_two_rows_made_one_are_an_error(opened):
    row, next_row = (table(opened).rows[n] for n in (ROW, ROW + 1))
    for paragraph in next_row.cells[0].paragraphs:
        row.cells[0]._tc.append(paragraph._p)
    with pytest.raises(StoreError, match=rf"row {ROW + 1}: two rows were merged"):
        read(opened)


def test_a_cell_that_spans_a_finer_grid_is_fine(opened):
    properties = cell(opened)._tc.get_or_add_tcPr()
    properties.insert(1, parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="2"/>'))
    cell(opened).paragraphs[0].text = "Présents"
    assert [unit.target for unit in read(opened)] == ["Présents"]


def test_a_row_whose_mark_is_gone_is_an_error(opened):
    cell(opened, 0).paragraphs[0].text = "8"
    with pytest.raises(StoreError, match=rf"row {ROW + 1}: the row is not one of ours"):
        read(opened)


def test_a_changed_source_is_an_error(opened):
    cell(opened, 1).paragraphs[0].runs[0].text = "Deltakarar"
    with pytest.raises(StoreError, match=rf"row {ROW + 1}: the source text"):
        read(opened)


def test_an_emptied_translation_is_an_error(opened):
    cell(opened).paragraphs[0].text = ""
    with pytest.raises(StoreError, match=rf"row {ROW + 1}: the translation is empty"):
        read(opened)


def test_a_document_without_such_a_table_is_an_error():
    with pytest.raises(StoreError, match="there is no row of a bilingual table"):
        read(docx.Document())
