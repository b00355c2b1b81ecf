"""Files of lines, compressed or not: the one door to zstandard."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import zstandard

from pipeline.errors import StoreError

#: what can go wrong with a file that is compressed
BROKEN = (OSError, EOFError, zstandard.ZstdError)
_LEVEL = 3


def compress(data: bytes) -> bytes:
    """Return the bytes as one zstd frame; the same bytes give the same frame.

    It has a checksum: a bit that turns on the disk is found when the frame is read.

    >>> zstandard.decompress(compress(b"en og to"))
    b'en og to'
    """
    return zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress(data)


def open_stream(path: Path) -> BinaryIO:
    """Return the bytes of a file to be read, decompressed where its name ends in .gz or .zst.

    The stream of a compressed file can be moved forward, and the time that takes grows with the
    distance.

    Raises:
        OSError: the file cannot be opened.
    """
    if path.suffix == ".gz":
        return cast("BinaryIO", gzip.open(path))
    if path.suffix == ".zst":
        return io.BufferedReader(_Unpacked(path))
    return path.open("rb")


def lines_of(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file of ours, without their ends.

    Raises:
        StoreError: the file cannot be read, or is damaged.
    """
    try:
        with open_stream(path) as stream:
            yield from (line.rstrip(b"\n") for line in stream)
    except BROKEN as error:
        raise StoreError(
            f"{path}: cannot be read: {error}",
            hint="check it with: samsvar batch verify DIR",
        ) from error


class _Unpacked(io.RawIOBase):
    """The bytes of a zstd file, to be read forwards: zstandard's own reader has no lines."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        decompressor = zstandard.ZstdDecompressor()
        self._reader = decompressor.stream_reader(
            path.open("rb"), read_across_frames=True, closefd=True
        )

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - whatever holds bytes
        return self._reader.readinto(buffer)

    def tell(self) -> int:
        return self._reader.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._reader.seek(offset, whence)

    def close(self) -> None:
        self._reader.close()  # type: ignore[no-untyped-call]
        super().close()
