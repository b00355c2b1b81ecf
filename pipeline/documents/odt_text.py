"""The text of a paragraph of an OpenDocument file with its formatting, read and written anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from pipeline.documents.rewriting import Run, Styled
from pipeline.documents.sourcetext import legal

NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "presentation": "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
}
_SPACE = re.compile(r"[ \t\r\n]+")
_WHITE = (" ", "\t", "\n")
_PIECES = re.compile(r"\t|\n| {2,}|(?:(?! {2})[^\t\n])+")


def tag(name: str) -> str:
    """Return the name of an element as lxml has it.

    >>> tag("text:p")
    '{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p'
    """
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


#: elements around words that give them a formatting
_AROUND = frozenset(map(tag, ("text:span", "text:a", "text:meta", "text:ruby", "text:ruby-base")))
#: fields around words, which are words of the text where they have letters
_READ_FIELDS = frozenset(
    {
        tag("loext:content-control"),
        *(tag(f"text:{name}") for name in ("text-input", "placeholder", "date", "creation-date")),
        *(tag(f"text:{name}") for name in ("modification-date", "print-date", "conditional-text")),
        *(tag(f"text:{name}") for name in ("title", "subject", "keywords", "user-defined")),
        *(tag(f"text:{name}") for name in ("bookmark-ref", "reference-ref", "sequence-ref")),
        *(tag(f"text:{name}") for name in ("variable-get", "variable-set", "user-field-get")),
    }
)
_SPACES, _TAB, _BREAK = tag("text:s"), tag("text:tab"), tag("text:line-break")
#: what stands in a paragraph and has a text of its own, or none
_APART = frozenset(
    map(tag, ("text:note", "office:annotation", "office:annotation-end", "text:ruby-text"))
)
_FIELD_PREFIXES = tuple(f"{{{NAMESPACES[p]}}}" for p in ("text", "presentation"))


@dataclass
class Paragraph:
    """A paragraph with its text; ``styles`` are what the numbers of the runs stand for.

    A style is the elements around the words and, for what is kept as it stands, its element.
    """

    element: etree._Element
    text: str = ""
    runs: list[Run] = field(default_factory=list)
    styles: list[tuple[tuple[etree._Element, ...], etree._Element | None]] = field(
        default_factory=lambda: [((), None)]
    )
    numbers: dict[tuple[tuple[etree._Element, ...], etree._Element | None], int] = field(
        default_factory=lambda: {((), None): 0}
    )

    def add(
        self, words: str, around: tuple[etree._Element, ...], kept: etree._Element | None = None
    ) -> None:
        """Add words in a formatting, or something that is kept as it stands."""
        key = (around, kept)
        number = self.numbers.setdefault(key, len(self.styles))
        if number == len(self.styles):
            self.styles.append(key)
        start, self.text = len(self.text), self.text + words
        last = self.runs[-1] if self.runs else None
        if kept is None and last and last.style == number and last.end == start > last.start:
            self.runs[-1] = Run(last.start, len(self.text), number)
        elif words or kept is not None:
            self.runs.append(
                Run(start, len(self.text), number, whole=bool(words) and kept is not None)
            )


def read_paragraph(element: etree._Element, bare: frozenset[str]) -> Paragraph:
    """Return the text of a paragraph; ``bare`` are the styles of spans that change nothing."""
    paragraph = Paragraph(element)
    _walk(paragraph, element, (), bare)
    return paragraph


def _walk(
    paragraph: Paragraph,
    element: etree._Element,
    around: tuple[etree._Element, ...],
    bare: frozenset[str],
) -> None:
    _add_text(paragraph, element.text, around)
    for child in element:
        name = child.tag if isinstance(child.tag, str) else ""
        if name in _AROUND or (name in _READ_FIELDS and _has_letters(child)):
            plain = name == tag("text:span") and child.get(tag("text:style-name")) in bare
            _walk(paragraph, child, around if plain else (*around, child), bare)
        elif name == _SPACES:
            paragraph.add(" " * min(_number(child.get(tag("text:c"))), 100), around)
        elif name in (_TAB, _BREAK):
            paragraph.add("\t" if name == _TAB else "\n", around)
        elif name.startswith(_FIELD_PREFIXES) and name not in _APART:
            words = _SPACE.sub(" ", "".join(child.itertext())).strip()
            paragraph.add(words, around, child)
        else:
            paragraph.add("", around, child)
        _add_text(paragraph, child.tail, around)


def _has_letters(element: etree._Element) -> bool:
    return any(letter.isalpha() for words in element.itertext() for letter in words)


def _add_text(paragraph: Paragraph, text: str | None, around: tuple[etree._Element, ...]) -> None:
    """Add the text of an element: white space is one space, and none after another."""
    words = _SPACE.sub(" ", text or "")
    if not paragraph.text or paragraph.text[-1] in " \t\n":
        words = words.removeprefix(" ")
    if words:
        paragraph.add(words, around)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 1


def write_paragraph(paragraph: Paragraph, pieces: Sequence[Styled]) -> None:
    """Put new words into a paragraph, each in the elements of its formatting."""
    element = paragraph.element
    kept = [what for _, what in paragraph.styles if what is not None]
    for child in kept:
        child.tail = None
        child.getparent().remove(child)
    for child in list(element):
        element.remove(child)
    element.text = None
    opened: list[tuple[etree._Element, etree._Element]] = []
    before = "\n"
    for piece in pieces:
        around, what = paragraph.styles[piece.style]
        same = 0
        while same < min(len(opened), len(around)) and opened[same][0] is around[same]:
            same += 1
        del opened[same:]
        for wrapper in around[same:]:
            parent = opened[-1][1] if opened else element
            copy = etree.SubElement(parent, wrapper.tag, dict(wrapper.attrib), wrapper.nsmap)
            opened.append((wrapper, copy))
        inside = opened[-1][1] if opened else element
        if what is not None:
            inside.append(what)
        else:
            _write_text(inside, piece.text, before)
        before = piece.text[-1:] or before


def _write_text(inside: etree._Element, text: str, before: str) -> None:
    """Add words to an element; tabs, line breaks and rows of spaces are elements of their own.

    So is a space after white space (``before`` is the character before the words): the space
    itself would be none there.
    """
    for words in _PIECES.findall(legal(text)):
        if words == "\t":
            etree.SubElement(inside, _TAB)
        elif words == "\n":
            etree.SubElement(inside, _BREAK)
        else:
            spaces = len(words) - len(words.lstrip(" "))
            plain = min(spaces, 1) if before not in _WHITE else 0
            if plain:
                _append(inside, " ")
            if spaces > plain:
                etree.SubElement(inside, _SPACES, {tag("text:c"): str(spaces - plain)})
            if words[spaces:]:
                _append(inside, words[spaces:])
        before = words[-1]


def _append(inside: etree._Element, words: str) -> None:
    if len(inside):
        inside[-1].tail = (inside[-1].tail or "") + words
    else:
        inside.text = (inside.text or "") + words
