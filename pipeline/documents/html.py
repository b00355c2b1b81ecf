"""HTML pages in: the article of the page, with captions from ``figcaption`` and ``alt``."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import count

from lxml import etree, html

from pipeline.documents.blocks import Block, make_article
from pipeline.documents.captions import caption_reason
from pipeline.documents.encoding import LARGEST
from pipeline.documents.html_article import find_article
from pipeline.documents.sourcetext import SourceText, read_source
from pipeline.errors import ArticleError
from pipeline.records import Article, PartKind

#: elements that hold no text of the article
_FURNITURE = (
    "script", "style", "noscript", "template", "nav", "footer", "aside", "form", "button", "select",
    "iframe", "svg", "canvas", "object", "video", "audio", "head", "dialog", "menu",
)  # fmt: skip
#: elements that stand in a line and do not end it
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
_HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
_CAPTION_CLASS = re.compile(r"(?:^|[\s_-])(?:caption|bildetekst|bilettekst|img-?text)", re.I)
_CREDIT_CLASS = re.compile(r"(?:^|[\s_-])(?:byline|credit|fotograf|photographer)", re.I)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
#: encodings that a page may name, as Python calls them
_TEXT_CODEC = re.compile(r"utf-8|ascii|cp\d+|iso8859|koi8|mac|gb|big5|shift_jis|euc", re.IGNORECASE)
#: more levels than any page has; guards the recursion
_DEEPEST = 250


def looks_like_html(data: bytes) -> bool:
    r"""Return whether a file begins as an HTML page does.

    >>> looks_like_html(b"\n<!DOCTYPE html><html>"), looks_like_html(b"<3 er et hjerte")
    (True, False)
    """
    start = data.removeprefix(codecs.BOM_UTF8)[:1000].lstrip().lower()
    return bool(re.match(rb"<(?:!doctype\s+html|html|head|body|article|figure)\b|<\?xml", start))


def read_html(data: bytes, *, article_id: str, source: str) -> Article:
    """Return the article of an HTML page.

    Menus, footers, forms and scripts are left out; where the page marks its article
    (``article``, ``main``) only that is read, else what ``find_article`` takes for it. A
    ``figcaption`` is a caption; so is an ``alt`` text that reads like one where its picture has
    no other.

    Raises:
        ArticleError: the page is empty, too large, in no known encoding, or nested too deeply.
    """
    read = page_source(data, source)
    text, notes = _no_declaration(read.text), read.notes
    try:
        page = html.document_fromstring(text, parser=html.HTMLParser(huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ArticleError(
            f"{source}: not a page that can be read ({error})", hint="save it again from a browser"
        ) from error
    # the elements of the furniture go, what stands after them stays
    for element in list(page.iter(*_FURNITURE)):
        element.drop_tree()
    for element in page.xpath("//*[@hidden or @aria-hidden='true'] | //body/header"):
        if element.getparent() is not None and not element.xpath(".//h1"):
            element.drop_tree()
    reader = _Reader(source)
    return make_article(
        list(reader.blocks(find_article(page), None, 0)),
        article_id=article_id,
        source=source,
        notes=notes,
    )


def page_source(data: bytes, source: str) -> SourceText:
    """Return the page as text, in the encoding that it names or else as a text file is read.

    Raises:
        ArticleError: the page is empty, too large, or in no known encoding.
    """
    if len(data) > LARGEST:
        raise ArticleError(
            f"{source}: {len(data) / 1e6:.0f} MB are more than one article (the limit is 2 MB)",
            hint="save the article alone",
        )
    found = _CHARSET.search(data[:4000])
    named = []
    if found:
        try:
            name = codecs.lookup(found.group(1).decode("ascii")).name
        except LookupError:
            name = ""  # the page says wrong; its bytes decide
        if _TEXT_CODEC.match(name):
            named = ["cp1252", name] if name in ("iso8859-1", "ascii") else [name]
    return read_source(data, source, named)


def _no_declaration(text: str) -> str:
    """Return the text without an XML declaration, which lxml refuses in a string."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)


class _Reader:
    """Walks a page; gives every block-level stretch of text once."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.groups = count()

    def blocks(
        self, element: html.HtmlElement, said: tuple[PartKind, str] | None, depth: int
    ) -> Iterator[Block]:
        """Give the blocks of an element; ``said`` is what an element around it says they are."""
        if depth > _DEEPEST:
            raise ArticleError(
                f"{self.source}: elements are nested more than {_DEEPEST} deep",
                hint="save the page again from a browser",
            )
        tag = element.tag
        if not isinstance(tag, str):
            return
        said = told(tag, element.get("class") or "") or said
        if tag in ("ul", "ol", "table", "dl"):
            yield from self._group(element, said, depth)
            return
        line: list[str] = [_flat(element.text or "")]
        for child in element:
            inline = isinstance(child.tag, str) and child.tag in _INLINE and not _has_block(child)
            if not isinstance(child.tag, str):
                pass
            elif child.tag == "br":
                line.append("\n")
            elif child.tag == "img":
                yield from self._picture(child)
            elif inline:
                line.append(_inline_text(child))
                for picture in child.iter("img"):
                    yield from self._picture(picture)
            else:
                yield from _block(line, said)
                line = []
                yield from self.blocks(child, said, depth + 1)
            line.append(_flat(child.tail or ""))
        yield from _block(line, said)

    def _group(
        self, element: html.HtmlElement, said: tuple[PartKind, str] | None, depth: int
    ) -> Iterator[Block]:
        """Give the items of a list or the rows of a table, as lines that belong together."""
        number = next(self.groups)
        if element.tag == "table":
            for caption in element.iterchildren("caption"):
                yield Block(_inline_text(caption), PartKind.HEADING, "the caption of a table")
            for row in element.iter("tr"):
                cells = [
                    _flat(cell.text_content()).strip() for cell in row.iterchildren("td", "th")
                ]
                if any(cells):
                    yield Block("\t".join(cells), None, "", number)
            return
        for item in element:
            if not isinstance(item.tag, str):
                continue
            inner = list(self.blocks(item, said, depth + 1))
            for block in inner:
                kind, why = block.kind, block.why
                if kind is None and len(inner) == 1 and item.tag == "li":
                    kind, why = PartKind.LIST_ITEM, "an item of a list"
                yield Block(block.text, kind, why, number if block.group < 0 else block.group)

    def _picture(self, picture: html.HtmlElement) -> Iterator[Block]:
        """Give the ``alt`` text of a picture that has no caption where it reads like one."""
        alt = _flat(picture.get("alt") or "").strip()
        figure = next(picture.iterancestors("figure"), None)
        if figure is not None and figure.find(".//figcaption") is not None:
            return
        why = caption_reason(alt) if len(alt.split()) >= 2 else ""
        if why:
            yield Block(alt, PartKind.CAPTION, f"the alt text of a picture: {why}")


def told(tag: str, classes: str) -> tuple[PartKind, str] | None:
    """Return what an element says about its text by its name and classes, and where it says so."""
    if tag == "figcaption":
        return PartKind.CAPTION, "a figcaption"
    if tag == "h1":
        return PartKind.TITLE, "a heading of the first level (h1)"
    if tag in _HEADINGS:
        return PartKind.HEADING, f"a heading ({tag})"
    if tag in ("p", "div", "span") and _CAPTION_CLASS.search(classes):
        return PartKind.CAPTION, f"its class is “{classes.strip()}”"
    if tag in ("p", "div", "span") and _CREDIT_CLASS.search(classes):
        return PartKind.CREDIT, f"its class is “{classes.strip()}”"
    return None


def _has_block(element: html.HtmlElement) -> bool:
    return any(
        isinstance(e.tag, str) and e.tag not in _INLINE | {"br", "img"} for e in element.iter()
    )


def _inline_text(element: html.HtmlElement) -> str:
    parts = [_flat(element.text or "")]
    for child in element:
        if isinstance(child.tag, str):
            parts.append("\n" if child.tag == "br" else _inline_text(child))
        parts.append(_flat(child.tail or ""))
    return "".join(parts)


def _flat(text: str) -> str:
    """Return the text with the white space of the layout made single spaces."""
    return re.sub(r"[ \t\r\n\f]+", " ", text)


def _block(line: list[str], said: tuple[PartKind, str] | None) -> Iterator[Block]:
    text = "".join(line).strip()
    if text:
        kind, why = said or (None, "")
        yield Block(text, kind, why)
