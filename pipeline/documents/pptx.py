"""Presentations (pptx) in and out: slides, tables, groups, charts' titles, notes, alt texts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from pipeline.documents.captions import caption_reason
from pipeline.documents.pptx_text import (
    NAMESPACES,
    Paragraph,
    read_paragraph,
    tag,
    write_paragraph,
)
from pipeline.documents.rewriting import Place, Styled
from pipeline.documents.sourcetext import legal
from pipeline.documents.zipped import Package, serialise
from pipeline.errors import ArticleError
from pipeline.records import PartKind

KIND = "presentation (pptx)"
_PRESENTATION = "ppt/presentation.xml"
_CORE = "docProps/core.xml"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TITLES = frozenset({"title", "ctrTitle"})
_ASIDE = frozenset({"dt", "ftr", "hdr", "sldNum", "sldImg"})
_BODY = frozenset({"body", "obj"})
_SHAPES = frozenset(map(tag, ("p:sp", "p:graphicFrame", "p:pic", "p:cxnSp")))


@dataclass(frozen=True)
class Spot:
    """Where a place stands: in a part of the file, a paragraph, an attribute, or an element."""

    part: str
    what: Paragraph | etree._Element
    attribute: str = ""


@dataclass(frozen=True)
class Pptx:
    """A presentation as a document that can be written again."""

    package: Package
    places: tuple[Place, ...]
    notes: tuple[str, ...] = ()
    suffix: str = ".pptx"
    not_kept: tuple[str, ...] = ()

    def rewrite(self, said: Mapping[int, Sequence[Styled]], language: str) -> bytes:
        """Return the file with some places written anew; what is not rewritten stays as it was."""
        trees: dict[str, etree._Element] = {}
        changed: set[str] = set()
        # read again: the trees that are changed are those of this call
        spots = [spot for _, spot in _Finder(self.package, trees).places()] if said else []
        for number, pieces in said.items():
            spot = spots[number]
            changed.add(spot.part)
            text = legal("".join(piece.text for piece in pieces))
            if isinstance(spot.what, Paragraph):
                write_paragraph(spot.what, pieces, language)
            elif spot.attribute:
                spot.what.set(spot.attribute, text.replace("\n", " "))
            else:
                spot.what.text = text
        if not changed:
            return self.package.data
        return self.package.with_parts({name: serialise(trees[name]) for name in changed})


def looks_like_pptx(data: bytes, name: str) -> bool:
    """Return whether a file is a presentation, by its first bytes and the end of its name."""
    return data.startswith(b"PK\x03\x04") and name.lower().endswith((".pptx", ".potx", ".ppsx"))


def open_pptx(data: bytes, source: str) -> Pptx:
    """Return a presentation as a document whose every text can be written anew.

    Raises:
        ArticleError: the file is no pptx, is broken, locked, or unpacks to more than 200 MB.
    """
    package = Package.open(data, source, kind=KIND, within="ppt/")
    places = tuple(place for place, _ in _Finder(package, {}).places())
    if not any(c.isalnum() for place in places for c in place.text):
        raise ArticleError(f"{source}: there is no text in it", hint="check what was saved")
    left = [words for prefix, words in (("ppt/diagrams/data", "the text of diagrams (SmartArt)"),
                                        ("ppt/comments", "comments"),
                                        ("ppt/charts/chart", "the labels of charts"))
            if any(name.startswith(prefix) for name in package.members)]  # fmt: skip
    notes = (f"left as it is: {', '.join(left)}",) if left else ()
    return Pptx(package, places, notes, not_kept=())


# -- places -----------------------------------------------------------------------------------


@dataclass
class _Finder:
    """Walks the slides of a presentation in the same order each time; keeps the trees it read."""

    package: Package
    trees: dict[str, etree._Element]
    groups: int = 0
    rows: int = 0
    bodies: dict[etree._Element, int] = field(default_factory=dict)

    def tree(self, name: str) -> etree._Element:
        """Return the root of a part, read once."""
        if name not in self.trees:
            self.trees[name] = self.package.tree(name)
        return self.trees[name]

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return the kind and target of each relation of a part, by its id."""
        folder, name = posixpath.split(part)
        path = f"{folder}/_rels/{name}.rels"
        if path not in self.package.members:
            return {}
        found = {}
        for relation in self.package.tree(path).iter(_RELATION):
            target = relation.get("Target", "")
            whole = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            kind = relation.get("Type", "").rpartition("/")[2]
            if relation.get("TargetMode") != "External":
                found[relation.get("Id", "")] = (kind, posixpath.normpath(whole))
        return found

    def slides(self) -> Iterator[str]:
        """Give the parts of the slides in the order in which they are shown."""
        relations = self.relations(_PRESENTATION)
        seen: set[str] = set()
        for slide in self.tree(_PRESENTATION).iter(tag("p:sldId")):
            _, name = relations.get(slide.get(tag("r:id"), ""), ("", ""))
            if name in self.package.members and name not in seen:
                seen.add(name)
                yield name

    def places(self) -> Iterator[tuple[Place, Spot]]:
        """Give the places of the presentation, with where they stand."""
        for number, slide in enumerate(self.slides(), start=1):
            where = f"slide {number}"
            yield from self.within(slide, where)
            related = self.relations(slide).values()
            for kind, name in related:
                if name not in self.package.members:
                    continue
                if kind == "chart":
                    yield from self.within(name, f"{where}, chart")
                elif kind == "notesSlide":
                    yield from self.within(name, f"{where}, notes")
        if _CORE in self.package.members:
            for name in ("title", "subject", "description"):
                for element in self.tree(_CORE).iter(tag(f"dc:{name}")):
                    if (element.text or "").strip():
                        place = Place(
                            element.text.strip(), address=f"properties, {name}", aside=True
                        )
                        yield place, Spot(_CORE, element)

    def within(self, part: str, where: str) -> Iterator[tuple[Place, Spot]]:
        """Give the places of a slide, of its notes, or of a chart."""
        numbers = {shape: n for n, shape in enumerate(_shapes(self.tree(part)), start=1)}
        for element in self.tree(part).iter(tag("a:p"), tag("p:cNvPr")):
            around = list(element.iterancestors())
            if any(other.tag == tag("mc:Fallback") for other in around):
                continue
            shape = next((other for other in around if other.tag in _SHAPES), None)
            spot = f"{where}, shape {numbers[shape]}" if shape in numbers else where
            if element.tag == tag("p:cNvPr"):
                yield from _alt_texts(element, part, spot)
                continue
            read = read_paragraph(element)
            if read.text.strip():
                yield self.place(read, around, shape, spot), Spot(part, read)

    def place(
        self,
        read: Paragraph,
        around: list[etree._Element],
        shape: etree._Element | None,
        where: str,
    ) -> Place:
        """Return the place of a paragraph with what its shape says about it."""
        kind, why, aside = _told(shape, where)
        group = row = -1
        cells = [other for other in around if other.tag in (tag("a:tc"), tag("a:tr"), tag("a:tbl"))]
        if len(cells) == 3:
            cell, line, table = cells
            group, row = self.number(table), self.number(line)
            where += f", row {_position(line)}, cell {_position(cell)}"
        elif kind is PartKind.LIST_ITEM and shape is not None:
            group = self.number(shape)
        plain = len(read.runs) == 1 and read.runs[0].style == 0
        runs = () if plain else tuple(read.runs)
        return Place(read.text, kind, why, group, row, where, runs, aside=aside)

    def number(self, element: etree._Element) -> int:
        """Return the number of a list, table or row."""
        return self.bodies.setdefault(element, len(self.bodies))


def _position(element: etree._Element) -> int:
    return sum(1 for _ in element.itersiblings(element.tag, preceding=True)) + 1


def _shapes(tree: etree._Element) -> Iterator[etree._Element]:
    yield from (element for element in tree.iter(*_SHAPES))


def _told(shape: etree._Element | None, where: str) -> tuple[PartKind | None, str, bool]:
    """Return what a shape says that its text is, why, and whether it stands beside the article."""
    holder = None if shape is None else shape.find("*/p:nvPr/p:ph", NAMESPACES)
    if holder is None or shape is None:
        return None, "", False
    kind = holder.get("type", "obj")
    if kind in _ASIDE:
        return None, "", True
    if kind in _TITLES:
        first = where.startswith("slide 1,")
        return PartKind.TITLE if first else PartKind.HEADING, "the title of a slide", False
    paragraphs = len(shape.findall("p:txBody/a:p", NAMESPACES))
    if kind in _BODY and paragraphs > 1 and "notes" not in where:
        return PartKind.LIST_ITEM, "a point on a slide", False
    return None, "", False


def _alt_texts(element: etree._Element, part: str, where: str) -> Iterator[tuple[Place, Spot]]:
    """Give the alt text of a picture or shape, and its title."""
    for name in ("descr", "title"):
        text = re.sub(r"\s+", " ", element.get(name) or "").strip()
        if not any(c.isalpha() for c in text):
            continue
        reason = caption_reason(text) if len(text.split()) > 1 else ""
        kind = PartKind.CAPTION if reason else None
        why = f"the alt text of a picture: {reason}" if reason else "the alt text of a picture"
        address = f"{where}, alt text"
        yield Place(text, kind, why, address=address, aside=not reason), Spot(part, element, name)
