"""How far a run is: one line on a terminal, plain lines in a log."""

from __future__ import annotations

import shutil
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from typing import Final, TextIO

from pipeline.batch.events import Event, Planned, ShardDone, ShardStopped, WorkerDied

#: seconds between two lines of a log
PAUSE: Final = 30.0
#: shards from which the speed is told: what was long ago says little about what is to come
_RECENT: Final = 50


class Progress:
    """Shows what happens in a run.

    Args:
        stream: where to write.
        clock: the time in seconds; it may not go back, as that of the wall may.
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._is_terminal = stream.isatty()
        self._clock = clock
        self._plan: Planned | None = None
        self._counts: Counter[str] = Counter()
        self._done = self._peak = 0
        self._recent: deque[tuple[float, int]] = deque(maxlen=_RECENT)
        self._last_line = float("-inf")
        self._width = 0

    def show(self, event: Event) -> None:
        """Show an event."""
        if isinstance(event, Planned):
            self._plan, self._done = event, event.done
            self._recent.append((self._clock(), 0))
            self.say(
                f"{event.articles} articles in {event.shards} shards, {event.done} done;"
                f" {event.workers} at work"
            )
        elif isinstance(event, ShardDone):
            self._counts.update(event.counts)
            self._done += 1
            self._peak = event.peak
            made = sum(_outcomes(event.counts).values()) - event.counts.get("taken over", 0)
            self._recent.append((self._clock(), made))
            self._tell_progress()
        elif isinstance(event, ShardStopped):
            self.say(f"shard {event.shard} is not done: {event.why}")
        elif isinstance(event, WorkerDied):
            self.say(f"a worker died; shard {event.shard} goes to another")
        else:
            self.clear()

    def say(self, line: str) -> None:
        """Write a line that stays."""
        self.clear()
        self._stream.write(line + "\n")
        self._stream.flush()

    def clear(self) -> None:
        """Take the line away, so that something else can be written."""
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
            self._width = 0

    def line(self) -> str:
        """Return how far the run is, in words."""
        if self._plan is None:
            return ""
        counts = _outcomes(self._counts)
        said = [f"{self._done}/{self._plan.shards} shards", f"{sum(counts.values())} articles"]
        (began, _), (now, _) = self._recent[0], self._recent[-1]
        if now > began and len(self._recent) > 1:
            articles = sum(count for _, count in list(self._recent)[1:])
            said.append(f"{articles / (now - began):.3g} articles/s")
            left = self._plan.shards - self._done
            seconds = left * (now - began) / (len(self._recent) - 1)
            if left:
                said.append(f"{in_words(seconds)} left")
        if self._counts["taken over"]:
            said.append(f"{self._counts['taken over']} taken over")
        said += [f"{counts[what]} {what}" for what in ("failed", "skipped") if counts[what]]
        if self._peak:
            said.append(f"{self._peak / 1e9:.1f} GB a worker")
        return ", ".join(said)

    def _tell_progress(self) -> None:
        line = self.line()
        if self._is_terminal:
            line = line[: shutil.get_terminal_size().columns - 1]
            self._stream.write("\r" + line.ljust(self._width))
            self._stream.flush()
            self._width = len(line)
        elif self._clock() - self._last_line >= PAUSE or self._done == self._shards:
            self._last_line = self._clock()
            self.say(line)

    @property
    def _shards(self) -> int:
        return self._plan.shards if self._plan else 0


def _outcomes(counts: Mapping[str, int]) -> Counter[str]:
    """Return the counts of articles by outcome, without what overlaps with them."""
    return Counter({what: count for what, count in counts.items() if what != "taken over"})


def in_words(seconds: float) -> str:
    """Return a length of time in words.

    >>> in_words(42), in_words(75 * 60), in_words(50 * 3600)
    ('42 s', '1 h 15 min', '2 days 2 h')
    """
    minutes, hours = round(seconds / 60), round(seconds / 3600)
    if seconds < 60:
        return f"{seconds:.0f} s"
    if minutes < 60:
        return f"{minutes} min"
    if hours < 48:
        return f"{minutes // 60} h {minutes % 60:02} min"
    return f"{hours // 24} days {hours % 24} h"
