"""Kill runs of an archive at random moments, and compare what comes out with undisturbed ones.

Killed are, here and on a Ray cluster of two nodes, the parent, a worker, and a whole node. Moments
are while a run starts, plans, works, has just written a shard, or writes its outputs.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.batch.folder import runs
from pipeline.batch.looking import faults
from pipeline.batch.plan import read_plan
from tests.batch.making import line, results, undisturbed, wish, write_lines

ROOT = Path(__file__).parents[2]
#: articles of a run; each takes as many thousandths of a second
ARTICLES, TAKES = 3000, 30
FILES = ("archive.jsonl", "archive-names.jsonl", "archive-flags.jsonl", "archive.db")
WHO = {"here": ("parent", "worker"), "ray": ("Ray driver", "Ray actor", "Ray node")}


class RayCluster:
    """A cluster of two nodes on this machine, each with one worker's room."""

    def __init__(self) -> None:
        # a busy machine: a node that is slow is not lost (read when Ray is imported)
        os.environ |= {"RAY_raylet_start_wait_time_s": "300", "RAY_USAGE_STATS_ENABLED": "0"}
        os.environ["PYTHONPATH"] = str(ROOT)  # Ray's own processes have to find the fakes
        from ray._private import services  # noqa: PLC0415 - an extra
        from ray.cluster_utils import Cluster  # noqa: PLC0415

        # or Ray takes "127.0.0.1" for the address of this machine in its network
        services.get_node_ip_address = lambda *_: "127.0.0.1"
        self._room: dict[str, Any] = {
            "object_store_memory": 80_000_000,
            "include_dashboard": False,
            "node_ip_address": "127.0.0.1",
        }
        head: dict[str, Any] = {"num_cpus": 0, **self._room}
        self._cluster: Any = Cluster(initialize_head=True, head_node_args=head)
        self.address = str(self._cluster.address)
        for _ in range(2):
            self._cluster.add_node(num_cpus=1, **self._room)

    def close(self) -> None:
        """End all nodes."""
        self._cluster.shutdown()

    def lose_node(self, chance: random.Random) -> bool:
        """Kill a node with all that runs on it, and add another one."""
        lost = chance.choice(list(self._cluster.worker_nodes))
        self._cluster.remove_node(lost, allow_graceful=False)
        self._cluster.add_node(num_cpus=1, **self._room)
        return True

    def actors(self) -> list[int]:
        """Return the processes of the actors on its nodes."""
        parents = {
            one.process.pid
            for node in self._cluster.worker_nodes
            for one in node.all_processes["raylet"]
        }
        return [pid for pid in _children(parents) if _command(pid).startswith(b"ray::_Actor")]


def measure_kills(
    place: Path, kills: int, seed: int, *, where: Sequence[str], tell: Callable[[str], None]
) -> None:
    """Kill runs until enough were hit; finish each and compare it with an undisturbed run.

    Args:
        place: a folder to work in.
        kills: how many.
        seed: of the moments, and of who is killed.
        where: "here", "ray", or both.
        tell: takes what there is to say.

    Raises:
        AssertionError: something came out that an undisturbed run does not give.
    """
    chance = random.Random(seed)  # noqa: S311
    slow = [line(n, f"Kari Lunde {n} VENT {TAKES}") for n in range(ARTICLES)]
    archive = write_lines(place / "a.jsonl", slow)
    quick = place / "quick"
    wanted = undisturbed(quick, wish(archive))
    _finish(archive, quick)
    tell("an undisturbed run is made")
    killed: Counter[str] = Counter()
    with contextlib.ExitStack() as opened:
        cluster = RayCluster() if "ray" in where else None
        if cluster:
            opened.callback(cluster.close)
        number = 0
        while killed.total() < kills:
            number += 1
            folder = place / f"run{number}"
            for whom in _until_complete(folder, chance, [who for one in where for who in WHO[one]]):
                killed[whom] += _kill_one(archive, folder, whom, (chance, cluster))
                if killed.total() >= kills:
                    break
            _finish(archive, folder)
            _compare(folder, quick, wanted)
            hit = ", ".join(f"{whom} {count}" for whom, count in sorted(killed.items()))
            tell(f"run {number}: {killed.total()} kills ({hit}): the same as an undisturbed run")
            shutil.rmtree(folder)


def _until_complete(folder: Path, chance: random.Random, who: Sequence[str]) -> Iterator[str]:
    """Yield whom to kill next, as long as there is work left and for a few times after."""
    after = 0
    while after < 3:
        yield chance.choice(who)
        after += _is_complete(folder)


def _kill_one(
    archive: Path, folder: Path, whom: str, means: tuple[random.Random, RayCluster | None]
) -> bool:
    """Start a run, kill somebody in it, and then its parent; return whether anybody was hit."""
    chance, cluster = means
    address = [cluster.address] if cluster and whom in WHO["ray"] else []
    notes = folder / "speed.jsonl"
    job = _start(archive, folder, address)
    # some kills come while it starts or at its end, most when a shard has just been done
    if chance.random() < 0.2 or _is_complete(folder):
        time.sleep(chance.uniform(0.5, 8))
    else:
        _wait_for_a_shard(job, notes)
    time.sleep(chance.uniform(0, 1))
    hit = job.poll() is None
    if hit and whom not in ("parent", "Ray driver"):
        if cluster and whom == "Ray node":
            hit = cluster.lose_node(chance)
        else:
            hit = _kill_any(cluster.actors() if cluster and address else _workers(job.pid), chance)
        time.sleep(chance.uniform(0.5, 4))
    job.kill()
    job.wait()
    return hit


def _kill_any(processes: Sequence[int], chance: random.Random) -> bool:
    with contextlib.suppress(ProcessLookupError):
        if processes:
            os.kill(chance.choice(processes), 9)
            return True
    return False


def _wait_for_a_shard(job: subprocess.Popen[bytes], notes: Path) -> None:
    """Wait until another shard is noted as done."""
    before = notes.stat().st_size if notes.exists() else 0
    while job.poll() is None and (notes.stat().st_size if notes.exists() else 0) == before:
        time.sleep(0.01)


def _workers(parent: int) -> list[int]:
    return [pid for pid in _children({parent}) if b"spawn_main" in _command(pid)]


def _children(parents: set[int]) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            if int((path / "stat").read_text().rpartition(")")[2].split()[1]) in parents:
                found.append(int(path.name))
    return found


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _is_complete(folder: Path) -> bool:
    if not runs(folder):
        return False
    run = runs(folder)[0]
    return len(run.done()) == read_plan(run).shards


def _start(archive: Path, folder: Path, more: Sequence[str] = ()) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.batch.job", str(archive), str(folder), "2", *more]
    return subprocess.Popen(command, cwd=ROOT)


def _finish(archive: Path, folder: Path) -> None:
    code = _start(archive, folder).wait()
    assert code == 0, f"the last run ended with {code}"


def _compare(folder: Path, quick: Path, wanted: list[tuple[object, ...]]) -> None:
    assert _is_complete(folder)
    assert not list(faults(folder)), list(faults(folder))
    assert results(folder) == wanted
    for name in FILES:
        assert (folder / name).read_bytes() == (quick / name).read_bytes(), name
    left = [*folder.rglob(".partial*"), *folder.glob(".outputs*")]
    assert not left, left
