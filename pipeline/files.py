"""Files to disk: the whole file or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import StoreError


def stage(pieces: Iterable[str] | bytes, folder: Path, staged: list[Path]) -> Path:
    """Write pieces of text (UTF-8) to a new file in a folder, ready to be renamed to its place.

    Args:
        pieces: the text; or bytes, which are written as they are.
        folder: the folder of the place that the file is for; it is made if need be.
        staged: takes the file before the first piece is written, so that it can be removed
            whatever happens.

    Raises:
        OSError: the folder cannot be made or the file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".partial-", dir=folder)
    temporary = Path(name)
    staged.append(temporary)
    data = [pieces] if isinstance(pieces, bytes) else (piece.encode() for piece in pieces)
    with os.fdopen(handle, "wb") as file:
        file.writelines(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.chmod(0o644)
    return temporary


def write_pieces(pieces: Iterable[str] | bytes, path: Path) -> None:
    """Write pieces of text (UTF-8), or bytes; a file that was there stays until all is written.

    Raises:
        StoreError: the file cannot be written.
    """
    staged: list[Path] = []
    try:
        stage(pieces, path.parent, staged).replace(path)
    except OSError as error:
        raise StoreError(
            f"{error.filename or path}: cannot be written: {error.strerror}",
            hint="choose another file, or free some space",
        ) from error
    finally:
        for temporary in staged:
            temporary.unlink(missing_ok=True)
