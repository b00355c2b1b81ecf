"""How far two Norwegian spellings are apart, and in what they differ.

A weighted edit distance (Wagner and Fischer 1974) with transposition (Damerau 1964) and with
rewrites of one or two letters from ``data/spelling.toml``: å/aa costs almost nothing, a doubled
letter little, another letter 1. It is symmetric, and zero for a name and itself.
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

DOUBLED = 0.3
SWAPPED = 0.7
ACCENT = 0.1
SPACE = 0.2
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Step:
    """One difference: the letters on the left, the letters on the right, its kind and cost."""

    left: str
    right: str
    kind: str
    cost: float


@dataclass(frozen=True, slots=True)
class Distance:
    """The cost of all differences and the differences in order."""

    cost: float
    steps: tuple[Step, ...]


@cache
def _rewrites() -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]:
    table = tomllib.loads((files("pipeline.text") / "data" / "spelling.toml").read_text("utf-8"))
    both = []
    for section in ("anywhere", "end"):
        pairs: dict[tuple[str, str], float] = {}
        for pair, cost in table[section].items():
            left, right = pair.split("~")
            pairs[left, right] = pairs[right, left] = cost
        both.append(pairs)
    return both[0], both[1]


def _plain(letter: str) -> str:
    """Return a letter without its accents; å, ä and ö are letters of their own and stay."""
    return letter if letter in "åäö" else unicodedata.normalize("NFD", letter)[0]


def _one(left: str, right: str) -> tuple[str, float]:
    """Return kind and cost of taking one letter for another."""
    if _plain(left) == _plain(right):
        return "accent", ACCENT
    cost = _rewrites()[0].get((left, right))
    if cost is not None:
        return "spelling", cost
    if left in " -" and right in " -":
        return "hyphen", ACCENT
    return "letter", 1.0


def _lone(text: str, at: int) -> tuple[str, float]:
    """Return kind and cost of a letter that the other side does not have."""
    letter = text[at]
    if letter in " -":
        return "hyphen", SPACE
    if (at and text[at - 1] == letter) or (at + 1 < len(text) and text[at + 1] == letter):
        return "doubled", DOUBLED
    if letter in ("h", "d", "g") and at and text[at - 1] not in "aeiouyæøå":
        return "silent", 0.5  # "Thorsen", "Strand", "Berg" as they sound
    return "dropped", 1.0


@lru_cache(maxsize=65536)
def distance(left: str, right: str) -> Distance:
    """Return how far two spellings are apart; letter case does not count.

    >>> distance("Aasen", "Åsen").cost
    0.1
    >>> [(s.left, s.right, s.kind) for s in distance("Halland", "Hallan").steps]
    [('nd', 'n', 'spelling')]
    >>> distance("Hansen", "Hansen").cost
    0.0
    """
    a = unicodedata.normalize("NFC", left).casefold()[:LONGEST]
    b = unicodedata.normalize("NFC", right).casefold()[:LONGEST]
    if a == b:
        return Distance(0.0, ())
    if a > b:  # one order for both directions, so that ties break alike
        turned = distance(right, left)
        steps = tuple(Step(s.right, s.left, s.kind, s.cost) for s in turned.steps)
        return Distance(turned.cost, steps)
    return _align(a, b)


def _align(a: str, b: str) -> Distance:
    anywhere, at_end = _rewrites()
    best: list[list[float]] = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    back: dict[tuple[int, int], tuple[int, int, str]] = {}
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            if i or j:
                best[i][j], back[i, j] = _cheapest(a, b, (i, j), best, (anywhere, at_end))
    steps = []
    i, j = len(a), len(b)
    while i or j:
        before_i, before_j, kind = back[i, j]
        if kind != "same":
            cost = round(best[i][j] - best[before_i][before_j], 3)
            steps.append(Step(a[before_i:i], b[before_j:j], kind, cost))
        i, j = before_i, before_j
    return Distance(round(best[len(a)][len(b)], 3), tuple(reversed(steps)))


def _cheapest(
    a: str,
    b: str,
    at: tuple[int, int],
    best: list[list[float]],
    rewrites: tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]],
) -> tuple[float, tuple[int, int, str]]:
    i, j = at
    options: list[tuple[float, int, int, str]] = []
    if i and j:
        if a[i - 1] == b[j - 1]:
            options.append((best[i - 1][j - 1], i - 1, j - 1, "same"))
        else:
            kind, cost = _one(a[i - 1], b[j - 1])
            options.append((best[i - 1][j - 1] + cost, i - 1, j - 1, kind))
    if i:
        kind, cost = _lone(a, i - 1)
        options.append((best[i - 1][j] + cost, i - 1, j, kind))
    if j:
        kind, cost = _lone(b, j - 1)
        options.append((best[i][j - 1] + cost, i, j - 1, kind))
    if i > 1 and j > 1 and a[i - 2 : i] == b[j - 1] + b[j - 2]:
        options.append((best[i - 2][j - 2] + SWAPPED, i - 2, j - 2, "swapped"))
    ends = i == len(a) and j == len(b)
    for table in (rewrites[0], rewrites[1]) if ends else (rewrites[0],):
        for x in range(max(0, i - 4), i + 1):
            for y in range(max(0, j - 4), j + 1):
                cost_of = table.get((a[x:i], b[y:j]))
                if cost_of is not None:
                    options.append((best[x][y] + cost_of, x, y, "spelling"))
    cost, x, y, kind = min(options, key=lambda option: option[0])
    return cost, (x, y, kind)
