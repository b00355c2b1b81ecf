"""Text files that are written again as they were: their encoding, their edits."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.documents.encoding import decode
from pipeline.errors import ArticleError

_ILLEGAL = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class SourceText:
    """A file as text, with what is needed to make the same bytes of it."""

    text: str
    codec: str = "utf-8"
    bom: bytes = b""
    notes: tuple[str, ...] = ()

    def encoded(self, text: str, *, errors: str = "strict") -> bytes:
        """Return another text in the encoding of this one.

        Where the encoding lacks a character, ``errors`` says what to do: "xmlcharrefreplace"
        writes it as an entity, "strict" makes the file UTF-8, which has every character.
        """
        try:
            return self.bom + text.encode(self.codec, errors)
        except UnicodeEncodeError:
            return text.encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Edit:
    """New text for the half-open range [start, end) of a text."""

    start: int
    end: int
    text: str


def read_source(data: bytes, source: str, named: Iterable[str] = ()) -> SourceText:
    r"""Return the text of a file and how to write it in the same way.

    Args:
        data: the whole file.
        source: its name, for messages.
        named: codecs that the file itself names, tried first unless it begins with a mark (BOM).

    Raises:
        ArticleError: it is empty, too large, no text, or in no encoding that is known.

    >>> read_source("\ufeffBodø\r\n".encode(), "a.txt").encoded("Tromsø")
    b'\xef\xbb\xbfTroms\xc3\xb8'
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            text, notes = decode(data, source)
            return _checked(data, SourceText(text, codec, bom, notes), source)
    for codec in named:
        try:
            text = data.decode(codec)
        except (LookupError, UnicodeError):
            continue  # the file says wrong; its bytes decide
        decode(text.encode("utf-8", "replace"), source)  # is it text, and is there a word in it?
        return _checked(data, SourceText(text, codec), source)
    text, notes = decode(data, source)
    codec = "cp1252" if notes else "utf-8"
    return _checked(data, SourceText(text, codec, b"", notes), source)


def _checked(data: bytes, read: SourceText, source: str) -> SourceText:
    """Return what was read where it can be written again byte for byte."""
    if read.bom + read.text.encode(read.codec) != data:
        raise ArticleError(
            f"{source}: its encoding ({read.codec}) cannot be written again byte for byte",
            hint="save it as UTF-8",
        )
    return read


def spliced(text: str, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> str:
    """Return the range [start, end) of a text with edits made; those outside of it are left out.

    Args:
        text: the text.
        edits: in order, none overlapping another.
        start: where the part that is wanted begins.
        end: where it ends, or the end of the text.

    >>> spliced("Kari og Ola", [Edit(5, 7, "and")])
    'Kari and Ola'
    """
    end = len(text) if end is None else end
    return "".join(_pieces(text, edits, start, end))


def _pieces(text: str, edits: Iterable[Edit], start: int, end: int) -> Iterator[str]:
    at = start
    for edit in edits:
        if at <= edit.start and edit.end <= end:
            yield text[at : edit.start]
            yield edit.text
            at = edit.end
    yield text[at:end]


def legal(text: str) -> str:
    r"""Return a text without the characters that XML has not.

    >>> legal("Bod\x0bø")
    'Bodø'
    """
    return _ILLEGAL.sub("", text)


class Lines:
    r"""The lines of a text, to say in which one a place stands.

    >>> Lines("a\nb").number(2)
    2
    """

    def __init__(self, text: str) -> None:
        self._ends = [found.start() for found in re.finditer("\n", text)]

    def number(self, place: int) -> int:
        """Return the number of the line, from 1, in which a place stands."""
        return bisect_left(self._ends, place) + 1
