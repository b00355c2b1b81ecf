"""Compares the rules for sentence ends with a trained splitter, on the dev parts of NorNE.

    python models/recipes/names/sentences.py --data FOLDER

A paragraph is four sentences of a document in order, headlines alone. Scored are the sentence
ends inside paragraphs; with "no colons" those after a colon, which NorNE counts, are left out.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable
from pathlib import Path

import spacy
from norne import STANDARDS, Paragraph, read_documents
from spacy.language import Language
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch
from train import dev_paragraphs, train_paragraphs

from pipeline.text.sentences import split_sentences

SEED = 17
MODEL = {
    "@architectures": "spacy.Tagger.v2",
    "tok2vec": {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None,
        "width": 32,
        "depth": 2,
        "embed_size": 2000,
        "window_size": 1,
        "maxout_pieces": 3,
        "subword_features": True,
    },
}


def train_splitter(folder: Path, epochs: int) -> Language:
    """Return a pipeline with a ``senter`` trained on both training parts."""
    fix_random_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311 - chance, not secrecy
    nlp = spacy.blank("nb")
    nlp.add_pipe("senter", config={"model": MODEL})
    documents = [d for s in STANDARDS for d in read_documents(folder, s, "train")]
    paragraphs = [p for p in train_paragraphs(documents, chance) if len(p.starts) > 1]
    nlp.initialize(lambda: [_example(nlp, p) for p in paragraphs[:200]])
    optimizer = nlp.create_optimizer()
    for epoch in range(epochs):
        chance.shuffle(paragraphs)
        losses: dict[str, float] = {}
        for batch in minibatch(paragraphs, 16):
            nlp.update([_example(nlp, p) for p in batch], sgd=optimizer, losses=losses)
        print(f"epoch {epoch + 1}: loss {losses['senter']:.1f}")
    return nlp


def _example(nlp: Language, paragraph: Paragraph) -> Example:
    doc = nlp.make_doc(paragraph.text)
    starts = [1 if token.idx in paragraph.starts else -1 for token in doc]
    return Example.from_dict(doc, {"sent_starts": starts})


def score(
    paragraphs: list[Paragraph], split: Callable[[str], set[int]], *, colons: bool
) -> tuple[float, float, float]:
    """Return precision, recall and F, in per cent, of the sentence starts inside paragraphs."""
    hits = found = gold = 0
    for paragraph in paragraphs:
        want, have = set(paragraph.starts) - {0}, split(paragraph.text) - {0}
        if not colons:
            after = {i for i in want | have if paragraph.text[:i].rstrip().endswith(":")}
            want, have = want - after, have - after
        hits, found, gold = hits + len(want & have), found + len(have), gold + len(want)
    return 100 * hits / found, 100 * hits / gold, 200 * hits / (found + gold)


def main() -> int:
    """Train, compare, print."""
    parser = argparse.ArgumentParser(description="Compare two ways to find sentence ends.")
    parser.add_argument("--data", type=Path, required=True, help="folder with the NorNE files")
    parser.add_argument("--epochs", type=int, default=3)
    options = parser.parse_args()
    nlp = train_splitter(options.data, options.epochs)
    ways: dict[str, Callable[[str], set[int]]] = {
        "rules": lambda text: {start for start, _ in split_sentences(text)},
        "senter": lambda text: {sentence.start_char for sentence in nlp(text).sents},
    }
    for standard in STANDARDS:
        paragraphs = list(dev_paragraphs(options.data, standard))
        for way, split in ways.items():
            for colons in (True, False):
                p, r, f = score(paragraphs, split, colons=colons)
                print(
                    standard,
                    way,
                    "all" if colons else "no colons",
                    f"P {p:.1f} R {r:.1f} F {f:.1f}",
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
