"""One desk at a time on a folder: two would make every job twice, each over the other's result."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.locking import held


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
    cure = "give another folder with --folder, or ask for the right to write this one"
    with held(folder, taken=partial(_taken, folder, what), cure=cure) as note:

        def note_address(address: str) -> None:
            note(f"{os.getpid()}\n{by}\n{address}\n")

        note_address("")
        yield note_address
        note("")


def _taken(folder: Path, what: str, noted: str) -> StoreError:
    process, by, address, *_ = [*noted.split("\n"), "", "", ""]
    who = [f"process {process}" if process else "", f"by {by}" if by else "", address]
    told = ", ".join(word for word in who if word)
    here = f"use it at {address}, or " if address else ""
    return StoreError(
        f"{folder}: a desk is open on this folder already" + (f" ({told})" if told else ""),
        hint=f"{here}close that desk (Ctrl-C where it was started) and {what} again; a second desk"
        " needs a folder of its own: --folder DIR",
    )
