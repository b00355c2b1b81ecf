"""A translation as a Word table for proof-readers: number, source, translation, remarks.

The hidden words beside each number tell later whether the row was edited (``edited_docx``).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Final

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from pipeline.export.aligned import Aligned, Name, align
from pipeline.export.aligned import Row as Pair
from pipeline.export.people import title
from pipeline.export.remarks import remarks
from pipeline.export.wording import Wording
from pipeline.export.xliff import Mark
from pipeline.export.xml_text import writable
from pipeline.records import EntityKind, PartKind, ProcessedArticle, Translation

#: what stands before the mark of a row, in hidden letters
SIGN: Final = "samsvar"
_MARGIN: Final = Mm(14)
_WIDTHS: Final = (Mm(19), Mm(101), Mm(101), Mm(48))
#: what programs check the spelling by
_LOCALES: Final = {
    "nb": "nb-NO", "nn": "nn-NO", "en": "en-GB", "fr": "fr-FR", "da": "da-DK", "sv": "sv-SE",
}  # fmt: skip
_NAMES: Final = {
    EntityKind.PERSON: "DCE9F7",
    EntityKind.ORGANISATION: "E0F0E3",
    EntityKind.PLACE: "EFE6F5",
}
_HEADING, _DOUBTFUL, _LINES = "2F4858", "FFF3D6", "C9D1D6"
_GREY: Final = RGBColor(0x5B, 0x67, 0x70)
_BOLD: Final = frozenset({PartKind.TITLE, PartKind.HEADING})


def write_bilingual(
    outcome: ProcessedArticle, translation: Translation, mark: Mark, say: Wording
) -> bytes:
    """Return the article beside a translation as a Word document (docx).

    Names have a coloured ground, rows to look at a yellow one with the reason in words; both
    columns say their language, so that a word processor checks the spelling. A character that
    XML cannot hold is a space or U+FFFD.

    Args:
        outcome: the article.
        translation: which of its translations.
        mark: what tells later whether a row was edited, from its source and its translation.
        say: the words of headings and remarks.
    """
    languages = (outcome.detection.language, translation.target)
    document = _document(writable(title(outcome.article)), say)
    table = document.add_table(rows=1, cols=len(_WIDTHS))
    table.autofit = False
    _layout(table)
    _head(table.rows[0], languages, say)
    for part in align(outcome, translation):
        for pair in part.rows:
            row = table.add_row()
            hidden = f"{SIGN} {' '.join(languages)} "
            hidden += mark(writable(pair.source), writable(pair.target))
            _fill(row, part, pair, (hidden, *languages), say)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _document(heading: str, say: Wording) -> Document:
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.bottom_margin = _MARGIN
    section.top_margin = Mm(16)
    section.header_distance = section.footer_distance = Mm(8)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(10)
    style.paragraph_format.space_after = Pt(0)
    document.core_properties.title = heading
    document.core_properties.author = "samsvar"
    document.core_properties.comments = ""
    first = document.paragraphs[0] if document.paragraphs else document.add_paragraph()
    run = first.add_run(heading)
    run.font.size, run.font.bold = Pt(15), True
    first.paragraph_format.space_after = Pt(2)
    legend = document.add_paragraph()
    legend.paragraph_format.space_after = Pt(6)
    _grey(legend, say("bilingual.rule") + "  ")
    for kind, colour in _NAMES.items():
        _shade_run(legend, f" {say(f'names.{kind.value}')} ", colour)
        legend.add_run("  ")
    _shade_run(legend, f" {say('bilingual.look')} ", _DOUBTFUL)
    _number_pages(section.footer.paragraphs[0])
    return document


def _layout(table: Table) -> None:
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _LINES)):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    margins = OxmlElement("w:tblCellMar")
    for side, twips in (("top", 60), ("left", 100), ("bottom", 60), ("right", 100)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(borders)
    layout.addnext(margins)
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width


def _head(row: _Row, languages: Sequence[str], say: Wording) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    properties.append(OxmlElement("w:tblHeader"))
    words = [say("bilingual.number"), *(say.known("language", one) for one in languages),
             say("bilingual.remarks")]  # fmt: skip
    for cell, word, width in zip(row.cells, words, _WIDTHS, strict=True):
        _set_up(cell, width, _HEADING)
        run = cell.paragraphs[0].add_run(word[:1].upper() + word[1:])
        run.font.bold, run.font.color.rgb = True, RGBColor(0xFF, 0xFF, 0xFF)


def _fill(row: _Row, part: Aligned, pair: Pair, told: tuple[str, str, str], say: Wording) -> None:
    hidden, source, target = told
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    looks = list(remarks(pair, say))
    failed = pair.segment is None or bool(pair.segment.checks)
    grounds = ("", "", _DOUBTFUL if failed else "", _DOUBTFUL if looks else "")
    number, left, right, note = row.cells
    for cell, width, ground in zip(row.cells, _WIDTHS, grounds, strict=True):
        _set_up(cell, width, ground)
    paragraph = number.paragraphs[0]
    paragraph.add_run(str(pair.number))
    mark = paragraph.add_run(f" {hidden}")
    mark.font.hidden, mark.font.size = True, Pt(6)
    _no_proof(mark)
    if pair is part.rows[0]:
        kind = number.add_paragraph()
        _grey(kind, say(f"bilingual.kind.{part.part.kind.value}"), size=7.5)
    is_bold = part.part.kind in _BOLD
    for cell, text, names, language in (
        (left, pair.source, pair.names, source),
        (right, pair.target, pair.target_names, target),
    ):
        _text(cell.paragraphs[0], text, names, language)
        for run in cell.paragraphs[0].runs:
            run.font.bold = True if is_bold else None
    for place, words in enumerate(looks):
        paragraph = note.paragraphs[0] if place == 0 else note.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        run = paragraph.add_run(writable(words))
        run.font.size = Pt(8.5)
        _speak(run, say.language)


def _text(paragraph: Paragraph, text: str, names: Iterable[Name], language: str) -> None:
    done = 0
    for name in names:
        _run(paragraph, text[done : name.start], language)
        run = _run(paragraph, text[name.start : name.end], language)
        if run is not None:
            _shade(run._r.get_or_add_rPr(), _NAMES[name.kind])
        done = name.end
    _run(paragraph, text[done:], language)


def _run(paragraph: Paragraph, text: str, language: str) -> Run | None:
    if not text:
        return None
    run = paragraph.add_run(writable(text))
    _speak(run, language)
    return run


def _speak(run: Run, language: str) -> None:
    """Say in which language a run is."""
    said = OxmlElement("w:lang")
    said.set(qn("w:val"), _LOCALES.get(language, language))
    run._r.get_or_add_rPr().append(said)


def _no_proof(run: Run) -> None:
    run._r.get_or_add_rPr().append(OxmlElement("w:noProof"))


def _set_up(cell: _Cell, width: Length, ground: str) -> None:
    cell.width = width
    if ground:
        _shade(cell._tc.get_or_add_tcPr(), ground)


def _shade(properties: BaseOxmlElement, colour: str) -> None:
    shading = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{key}"), value)
    language = properties.find(qn("w:lang"))
    if language is None:
        properties.append(shading)
    else:
        language.addprevious(shading)


def _shade_run(paragraph: Paragraph, text: str, colour: str) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(8.5)
    _shade(run._r.get_or_add_rPr(), colour)


def _grey(paragraph: Paragraph, text: str, size: float = 8.5) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(size), _GREY


def _number_pages(paragraph: Paragraph) -> None:
    paragraph.alignment = 2  # type: ignore[assignment]
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
    run.font.size, run.font.color.rgb = Pt(8.5), _GREY
