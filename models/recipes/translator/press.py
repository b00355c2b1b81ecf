"""Puts words of the press, translated by hand, into a lexicon that was learnt from text.

    python models/recipes/translator/press.py --lexicon models/translator/lexicon.tsv.gz

The parallel text that may be used is mostly documentation, where "styret" is a handlebar and "lag"
a layer. ``press.tsv`` has the words of Norwegian newspapers with what they mean there. A line: the
pair of languages, the base form, how often newspapers have it, its forms with "," between, and its
meanings with "/" between, likelier first. A form "møte-" is that in compounds, where it is a
meeting, and never the verb. What the file says takes the place of what the text says.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ConfigError, PipelineError
from pipeline.files import write_pieces

HERE = Path(__file__).parent
#: meanings of a form that belongs to several words
MOST = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the press: a line of ``press.tsv``."""

    pair: str
    count: int
    forms: tuple[str, ...]
    meanings: tuple[str, ...]


def main() -> int:
    """Read both, put them together, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lexicon", type=Path, required=True, help="what lexicon.py made")
    parser.add_argument("--press", type=Path, default=HERE / "press.tsv")
    parser.add_argument("--out", type=Path, help="another file than the lexicon itself")
    options = parser.parse_args()
    try:
        words = read_press(options.press)
    except PipelineError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    lines = gzip.decompress(options.lexicon.read_bytes()).decode().splitlines()
    rows = [*joined(lines, words)]
    out = options.out or options.lexicon
    write_pieces(gzip.compress("".join(f"{row}\n" for row in rows).encode(), mtime=0), out)
    print(f"{len(rows)} words in {out}, {len(words)} of the press in all their forms")
    return 0


def read_press(file: Path) -> list[Word]:
    """Return the words of a file.

    Raises:
        ConfigError: a line has other columns than five, or no number for how often.
    """
    words = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        try:
            pair, base, count, forms, meanings = line.split("\t")
            every = tuple(dict.fromkeys((base, *forms.split(","))))
            words.append(Word(pair, int(count), every, tuple(meanings.split("/"))))
        except ValueError:
            message = f"{file}, line {number}: not pair, word, count, forms, meanings"
            raise ConfigError(message, hint="put a tab between them") from None
    return words


def joined(lines: Iterable[str], words: Iterable[Word]) -> Iterator[str]:
    r"""Yield the lines of a lexicon with words of the press in it, sorted.

    >>> words = [Word("no-en", 40, ("styre", "styret"), ("board",))]
    >>> [*joined(["no-en\tstyret\t6\ttrack", "no-en\tti\t9\tten"], words)]
    ['no-en\tstyre\t40\tboard', 'no-en\tstyret\t40\tboard', 'no-en\tti\t9\tten']
    """
    counts: dict[tuple[str, str], int] = {}
    found: dict[tuple[str, str], str] = {}
    for line in lines:
        pair, word, count, meanings = line.split("\t")
        counts[pair, word], found[pair, word] = int(count), meanings
    told: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for word in sorted(words, key=lambda one: -one.count):
        for form in word.forms:
            key = word.pair, form
            counts[key] = max(counts.get(key, 0), word.count)
            told[key] += word.meanings
    found |= {key: "/".join([*dict.fromkeys(some)][:MOST]) for key, some in told.items()}
    for (pair, form), meanings in sorted(found.items()):
        yield f"{pair}\t{form}\t{counts[pair, form]}\t{meanings}"


if __name__ == "__main__":
    raise SystemExit(main())
