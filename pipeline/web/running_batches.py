"""The batches that the desk looks after: how far each is, and work on them beside the pages."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from pipeline.batch.beginning import again, begin, tidy
from pipeline.batch.events import Event, Finished, ShardDone, ShardStopped
from pipeline.batch.folder import RunFolder, current_run
from pipeline.batch.locking import working_in
from pipeline.batch.looking import failures, stale, stale_articles, standing
from pipeline.batch.outputs import write_outputs
from pipeline.batch.plan import Plan, Wishes, read_plan
from pipeline.batch.results import Failure
from pipeline.batch.running import Means, cores, wishes_of, work_through
from pipeline.database import Closing
from pipeline.errors import PipelineError
from pipeline.web.running_queue import Filled
from pipeline.web.running_state import Batch, Doing, Look, Work, is_held, mark_of, speed_of

#: seconds that a page waits for what is quickly found out
_QUICK: Final = 1.5
_log = logging.getLogger("pipeline.web")


@dataclass(frozen=True)
class Ways:
    """How to work on a batch: with what, from what a new run is planned, and what works."""

    means: Means
    wishes: Callable[[Plan], Wishes] = wishes_of
    work_through: Callable[[Path, RunFolder, Means, threading.Event], Iterator[Event]] = (
        work_through
    )


@dataclass
class _Kept:
    """What is kept of a batch between two pages."""

    folder: Path
    look: Look | None = None
    mark: object = None
    looking: Future[None] | None = None
    doing: Doing | None = None
    stop: threading.Event = field(default_factory=threading.Event)


class Batches(Closing):
    """The batches of a desk. One is worked on at a time, in other processes."""

    def __init__(
        self,
        folders: tuple[Path, ...],
        filled: Filled,
        ways: Ways | None = None,
    ) -> None:
        """Take folders of ``samsvar batch``, and put the flags of those that are new in the queue.

        Args:
            folders: the folders.
            filled: the queue, and what is in it already.
            ways: how to work on them; with half of the cores if it is not said.
        """
        self._filled = filled
        self._ways = ways or Ways(Means(workers=max(1, cores() // 2)))
        self._kept = [_Kept(folder) for folder in folders]
        self._eyes = ThreadPoolExecutor(1, thread_name_prefix="batch-looks")
        self._hands = ThreadPoolExecutor(1, thread_name_prefix="batch-work")
        self._lock = threading.Lock()
        for kept in self._kept:
            self._hands.submit(self._fill, kept)

    def close(self) -> None:
        """Finish the shards in hand, and stop; what is not done goes on another time."""
        for kept in self._kept:
            kept.stop.set()
        self._eyes.shutdown(wait=True, cancel_futures=True)
        self._hands.shutdown(wait=True, cancel_futures=True)

    def all(self) -> list[Batch]:
        """Return the batches as they are now, or as they were when somebody last looked."""
        for kept in self._kept:
            self._look_again(kept)
        until = time.monotonic() + _QUICK
        for kept in self._kept:
            if kept.looking:
                with suppress(TimeoutError):
                    kept.looking.result(timeout=max(0.0, until - time.monotonic()))
        return [self._batch(number) for number in range(1, len(self._kept) + 1)]

    def failures(self, number: int) -> tuple[str, list[Failure]]:
        """Return the name of a batch and the articles of it that failed.

        Raises:
            KeyError: there is no such batch.
            PipelineError: the folder cannot be read.
        """
        kept = self._at(number)
        return kept.folder.name, list(failures(kept.folder))

    def begin(self, number: int, work: Work) -> bool:
        """Begin to work on a batch, after those that were begun before; False: it is in work.

        Raises:
            KeyError: there is no such batch.
        """
        kept = self._at(number)
        with self._lock:
            if kept.doing and not kept.doing.over:
                return False
            kept.doing = Doing(work, time.monotonic())
            kept.stop = threading.Event()
        self._hands.submit(self._work, kept)
        return True

    def stop(self, number: int) -> None:
        """Let the shards in hand be finished, and begin no other.

        Raises:
            KeyError: there is no such batch.
        """
        kept = self._at(number)
        kept.stop.set()
        self._note(kept, stopping=True)

    def _at(self, number: int) -> _Kept:
        if not 1 <= number <= len(self._kept):
            raise KeyError(number)
        return self._kept[number - 1]

    # -- looking ------------------------------------------------------------------------------

    def _batch(self, number: int) -> Batch:
        kept = self._at(number)
        busy = kept.doing is not None and not kept.doing.over
        batch = Batch(
            number, kept.folder.name, kept.look, kept.doing, not busy and is_held(kept.folder)
        )
        speed, left = speed_of(kept.folder, batch)
        return replace(batch, speed=speed, left=left)

    def _look_again(self, kept: _Kept) -> None:
        with self._lock:
            mark = mark_of(kept.folder, self._filled.names)
            is_looking = kept.looking is not None and not kept.looking.done()
            if is_looking or (kept.look and mark == kept.mark):
                return
            kept.mark = mark
            kept.looking = self._eyes.submit(self._look, kept)

    def _look(self, kept: _Kept) -> None:
        before = kept.look or Look()
        try:
            now = standing(kept.folder)
            kept.look = replace(before, standing=now, source=self._filled.source_of(kept.folder))
        except PipelineError as error:
            kept.look = Look(problem=error.message, cure=error.hint)
            return
        if not now.is_complete:
            kept.look = replace(kept.look, stale=None, since=(), problem="", cure="")
            return
        try:
            wishes = self._ways.wishes(now.plan)
            since = tuple(one.what for one in stale(kept.folder, wishes).found)
            count = sum(1 for _ in stale_articles(kept.folder, wishes)) if since else 0
        except PipelineError as error:
            kept.look = replace(kept.look, problem=error.message, cure=error.hint)
            return
        # what failed would be tried again too, but is told by itself
        touched = max(0, count - now.counts["failed"])
        kept.look = replace(kept.look, stale=touched, since=since, problem="", cure="")

    # -- working ------------------------------------------------------------------------------

    def _work(self, kept: _Kept) -> None:
        try:
            with working_in(kept.folder):
                for event in self._ways.work_through(
                    kept.folder, self._run(kept), self._ways.means, kept.stop
                ):
                    self._heard(kept, event)
                if not kept.stop.is_set():
                    write_outputs(kept.folder)
            self._filled.fill(kept.folder)
        except PipelineError as error:
            self._note(kept, problem=error.message, cure=error.hint)
        except Exception as error:  # noqa: BLE001 - the desk goes on, and the page says so
            _log.error("work on a batch failed: %s", type(error).__name__)
            self._note(kept, problem=type(error).__name__)
        finally:
            self._note(kept, over=True)

    def _run(self, kept: _Kept) -> RunFolder:
        tidy(kept.folder)
        run = current_run(kept.folder)
        assert kept.doing is not None  # noqa: S101 - for mypy
        if kept.doing.work is Work.RETRY:
            return again(kept.folder, run) if run.with_failures() else run
        wishes = self._ways.wishes(read_plan(run))
        return begin(kept.folder, wishes, refresh=kept.doing.work is Work.REFRESH)

    def _heard(self, kept: _Kept, event: Event) -> None:
        done = kept.doing
        if done is None:
            return
        if isinstance(event, ShardDone):
            made = sum(event.counts[what] for what in ("processed", "skipped", "failed"))
            self._note(kept, shards=done.shards + 1, articles=done.articles + made)
        elif isinstance(event, ShardStopped):
            self._note(kept, problem=event.why)
        elif isinstance(event, Finished):
            kept.mark = None

    def _fill(self, kept: _Kept) -> None:
        try:
            self._filled.fill(kept.folder)
            kept.mark = None
        except PipelineError as error:
            _log.warning("the flags of a batch are not in the queue: %s", type(error).__name__)

    def _note(self, kept: _Kept, **what: object) -> None:
        with self._lock:
            if kept.doing:
                kept.doing = replace(kept.doing, **what)  # type: ignore[arg-type]
