"""CTranslate2: models written, loaded and run. The only module that knows it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import numpy.typing as npt

from pipeline.errors import ModelError
from pipeline.translation.batching import even_batches

Array = npt.NDArray[np.float32]

#: what Argos packages are run with: a score is divided by the length to this power
_LENGTH_PENALTY = 0.2


@dataclass(frozen=True)
class DecoderShape:
    """What the weights of a Gemma 3 model do not say by themselves."""

    layers: int
    heads: int
    heads_kv: int
    head_dim: int
    epsilon: float
    window: int
    rotary_base: float
    local_rotary_base: float


@dataclass(frozen=True)
class LayerWeights:
    """One layer. ``sees_all``: its attention reaches back to the start, not just a window."""

    sees_all: bool
    norms: Mapping[str, Array]
    projections: Mapping[str, Array]


@dataclass(frozen=True)
class Ends:
    """What is below and above the layers.

    Attributes:
        tokens: the pieces, one a row of the two matrices.
        embeddings: pieces to vectors.
        output: vectors to pieces; the embeddings again, or evened out (see ``smoothing``).
        norm: of the vectors before the output.
    """

    tokens: Sequence[str]
    embeddings: Array
    output: Array
    norm: Array


@dataclass(frozen=True)
class Search:
    """How to look for the best target.

    Attributes:
        beam: how many beginnings of a target are followed at once.
        no_repeat: no run of so many pieces comes twice in a target (0: anything goes).
        batch_tokens: the pieces of the sources of a batch, which has sources of one length.
    """

    beam: int = 2
    no_repeat: int = 4
    batch_tokens: int = 512


@dataclass(frozen=True)
class Found:
    """A target as numbers (or strings, as the model was asked), with its mean log-probability."""

    pieces: tuple[Any, ...]
    score: float


def save_decoder(
    folder: Path, shape: DecoderShape, layers: Sequence[LayerWeights], ends: Ends
) -> None:
    """Write a Gemma 3 decoder as a CTranslate2 model with 8-bit weights.

    RMS norms are taken as GGUF stores them, with 1 added.
    """
    spec: Any = ctranslate2.specs.TransformerDecoderModelSpec.from_config(
        shape.layers,
        shape.heads,
        activation=ctranslate2.specs.Activation.GELUTanh,
        pre_norm=True,
        ffn_glu=True,
        rms_norm=True,
        rotary_dim=shape.head_dim,
        rotary_interleave=False,
        rotary_base=shape.local_rotary_base,
        num_heads_kv=shape.heads_kv,
        head_dim=shape.head_dim,
        sliding_window=shape.window,
        pre_post_layer_norm=True,
        qk_norm=True,
    )
    spec.decoder.scale_embeddings = True
    spec.decoder.start_from_zero_embedding = False
    spec.decoder.embeddings.weight = ends.embeddings
    spec.decoder.projection.weight = ends.output
    spec.decoder.layer_norm.gamma = ends.norm
    for layer_spec, layer in zip(spec.decoder.layer, layers, strict=True):
        _set_layer(layer_spec, layer, shape)
    spec.register_vocabulary(list(ends.tokens))
    spec.config.bos_token, spec.config.eos_token, spec.config.unk_token = "<bos>", "<eos>", "<unk>"
    spec.config.layer_norm_epsilon = shape.epsilon
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))


def _set_layer(spec: Any, layer: LayerWeights, shape: DecoderShape) -> None:  # noqa: ANN401
    attention, projections = spec.self_attention, layer.projections
    attention.rotary_base = np.float32(
        shape.rotary_base if layer.sees_all else shape.local_rotary_base
    )
    attention.sliding_window = np.int32(0 if layer.sees_all else shape.window)
    attention.linear[0].weight = np.concatenate(
        [projections["q_proj"], projections["k_proj"], projections["v_proj"]]
    )
    attention.linear[1].weight = projections["o_proj"]
    attention.q_norm.gamma = layer.norms["q"]
    attention.k_norm.gamma = layer.norms["k"]
    spec.input_layer_norm.gamma = layer.norms["input"]
    spec.post_attention_layer_norm.gamma = layer.norms["post_attention"]
    spec.pre_feedforward_layer_norm.gamma = layer.norms["pre_feedforward"]
    spec.post_feedforward_layer_norm.gamma = layer.norms["post_feedforward"]
    spec.ffn.linear_0.weight = projections["gate_proj"]
    spec.ffn.linear_0_noact.weight = projections["up_proj"]
    spec.ffn.linear_1.weight = projections["down_proj"]


class Decoder:
    """A decoder-only model: it goes on writing where a prompt ends."""

    def __init__(self, folder: Path, *, threads: int = 0) -> None:
        self._workers = threads or os.cpu_count() or 1
        self._model = _load(ctranslate2.Generator, folder, self._workers)
        self._tokens = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
        self._ends = [token for token in ("<eos>", "\n", "\n\n") if token in self._tokens]

    def write(
        self,
        prompts: Sequence[Sequence[int]],
        *,
        limits: Sequence[int],
        alternatives: int,
        search: Search,
    ) -> list[list[Found]]:
        """Return what is written after each prompt, best first.

        ``<eos>`` or a new line ends a text and is not part of it; no more pieces are written than a
        prompt's limit. What is written does not depend on the other prompts.
        """
        found: list[list[Found]] = [[] for _ in prompts]
        shapes = [(len(prompt), limit) for prompt, limit in zip(prompts, limits, strict=True)]
        batches = even_batches(shapes, search.batch_tokens, self._workers)
        waiting = [
            self._model.generate_batch(
                [[self._tokens[number] for number in prompts[place]] for place in batch],
                beam_size=max(search.beam, alternatives),
                num_hypotheses=alternatives,
                no_repeat_ngram_size=search.no_repeat,
                max_length=limits[batch[0]],
                end_token=self._ends,
                include_prompt_in_result=False,
                return_scores=True,
                asynchronous=True,
            )
            for batch in batches
        ]
        for place, result in _results(batches, waiting):
            found[place] = [
                Found(tuple(ids), score)
                for ids, score in zip(result.sequences_ids, result.scores, strict=True)
            ]
        return found


class EncoderDecoder:
    """A sequence-to-sequence model as Argos packages bring it; pieces are strings."""

    def __init__(self, folder: Path, *, threads: int = 0) -> None:
        self._workers = threads or os.cpu_count() or 1
        self._model = _load(ctranslate2.Translator, folder, self._workers)

    def translate(
        self,
        sources: Sequence[Sequence[str]],
        prefixes: Sequence[Sequence[str]],
        *,
        alternatives: int,
        search: Search,
    ) -> list[list[Found]]:
        """Return the targets of each source, best first; a prefix is part of its target.

        A target has at most twice as many pieces as its source, and 20 more; it does not depend on
        the other sources. A score is the mean log-probability of a piece.
        """
        found: list[list[Found]] = [[] for _ in sources]
        shapes = [
            (len(source), len(begun)) for source, begun in zip(sources, prefixes, strict=True)
        ]
        batches = even_batches(shapes, search.batch_tokens, self._workers)
        waiting = [
            self._model.translate_batch(
                [list(sources[place]) for place in batch],
                target_prefix=[list(prefixes[place]) for place in batch],
                beam_size=max(search.beam, alternatives),
                num_hypotheses=alternatives,
                length_penalty=_LENGTH_PENALTY,
                max_input_length=0,
                max_decoding_length=2 * len(sources[batch[0]]) + 20,
                replace_unknowns=True,
                return_scores=True,
                asynchronous=True,
            )
            for batch in batches
        ]
        for place, result in _results(batches, waiting):
            found[place] = [
                Found(tuple(pieces), score * (len(pieces) + 1) ** (_LENGTH_PENALTY - 1))
                for pieces, score in zip(result.hypotheses, result.scores, strict=True)
            ]
        return found


def _results(
    batches: Sequence[Sequence[int]], waiting: Sequence[Sequence[Any]]
) -> Iterator[tuple[int, Any]]:
    """Yield the place of each source with its result, as batches are done."""
    for batch, results in zip(batches, waiting, strict=True):
        for place, result in zip(batch, results, strict=True):
            yield place, result.result()


def _load(kind: Any, folder: Path, workers: int) -> Any:  # noqa: ANN401
    try:
        return kind(
            str(folder),
            device="cpu",
            compute_type="default",
            # one batch a core: cores that share a batch wait for each other
            inter_threads=workers,
            intra_threads=1,
        )
    except (RuntimeError, ValueError) as error:
        message = f"{folder} cannot be loaded: {error}"
        raise ModelError(message, hint="samsvar models build") from error
