"""Lines of a column of a PDF made paragraphs: where one ends, told from how the lines stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.documents.pdf_geometry import Box
from pipeline.documents.pdf_rows import Line, Zone, around

_BULLET = re.compile(r"^(?:[•·‣▪◦●○■□➢➤✓]|[–—*-](?=\s))\s*")
_NUMBER = re.compile(r"^(?:\(?\d{1,2}[.)]|[a-zæøå]\))\s+(?=[^a-zæøå\s])")
_ENDED = re.compile(r"[.!?:…][\"»”’')\]]*\d{0,2}$")
_OPENS = re.compile(r"^[\"«“(–—]*\s?[A-ZÆØÅÄÖÉ0-9]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that belong together: a paragraph, an item of a list, a heading, a caption.

    ``run`` is the same for short lines that stand under each other; ``full`` is set where the last
    line goes to the edge of its column, ``indented`` where the first one stands in.
    """

    lines: tuple[str, ...]
    page: int
    zone: int
    box: Box
    size: float
    bold: bool
    italic: bool
    run: int
    full: bool
    indented: bool
    is_item: bool

    @property
    def words(self) -> str:
        """The text, for a look at it; hyphens at the ends of lines are left."""
        return " ".join(self.lines)

    @property
    def is_ended(self) -> bool:
        """Whether the text ends as a sentence does."""
        return _ENDED.search(self.lines[-1]) is not None


def body_size(lines: Iterable[Line]) -> float:
    """Return the size of the type that most of the text is set in, in points."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 10.0


def is_item(text: str) -> bool:
    """Return whether a line begins an item of a list.

    >>> is_item("• Kari Lie"), is_item("2. Ola Dahl"), is_item("2.4 prosent"), is_item("-10")
    (True, True, False, False)
    """
    return bool(_BULLET.match(text)) or is_numbered(text)


def is_numbered(text: str) -> bool:
    """Return whether a line begins with the number of an item.

    >>> is_numbered("2. Ola Dahl"), is_numbered("17. mai"), is_numbered("a) Kommunen")
    (True, False, True)
    """
    return _NUMBER.match(text) is not None


def without_bullet(text: str) -> str:
    """Return an item of a list without its bullet; a number stays.

    >>> without_bullet("• Kari Lie"), without_bullet("2. Ola Dahl")
    ('Kari Lie', '2. Ola Dahl')
    """
    return _BULLET.sub("", text, count=1)


def stretches(zone: Zone, *, page: int, number: int) -> Iterator[Stretch]:
    """Give the paragraphs of a column.

    Args:
        zone: the column.
        page: the number of its page.
        number: the number of the column in the document.
    """
    lines = zone.lines
    leading = _leading(lines)
    groups: list[list[Line]] = []
    runs: list[int] = []
    run = 0
    for before, line in zip((None, *lines), lines, strict=False):
        why = "" if before is None else _break(groups[-1], line, leading)
        if before is not None and not why:
            groups[-1].append(line)
            continue
        run += why != "short"
        groups.append([line])
        runs.append(run)
    for group, of in zip(groups, runs, strict=True):
        yield _stretch(group, page, number, of)


def _stretch(group: Sequence[Line], page: int, number: int, run: int) -> Stretch:
    first, last = group[0], group[-1]
    width = max(1.0, last.right - last.left)
    main = max(group, key=lambda line: len(line.text))
    return Stretch(
        lines=tuple(line.text for line in group),
        page=page,
        zone=number,
        box=around(line.box for line in group),
        size=main.size,
        bold=all(line.bold for line in group),
        italic=all(line.italic for line in group),
        run=run,
        full=last.right - last.box.right < 0.12 * width,
        indented=first.indent > 0.6 * first.size,
        is_item=is_item(first.text),
    )


def _leading(lines: Sequence[Line]) -> float:
    """Return the distance of two lines of a paragraph, in heights of a line."""
    steps = [
        (a.base - b.base) / max(a.size, b.size)
        for a, b in pairwise(lines)
        if 0 < a.base - b.base < 2.5 * max(a.size, b.size) and abs(a.size - b.size) < 0.1 * a.size
    ]
    if not steps:
        return 1.2
    # half of the steps may be spaces between short paragraphs: the lines lie closer
    return min(median(steps), 1.15 * sorted(steps)[len(steps) // 4])


def _break(group: Sequence[Line], line: Line, leading: float) -> str:
    """Return why a line begins another paragraph than the lines above it, or ""."""
    before = group[-1]
    size = max(before.size, line.size)
    step = (before.base - line.base) / size
    goes_on = not _ENDED.search(before.text) and line.text[:1].islower()
    if abs(before.size - line.size) > 0.1 * size and not (goes_on and len(line.text) < 20):
        return "size"
    if step < 0 or step > (1.75 if goes_on else 1.3) * leading:
        return "space"
    if before.bold != line.bold and not goes_on:
        return "weight"
    if _BULLET.match(line.text) and not (goes_on and line.text[:1] in "–—-"):
        return "item"
    if _NUMBER.match(line.text) and (_ENDED.search(before.text) or is_numbered(group[0].text)):
        return "item"
    return _break_by_edges(group, line, goes_on=goes_on)


def _break_by_edges(group: Sequence[Line], line: Line, *, goes_on: bool) -> str:
    before = group[-1]
    centred = _is_centred(before) and _is_centred(line)
    if is_item(group[0].text):
        # the lines of an item hang under its words, or under its bullet
        if line.indent < group[0].indent - 0.3 * line.size:
            return "outdent"
        if len(group) > 1 and line.indent < before.indent - 0.5 * line.size and not goes_on:
            return "outdent"
    elif not centred and line.indent - before.indent > 0.7 * line.size and not goes_on:
        return "indent"
    free = line.right - before.box.right
    if free > line.first + 0.6 * line.size and not goes_on and _OPENS.match(line.text):
        # there was room for the first word: the line was ended on purpose
        short = len(group) == 1 and not is_item(group[0].text) and not centred
        return "short" if short and not _ENDED.search(before.text) else "ended"
    return ""


def _is_centred(line: Line) -> bool:
    right = line.right - line.box.right
    return line.indent > line.size and abs(line.indent - right) < 0.6 * line.size
