"""A process that is killed while it decides leaves each flag decided or not, never half."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from pipeline.authority.store import Store
from pipeline.review.finding import Filter, lines
from pipeline.review.queue import Queue
from tests.review.making import source, spelt

_DECIDE = """
import sys
from pathlib import Path
from pipeline.review.answers import Answer, decide
from pipeline.review.dealing import seen_of
from pipeline.review.queue import Queue
folder = Path(sys.argv[1])
with Queue(folder / "queue.db") as queue:
    print("ready", flush=True)
    for number in range(1, 61):
        answer = Answer("corrected", "kari", name=f"Liv {number}", seen=seen_of(queue, number))
        decide(queue, folder / "names.db", number, answer)
        print(number, flush=True)
"""


@pytest.mark.parametrize("after", [1, 7])
def test_a_flag_is_decided_in_register_and_queue_or_in_neither(tmp_path, after):
    with Queue(tmp_path / "queue.db") as queue:
        queue.put(source(), [spelt(f"a{n}", f"Liv Grønn{n}x", f"Liv Grøn{n}x") for n in range(60)])
    child = subprocess.Popen(
        [sys.executable, "-c", _DECIDE, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout
    for line in child.stdout:
        if line.strip() == str(after):
            time.sleep(0.003 * after)
            child.send_signal(signal.SIGKILL)
            break
    child.wait()
    child.stdout.close()
    with Queue(tmp_path / "queue.db") as queue:
        queue.catch_up(tmp_path / "names.db")
        with Store(tmp_path / "names.db") as store:
            decisions = store.decisions()
        # each answer makes two decisions, one a form: both are there or none is
        flags = [decision.flag for decision in decisions]
        assert all(flags.count(flag) == 2 for flag in flags)
        assert len(set(flags)) >= after
        found = lines(queue.database, Filter(state="all"), 0, 99)
        assert sum(line.state == "decided" for line in found) == len(set(flags))
        assert len(found) == 60
