"""Marks of doubtful segments: which stretch of a text a person should look at, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from pipeline.documents.rewriting import Rewritable, Styled
from pipeline.records import Segment

#: who makes the comments
AUTHOR, INITIALS = "samsvar", "s"

#: says why a segment is doubtful, a line each; nothing where it is not
Doubts = Callable[[Segment], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said about the range [start, end) of the new text of a place, a line each."""

    start: int
    end: int
    lines: tuple[str, ...]


@runtime_checkable
class Markable(Rewritable, Protocol):
    """A document whose new file can hold marks, as comments."""

    def marked(self, marks: Mapping[int, tuple[Mark, ...]]) -> Markable:
        """Return the document with marks to be written by ``rewrite``, by number of the place."""

    def can_mark(self, number: int) -> bool:
        """Return whether a place can hold a comment."""


@runtime_checkable
class WrittenAnew(Rewritable, Protocol):
    """A document that is written as a new file in another format (a PDF, say)."""

    def written_as(self, suffix: str) -> WrittenAnew:
        """Return the document as one that is written in a format: ".docx", ".html"."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a mark begins or ends; ``number`` counts the marks of a text."""

    number: int
    begins: bool


def cut_at_marks(
    pieces: Sequence[Styled], marks: Sequence[Mark], whole: frozenset[int] = frozenset()
) -> Iterator[Styled | Edge]:
    """Yield the pieces of a text, cut where marks begin and end, with those edges between.

    A mark that ends where another begins ends first. A mark around nothing is left out, and one
    that begins or ends inside a piece in a style of ``whole`` has all of it.

    >>> for each in cut_at_marks([Styled("Hi you", 0)], [Mark(3, 6, ("odd",))]):
    ...     print(each)
    Styled(text='Hi ', style=0)
    Edge(number=0, begins=True)
    Styled(text='you', style=0)
    Edge(number=0, begins=False)
    """
    edges = _edges(pieces, marks, whole)
    at = 0
    for piece in pieces:
        end, done = at + len(piece.text), 0
        while piece.text and edges and edges[0][0] < end:
            place, begins, number = edges.pop(0)
            if place - at > done:
                yield Styled(piece.text[done : place - at], piece.style)
                done = place - at
            yield Edge(number, begins)
        yield Styled(piece.text[done:], piece.style)
        at = end
    for _, begins, number in edges:
        yield Edge(number, begins)


def _edges(
    pieces: Sequence[Styled], marks: Sequence[Mark], whole: frozenset[int]
) -> list[tuple[int, bool, int]]:
    """Return where marks begin and end, in order, none inside a piece that is whole."""
    held, at = [], 0
    for piece in pieces:
        if piece.style in whole:
            held.append((at, at + len(piece.text)))
        at += len(piece.text)
    found = []
    for number, mark in enumerate(marks):
        start = next((first for first, last in held if first < mark.start < last), mark.start)
        end = next((last for first, last in held if first < mark.end < last), mark.end)
        if start < end:
            found += [(start, True, number), (end, False, number)]
    return sorted(found)
