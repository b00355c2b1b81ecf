from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from pipeline.authority.store import Store
from pipeline.review.finding import Filter, lines
from pipeline.review.queue import Queue
from tests.review.making import source, spelt

ROOT = Path(__file__).parents[2]
CARDS = 120
KILLS = 10


def test_a_desk_that_is_killed_while_somebody_decides_has_decided_or_not_and_never_half(tmp_path):
    path, register = tmp_path / "queue.db", tmp_path / "names.db"
    with Queue(path) as queue:
        queue.put(source(), [spelt(f"a{n}", f"Liv Nr{n}", f"Liv Nrr{n}") for n in range(CARDS)])
    said: list[int] = []
    chance = random.Random(7)  # noqa: S311 - when to kill
    with subprocess.Popen(
        [sys.executable, "-m", "tests.web.deciding", str(path), str(register)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(KILLS):
            process.stdin.write("\n")
            process.stdin.flush()
            child = int(process.stdout.readline())
            for _ in range(chance.randrange(1, 5)):
                said.append(int(process.stdout.readline()))
            time.sleep(chance.random() * 0.02)
            os.kill(child, signal.SIGKILL)
            said += [int(line) for line in iter(process.stdout.readline, "gone\n")]
        process.stdin.close()
    with Store(register) as store:
        decided = Counter(decision.name for decision in store.decisions())
    with Queue(path) as queue:
        queue.catch_up(register)
        states = {card.number: card.state for card in lines(queue.database, Filter("all"), 0, 999)}
    # both decisions of a card, or none
    assert set(decided.values()) == {2}
    numbers = {int(name.removeprefix("Liv Rett ")) for name in decided}
    # what was said to be decided is; at most one a kill was decided and not said
    assert set(said) <= numbers
    assert len(numbers) - len(set(said)) <= KILLS
    assert KILLS <= len(numbers) < CARDS
    # and the queue follows
    assert len(states) == CARDS
    assert {number for number, state in states.items() if state == "decided"} == numbers
