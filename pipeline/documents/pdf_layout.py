"""The words of a PDF page in reading order: rows, columns (told from tables), lines.

A gutter is a strip of white as wide as a line is high, through three rows or more, with text on
both sides. The longest gutter cuts the rows that it runs through into two; what stands above and
below is read before and after; and so on in each piece. Whether it parts the columns of a text or
the cells of a table is told from what stands in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from pipeline.documents.pdf_geometry import Page, Word
from pipeline.documents.pdf_rows import (
    Line,
    Row,
    Zone,
    around,
    baselines,
    bits,
    cut,
    dilated,
    initials_put_back,
    line_of,
    lines_of,
    picture_rows,
    row_of,
    runs_of,
)

#: rows with text that there must be on either side of a gutter; fewer are enough beside many: the
#: last lines of a text that ends in its second column
FEWEST_ROWS, FEWEST_BESIDE, MANY_ROWS = 3, 2, 6
#: a strip of white is a gutter from this many heights of a line
NARROWEST = 0.85


def read_zones(page: Page) -> tuple[Zone, ...]:
    """Return the text of a page in reading order: columns, tables and what spans them."""
    if not page.words:
        return ()
    height = median(word.size for word in page.words)
    words = initials_put_back(page.words, height)
    rows = [row_of(line) for line in baselines(words)]
    whole = page.width * page.height
    for picture in page.pictures:
        if picture.area < 0.5 * whole:
            rows += picture_rows(picture)
    rows.sort(key=lambda row: -(row.box.bottom + row.box.top))
    return tuple(_Reader(height).read(rows, 0))


# -- gutters ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Gutter:
    """The rows from ``first`` to before ``last`` have white at the column of points ``at``."""

    first: int
    last: int
    at: int


class _Reader:
    """Cuts the rows of a page at gutters."""

    def __init__(self, height: float) -> None:
        self.width = max(6, round(NARROWEST * height))
        self.height = height

    def read(self, rows: Sequence[Row], depth: int) -> Iterator[Zone]:
        """Give the zones of some rows in reading order."""
        rows = _trimmed(rows)
        if not rows:
            return
        gutter = self._gutter(rows) if depth < 12 else None
        if gutter is None:
            yield Zone(lines=lines_of(rows))
            return
        yield from self.read(rows[: gutter.first], depth + 1)
        inside = rows[gutter.first : gutter.last]
        if self._table(inside):
            yield from self._tables(inside, depth)
        else:
            for side in cut(inside, gutter.at):
                yield from self.read(side, depth + 1)
        yield from self.read(rows[gutter.last :], depth + 1)

    def _gutter(self, rows: Sequence[Row]) -> _Gutter | None:
        """Return the gutter through the most rows, if there is one."""
        left = min(int(row.box.left) for row in rows)
        right = max(int(row.box.right) for row in rows)
        window = bits(left, right - self.width) if right - left > 2 * self.width else 0
        masks = [dilated(row.mask, self.width) for row in rows]
        best: _Gutter | None = None
        size = FEWEST_ROWS - 1
        for first in range(len(rows)):
            taken, last = 0, first
            free = window
            while last < len(rows):
                after = window & ~(taken | masks[last])
                if after != free and last - first > size:
                    found = self._valid(rows, first, last, free)
                    if found is not None and found.last - found.first > size:
                        best, size = found, found.last - found.first
                free = after
                taken |= masks[last]
                if not free:
                    break
                last += 1
            if free and last - first > size:
                found = self._valid(rows, first, last, free)
                if found is not None and found.last - found.first > size:
                    best, size = found, found.last - found.first
        return best

    def _valid(self, rows: Sequence[Row], first: int, last: int, free: int) -> _Gutter | None:
        """Return the widest white of some rows that has enough text on both sides, if any."""
        found: list[tuple[int, _Gutter]] = []
        for start, end in runs_of(free):
            at = (start + end + self.width) // 2
            one, other = self._ends(rows, first, last, at)
            low = (1 << at) - 1
            texts = [n for n in range(one, other) if rows[n].words]
            sides = (
                [n for n in texts if rows[n].mask & low],
                [n for n in texts if rows[n].mask & ~low],
            )
            few, many = sorted(map(len, sides))
            if few < FEWEST_ROWS and (few < FEWEST_BESIDE or many < MANY_ROWS):
                continue
            if min(sides[0][-1], sides[1][-1]) - max(sides[0][0], sides[1][0]) < 1:
                continue
            found.append((end - start, _Gutter(one, other, at)))
        return max(found, key=lambda f: (f[1].last - f[1].first, f[0]))[1] if found else None

    def _ends(self, rows: Sequence[Row], first: int, last: int, at: int) -> tuple[int, int]:
        """Return the run without rows of one side, far above or below, that are no column."""
        low = (1 << at) - 1
        sides = [side_of(row, low) for row in rows]
        core = [n for n in range(first, last) if sides[n] == _BOTH]
        for n in range(first, last - 1):
            core += [n, n + 1] if {sides[n], sides[n + 1]} == {_LEFT, _RIGHT} else []
        if not core:
            return first, last
        block = rows[min(core) : max(core) + 1]
        for n in range(min(core) - 1, first - 1, -1):
            aside = abs(rows[n].box.left - self._left(block, at, sides[n]))
            if self._is_far(rows[n], rows[n + 1], 0.9) or aside > 2.5 * self.height:
                first = n + 1
                break
        for n in range(max(core) + 1, last):
            # a first column is often longer than the second: only much white ends it
            if self._is_far(rows[n - 1], rows[n], 1.8):
                last = n
                break
        return first, last

    def _left(self, rows: Sequence[Row], at: int, side: int) -> float:
        """Return the left edge of what stands on one side of a column of points."""
        words = [w.box.left for row in rows for w in row.words]
        return min((x for x in words if (x < at) == (side == _LEFT)), default=0.0)

    def _is_far(self, above: Row, below: Row, heights: float) -> bool:
        """Return whether there is more white between two rows than so many heights of a line."""
        return above.box.bottom - below.box.top > heights * self.height

    # -- tables -------------------------------------------------------------------------------

    def _tables(self, rows: Sequence[Row], depth: int) -> Iterator[Zone]:
        """Give the tables that stand under each other in some rows, and lines between them."""
        pieces: list[list[Row]] = [[]]
        for row in rows:
            if pieces[-1] and self._is_far(pieces[-1][-1], row, 0.9):
                pieces.append([])
            pieces[-1].append(row)
        for piece in pieces:
            table = self._table(piece)
            if not table:
                yield from self.read(piece, depth + 1)
                continue
            # the last line of the paragraph above and the first of the one below
            first = next(n for n, row in enumerate(table) if len(row) > 1)
            last = next(n for n in range(len(table), 0, -1) if len(table[n - 1]) > 1)
            if first:
                yield Zone(lines=tuple(cell for row in table[:first] for cell in row))
            yield Zone(rows=table[first:last])
            if last < len(table):
                yield Zone(lines=tuple(cell for row in table[last:] for cell in row))

    def _table(self, rows: Sequence[Row]) -> tuple[tuple[Line, ...], ...]:
        """Return the rows of a table, or () where these are columns of a text."""
        if any(not row.words for row in rows):
            rows = [row for row in rows if row.words]
        if len(rows) < 2:
            return ()
        cuts = self._cuts(rows)
        cells = [_cells(row, cuts) for row in rows]
        full = [row for row in cells if sum(map(bool, row)) > 1]
        if len(full) < max(2, 0.5 * len(cells)):
            return ()
        filled = [cell for row in cells for cell in row if cell]
        if sum(map(len, filled)) > 8 * len(filled):
            return ()
        prose = sum(any(_goes_on(cell) for cell in row if cell) for row in full)
        if prose > 0.25 * len(full):
            return ()
        return _table_rows(cells, self.height)

    def _cuts(self, rows: Sequence[Row]) -> list[int]:
        """Return where all the rows have white with text on both sides."""
        taken = 0
        for row in rows:
            taken |= dilated(row.mask, self.width)
        left = min(int(row.box.left) for row in rows)
        right = max(int(row.box.right) for row in rows)
        free = bits(left, right - self.width) & ~taken
        return [(start + end + self.width) // 2 for start, end in runs_of(free)]


_LEFT, _RIGHT, _BOTH = 1, 2, 3


def side_of(row: Row, low: int) -> int:
    """Return on which sides of a column of points a row has words or a picture."""
    return _LEFT * bool(row.mask & low) + _RIGHT * bool(row.mask & ~low)


def _trimmed(rows: Sequence[Row]) -> list[Row]:
    """Return the rows without pictures at their ends."""
    texts = [n for n, row in enumerate(rows) if row.words]
    return list(rows[texts[0] : texts[-1] + 1]) if texts else []


def _cells(row: Row, cuts: Sequence[int]) -> list[list[Word]]:
    cells: list[list[Word]] = [[] for _ in range(len(cuts) + 1)]
    for word in row.words:
        cells[sum(word.box.left >= cut for cut in cuts)].append(word)
    return cells


def _goes_on(cell: Sequence[Word]) -> bool:
    """Return whether a cell looks like a line in the middle of a sentence."""
    return len(cell) >= 4 and cell[0].text[0].islower()


def _table_rows(
    cells: Sequence[Sequence[list[Word]]], height: float
) -> tuple[tuple[Line, ...], ...]:
    """Return the rows of a table; a line whose first cell is empty goes on with the row above."""
    rows: list[list[list[list[Word]]]] = []
    last: float | None = None
    for row in cells:
        top = max(w.box.top for cell in row for w in cell)
        near = last is not None and last - top < 0.5 * height
        last = min(w.box.bottom for cell in row for w in cell)
        filled = sum(map(bool, row))
        if rows and near and not row[0] and filled < len(row):
            for column, cell in zip(rows[-1], row, strict=True):
                if cell:
                    column.append(cell)
        else:
            rows.append([[cell] if cell else [] for cell in row])
    return tuple(tuple(_cell(lines) for lines in row if lines) for row in rows)


def _cell(lines: Sequence[Sequence[Word]]) -> Line:
    boxes = around(w.box for words in lines for w in words)
    parts = [line_of(words, boxes.left, boxes.right) for words in lines]
    text = " ".join(part.text for part in parts)
    first = parts[0]
    return Line(
        text, boxes, first.base, first.size, boxes.left, boxes.right, first.first, first.bold,
        first.italic,
    )  # fmt: skip
