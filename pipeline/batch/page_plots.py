"""Plots as numbers: bars with their places, for the template to draw as SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

#: so many bars stand beside each other at most; more are put together
MOST_BARS: Final = 60


@dataclass(frozen=True)
class Bar:
    """An upright bar: its place and size in the plot, its label and its value."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: float


@dataclass(frozen=True)
class Plot:
    """Upright bars in a plot of a width and height; ``most`` is the value of the tallest.

    ``ticks`` are the labels below it with their places, ``lines`` the values at the side.
    """

    width: int
    height: int
    bars: tuple[Bar, ...]
    most: float
    ticks: tuple[tuple[float, str], ...] = ()
    lines: tuple[tuple[float, float], ...] = ()


def upright(
    values: Sequence[tuple[str, float]], width: int, height: int, *, most: float = 0.0
) -> Plot:
    """Return values as upright bars from left to right.

    Args:
        values: labels and values.
        width: of the plot.
        height: of the tallest bar.
        most: the value that would be as tall as the plot; 0 for the greatest there is.

    >>> [round(bar.height) for bar in upright([("2001", 5), ("2002", 10)], 100, 40).bars]
    [20, 40]
    """
    top = most or max((value for _, value in values), default=0) or 1.0
    step = width / max(1, len(values))
    gap = min(2.0, step * 0.2)
    bars = tuple(
        Bar(
            x=round(place * step + gap / 2, 2),
            y=round(height - height * value / top, 2),
            width=round(step - gap, 2),
            height=round(height * value / top, 2),
            label=label,
            value=value,
        )
        for place, (label, value) in enumerate(values)
    )
    every = max(1, math.ceil(len(values) * 44 / width))
    ticks = tuple((round(b.x + b.width / 2, 2), b.label) for b in bars[::every])
    lines = tuple((round(height - height * v / top, 2), v) for v in _round_values(top))
    return Plot(width, height, bars, top, ticks, lines)


def _round_values(top: float) -> list[float]:
    """Return two or three round values up to the top.

    >>> _round_values(730)
    [200.0, 400.0, 600.0]
    """
    size = 10.0 ** math.floor(math.log10(top / 2)) if top > 0 else 1.0
    step = next(s for s in (size, 2 * size, 5 * size, 10 * size) if top / s <= 4)
    return [step * n for n in range(1, int(top / step) + 1)]


def lying(counts: Mapping[str, int], most: int = 8) -> list[tuple[str, int, float]]:
    """Return counts with the share of each of the greatest, greatest first; the rest as "".

    >>> lying({"nb": 8, "nn": 4, "da": 1, "en": 1}, most=2)
    [('nb', 8, 1.0), ('nn', 4, 0.5), ('', 2, 0.25)]
    """
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rest = sum(count for _, count in ordered[most:])
    shown = [*ordered[:most], *([("", rest)] if rest else [])]
    top = max((count for _, count in shown), default=1)
    return [(name, count, round(count / top, 4)) for name, count in shown]


def together(values: Sequence[tuple[float, float]], most: int = MOST_BARS) -> list[float]:
    """Return rates (amounts over times) of neighbours put together until few are left.

    >>> together([(10, 1), (10, 3), (30, 2)], most=2)
    [5.0, 15.0]
    """
    size = math.ceil(len(values) / most) if values else 1
    found = []
    for start in range(0, len(values), size):
        some = values[start : start + size]
        time = sum(seconds for _, seconds in some)
        found.append(sum(amount for amount, _ in some) / time if time else 0.0)
    return found
