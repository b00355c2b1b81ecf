"""What was read from a PDF, written as a Word document or an HTML page."""

from __future__ import annotations

import html
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from pipeline.documents.marking import AUTHOR, INITIALS, Edge, Mark, cut_at_marks
from pipeline.documents.pdf_paragraphs import is_numbered
from pipeline.documents.rewriting import Styled
from pipeline.records import PartKind

#: what is said wherever a PDF is written as something else
NOT_KEPT = (
    "A PDF says where letters stand, not what they are: what is written is a new document with"
    " headings, paragraphs, lists, captions and tables, not a copy of the pages.",
    "Pictures, drawings, columns, fonts, colours, links, notes' places, heads, feet and page"
    " numbers are not kept.",
    "Tables are kept as rows of cells; cells that span several columns or rows are not.",
)
_HEADINGS = 3
_LOCALES = {"en": "en-GB", "fr": "fr-FR", "nb": "nb-NO", "nn": "nn-NO"}


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of a document to be written; ``row`` ties the cells of one row, ``group`` rows.

    ``marks`` become comments where it is written as a Word document.
    """

    text: str
    kind: PartKind | None
    level: int = 0
    group: int = -1
    row: int = -1
    marks: tuple[Mark, ...] = ()


def write_docx(items: Sequence[Item], language: str) -> bytes:
    """Return a Word document of items, in a language."""
    document = docx.Document()
    _set_language(document, _LOCALES.get(language, language))
    ids: dict[str, str] = {}
    for rows, lines in _parted(items):
        if rows:
            _add_table(document, rows)
        for item in lines:
            paragraph = document.add_paragraph()
            _add_text(document, paragraph, item)
            style = _style(item)
            if style not in ids:
                ids[style] = document.styles[style].style_id
            # by its id: looking up a style by name takes longer than the rest
            paragraph._p.style = ids[style]
    title = next((item.text for item in items if item.kind is PartKind.TITLE), "")
    document.core_properties.title = _plain(title)[:250]
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.language = _LOCALES.get(language, language)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def write_html(items: Sequence[Item], language: str) -> bytes:
    """Return an HTML page of items, in a language (UTF-8)."""
    title = next((item.text for item in items if item.kind is PartKind.TITLE), "")
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{html.escape(language)}">',
        '<head><meta charset="utf-8">',
        f"<title>{_escaped(title)}</title></head>",
        "<body>",
    ]
    for rows, plain in _parted(items):
        if rows:
            lines.append("<table>")
            for row in rows:
                lines.append(
                    "<tr>" + "".join(f"<td>{_escaped(c.text)}</td>" for c in row) + "</tr>"
                )
            lines.append("</table>")
        for has_bullets, some in groupby(plain, key=_has_bullet):
            if has_bullets:
                lines += ["<ul>", *(f"<li>{_escaped(item.text)}</li>" for item in some), "</ul>"]
            else:
                lines += [_element(item) for item in some]
    lines += ["</body>", "</html>", ""]
    return "\n".join(lines).encode("utf-8")


def _add_text(document: Document, paragraph: Paragraph, item: Item) -> None:
    """Write a text into a paragraph, and comments on what is marked in it."""
    marked: dict[int, list[Run]] = {}
    opened: set[int] = set()
    for piece in cut_at_marks([Styled(item.text, 0)], item.marks):
        if isinstance(piece, Edge):
            (opened.add if piece.begins else opened.discard)(piece.number)
        elif piece.text:
            run = paragraph.add_run(_plain(piece.text))
            for number in opened:
                marked.setdefault(number, []).append(run)
    for number, runs in marked.items():
        lines = "\n".join(map(_plain, item.marks[number].lines))
        document.add_comment(runs, text=lines, author=AUTHOR, initials=INITIALS)


def _parted(items: Sequence[Item]) -> Iterator[tuple[list[list[Item]], list[Item]]]:
    """Give items in turns: the rows of a table, or what is no table."""
    for (is_table, _), some in groupby(
        items, key=lambda item: (item.row >= 0, item.group if item.row >= 0 else -1)
    ):
        if is_table:
            yield [list(row) for _, row in groupby(some, key=lambda item: item.row)], []
        else:
            yield [], list(some)


def _has_bullet(item: Item) -> bool:
    """Return whether a piece is an item of a list that does not bring its number along."""
    return item.kind is PartKind.LIST_ITEM and not is_numbered(item.text)


def _element(item: Item) -> str:
    text = _escaped(item.text)
    if item.kind is PartKind.TITLE:
        return f"<h1>{text}</h1>"
    if item.kind is PartKind.HEADING:
        level = 1 + min(max(1, item.level), _HEADINGS)
        return f"<h{level}>{text}</h{level}>"
    if item.kind is PartKind.CAPTION:
        return f"<figure><figcaption>{text}</figcaption></figure>"
    return f"<p>{text}</p>"


def _escaped(text: str) -> str:
    return html.escape(_plain(text), quote=False).replace("\n", "<br>\n")


def _plain(text: str) -> str:
    """Return the text without what XML cannot hold."""
    return "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))


def _style(item: Item) -> str:
    if item.kind is PartKind.TITLE:
        return "Title"
    if item.kind is PartKind.HEADING:
        return f"Heading {min(max(1, item.level), _HEADINGS)}"
    if item.kind is PartKind.CAPTION:
        return "Caption"
    if _has_bullet(item):
        return "List Bullet"
    return "List" if item.kind is PartKind.LIST_ITEM else "Normal"


def _add_table(document: Document, rows: Sequence[Sequence[Item]]) -> None:
    table = document.add_table(len(rows), max(map(len, rows)), style="Table Grid")
    for items, row in zip(rows, table.rows, strict=True):
        for item, cell in zip(items, row.cells, strict=False):
            _add_text(document, cell.paragraphs[0], item)
    document.add_paragraph()


def _set_language(document: Document, locale: str) -> None:
    properties = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if properties is None:
        return
    found = properties.find(qn("w:lang"))
    if found is None:
        found = OxmlElement("w:lang")
        properties.append(found)
    found.set(qn("w:val"), locale)
