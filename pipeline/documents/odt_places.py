"""The places of an OpenDocument text: paragraphs, cells, notes, frames, headers, alt texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from pipeline.documents.captions import caption_reason
from pipeline.documents.odt_text import NAMESPACES, Paragraph, read_paragraph, tag
from pipeline.documents.rewriting import Place
from pipeline.records import PartKind

_SKIPPED = tuple(map(tag, ("text:tracked-changes", "office:annotation", "office:forms",
                           "text:table-of-content-source", "draw:object")))  # fmt: skip
_CAPTION = re.compile(r"caption|illustration|figure|bildetekst|bilettekst", re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|tittel)$", re.IGNORECASE)
_HEADING = re.compile(r"^(?:heading|overskrift)\b", re.IGNORECASE)
_PARAGRAPHS = (tag("text:p"), tag("text:h"))
_ALT = (tag("svg:title"), tag("svg:desc"))


@dataclass
class OdtPlaces:
    """Walks the parts of a document in the same order each time."""

    trees: Mapping[str, etree._Element]
    bare: frozenset[str] = frozenset()
    parents: dict[str, str] = field(default_factory=dict)
    groups: int = 0
    rows: int = 0
    tables: int = 0
    counts: Counter[tuple[etree._Element, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        bare = set()
        for tree in self.trees.values():
            for style in tree.iter(tag("style:style")):
                name = style.get(tag("style:name"), "")
                self.parents[name] = style.get(tag("style:parent-style-name"), "")
                if _changes_nothing(style):
                    bare.add(name)
        self.bare = frozenset(bare)

    def places(self) -> Iterator[tuple[Place, Paragraph | etree._Element]]:
        """Give the places of the document, with where they stand."""
        content = self.trees["content.xml"].find("office:body/office:text", NAMESPACES)
        if content is not None:
            yield from self.within(content, Place(""), "")
        styles = self.trees.get("styles.xml")
        if styles is not None:
            for page in styles.iterfind(".//style:master-page", NAMESPACES):
                for part in page:
                    name = etree.QName(part).localname if isinstance(part.tag, str) else ""
                    if name.startswith(("header", "footer")):
                        yield from self.within(part, Place("", aside=True), name.split("-")[0])
        meta = self.trees.get("meta.xml")
        if meta is not None:
            for name in ("dc:title", "dc:subject", "dc:description"):
                for element in meta.iter(tag(name)):
                    if (element.text or "").strip():
                        where = f"properties, {name[3:]}"
                        yield Place(element.text.strip(), address=where, aside=True), element

    def within(
        self, element: etree._Element, like: Place, where: str
    ) -> Iterator[tuple[Place, Paragraph | etree._Element]]:
        """Give the places inside an element; ``like`` has what is true of all of them."""
        number = 0
        for child in element:
            name = child.tag if isinstance(child.tag, str) else ""
            if name in _SKIPPED:
                continue
            if name in _PARAGRAPHS:
                number += 1
                yield from self.paragraph(child, like, _under(where, f"paragraph {number}"))
            elif name in _ALT:
                yield from _alt_text(child, where)
            else:
                inner, said = self.inside(child, name, like, where)
                yield from self.within(child, inner, said)

    def inside(
        self, element: etree._Element, name: str, like: Place, where: str
    ) -> tuple[Place, str]:
        """Return what is true of the places inside an element, and where they are."""
        if name == tag("table:table"):
            self.groups += 1
            self.tables += 1
            return _like(like, group=self.groups), _under(where, f"table {self.tables}")
        if name == tag("table:table-row"):
            self.rows += 1
            number = self.count(element)
            return _like(like, row=self.rows), _under(where, f"row {number}")
        if name == tag("table:table-cell"):
            number = sum(1 for e in element.itersiblings(preceding=True)) + 1
            return like, _under(where, f"cell {number}")
        if name == tag("text:list"):
            if like.kind is not PartKind.LIST_ITEM:
                self.groups += 1
            group = like.group if like.kind is PartKind.LIST_ITEM else self.groups
            item = _like(like, kind=PartKind.LIST_ITEM, why="an item of a list", group=group)
            return item, _under(where, f"list {group}")
        if name == tag("text:list-item"):
            number = self.count(element)
            return like, _under(where, f"item {number}")
        return like, where

    def count(self, element: etree._Element) -> int:
        """Return the number of an element among those of its name that were met under a parent."""
        key = (element.getparent(), element.tag)
        self.counts[key] += 1
        return self.counts[key]

    def paragraph(
        self, element: etree._Element, like: Place, where: str
    ) -> Iterator[tuple[Place, Paragraph | etree._Element]]:
        """Give the place of a paragraph, then those of the notes and frames in it."""
        read = read_paragraph(element, self.bare)
        kind, why = self.told(element)
        if read.text.strip():
            plain = len(read.runs) == 1 and read.runs[0].style == 0
            place = Place(
                read.text,
                kind or like.kind,
                why or like.why,
                like.group,
                like.row,
                where,
                () if plain else tuple(read.runs),
                aside=like.aside,
            )
            yield place, read
        for child in _apart(element):
            name = etree.QName(child).localname
            what = child.get(tag("text:note-class"), "note") if name == "note" else "frame"
            inner = Place("", aside=like.aside)
            yield from self.within(child, inner, _under(where, what))

    def told(self, element: etree._Element) -> tuple[PartKind | None, str]:
        """Return what the style of a paragraph says that it is, and why."""
        style, seen = element.get(tag("text:style-name"), ""), set[str]()
        while style and style not in seen:
            seen.add(style)
            words = style.replace("_20_", " ")
            for pattern, kind in (
                (_TITLE, PartKind.TITLE),
                (_HEADING, PartKind.HEADING),
                (_CAPTION, PartKind.CAPTION),
            ):
                if pattern.search(words):
                    return kind, f"in the style “{words}”"
            style = self.parents.get(style, "")
        if element.tag == tag("text:h"):
            return PartKind.HEADING, "a heading"
        return None, ""


def _like(
    place: Place,
    *,
    kind: PartKind | None = None,
    why: str = "",
    group: int | None = None,
    row: int | None = None,
) -> Place:
    return Place(
        "",
        kind or place.kind,
        why or place.why,
        place.group if group is None else group,
        place.row if row is None else row,
        aside=place.aside,
    )


def _under(where: str, what: str) -> str:
    return f"{where}, {what}" if where else what


def _apart(element: etree._Element) -> Iterator[etree._Element]:
    """Give the notes and drawings in a paragraph, the outermost of each."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _SKIPPED:
            continue
        if child.tag == tag("text:note") or child.tag.startswith(f"{{{NAMESPACES['draw']}}}"):
            yield child
        else:
            yield from _apart(child)


def _alt_text(
    element: etree._Element, where: str
) -> Iterator[tuple[Place, Paragraph | etree._Element]]:
    text = re.sub(r"\s+", " ", element.text or "").strip()
    if any(c.isalpha() for c in text):
        reason = caption_reason(text) if len(text.split()) > 1 else ""
        why = f"the alt text of a picture: {reason}" if reason else "the alt text of a picture"
        kind = PartKind.CAPTION if reason else None
        address = _under(where, "alt text")
        yield Place(text, kind, why, address=address, aside=not reason), element


def _changes_nothing(style: etree._Element) -> bool:
    """Return whether a style of spans only marks when they were written."""
    if style.get(tag("style:family")) != "text" or style.get(tag("style:parent-style-name")):
        return False
    names = [name for child in style.iter() for name in child.attrib if child is not style]
    return bool(len(style)) and all("rsid" in name for name in names)
