"""A run of a batch as a process of its own, to be killed: ``python -m tests.batch.job``."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.batch.making import plan, wish, work_in_processes

if __name__ == "__main__":
    archive, folder = map(Path, sys.argv[1:3])
    work_in_processes(folder, plan(folder, wish(archive)), workers=int(sys.argv[3]))
