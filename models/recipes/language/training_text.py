"""What the discriminator learns from: treebank sentences, our own writing, pseudo-text."""

from __future__ import annotations

import gzip
import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from langdetect.detector_factory import PROFILES_DIRECTORY

from pipeline.text.discriminator import LABELS, OTHER, telling_words

Sentences = dict[str, list[str]]
_LATIN = "af ca cs cy de es et fi hr hu id it lt lv nl pl pt ro sk sl so sq sw tl tr vi"
_PARALLEL = (
    ("nb", "nb-en", 0), ("nb", "nb-fr", 0), ("nn", "nn-en", 0), ("nn", "nn-fr", 0),
    ("en", "nb-en", 1), ("en", "en-fr", 0), ("fr", "en-fr", 1),
)  # fmt: skip
_LEFT_OUT = ("bible", "wiktionary", "omw", "scratch")
_FLORES = ("nb", "da", "sv", "en", "fr")
#: made-up sentences a language
PSEUDO = 600
#: most sentences of one source of parallel text
FROM_SOURCE = 600
#: Bokmål sentences written the Danish way
DANISH = 4000
_NO_SPACE_BEFORE = re.compile(r" ([.,:;!?)\]»])")
_NO_SPACE_AFTER = re.compile(r"([(\[«]) ")


def read_conll(path: Path) -> list[str]:
    """Return the sentences of a CoNLL file as running text."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return list(_sentences(lines))


def _sentences(lines: Iterator[str]) -> Iterator[str]:
    words: list[str] = []
    for line in lines:
        if line.startswith("#"):
            continue
        if line.strip():
            word = line.split("\t")[1]
            words += [] if word == "|" else [word]
        elif words:
            yield _detokenise(words)
            words = []
    if words:
        yield _detokenise(words)


def _detokenise(words: list[str]) -> str:
    text = _NO_SPACE_AFTER.sub(r"\1", _NO_SPACE_BEFORE.sub(r"\1", " ".join(words)))
    return re.sub(r'" (.*?) "', r'"\1"', text)


def read_lines(path: Path) -> list[str]:
    """Return the lines of a text file that are not empty."""
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def own_writing(path: Path) -> Sentences:
    """Return the sentences and word lists of ``writing.toml`` by label."""
    writing = tomllib.loads(path.read_text(encoding="utf-8"))
    found: Sentences = {label: [] for label in LABELS}
    for language, text in writing["sentences"].items():
        found[language] += text.strip().splitlines()
    rng = np.random.default_rng(1)
    for language, text in writing["words"].items():
        label = language if language in LABELS else LABELS[OTHER]
        words = text.split()
        for _ in range(3 * len(words)):
            found[label].append(" ".join(rng.choice(words, size=rng.integers(4, 12))))
    return found


def profile(language: str) -> dict[str, int]:
    """Return the n-gram frequencies that langdetect ships for ``language``."""
    text = (Path(PROFILES_DIRECTORY) / language).read_text(encoding="utf-8")
    frequencies: dict[str, int] = json.loads(text)["freq"]
    return frequencies


def count_grams(texts: list[str]) -> dict[str, int]:
    """Return how often each n-gram (2 and 3 letters, spaces at the ends) occurs in ``texts``."""
    grams: Counter[str] = Counter()
    for text in texts:
        for word in telling_words(text):
            padded = f" {word} "
            for size in (2, 3):
                grams.update(padded[i : i + size] for i in range(len(padded) - size + 1))
    return dict(grams)


def pseudo_text(grams: dict[str, int], count: int) -> list[str]:
    """Return made-up sentences with the letter trigrams of a language.

    A Markov chain over trigrams gives words that look like the language; short words are mostly
    real ones. Nothing but the frequencies is needed, and langdetect ships those.
    """
    following: dict[str, tuple[list[str], list[int]]] = {}
    for gram, number in grams.items():
        if len(gram) > 1 and not any(letter.isupper() for letter in gram):
            letters, numbers = following.setdefault(gram[:-1], ([], []))
            letters.append(gram[-1])
            numbers.append(number)
    table = {k: (v[0], np.cumsum(v[1]) / sum(v[1])) for k, v in following.items()}
    rng = np.random.default_rng(len(grams))
    return [
        " ".join(_pseudo_word(table, rng) for _ in range(rng.integers(5, 16))) for _ in range(count)
    ]


def _pseudo_word(table: dict[str, tuple[list[str], np.ndarray]], rng: np.random.Generator) -> str:
    word = " "
    while len(word) < 14:
        known = table.get(word[-2:]) or table.get(word[-1:])
        if known is None:
            break
        letter = known[0][int(np.searchsorted(known[1], rng.random()))]
        if letter == " ":
            break
        word += letter
    return word.strip() or "a"


def read_danish(path: Path) -> Callable[[str], str]:
    """Return a function that writes Bokmål the Danish way, by the word pairs and rules of ``path``.

    What it cannot change stays Bokmål; such words stand under both labels and tell nothing.
    """
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    words = dict(pair.split(":") for pair in table["words"].split())
    rules = [(re.compile(pattern), written) for pattern, written in table["rules"]]

    def change(found: re.Match[str]) -> str:
        word = found.group()
        if not word.islower():
            return word
        if word in words:
            return words[word]
        for pattern, written in rules:
            word = pattern.sub(written, word)
        return word

    return lambda text: re.sub(r"[^\W\d_]+", change, text[:1].lower() + text[1:])


def _changed(old: list[str], new: list[str]) -> float:
    """Return the share of words that were changed."""
    return sum(a != b for a, b in zip(old[1:], new[1:], strict=True)) / len(old)


def read_corpus(data: Path, writing: Path) -> Sentences:
    """Return the training sentences by label."""
    found = own_writing(writing)
    found["nb"] += read_conll(data / "norne" / "nob.train.conll.gz")
    found["nn"] += read_conll(data / "norne" / "nno.train.conll.gz")
    for label in ("da", "sv"):
        found[label] += read_lines(data / "langid" / f"{label}.train.txt")
        found[label] += pseudo_text(profile(label), PSEUDO)
    for label in ("nb", "nn"):
        found[label] += pseudo_text(count_grams(found[label]), PSEUDO)
    in_danish = read_danish(writing.parent / "danish.toml")
    pairs = ((text.split(), in_danish(text).split()) for text in found["nb"])
    danish = [" ".join(new) for old, new in pairs if _changed(old, new) > 0.3]
    found["da"] += danish[:: max(1, len(danish) // DANISH)]
    for label, pair, column in _PARALLEL:
        found[label] += read_parallel(data / "mt", pair, column)
    for label in ("en", "fr"):
        found[label] += pseudo_text(profile(label), PSEUDO)
    for language in _LATIN.split():
        found[LABELS[OTHER]] += pseudo_text(profile(language), 120)
    return found


def read_parallel(folder: Path, pair: str, column: int) -> list[str]:
    """Return one side of the parallel text of a pair of languages, each sentence once.

    Sources of single words, of verse and of the nineteenth century are left out, and those under
    the GPL and its kin.
    """
    texts: dict[str, None] = {}
    rows = (folder / "SOURCES.tsv").read_text("utf-8").splitlines()[1:]
    copyleft = {row.split("\t")[0] for row in rows if "GPL" in row.split("\t")[2]}
    for file in sorted(folder.glob(f"*.{pair}.tsv.gz")):
        if file.name.startswith(_LEFT_OUT) or file.name.split(".")[0] in copyleft:
            continue
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            found = [line.rstrip("\n").split("\t")[column] for line in lines]
        step = max(1, len(found) // FROM_SOURCE)
        texts |= dict.fromkeys(text for text in found[::step] if len(text.split()) > 3)
    return list(texts)


def read_dev(data: Path) -> Sentences:
    """Return the development sentences by label: NorNE dev (nb, nn) and FLORES-200 dev."""
    flores = {code: read_lines(data / "flores-dev" / f"{code}.txt") for code in _FLORES}
    return {
        "nb": read_conll(data / "norne" / "nob.dev.conll.gz") + flores["nb"],
        "nn": read_conll(data / "norne" / "nno.dev.conll.gz"),
        "da": flores["da"],
        "sv": flores["sv"],
        "en": flores["en"],
        "fr": flores["fr"],
    }
