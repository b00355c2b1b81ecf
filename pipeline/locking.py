"""A folder that a process holds; the system lets go of it when the process ends, however."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pipeline.errors import StoreError

#: the file in the folder that is held; what stands in it is for whoever comes second
LOCK: Final = "lock"
#: bytes of it that are read
_LONGEST: Final = 1000


@contextmanager
def held(
    folder: Path,
    *,
    taken: Callable[[str], StoreError],
    cure: str,
    shared: bool = False,
    mode: int = 0o600,
) -> Iterator[Callable[[str], None]]:
    """Hold a folder.

    Args:
        folder: the folder; it is made if need be.
        taken: makes the error that it is held, of what the holder noted.
        cure: what to do where it cannot be written.
        shared: whether others that share it may hold it too.
        mode: the rights of the file that is made.

    Yields:
        What notes something for whoever comes second, in the place of what was noted.

    Raises:
        StoreError: another process holds it, or the folder cannot be written.
    """
    path = folder / LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, mode)
    except OSError as error:
        raise StoreError(
            f"{error.filename or path}: cannot be written: {error.strerror}", hint=cure
        ) from error
    try:
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError as error:
            raise taken(os.pread(handle, _LONGEST, 0).decode("utf-8", "replace")) from error

        def note(text: str) -> None:
            os.truncate(handle, 0)
            os.pwrite(handle, text.encode(), 0)

        yield note
    finally:
        os.close(handle)
