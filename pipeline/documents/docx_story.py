"""The stories of a Word document (body, notes, headers, boxes) as places, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from lxml import etree

from pipeline.documents.captions import caption_reason, credit_reason
from pipeline.documents.docx_names import (
    ALTERNATE,
    ART,
    BLOCK_CONTAINERS,
    BOX,
    CELL,
    FALLBACK,
    PICTURE,
    ROW,
    SDT,
    SDT_CONTENT,
    SHAPE,
    TABLE,
    VML_PICTURE,
    P,
    q,
)
from pipeline.documents.docx_paragraph import Content, read_paragraph
from pipeline.documents.docx_styles import Styles
from pipeline.documents.rewriting import Place
from pipeline.errors import ArticleError
from pipeline.records import PartKind

LONGEST_CAPTION = 700
#: more tables in tables than any document has
DEEPEST = 40
_FILE_NAME = re.compile(r"^\S+\.(?:jpe?g|png|gif|tiff?|bmp|webp|svg|emf|wmf)$", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Words:
    """A paragraph of a part with what it holds, and its copies for older word processors."""

    part: str
    paragraph: etree._Element
    content: Content
    copies: tuple[etree._Element, ...] = ()


@dataclass(frozen=True, eq=False)
class Attributes:
    """Attributes that hold one text: the alt text of a picture and its copies."""

    part: str
    holders: tuple[tuple[etree._Element, str], ...]


Handle = Words | Attributes


@dataclass
class Numbers:
    """Counters that run through all stories of a document."""

    groups: Iterator[int] = field(default_factory=count)
    rows: Iterator[int] = field(default_factory=count)
    tables: Iterator[int] = field(default_factory=lambda: count(1))
    paragraphs: Iterator[int] = field(default_factory=lambda: count(1))
    pictures: Iterator[int] = field(default_factory=lambda: count(1))


@dataclass(frozen=True)
class Where:
    """Where in a document a paragraph stands, and what that makes of it."""

    address: str = ""
    aside: bool = False
    kind: PartKind | None = None
    why: str = ""
    group: int = -1
    row: int = -1


class Story:
    """Walks one story of a part; gives each paragraph and alt text once."""

    def __init__(self, part: str, styles: Styles, numbers: Numbers, source: str) -> None:
        self.part, self.styles, self.numbers, self.source = part, styles, numbers, source
        self.under_picture = False
        self.list_group = -1

    def blocks(
        self, parent: etree._Element, where: Where, depth: int = 0
    ) -> Iterator[tuple[Place, Handle]]:
        """Give the places in an element that holds paragraphs and tables."""
        if depth > DEEPEST:
            raise ArticleError(
                f"{self.source}: {where.address or 'the text'}: tables are nested more than"
                f" {DEEPEST} deep",
                hint="open it in a word processor and take the tables apart",
            )
        for child in parent:
            if child.tag == P:
                yield from self.paragraph(child, where, depth)
            elif child.tag == TABLE:
                yield from self._table(child, where, depth)
                self.under_picture = False
                self.list_group = -1
            elif child.tag == SDT:
                content = child.find(SDT_CONTENT)
                if content is not None:
                    yield from self.blocks(content, where, depth + 1)
            elif child.tag in BLOCK_CONTAINERS:
                yield from self.blocks(child, where, depth + 1)

    def _table(
        self, table: etree._Element, where: Where, depth: int
    ) -> Iterator[tuple[Place, Handle]]:
        group, name = next(self.numbers.groups), f"table {next(self.numbers.tables)}"
        begins = f"{where.address}, {name}" if where.address else name
        for n, row in enumerate(_inside(table, ROW), start=1):
            number = next(self.numbers.rows)
            for k, cell in enumerate(_inside(row, CELL), start=1):
                here = Where(f"{begins}, row {n}, cell {k}", where.aside, group=group, row=number)
                yield from self.blocks(cell, here, depth + 1)

    def paragraph(
        self, paragraph: etree._Element, where: Where, depth: int
    ) -> Iterator[tuple[Place, Handle]]:
        """Give a paragraph, what is in its text boxes, and the alt texts of its pictures."""
        content = read_paragraph(paragraph)
        address = where.address or f"paragraph {next(self.numbers.paragraphs)}"
        if content.text.strip():
            kind, why = self._told(paragraph, content.text, where)
            group = where.group if where.group >= 0 else self.list_group
            place = Place(
                content.text, kind, why, group=group, row=where.row, address=address,
                runs=content.runs, aside=where.aside,
            )  # fmt: skip
            yield place, Words(self.part, paragraph, content)
            self.under_picture = False
        for box, copy in _boxes(paragraph):
            inner = Where(f"{address}, text box", where.aside)
            yield from self._box(box, copy, inner, depth)
        for art in paragraph.iter(ART):
            text = art.get("string") or ""
            if any(c.isalpha() for c in text) and _is_own(art, paragraph):
                place = Place(text, address=f"{address}, lettering", aside=where.aside)
                yield place, Attributes(self.part, ((art, "string"),))
        yield from self._pictures(paragraph, where)

    def _told(
        self, paragraph: etree._Element, text: str, where: Where
    ) -> tuple[PartKind | None, str]:
        kind, why = self.styles.told(paragraph)
        if kind is PartKind.LIST_ITEM:
            if self.list_group < 0:
                self.list_group = next(self.numbers.groups)
        else:
            self.list_group = -1
        if kind is None and self.under_picture and len(text) <= LONGEST_CAPTION:
            reason = caption_reason(text.strip())
            if reason and not credit_reason(text.strip()):
                return PartKind.CAPTION, f"stands under a picture; {reason}"
        return (kind, why) if kind else (where.kind, where.why)

    def _box(
        self, box: etree._Element, copy: etree._Element | None, where: Where, depth: int
    ) -> Iterator[tuple[Place, Handle]]:
        """Give the places in a text box; its copy for older word processors is kept in step."""
        copies = [] if copy is None else list(copy.iter(P))
        used: set[int] = set()
        for place, handle in self.blocks(box, where, depth + 1):
            found = handle
            if isinstance(handle, Words):
                twin = next(
                    (k for k, other in enumerate(copies)
                     if k not in used and read_paragraph(other).text == place.text),
                    None,
                )  # fmt: skip
                if twin is not None:
                    used.add(twin)
                    found = Words(self.part, handle.paragraph, handle.content, (copies[twin],))
            yield place, found

    def _pictures(self, paragraph: etree._Element, where: Where) -> Iterator[tuple[Place, Handle]]:
        pictures = [p for p in paragraph.iter(PICTURE) if _is_own(p, paragraph)]
        if pictures or next(paragraph.iter(VML_PICTURE), None) is not None:
            self.under_picture = True
        for picture in pictures:
            number = next(self.numbers.pictures)
            for name, what in (("descr", "the alt text"), ("title", "the title")):
                alt = picture.get(name) or ""
                if not any(c.isalpha() for c in alt) or _FILE_NAME.match(alt.strip()):
                    continue
                reason = caption_reason(alt.strip()) if len(alt.split()) >= 2 else ""
                place = Place(
                    alt,
                    PartKind.CAPTION if reason else None,
                    f"the alt text of a picture: {reason}" if reason else "",
                    address=f"{what} of picture {number}",
                    aside=where.aside or not reason,
                )
                yield place, Attributes(self.part, tuple(_holders(picture, name, alt)))


def _inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Give the rows of a table or cells of a row, those in content controls too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag == SDT or child.tag in BLOCK_CONTAINERS:
            yield from _inside(child, tag)


def _is_own(element: etree._Element, paragraph: etree._Element) -> bool:
    """Return whether a paragraph is the innermost one around an element that is no copy."""
    for parent in element.iterancestors():
        if parent is paragraph:
            return True
        if parent.tag in (P, FALLBACK):
            return False
    return False


def _boxes(
    paragraph: etree._Element,
) -> Iterator[tuple[etree._Element, etree._Element | None]]:
    """Give the text boxes that hang on a paragraph, each with its copy."""
    seen: Mapping[etree._Element, Iterator[etree._Element]] = {}
    for box in paragraph.iter(BOX):
        if not _is_own(box, paragraph):
            continue
        alternate = next(box.iterancestors(ALTERNATE), None)
        if alternate is None or not any(p is paragraph for p in alternate.iterancestors(P)):
            yield box, None
            continue
        if alternate not in seen:
            fallback = alternate.find(FALLBACK)
            copies = [] if fallback is None else list(fallback.iter(BOX))
            seen = {**seen, alternate: iter(copies)}
        yield box, next(seen[alternate], None)


def _holders(picture: etree._Element, name: str, text: str) -> Iterator[tuple[etree._Element, str]]:
    """Give every attribute that has the alt text of a picture, in its copy too."""
    yield picture, name
    frame = picture.getparent()
    if frame is not None:
        for inner in frame.iter(q("pic:cNvPr")):
            if inner.get(name) == text:
                yield inner, name
    alternate = next(picture.iterancestors(ALTERNATE), None)
    fallback = None if alternate is None else alternate.find(FALLBACK)
    for shape in () if fallback is None else fallback.iter(SHAPE):
        attribute = "alt" if name == "descr" else "title"
        if shape.get(attribute) == text:
            yield shape, attribute
