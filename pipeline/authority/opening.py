"""The user's register opened to be changed, in earnest or to see what would happen."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.authority.register import Register, names_file
from pipeline.authority.seed import load_seed
from pipeline.authority.store import Store
from pipeline.authority.writing import Batch
from pipeline.database import Access


class _OnlyTryingError(Exception):
    """What was done is to be taken back."""


@contextmanager
def changing(given: Path | None, by: str, what: str) -> Iterator[tuple[Register, Batch]]:
    """Let all changes of the user's register inside happen, or none; make the file if need be.

    Args:
        given: the file, or ``None`` for the usual one.
        by: who changes.
        what: on what occasion, for the history.

    Raises:
        StoreError: the file cannot be opened or written.
    """
    with Store(names_file(given), Access.WRITE) as store, store.writing(by, what) as batch:
        yield Register(load_seed(), store), batch


@contextmanager
def trying(given: Path | None, by: str, what: str) -> Iterator[tuple[Register, Batch]]:
    """Let changes inside seem to happen, and take them back; no file is made.

    Raises:
        StoreError: the file cannot be opened or written.
    """
    path = names_file(given)
    with tempfile.TemporaryDirectory() as folder:
        there = path if path.exists() else Path(folder) / "names.db"
        with suppress(_OnlyTryingError), changing(there, by, what) as opened:
            yield opened
            _take_back()


def _take_back() -> None:
    raise _OnlyTryingError
