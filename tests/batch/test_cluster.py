"""The same shards on Ray: the same results, though an actor is killed or a node is lost.

What is done about it is tested on a Ray that is not one, quickly; and on real clusters of this
machine (``make test-slow``).
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import types
from pathlib import Path

import pytest

from pipeline.batch import cluster as ours
from pipeline.batch.cluster import _Actor, run_on_ray
from pipeline.batch.events import ShardDone, ShardStopped, WorkerDied
from pipeline.batch.shard import Work, Worker
from pipeline.errors import ModelError, PipelineError
from tests.batch.fakes import load
from tests.batch.making import line, plan, results, undisturbed, wish, write_lines

ROOT = Path(__file__).parents[2]
WITHOUT = "Ray is an extra: pip install 'samsvar[ray]'"


class RayError(Exception):
    """What Ray's errors have in common."""


class RayTaskError(RayError):
    """An error in an actor."""


class ObviousRay(types.SimpleNamespace):
    """A Ray of one process: an answer is worked out when it is waited for.

    ``dies`` says before which answers, counted from 0, the actor dies.
    """

    exceptions = types.SimpleNamespace(RayError=RayError, RayTaskError=RayTaskError)

    def __init__(self, dies):
        super().__init__()
        self.dies, self.is_shut = set(dies), False
        self.asked, self.actors = 0, list[_Actor]()

    def remote(self, **_):
        return lambda of: types.SimpleNamespace(remote=lambda *given: self._actor(of, given))

    def _actor(self, of, given):
        actor = of(*given)
        self.actors.append(actor)
        run = types.SimpleNamespace(remote=lambda shard: self._ask(actor, shard))
        return types.SimpleNamespace(run=run)

    def _ask(self, actor, shard):
        number, self.asked = self.asked, self.asked + 1
        return _Answer(number, actor, shard)

    def wait(self, answers, **_):
        return answers[:1], answers[1:]

    def get(self, answer):
        if answer.number in self.dies:
            raise RayError("the node died")
        try:
            return answer.actor.run(answer.shard)
        except ArithmeticError as error:
            raise RayTaskError(str(error)) from error

    def shutdown(self):
        for actor in self.actors:  # Ray ends their processes
            actor._worker.close()
        self.is_shut = True


class _Answer:
    """What an actor was asked; known by itself, as an answer of Ray is."""

    def __init__(self, number, actor, shard):
        self.number, self.actor, self.shard = number, actor, shard


@pytest.fixture
def batch(tmp_path):
    """Return the folder of a batch of forty articles in four shards, and what to know of it."""
    archive = write_lines(tmp_path / "a.jsonl", [line(n) for n in range(40)])
    run = plan(tmp_path / "out", wish(archive, targets=()))
    return tmp_path / "out", archive, Work(tmp_path / "out", run.number, load, shares_cache=False)


def on(ray, job, monkeypatch, *, stop=None, workers=2):
    monkeypatch.setattr(ours, "_connect", lambda *_: ray)
    stop = stop or threading.Event()
    return list(run_on_ray(job, range(4), workers=workers, stop=stop))


def test_a_shard_whose_node_died_goes_to_another_actor(batch, tmp_path, monkeypatch):
    folder, archive, job = batch
    ray = ObviousRay(dies=[1])
    happened = on(ray, job, monkeypatch)
    assert [(e.shard, e.times) for e in happened if isinstance(e, WorkerDied)] == [(1, 1)]
    assert (len(ray.actors), ray.is_shut) == (3, True)
    assert results(folder) == undisturbed(tmp_path / "new", wish(archive, targets=()))


def test_a_shard_that_kills_every_actor_is_given_up_and_the_others_are_done(batch, monkeypatch):
    happened = on(ObviousRay(dies=[0, 1, 2]), batch[2], monkeypatch, workers=1)
    assert [e.shard for e in happened if isinstance(e, ShardStopped)] == [0]
    assert {e.shard for e in happened if isinstance(e, ShardDone)} == {1, 2, 3}


def test_an_error_that_concerns_every_shard_stops_the_run(batch, monkeypatch):
    def broken(*_):
        raise ModelError("the model is broken", hint="samsvar models build")

    monkeypatch.setattr(Worker, "run", broken)
    ray = ObviousRay(dies=[])
    with pytest.raises(ModelError, match="the model is broken"):
        on(ray, batch[2], monkeypatch)
    assert ray.is_shut


def test_an_error_that_nobody_foresaw_is_told(batch, monkeypatch):
    monkeypatch.setattr(Worker, "run", lambda *_: 1 // 0)
    with pytest.raises(PipelineError, match="an actor failed"):
        on(ObviousRay(dies=[]), batch[2], monkeypatch)


def test_a_run_that_is_stopped_finishes_what_is_in_hand(batch, monkeypatch):
    stop = threading.Event()
    stop.set()
    happened = on(ObviousRay(dies=[]), batch[2], monkeypatch, stop=stop)
    assert sorted(e.shard for e in happened if isinstance(e, ShardDone)) == [0, 1]


def test_a_ray_that_does_not_start_is_told(batch, monkeypatch):
    def init(**_):
        raise Exception("timed out during startup")

    monkeypatch.setitem(sys.modules, "ray", types.SimpleNamespace(init=init))
    with pytest.raises(PipelineError, match="did not start on this machine: timed out"):
        list(run_on_ray(batch[2], range(4), workers=1, stop=threading.Event()))


# -- on a real Ray ----------------------------------------------------------------------------


@pytest.mark.slow
def test_on_ray_with_two_actors_and_one_killed_results_are_those_of_one_process(
    tmp_path, monkeypatch
):
    pytest.importorskip("ray", reason=WITHOUT)
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


@pytest.fixture
def two_nodes(monkeypatch):
    """Return a cluster of two nodes on this machine, with one worker's room each."""
    utils = pytest.importorskip("ray.cluster_utils", reason=WITHOUT)
    services = pytest.importorskip("ray._private.services", reason=WITHOUT)
    # or Ray takes "127.0.0.1" for the address of this machine in its network
    monkeypatch.setattr(services, "get_node_ip_address", lambda *_: "127.0.0.1")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))  # Ray's own processes have to find the fakes
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    room = {
        "num_cpus": 1,
        "object_store_memory": 80_000_000,
        "include_dashboard": False,
        "node_ip_address": "127.0.0.1",
    }
    made = utils.Cluster(initialize_head=True, head_node_args=room)
    try:
        made.add_node(**room)
        yield made
    finally:
        made.shutdown()


@pytest.mark.slow
def test_of_two_nodes_one_is_lost_and_results_are_those_of_one_process(tmp_path, two_nodes):
    slow = [line(n, f"Kari Lund {n} VENT 40") for n in range(80)]
    archive = write_lines(tmp_path / "a.jsonl", slow)
    folder = tmp_path / "out"
    run, happened = plan(folder, wish(archive)), []
    job = Work(folder, run.number, load, shares_cache=False)
    shards = run_on_ray(job, range(8), workers=2, stop=threading.Event(), address=two_nodes.address)
    for event in shards:
        happened.append(event)
        if len(happened) == 2:
            (lost,) = two_nodes.worker_nodes
            two_nodes.remove_node(lost, allow_graceful=False)
    assert [event.times for event in happened if isinstance(event, WorkerDied)] == [1]
    assert {event.shard for event in happened if isinstance(event, ShardDone)} == set(range(8))
    assert results(folder) == undisturbed(tmp_path / "new", wish(archive))
