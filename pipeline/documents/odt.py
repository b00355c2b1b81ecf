"""OpenDocument texts (odt) in and out: paragraphs, tables, notes, frames, headers, alt texts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from pipeline.documents.odt_places import OdtPlaces
from pipeline.documents.odt_text import (
    NAMESPACES,
    Paragraph,
    tag,
    write_paragraph,
)
from pipeline.documents.rewriting import Place, Styled
from pipeline.documents.sourcetext import legal
from pipeline.documents.zipped import Package, serialise
from pipeline.errors import ArticleError

KIND = "OpenDocument text (odt)"
_PARTS = ("content.xml", "styles.xml", "meta.xml")
_COUNTRIES = {"en": "GB", "fr": "FR"}
_NORWEGIAN = re.compile(r"no|nb|nn")


@dataclass(frozen=True)
class Odt:
    """An OpenDocument text as a document that can be written again."""

    package: Package
    places: tuple[Place, ...]
    notes: tuple[str, ...] = ()
    suffix: str = ".odt"
    not_kept: tuple[str, ...] = ()

    def rewrite(self, said: Mapping[int, Sequence[Styled]], language: str) -> bytes:
        """Return the file with some places written anew; what is not rewritten stays as it was.

        The language of the document and of every style that was Norwegian is set.
        """
        if not said:
            return self.package.data
        # a tree of its own for each file that is written: the document itself never changes
        trees = {name: self.package.tree(name) for name in _PARTS if name in self.package.members}
        spots = [spot for _, spot in OdtPlaces(trees).places()]
        for number, pieces in said.items():
            spot = spots[number]
            if isinstance(spot, Paragraph):
                write_paragraph(spot, pieces)
            else:
                spot.text = legal("".join(piece.text for piece in pieces))
        for tree in trees.values():
            _set_language(tree, language)
        return self.package.with_parts({name: serialise(tree) for name, tree in trees.items()})


def looks_like_odt(data: bytes, name: str) -> bool:
    """Return whether a file is an OpenDocument text, by its first bytes or the end of its name."""
    stated = data[30:100].startswith(b"mimetypeapplication/vnd.oasis.opendocument.text")
    named = name.lower().endswith((".odt", ".ott"))
    return data.startswith(b"PK\x03\x04") and (stated or named)


def open_odt(data: bytes, source: str) -> Odt:
    """Return an OpenDocument text as a document whose every text can be written anew.

    Deleted text of tracked changes and comments are left as they are and not read.

    Raises:
        ArticleError: the file is no odt, is broken, locked, or unpacks to more than 200 MB.
    """
    package = Package.open(data, source, kind=KIND, within="content.xml")
    trees = {name: package.tree(name) for name in _PARTS if name in package.members}
    if trees["content.xml"].find("office:body/office:text", NAMESPACES) is None:
        raise ArticleError(
            f"{source}: this is an OpenDocument file, but no text document",
            hint="save it as odt or docx",
        )
    places = tuple(place for place, _ in OdtPlaces(trees).places())
    if not any(c.isalnum() for place in places for c in place.text):
        raise ArticleError(f"{source}: there is no text in it", hint="check what was saved")
    return Odt(package, places, _notes(trees["content.xml"]))


def _notes(content: etree._Element) -> tuple[str, ...]:
    notes = []
    if next(content.iter(tag("office:annotation")), None) is not None:
        notes.append("comments are left as they are")
    if next(content.iter(tag("text:deletion")), None) is not None:
        notes.append("deleted text of tracked changes is not read")
    return tuple(notes)


def _set_language(tree: etree._Element, language: str) -> None:
    """Set the language of the styles that are Norwegian, and of the document."""
    for element in tree.iter(tag("style:text-properties")):
        if _NORWEGIAN.fullmatch(element.get(tag("fo:language"), "")):
            element.set(tag("fo:language"), language)
            element.set(tag("fo:country"), _COUNTRIES.get(language, "none"))
    for element in tree.iter(tag("dc:language")):
        element.text = f"{language}-{_COUNTRIES[language]}" if language in _COUNTRIES else language
