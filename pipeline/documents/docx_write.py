"""A paragraph of a Word document written anew: runs, links, fields and pictures in new order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from pipeline.documents.docx_comments import begin_comment, end_comment
from pipeline.documents.docx_names import (
    AFTER_LANG,
    BREAK,
    LANG,
    NO_BREAK_HYPHEN,
    PPR,
    RPR,
    SDT,
    SDT_CONTENT,
    TAB,
    VAL,
    R,
    T,
    q,
)
from pipeline.documents.docx_paragraph import Atom, Chain, Content, Field
from pipeline.documents.marking import Edge
from pipeline.documents.rewriting import Styled

#: as which variety of a language a word processor checks it
VARIETIES = {"en": "en-GB", "fr": "fr-FR", "nb": "nb-NO", "nn": "nn-NO"}
_SIGNS = {"\t": TAB, "\n": BREAK, "‑": NO_BREAK_HYPHEN}
_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_paragraph(
    paragraph: etree._Element,
    content: Content,
    pieces: Iterable[Styled | Edge],
    language: str,
    comments: Sequence[int] = (),
) -> None:
    """Put new text into a paragraph, in place.

    Args:
        paragraph: the element.
        content: what it holds, as it was read.
        pieces: its new text; the styles are those of ``content``. Edges are those of comments.
        language: the language of the new text.
        comments: the id of each comment.
    """
    properties = paragraph.find(PPR)
    for child in list(paragraph):
        if child is not properties:
            paragraph.remove(child)
    build = _Builder(paragraph, VARIETIES.get(language, language))
    for piece in pieces:
        if isinstance(piece, Edge):
            build.edge(comments[piece.number], begins=piece.begins)
            continue
        ink = content.inks[piece.style]
        if ink.atoms:
            build.keep(ink.atoms)
        elif piece.text:
            build.write(piece.text, ink.chain, ink.properties)
    for ink in content.inks:
        build.restore(ink.chain)
    build.close()


@dataclass
class _Builder:
    """Appends to a paragraph; opens and closes what stands around runs."""

    paragraph: etree._Element
    language: str
    _open: list[tuple[object, etree._Element]] = field(default_factory=list)
    _used: set[int] = field(default_factory=set)
    _run: tuple[object, etree._Element] | None = None

    def write(self, text: str, chain: Chain, properties: etree._Element | None) -> None:
        """Append text in a formatting."""
        parent = self._enter(chain)
        run = etree.SubElement(parent, R)
        run.append(_in_language(properties, self.language))
        for part in re.split(r"([\t\n‑])", _ILLEGAL.sub("", text)):
            if part in _SIGNS:
                etree.SubElement(run, _SIGNS[part])
            elif part:
                words = etree.SubElement(run, T)
                words.text = part
                if part != part.strip():
                    words.set(q("xml:space"), "preserve")

    def keep(self, atoms: Iterable[Atom]) -> None:
        """Append things as they are; those that stood in one run stand in one run."""
        self._run = None
        for atom in atoms:
            parent = self._enter(atom.chain)
            if atom.run is None:
                parent.append(_alone(atom.element))
                self._run = None
                continue
            if self._run is None or self._run[0] is not atom.run:
                run = etree.SubElement(parent, R, dict(atom.run.attrib))
                if atom.properties is not None:
                    run.append(deepcopy(atom.properties))
                self._run = atom.run, run
            self._run[1].append(_alone(atom.element))
        self._run = None

    def edge(self, number: int, *, begins: bool) -> None:
        """Append where a comment begins or ends, inside what is open."""
        self._run = None
        (begin_comment if begins else end_comment)(self._parent(len(self._open)), number)

    def restore(self, chain: Chain) -> None:
        """Append the fields and content controls that no text was written in."""
        for depth, source in enumerate(chain, start=1):
            kept = isinstance(source, Field) or source.tag == SDT
            if kept and id(source) not in self._used:
                self._enter(chain[:depth])

    def close(self, depth: int = 0) -> None:
        """Close what is open, down to a depth."""
        while len(self._open) > depth:
            source, _ = self._open.pop()
            if isinstance(source, Field):
                self._codes(source.tail, len(self._open))

    def _enter(self, chain: Chain) -> etree._Element:
        """Return the element to append to, inside the containers of a chain."""
        same = 0
        while same < min(len(chain), len(self._open)) and self._open[same][0] is chain[same]:
            same += 1
        if same < len(self._open):
            self._run = None
            self.close(same)
        for source in chain[same:]:
            self._run = None
            parent = self._parent(len(self._open))
            again = id(source) in self._used
            self._used.add(id(source))
            if isinstance(source, Field):
                self._codes(source.head, len(self._open))
                self._open.append((source, parent))
            else:
                self._open.append((source, _container(parent, source, again=again)))
        return self._parent(len(chain))

    def _parent(self, depth: int) -> etree._Element:
        return self._open[depth - 1][1] if depth else self.paragraph

    def _codes(self, atoms: Sequence[Atom], depth: int) -> None:
        """Append the codes of a field; a field that comes in two pieces has them twice."""
        parent = self._parent(depth)
        for atom in atoms:
            run = etree.SubElement(parent, R)
            if atom.properties is not None:
                run.append(deepcopy(atom.properties))
            run.append(_alone(deepcopy(atom.element)))


def _alone(element: etree._Element) -> etree._Element:
    """Return an element without the text after it, which belongs to where it stood."""
    element.tail = None
    return element


def _container(parent: etree._Element, source: etree._Element, *, again: bool) -> etree._Element:
    """Append a container like another one; a content control is there once only."""
    if source.tag == SDT and again:
        return parent
    made = etree.SubElement(parent, source.tag, dict(source.attrib))
    if source.tag == SDT:
        content = made
        for child in source:
            if child.tag == SDT_CONTENT:
                content = etree.SubElement(made, SDT_CONTENT)
            else:
                made.append(deepcopy(child))
        return content
    for child in source:
        if child.tag in (q("w:smartTagPr"), q("w:customXmlPr"), q("w:fldData")):
            made.append(deepcopy(child))
    return made


def _in_language(properties: etree._Element | None, language: str) -> etree._Element:
    """Return the formatting of a run, with the language of its text."""
    made = etree.Element(RPR) if properties is None else deepcopy(properties)
    lang = made.find(LANG)
    if lang is None:
        lang = etree.Element(LANG)
        after = next((k for k, child in enumerate(made) if child.tag in AFTER_LANG), len(made))
        made.insert(after, lang)
    lang.set(VAL, language)
    return made
