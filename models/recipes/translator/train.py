"""Trains the embedded translator's adapter; goes on where it stopped.

    python models/recipes/translator/train.py --data FOLDER --out FOLDER --minutes 140 \
        --init models/translator/adapter.safetensors [--resume]

``--out`` gets ``adapter.safetensors`` (the layout that ``samsvar models build`` reads),
``pairs.tsv.gz`` (what is trained on), ``last.pt`` (what is needed to go on), ``log.jsonl`` and
``loss.svg``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import signal
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import torch
from course import (
    Example,
    batches,
    chosen_format,
    examples,
    order,
    plot,
    processor_flags,
    rate_at,
    read_log,
    run_seed,
    varied,
)
from model import SCALE, Adapted, Writing, adapt, load_base
from pairs import Pair, choose, language_judge
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional
from variants import captions, load_names
from words import load_words

from pipeline.errors import ConfigError, PipelineError
from pipeline.files import write_pieces

HERE = Path(__file__).parent
MODELS = HERE.parents[1]


class Run:
    """One training: the model, its optimizer, and how far it has come."""

    def __init__(self, options: argparse.Namespace, settings: Mapping[str, Any]) -> None:
        self.options, self.settings, self.out = options, settings, options.out
        is_cuda = options.device.startswith("cuda")
        self.training = {
            **settings["training"],
            **(settings["cuda"] if is_cuda else {}),
            **(settings["full"] if options.full else {}),
        }
        self.format = chosen_format(options.device, processor_flags())
        self.steps = self.seen = 0
        self.spent = 0.0
        torch.manual_seed(settings["seed"])

    def prepare(self, pairs: Sequence[Pair]) -> None:
        """Load the base and the adapter, or what an earlier run left."""
        self.names = load_names(self.settings)
        self.writing = Writing(self.options.model, self.options.lexicon, self.settings["hints"])
        self.pairs = pairs
        device = self.options.device
        self.model = load_base(self.writing.kept, self._weights_format())
        self.layers = adapt(self.model, self._rank())
        self.model.to(device)
        if self.options.init:
            state = load_file(self.options.init)
            for name, layer in self.layers.items():
                layer.down.data = state[f"{name}.lora_A"].float().to(device)
                layer.up.data = state[f"{name}.lora_B"].float().to(device)
        if self.options.full:
            self._merge()
        self.learnt = [one for one in self.model.parameters() if one.requires_grad]
        rows = torch.tensor(self.writing.written(pairs, self.names))
        self.index = torch.full((len(self.writing.kept),), -1, dtype=torch.long)
        self.index[rows] = torch.arange(len(rows))
        self.ends = self.model.get_input_embeddings().weight[rows.to(device)].detach()
        self.optimizer = torch.optim.AdamW(self.learnt, lr=0.0, weight_decay=0.0, betas=(0.9, 0.98))
        if self.options.resume:
            self._resume()

    def _weights_format(self) -> torch.dtype:
        is_rounded = self.format == "bfloat16" and not self.options.full
        return torch.bfloat16 if is_rounded else torch.float32

    def _rank(self) -> int:
        if not self.options.init:
            return int(self.training["rank"])
        return int(load_file(self.options.init)["layers.0.q_proj.lora_A"].shape[0])

    def _merge(self) -> None:
        """Learn whole projections: the adapter goes into them, its own matrices are left alone."""
        self.before = {}
        for name, layer in self.layers.items():
            self.before[name] = layer.linear.weight.data.clone()
            layer.linear.weight.data += SCALE * layer.up.data @ layer.down.data
            layer.up.data.zero_()
            layer.up.requires_grad_(requires_grad=False)
            layer.down.requires_grad_(requires_grad=False)
            layer.linear.weight.requires_grad_(requires_grad=True)

    def _resume(self) -> None:
        state = torch.load(self.out / "last.pt", map_location=self.options.device)
        for ours, theirs in zip(self.learnt, state["learnt"], strict=True):
            ours.data = theirs
        self.optimizer.load_state_dict(state["optimizer"])
        for name in ("steps", "seen", "spent"):
            setattr(self, name, state[name])

    def train(self) -> None:
        """Train until the time is up or somebody stops it; the rate falls over the time."""
        self.log(event="resumed" if self.steps else "start", numbers=self.format)
        try:
            self._train()
        except KeyboardInterrupt:
            self.save()
            self.log(event="stopped")
        else:
            self.save()
            self.log(event="done")

    def _train(self) -> None:
        every, minutes = self.training["log_every"], max(self.options.minutes, 1e-9)
        some_batches = islice(self._batches(), self.steps, None)
        begun, saved = time.monotonic() - self.spent, time.monotonic()
        since, pieces, losses = time.monotonic(), 0, list[float]()
        while self.spent / 60 < minutes:
            length, some = next(some_batches)
            rate = rate_at(self.spent / 60 / minutes, self.steps, self.training)
            for group in self.optimizer.param_groups:
                group["lr"] = rate
            losses.append(self._step(length, some))
            pieces += sum(map(len, some))
            self.steps, self.seen = self.steps + 1, self.seen + sum(map(len, some))
            self.spent = time.monotonic() - begun
            if len(losses) == every:
                speed = round(pieces / (time.monotonic() - since), 1)
                loss = round(sum(losses) / every, 4)
                self.log(loss=loss, pieces_per_second=speed, rate=rate)
                since, pieces, losses = time.monotonic(), 0, []
            if time.monotonic() - saved > 60 * self.training["save_every"]:
                self.save()
                saved = time.monotonic()

    def _batches(self) -> Iterator[tuple[int, tuple[Example, ...]]]:
        """Return the batches from the first; the same ones each time."""
        random = Random(self.settings["seed"])  # noqa: S311 - chance, not secrecy
        made: dict[str, Callable[[str, Random], Pair | None]] = {
            "captions": captions(HERE / "captions.toml", self.names)
        }
        if self.options.words:
            made["words"] = load_words(self.options.words, self.settings)
        ordered = order(self.pairs, self.settings["directions"], random)
        variants = varied(ordered, self.settings["variants"], self.names, made, random)
        some = examples(variants, self.writing.encode, self.training["longest"])
        step = "step_bfloat16" if self.format == "bfloat16" else "step"
        return batches(filter(self._can_write, some), self.training["tokens"], self.training[step])

    def _can_write(self, example: Example) -> bool:
        return bool((self.index[list(example.answer)] >= 0).all())

    def _step(self, length: int, some: Sequence[Example]) -> float:
        device = self.options.device
        rows = torch.zeros(len(some), length, dtype=torch.long)
        where: list[int] = []
        for number, example in enumerate(some):
            rows[number, : len(example)] = torch.tensor(example.prompt + example.answer)
            start = number * length + len(example.prompt) - 1
            where += range(start, start + len(example.answer))
        wanted = self.index[[row for example in some for row in example.answer]]
        # what fills up the rows stands at their ends, where nothing that counts can see it
        is_mixed = self.options.full and self.format == "bfloat16"
        with torch.autocast(device.partition(":")[0], torch.bfloat16, enabled=is_mixed):
            hidden = self.model.model(input_ids=rows.to(device), use_cache=False).last_hidden_state
            hidden = hidden.flatten(0, 1)[torch.tensor(where, device=device)]
            scores = (hidden @ self.ends.to(hidden.dtype).T).float()
        loss = functional.cross_entropy(scores, wanted.to(device))
        loss.backward()
        nn.utils.clip_grad_norm_(self.learnt, self.training["clip"])
        self.optimizer.step()
        self.optimizer.zero_grad()
        return float(loss.detach())

    def save(self) -> None:
        """Write the adapter, the plot, and everything that is needed to go on."""
        state = {}
        for name, layer in self.layers.items():
            down, up = self._low_rank(name, layer) if self.options.full else (layer.down, layer.up)
            state[f"{name}.lora_A"] = down.data.bfloat16().contiguous().cpu()
            state[f"{name}.lora_B"] = up.data.bfloat16().contiguous().cpu()
        rank = str(state["layers.0.q_proj.lora_A"].shape[0])
        facts = {"rank": rank, "scale": str(SCALE), "seed": str(self.settings["seed"])}
        partial = self.out / "adapter.partial"
        save_file(state, partial, metadata=facts)
        partial.replace(self.out / "adapter.safetensors")
        whole = {name: getattr(self, name) for name in ("steps", "seen", "spent")}
        whole["learnt"] = [one.data for one in self.learnt]
        partial = self.out / "last.partial"
        torch.save(whole | {"optimizer": self.optimizer.state_dict()}, partial)
        partial.replace(self.out / "last.pt")
        write_pieces(
            [plot(read_log(self.out / "log.jsonl"), "Loss on targets")], self.out / "loss.svg"
        )

    def _low_rank(self, name: str, layer: Adapted) -> tuple[Tensor, Tensor]:
        """Return the two small matrices that are nearest to what a projection learnt."""
        difference = (layer.linear.weight.data - self.before[name]) / SCALE
        rank = self.training["rank"]
        left, values, right = torch.svd_lowrank(difference, q=rank + 8, niter=4)
        root = values[:rank].sqrt()
        return (right[:, :rank] * root).T, left[:, :rank] * root

    def log(self, **facts: object) -> None:
        """Add a line to the log, and print it."""
        line = {"minutes": round(self.spent / 60, 2), "step": self.steps, "pieces": self.seen}
        text = json.dumps(line | facts)
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(text + "\n")
        print(text, flush=True)


def write_pairs(pairs: Iterable[Pair], file: Path) -> None:
    """Write what is trained on."""
    text = "".join("\t".join(astuple(pair)) + "\n" for pair in pairs)
    write_pieces(gzip.compress(text.encode(), mtime=0), file)


def read_chosen(file: Path) -> list[Pair]:
    """Return what a run is trained on."""
    lines = gzip.decompress(file.read_bytes()).decode().split("\n")[:-1]
    return [Pair(*line.split("\t")) for line in lines]


def main() -> int:
    """Train, or go on training."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--data", type=Path, required=True, help="folder with the parallel text")
    add("--out", type=Path, required=True, help="folder for what is made")
    add("--init", type=Path, help="adapter to go on from")
    add("--minutes", type=float, default=60, help="the time of the whole run")
    add("--resume", action="store_true", help="go on with the run in --out")
    add("--nynorsk", type=Path, help="file that nynorsk.py made")
    add("--words", type=Path, help="file that words.py made")
    add("--lexicon", type=Path, help="file that lexicon.py made; prompts have hints of it")
    add("--model", type=Path, default=MODELS / "build/translator", help="a built translator")
    add("--settings", type=Path, default=HERE / "settings.toml")
    add("--threads", type=int, help="processor cores to use")
    add("--device", default="cpu", help="cpu or cuda")
    add("--full", action="store_true", help="learn all projections, then take the difference")
    options = parser.parse_args()
    settings = tomllib.loads(options.settings.read_text("utf-8"))
    start = options.init.read_bytes() if options.init else None
    settings["seed"] = run_seed(settings["seed"], start)
    # whoever ends the process gets what was learnt, as with Ctrl-C
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if options.threads:
        torch.set_num_threads(options.threads)
    try:
        train(options, settings)
    except PipelineError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def train(options: argparse.Namespace, settings: Mapping[str, Any]) -> None:
    """Choose the pairs, or read those of the run that goes on, and train."""
    options.out.mkdir(parents=True, exist_ok=True)
    chosen = options.out / "pairs.tsv.gz"
    if (options.out / "last.pt").exists() != options.resume:
        message = f"{options.out} holds {'no' if options.resume else 'a'} run"
        raise ConfigError(
            message, hint="--resume goes on with a run; a new one wants its own folder"
        )
    if not options.resume:
        judge = language_judge(MODELS / "language", settings["filter"])
        write_pairs(choose(settings, options.data, judge, options.nynorsk), chosen)
    pairs = read_chosen(chosen)
    print(f"{len(pairs)} pairs: {dict(Counter(pair.direction for pair in pairs))}", flush=True)
    run = Run(options, settings)
    run.prepare(pairs)
    print(f"{len(run.ends)} pieces can be written; numbers: {run.format}", flush=True)
    run.train()
    print(f"{run.steps} steps, {run.seen} pieces in {run.spent / 60:.1f} minutes")


if __name__ == "__main__":
    sys.exit(main())
