"""One run at a time in a folder, even where the one before was killed."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import StoreError


@contextmanager
def working_in(folder: Path, *, alone: bool = True) -> Iterator[None]:
    """Hold the folder of a batch; the system lets go of it when the process ends, however.

    Args:
        folder: the folder; it is made if need be.
        alone: whether nobody else may work there meanwhile. The jobs of a cluster, each with
            shards of its own, work there together.

    Raises:
        StoreError: somebody else works there, or the folder cannot be written.
    """
    path = folder / "lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StoreError(
            f"{error.filename or path}: cannot be written: {error.strerror}",
            hint="choose another folder with --out",
        ) from error
    try:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(handle, 100).decode("utf-8", "replace").strip()
            raise StoreError(
                f"{folder}: another run is at work in this folder"
                + (f" (process {holder})" if holder else ""),
                hint="wait until it is done, stop it, or choose another folder with --out",
            ) from error
        if alone:
            os.truncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)
