"""Turns Bokmål sentences of the training text into Nynorsk, with Apertium.

    python models/recipes/translator/nynorsk.py --data FOLDER --out nynorsk.tsv.gz [--most 15000]

Needs Debian's ``apertium`` and ``apertium-nno-nob``. Natural prose comes first. The file has a
Bokmål sentence and its Nynorsk a line; ``train.py --nynorsk`` reads it. What a program made counts
as synthetic: ``settings.toml`` says how much of it may be in the mix.
"""

from __future__ import annotations

import argparse
import gzip
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pairs import choose, language_judge

from pipeline.files import write_pieces

HERE = Path(__file__).parent
MODELS = HERE.parents[1]
#: infinitives in -e, as most of the press writes
MODE = "nob-nno_e"
#: sentences in one call
_BLOCK = 250


def apertium(sentences: Sequence[str]) -> list[str]:
    """Return the lines that Apertium makes; words that it does not know stay as they are."""
    text = "".join(f"{sentence}\n" for sentence in sentences)
    command = ["apertium", "-u", MODE]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout.split("\n")[:-1]


def turned(
    sentences: Sequence[str], turn: Callable[[Sequence[str]], list[str]] = apertium
) -> Iterator[tuple[str, str]]:
    """Yield sentences with their Nynorsk; one that comes out as several lines is left out.

    >>> list(turned(["a", "b c", "d"], lambda some: " ".join(some).split(" ")))
    [('a', 'a'), ('d', 'd')]
    """
    for start in range(0, len(sentences), _BLOCK):
        yield from _turned(sentences[start : start + _BLOCK], turn)


def _turned(
    some: Sequence[str], turn: Callable[[Sequence[str]], list[str]]
) -> Iterator[tuple[str, str]]:
    lines = turn(some)
    if len(lines) == len(some):
        yield from zip(some, lines, strict=True)
    elif len(some) > 1:  # look for the one in smaller and smaller parts
        middle = len(some) // 2
        yield from _turned(some[:middle], turn)
        yield from _turned(some[middle:], turn)


def main() -> int:
    """Choose, turn, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with the parallel text")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=15_000, help="sentences")
    parser.add_argument("--settings", type=Path, default=HERE / "settings.toml")
    options = parser.parse_args()
    settings = tomllib.loads(options.settings.read_text("utf-8"))
    judge = language_judge(MODELS / "language", settings["filter"])
    first = {name: number for number, name in enumerate(settings["share"])}
    chosen = [p for p in choose(settings, options.data, judge) if p.direction.startswith("nb-")]
    chosen.sort(key=lambda pair: first[pair.origin])
    sentences = list(dict.fromkeys(pair.source for pair in chosen))[: options.most]
    rows = [(source, made) for source, made in turned(sentences) if made.strip()]
    text = "".join(f"{source}\t{made}\n" for source, made in rows)
    write_pieces(gzip.compress(text.encode(), mtime=0), options.out)
    print(f"{len(rows)} sentences in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
