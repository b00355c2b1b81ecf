"""Texts to disk, a piece at a time: the whole file or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import StoreError


def write_pieces(pieces: Iterable[str], path: Path) -> None:
    """Write pieces of text to a file (UTF-8); a file that was there stays until all is written.

    Raises:
        StoreError: the file cannot be written.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".partial-", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        raise StoreError(
            f"{error.filename or path}: cannot be written: {error.strerror}",
            hint="choose another file, or free some space",
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
