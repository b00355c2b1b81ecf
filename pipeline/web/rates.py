"""How often somebody may do something: a bucket that fills with time and empties with use."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from typing import Final

#: keys that are remembered; beyond that the full buckets, which say nothing, are forgotten first
MOST: Final = 10_000


class Rate:
    """``burst`` times at once, and then ``per_second``, for each key by itself."""

    def __init__(
        self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst = burst
        self._per_second = per_second
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, key: str) -> int:
        """Take one and return 0, or return after how many seconds there is one again."""
        with self._lock:
            left = self._now(key)
            if left < 1:
                return math.ceil((1 - left) / self._per_second)
            self._put(key, left - 1)
            return 0

    def put_back(self, key: str) -> None:
        """Put back one that was taken for something that shall not count."""
        with self._lock:
            self._put(key, min(self._burst, self._now(key) + 1))

    def _now(self, key: str) -> float:
        left, then = self._left.get(key, (self._burst, 0.0))
        return min(self._burst, left + (self._clock() - then) * self._per_second)

    def _put(self, key: str, left: float) -> None:
        self._left[key] = (left, self._clock())
        if len(self._left) > MOST:
            self._left = {
                key: self._left[key] for key in self._left if self._now(key) < self._burst
            }
            while len(self._left) > MOST:
                del self._left[next(iter(self._left))]
