"""The same shards on Ray: the same results, though an actor is killed."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from pipeline.batch.cluster import run_on_ray
from pipeline.batch.events import ShardDone, WorkerDied
from pipeline.batch.shard import Work
from tests.batch.fakes import load
from tests.batch.making import line, plan, results, undisturbed, wish, write_lines

pytest.importorskip("ray", reason="Ray is an extra: pip install 'samsvar[ray]'")
ROOT = Path(__file__).parents[2]


def test_on_ray_with_two_actors_and_one_killed_results_are_those_of_one_process(
    tmp_path, monkeypatch
):
    # Ray's own processes have to find the fakes
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    slow = [line(n, f"Kari Lund {n} VENT 20") for n in range(80)]
    archive = write_lines(tmp_path / "a.jsonl", slow)
    folder = tmp_path / "out"
    run, happened = plan(folder, wish(archive)), []
    job = Work(folder, run.number, load, shares_cache=False)
    for event in run_on_ray(job, range(8), workers=2, stop=threading.Event()):
        happened.append(event)
        if len(happened) == 2:
            os.kill(actors()[0], signal.SIGKILL)
    assert [event.times for event in happened if isinstance(event, WorkerDied)] == [1]
    assert {event.shard for event in happened if isinstance(event, ShardDone)} == set(range(8))
    assert results(folder) == undisturbed(tmp_path / "new", wish(archive))


def actors() -> list[int]:
    """Return the processes of the actors: `ray::_Actor`, with the method while one works."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if path.read_bytes().startswith(b"ray::_Actor"):
                found.append(int(path.parent.name))
        except OSError:
            continue  # it has ended meanwhile
    return found
