"""Tiny real Argos packages: a trained SentencePiece model, a Transformer, metadata, a zip file.

The Transformer has one layer and weights chosen so that it copies: attention and feed-forward add
nothing, and a target piece asks for the piece at its own place of the source. So a test knows what
a translation must be, and everything that runs is what runs for a published package.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import ctranslate2
import numpy as np
import sentencepiece

SENTENCES = (
    "Kari Nordmann møtte Ola i Bergen.",
    "Hun reiste til Oslo med toget i går.",
    "Kommunen vil bygge en ny skole på Nesttun.",
    "Filen heter møte_referat og ligger i arkivet.",
    "Været blir fint, sier meteorologen.",
    "Ordføreren åpnet den nye brua klokka tolv.",
)


def argos_file(folder: Path, pair: str, *, name: str = "", **metadata: object) -> Path:
    """Write PAIR.argosmodel ("nb-en") into a folder and return its path."""
    source, target = pair.split("-")
    name = name or f"translate-{source}_{target}-1_0"
    work = folder / f"{name}-work"
    (work / "model").mkdir(parents=True)
    pieces = sentencepiece_model(work / "sentencepiece.model")
    save_transformer(work / "model", pieces)
    fields = {
        "package_version": "1.0",
        "argos_version": "1.9",
        "from_code": source,
        "from_name": source,
        "to_code": target,
        "to_name": target,
        **metadata,
    }
    (work / "metadata.json").write_text(json.dumps(fields), encoding="utf-8")
    return zipped(work, folder / f"{name}.argosmodel", name)


def zipped(work: Path, file: Path, name: str) -> Path:
    """Write a folder as a zip file that holds it under ``name``."""
    with zipfile.ZipFile(file, "w") as archive:
        for path in sorted(work.rglob("*")):
            if path.is_file():
                archive.write(path, f"{name}/{path.relative_to(work).as_posix()}")
    return file


def sentencepiece_model(file: Path) -> list[str]:
    """Train a SentencePiece model on a few sentences; return its pieces."""
    content = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES),
        model_writer=content,
        vocab_size=80,
        character_coverage=1.0,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    file.write_bytes(content.getvalue())
    model = sentencepiece.SentencePieceProcessor(model_file=str(file))
    return [model.id_to_piece(number) for number in range(model.get_piece_size())]


def save_transformer(folder: Path, pieces: list[str], *, longest: int = 256) -> None:
    """Write a Transformer that copies its source.

    Width: one number a piece (what stands here), then one number a place (where it stands). The
    decoder's attention over the source compares places, takes along the piece, and the last layer
    reads it off. ``</s>`` is put after the source, so it is copied too and ends the target.
    """
    vocabulary = [*pieces]
    what, width = len(vocabulary), len(vocabulary) + longest
    spec = ctranslate2.specs.TransformerSpec.from_config(1, 1, pre_norm=True, no_final_norm=True)
    spec.config.add_source_eos = True
    zeros = np.zeros((width, width), np.float32)
    embedding = np.zeros((what, width), np.float32)
    embedding[:, :what] = np.eye(what)
    places = np.zeros((longest, width), np.float32)
    places[:, what:] = np.eye(longest)
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = False
        side.position_encodings.encodings = places
        layer = side.layer[0]
        for norm in (layer.self_attention.layer_norm, layer.ffn.layer_norm):
            norm.gamma, norm.beta = np.ones(width, np.float32), np.zeros(width, np.float32)
        layer.self_attention.linear[0].weight = np.zeros((3 * width, width), np.float32)
        layer.self_attention.linear[0].bias = np.zeros(3 * width, np.float32)
        layer.self_attention.linear[1].weight = zeros
        layer.self_attention.linear[1].bias = np.zeros(width, np.float32)
        for linear in (layer.ffn.linear_0, layer.ffn.linear_1):
            linear.weight, linear.bias = zeros, np.zeros(width, np.float32)
    spec.encoder.embeddings[0].weight = embedding
    spec.decoder.embeddings.weight = embedding
    attention = spec.decoder.layer[0].attention
    attention.layer_norm.gamma = np.ones(width, np.float32)
    attention.layer_norm.beta = np.zeros(width, np.float32)
    look = zeros.copy()
    look[what:, what:] = 20 * np.eye(longest)
    take = zeros.copy()
    take[:what, :what] = 50 * np.eye(what)
    attention.linear[0].weight, attention.linear[0].bias = look, np.zeros(width, np.float32)
    attention.linear[1].weight = np.concatenate([look, take])
    attention.linear[1].bias = np.zeros(2 * width, np.float32)
    attention.linear[2].weight = np.eye(width, dtype=np.float32)
    attention.linear[2].bias = np.zeros(width, np.float32)
    spec.decoder.projection.weight = embedding
    spec.decoder.projection.bias = np.zeros(what, np.float32)
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.validate()
    spec.save(str(folder))
