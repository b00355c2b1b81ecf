"""The text of a paragraph of a presentation with its formatting, read and written anew."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from pipeline.documents.rewriting import Run, Styled
from pipeline.documents.sourcetext import legal

NAMESPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_LOCALES = {"en": "en-GB", "fr": "fr-FR"}
#: attributes of a run that change nothing that is seen
_UNSEEN = ("lang", "altLang", "dirty", "err", "noProof", "smtClean", "smtId", "bmk")


def tag(name: str) -> str:
    """Return the name of an element as lxml has it.

    >>> tag("a:p")
    '{http://schemas.openxmlformats.org/drawingml/2006/main}p'
    """
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


_RUN, _BREAK, _FIELD, _WORDS = tag("a:r"), tag("a:br"), tag("a:fld"), tag("a:t")
_PROPERTIES, _FRAME, _LAST = tag("a:rPr"), tag("a:pPr"), tag("a:endParaRPr")


@dataclass
class Paragraph:
    """A paragraph with its text; ``styles`` are what the numbers of the runs stand for.

    A style is the properties of a run (or None) and, for what is kept as it stands, its element.
    """

    element: etree._Element
    text: str = ""
    runs: list[Run] = field(default_factory=list)
    styles: list[tuple[etree._Element | None, etree._Element | None]] = field(default_factory=list)
    numbers: dict[bytes, int] = field(default_factory=dict)

    def add(
        self, words: str, properties: etree._Element | None, kept: etree._Element | None = None
    ) -> None:
        """Add words in a formatting, or something that is kept as it stands."""
        number = len(self.styles)
        if kept is None:
            number = self.numbers.setdefault(_key(properties), number)
        if number == len(self.styles):
            self.styles.append((properties, kept))
        start, self.text = len(self.text), self.text + words
        last = self.runs[-1] if self.runs else None
        if kept is None and last and last.style == number:
            self.runs[-1] = Run(last.start, len(self.text), number)
        elif words or kept is not None:
            whole = bool(words) and kept is not None
            self.runs.append(Run(start, len(self.text), number, whole=whole))


def _key(properties: etree._Element | None) -> bytes:
    """Return what a formatting looks like, without what is not seen."""
    if properties is None:
        return b""
    bare = deepcopy(properties)
    bare.tail = None
    for name in _UNSEEN:
        bare.attrib.pop(name, None)
    if not bare.attrib and not len(bare):
        return b""
    key: bytes = etree.tostring(bare, method="c14n")
    return key


def read_paragraph(element: etree._Element) -> Paragraph:
    """Return the text of a paragraph with its formatting."""
    paragraph = Paragraph(element)
    for child in element:
        words = "".join(word.text or "" for word in child.findall(_WORDS))
        if child.tag == _RUN:
            paragraph.add(words.replace("\v", "\n"), child.find(_PROPERTIES))
        elif child.tag == _BREAK:
            last = paragraph.runs[-1] if paragraph.runs else None
            properties = child.find(_PROPERTIES)
            if last and not last.whole and last.end > last.start:
                properties = paragraph.styles[last.style][0]  # a line break has no look
            paragraph.add("\n", properties)
        elif child.tag not in (_FRAME, _LAST):
            kept = " ".join(words.split())
            paragraph.add(kept, child.find(_PROPERTIES), child)
    return paragraph


def write_paragraph(paragraph: Paragraph, pieces: Sequence[Styled], language: str) -> None:
    """Put new words into a paragraph, each in its formatting and all in their language."""
    element = paragraph.element
    for child in list(element):
        if child.tag not in (_FRAME, _LAST):
            element.remove(child)
    for piece in pieces:
        properties, kept = paragraph.styles[piece.style] if paragraph.styles else (None, None)
        if kept is not None:
            _add(element, kept)
            continue
        for number, line in enumerate(legal(piece.text).split("\n")):
            if number:
                _add(element, _formatted(_BREAK, properties, language))
            if line:
                run = _formatted(_RUN, properties, language)
                etree.SubElement(run, _WORDS).text = line
                _add(element, run)
    last = element.find(_LAST)
    if last is not None and last.get("lang"):
        last.set("lang", _LOCALES.get(language, language))


def _add(element: etree._Element, child: etree._Element) -> None:
    """Add an element at the end of a paragraph, before the properties of its end."""
    last = element.find(_LAST)
    if last is None:
        element.append(child)
    else:
        last.addprevious(child)


def _formatted(name: str, properties: etree._Element | None, language: str) -> etree._Element:
    """Return a new run or line break in a formatting."""
    made = etree.Element(name)
    own = etree.Element(_PROPERTIES) if properties is None else deepcopy(properties)
    own.tail = None
    for attribute in ("err", "dirty"):
        own.attrib.pop(attribute, None)
    own.set("lang", _LOCALES.get(language, language))
    made.append(own)
    return made
