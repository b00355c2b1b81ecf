"""Text to pieces and back: the only module that knows SentencePiece.

A vocabulary is *cut* by marking pieces as unused: SentencePiece still merges by way of them, and
takes a merged piece apart again where it must not be used. So text that needs no cut piece is
segmented exactly as with the whole vocabulary, and all other text still has pieces.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import numpy as np
import sentencepiece

from pipeline.errors import ModelError

#: types of pieces, as in SentencePiece's model file and in GGUF
NORMAL, UNKNOWN, CONTROL, USER_DEFINED, UNUSED, BYTE = 1, 2, 3, 4, 5, 6
#: what SentencePiece writes for a space
SPACE = "▁"
#: the piece that every text starts with
BOS = "<bos>"

_BPE = 2


class Pieces:
    """A SentencePiece model; ids are its own."""

    def __init__(self, file: Path) -> None:
        try:
            self._model = sentencepiece.SentencePieceProcessor(model_file=str(file))
        except (OSError, RuntimeError) as error:
            message = f"{file} is not a SentencePiece model"
            raise ModelError(message, hint="build or install the model again") from error

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the ids of each text."""
        return [list(ids) for ids in self._model.encode(list(texts), out_type=int)]

    def encode_as_pieces(self, texts: Sequence[str]) -> list[list[str]]:
        """Return the pieces of each text, as strings."""
        return [list(pieces) for pieces in self._model.encode(list(texts), out_type=str)]

    def decode(self, ids: Sequence[int]) -> str:
        """Return the text that the ids stand for."""
        return str(self._model.decode(list(ids)))

    def decode_pieces(self, pieces: Sequence[str]) -> str:
        """Return the text that pieces stand for; unlike Argos, underscores stay underscores."""
        return str(self._model.decode_pieces(list(pieces)))

    def piece(self, number: int) -> str:
        """Return the piece with this id."""
        return str(self._model.id_to_piece(number))

    def number(self, piece: str) -> int:
        """Return the id of a piece."""
        return int(self._model.piece_to_id(piece))

    def __len__(self) -> int:
        return int(self._model.get_piece_size())


class CutPieces:
    """A cut vocabulary: SentencePiece's ids on one side, rows of the cut model on the other."""

    def __init__(self, pieces: Pieces, kept: Sequence[int]) -> None:
        self._pieces = pieces
        self._kept = np.asarray(kept, dtype=np.int64)
        self._row = np.full(len(pieces), -1, dtype=np.int64)
        self._row[self._kept] = np.arange(len(self._kept))
        first = next(n for n in range(len(pieces)) if pieces.piece(n) == "<0x00>")
        self._bytes = self._row[first : first + 256]

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the rows of each text; a single character that was cut becomes its bytes."""
        return [self._rows(ids) for ids in self._pieces.encode(texts)]

    def decode(self, rows: Sequence[int]) -> str:
        """Return the text that the rows stand for."""
        return self._pieces.decode([int(self._kept[row]) for row in rows])

    def row(self, piece: str) -> int:
        """Return the row of a piece."""
        return int(self._row[self._pieces.number(piece)])

    def _rows(self, ids: Iterable[int]) -> list[int]:
        rows: list[int] = []
        for number in ids:
            row = int(self._row[number])
            if row >= 0:
                rows.append(row)
            else:
                text = self._pieces.piece(number).replace(SPACE, " ")
                rows.extend(int(self._bytes[byte]) for byte in text.encode())
        return rows


def cut_types(types: Sequence[int], kept: Collection[int]) -> list[int]:
    """Return the types with every piece that is not in ``kept`` marked unused.

    >>> cut_types([CONTROL, NORMAL, NORMAL, BYTE], kept={2, 3})
    [3, 5, 1, 6]
    """
    cuttable = {NORMAL, USER_DEFINED}
    return [
        UNUSED if kind in cuttable and number not in kept else kind
        for number, kind in enumerate(types)
    ]


def model_file(tokens: Sequence[str], scores: Sequence[float], types: Sequence[int]) -> bytes:
    """Return a SentencePiece model file (BPE) of these pieces.

    Nothing is normalised, no space is put in front, white space is kept as it is, and what has no
    piece becomes bytes. ``tokens`` must start with pad, eos, bos, (anything), and hold ``<unk>``.
    The file is a protocol buffer; the field numbers are those of ``sentencepiece_model.proto``.
    """
    unknown = list(tokens).index("<unk>")
    pieces = b"".join(
        _field(
            1,
            _field(1, token.encode())
            + _tag(2, 5)
            + struct.pack("<f", score)
            + _number(3, UNKNOWN if number == unknown else kind),
        )
        for number, (token, score, kind) in enumerate(zip(tokens, scores, types, strict=True))
    )
    trainer = (
        _number(3, _BPE)
        + _number(4, len(tokens))
        + _number(35, 1)  # byte_fallback
        + _number(40, unknown)
        + _number(41, list(tokens).index("<bos>"))
        + _number(42, list(tokens).index("<eos>"))
        + _number(43, list(tokens).index("<pad>"))
        + _field(46, b"<bos>")
        + _field(47, b"<eos>")
        + _field(48, b"<pad>")
    )
    # add_dummy_prefix, remove_extra_whitespaces: no; escape_whitespaces: yes
    normalizer = _field(1, b"identity") + _number(3, 0) + _number(4, 0) + _number(5, 1)
    return pieces + _field(2, trainer) + _field(3, normalizer)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _tag(field: int, wire: int) -> bytes:
    return _varint(field << 3 | wire)


def _number(field: int, value: int) -> bytes:
    return _tag(field, 0) + _varint(value)


def _field(field: int, content: bytes) -> bytes:
    return _tag(field, 2) + _varint(len(content)) + content
