"""Measure how large the numbers inside the translator get, and write ``peaks.safetensors``.

    python models/recipes/translator/calibrate.py --text FILE.nb-en.tsv.gz... [--count 24]

The model is run in float32 (numpy only) over sentence pairs in its own prompt; for every input of
a matrix product the largest absolute value of each channel is kept, without the first place
(``<bos>``), whose numbers are far from all others'. See ``pipeline/translation/smoothing.py``.
"""

from __future__ import annotations

import argparse
import gzip
import math
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import safetensors.numpy

from pipeline.translation.embedded import prompt
from pipeline.translation.gemma import assembled_base, merged_layer, read_adapter, read_base
from pipeline.translation.pieces import BOS, Pieces, model_file
from pipeline.translation.runtime import DecoderShape, LayerWeights

Array = npt.NDArray[np.float32]

FOLDER = Path("models/translator")
_LONGEST = 200


def main() -> None:
    """Read the command line, run the model, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--text", type=Path, nargs="+", required=True)
    parser.add_argument("--count", type=int, default=24, help="pairs of each file")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args()
    adapter = read_adapter(options.folder / "adapter.safetensors")
    peaks: dict[str, Array] = {}
    with tempfile.TemporaryDirectory() as scratch, assembled_base(Path(scratch)) as file:
        base = read_base(file)
        model = Path(scratch) / "pieces.model"
        model.write_bytes(model_file(base.tokens, base.scores, base.types))
        pieces = Pieces(model)
        layers = [merged_layer(base, adapter, number) for number in range(base.shape.layers)]
        final = base.tensor("output_norm.weight", None)
        for text in prompts(options.text, options.count):
            ids = [pieces.number(BOS), *pieces.encode([text])[0]][:_LONGEST]
            vectors = base.tensor("token_embd.weight", ids)
            for name, values in inputs(vectors, layers, final, base.shape):
                peak = np.abs(values[1:]).max(axis=0)
                peaks[name] = np.maximum(peaks.get(name, 0), peak).astype(np.float32)
    for name in list(peaks):
        if name.endswith(".output"):  # heads read the same value channels
            peaks[name] = peaks[name].reshape(base.shape.heads, -1).max(axis=0)
    safetensors.numpy.save_file(peaks, options.folder / "peaks.safetensors")
    print(f"{len(peaks)} inputs measured")


def prompts(files: Sequence[Path], count: int) -> Iterator[str]:
    """Yield sentence pairs as the model reads and writes them."""
    chooser = random.Random(1)  # noqa: S311 - a sample, not a secret
    for file in files:
        source, target = file.name.removesuffix(".tsv.gz").rsplit(".", 1)[1].split("-")
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            pairs = [line.rstrip("\n").split("\t") for line in lines]
        for before, after in chooser.sample(pairs, count):
            yield f"{prompt(before, (source, target))} {after}"


def inputs(
    vectors: Array, layers: Sequence[LayerWeights], final: Array, shape: DecoderShape
) -> Iterator[tuple[str, Array]]:
    """Run the model over one text; yield the input of every product, a row for each place."""
    x = vectors * math.sqrt(vectors.shape[1])
    places = len(x)
    for number, layer in enumerate(layers):
        weights, norms = layer.projections, layer.norms
        h = rms(x, shape) * norms["input"]
        yield f"layers.{number}.attention", h
        q = (h @ weights["q_proj"].T).reshape(places, shape.heads, shape.head_dim)
        k, v = h @ weights["k_proj"].T, h @ weights["v_proj"].T
        turns = shape.rotary_base if layer.sees_all else shape.local_rotary_base
        q = rotated(rms(q, shape) * norms["q"], turns)
        k = rotated((rms(k, shape) * norms["k"])[:, None], turns)[:, 0]
        # windows are longer than the texts here: every place sees all before it
        score = np.einsum("ihd,jd->hij", q, k) / math.sqrt(shape.head_dim)
        score = np.where(np.tri(places, dtype=bool), score, -np.inf)
        score = np.exp(score - score.max(axis=-1, keepdims=True))
        score /= score.sum(axis=-1, keepdims=True)
        o = np.einsum("hij,jd->ihd", score, v).reshape(places, -1)
        yield f"layers.{number}.output", o
        x = x + rms(o @ weights["o_proj"].T, shape) * norms["post_attention"]
        h = rms(x, shape) * norms["pre_feedforward"]
        yield f"layers.{number}.feedforward", h
        a = gelu(h @ weights["gate_proj"].T) * (h @ weights["up_proj"].T)
        yield f"layers.{number}.down", a
        x = x + rms(a @ weights["down_proj"].T, shape) * norms["post_feedforward"]
    yield "final", rms(x, shape) * final


def rms(x: Array, shape: DecoderShape) -> Array:
    """Return vectors divided by the root of their mean square."""
    return x / np.sqrt((x * x).mean(axis=-1, keepdims=True) + shape.epsilon)


def rotated(x: Array, turns: float) -> Array:
    """Return (place, head, channel) turned by place."""
    half = x.shape[-1] // 2
    angle = np.arange(len(x))[:, None] / turns ** (np.arange(half) / half)
    sine = np.sin(angle).astype(np.float32)[:, None]
    cosine = np.cos(angle).astype(np.float32)[:, None]
    left, right = x[..., :half], x[..., half:]
    return np.concatenate([left * cosine - right * sine, right * cosine + left * sine], axis=-1)


def gelu(x: Array) -> Array:
    """Return the tanh form of GELU."""
    return 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


if __name__ == "__main__":
    main()
