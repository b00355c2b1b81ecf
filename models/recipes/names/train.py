"""Trains the name finder on NorNE, scores it on both dev parts, writes the model and its card.

    python models/recipes/names/train.py --data FOLDER --out models/names

``FOLDER`` holds ``nob.train.conll.gz``, ``nob.dev.conll.gz`` and the same for ``nno``. Nothing of
the corpus is written anywhere: the texts are made in memory. About 40 minutes on one core.
"""

from __future__ import annotations

import argparse
import itertools
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import spacy
from augment import vary
from norne import STANDARDS, Paragraph, Sentence, group, read_documents
from spacy.language import Language
from spacy.training import Example
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config

HERE = Path(__file__).parent
#: sentences in a paragraph of the dev parts; the training paragraphs vary from one to five
DEV_SIZE = 4
META = {
    "name": "names",
    "version": "0.2.0",
    "description": "People, organisations and places in Norwegian text, Bokmål and Nynorsk",
    "license": "MIT",
    "sources": [{"name": "NorNE", "url": "https://github.com/ltgoslo/norne", "license": "CC0-1.0"}],
    "spacy_version": ">=3.8.7,<3.9.0",
}


class Score(NamedTuple):
    """Precision, recall and F in per cent, with the number of gold entities."""

    precision: float
    recall: float
    f: float
    gold: int


@spacy.registry.readers("samsvar.norne.v1")
def read_examples(
    folder: Path, part: str, standards: Sequence[str], seed: int
) -> Callable[[Language], Iterator[Example]]:
    """Return spaCy's corpus reader: the part as it is, or endless, shuffled, varied training.

    Args:
        folder: where NorNE is.
        part: ``dev``; ``train`` without end; ``once``, the training part as it is.
        standards: which files; one that is named twice is read twice in each round.
        seed: of the order and the variants.
    """

    def read(nlp: Language) -> Iterator[Example]:
        if part == "dev":
            for standard in standards:
                yield from (example(nlp, p) for p in dev_paragraphs(Path(folder), standard))
            return
        documents = [d for s in standards for d in read_documents(Path(folder), s, "train")]
        chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
        if part == "once":
            yield from (example(nlp, p) for p in train_paragraphs(documents, chance))
        while part == "train":
            paragraphs = list(train_paragraphs(documents, chance))
            chance.shuffle(paragraphs)
            yield from (example(nlp, vary(p, chance)) for p in paragraphs)

    return read


def train_paragraphs(documents: list[list[Sentence]], chance: random.Random) -> Iterator[Paragraph]:
    """Yield the documents in paragraphs of random size; single sentences are the most common."""
    sizes = iter(lambda: chance.choice((1, 1, 1, 2, 3, 4, 5)), 0)
    for document in documents:
        yield from group(document, sizes)


def dev_paragraphs(folder: Path, standard: str) -> Iterator[Paragraph]:
    """Yield a dev part in paragraphs of four sentences, headlines alone."""
    for document in read_documents(folder, standard, "dev"):
        yield from group(document, itertools.repeat(DEV_SIZE))


def example(nlp: Language, paragraph: Paragraph) -> Example:
    """Return the paragraph as spaCy wants it; entities that no token boundary fits are unknown."""
    doc = nlp.make_doc(paragraph.text)
    begins = {token.idx for token in doc}
    ends = {token.idx + len(token) for token in doc}
    tags = ["O"] * len(doc)
    for start, end, label in paragraph.entities:
        inside = [t.i for t in doc if t.idx < end and start < t.idx + len(t)]
        if start not in begins or end not in ends:
            for i in inside:
                tags[i] = "-"
            continue
        tags[inside[0]] = f"B-{label}"
        for i in inside[1:-1]:
            tags[i] = f"I-{label}"
        if len(inside) == 1:
            tags[inside[0]] = f"U-{label}"
        else:
            tags[inside[-1]] = f"L-{label}"
    return Example.from_dict(doc, {"entities": tags})


def score(nlp: Language, paragraphs: list[Paragraph]) -> dict[str, Score]:
    """Return the scores of each label and of all together, by exact characters and label."""
    hits, found, gold = Counter[str](), Counter[str](), Counter[str]()
    docs = nlp.pipe(p.text for p in paragraphs)
    for paragraph, doc in zip(paragraphs, docs, strict=True):
        want = {tuple(entity) for entity in paragraph.entities}
        have = {(e.start_char, e.end_char, e.label_) for e in doc.ents}
        for counter, entities in ((hits, want & have), (found, have), (gold, want)):
            counter.update(entity[2] for entity in entities)
    for counter in (hits, found, gold):
        counter["all"] = counter.total()
    return {
        label: Score(
            100 * hits[label] / max(1, found[label]),
            100 * hits[label] / max(1, gold[label]),
            200 * hits[label] / max(1, found[label] + gold[label]),
            gold[label],
        )
        for label in sorted(gold, key=lambda name: (name != "all", -gold[name]))
    }


def write_model(best: Path, out: Path) -> Language:
    """Write the trained pipeline without the words it met in training; return it, loaded anew.

    The words are not needed (the model sees hashes of their features), and the texts of NorNE may
    not be republished.
    """
    nlp = spacy.load(best)
    nlp.meta.update(META, performance={})
    nlp.config.pop("training")
    nlp.config.pop("corpora")
    nlp.config.pop("paths")
    nlp.config.pop("initialize")
    shutil.rmtree(out, ignore_errors=True)
    nlp.to_disk(out, exclude=["vocab"])
    return spacy.load(out)


def write_card(out: Path, scores: dict[str, dict[str, Score]], steps: int) -> None:
    """Write the model card: what the model is, whom it is owed to, and how good it is."""
    rows = [
        f"| {label} | "
        + " | ".join(f"{s.precision:.1f} | {s.recall:.1f} | {s.f:.1f} | {s.gold}" for s in pair)
        + " |"
        for label in scores["nob"]
        if (
            pair := [scores[standard][label] for standard in STANDARDS if label in scores[standard]]
        )
        and len(pair) == len(STANDARDS)
    ]
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) / 1e6
    card = (HERE / "card.md").read_text("utf-8")
    facts = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "steps": str(steps), "size": f"{size:.1f}"}
    facts |= {"rows": "\n".join(rows), "version": META["version"]}
    for name, fact in facts.items():
        card = card.replace("{" + name + "}", fact)
    (out / "README.md").write_text(card, "utf-8")


def main() -> int:
    """Train, score, write."""
    parser = argparse.ArgumentParser(description="Train the name finder on NorNE.")
    parser.add_argument("--data", type=Path, required=True, help="folder with the NorNE files")
    parser.add_argument("--out", type=Path, required=True, help="folder of the built model")
    parser.add_argument("--steps", type=int, help="another number of training steps")
    options = parser.parse_args()
    overrides: dict[str, object] = {"paths.data": str(options.data)}
    if options.steps:
        overrides["training.max_steps"] = options.steps
    config = load_config(HERE / "config.cfg", overrides=overrides, interpolate=True)
    with tempfile.TemporaryDirectory() as folder:
        nlp = init_nlp(config)
        nlp.config["training"].update(train_corpus="corpora.train", max_epochs=-1)
        train(nlp, Path(folder), stdout=sys.stdout, stderr=sys.stderr)
        nlp = write_model(Path(folder) / "model-best", options.out)
    scores = {s: score(nlp, list(dev_paragraphs(options.data, s))) for s in STANDARDS}
    write_card(options.out, scores, config["training"]["max_steps"])
    for standard, of_label in scores.items():
        print(standard, "P {:.1f} R {:.1f} F {:.1f} ({} names)".format(*of_label["all"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
