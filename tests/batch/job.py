"""A run of a batch as a process of its own, to be killed.

    python -m tests.batch.job ARCHIVE FOLDER WORKERS [ADDRESS]

With the address of a Ray cluster the shards are worked through there.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from pipeline.batch.locking import working_in
from pipeline.batch.outputs import write_outputs
from pipeline.batch.running import Means, work_through
from tests.batch.fakes import load
from tests.batch.making import plan, wish


def run(archive: Path, folder: Path, means: Means) -> None:
    """Work through what is left, and write the outputs."""
    made = plan(folder, wish(archive))
    with working_in(folder):
        for _ in work_through(folder, made, means, threading.Event()):
            pass
        write_outputs(folder, formats=("jsonl", "sqlite"))


if __name__ == "__main__":
    address = sys.argv[4] if len(sys.argv) > 4 else ""
    if address:
        from ray._private import services

        # or Ray takes "127.0.0.1" for the address of this machine in its network
        services.get_node_ip_address = lambda *_: "127.0.0.1"
    means = Means(int(sys.argv[3]), "ray" if address else "local", address, load=load)
    run(Path(sys.argv[1]), Path(sys.argv[2]), means)
