"""Documents through the translate stage and back: heads of tables, feet of pages, tabs, colons."""

from __future__ import annotations

import io

import docx

from pipeline.documents.whole import open_whole, rewritten
from pipeline.records import Reading, Reconciliation
from pipeline.stages.translate import load_translator
from tests.builders_translation import Answering, sentences
from tests.documents.docx_making import field, saved, words


def translated(document: docx.document.Document, target: str) -> docx.document.Document:
    """Return a document translated by an engine that shouts."""
    opened = open_whole(saved(document), article_id="a", source="a.docx")
    stage = load_translator(Answering(str.upper), sentences)
    nothing = Reconciliation(clusters=(), flags=(), corrections=())
    translation = stage.translate(opened.article, (), Reading(), nothing, target)
    written = rewritten(opened, translation)
    assert written is not None
    assert not any("left as it was" in note for note in written.notes)
    return docx.Document(io.BytesIO(written.data))


def rows_of(table: docx.table.Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_head_of_a_list_of_people_is_translated_cell_by_cell() -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=3)
    for row in (
        ("Avdeling", "Antall barn i alt", "Leder"),
        ("Lunde sentrum", "31 000", "Hanne Solli"),
        ("Lunde nord", "17 200", "Siri Aune"),
    ):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    (made,) = translated(document, "en").tables
    assert rows_of(made)[0] == ["Department", "ANTALL BARN I ALT", "Leader"]
    assert [row[1] for row in rows_of(made)[1:]] == ["31,000", "17,200"]


def test_the_foot_of_a_page_is_translated_around_its_fields() -> None:
    document = docx.Document()
    document.add_paragraph("Noen ord i teksten.")
    foot = words(document.sections[0].footer.paragraphs[0], "Side ")
    field(foot, "PAGE", "1")
    words(foot, " av ")
    field(foot, "NUMPAGES", "3")
    made = translated(document, "fr").sections[0].footer.paragraphs[0]
    assert made.text == "Page 1 sur 3"
    assert made._p.xml.count("NUMPAGES") == 1


def test_a_line_with_tabs_keeps_them_and_its_parts() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Lunde kommune\t\tRapport fra rådet"
    document.add_paragraph("Sted:\tvannet ved byen\tDato:\t3. mai")
    made = translated(document, "fr")
    assert made.paragraphs[0].text == "Lieu\u00a0:\tVANNET VED BYEN\tDate\u00a0:\t3. MAI"
    assert made.sections[0].header.paragraphs[0].text.count("\t") == 2


def test_french_has_its_space_before_a_colon_that_the_document_has() -> None:
    document = docx.Document()
    document.add_heading("Dette er nytt i år:")
    assert translated(document, "fr").paragraphs[0].text == "DETTE ER NYTT I ÅR\u00a0:"
    assert translated(document, "en").paragraphs[0].text == "DETTE ER NYTT I ÅR:"
