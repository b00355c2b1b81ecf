"""Who is signed in: random ids that the browser keeps, everything else kept here."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

#: seconds without a request, and seconds in all, after which somebody has to sign in again
IDLE: Final = 8 * 3600
LONGEST: Final = 24 * 3600
#: sessions at a time; the ones that have been quiet longest make room
MOST: Final = 10_000


@dataclass(frozen=True)
class Session:
    """Somebody signed in; ``proof`` is the hash of the password that was given for it."""

    name: str
    proof: str
    since: float
    seen: float


class Sessions:
    """The sessions of a running desk. They end with it: nothing of them is written."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: dict[str, Session] = {}
        self._lock = threading.Lock()

    def start(self, name: str, proof: str) -> str:
        """Begin a session and return its id: 256 random bits in letters and digits."""
        now = self._clock()
        key = secrets.token_urlsafe(32)
        with self._lock:
            self._drop_old(now)
            self._open[key] = Session(name, proof, since=now, seen=now)
        return key

    def of(self, key: str) -> Session | None:
        """Return the session with an id, which lives on by this, or None if it is over."""
        now = self._clock()
        with self._lock:
            session = self._open.pop(key, None)
            if session is None or _is_over(session, now):
                return None
            self._open[key] = replace(session, seen=now)
            return session

    def end(self, key: str) -> None:
        """End a session; one that is over already may be ended again."""
        with self._lock:
            self._open.pop(key, None)

    def _drop_old(self, now: float) -> None:
        """Make room for one; sessions stand in the order in which they were seen last."""
        for key in [key for key, session in self._open.items() if _is_over(session, now)]:
            del self._open[key]
        while len(self._open) >= MOST:
            del self._open[next(iter(self._open))]


def _is_over(session: Session, now: float) -> bool:
    return now - session.seen > IDLE or now - session.since > LONGEST
