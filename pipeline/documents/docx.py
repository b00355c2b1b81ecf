"""Word documents (docx) in: styles tell headings, captions and lists; tables are read by rows."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import count

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from pipeline.documents.blocks import Block, make_article
from pipeline.documents.captions import caption_reason, credit_reason
from pipeline.errors import ArticleError
from pipeline.records import Article, PartKind

#: a document of pages, not of volumes; what unpacks to more is refused (a "zip bomb")
LARGEST_UNPACKED = 200_000_000
LONGEST_CAPTION = 700
_TITLE = re.compile(r"^(?:title|tittel)$", re.IGNORECASE)
_HEADING = re.compile(r"^(?:heading|overskrift)\s*\d", re.IGNORECASE)
_CAPTION = re.compile(r"caption|bildetekst|bilettekst", re.IGNORECASE)
_LIST = re.compile(r"^(?:list|liste|punkt)", re.IGNORECASE)
_SKIPPED = {qn("w:del"), qn("w:moveFrom"), qn("w:instrText")}
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_docx(data: bytes, *, article_id: str, source: str) -> Article:
    """Return the article in a Word document.

    Read are paragraphs, tables and text boxes of the body in their order, and alt texts of
    pictures that read like captions. A caption is a paragraph in the style for captions, or one
    right under a picture that reads like one. Deleted text of tracked changes is left out, added
    text is in. Headers, footers, footnotes and comments are not read; the notes say so where the
    document has some.

    Raises:
        ArticleError: the file is no docx, is broken, or unpacks to more than 200 MB.
    """
    _refuse_bombs(data, source)
    try:
        document = docx.Document(io.BytesIO(data))
        body = list(_Body(document).blocks())
    except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise ArticleError(
            f"{source}: the Word document is broken ({error})",
            hint="open it in a word processor and save it again",
        ) from error
    return make_article(body, article_id=article_id, source=source, notes=_notes(document))


def _refuse_bombs(data: bytes, source: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise ArticleError(
            f"{source}: the Word document is broken ({error})",
            hint="open it in a word processor and save it again",
        ) from error
    if not any(name.startswith("word/") for name in names):
        raise ArticleError(
            f"{source}: this is a zip archive, not a Word document (docx)",
            hint="unpack it, or save the document as docx",
        )
    if size > LARGEST_UNPACKED:
        raise ArticleError(
            f"{source}: unpacks to {size / 1e6:.0f} MB (the limit is 200 MB)",
            hint="save the document without its pictures",
        )


def _notes(document: Document) -> tuple[str, ...]:
    found = {part.partname.rpartition("/")[2].rstrip(".xml0123456789") for part in
             document.part.package.iter_parts()}  # fmt: skip
    left = [name for name in ("footnotes", "endnotes", "comments") if name in found]
    return (f"not read: {', '.join(left)} of the Word document",) if left else ()


class _Body:
    """The body of a document, block by block."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.groups = count()
        self.under_picture = False
        self.list_group = -1

    def blocks(self) -> Iterator[Block]:
        """Give the blocks in the order of the document."""
        for item in self.document.iter_inner_content():
            if isinstance(item, Table):
                yield from self._table(item)
                self.under_picture = False
                self.list_group = -1
            else:
                yield from self._paragraph(item)

    def _table(self, table: Table) -> Iterator[Block]:
        number = next(self.groups)
        for row in table.rows:
            cells: list[str] = []
            seen: list[etree._Element] = []
            for cell in row.cells:
                if any(cell._tc is other for other in seen):
                    continue  # merged cells come once for each column
                seen.append(cell._tc)
                cells.append(" ".join(_text(p._p) for p in cell.paragraphs).strip())
            if any(cells):
                yield Block("\t".join(re.sub(r"\s+", " ", c) for c in cells), None, "", number)

    def _paragraph(self, paragraph: Paragraph) -> Iterator[Block]:
        text = _text(paragraph._p).strip()
        kind, why = _told(paragraph)
        if kind is PartKind.LIST_ITEM:
            self.list_group = self.list_group if self.list_group >= 0 else next(self.groups)
        else:
            self.list_group = -1
        if text:
            if kind is None and self.under_picture and len(text) <= LONGEST_CAPTION:
                reason = caption_reason(text)
                if reason and not credit_reason(text):
                    kind, why = PartKind.CAPTION, f"stands under a picture; {reason}"
            yield Block(text, kind, why, self.list_group)
            self.under_picture = False
        for box in paragraph._p.iter(qn("w:txbxContent")):
            if not _is_fallback(box):
                for inner in box.iter(qn("w:p")):
                    words = _text(inner).strip()
                    if words:
                        yield Block(words, None, "")
        pictures = [p for p in paragraph._p.iter(qn("wp:docPr")) if not _is_fallback(p)]
        if pictures or next(paragraph._p.iter(qn("w:pict")), None) is not None:
            self.under_picture = True
        for picture in pictures:
            alt = (picture.get("descr") or "").strip()
            reason = caption_reason(alt) if len(alt.split()) >= 2 else ""
            if reason:
                yield Block(alt, PartKind.CAPTION, f"the alt text of a picture: {reason}")


def _told(paragraph: Paragraph) -> tuple[PartKind | None, str]:
    """Return the kind that the style of a paragraph gives it, and the words that say why."""
    style = paragraph.style.name if paragraph.style is not None else ""
    style = style or ""
    if _TITLE.match(style):
        return PartKind.TITLE, f"in the style “{style}”"
    if _HEADING.match(style):
        return PartKind.HEADING, f"in the style “{style}”"
    if _CAPTION.search(style):
        return PartKind.CAPTION, f"in the style “{style}”"
    properties = paragraph._p.pPr
    if _LIST.match(style) or (properties is not None and properties.numPr is not None):
        return PartKind.LIST_ITEM, "an item of a list"
    return None, ""


def _is_fallback(element: etree._Element) -> bool:
    return any(parent.tag == _MC_FALLBACK for parent in element.iterancestors())


def _text(paragraph: etree._Element) -> str:
    """Return the words of a paragraph: added text, no deleted text, no text boxes."""
    found: list[str] = []

    def walk(element: etree._Element) -> None:
        for child in element:
            tag = child.tag
            if tag in _SKIPPED or tag in (qn("w:txbxContent"), _MC_FALLBACK, qn("w:pPr")):
                continue
            if tag == qn("w:t"):
                found.append(child.text or "")
            elif tag == qn("w:tab"):
                found.append("\t")
            elif tag in (qn("w:br"), qn("w:cr")):
                found.append("\n")
            elif tag == qn("w:noBreakHyphen"):
                found.append("‑")
            else:
                walk(child)

    walk(paragraph)
    return "".join(found)
