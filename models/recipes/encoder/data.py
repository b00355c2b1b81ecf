"""NorNE as words for the encoder: windows of consecutive sentences, and variants of them.

The corpus is laid out as running text (as for the small model) and cut into the words that spaCy
cuts at run time, so that training and use see the same. Nothing is written anywhere.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from random import Random

import spacy
from spacy.language import Language

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "names"))

from norne import STANDARDS, Sentence, group, lay_out, read_documents  # noqa: E402

from pipeline.text.folding import without_combining  # noqa: E402
from pipeline.text.tables import given_names, surnames  # noqa: E402

LABELS = ("PER", "ORG", "GPE_LOC", "LOC", "GPE_ORG", "PROD", "DRV", "EVT", "MISC")
TAGS = ("O", *(f"{place}-{label}" for label in LABELS for place in "BI"))
#: most pieces in a window, without those at its ends
LONGEST = 126
#: a word whose tag is not known, because an entity ends inside it
UNKNOWN = -100
_OFTEN_GENITIVE = ("s", "x", "z", "'")


@dataclass(frozen=True)
class Word:
    """A word, whether white space stands before it, its tag, and whether a line ends after it."""

    text: str
    spaced: bool
    tag: str
    ends_line: bool = False


Words = tuple[Word, ...]


def read_words(folder: Path, part: str, standard: str) -> list[list[Words]]:
    """Return the documents of a part, each a list of sentences of words."""
    nlp = spacy.blank("nb")
    return [
        [words for sentence in document if (words := cut(nlp, sentence))]
        for document in read_documents(folder, standard, part)
    ]


def cut(nlp: Language, sentence: Sentence) -> Words:
    """Return a sentence of the corpus in spaCy's words, tagged."""
    if not sentence.words:
        return ()
    text, offsets = lay_out(sentence.words)
    doc = nlp.make_doc(text)
    ends = [at + len(word) for at, word in zip(offsets, sentence.words, strict=True)]
    tags = ["O"] * len(doc)
    for start, end, label in sentence.entities:
        first, last = offsets[start], ends[end - 1]
        inside = [t.i for t in doc if t.idx < last and first < t.idx + len(t)]
        tail = doc[inside[-1]]
        is_whole = doc[inside[0]].idx == first and tail.idx + len(tail) == last
        for i in inside:
            tags[i] = (f"B-{label}" if i == inside[0] else f"I-{label}") if is_whole else "?"
    words = [
        Word(t.text, t.i == 0 or bool(doc[t.i - 1].whitespace_), tags[t.i])
        for t in doc
        if not t.is_space
    ]
    words[-1] = replace(words[-1], ends_line=sentence.is_headline)
    return tuple(words)


def windows(
    document: Sequence[Words], lengths: Callable[[Words], int], sizes: Iterator[int]
) -> Iterator[Words]:
    """Yield a document in windows of whole sentences.

    Args:
        document: its sentences.
        lengths: tells how many pieces words have.
        sizes: most pieces in each window; a longer sentence is cut between words.
    """
    window: list[Word] = []
    used, size = 0, next(sizes)
    for sentence in document:
        length = lengths(sentence)
        if window and used + length > size:
            yield tuple(window)
            window, used, size = [], 0, next(sizes)
        for word in sentence:
            own = lengths((word,))
            if used + own > LONGEST:
                yield tuple(window)
                window, used, size = [], 0, next(sizes)
            window.append(word)
            used += own
    if window:
        yield tuple(window)


def entities(words: Words) -> list[tuple[int, int, str]]:
    """Return the entities of a window as ranges of words with labels."""
    found: list[tuple[int, int, str]] = []
    for number, word in enumerate(words):
        place, _, label = word.tag.partition("-")
        if place == "B":
            found.append((number, number + 1, label))
        elif place == "I" and found and found[-1][1] == number:
            found[-1] = (found[-1][0], number + 1, label)
    return found


def is_telling(words: Words) -> bool:
    """Return whether a sentence has an entity, or a capital letter where one could stand."""
    return any(
        word.tag != "O" or (n > 0 and word.text[0].isupper() and words[n - 1].text.isalnum())
        for n, word in enumerate(words)
    )


def openers(documents: Iterable[Sequence[Words]], least: int) -> list[str]:
    """Return the words that begin sentences at least so often, and are never a name there.

    Left out are those that are names of people elsewhere.
    """
    first: Counter[str] = Counter()
    named = {name.title() for name in (*given_names(), *surnames())}
    for sentence in chain.from_iterable(documents):
        word = next((word for word in sentence if word.text[0].isalpha()), None)
        if word and word.text[0].isupper():
            first[word.text] += 1
            if word.tag != "O":
                named.add(word.text)
    return sorted(text for text, often in first.items() if often >= least and text not in named)


class Variety:
    """Makes variants of windows; knows the names of the training part and those of the tables."""

    def __init__(self, documents: Sequence[Sequence[Words]], random: Random) -> None:
        self._random = random
        self._given = [name.title() for name in given_names()]
        self._last = [name.title() for name in sorted(surnames())]
        self._known: dict[tuple[str, int], list[list[str]]] = defaultdict(list)
        for document in documents:
            for sentence in document:
                for start, end, label in entities(sentence):
                    if all(word.spaced for word in sentence[start:end]):
                        names = [word.text for word in sentence[start:end]]
                        self._known[label, end - start].append(names)
        table = tomllib.loads((HERE / "shapes.toml").read_text("utf-8"))
        self._shapes: list[str] = table["shapes"]

    def vary(self, words: Words) -> Words:
        """Return the window or a variant of it; about two thirds stay as they are."""
        chance = self._random.random()
        for share, change in (
            (0.20, self.renamed),
            (0.03, self.loud),
            (0.02, self.shouted),
            (0.02, self.whispered),
            (0.03, self.bare),
            (0.06, self.retyped),
        ):
            if chance < share:
                return change(words)
            chance -= share
        return words

    def renamed(self, words: Words) -> Words:
        """Exchange names for others of their kind."""
        changed = list(words)
        for start, end, label in entities(words):
            if self._random.random() > 0.6:
                continue
            for n, name in enumerate(self._other(words[start:end], label)):
                changed[start + n] = replace(words[start + n], text=name)
        return tuple(changed)

    def _other(self, words: Words, label: str) -> Sequence[str]:
        old = [word.text for word in words]
        if old[-1].endswith(_OFTEN_GENITIVE) or not all(w[:1].isupper() for w in old):
            return old
        if label == "PER":
            last = self._random.choice(self._last)
            if len(old) == 1:
                return [self._random.choice((self._random.choice(self._given), last))]
            middle = [
                word if len(word) < 3 else self._random.choice((word, self._any_given(), last))
                for word in old[1:-1]
            ]
            return [self._any_given(), *middle, last]
        if label in ("GPE_LOC", "GPE_ORG", "LOC"):
            label = self._random.choice(("GPE_LOC", "GPE_ORG")) if "GPE" in label else label
            return self._random.choice(self._known.get((label, len(old)), [old]))
        if label == "ORG":
            return self._random.choice(self._known[label, len(old)] or [old])
        return old

    def _any_given(self) -> str:
        return self._random.choice(self._given)

    def loud(self, words: Words) -> Words:
        """Write the names in capitals."""
        inside = {n for s, e, label in entities(words) if label != "DRV" for n in range(s, e)}
        return tuple(
            replace(word, text=word.text.upper()) if n in inside else word
            for n, word in enumerate(words)
        )

    def shouted(self, words: Words) -> Words:
        """Write everything in capitals."""
        return tuple(replace(word, text=word.text.upper()) for word in words)

    def whispered(self, words: Words) -> Words:
        """Write everything small."""
        return tuple(replace(word, text=word.text.lower()) for word in words)

    def bare(self, words: Words) -> Words:
        """Lose the diacritics, in one of the ways that people lose them."""
        table = self._random.choice(_BARE)
        return tuple(replace(word, text=_stripped(word.text.translate(table))) for word in words)

    def retyped(self, words: Words) -> Words:
        """Write quotes and dashes as other papers write them."""
        table = str.maketrans(self._random.choice(_TYPOGRAPHY))
        return tuple(
            word if word.text.isalnum() or len(word.text) > 2 else _typed(word, table)
            for word in words
        )

    def shape(self) -> Words:
        """Return a made-up caption or list with names."""
        words: list[Word] = []
        for chunk in self._random.choice(self._shapes).split():
            for n, bit in enumerate(filter(None, chunk.split("_"))):
                words += self._filled(bit, spaced=n == 0)
        if self._random.random() < 0.1:
            return self.loud(tuple(words))
        return tuple(words)

    def _filled(self, bit: str, *, spaced: bool) -> Iterator[Word]:
        slot = re.fullmatch(r"\{(\w+)\}", bit)
        if not slot:
            yield Word(bit, spaced, "O")
            return
        names, label = self._slot(slot[1])
        for n, name in enumerate(names):
            tag = "O" if not label else f"{'I' if n else 'B'}-{label}"
            yield Word(name, spaced or n > 0, tag)

    def _slot(self, slot: str) -> tuple[Sequence[str], str]:
        pick = self._random.choice
        if slot == "N":
            return [str(self._random.randint(1, 99))], ""
        if slot == "LOC":
            return pick(self._known["GPE_LOC", 1]), "GPE_LOC"
        if slot == "ORG":
            return pick(self._known["ORG", pick((1, 1, 2, 3))]), "ORG"
        if slot == "FIRST":
            return [self._any_given()], "PER"
        if slot == "LAST":
            return [pick(self._last)], "PER"
        middle = [[], [], [], [self._any_given()], [pick(self._last)]]
        return [self._any_given(), *pick(middle), pick(self._last)], "PER"


_BARE = (
    str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "Ae", "Ø": "O", "Å": "A"}),
    str.maketrans({"æ": "a", "ø": "o", "å": "a", "Æ": "A", "Ø": "O", "Å": "A"}),
    str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"}),
    str.maketrans({}),
)
_TYPOGRAPHY = (
    {"«": "“", "»": "”", '"': "”", "-": "–"},
    {"«": '"', "»": '"', "“": '"', "”": '"'},
    {"-": "–"},
    {"-": "—", '"': "”"},
)


def _typed(word: Word, table: Mapping[int, str]) -> Word:
    return replace(word, text=word.text.translate(table))


def _stripped(text: str) -> str:
    return without_combining(text) or text


__all__ = [
    "LONGEST",
    "STANDARDS",
    "TAGS",
    "Variety",
    "Word",
    "Words",
    "entities",
    "group",
    "is_telling",
    "openers",
    "read_documents",
    "read_words",
    "windows",
]
