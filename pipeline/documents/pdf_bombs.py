"""Streams of a PDF that would unpack to more than memory should hold."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from pipeline.errors import ArticleError

#: bytes that one stream may unpack to: a page of letters has less than one million, and what draws
#: takes ten times its size in memory; a picture is not unpacked, but may only say that it is one
LARGEST_STREAM, LARGEST_PICTURE = 40_000_000, 400_000_000
#: a stream whose first bytes grow by more than this is unpacked to see how large it gets
SUSPICIOUS = 100
_HEAD = 4096
_STEP = 4_000_000
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_STREAM = re.compile(rb"stream\r?\n")
_ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")


def refuse_bombs(data: bytes, source: str) -> None:
    """Refuse a PDF with a stream that unpacks to more than 40 MB (a picture: 400 MB).

    Streams are looked at in the file, as they are; what is encrypted cannot be seen.

    Raises:
        ArticleError: there is one.
    """
    for match in _STREAM.finditer(data):
        start = match.end()
        if data[start : start + 2] not in _ZLIB:
            continue
        is_picture = _PICTURE.search(data[max(0, start - 1000) : start].rpartition(b" obj")[2])
        most = LARGEST_PICTURE if is_picture else LARGEST_STREAM
        if _is_bomb(data, start, most):
            raise ArticleError(
                f"{source}, byte {start}: a stream unpacks to more than {most / 1e6:.0f} MB",
                hint="print the document to a new PDF; if the sender is unknown, do not open it",
            )


def _is_bomb(data: bytes, start: int, most: int) -> bool:
    head = data[start : start + _HEAD]
    try:
        first = zlib.decompressobj().decompress(head, SUSPICIOUS * _HEAD)
    except zlib.error:
        return False
    if first[:2] in _ZLIB:  # packed twice
        packed = b"".join(_unpacked(data[start:], _STEP))
        return sum(map(len, _unpacked(packed, most + 1))) > most
    if len(first) < SUSPICIOUS * min(len(head), _HEAD) // 2:
        return False
    return sum(map(len, _unpacked(data[start:], most + 1))) > most


def _unpacked(data: bytes, most: int) -> Iterator[bytes]:
    """Give what some packed bytes hold, piece by piece, up to a size."""
    unpacker = zlib.decompressobj()
    while most > 0 and not unpacker.eof:
        try:
            piece = unpacker.decompress(data, min(most, _STEP))
        except zlib.error:
            return
        if not piece:
            return
        yield piece
        most -= len(piece)
        data = unpacker.unconsumed_tail
