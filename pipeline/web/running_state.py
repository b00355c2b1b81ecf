"""What is known of a batch: how far it is, who works on it, and how fast."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from pipeline.batch.folder import current_run
from pipeline.batch.looking import Standing
from pipeline.batch.results import speeds
from pipeline.errors import PipelineError

#: shards from which the speed is told
_RECENT: Final = 50


class Work(StrEnum):
    """What can be done with a batch."""

    GO_ON = "go_on"
    RETRY = "retry"
    REFRESH = "refresh"


@dataclass(frozen=True)
class Look:
    """What a look into the folder of a batch found.

    ``stale`` articles would be made again by a refresh, for the reasons ``since``; None: not
    counted. ``source`` is its number in the queue of reviews (0: none). ``problem`` and ``cure``
    say what is wrong with the folder, or with what it was made from.
    """

    standing: Standing | None = None
    stale: int | None = None
    since: tuple[str, ...] = ()
    source: int = 0
    problem: str = ""
    cure: str = ""


@dataclass(frozen=True)
class Doing:
    """Work on a batch: which, how far, and how it ended (``over``)."""

    work: Work
    began: float
    shards: int = 0
    articles: int = 0
    over: bool = False
    stopping: bool = False
    problem: str = ""
    cure: str = ""


@dataclass(frozen=True)
class Batch:
    """A batch as a page shows it.

    ``number`` is its address; ``elsewhere`` is whether another program works on it. ``speed`` is in
    articles a second, ``left`` in seconds; None: nobody knows.
    """

    number: int
    name: str
    look: Look | None
    doing: Doing | None = None
    elsewhere: bool = False
    speed: float | None = None
    left: float | None = None

    @property
    def is_busy(self) -> bool:
        """Whether somebody works on it, here or elsewhere."""
        return self.elsewhere or (self.doing is not None and not self.doing.over)


def mark_of(folder: Path, names: Path) -> object:
    """Return what is another when the batch or the register has changed."""
    try:
        run = current_run(folder)
    except PipelineError:
        return None
    written = [_time(path) for path in (names, names.with_name(f"{names.name}-wal"))]
    return run.number, len(run.done()), len(run.with_failures()), *written


def _time(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def is_held(folder: Path) -> bool:
    """Return whether a process works on a batch, by the number that it left."""
    try:
        process = int((folder / "lock").read_text(encoding="utf-8") or 0)
        if process <= 0 or process == os.getpid():
            return False
        os.kill(process, 0)
    except PermissionError:
        return True
    except (OSError, ValueError, OverflowError):
        return False
    return True


def speed_of(folder: Path, batch: Batch) -> tuple[float | None, float | None]:
    """Return articles a second, and the seconds that are left where somebody works on it."""
    doing, now = batch.doing, batch.look.standing if batch.look else None
    if now is None:
        return None, None
    shards_left = now.plan.shards - now.done
    if doing and not doing.over and doing.shards:
        took = time.monotonic() - doing.began
        return doing.articles / took, shards_left * took / doing.shards
    recent = list(speeds(folder))[-_RECENT:]
    seconds = sum(one.seconds for one in recent)
    articles = sum(one.articles for one in recent)
    if not seconds or not articles:
        return None, None
    left = shards_left * seconds / len(recent) if batch.is_busy and shards_left else None
    return articles / seconds, left
