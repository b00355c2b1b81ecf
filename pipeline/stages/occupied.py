"""Which ranges of an article are taken by a mention, answered without looking at all of them."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from pipeline.records import Span


class Occupied:
    """Ranges that do not overlap each other, by part.

    >>> taken = Occupied([Span(part="p", start=2, end=5)])
    >>> taken.overlapping(Span(part="p", start=4, end=9))
    [Span(part='p', start=2, end=5)]
    >>> taken.is_free(Span(part="p", start=5, end=9))
    True
    """

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._ranges: dict[str, list[tuple[int, int]]] = {}
        for span in spans:
            if self.is_free(span):
                self.add(span)

    def overlapping(self, span: Span) -> list[Span]:
        """Return the taken ranges that share a character with ``span``, in order."""
        ranges = self._ranges.get(span.part, [])
        at = bisect_left(ranges, (span.start, span.start))
        if at and ranges[at - 1][1] > span.start:
            at -= 1
        found = []
        while at < len(ranges) and ranges[at][0] < span.end:
            start, end = ranges[at]
            found.append(Span(part=span.part, start=start, end=end))
            at += 1
        return found

    def is_free(self, span: Span) -> bool:
        """Return whether no taken range shares a character with ``span``."""
        return not self.overlapping(span)

    def add(self, span: Span) -> None:
        """Take a range, which must be free."""
        insort(self._ranges.setdefault(span.part, []), (span.start, span.end))

    def remove(self, span: Span) -> None:
        """Give a range back."""
        self._ranges[span.part].remove((span.start, span.end))
