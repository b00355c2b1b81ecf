"""Makes the model that ships of a trained tagger: quantised, calibrated, scored, with its card.

    python models/recipes/encoder/export.py --data NORNE --work FOLDER --out models/encoder

``--work`` is the folder of ``train.py``. Pin the result with ``models/recipes/pin.py encoder``.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import spacy
import torch
from calibrate import error, fit, reliability
from data import LONGEST, STANDARDS, TAGS, openers, read_words
from graph import build
from port import base_file, read_base
from score import flat, rows, score
from sentencepiece import SentencePieceProcessor

from pipeline.stages.encoder import GRAPH, PIECES
from pipeline.stages.encoder import TAGS as FACTS
from pipeline.stages.entities import ENCODER, SENTENCES, load_entity_model
from pipeline.stages.tagging import Calibration

HERE = Path(__file__).parent
META = {
    "name": "encoder",
    "version": "0.4.0",
    "description": "People, organisations and places in Norwegian text, Bokmål and Nynorsk",
    "license": "MIT",
    "sources": [
        {"name": "NorNE", "url": "https://github.com/ltgoslo/norne", "license": "CC0-1.0"},
        {
            "name": "multilingual-e5-small",
            "url": "https://huggingface.co/intfloat/multilingual-e5-small",
            "license": "MIT",
        },
    ],
    "spacy_version": ">=3.8.7,<3.9.0",
}


def write_pipeline(out: Path) -> Path:
    """Write an empty spaCy pipeline; return the folder for the component's files."""
    nlp = spacy.blank("nb")
    nlp.add_pipe(SENTENCES)
    nlp.add_pipe(ENCODER)
    nlp.meta.update(META)
    shutil.rmtree(out, ignore_errors=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(out, exclude=["vocab"])
    return out / ENCODER


def write_graph(work: Path, folder: Path, layers: int) -> None:
    """Write the trained tagger as a graph, with its pieces."""
    state = torch.load(work / "weights.pt", weights_only=True)
    shape = replace(read_base(base_file()).shape, layers=layers)
    weights = {name: value.float().numpy() for name, value in state.items()}
    (folder / GRAPH).write_bytes(build(weights, shape, len(TAGS)).SerializeToString())
    shutil.copyfile(work / "pieces.model", folder / PIECES)


def write_facts(folder: Path, calibration: Calibration, use: Mapping[str, object]) -> None:
    """Write what the component must know."""
    facts = {
        "tags": TAGS,
        "longest": LONGEST,
        **use,
        "slope": calibration.slope,
        "shift": calibration.shift,
    }
    text = json.dumps(facts, indent=1, ensure_ascii=False)
    (folder / FACTS).write_text(text + "\n", "utf-8")


def write_card(out: Path, data: Path, work: Path, use: Mapping[str, object]) -> None:
    """Score the model, calibrate it, and write its card and the plot of its probabilities."""
    model = load_entity_model(out, threads=2)
    scored = [score(model, data, standard) for standard in STANDARDS]
    guesses = [guess for _, some in scored for guess in some]
    fitted, judged = ([g for g in guesses if g.document % 2 == half] for half in (0, 1))
    calibration = fit(fitted)
    write_facts(out / ENCODER, calibration, use)
    state = json.loads((work / "state.json").read_text("utf-8"))
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) / 1e6
    facts = {
        "version": META["version"],
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "size": f"{size:.0f}",
        "minutes": f"{state['spent'] / 60:.0f}",
        "pieces": f"{state['seen'] / 1e6:.1f}",
        "kept": f"{len(SentencePieceProcessor(model_file=str(work / 'pieces.model'))):,}",
        "rows": rows([tally.table() for tally, _ in scored]),
        "reliability": reliability(judged, calibration),
        "before": f"{error(judged, Calibration()):.3f}",
        "after": f"{error(judged, calibration):.3f}",
    }
    card = (HERE / "card.md").read_text("utf-8")
    for name, fact in facts.items():
        card = card.replace("{" + name + "}", str(fact))
    (out / "README.md").write_text(card, "utf-8")
    reached = {s: tally.table() for s, (tally, _) in zip(STANDARDS, scored, strict=True)}
    (work / "scores.json").write_text(json.dumps(flat(reached), indent=1) + "\n", "utf-8")
    for standard, (tally, _) in zip(STANDARDS, scored, strict=True):
        print(standard, f"F {tally.f():.1f}, four types {tally.f('merged'):.1f}")


def main() -> int:
    """Export, calibrate, score, write the card."""
    parser = argparse.ArgumentParser(description="Export the trained encoder.")
    parser.add_argument("--data", type=Path, required=True, help="folder with the NorNE files")
    parser.add_argument("--work", type=Path, required=True, help="folder of the training")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model")
    parser.add_argument("--settings", type=Path, default=HERE / "settings.toml")
    options = parser.parse_args()
    settings = tomllib.loads(options.settings.read_text("utf-8"))
    folder = write_pipeline(options.out)
    write_graph(options.work, folder, settings["training"]["layers"])
    read = (read_words(options.data, "train", standard) for standard in STANDARDS)
    often = openers(chain.from_iterable(read), settings["openers"]["least"])
    use = {**settings["use"], "openers": often}
    write_facts(folder, Calibration(), use)
    write_card(options.out, options.data, options.work, use)
    return 0


if __name__ == "__main__":
    sys.exit(main())
