"""An Argos package of the published size, for measuring speed where none can be had.

A Transformer of 6 + 6 layers, 512 wide, 8 heads, 32,000 pieces, 8-bit, as published packages are.
Its weights are made by hand: a target piece asks for the piece at its own place of the source, so
that a target is as long as its source and ends there. Norwegian words come out as English ones, one
for one, names, figures and signs as they are: nonsense, but of the length, the language and the
names that checks expect, so that about as few sentences are sent again as with a real package.
Weights that are to add nothing are random and very small, so that each matrix is one of its own and
costs what it costs in a published model.
"""

from __future__ import annotations

import io
import json
import re
import sysconfig
from collections import Counter
from collections.abc import Container, Sequence
from pathlib import Path
from pydoc_data.topics import topics

import ctranslate2
import numpy as np
import sentencepiece
import spacy

#: the model's size
LAYERS, HEADS, WIDTH, PIECES = 6, 8, 512, 32_000
_HEAD = WIDTH // HEADS
#: numbers that say which piece, by head; the last 64 numbers of a vector say at which place
_SHARE = 56
_LONGEST = 1024


#: words that checks look for in a target, with what they ask for
_MEANT = {
    "ikke": "not", "ikkje": "never", "ingen": "nobody", "aldri": "cannot", "inga": "none",
    "to": "two", "tre": "three", "fire": "four", "fem": "five", "seks": "six", "sju": "seven",
    "åtte": "eight", "ni": "nine", "ti": "ten", "tolv": "twelve", "timer": "hours", "år": "years",
    "kroner": "kroner", "prosent": "percent", "dager": "days", "uker": "weeks", "måneder": "months",
    "mars": "March", "april": "April", "mai": "May", "juni": "June", "oktober": "October",
    "mandag": "Monday", "tirsdag": "Tuesday", "onsdag": "Wednesday", "torsdag": "Thursday",
    "fredag": "Friday", "lørdag": "Saturday", "søndag": "Sunday",
}  # fmt: skip
#: English words that would be taken for a denial or a number that the source does not have
_LEFT_OUT = {
    "no", "not", "non", "nor", "none", "never", "cannot", "without", "nothing", "isn", "aren",
    "doesn", "don", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "hundred", "thousand", "million", "day", "days", "hour", "hours", "week", "weeks", "month",
    "year",
}  # fmt: skip


def english_words() -> list[str]:
    """Return English words, common ones first, from the documentation that Python brings."""
    texts = [*topics.values()]
    for file in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py")):
        texts += re.findall(r'"""(.*?)"""', file.read_text("utf-8", "ignore"), re.DOTALL)
    found = Counter(re.findall(r"(?<![\w`'.])[a-z]{2,12}(?![\w`'.(=\[])", "\n".join(texts)))
    return [word for word, _ in found.most_common() if word not in _LEFT_OUT]


def write_package(folder: Path, texts: Sequence[str]) -> Path:
    """Write an installed package nb-en.

    Args:
        folder: the folder of packages.
        texts: Norwegian texts, to learn the pieces from.
    """
    package = folder / "translate-nb_en-1_0"
    (package / "model").mkdir(parents=True)
    content = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(line for text in texts for line in text.splitlines() if line),
        model_writer=content,
        vocab_size=PIECES,
        model_type="bpe",  # goes on until words are whole
        character_coverage=1.0,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    (package / "sentencepiece.model").write_bytes(content.getvalue())
    model = sentencepiece.SentencePieceProcessor(model_proto=content.getvalue())
    pieces = [model.id_to_piece(number) for number in range(model.get_piece_size())]
    sources = [*pieces, *(f"<{n}>" for n in range(PIECES - len(pieces)))]
    norwegian = {word for text in texts for word in re.findall(r"\b[a-zæøå]+\b", text)}
    save_model(package / "model", sources, exchanged(sources, norwegian, english_words()))
    metadata = {
        "package_version": "1.0",
        "argos_version": "1.9",
        "from_code": "nb",
        "from_name": "Norwegian",
        "to_code": "en",
        "to_name": "English",
    }
    (package / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    # what Argos finds sentences with: the fastest that it has
    spacy.blank("xx").to_disk(package / "spacy")
    return package


def exchanged(pieces: Sequence[str], known: Container[str], words: Sequence[str]) -> list[str]:
    """Return the target piece for each source piece: English for Norwegian words, none twice.

    Args:
        pieces: the source pieces.
        known: the Norwegian words with a small letter; with a capital they are no names either.
        words: English words.

    >>> exchanged(["▁hus", "▁Hus", "▁Bergen", "▁be", "▁ikke"], {"hus", "ikke"}, ["house", "to"])
    ['▁house', '▁House', '▁Bergen', '▁be', '▁not']
    """
    taken = {*pieces, *(f"▁{word}" for word in _MEANT.values())}
    fresh = (f"▁{word}" for word in words if f"▁{word}" not in taken)
    said = {f"▁{word}": f"▁{meant}" for word, meant in _MEANT.items()}
    for piece in pieces:
        if piece[1:] in known and piece not in said:
            said[piece] = next(fresh, piece)
    capitals = {_capital(piece): _capital(target) for piece, target in said.items()}
    targets = [(said | capitals).get(piece, piece) for piece in pieces]
    often = Counter(targets)
    pairs = zip(pieces, targets, strict=True)
    return [piece if often[target] > 1 else target for piece, target in pairs]


def _capital(piece: str) -> str:
    return piece[:1] + piece[1:].capitalize()


def save_model(folder: Path, sources: Sequence[str], targets: Sequence[str]) -> None:
    """Write the Transformer."""
    chance = np.random.default_rng(1)

    def signs(rows: int, columns: int) -> np.ndarray:
        return chance.choice(np.array([-1, 1], np.float32), (rows, columns))

    def nought(*shape: int) -> np.ndarray:
        return np.zeros(shape, np.float32)

    def idle(rows: int, columns: int) -> np.ndarray:
        return chance.normal(0, 1e-5, (rows, columns)).astype(np.float32)

    where = slice(WIDTH - _HEAD, WIDTH)
    codes = nought(PIECES, WIDTH)
    codes[:, : HEADS * _SHARE] = signs(PIECES, HEADS * _SHARE)
    places = nought(_LONGEST, WIDTH)
    places[:, where] = signs(_LONGEST, _HEAD)
    spec = ctranslate2.specs.TransformerSpec.from_config(
        LAYERS, HEADS, pre_norm=True, no_final_norm=True
    )
    spec.config.add_source_eos = True
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = False
        side.position_encodings.encodings = places
        for layer in side.layer:
            attentions = [layer.self_attention]
            if side is spec.decoder:
                attentions.append(layer.attention)
            for attention in attentions:
                sizes = [3, 1] if attention is layer.self_attention else [1, 2, 1]
                for linear, size in zip(attention.linear, sizes, strict=True):
                    linear.weight, linear.bias = idle(size * WIDTH, WIDTH), nought(size * WIDTH)
            for norm in (*(one.layer_norm for one in attentions), layer.ffn.layer_norm):
                norm.gamma, norm.beta = np.ones(WIDTH, np.float32), nought(WIDTH)
            layer.ffn.linear_0.weight, layer.ffn.linear_0.bias = (
                idle(4 * WIDTH, WIDTH),
                nought(4 * WIDTH),
            )
            layer.ffn.linear_1.weight, layer.ffn.linear_1.bias = (
                idle(WIDTH, 4 * WIDTH),
                nought(WIDTH),
            )
    spec.encoder.embeddings[0].weight = codes
    spec.decoder.embeddings.weight = codes
    look, take, put = nought(WIDTH, WIDTH), nought(WIDTH, WIDTH), nought(WIDTH, WIDTH)
    for head in range(HEADS):
        look[head * _HEAD : (head + 1) * _HEAD, where] = np.eye(_HEAD)
        here = slice(head * _HEAD, head * _HEAD + _SHARE)
        what = slice(head * _SHARE, (head + 1) * _SHARE)
        take[here, what] = np.eye(_SHARE)
        put[what, here] = np.eye(_SHARE)
    attention = spec.decoder.layer[0].attention
    attention.linear[0].weight = 8 * look
    attention.linear[1].weight = np.concatenate([look, take])
    attention.linear[2].weight = 50 * put
    spec.decoder.projection.weight = codes / 1000
    spec.decoder.projection.bias = nought(PIECES)
    spec.register_source_vocabulary(list(sources))
    spec.register_target_vocabulary(list(targets))
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
