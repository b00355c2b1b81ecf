"""A line that says how far a translation is and how long it will take."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TextIO

_WIDTH = 79


class ProgressLine:
    """One line, written anew on a terminal; elsewhere a line for each finished translation.

    Args:
        stream: where to write.
        weights: how much work each article is, in any unit.
        languages: how many languages each is translated into.
        clock: the time in seconds.
    """

    def __init__(
        self,
        stream: TextIO,
        weights: Sequence[float],
        languages: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = stream
        self._is_terminal = stream.isatty()
        self._weights = [max(weight, 1.0) for weight in weights]
        self._languages = max(languages, 1)
        self._clock = clock
        self._number, self._count = 0, 1
        self._name = ""
        self._finished = 0
        self._started: float | None = None
        self._width = 0

    def begin(self, number: int, name: str) -> None:
        """Say that the article at place ``number`` is next."""
        self._number, self._count, self._name, self._finished = number, 1, name, 0

    def add(self, number: int) -> None:
        """Say that the article at place ``number`` is translated together with those before."""
        self._count = number + 1 - self._number

    def show(self, target: str, segments: tuple[int, int], share: float) -> None:
        """Show how far the article in hand is.

        Args:
            target: the language it is translated into.
            segments: how many segments are done, and how many there are.
            share: how much of the work for this language is done, from 0 to 1.
        """
        if self._started is None:  # from here on models are loaded
            self._started = self._clock()
        if not self._is_terminal:
            return
        left = self._left(min(1.0, (self._finished / self._count + share) / self._languages))
        line = f"{self._place()}{self._name} → {target}: {segments[0]}/{segments[1]} segments{left}"
        self._write(line)

    def finish(self, target: str, segments: int, name: str = "") -> None:
        """Say that an article, by default the one in hand, is translated into one language."""
        self._finished += 1
        if not self._is_terminal:
            noun = "segment" if segments == 1 else "segments"
            self._stream.write(f"{name or self._name} → {target}: {segments} {noun}\n")
            self._stream.flush()

    def clear(self) -> None:
        """Take the line away, so that something else can be written."""
        if self._is_terminal and self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
            self._width = 0

    def _place(self) -> str:
        """Return which of several articles are in hand."""
        first, last, all_of_them = self._number + 1, self._number + self._count, len(self._weights)
        if all_of_them == 1:
            return ""
        return f"{first}/{all_of_them} " if first == last else f"{first}-{last}/{all_of_them} "

    def _left(self, share: float) -> str:
        """Return the time left in words, once it can be told."""
        before = sum(self._weights[: self._number])
        done = before + share * sum(self._weights[self._number : self._number + self._count])
        total = sum(self._weights)
        if self._started is None or done <= 0.02 * total:
            return ""
        seconds = (self._clock() - self._started) * (total - done) / done
        return f", {clock_time(seconds)} left" if seconds >= 1 else ""

    def _write(self, line: str) -> None:
        line = line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"
        self._stream.write("\r" + line.ljust(self._width))
        self._stream.flush()
        self._width = len(line)


def clock_time(seconds: float) -> str:
    """Return a length of time as minutes and seconds, or hours and minutes.

    >>> clock_time(75), clock_time(7500)
    ('1:15', '2 h 05 min')
    """
    whole = max(0, round(seconds))
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02}"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"
