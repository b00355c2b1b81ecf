"""Choose the pieces that the embedded translator keeps, and write ``vocabulary.txt.gz``.

    python models/recipes/translator/vocabulary.py --text FILE... --target target_vocab.json \
        --out models/translator/vocabulary.txt.gz

``--text`` takes training text: ``NAME.SOURCE-TARGET.tsv.gz`` (parallel text) and ``NAME.conll.gz``
(a word a line in the second column). ``--target`` is a JSON list of ids that the adapter was
trained to write. Kept are those, the control and byte pieces, every piece seen often enough in one
of the languages, and single Latin letters, digits and signs, so that a foreign name is spelt with
letters and not with bytes. The file is the ids, as differences, one a line.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.translation.gemma import CONTROLS, Base, assembled_base, read_base, write_vocabulary
from pipeline.translation.pieces import BYTE, SPACE, Pieces, model_file

#: how often a piece must be seen in a language to be kept
LEAST = {"nb": 3, "nn": 3, "en": 5, "fr": 5}
_BLOCK = 20_000


def main() -> None:
    """Read the command line, count, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--text", type=Path, nargs="+", required=True)
    parser.add_argument("--target", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    with assembled_base(Path(tempfile.gettempdir())) as file:
        base = read_base(file)
    kept = set(json.loads(options.target.read_text())) | set(always(base))
    print(f"{len(kept)} written by the adapter, or letters, bytes and controls")
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "pieces.model"
        model.write_bytes(model_file(base.tokens, base.scores, base.types))
        counts = count(options.text, Pieces(model))
    for language, seen in counts.items():
        often = {piece for piece, times in seen.items() if times >= LEAST[language]}
        print(f"{language}: {len(seen)} pieces seen, {len(often)} often, {len(often - kept)} new")
        kept |= often
    write_vocabulary(options.out, sorted(kept))
    print(f"{len(kept)} of {len(base.tokens)} kept, {options.out.stat().st_size} bytes")


def always(base: Base) -> Iterator[int]:
    """Yield the ids that are kept whatever the text is."""
    for number, (token, kind) in enumerate(zip(base.tokens, base.types, strict=True)):
        letter = token.removeprefix(SPACE)
        if token in CONTROLS or kind == BYTE or (len(letter) == 1 and is_western(letter)):
            yield number
    yield base.tokens.index(SPACE)
    yield base.tokens.index("\n")


def is_western(character: str) -> bool:
    """Return whether this is a Latin letter, a combining accent, a digit or a sign."""
    name = unicodedata.name(character, "")
    return ord(character) < 0x3000 and (
        name.startswith(("LATIN", "COMBINING", "MODIFIER"))
        or unicodedata.category(character)[0] in "NPS"
    )


def count(files: Sequence[Path], pieces: Pieces) -> dict[str, Counter[int]]:
    """Return how often each piece is seen in each language."""
    counts: dict[str, Counter[int]] = {language: Counter() for language in LEAST}
    for file in files:
        for language, block in texts(file):
            # what follows the prompt's colon starts with a space
            for ids in pieces.encode([" " + text for text in block]):
                counts[language].update(ids)
    return counts


def texts(file: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield language and text, a block at a time."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        if file.name.endswith(".tsv.gz"):
            languages = file.name.removesuffix(".tsv.gz").rsplit(".", 1)[1].split("-")
            pairs = [line.rstrip("\n").split("\t") for line in lines]
            for column, language in enumerate(languages):
                column_texts = [pair[column] for pair in pairs if len(pair) == 2]
                for start in range(0, len(column_texts), _BLOCK):
                    yield language, column_texts[start : start + _BLOCK]
        else:
            words = [line.split("\t")[1] for line in lines if line.count("\t") > 2]
            language = "nn" if file.name.startswith("nno") else "nb"
            yield language, words


if __name__ == "__main__":
    main()
