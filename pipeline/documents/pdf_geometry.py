"""Pages of a PDF as they are handed on: words and pictures with their places."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points; the origin is the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def area(self) -> float:
        """Its area in square points."""
        return max(0.0, self.right - self.left) * max(0.0, self.top - self.bottom)


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without a space between them.

    ``size`` is the height of a line in its font, in points; ``base`` is where its baseline is.
    ``broken`` is set where a hyphen ends it at the end of a line.
    """

    text: str
    box: Box
    base: float
    size: float
    bold: bool = False
    italic: bool = False
    broken: bool = False


@dataclass(frozen=True)
class Page:
    """A page. ``turned`` counts the words that were left out because they are at an angle.

    ``unreadable`` counts characters whose font does not say which letters they are, of all
    ``characters``; ``recognised`` is set where the text lies invisible behind a picture.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    pictures: tuple[Box, ...]
    turned: int = 0
    characters: int = 0
    unreadable: int = 0
    recognised: bool = False

    @property
    def is_scan(self) -> bool:
        """Whether the page is a picture and has no text (but for a stamp or a number)."""
        return len(self.words) <= 5 and self._covered >= 0.4

    @property
    def _covered(self) -> float:
        """The share of the page that its largest picture covers."""
        whole = self.width * self.height
        return max((p.area for p in self.pictures), default=0.0) / whole if whole else 0.0


# -- places -----------------------------------------------------------------------------------

Matrix = tuple[float, float, float, float, float, float]
ONE: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(m: Matrix, n: Matrix) -> Matrix:
    """Return what first ``m`` and then ``n`` does."""
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
            e * p + f * r + t, e * q + f * s + u)  # fmt: skip


def moved(box: Box, matrix: Matrix) -> Box:
    """Return the box around a box that a matrix moves and turns."""
    a, b, c, d, e, f = matrix
    corners = [
        (a * x + c * y + e, b * x + d * y + f)
        for x in (box.left, box.right)
        for y in (box.bottom, box.top)
    ]
    across, up = zip(*corners, strict=True)
    return Box(min(across), min(up), max(across), max(up))


def inside(box: Box, frame: Box) -> Box | None:
    """Return the part of a box that is on the page, if any."""
    cut = Box(
        max(box.left, frame.left),
        max(box.bottom, frame.bottom),
        min(box.right, frame.right),
        min(box.top, frame.top),
    )
    return cut if cut.right > cut.left and cut.top > cut.bottom else None


def turned(page: Page, angle: int) -> Page:
    """Return the page turned so that its text, which stands at an angle, is upright.

    Args:
        page: a page.
        angle: a multiple of 90 degrees, counted with the clock.
    """
    if angle == 0 or not page.words:
        return page
    sine, cosine = round(math.sin(math.radians(angle))), round(math.cos(math.radians(angle)))
    turning = (cosine, sine, -sine, cosine, 0.0, 0.0)
    boxes = [moved(box, turning) for box in (*(w.box for w in page.words), *page.pictures)]
    aside, down = min(box.left for box in boxes), min(box.bottom for box in boxes)
    back = (1.0, 0.0, 0.0, 1.0, -min(aside, 0.0), -min(down, 0.0))
    boxes = [moved(box, back) for box in boxes]
    words = [
        replace(word, box=box, base=box.bottom + 0.2 * (box.top - box.bottom))
        for word, box in zip(page.words, boxes, strict=False)
    ]
    wide = angle % 180 == 90
    return replace(
        page,
        width=page.height if wide else page.width,
        height=page.width if wide else page.height,
        words=tuple(words),
        pictures=tuple(boxes[len(words) :]),
    )
