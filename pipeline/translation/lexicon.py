"""Words with their translations, learnt from parallel text, that stand in a prompt as hints.

A small model knows few words, but it copies well: told that *fengselet* is *prison*, it writes so.
A word that is not in the lexicon is looked for without its ending, then taken apart as a compound
("brannbil": "fire" and "car"). Telling a translation model words in its input follows Dinu et al.
2019, *Training Neural Machine Translation to Apply Terminology Constraints*; what is told here is
advice, and may be wrong: the model learns to take it where it fits.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from pipeline.errors import ModelError
from pipeline.text.tables import given_names, surnames

#: name of the file in the folder of a model
LEXICON_FILE = "lexicon.tsv.gz"
#: hints in one prompt; the rarest words come first
MOST = 12

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SHORTEST = 3
#: letters that a part of a compound has at least, and that a part has that is seldom a word
_SHORTEST_PART, _LONG_PART = 3, 5
#: how often a short part of a compound must have stood in the text, and any part at most: words
#: like "for" and "til" are seldom parts
_COUNTS = (20, 2000)
#: inflections, and what may have stood in their place
_ENDINGS = {
    "no": (
        *("anes", "enes", "ende", "ane", "ene", "ens", "era", "ets", "este"),
        *("ar", "en", "er", "et", "es", "st", "te", "tt", "de", "dd", "a", "e", "n", "r", "s", "t"),
    ),
    "en": ("ing", "ies", "ed", "es", "s"),
}
_LINKS = ("", "s", "e")
#: what may part a verb from its particle
_BETWEEN = frozenset(
    {"jeg", "eg", "du", "han", "hun", "ho", "det", "den", "vi", "me", "de", "dei", "man", "ein"}
    | {"seg", "ikke", "ikkje", "også", "òg", "nå", "no", "så", "da", "då", "aldri", "alltid"}
)
_SPACED = re.compile(r"[\w-]+( [\w-]+)*")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word may mean, likeliest first, and how often it stood in the text learnt from."""

    meanings: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Hint:
    """A word as it stands in a text, and its translation ("court/right" where it may be either)."""

    word: str
    meaning: str

    def __str__(self) -> str:
        return f"{self.word} = {self.meaning}"


@dataclass(frozen=True)
class Lexicon:
    """The words of one language with their translations into another.

    Attributes:
        entries: word in small letters -> what it means.
        language: "no" or "en": whose endings words have.
        common: words that stood more often than this are parts of compounds only; the model knows
            them.
    """

    entries: Mapping[str, Entry]
    language: str
    common: int = 600

    @cached_property
    def meant(self) -> frozenset[str]:
        """The words that meanings are made of."""
        return frozenset(self._told)

    @cached_property
    def meant_only(self) -> frozenset[str]:
        """These without words of the source that the text learnt from left untranslated once."""
        return frozenset(
            word
            for word, times in self._told.items()
            if times > 1 or word not in self.entries or word in self.entries[word].meanings
        )

    @cached_property
    def _told(self) -> Counter[str]:
        """How many words mean a word, themselves not counted."""
        return Counter(
            part
            for word, entry in self.entries.items()
            for meaning in entry.meanings
            for part in meaning.casefold().split()
            if part != word or word in entry.meanings
        )

    def hints(self, text: str) -> list[Hint]:
        """Return hints for the rarer words of a text, in their order; each word once.

        >>> entries = {"brann": Entry(("fire",), 9), "bil": Entry(("car",), 20)}
        >>> lexicon = Lexicon(entries, "no")
        >>> [str(hint) for hint in lexicon.hints("Kari kjørte brannbilen til Bilen.")]
        ['brannbilen = fire car']

        Words that mean something together are told together, and a verb may have its subject or
        "ikke" before its particle:

        >>> lexicon = Lexicon({"går av": Entry(("resign",), 9), "går": Entry(("go",), 9)}, "no")
        >>> [str(hint) for hint in lexicon.hints("I dag går hun av. Han går.")]
        ['går av = resign', 'går = go']
        """
        found: dict[str, tuple[int, Hint]] = {}
        words = [*_WORD.finditer(text)]
        taken: set[int] = set()
        for number, written in enumerate(words):
            if number in taken:
                continue
            phrase = self._phrase(text, words, number)
            taken.update(phrase)
            if phrase:
                word = " ".join(words[place].group() for place in phrase)
                entry: Entry | None = self.entries[word.lower()]
            else:
                word = _told_alone(written.group(), is_first=not number)
                entry = self.meaning(word.lower()) if len(word) >= _SHORTEST else None
            if entry and word.lower() not in entry.meanings:
                found.setdefault(word.lower(), (entry.count, Hint(word, "/".join(entry.meanings))))
        rarest = sorted(found.values(), key=lambda one: one[0])[:MOST]
        kept = {hint.word for _, hint in rarest}
        return [hint for _, hint in found.values() if hint.word in kept]

    @cached_property
    def _phrases(self) -> Mapping[str, Sequence[Sequence[str]]]:
        """The entries of several words by their first, the longest first."""
        found: defaultdict[str, list[list[str]]] = defaultdict(list)
        for phrase in sorted((e for e in self.entries if " " in e), key=len, reverse=True):
            first, *others = phrase.split()
            found[first].append(others)
        return found

    def _phrase(self, text: str, words: Sequence[re.Match[str]], at: int) -> list[int]:
        """Return the places of the words of the phrase that begins at a word; empty if none."""
        first = words[at].group()
        if at and first[0].isupper():
            return []
        for others in self._phrases.get(first.lower(), ()):
            for places in _places(words, at, len(others)):
                said = [words[place].group() for place in places[1:]]
                together = text[words[at].start() : words[places[-1]].end()]
                if said == others and _SPACED.fullmatch(together):
                    return places
        return []

    def meaning(self, word: str) -> Entry | None:
        """Return what a word in small letters means, if it is known and not too common."""
        entry = self.any_meaning(word)
        return entry if entry and entry.count <= self.common else None

    def any_meaning(self, word: str) -> Entry | None:
        """Return what a word in small letters means, if it is known at all, common or not."""
        entry = self.find(word)
        return entry or (self._compound(word) if self.language == "no" else None)

    def find(self, word: str) -> Entry | None:
        """Return the entry of a word in small letters, with or without its ending."""
        if word in self.entries:
            return self.entries[word]
        return next(
            (self.entries[one] for one in stems(word, self.language) if one in self.entries), None
        )

    def _compound(self, word: str) -> Entry | None:
        """Return the meanings of two parts, else of three, in a row."""
        found = (self._cut(word, parts) for parts in (2, 3))
        meaning = next(filter(None, found), None)
        return Entry((meaning,), 0) if meaning else None

    def _cut(self, word: str, parts: int) -> str | None:
        """Return the meanings of so many parts; of several cuts the most even one counts."""
        cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        for cut in sorted(cuts, key=lambda one: abs(parts * (len(word) - one) - len(word))):
            head = self._part(word[cut:], self._noun)
            first = self._modifier(word[:cut], parts - 1) if head else None
            if head and first:
                return f"{first} {head.meanings[0]}"
        return None

    def _modifier(self, part: str, parts: int) -> str | None:
        if parts > 1:
            return self._cut(part, parts)
        bares = (part.removesuffix(link) for link in _LINKS if part.endswith(link))
        found = (self._part(bare, self._bare) for bare in bares)
        return next((entry.meanings[0] for entry in found if entry), None)

    def _bare(self, part: str) -> Entry | None:
        """Return the entry of a part without its ending; "møte-" is what it is in compounds."""
        return self.entries.get(f"{part}-") or self.entries.get(part)

    def _noun(self, part: str) -> Entry | None:
        """Return the entry of the last part, which may have an ending."""
        bares = (self.entries.get(f"{one}-") for one in (part, *stems(part, self.language)))
        return next(filter(None, bares), None) or self.find(part)

    def _part(self, part: str, find: Callable[[str], Entry | None]) -> Entry | None:
        entry = find(part) if len(part) >= _SHORTEST_PART else None
        least, most = _COUNTS if len(part) < _LONG_PART else (0, _COUNTS[1])
        return entry if entry and least <= entry.count <= most else None


def _places(words: Sequence[re.Match[str]], at: int, others: int) -> Iterator[list[int]]:
    """Yield where a phrase may stand: words in a row, or one of a few words after the first."""
    for skipped in (0, 1):
        places = [at, *range(at + 1 + skipped, at + 1 + skipped + others)]
        if places[-1] < len(words) and (not skipped or words[at + 1].group() in _BETWEEN):
            yield places


def _told_alone(word: str, *, is_first: bool) -> str:
    """Return what is told of a word: nothing of a name, of "Halden-fengselet" the last word."""
    told = word.rpartition("-")[2] if word[0].isupper() else word
    return told if told == told.lower() or (is_first and _may_begin(told)) else ""


def _may_begin(word: str) -> bool:
    lower = word.lower()
    return word[1:] == lower[1:] and lower not in given_names() and lower not in surnames()


def stems(word: str, language: str) -> Iterator[str]:
    """Yield what a word may be without its ending.

    >>> "kai" in stems("kaiene", "no"), "nekte" in stems("nektet", "no")
    (True, True)
    >>> [*stems("cities", "en")]
    ['cit', 'cite', 'city', 'citi', 'citie', 'citie', 'citiee']
    """
    for ending in _ENDINGS[language]:
        bare = word.removesuffix(ending)
        # "byen", "året" have the shortest stems
        if bare == word or len(bare) < _SHORTEST - (ending in ("en", "et")):
            continue
        yield bare
        yield bare + "e"
        if ending == "ies":
            yield bare + "y"
        if len(bare) > 3 and bare[-1] == bare[-2]:
            yield bare[:-1]


@cache
def load_lexicons(file: Path) -> dict[tuple[str, str], Lexicon]:
    """Return the lexicons of a file by the languages of source ("nb", "nn", "en") and target.

    Raises:
        ModelError: the file is missing or broken.
    """
    stores: dict[str, dict[str, Entry]] = {}
    try:
        for line in gzip.decompress(file.read_bytes()).decode().splitlines():
            pair, word, count, meanings = line.split("\t")
            stores.setdefault(pair, {})[word] = Entry(tuple(meanings.split("/")), int(count))
    except (OSError, ValueError, EOFError) as error:
        message = f"{file} is missing or not a lexicon"
        raise ModelError(message, hint="restore it from the repository") from error
    found = {}
    for pair, entries in stores.items():
        source, _, target = pair.partition("-")
        for written in ("nb", "nn") if source == "no" else (source,):
            found[written, target] = Lexicon(entries, source)
    return found


def as_line(hints: Iterable[Hint]) -> str:
    r"""Return the line of a prompt that tells hints; nothing where there are none.

    >>> as_line([Hint("kaia", "the quay")]), as_line([])
    ('\nWords: kaia = the quay', '')
    """
    told = "; ".join(map(str, hints))
    return f"\nWords: {told}" if told else ""
