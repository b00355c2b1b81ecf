"""Photos made in code: a small picture with blocks of metadata of one's own in front."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from PIL import Image

XMP = b"http://ns.adobe.com/xap/1.0/\x00"
_NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
    ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
)


def pixels(kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (16, 12), (40, 80, 160)).save(out, kind)
    return out.getvalue()


def segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def jpeg(*segments: bytes) -> bytes:
    """Return a JPEG with some segments right after its start."""
    whole = pixels()
    return whole[:2] + b"".join(segments) + whole[2:]


def _list(name: str, kind: str, texts: Iterable[str]) -> str:
    items = "".join(f"<rdf:li>{escape(text)}</rdf:li>" for text in texts)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""


def packet(
    caption: str | dict[str, str] = "",
    *,
    people: Sequence[str] = (),
    creators: Sequence[str] = (),
    headline: str = "",
    more: str = "",
) -> bytes:
    """Return an XMP packet; a caption in languages is a dictionary."""
    texts = {"x-default": caption} if isinstance(caption, str) and caption else caption or {}
    assert isinstance(texts, dict)
    alternatives = "".join(
        f'<rdf:li xml:lang="{language}">{escape(text)}</rdf:li>' for language, text in texts.items()
    )
    body = f"<dc:description><rdf:Alt>{alternatives}</rdf:Alt></dc:description>" if texts else ""
    body += _list("dc:creator", "Seq", creators) + _list("Iptc4xmpExt:PersonInImage", "Bag", people)
    body += f"<photoshop:Headline>{escape(headline)}</photoshop:Headline>" if headline else ""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {_NAMESPACES}>{body}{more}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def with_xmp(data: bytes) -> bytes:
    return jpeg(segment(0xE1, XMP + data))


def iim(*fields: tuple[int, int, bytes]) -> bytes:
    """Return IPTC records: record, number, content."""
    return b"".join(struct.pack(">BBBH", 0x1C, r, n, len(v)) + v for r, n, v in fields)


def photoshop(iptc: bytes) -> bytes:
    resource = (
        b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(iptc)) + iptc + b"\x00" * (len(iptc) % 2)
    )
    return segment(0xED, b"Photoshop 3.0\x00" + resource)


def with_iptc(*fields: tuple[int, int, bytes]) -> bytes:
    return jpeg(photoshop(iim(*fields)))


def exif(description: bytes = b"", artist: bytes = b"") -> bytes:
    """Return the tags of an Exif block (little-endian TIFF)."""
    tags = [(0x010E, description + b"\x00"), (0x013B, artist + b"\x00")]
    at = 8 + 2 + 12 * len(tags) + 4
    head, values = struct.pack("<2sHIH", b"II", 42, 8, len(tags)), b""
    for tag, value in tags:
        where = struct.pack("<I", at + len(values)) if len(value) > 4 else value.ljust(4, b"\x00")
        head += struct.pack("<HHI", tag, 2, len(value)) + where
        values += value if len(value) > 4 else b""
    return head + b"\x00" * 4 + values


def with_exif(description: bytes = b"", artist: bytes = b"") -> bytes:
    return jpeg(segment(0xE1, b"Exif\x00\x00" + exif(description, artist)))


def png(data: bytes) -> bytes:
    """Return a PNG with an XMP packet."""
    whole = pixels("PNG")
    body = b"iTXtXML:com.adobe.xmp\x00\x00\x00\x00\x00" + data
    return whole[:33] + struct.pack(">I", len(body) - 4) + body + b"\x00" * 4 + whole[33:]


def saved(folder: Path, data: bytes, name: str = "tur.jpg") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
