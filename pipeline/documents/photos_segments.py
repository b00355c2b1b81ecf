"""The blocks of metadata in a photo's file (JPEG, PNG, TIFF); its pixels are never read."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from pipeline.documents.photos_tiff import Tiff
from pipeline.errors import ArticleError

#: metadata of one photo; a caption has a few thousand bytes
LARGEST = 30_000_000
#: blocks before the pixels; a photo has a few dozen
MOST_BLOCKS = 5_000
_XMP = b"http://ns.adobe.com/xap/1.0/\x00"
_EXTENDED = b"http://ns.adobe.com/xmp/extension/\x00"
_PHOTOSHOP = b"Photoshop 3.0\x00"
_EXIF = (b"Exif\x00\x00", b"Exif\x00\xff")
_PNG = b"\x89PNG\r\n\x1a\n"
_TIFF = (b"II*\x00", b"MM\x00*")
_TAG_XMP, _TAG_IPTC, _TAG_PHOTOSHOP = 700, 33723, 34377
SUFFIXES = frozenset({".jpg", ".jpeg", ".jpe", ".png", ".tif", ".tiff"})


@dataclass
class Blocks:
    """Metadata as it stands in a file; ``extended`` is the part of XMP that had no room."""

    xmp: bytes = b""
    extended: bytes = b""
    iptc: bytes = b""
    exif: Tiff | None = None
    _photoshop: bytes = b""
    _pieces: dict[bytes, dict[int, bytes]] = field(default_factory=dict)


def read_blocks(path: Path) -> Blocks:
    """Return the metadata of a photo.

    Raises:
        ArticleError: the file cannot be read, is no photo of a kind that is known, or a block of
            it is broken; says which and where.
    """
    try:
        with path.open("rb") as file:
            start = file.read(8)
            if start[:3] == b"\xff\xd8\xff":
                return _jpeg(file, str(path))
            if start == _PNG:
                return _png(file, str(path))
            if start[:4] in _TIFF:
                return _tiff(file, str(path))
    except FileNotFoundError as error:
        raise ArticleError(f"{path}: there is no such file", hint="check the path") from error
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read: {error.strerror}") from error
    raise ArticleError(
        f"{path}: this is no JPEG, PNG or TIFF photo",
        hint="export it as JPEG; raw photos keep their captions in a .xmp file beside them",
    )


def _broken(place: str, block: str, at: int, what: str) -> ArticleError:
    return ArticleError(
        f"{place}, {block} at byte {at}: {what}",
        hint="open the photo in a photo program and save it again, or ask for it anew",
    )


# -- JPEG -------------------------------------------------------------------------------------


def _jpeg(file: BinaryIO, place: str) -> Blocks:
    blocks, total = Blocks(), 0
    for name, at, data in _segments(file, place):
        total += len(data)
        if total > LARGEST:
            raise _broken(place, name, at, f"more than {LARGEST / 1e6:.0f} MB of metadata")
        if name == "APP1" and data.startswith(_XMP):
            blocks.xmp = blocks.xmp or data[len(_XMP) :]
        elif name == "APP1" and data.startswith(_EXTENDED):
            _note_extended(blocks, data[len(_EXTENDED) :], place, at)
        elif name == "APP1" and data.startswith(_EXIF):
            blocks.exif = blocks.exif or Tiff.of_bytes(data[6:], f"{place}, Exif in APP1", at + 10)
        elif name == "APP13" and data.startswith(_PHOTOSHOP):
            blocks._photoshop += data[len(_PHOTOSHOP) :]
    for pieces in blocks._pieces.values():
        blocks.extended = b"".join(pieces[at] for at in sorted(pieces))
    if blocks._photoshop:
        blocks.iptc = _resource(blocks._photoshop, f"{place}, Photoshop block in APP13")
    return blocks


def _segments(file: BinaryIO, place: str) -> Iterator[tuple[str, int, bytes]]:
    """Give the segments that stand before the pixels: name, place in the file, content."""
    file.seek(2)
    for _ in range(MOST_BLOCKS):
        at = file.tell()
        marker = file.read(2)
        while marker == b"\xff\xff":  # filling
            marker = marker[1:] + file.read(1)
        if len(marker) < 2:
            raise _broken(place, "the end", at, "the file stops before the picture begins")
        if marker[0] != 0xFF:
            raise _broken(place, "a segment", at, "there is no marker of a segment")
        number = marker[1]
        if number in (0xDA, 0xD9):  # the pixels, the end
            return
        if 0xD0 <= number <= 0xD8 or number == 0x01:
            continue
        name = f"APP{number - 0xE0}" if 0xE0 <= number <= 0xEF else f"segment {number:02X}"
        size = file.read(2)
        length = int.from_bytes(size, "big")
        if len(size) < 2 or length < 2:
            raise _broken(place, name, at, f"its length is {length}")
        if number in (0xE1, 0xED):
            data = file.read(length - 2)
            if len(data) < length - 2:
                raise _broken(place, name, at, "it goes on after the end of the file")
            yield name, at, data
        else:
            file.seek(length - 2, 1)
    raise _broken(place, "a segment", file.tell(), f"more than {MOST_BLOCKS} segments")


def _note_extended(blocks: Blocks, data: bytes, place: str, at: int) -> None:
    """Note a piece of the XMP that had no room in one segment: id, whole size, place, content."""
    if len(data) < 40:
        raise _broken(place, "APP1 (more XMP)", at, "it is cut off")
    size, offset = struct.unpack(">II", data[32:40])
    if size > LARGEST:
        raise _broken(place, "APP1 (more XMP)", at, f"it claims {size} bytes")
    blocks._pieces.setdefault(data[:32], {})[offset] = data[40:]


def _resource(data: bytes, place: str) -> bytes:
    """Return the IPTC block among the resources of a Photoshop block, or nothing."""
    at, found = 0, b""
    while at + 12 <= len(data):
        if data[at : at + 4] not in (b"8BIM", b"PHUT", b"DCSR", b"AgHg", b"MeSa"):
            break  # some programs fill the end with zeros
        number = int.from_bytes(data[at + 4 : at + 6], "big")
        name = data[at + 6] + 1
        start = at + 6 + name + name % 2
        size = int.from_bytes(data[start : start + 4], "big")
        if start + 4 + size > len(data):
            raise _broken(place, f"resource {number:04X}", at, "it goes on after the end")
        if number == 0x0404:
            found += data[start + 4 : start + 4 + size]
        at = start + 4 + size + size % 2
    return found


# -- PNG and TIFF -----------------------------------------------------------------------------


def _png(file: BinaryIO, place: str) -> Blocks:
    blocks = Blocks()
    for _ in range(MOST_BLOCKS):
        at = file.tell()
        head = file.read(8)
        if len(head) < 8:
            raise _broken(place, "the end", at, "the file stops before its last chunk (IEND)")
        length, kind = struct.unpack(">I4s", head)
        name = f"chunk {kind.decode('latin-1')}"
        if kind == b"IEND":
            return blocks
        if kind in (b"iTXt", b"eXIf"):
            if length > LARGEST:
                raise _broken(place, name, at, f"it claims {length} bytes")
            data = file.read(length)
            if len(data) < length:
                raise _broken(place, name, at, "it goes on after the end of the file")
            if kind == b"eXIf":
                blocks.exif = Tiff.of_bytes(data, f"{place}, {name}", at + 8)
            elif data.startswith(b"XML:com.adobe.xmp\x00"):
                blocks.xmp = _itxt(data, place, at)
            file.seek(4, 1)
        else:
            file.seek(length + 4, 1)
    return blocks  # pixels in thousands of chunks: metadata stand before or after them


def _itxt(data: bytes, place: str, at: int) -> bytes:
    # keyword, is packed, how, language, translated keyword, text
    _, rest = data.split(b"\x00", 1)
    fields = rest[2:].split(b"\x00", 2)
    if len(fields) < 3:
        raise _broken(place, "chunk iTXt", at, "it is cut off")
    text = fields[2]
    if rest[:1] != b"\x01":
        return text
    unpacker = zlib.decompressobj()
    try:
        out = unpacker.decompress(text, LARGEST)
    except zlib.error as error:
        raise _broken(place, "chunk iTXt", at, "its packed text is broken") from error
    if unpacker.unconsumed_tail:
        raise _broken(place, "chunk iTXt", at, f"it unpacks to more than {LARGEST / 1e6:.0f} MB")
    return out


def _tiff(file: BinaryIO, place: str) -> Blocks:
    tiff = Tiff.of_file(file, f"{place}, TIFF")
    blocks = Blocks(
        xmp=tiff.raw(_TAG_XMP),
        iptc=tiff.raw(_TAG_IPTC),
        exif=tiff,
    )
    photoshop = tiff.raw(_TAG_PHOTOSHOP)
    if photoshop and not blocks.iptc:
        blocks.iptc = _resource(photoshop, f"{place}, Photoshop tag")
    return blocks
