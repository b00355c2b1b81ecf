"""What the styles of a Word document say that a paragraph is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from pipeline.documents.docx_names import PPR, VAL, q
from pipeline.records import PartKind

_TITLE = re.compile(r"^(?:title|tittel)$", re.IGNORECASE)
_HEADING = re.compile(r"^(?:heading|overskrift)\s*\d", re.IGNORECASE)
_CAPTION = re.compile(r"caption|bildetekst|bilettekst", re.IGNORECASE)
_LIST = re.compile(r"^(?:list|liste|punkt)", re.IGNORECASE)
#: styles may build on each other so many levels deep
_LEVELS = 12


@dataclass(frozen=True)
class Styles:
    """The names of styles by their ids, and which style each builds on."""

    names: dict[str, str]
    bases: dict[str, str]
    standard: str = ""

    @classmethod
    def read(cls, root: etree._Element | None) -> Styles:
        """Return the styles in a part of styles; none where there is no such part."""
        names: dict[str, str] = {}
        bases: dict[str, str] = {}
        standard = ""
        for style in () if root is None else root.iter(q("w:style")):
            if style.get(q("w:type"), "paragraph") != "paragraph":
                continue
            key = style.get(q("w:styleId"), "")
            name, base = style.find(q("w:name")), style.find(q("w:basedOn"))
            names[key] = "" if name is None else name.get(VAL, "")
            bases[key] = "" if base is None else base.get(VAL, "")
            if style.get(q("w:default")) in ("1", "true"):
                standard = key
        return cls(names, bases, standard)

    def told(self, paragraph: etree._Element) -> tuple[PartKind | None, str]:
        """Return the kind that the style of a paragraph gives it, and the words that say why."""
        properties = paragraph.find(PPR)
        style = None if properties is None else properties.find(q("w:pStyle"))
        key = self.standard if style is None else style.get(VAL, "")
        kind, why = None, ""
        for _ in range(_LEVELS):
            name = self.names.get(key, "")
            kind = _kind(name)
            if kind is not None or not key:
                why = f"in the style “{name}”"
                break
            key = self.bases.get(key, "")
        number = None if properties is None else properties.find(f"{q('w:numPr')}/{q('w:numId')}")
        numbered = number is not None and number.get(VAL) != "0"
        if kind is PartKind.LIST_ITEM or (kind is None and numbered):
            return PartKind.LIST_ITEM, "an item of a list"
        return (kind, why) if kind else (None, "")


def _kind(name: str) -> PartKind | None:
    for pattern, kind in (
        (_TITLE, PartKind.TITLE),
        (_HEADING, PartKind.HEADING),
        (_CAPTION, PartKind.CAPTION),
        (_LIST, PartKind.LIST_ITEM),
    ):
        if pattern.search(name):
            return kind
    return None
