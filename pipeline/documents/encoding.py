"""Bytes to text: UTF-8 with and without BOM, UTF-16 with BOM, Windows-1252 (and so Latin-1)."""

from __future__ import annotations

import codecs
import re

from pipeline.errors import ArticleError

#: articles are pages long; what is larger is an archive
LARGEST = 2_000_000
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_SIGNATURES = {
    b"PK\x03\x04": "a zip archive or an office document (docx, odt, xlsx)",
    b"%PDF": "a PDF document",
    _OLD_OFFICE: "an old office document (doc, xls)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip archive",
    b"{\\rtf": "a rich text document (rtf)",
}


def decode(data: bytes, source: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of ``data`` and notes on what had to be assumed about its encoding.

    Args:
        data: the whole file.
        source: its name, for messages.

    Raises:
        ArticleError: the file is empty, too large, not text, or in no encoding that is known.
    """
    if not data.strip():
        raise ArticleError(f"{source}: the file is empty", hint="check the export that wrote it")
    if len(data) > LARGEST:
        size = f"{len(data) / 1e6:.0f} MB"
        raise ArticleError(
            f"{source}: {size} of text is more than one article (the limit is 2 MB)",
            hint="split the file into one file for each article",
        )
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            old = signature == _OLD_OFFICE
            hint = "save it as odt or docx" if old else "save it as plain text (UTF-8)"
            raise ArticleError(f"{source}: this is {kind}, not a text file", hint=hint)
    text, notes = _decode(data, source)
    control = _BINARY.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise ArticleError(
            f"{source}, line {line}: control character {ord(control.group()):#04x}, not text",
            hint="save it as plain text (UTF-8)",
        )
    if not any(c.isalnum() for c in text):
        raise ArticleError(f"{source}: there is no word in the file", hint="check what was saved")
    return text, notes


def _decode(data: bytes, source: str) -> tuple[str, tuple[str, ...]]:
    if data.startswith(codecs.BOM_UTF8):
        try:
            return data[3:].decode("utf-8"), ()
        except UnicodeDecodeError as error:
            raise _wrong_bytes(source, data, error) from error
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16"), ("read as UTF-16, as its first bytes say",)
        except UnicodeDecodeError as error:
            raise _wrong_bytes(source, data, error) from error
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        multibyte = len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]+", data))
        other = len(re.findall(rb"[\x80-\xff]", data)) - 2 * multibyte
        # a UTF-8 file with a few broken bytes must not be read as Windows-1252: every ø would break
        if multibyte > 3 * max(other, 1):
            raise _wrong_bytes(source, data, error) from error
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _wrong_bytes(source, data, error) from error
    return text, ("not UTF-8: read as Windows-1252 (Latin-1); check that æ, ø and å look right",)


def _wrong_bytes(source: str, data: bytes, error: UnicodeDecodeError) -> ArticleError:
    line = data.count(b"\n", 0, error.start) + 1
    return ArticleError(
        f"{source}, line {line}: byte {data[error.start]:#04x} is not text in UTF-8"
        " or any other encoding that is known",
        hint="open the file where it was written and save it again as UTF-8",
    )
