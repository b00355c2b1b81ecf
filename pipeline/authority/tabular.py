"""Tables as files: CSV and TSV, a row at a time, in the encodings that spreadsheets write."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.errors import StoreError

_BLOCK: Final = 1 << 20
_WORKBOOKS: Final = {
    b"PK\x03\x04": "an Excel or OpenDocument file",
    b"\xd0\xcf\x11\xe0": "an old Excel file",
    b"\x1f\x8b": "a compressed file",
}


@dataclass(frozen=True)
class Table:
    """A file with a heading. ``note`` says what had to be assumed about its encoding."""

    path: Path
    columns: tuple[str, ...]
    encoding: str
    delimiter: str
    note: str = ""

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield each row, by column, with the number of the line on which it ends.

        Raises:
            StoreError: a row has more or fewer cells than the heading, or is no CSV.
        """
        with self.path.open(encoding=self.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=self.delimiter, strict=True)
            try:
                for number, cells in enumerate(reader):
                    if number and cells:
                        self._check(cells, reader.line_num)
                        yield reader.line_num, dict(zip(self.columns, cells, strict=True))
            except csv.Error as error:
                raise StoreError(
                    f"{self.path}, line {reader.line_num}: this is no row of a table: {error}",
                    hint='look for a quotation mark (") that is not closed',
                ) from error

    def _check(self, cells: Sequence[str], line: int) -> None:
        if len(cells) != len(self.columns):
            raise StoreError(
                f"{self.path}, line {line}: {len(cells)} cells,"
                f" but the heading has {len(self.columns)}",
                hint=f'a cell with "{self.delimiter}" or a line break in it has to be quoted',
            )


def open_table(path: Path) -> Table:
    """Return the table of a file, its heading read: "," or ";" or tab between the cells.

    Raises:
        StoreError: the file cannot be read, is empty, is a workbook, is in no encoding that is
            known, or has a column twice.
    """
    encoding, note = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline(_BLOCK)
    delimiter = max(("\t", ";", ","), key=first.count)
    columns = tuple(cell.strip() for cell in next(csv.reader([first], delimiter=delimiter), []))
    twice = {column for column in columns if columns.count(column) > 1}
    if twice:
        raise StoreError(
            f"{path}, line 1: the column {sorted(twice)[0]!r} is there twice",
            hint="give every column a name of its own",
        )
    return Table(path, columns, encoding, delimiter, note)


def encoding_of(path: Path) -> tuple[str, str]:
    """Return the encoding of a file and a note on what had to be assumed.

    The whole file is looked at, a block at a time.

    Raises:
        StoreError: the file cannot be read, is empty, is a workbook, or in no known encoding.
    """
    start = _read(path, 4)
    if not start.strip():
        raise StoreError(f"{path}: the file is empty", hint="check the export that wrote it")
    for signature, kind in _WORKBOOKS.items():
        if start.startswith(signature):
            raise StoreError(f"{path}: this is {kind}", hint="save it unpacked, as CSV (UTF-8)")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "read as UTF-16, as its first bytes say"
    broken, foreign = _first_fault(path, "utf-8")
    if not broken:
        return "utf-8-sig", ""
    if foreign > 3:
        raise StoreError(
            f"{path}, line {broken}: the file is UTF-8 but has bytes that are not",
            hint="open it where it was written and save it again as UTF-8",
        )
    line, _ = _first_fault(path, "cp1252")
    if line:
        raise StoreError(
            f"{path}, line {line}: neither UTF-8 nor Windows-1252",
            hint="open it where it was written and save it again as UTF-8",
        )
    return "cp1252", "not UTF-8: read as Windows-1252; check that æ, ø and å look right"


def _first_fault(path: Path, encoding: str) -> tuple[int, int]:
    """Return the line of the first byte that is not in an encoding (0: there is none).

    The second number is how many characters beyond ASCII were read before it.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    line, foreign = 1, 0
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                before = error.object[: error.start]
                count = sum(byte >= 0xC0 for byte in before)
                return line + before.count(b"\n"), foreign + count
            line += text.count("\n")
            foreign += sum(character > "\x7f" for character in text) if foreign <= 3 else 0
            if not block:
                return 0, foreign


def _read(path: Path, count: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(count)
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be read: {error.strerror}", hint="check the name of the file"
        ) from error
