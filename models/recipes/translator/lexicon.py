"""Learns a lexicon from parallel text: what each word is mostly translated by.

    python models/recipes/translator/lexicon.py --data FOLDER --nynorsk nynorsk.tsv.gz \
        --words words.tsv.gz --out lexicon.tsv.gz

Words are aligned by eflomal (Östling and Tiedemann 2016, *Efficient Word Alignment with Markov
Chain Monte Carlo*) in both directions. A meaning is the words that a word is linked to in both,
with what either direction adds beside them; a dictionary (see ``words.py``) fills in what text does
not have.
Text that is thinned for training is read whole here. A line of the result: ``no-en``, the word, how
often it stood in the text, and its meanings, likeliest first.
"""

from __future__ import annotations

import argparse
import gzip
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, takewhile
from pathlib import Path
from typing import Any

from pairs import Pair, check_licences, once, read_licences, read_pairs

from pipeline.errors import ConfigError, PipelineError
from pipeline.files import write_pieces

HERE = Path(__file__).parent
_TOKEN = re.compile(r"[^\W_]+['’]|[^\W_]+(?:-[^\W_]+)*|[^\w\s]")
#: articles and the like: the translator puts its own
_SMALL = frozenset(
    ("the", "a", "an", "to", "of", "le", "la", "les", "l'", "un", "une", "de", "du", "des", "d'")
)
Links = frozenset[tuple[int, int]]


def main() -> int:
    """Read the text, align it, count, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with the parallel text")
    parser.add_argument("--nynorsk", type=Path, required=True, help="file that nynorsk.py made")
    parser.add_argument("--words", type=Path, required=True, help="file that words.py made")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--settings", type=Path, default=HERE / "settings.toml")
    options = parser.parse_args()
    settings = tomllib.loads(options.settings.read_text("utf-8"))
    try:
        check_licences(settings, read_licences(options.data / "SOURCES.tsv"))
        told = read_words(options.words)
        rows = []
        for pair in ("no-en", "en-fr"):
            text = [*tokenised(text_of(pair, options, settings))]
            links = aligned(text)
            found = meanings(text, links, told[pair], settings["lexicon"])
            rows += [f"{pair}\t{line}" for line in found]
    except PipelineError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    content = "".join(f"{row}\n" for row in sorted(rows))
    write_pieces(gzip.compress(content.encode(), mtime=0), options.out)
    print(f"{len(rows)} words in {options.out}")
    return 0


def text_of(pair: str, options: argparse.Namespace, settings: Mapping[str, Any]) -> list[Pair]:
    """Return the parallel text of "no-en" or "en-fr", each source once."""
    table = "share" if pair == "no-en" else "share_english"
    directions = ("nb-en", "nn-en") if pair == "no-en" else ("en-fr",)
    made = dict(
        line.split("\t")
        for line in gzip.decompress(options.nynorsk.read_bytes()).decode().splitlines()
    )
    found = []
    for name in settings[table]:
        for direction in directions:
            file = options.data / f"{name}.{direction}.tsv.gz"
            found += read_pairs(file) if file.exists() else []
    turned = [
        Pair(made[one.source], one.target, "nn-en", "apertium")
        for one in found
        if one.source in made
    ]
    return [*once([*found, *turned])]


def read_words(file: Path) -> dict[str, dict[str, str]]:
    """Return what the dictionary says, by pair of languages and word."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in gzip.decompress(file.read_bytes()).decode().splitlines():
        direction, word, meaning = line.split("\t")
        pair = direction.replace("nb-", "no-").replace("nn-", "no-")
        found[pair].setdefault(word, meaning.removeprefix("to "))
    return found


def tokenised(pairs: Iterable[Pair]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield words and signs of both sides, in small letters."""
    for pair in pairs:
        sides = [_TOKEN.findall(side.lower()) for side in (pair.source, pair.target)]
        if all(0 < len(side) <= 80 for side in sides):
            yield sides[0], sides[1]


def aligned(text: Sequence[tuple[Sequence[str], Sequence[str]]]) -> list[tuple[Links, Links]]:
    """Return the links of each pair in both directions, by eflomal.

    Raises:
        ConfigError: eflomal is not installed.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        lines = "".join(f"{' '.join(source)} ||| {' '.join(target)}\n" for source, target in text)
        (folder / "text").write_text(lines, "utf-8")
        program = Path(sys.executable).with_name("eflomal-align")
        command = [program, "-m", "2", "-i", "text", "-f", "forward", "-r", "reverse"]
        try:
            subprocess.run(command, cwd=folder, check=True)  # noqa: S603 - our own command
        except (OSError, subprocess.CalledProcessError) as error:
            message = f"{program} did not run: {error}"
            raise ConfigError(message, hint="pip install -r requirements.txt") from None
        both = [read_links(folder / name) for name in ("forward", "reverse")]
    return [*zip(*both, strict=True)]


def read_links(file: Path) -> list[Links]:
    """Return the links of each line: "0-0 1-2"."""
    return [
        frozenset(
            (int(one), int(other)) for one, other in (link.split("-") for link in line.split())
        )
        for line in file.read_text("utf-8").split("\n")[:-1]
    ]


def meanings(
    text: Sequence[tuple[Sequence[str], Sequence[str]]],
    links: Sequence[tuple[Links, Links]],
    told: Mapping[str, str],
    rules: Mapping[str, Any],
) -> Iterator[str]:
    r"""Yield a line for each word that has a meaning: word, count, meanings.

    >>> text, one = [(["fengselet"], ["the", "prison"])] * 3, frozenset({(0, 1)})
    >>> rules = {"least": 2, "share": 0.2, "rival": 0.4, "sure": 0.5}
    >>> [*meanings(text, [(one, one)] * 3, {"kai": "quay"}, rules)]
    ['fengselet\t3\tprison', 'kai\t0\tquay']
    """
    counts: Counter[str] = Counter()
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for (source, target), (forward, reverse) in zip(text, links, strict=True):
        counts.update(source)
        for word, phrase in phrases(source, target, forward, reverse):
            found[word][phrase] += 1
    for word in sorted(found.keys() | told.keys()):
        if not word.replace("-", "").isalpha():
            continue
        likely = [
            phrase
            for phrase, number in found[word].most_common(2)
            if number >= rules["least"] and number >= rules["share"] * counts[word]
        ]
        if len(likely) == 2:
            first, second = (found[word][one] for one in likely)
            is_rival = second >= rules["rival"] * first and likely[0][:4] != likely[1][:4]
            likely = likely if is_rival else likely[:1]
        is_sure = likely and found[word][likely[0]] >= rules["sure"] * counts[word]
        if word in told and not is_sure and told[word] not in likely:
            likely = [*likely[:1], told[word]]
        if likely:
            yield f"{word}\t{counts[word]}\t{'/'.join(likely)}"


def phrases(
    source: Sequence[str], target: Sequence[str], forward: Links, reverse: Links
) -> Iterator[tuple[str, str]]:
    """Yield words with what they are translated by: at most three words in a row.

    >>> [*phrases(["statsminister"], ["the", "prime", "minister"], {(0, 2)}, {(0, 1), (0, 2)})]
    [('statsminister', 'prime minister')]
    """
    sure, every = forward & reverse, forward | reverse
    taken = {to for _, to in sure}
    for at, to in sorted(sure):
        free = {other for one, other in every if one == at and other not in taken}
        before = [*takewhile(free.__contains__, count(to - 1, -1))]
        after = [*takewhile(free.__contains__, count(to + 1))]
        words = [target[one] for one in (*reversed(before), to, *after)]
        while len(words) > 1 and words[0] in _SMALL:
            del words[0]
        if len(words) <= 3 and all(word.replace("-", "").isalpha() for word in words):
            yield source[at], " ".join(words)


if __name__ == "__main__":
    raise SystemExit(main())
