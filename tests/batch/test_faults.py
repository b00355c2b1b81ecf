"""Runs that are disturbed: what comes out is what an undisturbed run gives, or a clear error."""

from __future__ import annotations

import errno
import multiprocessing
import os
import resource
import secrets
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pipeline.batch import local
from pipeline.batch.beginning import tidy
from pipeline.batch.events import Finished, ShardDone, ShardStopped, WorkerDied
from pipeline.batch.folder import current_run
from pipeline.batch.local import run_local
from pipeline.batch.locking import working_in
from pipeline.batch.looking import failures, faults
from pipeline.batch.shard import Work, Worker
from pipeline.errors import ModelError, PipelineError, StoreError
from tests.batch.fakes import load, load_others
from tests.batch.making import (
    line,
    plan,
    results,
    undisturbed,
    wish,
    work,
    work_in_processes,
    write_lines,
)

ROOT = Path(__file__).parents[2]


def run_until_killed(archive, folder, is_far):
    """Start a run as a process of its own, and kill it when it is far enough."""
    command = [sys.executable, "-m", "tests.batch.job", str(archive), str(folder), "1"]
    job = subprocess.Popen(command, cwd=ROOT)
    deadline = time.monotonic() + 120
    while job.poll() is None and time.monotonic() < deadline and not is_far():
        time.sleep(0.005)
    job.kill()
    job.wait()


def test_a_run_that_is_killed_and_run_again_gives_what_an_undisturbed_one_gives(tmp_path):
    slow = [line(n, f"Kari Lund {n} VENT 5") for n in range(90)]
    archive, folder = write_lines(tmp_path / "a.jsonl", slow), tmp_path / "out"
    shards = folder / "runs" / "1" / "shards"
    run_until_killed(archive, folder, lambda: bool(list(shards.glob("*/*.jsonl.zst"))))
    assert 0 < len(current_run(folder).done()) < 9
    work(folder, plan(folder, wish(archive)))
    assert results(folder) == undisturbed(tmp_path / "new", wish(archive))
    assert not list(folder.rglob(".partial-*"))


def test_a_worker_that_is_killed_costs_nothing_but_time_and_a_stop_what_is_not_begun(tmp_path):
    slow = [line(n, f"Ola Berg {n} VENT 5") for n in range(60)]
    archive, folder = write_lines(tmp_path / "a.jsonl", slow), tmp_path / "out"
    run, stop, happened = plan(folder, wish(archive)), threading.Event(), []
    for event in run_local(Work(folder, run.number, load), range(6), workers=1, stop=stop):
        happened.append(event)
        if isinstance(event, ShardDone) and event.shard == 1:
            for process in multiprocessing.active_children():
                process.kill()
        if isinstance(event, ShardDone) and event.shard == 3:
            stop.set()
    assert [event.times for event in happened if isinstance(event, WorkerDied)] == [1]
    assert {0, 1, 2, 3} <= run.done() < set(range(6))
    work(folder, run)
    assert results(folder) == undisturbed(tmp_path / "new", wish(archive))


def test_a_shard_whose_worker_always_dies_is_given_up_and_the_others_are_done(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(local, "TRIES", 2)
    archive = write_lines(
        tmp_path / "a.jsonl", [line(n, "DREP" if n == 15 else "") for n in range(30)]
    )
    run = plan(tmp_path / "out", wish(archive))
    happened = work_in_processes(tmp_path / "out", run, workers=1)
    stopped = [event for event in happened if isinstance(event, ShardStopped)]
    assert stopped == [ShardStopped(1, "its worker died 2 times")]
    assert run.done() == {0, 2}
    assert isinstance(happened[-1], Finished)
    assert not happened[-1].complete


def test_workers_that_all_die_stop_the_run(tmp_path, monkeypatch):
    monkeypatch.setattr(local, "DEATHS_IN_A_ROW", 1)
    archive = write_lines(tmp_path / "a.jsonl", [line(0, "DREP")])
    run = plan(tmp_path / "out", wish(archive))
    with pytest.raises(PipelineError, match="workers died one after another"):
        work_in_processes(tmp_path / "out", run, workers=1)


def test_an_article_that_fails_costs_no_other(tmp_path):
    bad = {3: "UMULIG", 14: "UVENTET"}
    archive = write_lines(tmp_path / "a.jsonl", [line(n, bad.get(n, "")) for n in range(20)])
    work(tmp_path / "out", plan(tmp_path / "out", wish(archive)))
    assert [one[1] for one in results(tmp_path / "out")] == sorted(
        (f"a{n}" for n in range(20)), key=lambda name: int(name[1:])
    )
    said = {one.id: (one.place, one.error, one.hint) for one in failures(tmp_path / "out")}
    assert said == {
        "a3": ("line 4", "ArticleError", "mend it"),
        "a14": ("line 15", "ZeroDivisionError", "report it, with the article"),
    }


def test_more_than_a_fifth_failing_stops_the_shard_and_no_other(tmp_path):
    archive = write_lines(
        tmp_path / "a.jsonl", [line(n, "UMULIG" if n < 5 else "") for n in range(40)]
    )
    run = plan(tmp_path / "out", wish(archive, size=20))
    with Worker(Work(tmp_path / "out", run.number, load)) as worker:
        assert worker.run(0).stopped == "5 of its 20 articles failed"
        assert not worker.run(1).stopped
    assert run.done() == {1}
    assert len(list(failures(tmp_path / "out"))) == 5


def test_few_failures_stop_no_shard_however_small_it_is(tmp_path):
    archive = write_lines(tmp_path / "a.jsonl", [line(n, "UMULIG") for n in range(4)])
    work(tmp_path / "out", plan(tmp_path / "out", wish(archive)))
    assert current_run(tmp_path / "out").done() == {0}


def test_a_broken_model_stops_the_run_and_is_no_article_that_failed(tmp_path):
    archive = write_lines(tmp_path / "a.jsonl", [line(n, "MODELLFEIL") for n in range(3)])
    run = plan(tmp_path / "out", wish(archive))
    with pytest.raises(ModelError, match="the model is broken"):
        work_in_processes(tmp_path / "out", run, workers=1)
    assert not list(failures(tmp_path / "out"))


def test_models_that_are_not_those_of_the_plan_stop_the_run(tmp_path):
    archive = write_lines(tmp_path / "a.jsonl", [line(0)])
    run = plan(tmp_path / "out", wish(archive))
    with pytest.raises(ModelError, match="others than those"):
        work(tmp_path / "out", run, load_others)


def test_a_disk_that_is_full_stops_the_run_and_leaves_nothing_half_written(tmp_path):
    large = [line(n, f"Siri Vik {secrets.token_hex(30_000)}") for n in range(10)]
    archive = write_lines(tmp_path / "a.jsonl", large)
    run = plan(tmp_path / "out", wish(archive))
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limit[1]))
        with pytest.raises(StoreError, match="cannot be written"):
            work(tmp_path / "out", run)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, before)
    assert not run.done()
    work(tmp_path / "out", run)
    assert results(tmp_path / "out") == undisturbed(tmp_path / "new", wish(archive))


def test_a_file_that_cannot_be_read_is_an_article_that_failed(tmp_path):
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "a.txt").write_text("Kari Lunde møtte Per Aas.")
    (tree / "b.txt").symlink_to(tree / "nowhere.txt")
    work(tmp_path / "out", plan(tmp_path / "out", wish(tree)))
    (failure,) = failures(tmp_path / "out")
    assert (failure.id, failure.place) == ("b.txt", str(tree / "b.txt"))
    assert os.strerror(errno.ENOENT) in failure.message


@pytest.mark.parametrize("change", ["more", "other"])
def test_an_archive_that_changes_under_the_run_stops_it(tmp_path, change):
    archive = write_lines(tmp_path / "a.jsonl", [line(n) for n in range(20)])
    run = plan(tmp_path / "out", wish(archive))
    with Worker(Work(tmp_path / "out", run.number, load)) as worker:
        worker.run(0)
        if change == "more":
            with archive.open("a") as file:
                file.write(line(20) + "\n")
        else:
            write_lines(archive, [line(n, "Ola Berg.") for n in range(20)])
        with pytest.raises(StoreError, match="changed since the batch was planned"):
            worker.run(1)
    work(tmp_path / "out", plan(tmp_path / "out", wish(archive), refresh=True))
    assert results(tmp_path / "out") == undisturbed(tmp_path / "new", wish(archive))


def test_a_file_of_a_folder_that_changes_under_the_run_stops_it(tmp_path):
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "a.txt").write_text("Kari Lunde møtte Per Aas.")
    run = plan(tmp_path / "out", wish(tree))
    (tree / "a.txt").write_text("Ola Berg møtte Per Aas i dag.")
    with pytest.raises(StoreError, match=r"a\.txt: changed since"):
        work(tmp_path / "out", run)


def test_a_clock_that_goes_back_changes_nothing(tmp_path):
    archive = write_lines(tmp_path / "a.jsonl", [line(n) for n in range(20)])
    folder = tmp_path / "out"
    run = plan(folder, wish(archive))
    with Worker(Work(folder, run.number, load)) as worker:
        worker.run(0)
    for path in folder.rglob("*"):
        os.utime(path, (4e9, 4e9))  # written in what is now the future
    work(folder, plan(folder, wish(archive)))
    assert results(folder) == undisturbed(tmp_path / "new", wish(archive))


def test_two_runs_on_one_folder_are_one_and_a_clear_error(tmp_path):
    with (
        working_in(tmp_path / "out"),
        pytest.raises(StoreError, match=f"another run is at work.*process {os.getpid()}"),
        working_in(tmp_path / "out"),
    ):
        pass


def test_jobs_of_a_cluster_work_in_a_folder_together_and_a_run_waits_for_them(tmp_path):
    with (
        working_in(tmp_path, alone=False),
        working_in(tmp_path, alone=False),
        pytest.raises(StoreError, match="another run"),
        working_in(tmp_path),
    ):
        pass
    with working_in(tmp_path):
        pass


def test_what_a_killed_process_left_half_written_is_removed(tmp_path):
    archive = write_lines(tmp_path / "a.jsonl", [line(n) for n in range(10)])
    run = plan(tmp_path / "out", wish(archive))
    work(tmp_path / "out", run)
    left = run.shard(0).parent / ".partial-abc"
    left.write_text("half")
    outputs = tmp_path / "out" / ".outputs-abc"
    outputs.mkdir()
    (outputs / "archive.db").write_text("half")
    tidy(tmp_path / "out")
    assert not left.exists()
    assert not outputs.exists()
    assert run.done() == {0}


def test_a_result_that_is_damaged_is_found(tmp_path):
    archive = write_lines(tmp_path / "a.jsonl", [line(n) for n in range(20)])
    run = plan(tmp_path / "out", wish(archive))
    work(tmp_path / "out", run)
    assert not list(faults(tmp_path / "out"))
    whole = run.shard(1).read_bytes()
    for at in range(8, len(whole), len(whole) // 12):
        data = bytearray(whole)
        data[at] ^= 0x10
        run.shard(1).write_bytes(data)
        (fault,) = faults(tmp_path / "out")
        assert str(run.shard(1)) in fault
