"""Archives and runs for tests of a batch."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from pathlib import Path

from pipeline.batch.beginning import begin
from pipeline.batch.events import Event
from pipeline.batch.folder import RunFolder
from pipeline.batch.loading import Load
from pipeline.batch.locking import working_in
from pipeline.batch.plan import Settings, Wishes
from pipeline.batch.results import outcomes
from pipeline.batch.running import Means, work_through
from pipeline.batch.shard import Work, Worker
from pipeline.batch.sources import archive_at
from tests.batch.fakes import MODELS, load


def line(number: int, text: str = "", **more: object) -> str:
    """Return a line of an archive: an article of one paragraph."""
    text = text or f"Kari Lunde møtte Per Aas {number} ganger."
    parts = [{"kind": "paragraph", "text": text}]
    return json.dumps({"id": f"a{number}", "parts": parts, **more}, ensure_ascii=False)


def write_lines(path: Path, lines: Iterable[str]) -> Path:
    """Write an archive of these lines."""
    path.write_text("".join(f"{one}\n" for one in lines), encoding="utf-8")
    return path


def wish(
    archive: Path,
    *,
    names: Path | None = None,
    memory: Path | None = None,
    targets: tuple[str, ...] = ("en",),
    size: int = 10,
) -> Wishes:
    """Return what a plan is made from, for fake stages."""
    return Wishes(
        archive=archive_at(archive),
        settings=Settings(targets=targets),
        models=MODELS,
        names=names,
        memory=memory,
        shard_size=size,
    )


def plan(folder: Path, wishes: Wishes, *, refresh: bool = False) -> RunFolder:
    """Return the run that is to be worked on."""
    with working_in(folder):
        return begin(folder, wishes, refresh=refresh)


def work(folder: Path, run: RunFolder, load: Load = load) -> None:
    """Work through what is left of a run, in this process."""
    with Worker(Work(folder, run.number, load)) as worker:
        for number in range(len(worker.plan.offsets)):
            if not run.shard(number).exists():
                worker.run(number)


def work_in_processes(
    folder: Path, run: RunFolder, *, workers: int = 2, load: Load = load
) -> list[Event]:
    """Work through what is left of a run in other processes, and return what happened."""
    with working_in(folder):
        means = Means(workers=workers, load=load)
        return list(work_through(folder, run, means, threading.Event()))


def results(folder: Path) -> list[tuple[int, str, str, str, str, bytes]]:
    """Return everything that a batch says of its articles, sorted."""
    return sorted((r.number, r.id, r.place, r.digest, r.date, r.raw) for r in outcomes(folder))


def undisturbed(folder: Path, wishes: Wishes, load: Load = load) -> list[tuple[object, ...]]:
    """Return the results of a run that nothing disturbs, in a folder of its own."""
    work(folder, plan(folder, wishes), load)
    return list(results(folder))
