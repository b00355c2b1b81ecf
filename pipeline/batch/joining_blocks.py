"""Pairs of names of an archive that are worth comparing: never every name with every other.

Blocking, as in ``stages.blocks``, for a million names: a person is filed under sound of the given
name with the surname, one letter of either left out in turn (Garbe's symmetric deletion finds
what differs in one letter, however it differs), and under sounds of both. Only names of one file
are compared, in a long one only those that stand next to each other in the alphabet.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.records import EntityKind
from pipeline.stages.blocks import NEXT, SMALL, skeleton
from pipeline.text.compare import split_name
from pipeline.text.folding import fold
from pipeline.text.tokens import PARTICLES

#: letters of a word that are left out in turn; a longer word is filed by its beginning
_LONGEST: Final = 14
#: words of an organisation's name that are left out in turn
_MOST_WORDS: Final = 8
#: consonants of a word that is filed by its sounds
_SOUNDS: Final = 4


def pairs(names: Sequence[str], kind: EntityKind) -> Iterator[tuple[int, int]]:
    """Yield the pairs (i, j), i < j, of names that may be one's, in order.

    >>> names = ["Kari Åsen", "Per Lund", "Kari Aassen", "Nils Åsen"]
    >>> list(pairs(names, EntityKind.PERSON))
    [(0, 2)]
    """
    keys_of = person_keys if kind is EntityKind.PERSON else organisation_keys
    keys, holders = array("I"), array("I")
    for number, name in enumerate(names):
        for key in keys_of(name):
            keys.append(zlib.crc32(key.encode()))
            holders.append(number)
    if not keys:
        return
    found = _of_one_key(np.frombuffer(keys, np.uint32), np.frombuffer(holders, np.uint32), names)
    for packed in found.tolist():
        yield packed >> 32, packed & 0xFFFFFFFF


def _of_one_key(
    keys: NDArray[np.uint32], holders: NDArray[np.uint32], names: Sequence[str]
) -> NDArray[np.uint64]:
    """Return the pairs of names that have a key in common, each packed into one number."""
    alphabet = np.argsort(np.array([fold(name)[::-1] for name in names]), kind="stable")
    rank = np.empty(len(names), dtype=np.uint32)
    rank[alphabet] = np.arange(len(names), dtype=np.uint32)
    order = np.lexsort((rank[holders], keys))
    keys, holders = keys[order], holders[order].astype(np.uint64)
    sizes = np.unique(keys, return_counts=True)[1]
    size = np.repeat(sizes, sizes)
    found = []
    for step in range(1, SMALL):
        same = keys[step:] == keys[:-step]
        if step > NEXT:
            same &= size[step:] <= SMALL
        if not same.any():
            break
        a, b = holders[step:][same], holders[:-step][same]
        low, high = np.minimum(a, b), np.maximum(a, b)
        found.append(np.unique((low << np.uint64(32) | high)[low != high]))
    return np.unique(np.concatenate(found)) if found else np.zeros(0, np.uint64)


def person_keys(name: str) -> set[str]:
    """Return the keys under which a person's name is filed; none for a surname alone."""
    words = [w for part in split_name(name).parts for w in part.split("-") if w]
    words = [word for word in words if word.casefold() not in PARTICLES]
    if len(words) < 2:
        return set()
    given, family = _letters(words[0]), _letters(words[-1])
    sound, other = skeleton(words[0]), skeleton(words[-1])
    found = {f"s{sound[:1]}|{other}"}
    found |= {f"f{sound}|{rest}" for rest in _one_less(family)}
    found |= {f"g{other}|{rest}" for rest in _one_less(given)}
    if len(words) > 2:  # the last of two surnames may be the one that is lost
        found |= {f"f{sound}|{_letters(words[-2])}", f"s{sound[:1]}|{skeleton(words[-2])}"}
    return found


def organisation_keys(name: str) -> set[str]:
    """Return the keys under which an organisation's name is filed."""
    words = fold(name).split()
    if len(words) == 1:
        # by its sounds too, where these are enough: "Kristiansand", "Christiansand"
        by_sound = {f"k{sound}"} if len(sound := skeleton(words[0])) >= _SOUNDS else set()
        return {f"w{rest}" for rest in _one_less(words[0][:_LONGEST])} | {f"j{words[0]}"} | by_sound
    sounds = [skeleton(word) for word in words[:_MOST_WORDS]]
    found = {"o" + " ".join(sounds), "j" + "".join(words)}
    return found | {f"o{n}" + " ".join(sounds[:n] + sounds[n + 1 :]) for n in range(len(sounds))}


def _letters(word: str) -> str:
    return fold(word).replace(" ", "")[:_LONGEST]


def _one_less(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
