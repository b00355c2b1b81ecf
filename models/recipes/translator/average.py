"""Averages adapters that grew from one another, and compares adapters by their loss.

    python models/recipes/translator/average.py --out averaged.safetensors ADAPTER ADAPTER ...
    python models/recipes/translator/average.py --data FOLDER [--count 200] ADAPTER ...

The mean of what several runs or checkpoints of one line of training have learnt is better than each
of them (Izmailov et al. 2018, *Averaging Weights Leads to Wider Optima and Better Generalization*).
With ``--data``, a folder with ``nb.txt``, ``en.txt`` and ``fr.txt`` of aligned sentences, the mean
loss of a target piece is told for each adapter and for their average: a figure that tells adapters
apart on far fewer sentences than BLEU does. ``FILE=2`` counts a file twice.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from course import Example
from model import SCALE, Writing, adapt, load_base
from pairs import Pair
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional

from pipeline.errors import ConfigError, PipelineError

ROADS = ("nb-en", "en-fr", "nb-fr")
MODEL = Path(__file__).parents[3] / "models/build/translator"
Adapter = Mapping[str, Tensor]


def main() -> int:
    """Read the command line; average, compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("adapters", nargs="+", metavar="ADAPTER[=WEIGHT]")
    parser.add_argument("--out", type=Path, help="file for the average")
    parser.add_argument("--data", type=Path, help="compare on these sentences")
    parser.add_argument("--count", type=int, default=200, help="only the first N sentences")
    parser.add_argument("--lexicon", type=Path, help="compare with hints of this lexicon")
    parser.add_argument("--model", type=Path, default=MODEL, help="a built translator")
    options = parser.parse_args()
    try:
        weighted = [_read(adapter) for adapter in options.adapters]
        average = averaged(weighted)
        if options.out:
            facts = {"rank": str(average["layers.0.q_proj.lora_A"].shape[0]), "scale": str(SCALE)}
            save_file(dict(average), options.out, metadata=facts)
        if options.data:
            several = dict(zip(options.adapters, (one for one, _ in weighted), strict=True))
            _compare(several | {"average": average}, options)
    except PipelineError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def _read(text: str) -> tuple[Adapter, float]:
    name, _, weight = text.partition("=")
    try:
        return load_file(name), float(weight or 1)
    except (OSError, ValueError) as error:
        message = f"{name}: {error}"
        raise ConfigError(
            message, hint="adapters are .safetensors files that train.py wrote"
        ) from None


def averaged(weighted: Sequence[tuple[Adapter, float]]) -> dict[str, Tensor]:
    """Return the weighted mean of adapters of one shape.

    Raises:
        ConfigError: they have not the same matrices.
    """
    first, total = weighted[0][0], sum(weight for _, weight in weighted)
    shapes = {name: matrix.shape for name, matrix in first.items()}
    if any({n: m.shape for n, m in one.items()} != shapes for one, _ in weighted):
        message = "the adapters have not the same matrices"
        raise ConfigError(message, hint="average adapters of one line of training only")
    return {
        name: (sum(one[name].float() * weight for one, weight in weighted) / total)
        .bfloat16()
        .contiguous()
        for name in first
    }


def _compare(adapters: Mapping[str, Adapter], options: argparse.Namespace) -> None:
    writing = Writing(options.model, options.lexicon)
    roads = {road: _examples(writing, road, options) for road in ROADS}
    model = load_base(writing.kept, torch.float32)
    ends = model.get_input_embeddings().weight
    layers = adapt(model, 1)
    print("  ".join(f"{road:>7}" for road in roads))
    for name, adapter in adapters.items():
        for layer, part in layers.items():
            part.down.data = adapter[f"{layer}.lora_A"].float()
            part.up.data = adapter[f"{layer}.lora_B"].float()
        losses = (_loss(model, ends, examples) for examples in roads.values())
        print("  ".join(f"{loss:7.4f}" for loss in losses), f" {name}", flush=True)


def _examples(writing: Writing, road: str, options: argparse.Namespace) -> list[Example]:
    source, target = (
        (options.data / f"{one}.txt").read_text("utf-8").splitlines()[: options.count]
        for one in road.split("-")
    )
    return writing.encode([Pair(*both, road, "") for both in zip(source, target, strict=True)])


@torch.no_grad()
def _loss(model: torch.nn.Module, ends: Tensor, examples: Sequence[Example]) -> float:
    """Return the mean loss in nats of a piece of the answers, over all pieces that are kept."""
    total, count = 0.0, 0
    ordered = sorted(examples, key=len)
    for start in range(0, len(ordered), 16):
        some = ordered[start : start + 16]
        rows = torch.zeros(len(some), len(some[-1]), dtype=torch.long)
        for number, one in enumerate(some):
            rows[number, : len(one)] = torch.tensor(one.prompt + one.answer)
        hidden = model.model(input_ids=rows, use_cache=False).last_hidden_state
        for states, one in zip(hidden, some, strict=True):
            said = states[len(one.prompt) - 1 : len(one) - 1] @ ends.T
            total += float(
                functional.cross_entropy(said, torch.tensor(one.answer), reduction="sum")
            )
            count += len(one.answer)
    return total / count


if __name__ == "__main__":
    sys.exit(main())
