"""A desk that is killed while it translates: nothing is lost, and the job goes on."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

from pipeline.desk.jobs import Jobs, State, Wish
from pipeline.desk.worker import Worker
from tests.desk.opening import FakeOpener

HOLDING = """
import sys, time
from pathlib import Path
from pipeline.desk.jobs import Jobs
from pipeline.desk.worker import Worker
from tests.desk.opening import FakeOpener

worker = Worker(Jobs(Path(sys.argv[1])), FakeOpener(held=True))
worker.start()
time.sleep(60)
"""


def until(fact):
    end = time.monotonic() + 60
    while not fact():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def test_a_job_goes_on_after_its_desk_was_killed(tmp_path):
    jobs = Jobs(tmp_path / "jobs")
    job = jobs.add(Wish(b"Kari Lie kom.", "brev.txt", ("en",)))
    desk = subprocess.Popen([sys.executable, "-c", HOLDING, str(jobs.folder)])
    try:
        until(lambda: jobs.get(job.id).state is State.RUNNING)
    finally:
        desk.send_signal(signal.SIGKILL)
        desk.wait()
    assert jobs.outcome(job.id) is None
    with Worker(jobs, FakeOpener()) as worker:
        worker.start()
        until(lambda: jobs.get(job.id).state is State.DONE)
    assert not [path for path in jobs.folder.rglob("*") if path.name.startswith(".")]
