"""One desk at a time on a folder: two would make every job twice, each over the other's result."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pipeline.errors import StoreError

#: the file in the folder of a desk that its process holds; what stands in it is who that is
LOCK: Final = "lock"
#: bytes of it that are read
_LONGEST: Final = 1000


@contextmanager
def only_desk(folder: Path, by: str = "", *, what: str = "open") -> Iterator[Callable[[str], None]]:
    """Hold the folder of a desk; the system lets go of it when the process ends, however.

    Args:
        folder: the folder; it is made if need be.
        by: who opens it, to be told to whoever comes second.
        what: what to do again when the other one is closed.

    Yields:
        What notes the address of the desk, to be told too.

    Raises:
        StoreError: another process holds it (says who), or the folder cannot be written.
    """
    path = folder / LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreError(
            f"{error.filename or path}: cannot be written: {error.strerror}",
            hint="give another folder with --folder, or ask for the right to write this one",
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise _taken(folder, os.pread(handle, _LONGEST, 0), what) from error

        def note(address: str) -> None:
            os.truncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n{by}\n{address}\n".encode(), 0)

        note("")
        yield note
        os.truncate(handle, 0)
    finally:
        os.close(handle)


def _taken(folder: Path, noted: bytes, what: str) -> StoreError:
    process, by, address, *_ = [*noted.decode("utf-8", "replace").split("\n"), "", "", ""]
    who = [f"process {process}" if process else "", f"by {by}" if by else "", address]
    told = ", ".join(word for word in who if word)
    here = f"use it at {address}, or " if address else ""
    return StoreError(
        f"{folder}: a desk is open on this folder already" + (f" ({told})" if told else ""),
        hint=f"{here}close that desk (Ctrl-C where it was started) and {what} again; a second desk"
        " needs a folder of its own: --folder DIR",
    )
