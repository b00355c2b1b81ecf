"""The older captions of photos: IPTC-IIM records, and text whose encoding nobody wrote down."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from pipeline.errors import ArticleError

CAPTION, BYLINE, HEADLINE, CREDIT, KEYWORD = 120, 80, 105, 110, 25
_CHARSET = (1, 90)
#: ISO 2022 escapes in 1:90 and what they announce
_DECLARED = {
    b"\x1b%G": "utf-8", b"\x1b%/I": "utf-8", b"\x1b.A": "latin-1", b"\x1b-A": "latin-1",
    b"\x1b/A": "latin-1",
}  # fmt: skip
_GUESSES = {"cp1252": "Windows-1252 (Latin-1)", "mac_roman": "MacRoman"}
_NORDIC = re.compile(r"(?<=[A-Za-zæøåÆØÅ])[æøåéöä]|[æøåÆØÅ](?=[a-zæøå])")
#: what no caption has, and what a wrong encoding makes of letters
_ODD = re.compile(r"[^\x00-\x7f\w«»–—“”’…©]")


@dataclass(frozen=True)
class Iptc:
    """The texts of the second record by number, and what had to be assumed about them."""

    texts: dict[int, tuple[str, ...]]
    notes: tuple[str, ...] = ()

    def first(self, number: int) -> str:
        """Return the first text of a field, or ""."""
        return self.texts.get(number, ("",))[0]


def read_iptc(data: bytes, place: str) -> Iptc:
    """Return the texts of an IPTC block.

    Args:
        data: the block.
        place: the file, for messages.

    Raises:
        ArticleError: the block is broken.
    """
    fields: defaultdict[tuple[int, int], list[bytes]] = defaultdict(list)
    at = 0
    while at + 5 <= len(data) and data[at] == 0x1C:
        record, number = data[at + 1], data[at + 2]
        length = int.from_bytes(data[at + 3 : at + 5], "big")
        start = at + 5
        if length & 0x8000:  # the length of the length
            more = length & 0x7FFF
            length = int.from_bytes(data[start : start + more], "big") if more <= 4 else len(data)
            start += more
        if start + length > len(data):
            raise ArticleError(
                f"{place}, IPTC field {record}:{number} at byte {at} of its block:"
                " it goes on after the end",
                hint="open the photo in a photo program and save it again, or ask for it anew",
            )
        fields[record, number].append(data[start : start + length])
        at = start + length
    declared = _DECLARED.get(b"".join(fields.get(_CHARSET, [])).strip(), "")
    wanted = {n: v for (r, n), v in fields.items() if r == 2 and n in _WANTED}
    whole = b" ".join(value for values in wanted.values() for value in values)
    encoding, note = find_encoding(whole, "IPTC", declared)
    texts = {
        n: tuple(clean(value.decode(encoding, "replace")) for value in values)
        for n, values in wanted.items()
    }
    return Iptc(texts, (note,) if note else ())


_WANTED = (CAPTION, BYLINE, HEADLINE, CREDIT, KEYWORD)


def find_encoding(data: bytes, what: str, declared: str = "") -> tuple[str, str]:
    """Return the encoding of bytes, and a note where it is not the declared one or a guess.

    Args:
        data: text.
        what: what it is the text of, for the note.
        declared: the encoding that the file says it is in.

    >>> find_encoding("Bjørn Gåsvær".encode("mac_roman"), "IPTC")[0]
    'mac_roman'
    >>> find_encoding("Bjørn Gåsvær".encode("latin-1"), "IPTC")[0]
    'cp1252'
    """
    try:
        data.decode(declared or "utf-8")
    except UnicodeDecodeError:
        if declared:
            note = f"{what} says that it is {declared.upper()} and is not"
        else:
            note = f"{what} does not say its encoding"
        encoding = max(_GUESSES, key=lambda name: _score(data, name))
        return encoding, f"{note}: read as {_GUESSES[encoding]}; check æ, ø and å"
    return declared or "utf-8", ""


def _score(data: bytes, encoding: str) -> float:
    text = data.decode(encoding, "replace")
    return len(_NORDIC.findall(text)) - len(_ODD.findall(text))


def clean(text: str) -> str:
    r"""Return a text without control characters, its lines stripped.

    >>> clean("Kari Lunde \r\n og\x00")
    'Kari Lunde\nog'
    """
    bare = "".join(c for c in text if c in "\t\n\r" or (c >= " " and c != "\x7f"))
    return "\n".join(line.strip() for line in bare.splitlines()).strip()
