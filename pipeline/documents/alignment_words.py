"""Words of two sentences that belong together: names, numbers, like words, a small lexicon."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.text.folding import without_combining

#: a number with its separators, "doesn't", a word with its elided article ("l'"), or one sign
_TOKEN = re.compile(
    r"\d+(?:[.,:]\d+|[ \u00a0\u202f]?h[ \u00a0\u202f]?\d\d\b|[ \u00a0\u202f]\d{2,3}(?!\d))*"
    r"|[^\W\d_]+n['’]t\b|[^\W\d_]{1,2}['’](?=\w)|\w+|[^\w\s]"
)
#: signs that come over as they are, and how much that says
_SIGNS = {":": 1.2, "(": 1.0, ")": 1.0, "«": 1.0, "»": 1.0, "?": 0.6, ";": 0.6, ",": 0.3}
_QUOTES = str.maketrans({"“": "«", "”": "»", "„": "«"})
#: tokens of a sentence in which any two are compared; in a longer one, those near each other
LONGEST = 400
WINDOW = 60
_LIKE = 0.72
_PART_LIKE = 0.8


class How(StrEnum):
    """What showed where a formatted stretch went; in the order in which it is looked for."""

    WHOLE = "the whole sentence"
    NAME = "a name or number that stands in both"
    WORDS = "words alike in both"
    SAID = "its words translated alone"
    POSITION = "its position in the sentence"
    DROPPED = "nothing: the formatting was left out"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign with its range."""

    start: int
    end: int
    text: str

    @property
    def is_word(self) -> bool:
        """Whether it has letters or digits."""
        return self.text[0].isalnum()


@dataclass(frozen=True, slots=True)
class Link:
    """A token of the source that belongs to one of the target; numbers of tokens."""

    source: int
    target: int
    weight: float
    how: How


def tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text.

    >>> [token.text for token in tokens("À 14.30, l'eau (1 250).")]
    ['À', '14.30', ',', "l'", 'eau', '(', '1 250', ')', '.']
    """
    return tuple(Token(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text))


@cache
def _tables() -> Mapping[str, Mapping[str, Sequence[str]]]:
    path = files("pipeline.documents") / "data" / "emphasis.toml"
    tables: dict[str, dict[str, list[str]]] = tomllib.loads(path.read_text("utf-8"))
    return tables


@cache
def small_words(language: str) -> frozenset[str]:
    """Return the words of a language at which formatting does not end."""
    return frozenset(_tables()["small"].get(language, ()))


@cache
def prepositions(language: str) -> frozenset[str]:
    """Return the prepositions of a language (``nb`` is Norwegian, both kinds)."""
    return frozenset(_tables()["before"].get(language, ()))


def links(
    source: Sequence[Token],
    target: Sequence[Token],
    names: Iterable[tuple[str, str]],
    language: str,
) -> list[Link]:
    """Return which tokens belong together, each target token to one of the source at most.

    Args:
        source: tokens of the sentence.
        target: tokens of its translation.
        names: names as the source has them, and as the target should.
        language: that of the target.
    """
    found = [*_named(source, target, names)]
    for i, word in enumerate(source):
        for j, other in _near(i, len(source), target):
            weight, how = _weight(word.text, other.text, language)
            if weight:
                found.append(Link(i, j, weight, how))
    return _one_to_one(found, len(source), len(target))


def _near(number: int, count: int, target: Sequence[Token]) -> Iterable[tuple[int, Token]]:
    """Give the tokens that one may belong to: all, or those about there in a very long text."""
    if max(count, len(target)) <= LONGEST:
        return enumerate(target)
    middle = number * len(target) // count
    first = max(0, middle - WINDOW)
    return enumerate(target[first : middle + WINDOW], start=first)


def said_links(
    said: str, stretch: Sequence[int], source: Sequence[Token], target: Sequence[Token]
) -> list[Link]:
    """Return where the words of a stretch that was translated alone stand in the target."""
    mine = tokens(said)
    found = []
    for k, word in enumerate(mine):
        i = stretch[min(len(stretch) - 1, k * len(stretch) // max(1, len(mine)))]
        for j, other in enumerate(target):
            like = _inflected(word.text, other.text)
            if like:
                # two words at different places may be said with the same one
                found.append(Link(i, j, 2.2 * like, How.SAID))
    return _one_to_one(found, len(source), len(target))


@lru_cache(maxsize=65536)
def _weight(word: str, other: str, language: str) -> tuple[float, How]:
    """Return how much speaks for two tokens to belong together, and what."""
    if not (word[0].isalnum() and other[0].isalnum()):
        same = word.translate(_QUOTES) == other.translate(_QUOTES)
        return (_SIGNS.get(word.translate(_QUOTES), 0.0) if same else 0.0), How.WORDS
    if word[0].isdigit() or other[0].isdigit():
        return (3.0, How.NAME) if _digits(word) == _digits(other) != "" else (0.0, How.NAME)
    low, lower = word.casefold(), other.casefold().replace("’", "'")
    alike = _tables().get(language, {}).get(low, ())
    if lower in alike or (lower.endswith("n't") and "n't" in alike):
        return 2.5, How.WORDS
    if word == other and any(c.isupper() for c in word[:2]) and len(word) > 1:
        return 3.0, How.NAME
    if low == lower:
        return (2.2, How.WORDS) if len(word) > 3 else (0.0, How.WORDS)
    return 2.2 * _alike(low, lower), How.WORDS


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit()) if text[0].isdigit() else ""


def _named(
    source: Sequence[Token], target: Sequence[Token], names: Iterable[tuple[str, str]]
) -> Iterable[Link]:
    for written, expected in names:
        for i, many in _occurrences(source, written):
            for j, count in _occurrences(target, expected):
                for k in range(count):
                    yield Link(i + min(k * many // count, many - 1), j + k, 3.5, How.NAME)


def _occurrences(inside: Sequence[Token], name: str) -> Iterable[tuple[int, int]]:
    words = [token.text for token in tokens(name)]
    for start in range(len(inside) - len(words) + 1 if words else 0):
        if [token.text for token in inside[start : start + len(words)]] == words:
            yield start, len(words)


def _one_to_one(found: list[Link], sources: int, targets: int) -> list[Link]:
    """Return the best links; a long word may be two in the other language, not the reverse."""

    def worth(link: Link) -> float:
        away = abs(link.source / max(1, sources) - link.target / max(1, targets))
        return link.weight - 1.2 * away

    kept: list[Link] = []
    taken: dict[int, int] = {}
    used: set[int] = set()
    for link in sorted(found, key=worth, reverse=True):
        if link.target in used or worth(link) <= 0:
            continue
        near = taken.get(link.source)
        if near is not None and (link.weight < 1.5 or abs(near - link.target) > 3):
            continue
        taken.setdefault(link.source, link.target)
        used.add(link.target)
        kept.append(link)
    return kept


# -- like words -------------------------------------------------------------------------------

_LETTERS = str.maketrans("æøåœ", "eoao")
_SOUNDS = (
    ("tion", "sjon"), ("sion", "sjon"), ("ph", "f"), ("que", "k"), ("qu", "k"), ("th", "t"),
    ("ck", "k"), ("ch", "k"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"), ("x", "ks"),
    ("w", "v"), ("y", "i"), ("z", "s"),
)  # fmt: skip


@lru_cache(maxsize=65536)
def _sound(word: str) -> str:
    """Return a word in the spelling that Norwegian gives to loans.

    >>> _sound("université"), _sound("universitetet"), _sound("commission")
    ('universite', 'universitetet', 'komisjon')
    """
    plain = without_combining(word.translate(_LETTERS))
    for before, after in _SOUNDS:
        plain = plain.replace(before, after)
    return re.sub(r"(.)\1", r"\1", plain)


@lru_cache(maxsize=65536)
def _alike(word: str, other: str) -> float:
    """Return how alike two words of two languages are (0: not enough to say so).

    >>> _alike("kommunen", "commune") > 0.8, _alike("karbondioksid", "dioxide") > 0.7
    (True, True)
    >>> _alike("skole", "house"), _alike("det", "the")
    (0.0, 0.0)
    """
    if min(len(word), len(other)) < 4:
        return 0.0
    a, b = _sound(word), _sound(other)
    if a[0] == b[0]:
        whole = _ratio(a, b)
        stem = _common(a, b)
        if stem >= 4 and stem >= 0.75 * min(len(a), len(b)):
            whole = max(whole, 0.85)
        if whole >= _LIKE:
            return whole
    if len(a) >= len(b) + 3 >= 7:
        best = max(_ratio(a[k : k + len(b)], b) for k in range(len(a) - len(b) + 1))
        return best * 0.9 if best >= _PART_LIKE else 0.0
    return 0.0


def _inflected(word: str, other: str) -> float:
    """Return how alike two words of one language are, endings apart."""
    a, b = word.casefold(), other.casefold()
    if a == b:
        return 1.0 if len(a) > 3 or a[0].isdigit() else 0.4
    stem = _common(a, b)
    if stem >= 4 and stem >= 0.6 * max(len(a), len(b)):
        return 0.85
    return 0.0


def _common(a: str, b: str) -> int:
    return next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y),
                min(len(a), len(b)))  # fmt: skip


@lru_cache(maxsize=65536)
def _ratio(a: str, b: str) -> float:
    first, second = sorted((a, b))  # the ratio depends on the order
    return SequenceMatcher(None, first, second, autojunk=False).ratio()
