"""The first directory of a TIFF file, which is also how Exif is written."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from pipeline.errors import ArticleError

IMAGE_DESCRIPTION, ARTIST = 0x010E, 0x013B
LARGEST_TAG = 30_000_000
MOST_TAGS = 2_000
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}


@dataclass(frozen=True)
class Tiff:
    """The tags of a directory by their numbers, each with its bytes."""

    tags: dict[int, bytes]

    @classmethod
    def of_bytes(cls, data: bytes, place: str, start: int = 0) -> Tiff:
        """Return the directory in some bytes.

        Raises:
            ArticleError: it is broken.
        """
        return cls(_tags(lambda at, size: data[at : at + size], place, start))

    @classmethod
    def of_file(cls, file: BinaryIO, place: str) -> Tiff:
        """Return the directory of a file; of its tags only those with text are read."""

        def read(at: int, size: int) -> bytes:
            file.seek(at)
            return file.read(size)

        return cls(_tags(read, place, 0))

    def raw(self, tag: int) -> bytes:
        """Return the bytes of a tag; none where it is not there."""
        return self.tags.get(tag, b"")


_WANTED = frozenset({IMAGE_DESCRIPTION, ARTIST, 700, 33723, 34377})


def _tags(read: Callable[[int, int], bytes], place: str, start: int) -> dict[int, bytes]:
    head = read(0, 8)
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None or len(head) < 8:
        raise _broken(place, start, "its first bytes are not II or MM")
    (at,) = struct.unpack(order + "I", head[4:8])
    number = read(at, 2)
    if len(number) < 2:
        raise _broken(place, start + at, "its directory is outside the block")
    (count,) = struct.unpack(order + "H", number)
    if count > MOST_TAGS:
        raise _broken(place, start + at, f"its directory claims {count} tags")
    found: dict[int, bytes] = {}
    for n in range(count):
        entry = read(at + 2 + 12 * n, 12)
        if len(entry) < 12:
            raise _broken(place, start + at, "its directory is cut off")
        tag, kind, values = struct.unpack(order + "HHI", entry[:8])
        size = _SIZES.get(kind, 0) * values
        if tag not in _WANTED or not size:
            continue
        if size > LARGEST_TAG:
            raise _broken(place, start + at, f"tag {tag} claims {size} bytes")
        where = struct.unpack(order + "I", entry[8:12])[0]
        data = entry[8 : 8 + size] if size <= 4 else read(where, size)
        if len(data) < size:
            raise _broken(place, start + at, f"tag {tag} is outside the block")
        found.setdefault(tag, data)
    return found


def _broken(place: str, at: int, what: str) -> ArticleError:
    return ArticleError(
        f"{place} at byte {at}: {what}",
        hint="open the photo in a photo program and save it again, or ask for it anew",
    )
