from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from pipeline.desk.locking import only_desk
from pipeline.errors import StoreError
from pipeline.locking import LOCK

#: a process that holds a folder until it is killed
_HOLDING = """
import sys, time
from pathlib import Path
from pipeline.desk.locking import only_desk
with only_desk(Path(sys.argv[1]), "kari") as note:
    note("http://127.0.0.1:8000/")
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def other(tmp_path):
    """Return a process that holds the folder of a desk."""
    words = [sys.executable, "-c", _HOLDING, str(tmp_path / "desk")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_desk_is_told_who_has_the_folder_and_what_to_do(tmp_path, other):
    with pytest.raises(StoreError, match="a desk is open on this folder already") as caught:
        only_desk(tmp_path / "desk").__enter__()
    assert f"(process {other.pid}, by kari, http://127.0.0.1:8000/)" in caught.value.message
    assert "use it at http://127.0.0.1:8000/" in caught.value.hint
    assert "--folder" in caught.value.hint


def test_a_desk_that_was_killed_is_in_nobody_s_way(tmp_path, other):
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    assert (tmp_path / "desk" / LOCK).read_text()
    with only_desk(tmp_path / "desk"):
        assert (tmp_path / "desk" / LOCK).read_text().split("\n")[0] == str(os.getpid())


def test_a_desk_that_was_closed_leaves_nothing_behind_that_names_anybody(tmp_path):
    with only_desk(tmp_path / "desk", "kari"):
        pass
    assert (tmp_path / "desk" / LOCK).read_text() == ""
    with only_desk(tmp_path / "desk"), only_desk(tmp_path / "another"):
        pass


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "desk").write_text("a file")
    with pytest.raises(StoreError, match="cannot be written"):
        only_desk(tmp_path / "desk").__enter__()
