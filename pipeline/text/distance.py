"""How far two Norwegian spellings are apart, and in what they differ.

A weighted edit distance (Wagner and Fischer 1974) with transposition (Damerau 1964) and with
rewrites of some letters for others from ``data/spelling.toml``: å/aa costs almost nothing, a
doubled letter little, another letter 1. It is symmetric, and zero for a name and itself. Each
difference has a kind: another way to spell, a slip of the keyboard, of a scanner, of an encoding.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

DOUBLED: Final = 0.3
SILENT: Final = 0.5
SWAPPED: Final = 0.7
ACCENT: Final = 0.1
SPACE: Final = 0.2
#: a question mark or a replacement character where a letter stood
LOST: Final = 0.2
#: a letter that is not in English, where the other side has nothing
DAMAGED: Final = 0.7
LONGEST: Final = 80

_VOWELS = frozenset("aeiouyæøåäöü")
_KEYS = ("qwertyuiopå", "asdfghjkløæ", "zxcvbnm")
#: letters before the first and after the last difference that a rewrite may need
_CONTEXT = 3


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


#: what letters can stand for, at what cost and of what kind
_Rewrites = Mapping[str, Mapping[str, tuple[float, str]]]
#: the rewrites that end at a place: letters on the left, letters on the right, cost, kind
_Ends = dict[int, list[tuple[int, int, float, str]]]


def _table(name: str) -> dict[str, dict[str, float]]:
    return tomllib.loads((files("pipeline.text") / "data" / name).read_text("utf-8"))


@cache
def _rewrites(*, abroad: bool) -> tuple[_Rewrites, _Rewrites]:
    """Return the rewrites that hold anywhere, and those with the ones that hold at the end."""
    kinds = {"anywhere": "spelling", "ocr": "ocr", "encoding": "encoding", "end": "spelling"}
    spelling = _table("spelling.toml")
    rules = [(s == "end", kind, spelling[s]) for s, kind in kinds.items()]
    if abroad:
        foreign = _table("transliteration.toml")
        rules += [(s == "end", "abroad", foreign[s]) for s in ("anywhere", "end")]
    anywhere: dict[str, dict[str, tuple[float, str]]] = {}
    at_end: dict[str, dict[str, tuple[float, str]]] = {}
    for only_at_end, kind, pairs in rules:
        for pair, cost in pairs.items():
            left, right = pair.split("~")
            for a, b in ((left, right), (right, left)):
                for table in (at_end,) if only_at_end else (at_end, anywhere):
                    known = table.setdefault(a, {})
                    known[b] = min(known.get(b, (99.0, kind)), (cost, kind))
    return anywhere, at_end


@cache
def _neighbours() -> frozenset[tuple[str, str]]:
    """Return the pairs of letters that lie side by side on the Norwegian keyboard."""
    found = set()
    for row, below in zip(_KEYS, (*_KEYS[1:], ""), strict=True):
        found |= set(pairwise(row))
        found |= set(zip(row, below, strict=False)) | set(zip(row[1:], below, strict=False))
    return frozenset(found | {(b, a) for a, b in found})


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    """Return a letter without its accents; å, ä and ö are letters of their own and stay."""
    return letter if letter in "åäö" else unicodedata.normalize("NFD", letter)[0]


@lru_cache(maxsize=16384)
def _one(left: str, right: str) -> tuple[float, str]:
    """Return cost and kind of taking one letter for another."""
    if _plain(left) == _plain(right):
        return ACCENT, "accent"
    if left in " -" and right in " -":
        return ACCENT, "hyphen"
    if (left in "?\ufffd" and right.isalpha()) or (right in "?\ufffd" and left.isalpha()):
        return LOST, "encoding"
    return 1.0, "key" if (left, right) in _neighbours() else "letter"


def _lone(text: str, at: int) -> tuple[float, str]:
    """Return cost and kind of a letter that the other side does not have."""
    letter = text[at]
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if letter in " -":
        return SPACE, "hyphen"
    if letter in (before, after):
        return DOUBLED, "doubled"
    if letter in "hdg" and before and before not in _VOWELS:
        return SILENT, "silent"  # "Thorsen", "Strand", "Berg" as they sound
    if letter == "h" and before and after not in _VOWELS:
        return SILENT, "silent"  # "Dahl", "Krohg"
    if not letter.isascii():
        return DAMAGED, "encoding"  # "Frydis" is what a careless system leaves of "Frøydis"
    return 1.0, "dropped"


@lru_cache(maxsize=65536)
def distance(left: str, right: str, *, abroad: bool = False) -> Distance:
    """Return how far two spellings are apart; letter case does not count.

    Args:
        left: a spelling; what lies beyond ``LONGEST`` letters is not compared.
        right: another one.
        abroad: whether ways to write foreign names cost little too
            (``data/transliteration.toml``): Wladimir and Vladimir, Kaddoumi and Qaddumi.

    >>> distance("Aasen", "Åsen").cost
    0.1
    >>> [(s.left, s.right, s.kind) for s in distance("Halland", "Hallan").steps]
    [('nd', 'n', 'spelling')]
    >>> [(s.left, s.right, s.kind) for s in distance("Bjerkholm", "BjerkhoIm").steps]
    [('l', 'i', 'ocr')]
    >>> distance("Hansen", "Hansen").cost
    0.0
    """
    a = unicodedata.normalize("NFC", left).casefold()[:LONGEST]
    b = unicodedata.normalize("NFC", right).casefold()[:LONGEST]
    if a == b:
        return Distance(0.0, ())
    if a > b:  # one order for both directions, so that ties break alike
        turned = distance(right, left, abroad=abroad)
        steps = tuple(Step(s.right, s.left, s.kind, s.cost) for s in turned.steps)
        return Distance(turned.cost, steps)
    return _align(a, b, abroad=abroad)


def shared_letters(left: str, right: str) -> float:
    """Return the share of the longer word's letters that the other has too, in any order.

    It takes a small part of the time that ``distance`` takes, and says which words need no
    aligning.

    >>> shared_letters("hansen", "hanssen"), shared_letters("lie", "moe")
    (0.8571428571428571, 0.3333333333333333)
    """
    longest = max(len(left), len(right))
    common = sum(min(left.count(c), right.count(c)) for c in set(left))
    return common / longest if longest else 1.0


def _common(a: str, b: str) -> tuple[int, int]:
    """Return how much of the beginning and of the end need not be aligned."""
    shorter = min(len(a), len(b))
    head = next((n for n in range(shorter) if a[n] != b[n]), shorter)
    tail = next((n for n in range(shorter - head) if a[-1 - n] != b[-1 - n]), shorter - head)
    return max(0, head - _CONTEXT), max(0, tail - _CONTEXT)


@dataclass(frozen=True, slots=True)
class _Moves:
    """All that can be done to get from one word to the other.

    ``drops`` and ``adds`` are the letters of the left and right word taken alone, ``rewrites``
    those that end at a place of the left word, by place of the right word.
    """

    a: str
    b: str
    head: int
    drops: tuple[tuple[float, str], ...]
    adds: tuple[tuple[float, str], ...]
    rewrites: Mapping[int, _Ends]

    def to(self, i: int, j: int) -> Iterator[tuple[int, int, float, str]]:
        """Yield the ways to a place: letters on the left and right, cost, kind."""
        a, b, head = self.a, self.b, self.head
        if i > head and j > head:
            same = a[i - 1] == b[j - 1]
            yield (1, 1, 0.0, "same") if same else (1, 1, *_one(a[i - 1], b[j - 1]))
        if i > head:
            yield (1, 0, *self.drops[i - 1])
        if j > head:
            yield (0, 1, *self.adds[j - 1])
        if i > head + 1 and j > head + 1 and a[i - 2] == b[j - 1] and a[i - 1] == b[j - 2]:
            yield 2, 2, SWAPPED, "swapped"
        yield from self.rewrites.get(i, {}).get(j, ())


def _align(a: str, b: str, *, abroad: bool) -> Distance:
    head, tail = _common(a, b)
    moves = _Moves(
        a,
        b,
        head,
        tuple(_lone(a, n) for n in range(len(a))),
        tuple(_lone(b, n) for n in range(len(b))),
        _rewrites_between(a, b, head, abroad=abroad),
    )
    rows, columns = len(a) - tail, len(b) - tail
    costs = _costs(moves, rows, columns)
    steps = []
    i, j = rows, columns
    while i > head or j > head:
        x, y, cost, kind = next(
            move
            for move in moves.to(i, j)
            if abs(costs[i - move[0]][j - move[1]] + move[2] - costs[i][j]) < 1e-9
        )
        if kind != "same":
            steps.append(Step(a[i - x : i], b[j - y : j], kind, cost))
        i, j = i - x, j - y
    return Distance(round(costs[rows][columns], 3), tuple(reversed(steps)))


def _costs(moves: _Moves, rows: int, columns: int) -> list[list[float]]:
    """Return what it costs at least to get from each beginning of one word to one of the other."""
    a, b, head = moves.a, moves.b, moves.head
    adds = [cost for cost, _ in moves.adds]
    costs = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(head, rows + 1):
        row, before = costs[i], costs[i - 1]
        drop = moves.drops[i - 1][0] if i > head else 0.0
        rewrites = moves.rewrites.get(i, {})
        for j in range(head, columns + 1):
            if i > head:
                best = before[j] + drop
                if j > head:
                    best = min(best, row[j - 1] + adds[j - 1])
                    if a[i - 1] == b[j - 1]:
                        best = min(best, before[j - 1])
                    else:
                        best = min(best, before[j - 1] + _one(a[i - 1], b[j - 1])[0])
                        if i > head + 1 and j > head + 1 and a[i - 2 : i] == b[j - 1] + b[j - 2]:
                            best = min(best, costs[i - 2][j - 2] + SWAPPED)
            else:
                best = row[j - 1] + adds[j - 1] if j > head else 0.0
            for x, y, cost, _ in rewrites.get(j, ()):
                best = min(best, costs[i - x][j - y] + cost)
            row[j] = best
    return costs


@lru_cache(maxsize=65536)
def _pieces(word: str, *, abroad: bool) -> Mapping[str, tuple[int, ...]]:
    """Return the pieces of a word that can be rewritten, with the places where they end."""
    longest = 8 if "&" in word else 4
    table = _rewrites(abroad=abroad)[1]
    found: dict[str, tuple[int, ...]] = {}
    for i in range(len(word) + 1):
        for x in range(max(0, i - longest), i + 1):
            if word[x:i] in table:
                found[word[x:i]] = (*found.get(word[x:i], ()), i)
    return found


def _rewrites_between(a: str, b: str, head: int, *, abroad: bool) -> Mapping[int, _Ends]:
    anywhere, at_end = _rewrites(abroad=abroad)
    pieces_b = _pieces(b, abroad=abroad)
    found: dict[int, _Ends] = {}
    for left, places in _pieces(a, abroad=abroad).items():
        for table in (anywhere, at_end):
            for right in table.get(left, {}).keys() & pieces_b.keys():
                cost, kind = table[left][right]
                move = (len(left), len(right), cost, kind)
                for i in places:
                    for j in pieces_b[right]:
                        ends = i == len(a) and j == len(b)
                        if (table is at_end) is ends and i - move[0] >= head <= j - move[1]:
                            found.setdefault(i, {}).setdefault(j, []).append(move)
    return found
