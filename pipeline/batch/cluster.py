"""The shards of a run on a Ray cluster: the one door to Ray, which is an extra (``samsvar[ray]``).

Actors hold the models and work through one shard at a time, as workers do on one machine: the same
code, the same files. The folder of the batch and the archive must be seen from every node.
"""

from __future__ import annotations

import logging
import os
import threading
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.batch.events import Event, ShardStopped, WorkerDied
from pipeline.batch.local import LOOK_UP, TRIES, told
from pipeline.batch.shard import Done, Work, Worker
from pipeline.errors import ConfigError, PipelineError

_HERE = "127.0.0.1"


class _Actor:
    """A worker that Ray keeps, on whatever node; its models are loaded with the first shard."""

    def __init__(self, work: Work) -> None:
        self._worker = Worker(work)

    def run(self, shard: int) -> Done | PipelineError:
        """Work through a shard. An error that stops the run is returned: Ray would dress it."""
        try:
            return self._worker.run(shard)
        except PipelineError as error:
            return error


@dataclass
class _Crew:
    """The actors of a run: what each has in hand, and the shards that wait."""

    ray: Any
    work: Work
    waiting: deque[int]
    in_hand: dict[Any, tuple[Any, int]] = field(default_factory=dict)
    deaths: Counter[int] = field(default_factory=Counter)

    def hire(self) -> None:
        """Start an actor with the next shard."""
        if self.waiting:
            # no restarts by Ray: what a shard costs is for us to count
            actor = self.ray.remote(max_restarts=0, num_cpus=1)(_Actor).remote(self.work)
            self.give(actor)

    def give(self, actor: Any) -> None:  # noqa: ANN401
        """Give an actor the next shard; let it go where none waits."""
        if self.waiting:
            shard = self.waiting.popleft()
            self.in_hand[actor.run.remote(shard)] = (actor, shard)

    def take(self, answer: Any) -> Iterator[Event]:  # noqa: ANN401
        """Take what an actor has done, and yield what there is to tell."""
        actor, shard = self.in_hand.pop(answer)
        try:
            said = self.ray.get(answer)
        except self.ray.exceptions.RayTaskError as error:
            raise PipelineError(
                f"an actor failed: {error}", hint="what was finished is written; report it"
            ) from error
        except self.ray.exceptions.RayError:  # the actor died, its node, or the way to it
            yield from self._bury(shard)
            return
        if isinstance(said, PipelineError):
            raise said
        yield told(said)
        self.give(actor)

    def _bury(self, shard: int) -> Iterator[Event]:
        self.deaths[shard] += 1
        if self.deaths[shard] < TRIES:
            yield WorkerDied(shard, self.deaths[shard])
            self.waiting.appendleft(shard)
        else:
            yield ShardStopped(shard, f"its worker died {TRIES} times")
        self.hire()


def run_on_ray(
    work: Work, shards: Sequence[int], *, workers: int, stop: threading.Event, address: str = ""
) -> Iterator[Event]:
    """Work through shards on a Ray cluster, and yield what happens.

    Args:
        work: what the actors have to know.
        shards: the numbers of the shards.
        workers: how many actors.
        stop: set, no shard is begun any more; those in hand are finished.
        address: of the cluster; empty is one on this machine alone, for this run.

    Raises:
        ConfigError: Ray is not installed, or there is no cluster at the address.
        PipelineError: something is wrong that concerns every shard: a model, the archive, the
            disk. What was finished is written.
    """
    ray = _connect(address, workers)
    try:
        crew = _Crew(ray, work, deque(shards))
        for _ in range(min(workers, len(shards))):
            crew.hire()
        while crew.in_hand:
            ready, _ = ray.wait(list(crew.in_hand), num_returns=1, timeout=LOOK_UP)
            if stop.is_set():
                crew.waiting.clear()
            for answer in ready:
                yield from crew.take(answer)
    finally:
        ray.shutdown()


def _connect(address: str, workers: int) -> Any:  # noqa: ANN401
    # before it is imported: nothing is told to anybody, and a name is not looked up
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ConfigError(
            "Ray is not installed", hint="pip install 'samsvar[ray]', or --engine local"
        ) from error
    options: dict[str, Any] = {"address": address}
    if not address:
        options = {"address": "local", "num_cpus": workers, "_node_ip_address": _HERE}
        options |= {"include_dashboard": False, "object_store_memory": 80_000_000}
    try:
        ray.init(logging_level=logging.ERROR, log_to_driver=False, **options)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise ConfigError(
            f"no Ray cluster answers at {address or 'this machine'}: {error}",
            hint="check --address, and that Ray runs there (ray status)",
        ) from error
    except Exception as error:  # Ray has no name for a node of its own that starts too slowly
        raise PipelineError(
            f"Ray did not start on {address or 'this machine'}: {error}",
            hint="the machine may be too busy: try again, or --engine local",
        ) from error
    return ray
