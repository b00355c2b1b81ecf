"""What the paragraphs of a PDF are: title, heading, caption, item of a list, running text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.documents.captions import caption_reason, credit_reason
from pipeline.documents.pdf_geometry import Box
from pipeline.documents.pdf_hyphens import join, join_lines
from pipeline.documents.pdf_paragraphs import Stretch, is_numbered, without_bullet
from pipeline.records import PartKind

#: type is larger than the text from this ratio, and smaller below the other
LARGER, SMALLER = 1.13, 0.93
#: from this ratio a line is a heading even with a full stop
HEADLINE = 1.8
LONGEST_HEADING = 250
LONGEST_BOLD_HEADING = 110
LONGEST_CAPTION = 900
#: heights of a line between a picture and its caption
UNDER, OVER, BESIDE = 2.4, 1.3, 2.5
_NUMBERED = re.compile(r"^(?:figur|bilde|bilete|foto|kart|illustrasjon)\s*\d", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """A piece of the document with what it is and why.

    ``level`` is that of a heading, from 1; ``row`` holds the cells of a row of a table, whose
    ``group`` is the table.
    """

    text: str
    page: int
    kind: PartKind | None = None
    why: str = ""
    group: int = -1
    level: int = 0
    row: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A table: its rows, and in them the cells that hold something."""

    page: int
    rows: tuple[tuple[str, ...], ...]


Mark = tuple[PartKind | None, str, int]
_NONE: Mark = (None, "", 0)


@dataclass
class Teller:
    """Tells what the paragraphs of a document are.

    ``pictures`` are those of each page by its number, ``known`` the words of the document.
    """

    body: float
    known: Mapping[str, int]
    pictures: Mapping[int, Sequence[Box]]
    _under: dict[tuple[int, int], tuple[float, float]] = field(default_factory=dict)

    def tell(self, items: Sequence[Stretch | Grid]) -> list[Told]:
        """Return the pieces of a document in reading order, cut paragraphs made whole."""
        texts = [item for item in items if isinstance(item, Stretch)]
        title = self._title(texts) if texts else None
        headings = (s for s in texts if s is not title and self._is_heading(s))
        sizes = sorted({_rounded(s.size) for s in headings}, reverse=True)
        marks = [
            (item, self._mark(item, title, sizes) if isinstance(item, Stretch) else _NONE)
            for item in items
        ]
        return self._whole(marks)

    # -- headings -----------------------------------------------------------------------------

    def _is_heading(self, s: Stretch) -> bool:
        text = s.words
        if s.is_item and not s.bold and s.size <= LARGER * self.body:
            return False
        if not any(c.isalpha() for c in text):
            return False
        if s.size > LARGER * self.body:
            # a lead paragraph is larger than the text too, and ends in a full stop
            is_lead = text.rstrip().endswith(".") and s.size < HEADLINE * self.body
            return len(text) <= LONGEST_HEADING and not is_lead
        return (
            s.bold
            and s.size > SMALLER * self.body
            and len(text) <= LONGEST_BOLD_HEADING
            and len(s.lines) <= 2
            and not text.rstrip().endswith((".", ",", ";"))
        )

    def _title(self, stretches: Sequence[Stretch]) -> Stretch | None:
        """Return the first of the paragraphs in the largest type on the first page with text."""
        first = [s for s in stretches if s.page == stretches[0].page and self._is_heading(s)]
        large = [s for s in first if s.size > LARGER * self.body]
        return max(large, key=lambda s: s.size, default=None)

    # -- captions -----------------------------------------------------------------------------

    def _mark(self, s: Stretch, title: Stretch | None, sizes: Sequence[float]) -> Mark:
        """Return the kind of a paragraph, why, and the level of a heading."""
        if s is title:
            return PartKind.TITLE, "the largest type on the first page", 0
        caption = "" if s.size > 1.06 * self.body else self._caption(s)
        if caption:
            return PartKind.CAPTION, caption, 0
        if self._is_heading(s):
            larger = s.size > LARGER * self.body
            why = "in larger type than the text" if larger else "a short line in bold type"
            return PartKind.HEADING, why, 1 + sizes.index(_rounded(s.size))
        if s.is_item:
            return PartKind.LIST_ITEM, "an item of a list", 0
        return None, "", 0

    def _caption(self, s: Stretch) -> str:
        """Return why a paragraph is the caption of a picture, or ""."""
        text = s.words
        if len(text) > LONGEST_CAPTION or credit_reason(text):
            return ""
        for number, picture in enumerate(self.pictures.get(s.page, ())):
            place = self._place(s, picture, (s.page, number))
            if not place:
                continue
            reasons = [caption_reason(join_lines(s.lines, self.known))]
            reasons += ["in smaller type than the text"] if s.size < SMALLER * self.body else []
            reasons += ["in italics"] if s.italic else []
            reasons += ["begins with a number of a picture"] if _NUMBERED.match(text) else []
            found = [reason for reason in reasons if reason]
            if not found:
                continue
            if place == "under":
                self._under[s.page, number] = s.box.bottom, s.size
            return f"stands {place} a picture; {'; '.join(found)}"
        return ""

    def _place(self, s: Stretch, picture: Box, key: tuple[int, int]) -> str:
        """Return where a paragraph stands next to a picture: under, over, beside, or ""."""
        box = s.box
        shared = min(box.right, picture.right) - max(box.left, picture.left)
        if shared > 0.5 * min(box.right - box.left, picture.right - picture.left):
            bottom, size = self._under.get(key, (picture.bottom, 0.0))
            # a second paragraph under a picture is in the type of the first, right under it
            if size and abs(size - s.size) < 0.05 * size and -2 < bottom - box.top < 0.8 * size:
                return "under"
            if -0.5 * s.size < picture.bottom - box.top < UNDER * s.size:
                return "under"
            if -0.5 * s.size < box.bottom - picture.top < OVER * s.size and not size:
                return "over"
            return ""
        beside = min(box.top, picture.top) - max(box.bottom, picture.bottom)
        gap = max(picture.left - box.right, box.left - picture.right)
        small = s.size < SMALLER * self.body or s.italic
        if beside > 0.6 * (box.top - box.bottom) and 0 <= gap < BESIDE * s.size and small:
            return "beside"
        return ""

    # -- paragraphs that go on ----------------------------------------------------------------

    def _whole(self, items: Sequence[tuple[Stretch | Grid, Mark]]) -> list[Told]:
        """Return the pieces; a paragraph that goes on in the next column or page is one piece."""
        told: list[Told] = []
        opened: tuple[int, Stretch] | None = None  # what may go on: its place, its last stretch
        groups: dict[tuple[int, int, bool], int] = {}
        for number, (s, (kind, why, level)) in enumerate(items):
            if isinstance(s, Grid):
                # the groups of tables are numbered apart from those of short lines
                told += [Told("\t".join(row), s.page, group=-2 - number, row=row) for row in s.rows]
                continue
            text = join_lines(s.lines, self.known)
            if opened and self._goes_on(opened, s, kind, last=len(told) - 1):
                at = opened[0]
                told[at] = replace(told[at], text=join(told[at].text, text, self.known))
                opened = at, s
                continue
            group = -1
            if kind in (None, PartKind.LIST_ITEM):
                key = (s.zone, s.run if kind is None else -1, kind is None)
                group = groups.setdefault(key, len(groups))
            if kind is PartKind.LIST_ITEM:
                text = without_bullet(text)
            told.append(Told(text, s.page, kind, why, group, level))
            if kind in (None, PartKind.LIST_ITEM) and s.size >= SMALLER * self.body:
                opened = len(told) - 1, s
            elif kind in (PartKind.HEADING, PartKind.TITLE):
                opened = None
        return told

    def _goes_on(
        self, opened: tuple[int, Stretch], s: Stretch, kind: PartKind | None, *, last: int
    ) -> bool:
        """Return whether a paragraph that was cut by a column or page goes on with another.

        In one column only a caption or the like can have cut it. A line that begins with a number
        is no item of a list where a sentence of running text waits for its end.
        """
        at, before = opened
        if kind is PartKind.LIST_ITEM and (before.is_item or not is_numbered(s.words)):
            return False
        if kind not in (None, PartKind.LIST_ITEM):
            return False
        if before.zone == s.zone and at == last:
            return False
        if before.is_ended or abs(before.size - s.size) > 0.06 * s.size or before.bold != s.bold:
            return False
        first = s.lines[0].lstrip('«“"(')
        if not first or credit_reason(s.words):
            return False
        if first[0].islower() or before.lines[-1].endswith(("-", "\u00ad")):
            return True
        return before.full and not s.indented and len(before.lines) > 1 and len(s.lines) > 1


def _rounded(size: float) -> float:
    return round(size * 2) / 2
