"""A batch from beginning to end: planned, worked through, joined, and written out."""

from __future__ import annotations

import json
import os
import threading
import time
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pipeline.authority.register import names_file_to_read
from pipeline.batch.beginning import finish
from pipeline.batch.edits import memory_to_read
from pipeline.batch.events import Event, Finished, Planned, ShardDone
from pipeline.batch.folder import RunFolder
from pipeline.batch.loading import Load, engines_of, load_stages, models_of
from pipeline.batch.local import run_local
from pipeline.batch.plan import SHARD_SIZE, Origin, Plan, Settings, Wishes, read_plan
from pipeline.batch.shard import Work
from pipeline.batch.sources import Archive, Kind, archive_at
from pipeline.errors import StoreError
from pipeline.glossaries import open_glossary

Engine = Literal["local", "ray"]


@dataclass(frozen=True)
class Means:
    """What a run is worked through with: so many workers, here or on a cluster.

    ``most_failed`` is the share of a shard's articles above which it is stopped when they fail.
    """

    workers: int = 1
    engine: Engine = "local"
    address: str = ""
    most_failed: float = 0.2
    load: Load = load_stages


def wishes_for(
    archive: Archive, settings: Settings, origin: Origin, shard_size: int = SHARD_SIZE
) -> Wishes:
    """Return what a plan is made from: models, register, memory and glossary as they are now.

    Raises:
        ConfigError: there is no such model of names, or the glossary is none.
        ModelError: a model is missing, or is not the one in the manifest.
        StoreError: the user's glossary cannot be read.
    """
    given = Path(origin.names) if origin.names else None
    memory = Path(origin.memory) if origin.memory else None
    return Wishes(
        archive=archive,
        settings=settings.model_copy(update={"glossary": ""}),
        models=models_of(origin.models, settings),
        engines=engines_of(origin.models, settings),
        names=names_file_to_read(given),
        memory=None if origin.no_memory else memory_to_read(memory),
        glossary=open_glossary(Path(origin.glossary) if origin.glossary else None),
        origin=origin,
        shard_size=shard_size,
    )


def wishes_of(plan: Plan) -> Wishes:
    """Return what a plan like this one would be made from now; raises what ``wishes_for`` does."""
    then = plan.archive
    archive = archive_at(Path(then.path), is_list=then.kind is Kind.LIST)
    archive = archive.model_copy(update={"beside": then.beside})
    return wishes_for(archive, plan.settings, plan.origin, plan.shard_size)


def work_through(
    folder: Path, run: RunFolder, means: Means, stop: threading.Event
) -> Generator[Event, None, None]:
    """Work through what is left of a run, and yield what happens; ``Finished`` comes last.

    Nothing else may work in the folder meanwhile (``working_in``).

    Args:
        folder: that of the batch.
        run: the run in it.
        means: what to work with.
        stop: set, the run ends as soon as what is in hand is finished.

    Raises:
        PipelineError: something is wrong that concerns every shard. What was finished is written.
    """
    began = time.monotonic()
    plan = read_plan(run)
    done = run.done()
    left = [number for number in range(plan.shards) if number not in done]
    workers = max(1, min(means.workers, len(left)))
    yield Planned(plan.lines, plan.shards, len(done), workers)
    counts: Counter[str] = Counter()
    for event in _engine(folder, run, means, left, stop):
        if isinstance(event, ShardDone):
            counts.update(event.counts)
            _note_speed(folder, event)
        yield event
    complete = len(run.done()) == plan.shards
    if complete:
        finish(folder, run)
    yield Finished(complete, counts, time.monotonic() - began)


def _engine(
    folder: Path, run: RunFolder, means: Means, left: Sequence[int], stop: threading.Event
) -> Iterator[Event]:
    is_local = means.engine == "local"
    work = Work(folder.resolve(), run.number, means.load, means.most_failed, shares_cache=is_local)
    if not left:
        return
    if is_local:
        yield from run_local(work, left, workers=means.workers, stop=stop)
    else:
        from pipeline.batch.cluster import run_on_ray  # noqa: PLC0415 - an extra

        yield from run_on_ray(work, left, workers=means.workers, stop=stop, address=means.address)


def _note_speed(folder: Path, done: ShardDone) -> None:
    """Append to the notes on speed what was made anew; a note that is lost is no harm."""
    outcomes = sum(done.counts.get(what, 0) for what in ("processed", "skipped", "failed"))
    articles = outcomes - done.counts.get("taken over", 0)
    if not articles:
        return
    said = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "shard": done.shard,
        "articles": articles,
        "seconds": round(done.seconds, 3),
    }
    try:
        with (folder / "speed.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(said) + "\n")
    except OSError as error:
        raise StoreError(
            f"{folder / 'speed.jsonl'}: cannot be written: {error.strerror}",
            hint="free some space and run the command again",
        ) from error


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
