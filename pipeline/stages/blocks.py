"""Pairs of names that are worth comparing, found without comparing every name with every other.

Blocking (Fellegi and Sunter 1969): names that share no part, not even by sound, cannot be one.
Each name is filed under the skeletons of its parts; inside a file that is very long, names are
compared only with those that stand near them in alphabetical order (sorted neighbourhood,
Hernández and Stolfo 1995), so that the pairs are at most ``NEXT`` for each name and part.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from pipeline.text.compare import split_name
from pipeline.text.folding import fold
from pipeline.text.name_parts import unglued
from pipeline.text.tokens import PARTICLES

#: so few names are compared where they only begin alike; of more, the sounds must be alike too
FEW = 60
#: names of one file that are all compared with each other
SMALL = 40
#: in a longer file, so many names that come next are compared
NEXT = 20
_SOUNDS = (
    ("sch", "s"), ("skj", "s"), ("sj", "s"), ("sh", "s"), ("ch", "k"), ("ck", "k"), ("ph", "f"),
    ("th", "t"), ("dt", "t"), ("hv", "v"), ("gj", "j"), ("hj", "j"), ("kj", "k"), ("tj", "k"),
    ("qu", "kv"), ("ld", "l"), ("nd", "n"), ("x", "ks"), ("q", "k"), ("c", "k"), ("w", "v"),
    ("z", "s"),
)  # fmt: skip


@lru_cache(maxsize=65536)
def skeleton(part: str) -> str:
    """Return the consonants of a part of a name as they sound, a vowel at its beginning as "a".

    >>> skeleton("Christoffer") == skeleton("Kristofer"), skeleton("Aasen") == skeleton("Åsen")
    (True, True)
    >>> skeleton("Halland"), skeleton("Hallan")
    ('hln', 'hln')
    """
    word = fold(part).replace(" ", "")
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    head = re.sub(r"^[aeiouy]+", "a", word)
    rest = re.sub(r"[aeiouyhj]", "", head[1:])
    return re.sub(r"(.)\1+", r"\1", head[:1] + rest)


@lru_cache(maxsize=65536)
def keys(name: str) -> tuple[str, ...]:
    """Return the skeletons of the parts of a name, particles left out."""
    parts = [piece for part in split_name(name).parts for piece in unglued(part)]
    halves = [half for part in parts for half in part.split("-") if half]
    found = [skeleton(half) for half in halves if half.casefold() not in PARTICLES]
    # "Al-Khatib" may be written "Alkhatib"
    found += [
        skeleton(first + second)
        for first, second in pairwise(halves)
        if first.casefold() in PARTICLES and second.casefold() not in PARTICLES
    ]
    return tuple(key for key in found if key)


def worth_comparing(names: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs (i, j), i < j, of things that may have one name.

    Args:
        names: for each thing the names that it goes by.
    """
    match = may_match if len(names) <= FEW else must_match
    shelves: defaultdict[str, dict[int, tuple[str, ...]]] = defaultdict(dict)
    for number, forms in enumerate(names):
        for name in forms:
            own = keys(name)
            for key in own:
                shelves[key][number] = tuple(k for k in own if k != key)
                if match is may_match:  # of a few names, parts that begin alike will do
                    shelves[f"{key[:2]}…"][number] = tuple(k for k in own if k != key)
    seen: set[tuple[int, int]] = set()
    for shelf in shelves.values():
        ordered = sorted(shelf, key=lambda number: (shelf[number], number))
        reach = NEXT if len(ordered) > SMALL else len(ordered)
        for place, i in enumerate(ordered):
            for j in ordered[place + 1 : place + 1 + reach]:
                pair = (min(i, j), max(i, j))
                if pair not in seen:
                    seen.add(pair)
                    if any(match(a, b) for a in names[i] for b in names[j]):
                        yield pair


@lru_cache(maxsize=65536)
def may_match(a: str, b: str) -> bool:
    """Return whether every part of the shorter name has one in the other that begins alike.

    >>> may_match("Kari Lie", "Kari Anne Lie"), may_match("Kari Lie", "Per Lie")
    (True, False)
    """
    short, long = sorted((keys(a), keys(b)), key=len)
    return all(any(p[0] == q[0] or _same_rest(p, q) for q in long) for p in short)


@lru_cache(maxsize=65536)
def must_match(a: str, b: str) -> bool:
    """Return whether every part of the shorter name has one in the other that sounds alike.

    >>> must_match("Kari Lindvik", "Karin Lindvig"), must_match("Kari Lindvik", "Knut Lindvik")
    (True, False)
    """
    short, long = sorted((keys(a), keys(b)), key=len)
    return all(any(_sound_alike(p, q) for q in long) for p in short)


@lru_cache(maxsize=131072)
def _sound_alike(p: str, q: str) -> bool:
    """Return whether two skeletons differ in two consonants at most, or one is the other's head."""
    if p == q or p.startswith(q) or q.startswith(p):
        return True
    if p[0] != q[0] and not _same_rest(p, q):
        return False
    return len(set(p) ^ set(q)) <= 2 and abs(len(p) - len(q)) <= 1


def _same_rest(p: str, q: str) -> bool:
    """Return whether two skeletons differ in their first sound only, and are not short."""
    return len(p) > 2 and p[1:] == q[1:]
