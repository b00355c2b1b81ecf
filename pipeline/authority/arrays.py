"""Named arrays in one file that can be mapped into memory instead of being read."""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import StoreError

_MAGIC: Final = b"samsvar-arrays-1\n"
_ALIGNED: Final = 64

Array = NDArray[Any]


def save_arrays(path: Path, about: Mapping[str, str], arrays: Mapping[str, Array]) -> None:
    """Write arrays and words about them to one file, whole or not at all.

    Raises:
        StoreError: the file cannot be written.
    """
    places: dict[str, tuple[str, int, int]] = {}
    at = 0
    for name, array in arrays.items():
        places[name] = (array.dtype.str, at, len(array))
        at += -(-array.nbytes // _ALIGNED) * _ALIGNED
    head = json.dumps({"about": dict(about), "arrays": places, "size": at}).encode()
    begin = _MAGIC + len(head).to_bytes(8, "little") + head
    begin += b"\0" * (-len(begin) % _ALIGNED)
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("wb") as file:
            file.write(begin)
            for array in arrays.values():
                file.write(np.ascontiguousarray(array).tobytes())
                file.write(b"\0" * (-array.nbytes % _ALIGNED))
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror})") from error


def load_arrays(path: Path) -> tuple[dict[str, str], dict[str, Array]]:
    """Return the words and the arrays of a file; the arrays are mapped and cannot be changed.

    Raises:
        StoreError: the file is missing, cut short or of another kind.
    """
    rebuild = "build the index again"
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < len(_MAGIC) + 8:
                raise StoreError(f"{path}: not an index of names", hint=rebuild)
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror})", hint=rebuild) from error
    if data[: len(_MAGIC)] != _MAGIC:
        raise StoreError(f"{path}: not an index of names", hint=rebuild)
    start = len(_MAGIC) + 8
    length = int.from_bytes(data[len(_MAGIC) : start], "little")
    begin = -(-(start + length) // _ALIGNED) * _ALIGNED
    try:
        head = json.loads(data[start : start + length])
        complete = size == begin + head["size"]
    except ValueError as error:
        raise StoreError(f"{path}: its heading is damaged", hint=rebuild) from error
    if not complete:
        raise StoreError(f"{path}: cut short", hint=rebuild)
    arrays: dict[str, Array] = {
        name: np.frombuffer(data, dtype=np.dtype(kind), count=count, offset=begin + at)
        for name, (kind, at, count) in head["arrays"].items()
    }
    return head["about"], arrays
