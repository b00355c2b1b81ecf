"""Word documents (docx) in and out: what is rewritten changes, all else stays as it is.

Read are the body with its tables and text boxes, footnotes and endnotes, headers and footers,
and alt texts. Only the parts of the file in which something is rewritten are written anew.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from pipeline.documents.docx_comments import Comments
from pipeline.documents.docx_names import BOX, q
from pipeline.documents.docx_paragraph import read_paragraph
from pipeline.documents.docx_story import Attributes, Handle, Numbers, Story, Where, Words
from pipeline.documents.docx_styles import Styles
from pipeline.documents.docx_write import write_paragraph
from pipeline.documents.marking import Mark, cut_at_marks
from pipeline.documents.rewriting import Place, Styled, article_of
from pipeline.documents.zipped import Package, serialise
from pipeline.errors import ArticleError
from pipeline.records import Article, PartKind

KIND = "Word document"
_NAME = re.compile(r"\.do[ct][xm]$", re.IGNORECASE)
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = "http://purl.oclc.org/ooxml/"
#: parts of a document that are not read, in the words of people
_UNREAD = {
    "comments": "comments",
    "chart": "charts",
    "diagramData": "diagrams",
    "aFChunk": "included files",
}
_NOTES = {"footnotes": ("footnote", "a footnote"), "endnotes": ("endnote", "an endnote")}


def looks_like_docx(data: bytes, name: str) -> bool:
    """Return whether a file is a Word document, by its content or the ending of its name."""
    return data.startswith(b"PK\x03\x04") and (
        bool(_NAME.search(name)) or b"word/document.xml" in data[-65536:]
    )


def read_docx(data: bytes, *, article_id: str, source: str) -> Article:
    """Return the article in a Word document.

    A caption is a paragraph in the style for captions, one right under a picture that reads like
    one, or an alt text that does. Deleted text of tracked changes is left out, added text is in.

    Raises:
        ArticleError: the file is no docx, is broken, or unpacks to more than 200 MB.
    """
    return article_of(open_docx(data, source), article_id=article_id, source=source)


def open_docx(data: bytes, source: str) -> WordDocument:
    """Return the Word document in the bytes of a file; ``source`` is what errors call it.

    Raises:
        ArticleError: the file is no docx, is broken, or unpacks to more than 200 MB.
    """
    package = Package.open(data, source, kind=KIND, within="word/")
    parts = _Parts.of(package)
    found = list(_scan(package, parts, {}))
    holders = (n for n, (_, handle) in enumerate(found) if _holds_comments(handle, parts.main))
    return WordDocument(package, parts, tuple(place for place, _ in found), frozenset(holders))


@dataclass(frozen=True)
class _Parts:
    """The parts of a package by what they are to its main part."""

    main: str
    related: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, package: Package) -> _Parts:
        main = next(
            (target for kind, target in _relations(package, "") if kind == "officeDocument"),
            "word/document.xml",
        )
        if main not in package.members:
            raise ArticleError(
                f"{package.source}: the {KIND} is broken (there is no {main})",
                hint="open it in a word processor and save it again",
            )
        return cls(main, tuple(_relations(package, main)))

    def named(self, kind: str) -> tuple[str, ...]:
        """Return the parts of a kind, each once."""
        return tuple(dict.fromkeys(target for k, target in self.related if k == kind))


def _relations(package: Package, part: str) -> Iterator[tuple[str, str]]:
    """Give kind and name of the parts that a part refers to, those that are there."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in package.members:
        return
    for relation in package.tree(path).iter(_RELATION):
        if relation.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
        if target.lstrip("/") in package.members:
            yield relation.get("Type", "").rpartition("/")[2], target.lstrip("/")


def _scan(
    package: Package, parts: _Parts, trees: dict[str, etree._Element]
) -> Iterator[tuple[Place, Handle]]:
    """Give the places of a document in order; ``trees`` takes the parts that were read."""
    styles = parts.named("styles")
    told = Styles.read(package.tree(styles[0]) if styles else None)
    numbers = Numbers()

    def story(name: str) -> tuple[Story, etree._Element]:
        trees[name] = package.tree(name)
        return Story(name, told, numbers, package.source), trees[name]

    walker, root = story(parts.main)
    if root.tag.startswith("{" + _STRICT):
        raise ArticleError(
            f"{package.source}: saved as “Strict Open XML”, which is not read",
            hint="save it as an ordinary Word document (docx)",
        )
    body = root.find(q("w:body"))
    if body is not None:
        yield from walker.blocks(body, Where())
    for kind, (name, why) in _NOTES.items():
        for part in parts.named(kind):
            walker, root = story(part)
            notes = [n for n in root if n.get(q("w:type"), "normal") == "normal"]
            for number, note in enumerate(notes, start=1):
                where = Where(f"{name} {number}", kind=PartKind.PARAGRAPH, why=why)
                yield from walker.blocks(note, where)
    for kind in ("header", "footer"):
        for part in parts.named(kind):
            walker, root = story(part)
            yield from walker.blocks(root, Where(kind, aside=True))


@dataclass(frozen=True)
class WordDocument:
    """A Word document: its places, and the file that holds them."""

    package: Package
    parts: _Parts
    places: tuple[Place, ...]
    holders: frozenset[int] = frozenset()
    marks: Mapping[int, tuple[Mark, ...]] = field(default_factory=dict)

    def marked(self, marks: Mapping[int, tuple[Mark, ...]]) -> WordDocument:
        """Return the document with marks that ``rewrite`` writes as comments."""
        return replace(self, marks=marks)

    def can_mark(self, number: int) -> bool:
        """Return whether a place can hold a comment: not a header, note, text box or alt text."""
        return number in self.holders

    @property
    def notes(self) -> tuple[str, ...]:
        """What of the document is not read."""
        left = [words for kind, words in _UNREAD.items() if self.parts.named(kind)]
        return (f"not read: {', '.join(left)} of the {KIND}",) if left else ()

    @property
    def suffix(self) -> str:
        """The ending of the new file."""
        found = re.search(r"\.docm$", self.package.source, re.IGNORECASE)
        return ".docm" if found else ".docx"

    @property
    def not_kept(self) -> tuple[str, ...]:
        """What the new file lacks."""
        if any(name.startswith("_xmlsignatures/") for name in self.package.members):
            return ("the digital signature, which is of the text as it was",)
        return ()

    def rewrite(self, said: Mapping[int, Sequence[Styled]], language: str) -> bytes:
        """Return the file with some places written anew, in ``language``."""
        if not said:
            return self.package.data
        trees: dict[str, etree._Element] = {}
        handles = [handle for _, handle in _scan(self.package, self.parts, trees)]
        changed: dict[str, None] = {}
        comments = Comments.of(self.package, self.parts.main, self.parts.named("comments"))
        for number, pieces in said.items():
            handle = handles[number]
            changed[handle.part] = None
            if isinstance(handle, Attributes):
                text = "".join(piece.text for piece in pieces)
                for element, name in handle.holders:
                    element.set(name, text)
            else:
                marks = self.marks.get(number, ()) if self.can_mark(number) else ()
                ids = [comments.add(mark) for mark in marks]
                _write_copies(handle, pieces, language)
                kept = {n for n, ink in enumerate(handle.content.inks) if ink.atoms}
                cut = cut_at_marks(pieces, marks, frozenset(kept))
                write_paragraph(handle.paragraph, handle.content, cut, language, ids)
        added = comments.parts() if any(map(self.can_mark, self.marks)) else {}
        return self.package.with_parts({name: serialise(trees[name]) for name in changed} | added)


def _write_copies(handle: Words, pieces: Sequence[Styled], language: str) -> None:
    for copy in handle.copies:
        content = read_paragraph(copy)
        same = content.runs == handle.content.runs
        plain = (Styled("".join(piece.text for piece in pieces), content.runs[0].style),)
        write_paragraph(copy, content, pieces if same else plain, language)


def _holds_comments(handle: Handle, main: str) -> bool:
    """Return whether word processors allow a comment there: in the body, and in no text box."""
    return (
        isinstance(handle, Words)
        and handle.part == main
        and next(handle.paragraph.iterancestors(BOX), None) is None
    )
