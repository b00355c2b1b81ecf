"""Trains the encoder name finder on NorNE; goes on where it stopped.

    python models/recipes/encoder/train.py --data NORNE --texts FOLDER ... --work FOLDER
    python models/recipes/encoder/train.py --data NORNE --init models/encoder --work FOLDER

The second begins with a finished model, its weights and its pieces, instead of the base. ``--work``
gets ``pieces.model``, ``weights.pt`` (half precision, the running mean), ``last.pt`` with
``state.json`` (what is needed to go on) and ``log.jsonl``.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import sys
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import torch
from data import LONGEST, STANDARDS, Variety, Words, is_telling, read_words, windows
from finished import read_finished
from model import PADDING, UNKNOWN, Spelling, Tagger, batch, word_scores
from port import Encoder, base_file, load_encoder, piece_model, read_base
from score import Tally, tally
from torch import Tensor, nn
from vocabulary import keep, read_texts

from pipeline.text.tables import given_names, surnames

HERE = Path(__file__).parent
Documents = list[list[Words]]
#: batches from one stretch of windows that are sorted by length
STRETCH = 64


class Run:
    """One training: the tagger, its optimizer, and how far it has come."""

    def __init__(
        self, settings: dict[str, Any], work: Path, minutes: float, *, rounded: bool = False
    ) -> None:
        self.settings, self.work, self.minutes, self.rounded = settings, work, minutes, rounded
        self.epoch = self.batch = self.seen = 0
        self.spent = 0.0

    def prepare(self, data: Path, folders: list[Path], init: Path | None = None) -> None:
        """Read the corpus and the base, or a finished model, or what an earlier run left."""
        options = self.settings["training"]
        self.documents: Documents = [d for s in STANDARDS for d in read_words(data, "train", s)]
        self.dev = {s: read_words(data, "dev", s) for s in STANDARDS}
        torch.manual_seed(self.settings["seed"])
        self.tagger = self._finished(init) if init else self._new(folders)
        self.spelling = Spelling((self.work / "pieces.model").read_bytes())
        self.tagger.encoder.words.weight.requires_grad_(requires_grad=False)
        self.mean = Mean(self.tagger, options["mean"])
        self.optimizer = torch.optim.AdamW(
            self._groups(), weight_decay=options["weight_decay"], fused=True
        )
        if (self.work / "last.pt").exists():
            self._resume()

    def _finished(self, model: Path) -> Tagger:
        weights, pieces = read_finished(model)
        (self.work / "pieces.model").write_bytes(pieces)
        options = self.settings["training"]
        shape = replace(read_base(base_file()).shape, layers=options["layers"])
        encoder = Encoder(shape, len(weights["encoder.words.weight"]), options["dropout"])
        tagger = Tagger(encoder, options["dropout"])
        tagger.load_state_dict({name: torch.from_numpy(w) for name, w in weights.items()})
        return tagger

    def _new(self, folders: list[Path]) -> Tagger:
        options = self.settings["training"]
        base = read_base(base_file())
        chosen = self.work / "kept.json"
        if not chosen.exists():
            words = (w.text for document in self.documents for s in document for w in s)
            names = [name.title() for name in (*given_names(), *surnames())]
            texts = (t for group in (read_texts(folders), words, names) for t in group)
            kept = keep(base, texts, **self.settings["vocabulary"])
            chosen.write_text(json.dumps(kept), "utf-8")
        kept = json.loads(chosen.read_text("utf-8"))
        model = piece_model([base.pieces[n] for n in kept], [float(base.scores[n]) for n in kept])
        (self.work / "pieces.model").write_bytes(model)
        encoder = load_encoder(base, kept, layers=options["layers"], dropout=options["dropout"])
        return Tagger(encoder, options["dropout"])

    def _groups(self) -> list[dict[str, Any]]:
        options = self.settings["training"]
        layers = self.tagger.encoder.shape.layers
        groups: dict[float, list[Tensor]] = {}
        for name, weights in self.tagger.named_parameters():
            if not weights.requires_grad:
                continue
            if name.startswith("head"):
                rate = options["head_rate"]
            else:
                bits = name.split(".")
                depth = int(bits[2]) + 1 if bits[1] == "layers" else 0
                rate = options["rate"] * options["layer_decay"] ** (layers - depth)
            groups.setdefault(rate, []).append(weights)
        return [{"params": some, "lr": rate, "peak": rate} for rate, some in groups.items()]

    def _resume(self) -> None:
        state = torch.load(self.work / "last.pt", weights_only=False)
        self.tagger.load_state_dict(state["tagger"])
        self.mean.tagger.load_state_dict(state["mean"])
        self.mean.count = state["count"]
        self.optimizer.load_state_dict(state["optimizer"])
        for name in ("epoch", "batch", "seen", "spent"):
            setattr(self, name, state[name])
        torch.set_rng_state(state["chance"])
        self.log(event="resumed")

    def save(self) -> None:
        """Write everything that is needed to go on, and the weights for the export."""
        state = {name: getattr(self, name) for name in ("epoch", "batch", "seen", "spent")}
        weights = self.mean.tagger.state_dict()
        whole = state | {
            "tagger": self.tagger.state_dict(),
            "mean": weights,
            "count": self.mean.count,
            "optimizer": self.optimizer.state_dict(),
            "chance": torch.get_rng_state(),
        }
        partial = self.work / "last.pt.partial"
        torch.save(whole, partial)
        partial.replace(self.work / "last.pt")
        torch.save({k: v.half() for k, v in weights.items()}, self.work / "weights.pt")
        (self.work / "state.json").write_text(json.dumps(state), "utf-8")

    def batches(self, epoch: int) -> list[tuple[Tensor, Tensor]]:
        """Return the batches of an epoch, the same each time."""
        options = self.settings["training"]
        random = Random(self.settings["seed"] * 1000 + epoch)  # noqa: S311 - chance, not secrecy
        variety = Variety(self.documents, random)
        rows = []
        for whole in self.documents:
            plain = options["plain_sentences"]
            document = [s for s in whole if is_telling(s) or random.random() < plain]
            for window in windows(document, self.spelling.length, self._sizes(random)):
                rows.append(self.spelling.row(variety.vary(window)))
                if random.random() < options["shapes"]:
                    rows.append(self.spelling.row(variety.shape()))
        random.shuffle(rows)
        batches: list[tuple[Tensor, Tensor]] = []
        stretch = STRETCH * options["pieces_in_batch"] // LONGEST
        for at in range(0, len(rows), stretch):
            waiting: list[tuple[list[int], list[int]]] = []
            for row in sorted(rows[at : at + stretch], key=lambda row: len(row[0])):
                if waiting and len(row[0]) * (len(waiting) + 1) > options["pieces_in_batch"]:
                    batches.append(_batch(waiting))
                    waiting = []
                waiting.append(row)
            batches.append(_batch(waiting))
        random.shuffle(batches)
        return batches

    def _sizes(self, random: Random) -> Iterator[int]:
        yield random.randint(16, LONGEST)
        while True:
            is_full = random.random() < self.settings["training"]["full_windows"]
            yield LONGEST if is_full else random.randint(12, LONGEST)

    def train(self) -> None:
        """Train to the end; the rate falls to nothing over the epochs or the minutes."""
        options = self.settings["training"]
        pair = Pair(self.tagger, options["smoothing"], rounded=self.rounded)
        begun, saved = time.monotonic() - self.spent, time.monotonic()
        self.tagger.train()
        while (progress := self._progress()) < 1:
            batches = self.batches(self.epoch)
            losses, pieces_done, since = 0.0, 0, time.monotonic()
            while self.batch < len(batches):
                progress = self._progress(self.batch / len(batches))
                if progress >= 1:
                    break
                pieces, tags = batches[self.batch]
                for group in self.optimizer.param_groups:
                    group["lr"] = group["peak"] * _slope(progress, options["warmup"])
                loss = pair.backward(pieces, tags)
                nn.utils.clip_grad_norm_(self.tagger.parameters(), options["clip"])
                self.optimizer.step()
                self.optimizer.zero_grad()
                self.mean.add(self.tagger)
                self.batch += 1
                self.seen += pieces.numel()
                losses += loss
                pieces_done += pieces.numel()
                self.spent = time.monotonic() - begun
                if self.batch % 25 == 0:
                    speed = pieces_done / (time.monotonic() - since)
                    self.log(loss=losses / 25, progress=progress, pieces_per_second=speed)
                    losses, pieces_done, since = 0.0, 0, time.monotonic()
                if time.monotonic() - saved > 60 * options["save_every"]:
                    self.save()
                    saved = time.monotonic()
            if self.batch >= len(batches):
                self.epoch, self.batch = self.epoch + 1, 0
            self.save()
            self.judge(every=1 if progress >= 1 else 3)
            if progress >= 1:
                break

    def _progress(self, done: float = 0.0) -> float:
        by_epochs = (self.epoch + done) / self.settings["training"]["epochs"]
        return max(by_epochs, self.spent / 60 / self.minutes if self.minutes else 0.0)

    def judge(self, *, every: int) -> None:
        """Score the dev parts, or every so manieth document of them."""
        scores = {s: self.score_dev(documents[::every]) for s, documents in self.dev.items()}
        mean = sum(t.f() for t in scores.values()) / len(scores)
        self.log(event="dev", mean=mean, every=every, **{s: t.table() for s, t in scores.items()})

    def score_dev(self, documents: Documents) -> Tally:
        """Return how well the tagger does on documents, in windows of full length."""
        sizes = iter(lambda: LONGEST, 0)
        parts = [w for d in documents for w in windows(d, self.spelling.length, sizes)]
        return tally(parts, word_scores(self.mean.tagger, self.spelling, parts))

    def log(self, **facts: object) -> None:
        """Add a line to the log."""
        line: dict[str, object] = {"epoch": self.epoch, "batch": self.batch, "pieces": self.seen}
        line["minutes"] = round(self.spent / 60, 2)
        with (self.work / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line | facts) + "\n")


class Mean:
    """A copy of a tagger whose weights are a running mean of those it had (Polyak 1992).

    Each batch pulls the weights its own way; the mean of the last some hundred is nearer to where
    they all agree. The mean is as short as the run at first.
    """

    def __init__(self, tagger: Tagger, decay: float) -> None:
        self.tagger = copy.deepcopy(tagger)
        self.decay = decay
        self.count = 0

    def add(self, tagger: Tagger) -> None:
        """Take the weights of now into the mean."""
        self.count += 1
        share = 1 - min(self.decay, self.count / (self.count + 10))
        pairs = zip(self.tagger.parameters(), tagger.parameters(), strict=True)
        with torch.no_grad():
            for mean, now in pairs:
                if now.requires_grad:
                    mean.lerp_(now, share)


class Pair:
    """Two copies of a tagger with the same weights, each for half of a batch on its own core.

    Two cores that work apart lose less than two that share every operation. With ``rounded``,
    products are counted in bfloat16; the weights stay in single precision.
    """

    def __init__(self, tagger: Tagger, smoothing: float, *, rounded: bool = False) -> None:
        self.taggers = [tagger, copy.deepcopy(tagger)]
        self.smoothing, self.rounded = smoothing, rounded
        for ours, twin in zip(*(t.parameters() for t in self.taggers), strict=True):
            twin.data = ours.data
        self.pool = ThreadPoolExecutor(2, initializer=torch.set_num_threads, initargs=(1,))

    def backward(self, pieces: Tensor, tags: Tensor) -> float:
        """Add the gradient of a batch to the first tagger; return the loss."""
        wanted = int((tags != UNKNOWN).sum())
        halves = [
            self.pool.submit(self._half, tagger, pieces[n::2], tags[n::2], wanted)
            for n, tagger in enumerate(self.taggers)
            if len(pieces) > n
        ]
        loss = sum(half.result() for half in halves)
        ours, theirs = [], []
        for one, twin in zip(*(t.parameters() for t in self.taggers), strict=True):
            if one.grad is not None and twin.grad is not None:
                ours.append(one.grad)
                theirs.append(twin.grad)
                twin.grad = None
        if ours:
            torch._foreach_add_(ours, theirs)
        return loss

    def _half(self, tagger: Tagger, pieces: Tensor, tags: Tensor, wanted: int) -> float:
        with torch.autocast("cpu", torch.bfloat16, enabled=self.rounded):
            scores = tagger(pieces).flatten(0, 1).float()
        loss = nn.functional.cross_entropy(
            scores,
            tags.flatten(),
            ignore_index=UNKNOWN,
            label_smoothing=self.smoothing,
            reduction="sum",
        )
        (loss / wanted).backward()
        return float(loss.detach()) / wanted


def _batch(rows: list[tuple[list[int], list[int]]]) -> tuple[Tensor, Tensor]:
    return batch([p for p, _ in rows], PADDING), batch([t for _, t in rows], UNKNOWN)


def _slope(progress: float, warmup: float) -> float:
    if progress < warmup:
        return max(progress, 0.001) / warmup
    return 0.5 + 0.5 * math.cos(math.pi * (progress - warmup) / (1 - warmup))


def main() -> int:
    """Train, or go on training."""
    parser = argparse.ArgumentParser(description="Train the encoder name finder on NorNE.")
    parser.add_argument("--data", type=Path, required=True, help="folder with the NorNE files")
    parser.add_argument("--texts", type=Path, nargs="+", default=[], help="texts to count on")
    parser.add_argument("--init", type=Path, help="finished model to go on from")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is made")
    parser.add_argument("--minutes", type=float, default=0.0, help="be done in so many minutes")
    parser.add_argument(
        "--bfloat16",
        action="store_true",
        help="numbers that some processors multiply faster",
    )
    parser.add_argument("--settings", type=Path, default=HERE / "settings.toml")
    options = parser.parse_args()
    if not (options.texts or options.init):
        parser.error("--texts says which pieces to keep; or --init which model to go on from")
    options.work.mkdir(parents=True, exist_ok=True)
    settings = tomllib.loads(options.settings.read_text("utf-8"))
    if options.init:
        other = dict(settings["continued"])
        settings["seed"] = other.pop("seed")
        settings["training"] |= other
    run = Run(settings, options.work, options.minutes, rounded=options.bfloat16)
    run.prepare(options.data, options.texts, options.init)
    run.train()
    return 0


if __name__ == "__main__":
    sys.exit(main())
