"""The stretches of an HTML page that are read as one: from block to block, inline tags inside."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from pipeline.documents.html_tokens import Kind
from pipeline.documents.html_tree import BLANK, INLINE, INLINE_VOID, OPAQUE, Page
from pipeline.documents.rewriting import Run

_SPACE = re.compile(r"[ \t\r\n\f]+")
#: elements of which the text belongs to the sentence
_TEXTUAL = frozenset({"code", "kbd", "samp", "tt", "var"})
_UNSEEN = "\u00ad\u200b"
_UNSEEN_SIGNS = dict.fromkeys(map(ord, _UNSEEN))


class Item(NamedTuple):
    """Something in a line.

    ``tokens`` is its half-open range of tokens: a text, a line break, or a unit that is kept as it
    stands. ``around`` are the numbers of the inline start tags that are open around it.
    """

    tokens: tuple[int, int]
    what: str
    around: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of a page that is read as one: items from the first to the last that is seen."""

    items: tuple[Item, ...]
    start: int
    end: int


# -- lines ------------------------------------------------------------------------------------


def lines_of(page: Page) -> Iterator[Line]:
    """Give the lines of a page; what is kept as it stands as a block is passed over."""
    breaks = _breaks(page)
    items: list[Item] = []
    around: list[int] = []
    number = 0
    while number < len(page.tokens):
        token = page.tokens[number]
        if token.kind is Kind.TEXT:
            items.append(Item((number, number + 1), "text", tuple(around)))
        elif not _is_inline(page, number, breaks):
            yield from _lines(page, items)
            items, around = [], []
            number = max(number, page.after_kept(number) - 1)
        elif token.kind is Kind.START and (stop := _unit(page, number)):
            items.append(Item((number, stop), _what_unit(page, number, stop), tuple(around)))
            number = stop - 1
        elif token.kind is Kind.START:
            around.append(number)
        elif token.kind is Kind.END:
            around.pop()
        else:
            items.append(Item((number, number + 1), "anchor", tuple(around)))
        number += 1
    yield from _lines(page, items)


def _breaks(page: Page) -> list[int]:
    """Return for each token how many before it end a line."""
    base = [False] * len(page.tokens)
    number = 0
    while number < len(page.tokens):
        token = page.tokens[number]
        if token.kind in (Kind.START, Kind.END):
            inline = token.name in INLINE_VOID or (
                token.name in INLINE | OPAQUE - {"pre", "xmp"} and page.partner[number] >= 0
            )
            base[number] = not inline
            if token.kind is Kind.START and inline and page.is_kept(number):
                number = max(number, page.partner[number])  # what is in it ends no line
        number += 1
    for first, second in _double_breaks(page):
        base[first] = base[second] = True
    return [0, *accumulate(base)]


def _double_breaks(page: Page) -> Iterator[tuple[int, int]]:
    """Give the pairs of "br" with nothing between: an empty line, as writers make paragraphs."""
    last = -1
    for number, token in enumerate(page.tokens):
        if token.kind is Kind.TEXT and not page.source(number).strip(BLANK):
            continue
        if token.name == "br" and token.kind is Kind.START:
            if last >= 0:
                yield last, number
            last = number
        else:
            last = -1


def _is_inline(page: Page, number: int, breaks: Sequence[int]) -> bool:
    token = page.tokens[number]
    if token.kind not in (Kind.START, Kind.END):
        return True
    first, last = sorted((number, page.partner[number])) if page.partner[number] >= 0 else (
        number, number
    )  # fmt: skip
    return breaks[last + 1] == breaks[first]


def _unit(page: Page, number: int) -> int:
    """Return where a unit that begins with a start tag ends, or 0 where none begins."""
    token, end = page.tokens[number], page.partner[number]
    if token.name in INLINE_VOID:
        return number + 1
    empty = page.seen[end] == page.seen[number]
    if empty or page.is_kept(number) or page.is_note_mark(number):
        return end + 1
    return 0


def _what_unit(page: Page, number: int, stop: int) -> str:
    """Return what a unit is: a "break", text that is kept ("whole"), or an "anchor"."""
    name = page.tokens[number].name
    if name == "br":
        return "break"
    if name in OPAQUE - _TEXTUAL or page.is_note_mark(number):
        return "anchor"
    return "whole" if page.words(number, stop).strip() else "anchor"


def _lines(page: Page, items: list[Item]) -> Iterator[Line]:
    """Give the line that items make; a row of links with nothing but signs between is several."""
    links: dict[int, list[Item]] = {}
    for item in items:
        link = next((n for n in item.around if page.tokens[n].name == "a"), -1)
        if link >= 0:
            links.setdefault(link, []).append(item)
        elif item.what in ("text", "whole") and any(map(str.isalnum, page.words(*item.tokens))):
            links.clear()
            break
    if len(links) > 1:
        for row in links.values():
            yield from _line(page, row)
    else:
        yield from _line(page, items)


def _line(page: Page, items: list[Item]) -> Iterator[Line]:
    """Give the line that items make where there is a word in them, without what frames it."""
    seen = [k for k, item in enumerate(items) if _is_seen(page, item)]
    if not any(items[k].what == "text" for k in seen):
        return
    kept = items[seen[0] : seen[-1] + 1]
    # tags around all of it stay where they are
    common = _common([item.around for item in kept])
    opened = [number for item in kept for number in item.around[common:]]
    start = min([kept[0].tokens[0], *opened])
    end = max([kept[-1].tokens[1], *(page.partner[number] + 1 for number in opened)])
    yield Line(
        tuple(
            Item(item.tokens, item.what, item.around[common:])
            for item in items
            if start <= item.tokens[0] and item.tokens[1] <= end
        ),
        start,
        end,
    )


def _common(stacks: Sequence[tuple[int, ...]]) -> int:
    """Return how many tags all of them begin with.

    >>> _common([(1, 2), (1, 2, 3), (1, 2)])
    2
    """
    count = 0
    for level in zip(*stacks, strict=False):
        if len(set(level)) > 1:
            break
        count += 1
    return count


def _is_seen(page: Page, item: Item) -> bool:
    """Return whether an item is more than white space or a thing without words."""
    if item.what == "text":
        return bool(html.unescape(page.source(item.tokens[0])).strip(BLANK + _UNSEEN))
    return item.what == "whole"


# -- the text of a line -----------------------------------------------------------------------


@dataclass(frozen=True)
class Read:
    """The text of a line with its runs; ``styles`` say what the numbers of the runs stand for.

    A style is the tags around and, for what is kept as it stands, its range of tokens.
    """

    text: str
    runs: tuple[Run, ...]
    styles: tuple[tuple[tuple[int, ...], tuple[int, int] | None], ...]


def read_line(page: Page, line: Line) -> Read:
    """Return the text of a line as a browser shows it, with the formatting of its parts."""
    styles: dict[tuple[tuple[int, ...], tuple[int, int] | None], int] = {((), None): 0}
    words, runs = _Words(), list[Run]()
    for item in line.items:
        kept = item.tokens if item.what in ("anchor", "whole") else None
        style = styles.setdefault((item.around, kept), len(styles))
        start = words.size
        if item.what == "break":
            start -= words.strip()
            words.add("\n")
        elif item.what != "anchor":
            said = page.words(*item.tokens).translate(_UNSEEN_SIGNS)
            words.add(_SPACE.sub(" ", said), whole=item.what == "whole")
        if words.size > start or item.what == "anchor":
            last = runs[-1] if runs else None
            if last and last.style == style and not last.whole and kept is None:
                runs[-1] = Run(last.start, words.size, style)
            else:
                runs.append(Run(start, words.size, style, whole=item.what == "whole"))
    words.strip()
    # a space that was taken away at the end of a line may be the end of a run
    starts = [min(run.start, words.size) for run in runs]
    runs = [
        Run(start, min(run.end, end), run.style, whole=run.whole)
        for run, start, end in zip(runs, starts, [*starts[1:], words.size], strict=True)
    ]
    kept_styles = {number for (_, kept), number in styles.items() if kept is not None}
    runs = [r for r in runs if r.end > r.start or r.style in kept_styles]
    if len(runs) == 1 and runs[0].style == 0:
        runs = []
    return Read(words.text(), tuple(runs), tuple(styles))


class _Words:
    """The words of a line, white space made single as it comes."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self.size = 0

    def add(self, words: str, *, whole: bool = False) -> None:
        """Add words; a space after a space or at the beginning of a line is none."""
        if not whole and (not self._pieces or self._pieces[-1][-1] in " \n"):
            words = words.removeprefix(" ")
        if words:
            self._pieces.append(words)
            self.size += len(words)

    def strip(self) -> int:
        """Take the space at the end away; return how many there were."""
        if not self._pieces or not self._pieces[-1].endswith(" "):
            return 0
        last = self._pieces.pop()[:-1]
        if last:
            self._pieces.append(last)
        self.size -= 1
        return 1

    def text(self) -> str:
        """Return the words."""
        return "".join(self._pieces)
