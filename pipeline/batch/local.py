"""The shards of a run on this machine: workers, each with its models, and what becomes of them.

A worker is a process that is spawned, not forked: CTranslate2 does not survive a fork. It gets one
shard at a time over a pipe. When it dies its shard goes to another; when this process dies, the
workers end at once.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from pipeline.batch.events import Event, ShardDone, ShardStopped, WorkerDied
from pipeline.batch.shard import Done, Work, Worker
from pipeline.errors import PipelineError

_log = logging.getLogger(__name__)
#: how often a shard is given to a worker before it is given up
TRIES = 3
#: workers that die one after another, with no shard done between: something is wrong with all
DEATHS_IN_A_ROW = 6
#: a worker goes, and another takes its place, after so many shards or so much growth in memory
SHARDS_OF_A_WORKER = 500
GROWTH = 1_500_000_000
#: each worker computes on one core: see ``threads`` of the models
_ONE_THREAD: Mapping[str, str] = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
LOOK_UP = 0.5


@dataclass
class _Hand:
    """A worker as its parent sees it."""

    process: BaseProcess
    pipe: Connection
    shard: int | None = None
    done: int = 0
    first_peak: int = 0

    def give(self, shard: int | None) -> None:
        """Give the worker a shard, or let it end."""
        self.shard = shard
        with suppress(OSError):  # it died: the next look at the pipe tells
            self.pipe.send(shard)

    def is_worn(self, peak: int) -> bool:
        """Return whether another worker should take its place."""
        self.done += 1
        self.first_peak = self.first_peak or peak
        return self.done >= SHARDS_OF_A_WORKER or peak > self.first_peak + GROWTH


@dataclass
class _Crew:
    """The workers of a run, and the shards that wait for them."""

    work: Work
    waiting: deque[int]
    hands: list[_Hand] = field(default_factory=list)
    deaths: Counter[int] = field(default_factory=Counter)
    in_a_row: int = 0

    def hire(self) -> None:
        """Start a worker."""
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=_work, args=(self.work, theirs), daemon=True)
        with _environment(_ONE_THREAD):
            process.start()
        theirs.close()
        self.hands.append(_Hand(process, ours))

    def let_go(self, hand: _Hand) -> None:
        """Let a worker end."""
        self.hands.remove(hand)
        hand.give(None)
        hand.pipe.close()

    def next(self, hand: _Hand) -> None:
        """Give a worker the next shard; let it end where none waits."""
        if self.waiting:
            hand.give(self.waiting.popleft())
        else:
            self.let_go(hand)

    def end(self) -> None:
        """End all workers at once; what they had in hand is not written."""
        for hand in self.hands:
            hand.process.kill()
        for hand in self.hands:
            hand.process.join()
            hand.pipe.close()

    def listen(self, hand: _Hand) -> Iterator[Event]:
        """Take what a worker says, and yield what there is to tell."""
        try:
            said = hand.pipe.recv()
        except (EOFError, OSError):
            yield from self._bury(hand)
            return
        if isinstance(said, BaseException):
            raise said
        if isinstance(said, Done):
            self.in_a_row = 0
            yield told(said)
            if hand.is_worn(said.peak):
                self.let_go(hand)
                if self.waiting:
                    self.hire()
                return
        self.next(hand)

    def _bury(self, hand: _Hand) -> Iterator[Event]:
        hand.process.join()
        hand.pipe.close()
        self.hands.remove(hand)
        self.in_a_row += 1
        if self.in_a_row >= DEATHS_IN_A_ROW:
            raise PipelineError(
                f"{self.in_a_row} workers died one after another"
                f" (the last with exit code {hand.process.exitcode})",
                hint="if the memory ran out, run fewer of them: --workers 1",
            )
        if hand.shard is not None:
            self.deaths[hand.shard] += 1
            if self.deaths[hand.shard] < TRIES:
                yield WorkerDied(hand.shard, self.deaths[hand.shard])
                self.waiting.appendleft(hand.shard)
            else:
                yield ShardStopped(hand.shard, f"its worker died {TRIES} times")
        if self.waiting:
            self.hire()


def run_local(
    work: Work, shards: Sequence[int], *, workers: int, stop: threading.Event
) -> Iterator[Event]:
    """Work through shards on this machine, and yield what happens.

    Args:
        work: what the workers have to know.
        shards: the numbers of the shards.
        workers: how many processes.
        stop: set, no shard is begun any more; those in hand are finished.

    Raises:
        PipelineError: something is wrong that concerns every shard: a model, the archive, the
            disk. What was finished is written.
    """
    crew = _Crew(work, deque(shards))
    try:
        for _ in range(min(workers, len(shards))):
            crew.hire()
        while crew.hands:
            pipes = {hand.pipe: hand for hand in crew.hands}
            for pipe in wait(list(pipes), timeout=LOOK_UP):
                if stop.is_set():
                    crew.waiting.clear()
                if isinstance(pipe, Connection):
                    yield from crew.listen(pipes[pipe])
    finally:
        crew.end()


def told(done: Done) -> Event:
    """Return what there is to tell of a shard that was worked through."""
    if done.stopped:
        return ShardStopped(done.shard, done.stopped)
    return ShardDone(done.shard, done.counts, done.seconds, done.peak)


# -- in the worker ----------------------------------------------------------------------------


def _work(work: Work, pipe: Connection) -> None:
    """Work through the shards that come over a pipe, until nothing more comes."""
    # Ctrl-C goes to all processes of a terminal; whether to stop is for the parent to say
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        with Worker(work) as worker:
            pipe.send("ready")
            while (shard := pipe.recv()) is not None:
                pipe.send(worker.run(shard))
    except MemoryError:
        raise  # this process is no good any more: another takes the shard
    except (EOFError, ConnectionError):  # the parent ended
        return
    except PipelineError as error:
        pipe.send(error)
    except Exception as error:  # noqa: BLE001 - the parent has to know
        _log.warning("a worker failed", exc_info=error)
        pipe.send(PipelineError(f"a worker failed: {type(error).__name__}: {error}",
                                hint="what was finished is written; report it"))  # fmt: skip


def _end_with_parent() -> None:
    """End this process when its parent has ended: nobody waits for the shard, and a new run may."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Let processes that are started meanwhile have these variables, where nobody set them."""
    added = {name: value for name, value in variables.items() if name not in os.environ}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            del os.environ[name]
