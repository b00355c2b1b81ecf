"""One run at a time in a folder, even where the one before was killed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.locking import held


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

    def taken(noted: str) -> StoreError:
        holder = noted.strip()
        return StoreError(
            f"{folder}: another run is at work in this folder"
            + (f" (process {holder})" if holder else ""),
            hint="wait until it is done, stop it, or choose another folder with --out",
        )

    cure = "choose another folder with --out"
    with held(folder, taken=taken, cure=cure, shared=not alone, mode=0o644) as note:
        if alone:
            note(f"{os.getpid()}\n")
        yield
