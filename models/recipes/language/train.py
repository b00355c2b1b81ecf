"""Train the discriminator on treebank sentences, parallel text, counts of letters and our writing.

    PYTHONPATH=. python models/recipes/language/train.py --data FOLDER --out models/language

Softmax regression on hashed features, all pieces at once (L-BFGS), a few minutes on one core. Each
sentence is a piece, and so are crops of 3 to 12 words of it, some in capitals with their names, so
that neither length nor names decide.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from grams import Bags, read_bags
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from training_text import Sentences, read_corpus, read_dev

from pipeline.text.discriminator import (
    BUCKETS,
    LABELS,
    MODEL_FILE,
    OTHER,
    Discriminator,
    hash_features,
    hash_letters,
    telling_words,
)

#: what each label weighs in all, and the crops of each of its sentences: few are repeated
WEIGHT = {"nb": 1.0, "nn": 1.0, "da": 0.6, "sv": 0.5, "en": 0.4, "fr": 0.4, "other": 0.6}
CROPS = {"nb": 1, "nn": 2, "da": 3, "sv": 4, "en": 1, "fr": 1, "other": 2}
#: most sentences of one label
MOST = 40_000
#: bags of letters of each language that has them
BAGS = 2500
SHOUTED = 0.15
ROUNDS = 90
#: what the squares of the weights cost
COST = 3e-6


@dataclass(frozen=True)
class Pieces:
    """Pieces of text as rows of features, the number of the label of each, and its weight."""

    rows: csr_matrix
    labels: NDArray[np.int64]
    weights: NDArray[np.float32]


def gather(sentences: Sentences, bags: dict[str, Bags]) -> Pieces:
    """Return all pieces."""
    rng = np.random.default_rng(0)
    found: list[NDArray[np.int64]] = []
    labels: list[int] = []
    for number, label in enumerate(LABELS):
        texts = sentences[label][:: 1 + len(sentences[label]) // MOST]
        wanted = [text for text in texts for _ in range(1 + CROPS[label])]
        for place, text in enumerate(wanted):
            is_whole = place % (1 + CROPS[label]) == 0
            found.append(hash_features(telling_words(text) if is_whole else crop(text, rng)))
        for _ in range(BAGS if label in bags else 0):
            found.append(np.concatenate([hash_letters(codes) for codes in bags[label].draw(rng)]))
        labels += [number] * (len(found) - len(labels))
    kept = [n for n, rows in enumerate(found) if len(rows)]
    numbers = np.array(labels)[kept]
    share = np.array([WEIGHT[label] for label in LABELS])
    share = share / share.sum() / np.maximum(1, np.bincount(numbers, minlength=len(LABELS)))
    return Pieces(_matrix([found[n] for n in kept]), numbers, share[numbers].astype(np.float32))


def _matrix(pieces: list[NDArray[np.int64]]) -> csr_matrix:
    sizes = np.array([len(rows) for rows in pieces])
    values = np.repeat(1 / np.sqrt(sizes), sizes).astype(np.float32)
    places = np.concatenate(pieces).astype(np.int32)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    matrix = csr_matrix((values, places, starts), shape=(len(pieces), BUCKETS))
    matrix.sum_duplicates()
    return matrix


def crop(text: str, rng: np.random.Generator) -> list[str]:
    """Return the words of a random piece of ``text``."""
    words = text.split()
    size = int(rng.integers(3, 13))
    start = int(rng.integers(max(1, len(words) - size + 1)))
    piece = " ".join(words[start : start + size])
    # in capitals throughout, a piece keeps its names: the model must bear both
    return telling_words(piece.upper() if rng.random() < SHOUTED else piece)


def train(pieces: Pieces) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Return the weights (buckets by labels) and the bias under which the pieces are likeliest."""
    shape = (BUCKETS + 1, len(LABELS))
    turned = pieces.rows.T.tocsr()
    gold = (np.arange(len(pieces.labels)), pieces.labels)
    share = pieces.weights[:, None]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(shape)
        logits = pieces.rows @ weights[:-1].astype(np.float32) + weights[-1].astype(np.float32)
        logits -= logits.max(axis=1, keepdims=True)
        chances = np.exp(logits)
        total = chances.sum(axis=1, keepdims=True)
        likely = float((share[:, 0] * (logits[gold] - np.log(total[:, 0]))).sum())
        errors = chances / total
        errors[gold] -= 1
        errors *= share
        slope = 2 * COST * weights
        slope[:-1] += turned @ errors
        slope[-1] = errors.sum(axis=0)
        return COST * float((weights[:-1] ** 2).sum()) - likely, slope.ravel()

    options = {"maxiter": ROUNDS, "maxcor": 8}
    found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options=options)
    print(f"loss {found.fun:.4f} after {found.nit} rounds", flush=True)
    weights = found.x.reshape(shape)
    return weights[:-1].astype(np.float32), weights[-1]


def quantise(weights: NDArray[np.float32], bias: NDArray[np.float64]) -> Discriminator:
    """Return the weights in 8 bits; the largest hundred-thousandth is cut off."""
    scale = np.quantile(np.abs(weights), 1 - 1e-5, axis=0) / 127
    small = np.clip(np.rint(weights / scale), -127, 127).astype(np.int8)
    return Discriminator(small, scale.astype(np.float64), bias, 1.0)


def calibrate(model: Discriminator, dev: Sentences) -> Discriminator:
    """Return ``model`` with the temperature that makes the development pieces likeliest."""
    rng = np.random.default_rng(2)
    pieces = [
        (words, label)
        for label, texts in dev.items()
        for text in texts
        for words in (telling_words(text), crop(text, rng))
        if words
    ]
    chances = [list(model.chances(words).values()) for words, _ in pieces]
    logs = np.log(np.array(chances) + 1e-12)
    gold = (np.arange(len(pieces)), np.array([LABELS.index(label) for _, label in pieces]))

    def loss(temperature: float) -> float:
        powers = np.exp(logs / temperature)
        return float(-np.log(powers[gold] / powers.sum(axis=1)).mean())

    best = min((0.5 + 0.1 * n for n in range(16)), key=loss)
    right = float((logs.argmax(axis=1) == gold[1]).mean())
    print(f"temperature {best:.1f}: loss {loss(best):.4f}, uncalibrated {loss(1.0):.4f}")
    print(f"right {right:.4f} of {len(pieces)}")
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
    bags = {label: read_bags(label) for label in LABELS[:OTHER]}
    weights, bias = train(gather(read_corpus(arguments.data, writing), bags))
    model = calibrate(quantise(weights, bias), read_dev(arguments.data))
    write(model, arguments.out)


if __name__ == "__main__":
    main()
