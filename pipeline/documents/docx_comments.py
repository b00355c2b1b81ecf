"""Comments added to a Word document: its part of comments, and the marks in a paragraph.

Comments that are there already stay as they are.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from pipeline.documents.docx_names import RPR, P, R, T, q
from pipeline.documents.marking import AUTHOR, INITIALS, Mark
from pipeline.documents.sourcetext import legal
from pipeline.documents.zipped import Package, serialise

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


@dataclass
class Comments:
    """The comments of a document, to which marks are added; ``parts`` are those to write."""

    package: Package
    main: str
    name: str
    root: etree._Element
    _next: int = field(init=False)

    def __post_init__(self) -> None:
        ids = [int(c.get(q("w:id"), "")) for c in self.root if _is_number(c.get(q("w:id"), ""))]
        self._next = max(ids, default=-1) + 1

    @classmethod
    def of(cls, package: Package, main: str, found: Sequence[str]) -> Comments:
        """Return the comments of a document whose main part is ``main``.

        Args:
            package: the document.
            main: the name of its main part.
            found: the names of its parts of comments.
        """
        if found:
            return cls(package, main, found[0], package.tree(found[0]))
        folder, taken = posixpath.dirname(main), set(package.members)
        names = (posixpath.join(folder, f"comments{n or ''}.xml") for n in range(len(taken) + 1))
        name = next(name for name in names if name not in taken)
        return cls(package, main, name, etree.Element(q("w:comments"), nsmap={"w": _W}))

    def add(self, mark: Mark) -> int:
        """Add what a mark says; return the id of the comment."""
        number = self._next
        self._next += 1
        comment = etree.SubElement(self.root, q("w:comment"))
        for name, value in (("id", str(number)), ("author", AUTHOR), ("initials", INITIALS)):
            comment.set(q(f"w:{name}"), value)
        for line in mark.lines:
            run = etree.SubElement(etree.SubElement(comment, P), R)
            words = etree.SubElement(run, T)
            words.text = legal(line)
            words.set(q("xml:space"), "preserve")
        return number

    def parts(self) -> dict[str, bytes]:
        """Return the parts of the file that hold the comments, or say that there are some."""
        made = {self.name: serialise(self.root)}
        if self.name not in self.package.members:
            made |= {"[Content_Types].xml": self._types(), self._relations: self._related()}
        return made

    @property
    def _relations(self) -> str:
        folder, name = posixpath.split(self.main)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    def _types(self) -> bytes:
        root = self.package.tree("[Content_Types].xml")
        entry = etree.SubElement(root, f"{{{_TYPES}}}Override")
        entry.set("PartName", f"/{self.name}")
        entry.set("ContentType", _TYPE)
        return serialise(root)

    def _related(self) -> bytes:
        if self._relations in self.package.members:
            root = self.package.tree(self._relations)
        else:
            root = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
        taken = {each.get("Id") for each in root}
        entry = etree.SubElement(root, f"{{{_RELATIONS}}}Relationship")
        entry.set("Id", next(k for n in range(len(taken) + 1) if (k := f"samsvar{n}") not in taken))
        entry.set("Type", _KIND)
        entry.set("Target", posixpath.basename(self.name))
        return serialise(root)


def begin_comment(parent: etree._Element, number: int) -> None:
    """Append the beginning of the range of a comment."""
    etree.SubElement(parent, q("w:commentRangeStart")).set(q("w:id"), str(number))


def end_comment(parent: etree._Element, number: int) -> None:
    """Append the end of the range of a comment, and the reference to it."""
    etree.SubElement(parent, q("w:commentRangeEnd")).set(q("w:id"), str(number))
    run = etree.SubElement(parent, R)
    etree.SubElement(run, RPR)
    etree.SubElement(run, q("w:commentReference")).set(q("w:id"), str(number))


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,9}", text))
