"""Train the discriminator on treebank sentences and our own writing.

    PYTHONPATH=. python models/recipes/language/train.py --data FOLDER --out models/language

Softmax regression with Adagrad on hashed features, numpy only, a few minutes on one core.
Every epoch draws new pieces: whole sentences and crops of 3 to 12 words, most of them without
names and some with, so that neither length nor names decide.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from training_text import Sentences, read_corpus, read_dev

from pipeline.text.discriminator import (
    BUCKETS,
    LABELS,
    MODEL_FILE,
    Discriminator,
    hash_features,
    telling_words,
)

#: pieces drawn in an epoch, by label: the scarce languages are repeated in other crops
DRAWN = {"nb": 12000, "nn": 12000, "da": 11000, "sv": 9000, "other": 9000}
EPOCHS = 6
BATCH = 128
RATE = 0.4
DECAY = 1e-6
KEPT = 0.75


def draw(sentences: Sentences, rng: np.random.Generator) -> list[tuple[NDArray[np.int64], int]]:
    """Return one epoch of pieces as (features, label number), in random order."""
    pieces = []
    for label, count in DRAWN.items():
        texts = sentences[label]
        for number in rng.integers(len(texts), size=count):
            rows = hash_features(crop(texts[number], rng))
            rows = rows[rng.random(len(rows)) < KEPT]
            if len(rows):
                pieces.append((rows, LABELS.index(label)))
    return [pieces[number] for number in rng.permutation(len(pieces))]


def crop(text: str, rng: np.random.Generator) -> list[str]:
    """Return the words of a random piece of ``text``."""
    words = text.split()
    if rng.random() < 0.6:
        size = int(rng.integers(3, 13))
        start = int(rng.integers(max(1, len(words) - size + 1)))
        words = words[start : start + size]
    piece = " ".join(words)
    # in capitals throughout, a piece keeps its names: the model must bear both
    return telling_words(piece.upper() if rng.random() < 0.3 else piece)


@dataclass
class Weights:
    """The weights in training, with Adagrad's sums of squares."""

    rows: NDArray[np.float32]
    seen: NDArray[np.float32]
    bias: NDArray[np.float32]


def train(sentences: Sentences) -> Weights:
    """Return the trained weights (buckets by labels) and bias."""
    rng = np.random.default_rng(0)
    shape = (BUCKETS, len(LABELS))
    weights = Weights(
        rows=np.zeros(shape, dtype=np.float32),
        seen=np.full(shape, 1e-3, dtype=np.float32),
        bias=np.zeros(len(LABELS), dtype=np.float32),
    )
    for epoch in range(EPOCHS):
        pieces = draw(sentences, rng)
        rate = RATE * (1 - epoch / EPOCHS) + 0.02
        batches = [pieces[first : first + BATCH] for first in range(0, len(pieces), BATCH)]
        loss = sum(step(batch, weights, rate) for batch in batches)
        print(f"epoch {epoch + 1}: loss {loss / len(pieces):.4f}", flush=True)
    return weights


def step(batch: list[tuple[NDArray[np.int64], int]], weights: Weights, rate: float) -> float:
    """Take one step of Adagrad in place; return the summed loss."""
    sizes = np.array([len(rows) for rows, _ in batch])
    rows = np.concatenate([rows for rows, _ in batch])
    gold = (np.arange(len(batch)), np.array([label for _, label in batch]))
    scale = (1 / np.sqrt(sizes)).astype(np.float32)[:, None]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    logits = np.add.reduceat(weights.rows[rows], starts, axis=0) * scale + weights.bias
    chances = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    loss = -np.log(chances[gold] + 1e-12).sum()
    chances[gold] -= 1
    errors = np.repeat(chances * scale, sizes, axis=0)
    touched, place = np.unique(rows, return_inverse=True)
    columns = [np.bincount(place, errors[:, k], len(touched)) for k in range(len(LABELS))]
    gradient = np.stack(columns, axis=1).astype(np.float32) / len(batch)
    gradient += DECAY * weights.rows[touched]
    weights.seen[touched] += gradient**2
    weights.rows[touched] -= rate * gradient / np.sqrt(weights.seen[touched])
    weights.bias -= 0.1 * rate * chances.mean(axis=0)
    return float(loss)


def quantise(weights: Weights) -> Discriminator:
    """Return the weights in 8 bits; the largest hundred-thousandth is cut off."""
    scale = np.quantile(np.abs(weights.rows), 1 - 1e-5, axis=0) / 127
    small = np.clip(np.rint(weights.rows / scale), -127, 127).astype(np.int8)
    return Discriminator(small, scale.astype(np.float64), weights.bias.astype(np.float64), 1.0)


def calibrate(model: Discriminator, dev: Sentences) -> Discriminator:
    """Return ``model`` with the temperature that makes the development pieces likeliest."""
    rng = np.random.default_rng(2)
    pieces = [(crop(text, rng), label) for label, texts in dev.items() for text in texts]
    chances = [list(model.chances(words).values()) for words, _ in pieces]
    logs = np.log(np.array(chances) + 1e-12)
    gold = (np.arange(len(pieces)), np.array([LABELS.index(label) for _, label in pieces]))

    def loss(temperature: float) -> float:
        powers = np.exp(logs / temperature)
        return float(-np.log(powers[gold] / powers.sum(axis=1)).mean())

    best = min((0.5 + 0.1 * n for n in range(16)), key=loss)
    print(f"temperature {best:.1f}: loss {loss(best):.4f}, uncalibrated {loss(1.0):.4f}")
    return replace(model, temperature=best)


def write(model: Discriminator, folder: Path) -> None:
    """Write the model into ``folder``; the same model gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        folder / MODEL_FILE,
        weights=model.weights,
        scale=model.scale,
        bias=model.bias,
        temperature=np.float64(model.temperature),
    )


def main() -> None:
    """Train, quantise, calibrate and write."""
    parser = argparse.ArgumentParser(description="Train the language discriminator.")
    parser.add_argument("--data", type=Path, required=True, help="folder with norne, langid, ...")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the model to")
    arguments = parser.parse_args()
    writing = Path(__file__).parent / "writing.toml"
    weights = train(read_corpus(arguments.data, writing))
    model = calibrate(quantise(weights), read_dev(arguments.data))
    write(model, arguments.out)


if __name__ == "__main__":
    main()
