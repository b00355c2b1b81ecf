"""What is told of a run: a line on a terminal, lines in a log, JSON for other programs."""

from __future__ import annotations

import io
import json
from collections import Counter

from pipeline.batch.events import (
    Finished,
    Planned,
    ShardDone,
    ShardStopped,
    WorkerDied,
    as_json,
)
from pipeline.batch.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def shown(stream, events, *, seconds=10.0):
    """Return what is written when each event comes ``seconds`` after the one before."""
    now = 0.0
    progress = Progress(stream, clock=lambda: now)
    for event in events:
        progress.show(event)
        now += seconds
    return stream.getvalue()


def done(shard):
    return ShardDone(
        shard, Counter({"processed": 98, "failed": 2, "taken over": 0}), 9.0, 900_000_000
    )


def test_a_log_gets_a_line_now_and_then_and_one_at_the_end():
    written = shown(io.StringIO(), [Planned(400, 4, 0, 2), *map(done, range(4))], seconds=5)
    assert written.splitlines() == [
        "400 articles in 4 shards, 0 done; 2 at work",
        "1/4 shards, 100 articles, 20 articles/s, 15 s left, 2 failed, 0.9 GB a worker",
        "4/4 shards, 400 articles, 20 articles/s, 8 failed, 0.9 GB a worker",
    ]


def test_a_terminal_gets_one_line_that_is_written_anew():
    written = shown(Terminal(), [Planned(200, 2, 0, 1), done(0), done(1), WorkerDied(1, 1)])
    assert written.count("\n") == 2
    assert "\r1/2 shards" in written
    assert written.endswith("a worker died; shard 1 goes to another\n")


def test_a_shard_that_is_not_done_is_told_with_its_reason():
    written = shown(io.StringIO(), [ShardStopped(7, "its worker died 3 times")])
    assert written == "shard 7 is not done: its worker died 3 times\n"


def test_events_for_other_programs_are_objects_that_say_what_they_are():
    events = [Planned(1, 1, 0, 1), done(0), Finished(complete=True, counts={}, seconds=1.5)]
    said = [json.loads(as_json(event)) for event in events]
    assert [one["event"] for one in said] == ["planned", "shard_done", "finished"]
    assert said[1]["counts"] == {"processed": 98, "failed": 2, "taken over": 0}


def test_what_was_taken_over_is_told():
    counts = Counter({"processed": 100, "taken over": 97})
    events = [Planned(100, 1, 0, 1), ShardDone(0, counts, 1.0, 0)]
    assert "100 articles, 0.3 articles/s, 97 taken over" in shown(io.StringIO(), events)
