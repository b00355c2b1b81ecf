"""Text cut into pieces for showing: what differs between two spellings, where names stand.

Pieces always join up to the text they were cut from, so that nothing a reader sees is invented.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.records import Article, Span

#: above this many comparisons (letters times letters) two texts are shown as wholly different
MOST_COMPARISONS = 40_000
#: the piece is a letter that the other spelling does not have
DIFFERS = "differs"
#: an empty piece: the other spelling has a letter here
MISSING = "missing"


@dataclass(frozen=True)
class Piece:
    """A stretch of text and how it is to be marked; an empty ``mark`` is plain text."""

    text: str
    mark: str = ""


@dataclass(frozen=True)
class Surroundings:
    """Words of an article with what stands before and after them."""

    before: str
    words: str
    after: str


def letters(text: str) -> tuple[str, ...]:
    r"""Return the letters of a text, each with the accents and joiners that belong to it.

    >>> [len(letter) for letter in letters("Andre\u0301")]
    [1, 1, 1, 1, 2]
    """
    found: list[str] = []
    for character in text:
        belongs = unicodedata.category(character).startswith("M") or character == "\u200d"
        if found and (belongs or found[-1].endswith("\u200d")):
            found[-1] += character
        else:
            found.append(character)
    return tuple(found)


def differences(left: str, right: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both spellings in pieces: what they share, what one has, and where one lacks it.

    The shared letters are a longest common subsequence; the result does not depend on which of
    the two comes first.

    >>> differences("Toulouse", "Tolouse")[0]
    (Piece(text='To', mark=''), Piece(text='u', mark='differs'), Piece(text='louse', mark=''))
    >>> differences("Toulouse", "Tolouse")[1]
    (Piece(text='To', mark=''), Piece(text='', mark='missing'), Piece(text='louse', mark=''))
    """
    if right < left:
        second, first = differences(right, left)
        return first, second
    ours, theirs = letters(left), letters(right)
    shared = _shared(ours, theirs)
    return _marked(ours, theirs, shared), _marked(theirs, ours, [(j, i) for i, j in shared])


def highlighted(text: str, ranges: Iterable[tuple[int, int, str]]) -> tuple[Piece, ...]:
    """Return ``text`` in pieces, the ranges (start, end, mark) marked.

    A range that reaches outside the text is cut to it; of two that overlap the first stays.

    >>> highlighted("Kari i Oslo", [(0, 4, "person")])
    (Piece(text='Kari', mark='person'), Piece(text=' i Oslo', mark=''))
    """
    pieces: list[Piece] = []
    done = 0
    for start, end, mark in sorted(ranges):
        first, last = max(start, 0), min(end, len(text))
        if first < done or first >= last:
            continue
        if first > done:
            pieces.append(Piece(text[done:first]))
        pieces.append(Piece(text[first:last], mark))
        done = last
    if done < len(text):
        pieces.append(Piece(text[done:]))
    return tuple(pieces)


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """Return where ``words`` stand in ``text`` as words of their own, left to right.

    >>> occurrences("Os og Oslo, Os.", "Os")
    [(0, 2), (12, 14)]
    """
    found: list[tuple[int, int]] = []
    start = text.find(words) if words else -1
    while start >= 0:
        end = start + len(words)
        if not (_is_letter(text, start - 1) or _is_letter(text, end)):
            found.append((start, end))
        start = text.find(words, end)
    return found


def surroundings(article: Article, span: Span, width: int = 60) -> Surroundings:
    """Return the words of a span with up to ``width`` characters either side, cut at spaces."""
    text = article.part(span.part).text
    start = max(0, span.start - width)
    end = min(len(text), span.end + width)
    before, after = text[start : span.start], text[span.end : end]
    if start > 0:
        before = "… " + before.partition(" ")[2]
    if end < len(text):
        after = after.rpartition(" ")[0] + " …"
    return Surroundings(before=before, words=text[span.start : span.end], after=after)


def _is_letter(text: str, place: int) -> bool:
    return 0 <= place < len(text) and text[place].isalnum()


def _shared(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of places of a longest common subsequence."""
    shortest = min(len(left), len(right))
    head = next((i for i in range(shortest) if left[i] != right[i]), shortest)
    rest = shortest - head
    tail = next((i for i in range(rest) if left[-1 - i] != right[-1 - i]), rest)
    middle = _longest(left[head : len(left) - tail], right[head : len(right) - tail])
    ends = zip(
        range(len(left) - tail, len(left)), range(len(right) - tail, len(right)), strict=True
    )
    return [
        *((i, i) for i in range(head)),
        *((i + head, j + head) for i, j in middle),
        *ends,
    ]


def _longest(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    if len(left) * len(right) > MOST_COMPARISONS:
        return []
    longest = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in reversed(range(len(left))):
        for j in reversed(range(len(right))):
            longest[i][j] = (
                1 + longest[i + 1][j + 1]
                if left[i] == right[j]
                else max(longest[i + 1][j], longest[i][j + 1])
            )
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] == right[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _marked(
    ours: Sequence[str], theirs: Sequence[str], shared: Sequence[tuple[int, int]]
) -> tuple[Piece, ...]:
    """Return our letters in pieces; ``shared`` holds pairs of (our place, their place)."""
    marked: list[Piece] = []
    here = there = 0
    for i, j in [*shared, (len(ours), len(theirs))]:
        if i > here:
            marked.append(Piece("".join(ours[here:i]), DIFFERS))
        elif j > there:
            marked.append(Piece("", MISSING))
        if i < len(ours):
            marked.append(Piece(ours[i]))
        here, there = i + 1, j + 1
    return tuple(
        Piece("".join(piece.text for piece in run), mark)
        for mark, run in groupby(marked, key=lambda piece: piece.mark)
    )
