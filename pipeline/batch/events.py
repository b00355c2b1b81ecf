"""What happens in a run, as values: for the progress line, for logs and for other programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Planned:
    """What is to be done: ``articles`` at most, in so many ``shards`` of which some are done."""

    articles: int
    shards: int
    done: int
    workers: int


@dataclass(frozen=True)
class ShardDone:
    """A shard is written. ``counts`` are its articles by outcome; ``seconds`` its worker's."""

    shard: int
    counts: Mapping[str, int]
    seconds: float
    peak: int


@dataclass(frozen=True)
class ShardStopped:
    """A shard is not done; ``why`` says what is wrong with it."""

    shard: int
    why: str


@dataclass(frozen=True)
class WorkerDied:
    """A worker came to an end; its shard goes to another, for the ``times``-th time."""

    shard: int
    times: int


@dataclass(frozen=True)
class Finished:
    """The run is at its end: all of it (``complete``), or as far as it got."""

    complete: bool
    counts: Mapping[str, int]
    seconds: float


@dataclass(frozen=True)
class Written:
    """The outputs are written."""

    files: tuple[str, ...]


@dataclass(frozen=True)
class Repeated:
    """So many ids stand in more than one article; all articles are kept."""

    ids: int


Event = Planned | ShardDone | ShardStopped | WorkerDied | Finished | Repeated | Written

#: the names under which other programs know them
_NAMES: Mapping[type, str] = {
    Planned: "planned",
    ShardDone: "shard_done",
    ShardStopped: "shard_stopped",
    WorkerDied: "worker_died",
    Finished: "finished",
    Repeated: "repeated_ids",
    Written: "written",
}


def as_json(event: Event) -> str:
    """Return an event as one line of JSON, without the line's end.

    >>> as_json(WorkerDied(shard=12, times=1))
    '{"event": "worker_died", "shard": 12, "times": 1}'
    """
    return json.dumps({"event": _NAMES[type(event)], **vars(event)})
