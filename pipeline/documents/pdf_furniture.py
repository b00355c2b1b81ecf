"""What stands on the pages of a PDF and is no text of the document: heads, feet, page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.documents.pdf_geometry import Box
from pipeline.documents.pdf_rows import Line, Zone

#: heads and feet stand in this share of the page at its top and bottom
MARGIN = 0.13
#: lines from the edge of the page that may be heads and feet
MOST_LINES = 4
#: points by which a head may stand higher on one page than on another
SAME_HEIGHT = 3.5
#: a head comes again within so many pages
NEAR = 3
_NUMBER = re.compile(
    r"^(?P<word>side|s\.|page|p\.)?\s*[-–—|]?\s*(?P<number>\d{1,4}|[ivxlc]{1,7})\s*[-–—|]?"
    r"(?P<of>\s*(?:av|of|/)\s*\d{1,4})?$",
    re.IGNORECASE,
)
#: what a browser puts over and under a page that it prints
_PRINTED = re.compile(
    r"^(?:(?:https?|file)://\S+(?:\s+\d+/\d+)?"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4},? (?:kl\. )?\d{1,2}[:.]\d{2}\b.*)$"
)


@dataclass(frozen=True)
class Layout:
    """What is kept of a page: its text in reading order and where its pictures are."""

    number: int
    width: float
    height: float
    zones: tuple[Zone, ...]
    pictures: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line near the edge of a page: its page, and its text without what a page number changes."""

    page: int
    keys: tuple[str, ...]
    line: Line


def find_furniture(pages: Sequence[Layout], body: float) -> tuple[set[int], tuple[str, ...], int]:
    """Return the lines that are furniture (by ``id``), the words of some, and the page numbers.

    A running head or foot is a line near the edge of a page that stands at the same height on
    another page near by, the same but for the page's number, in no larger type than the text. A
    page number is a number alone at the edge, as far from the page's place in the document as on
    another page.

    Args:
        pages: the pages.
        body: the size of the running text.
    """
    edges = [list(_edges(page)) for page in pages]
    repeated = _repeated([edge for sides in edges for side in sides for edge in side])
    steady = _steady_numbers(edges, len(pages))
    gone: set[int] = set()
    words: Counter[str] = Counter()
    numbers = 0
    for sides in edges:
        for side in sides:
            for edge in side:
                if id(edge.line) in steady:
                    numbers += _NUMBER.match(edge.line.text.strip()) is not None
                elif id(edge.line) in repeated and edge.line.size <= 1.2 * body:
                    words[edge.line.text.replace("\t", " ")] += 1
                else:
                    break  # the text begins
                gone.add(id(edge.line))
    shown = tuple(text for text, _ in words.most_common(3))
    return gone, shown, numbers


def without(zones: Sequence[Zone], gone: set[int]) -> tuple[Zone, ...]:
    """Return zones without some lines."""
    kept = (
        Zone(lines=tuple(line for line in zone.lines if id(line) not in gone), rows=zone.rows)
        for zone in zones
    )
    return tuple(zone for zone in kept if zone.lines or zone.rows)


def _edges(page: Layout) -> Iterator[list[_Edge]]:
    """Give the lines at the top and those at the bottom, from the edge inwards."""
    # the rows of a table are no furniture
    lines = sorted((ln for zone in page.zones for ln in zone.lines), key=lambda ln: -ln.base)
    top = [ln for ln in lines if ln.base > (1 - MARGIN) * page.height]
    bottom = [ln for ln in reversed(lines) if ln.base < MARGIN * page.height]
    for side in (top, bottom):
        yield [
            _Edge(page.number, _keys(line.text, page.number), line) for line in side[:MOST_LINES]
        ]


def _keys(text: str, page: int) -> tuple[str, ...]:
    r"""Return the words of a head, and the same with its first and last number counted from a page.

    >>> _keys("Årsmelding 2025\t17", 15)
    ('årsmelding 2025 17', 'årsmelding #2010 17', 'årsmelding 2025 #2')
    """
    plain = " ".join(text.casefold().split())
    numbers = [m for m in re.finditer(r"\d+", plain) if len(m.group()) < 6]
    found = [plain] if any(c.isalpha() for c in plain) else []
    for match in dict.fromkeys((numbers[0], numbers[-1])) if numbers and found else ():
        offset = int(match.group()) - page
        found.append(f"{plain[: match.start()]}#{offset}{plain[match.end() :]}")
    return tuple(found)


def _repeated(edges: Sequence[_Edge]) -> set[int]:
    """Return the lines (by id) that stand on another page near by too, at the same height."""
    places: defaultdict[str, list[_Edge]] = defaultdict(list)
    for edge in edges:
        for key in edge.keys:
            places[key].append(edge)
    found: set[int] = set()
    for group in places.values():
        for number, edge in enumerate(group):
            for other in group[number + 1 :]:
                if other.page - edge.page > NEAR:
                    break
                if abs(other.line.base - edge.line.base) <= SAME_HEIGHT and other.page > edge.page:
                    found |= {id(edge.line), id(other.line)}
    return _spread(places, found)


def _spread(places: dict[str, list[_Edge]], found: set[int]) -> set[int]:
    """Return the lines with those of the same words and height as one of them."""
    spread = set(found)
    for group in places.values():
        heights = sorted({round(e.line.base) for e in group if id(e.line) in found})
        for edge in group:
            if any(abs(edge.line.base - height) <= SAME_HEIGHT for height in heights[:20]):
                spread.add(id(edge.line))
    return spread


def _steady_numbers(edges: Sequence[Sequence[Sequence[_Edge]]], pages: int) -> set[int]:
    """Return the lines (by id) that are page numbers."""
    offsets: defaultdict[int, list[int]] = defaultdict(list)
    found: set[int] = set()
    for sides in edges:
        for side in sides:
            for edge in side[:2]:
                if _PRINTED.match(edge.line.text):
                    found.add(id(edge.line))
                match = _NUMBER.match(edge.line.text.strip())
                if match is None:
                    continue
                value = _value(match["number"])
                if match["word"] or match["of"]:
                    found.add(id(edge.line))
                elif value is not None:
                    offsets[value - edge.page].append(id(edge.line))
    for offset, lines in offsets.items():
        if len(lines) > 1 or (pages == 1 and offset == 0):
            found.update(lines)
    return found


def _value(number: str) -> int | None:
    """Return the value of a number in figures or in small Roman ones.

    >>> _value("12"), _value("xiv"), _value("civil")
    (12, 14, None)
    """
    if number.isdigit():
        return int(number)
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    digits = [values[c] for c in number.casefold()]
    total = sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))
    return total if _roman(total) == number.casefold() else None


def _roman(value: int) -> str:
    steps = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"),
             (4, "iv"), (1, "i"))  # fmt: skip
    text = ""
    for size, sign in steps:
        text += sign * (value // size)
        value %= size
    return text
