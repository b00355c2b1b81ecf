"""A queue and a register in a temporary folder."""

from __future__ import annotations

import pytest

from pipeline.review.queue import Queue


@pytest.fixture
def queue(tmp_path):
    """Return an empty queue."""
    with Queue(tmp_path / "queue.db") as opened:
        yield opened


@pytest.fixture
def register(tmp_path):
    """Return where the register will be; there is none yet."""
    return tmp_path / "names.db"
