"""The model that is trained: the base with a small adapter, and the pieces that it reads."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import torch
from course import Example
from inventing import invented
from pairs import Pair
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModelForCausalLM
from variants import Names

from pipeline.translation.embedded import prompt
from pipeline.translation.gemma import KEPT_FILE, PIECES_FILE, assembled_base
from pipeline.translation.lexicon import Hint, load_lexicons
from pipeline.translation.pieces import BOS, CutPieces, Pieces

PROJECTIONS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
#: what the product of an adapter's matrices counts for
SCALE = 2.0
#: every word of every example that the lexicon has a hint for
ALL_TOLD = {"examples": 1.0, "words": 1.0, "invented": 0.0}


class Adapted(nn.Module):
    """A projection of the base, which stays, and the two small matrices that are learnt."""

    def __init__(self, linear: nn.Linear, rank: int) -> None:
        super().__init__()
        self.linear = linear
        self.down = nn.Parameter(torch.randn(rank, linear.in_features) * linear.in_features**-0.5)
        self.up = nn.Parameter(torch.zeros(linear.out_features, rank))

    def forward(self, x: Tensor) -> Tensor:
        """Return W x + 2 B A x."""
        low = functional.linear(x, self.down.to(x.dtype))
        return self.linear(x) + functional.linear(low, self.up.to(x.dtype)) * SCALE


class Writing:
    """Text to rows of the cut vocabulary, just as the translator does it at work."""

    def __init__(
        self, model: Path, lexicon: Path | None = None, told: Mapping[str, float] = ALL_TOLD
    ) -> None:
        """Load the pieces of a built translator and, if hints are wanted, a lexicon.

        Args:
            model: the built translator.
            lexicon: file that ``lexicon.py`` made.
            told: which part of the examples has hints, which part of their words, and which part of
                those is exchanged for invented words.
        """
        self._lexicons = load_lexicons(lexicon) if lexicon else {}
        self._words = {pair: [*one.entries] for pair, one in self._lexicons.items()}
        self._told, self._chance = told, Random(0)  # noqa: S311 - chance, not secrecy
        self.kept: list[int] = json.loads((model / KEPT_FILE).read_text("utf-8"))
        self._whole = Pieces(model / PIECES_FILE)
        self._pieces = CutPieces(self._whole, self.kept)
        self._bos, self._eos = self._pieces.row(BOS), self._pieces.row("<eos>")

    def encode(self, pairs: Sequence[Pair]) -> list[Example]:
        """Return prompts and answers."""
        prompts = []
        for pair in pairs:
            read, hints = self._told_pair(pair)
            prompts.append(prompt(read.source, pair.languages, hints))
        answers = self._pieces.encode([" " + pair.target for pair in pairs])
        return [
            Example((self._bos, *prompt), (*answer, self._eos))
            for prompt, answer in zip(self._pieces.encode(prompts), answers, strict=True)
        ]

    def _told_pair(self, pair: Pair) -> tuple[Pair, list[Hint]]:
        lexicon = self._lexicons.get(pair.languages)
        if lexicon is None or self._chance.random() >= self._told["examples"]:
            return pair, []
        hints = lexicon.hints(pair.source)
        hints = [hint for hint in hints if self._chance.random() < self._told["words"]]
        words = self._words[pair.languages]
        return invented(pair, hints, words, self._told["invented"], self._chance)

    def written(self, pairs: Sequence[Pair], names: Names) -> list[int]:
        """Return the rows that answers are made of: those of targets, names, short and capitals."""
        found = {row for example in self.encode(pairs) for row in example.answer}
        given = [name for some in names.given.values() for name in some]
        words = [*given, *names.surnames, *names.places, *names.organisations]
        forms = [before + word for word in words for before in (" ", "’", "")]
        found.update(row for rows in self._pieces.encode(forms) for row in rows)
        for row, number in enumerate(self.kept):
            piece = self._whole.piece(number).strip("▁")
            if len(piece) < 3 or piece.isupper() or piece.startswith("<0x"):
                found.add(row)
        return sorted(found)


def load_base(kept: Sequence[int], numbers: torch.dtype) -> Any:  # noqa: ANN401 - transformers' own
    """Return the base with the cut vocabulary, out of the package that the manifest names."""
    with TemporaryDirectory() as scratch, assembled_base(Path(scratch)) as file:
        model = AutoModelForCausalLM.from_pretrained(
            file.parent, gguf_file=file.name, dtype=torch.float32, attn_implementation="sdpa"
        )
    embeddings = model.get_input_embeddings()
    embeddings.weight = nn.Parameter(embeddings.weight.data[list(kept)].clone())
    model.lm_head = nn.Identity()  # the last product is our own, over fewer pieces
    for weights in model.parameters():  # tables of angles stay exact
        weights.data = weights.data.to(numbers)
    return model.requires_grad_(requires_grad=False)


def adapt(model: Any, rank: int) -> dict[str, Adapted]:  # noqa: ANN401 - transformers' own
    """Put an adapter around every projection; return them by the names in an adapter's file."""
    adapted = {}
    for number, layer in enumerate(model.model.layers):
        for name in PROJECTIONS:
            owner = layer.self_attn if name in PROJECTIONS[:4] else layer.mlp
            adapted[f"layers.{number}.{name}"] = one = Adapted(getattr(owner, name), rank)
            setattr(owner, name, one)
    return adapted
