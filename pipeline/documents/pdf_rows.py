"""Lines of a PDF page: words on one baseline, and the columns of points that they cover."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.documents.pdf_geometry import Box, Word

_BULLET = re.compile(r"^[•·‣▪◦●○■□➢➤✓*–—-]$")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
#: dots between an entry of a table of contents and its page
_LEADERS = re.compile(r"\s*(?:\.\s?){5,}\s*")
_MARK = re.compile(r"^(?:[•·‣▪◦●○■□➢➤✓*–—-]|\d{1,3}[.)]|[a-zæøåA-ZÆØÅ][.)])$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column, or a cell of one line: its text and how it looks.

    ``left`` and ``right`` are the edges of its column; ``first`` is the width of its first word.
    """

    text: str
    box: Box
    base: float
    size: float
    left: float
    right: float
    first: float
    bold: bool = False
    italic: bool = False
    broken: bool = False
    indent: float = 0.0


@dataclass(frozen=True, slots=True)
class Zone:
    """Lines that are read one after the other, in one column; or the rows of a table."""

    lines: tuple[Line, ...] = ()
    rows: tuple[tuple[Line, ...], ...] = ()

    @property
    def box(self) -> Box:
        """The rectangle around its lines."""
        return around(line.box for line in (*self.lines, *(c for row in self.rows for c in row)))


@dataclass(frozen=True, slots=True)
class Row:
    """Words on one baseline (none: a picture), and the columns of points that they cover."""

    words: tuple[Word, ...]
    box: Box
    mask: int


def around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around boxes, of which there must be one."""
    found = list(boxes)
    return Box(
        min(b.left for b in found),
        min(b.bottom for b in found),
        max(b.right for b in found),
        max(b.top for b in found),
    )


# -- rows -------------------------------------------------------------------------------------


def initials_put_back(words: Sequence[Word], height: float) -> list[Word]:
    """Return the words with a large initial joined to the rest of its word."""
    kept = list(words)
    for big in words:
        if len(big.text) > 2 or big.size < 1.8 * height or not big.text[-1].isalpha():
            continue
        beside = [
            w
            for w in kept
            if w.size < 1.3 * height
            and -2 < w.box.left - big.box.right < 1.5 * height
            and big.box.bottom < w.base < big.box.top
        ]
        lines = {round(w.base) for w in beside}
        if len(lines) > 1:
            first = max(beside, key=lambda w: (w.base, -w.box.left))
            kept.remove(big)
            kept[kept.index(first)] = replace(first, text=big.text + first.text)
    return kept


def baselines(words: Sequence[Word]) -> list[list[Word]]:
    """Return the words by baseline, from the top; raised and lowered ones with their line."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: -w.base):
        last = rows[-1] if rows else None
        if last and abs(last[0].base - word.base) <= 0.25 * max(word.size, last[0].size):
            last.append(word)
        else:
            rows.append([word])
    merged: list[list[Word]] = []
    for row in rows:
        above = merged[-1] if merged else None
        if above and _is_raised(above, row):
            row.extend(above)
            merged[-1] = row
        elif above and _is_raised(row, above):
            above.extend(row)
        else:
            merged.append(row)
    return [sorted(map(_mark, row, [_base(row)] * len(row)), key=_left) for row in merged]


def _left(word: Word) -> float:
    return word.box.left


def _base(row: Sequence[Word]) -> Word:
    return max(row, key=lambda w: (w.size, len(w.text)))


def _mark(word: Word, of: Word) -> Word:
    """Return a word of a row with raised figures as such: the mark of a note, "m²"."""
    is_raised = word.size <= 0.8 * of.size and word.base > of.base + 0.15 * of.size
    if is_raised and word.text.isdecimal():
        return replace(word, text=word.text.translate(_RAISED))
    return word


def _is_raised(small: Sequence[Word], row: Sequence[Word]) -> bool:
    """Return whether words are note marks, fractions and the like that belong to a row."""
    if len(small) > 4 or len(small) >= len(row):
        return False
    frame = around(w.box for w in row)
    size = max(w.size for w in row)
    return all(
        w.size <= 0.8 * size
        and frame.bottom < (w.box.bottom + w.box.top) / 2 < frame.top
        and not any(w.box.left < o.box.right - 1 and o.box.left < w.box.right - 1 for o in row)
        for w in small
    )


def bits(left: float, right: float) -> int:
    """Return the bits of the columns of points from left to right."""
    first, last = max(0, int(left)), max(0, int(right))
    return ((1 << (last - first + 1)) - 1) << first if last >= first else 0


def row_of(words: Sequence[Word]) -> Row:
    """Return the row of some words, which stand from left to right."""
    mask = 0
    for number, word in enumerate(words):
        right = word.box.right
        after = words[number + 1] if number + 1 < len(words) else None
        is_first = number == 0 or words[number - 1].box.right < word.box.left - 2 * word.size
        if after and _MARK.match(word.text) and (is_first or _BULLET.match(word.text)):
            # the white between a bullet and its item is no gutter
            right = max(right, min(after.box.left, right + 4 * word.size))
        mask |= bits(word.box.left, right)
    return Row(tuple(words), around(w.box for w in words), mask)


def picture_rows(picture: Box) -> Iterator[Row]:
    """Give rows without words at the top, middle and bottom of a picture: it bars a gutter."""
    mask = bits(picture.left, picture.right)
    for share in (0.02, 0.5, 0.98):
        height = picture.bottom + share * (picture.top - picture.bottom)
        yield Row((), Box(picture.left, height, picture.right, height), mask)


def dilated(mask: int, width: int) -> int:
    """Return the positions from which ``width`` points to the right are not all free."""
    out, done = mask, 1
    while done < width:
        step = min(done, width - done)
        out |= out >> step
        done += step
    return out


def runs_of(free: int) -> Iterator[tuple[int, int]]:
    """Give the first and last position of each run of set bits."""
    at = 0
    while free:
        zeros = (free & -free).bit_length() - 1
        free >>= zeros
        ones = (~free & (free + 1)).bit_length() - 1
        yield at + zeros, at + zeros + ones - 1
        free >>= ones
        at += zeros + ones


def cut(rows: Sequence[Row], at: int) -> tuple[list[Row], list[Row]]:
    """Return what stands to the left and to the right of a column of points."""
    sides: tuple[list[Row], list[Row]] = ([], [])
    for row in rows:
        if not row.words:
            sides[row.box.left >= at].append(row)
            continue
        halves = (
            [w for w in row.words if w.box.left < at],
            [w for w in row.words if w.box.left >= at],
        )
        for side, words in zip(sides, halves, strict=True):
            if words:
                side.append(row_of(words))
    return sides


# -- lines ------------------------------------------------------------------------------------


def lines_of(rows: Sequence[Row]) -> tuple[Line, ...]:
    """Return the lines of a column."""
    rows = [row for row in rows if row.words]
    left = min(row.box.left for row in rows)
    right = max(row.box.right for row in rows)
    return tuple(line_of(row.words, left, right) for row in rows)


def line_of(words: Sequence[Word], left: float, right: float) -> Line:
    """Return the line of some words in a column with these edges."""
    text = words[0].text
    for before, word in pairwise(words):
        gap = word.box.left - before.box.right
        size = max(before.size, word.size)
        text += ("" if gap < 0.05 * size else "\t" if gap > 2.5 * size else " ") + word.text
    text = _LEADERS.sub("\t", text).strip()
    letters = [(len(w.text), w) for w in words]
    total = sum(n for n, _ in letters)
    main = max(words, key=lambda w: len(w.text))
    return Line(
        text=text,
        box=around(w.box for w in words),
        base=main.base,
        size=main.size,
        left=left,
        right=right,
        first=words[0].box.right - words[0].box.left,
        bold=sum(n for n, w in letters if w.bold) > 0.8 * total,
        italic=sum(n for n, w in letters if w.italic) > 0.8 * total,
        broken=words[-1].broken or words[-1].text.endswith(("-", "\u00ad")),
        indent=words[0].box.left - left,
    )
