"""A register of a million names searched for the ones that are nearest to a written name.

The names of a register are made of far fewer parts than there are names. So the index knows, for
each part, which names have it, and finds parts that are nearly those of the query by what is left
of them when one letter goes (Garbe's symmetric deletion), of their letters as well as of their
sound. Names that share most parts with the query are then compared as the rest of the program
compares names, and the best are returned with the evidence.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from pipeline.authority.arrays import load_arrays, save_arrays
from pipeline.records import EntityKind, Evidence
from pipeline.text.bare_names import bare_name
from pipeline.text.compare import NameComparison, compare_names
from pipeline.text.distance import distance, shared_letters
from pipeline.text.organisation_names import compare_organisations, organisation_name
from pipeline.text.same_person import same_person
from pipeline.text.sound import sound_key

#: names that are compared in full; the right one is among them or lost
COMPARED: Final = 25
#: parts of the register that a part of the query may be, and names that one part may bring
_PARTS, _NAMES_OF_PART = 25, 60_000
#: names that are left for the finer part of choosing
_SHORTLIST: Final = 2000
#: a part of the register may differ by this share of its letters, as ``distance`` counts
_FARTHEST: Final = 0.4
_LEAST_SHARED: Final = 0.4
_LONGEST_PART: Final = 24

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the register that is near: its id, how probable it is the one, and why."""

    id: str
    name: str
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class NameIndex:
    """Names with their ids, ready to be searched; several names may have one id (aliases).

    The arrays can lie in memory or in a file that is mapped (``load``); both are only read.
    """

    kind: EntityKind
    arrays: Mapping[str, Array]

    @classmethod
    def build(cls, names: Iterable[tuple[str, str]], kind: EntityKind = EntityKind.PERSON) -> Self:
        """Return the index of ``names``, pairs of id and name.

        >>> index = NameIndex.build([("p1", "Kari Åsen"), ("p2", "Per Lunde")])
        >>> [hit.id for hit in index.search("Kari Aasen", 1)]
        ['p1']
        """
        return cls(kind, _build(names, kind))

    def __len__(self) -> int:
        return len(self.arrays["name_ends"])

    def search(self, name: str, limit: int = 5) -> tuple[Hit, ...]:
        """Return the names of the register that are nearest to ``name``, the most probable first.

        Args:
            name: a name as written.
            limit: how many to return at most; an id comes only once, with its nearest name.
        """
        scored = []
        for place, number in enumerate(self._candidates(_parts(name, self.kind))):
            other = self._text("name", number)
            scored.append((-self._probability(name, other), place, number, other))
        hits: dict[str, Hit] = {}
        for negative, _, number, other in sorted(scored):
            key = self._text("id", number)
            if key in hits:
                continue
            if len(hits) == limit:
                break
            hits[key] = Hit(key, other, round(-negative, 4), self._compare(name, other).evidence)
        return tuple(hits.values())

    def _probability(self, left: str, right: str) -> float:
        if self.kind is EntityKind.PERSON:
            return same_person(left, right)
        return compare_organisations(left, right).probability

    def _compare(self, left: str, right: str) -> NameComparison:
        if self.kind is EntityKind.PERSON:
            return compare_names(left, right)
        return compare_organisations(left, right)

    def save(self, path: Path) -> None:
        """Write the index to one file.

        Raises:
            StoreError: it cannot be written.
        """
        save_arrays(path, {"kind": self.kind.value}, self.arrays)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the index that ``save`` wrote, mapped from its file and not read whole.

        Raises:
            StoreError: there is no such file, or it is no index of this version.
        """
        about, arrays = load_arrays(path)
        return cls(EntityKind(about["kind"]), arrays)

    def _text(self, what: str, number: int) -> str:
        ends = self.arrays[f"{what}_ends"]
        begin = int(ends[number - 1]) if number else 0
        return bytes(self.arrays[f"{what}_text"][begin : int(ends[number])]).decode("utf-8")

    def _candidates(self, parts: Sequence[str]) -> list[int]:
        """Return the numbers of the names that share most with the parts of a query."""
        scored: list[tuple[Array, Array]] = []
        whole = [part for part in parts if len(part) > 1]
        for part in whole:
            near = self._near_parts(part)
            lists = [self._names_with(number) for number, _ in near]
            if not lists:
                continue
            names = np.concatenate(lists)[:_NAMES_OF_PART]
            gains = np.repeat([1.0 - share for _, share in near], [len(n) for n in lists])
            scored.append(_best_gain(names, gains[:_NAMES_OF_PART]))
        if not scored:
            return []
        names = np.concatenate([n for n, _ in scored])
        gains = np.concatenate([g for _, g in scored])
        unique, place = np.unique(names, return_inverse=True)
        total = np.bincount(place, weights=gains)
        if len(total) > _SHORTLIST:
            least = np.partition(total, -_SHORTLIST)[-_SHORTLIST]
            unique, total = unique[total >= least], total[total >= least]
        # what the query has and the name has not, and the other way round
        total = total - 0.3 * np.abs(self.arrays["part_counts"][unique] - float(len(parts)))
        total = total + 0.2 * self._initials(unique, parts)
        order = np.lexsort((unique, -total))[:COMPARED]
        return [int(n) for n in unique[order]]

    def _initials(self, names: Array, parts: Sequence[str]) -> Array:
        """Return how many first letters of the query's parts each name has."""
        masks = self.arrays["first_letters"][names]
        found = np.zeros(len(names))
        for part in parts:
            found += (masks & _letter_bit(part)) != 0
        return found

    def _near_parts(self, part: str) -> list[tuple[int, float]]:
        """Return the numbers of parts of the register that are near, and how far they are."""
        keys = self.arrays["keys"]
        wanted = np.array(sorted(_keys(part)), dtype=np.uint32)
        first = np.searchsorted(keys, wanted, side="left")
        last = np.searchsorted(keys, wanted, side="right")
        holders = self.arrays["key_parts"]
        held = [holders[a:b] for a, b in zip(first, last, strict=True) if b > a]
        if not held:
            return []
        numbers, shared = np.unique(np.concatenate(held), return_counts=True)
        likeliest = numbers[np.argsort(-shared, kind="stable")[:_PARTS]]
        near = []
        for number in likeliest.tolist():
            other = self._text("part", number)
            if shared_letters(part, other) < _LEAST_SHARED:
                continue
            share = distance(part, other).cost / max(len(part), len(other))
            if share <= _FARTHEST:
                near.append((number, share))
        near.sort(key=lambda found: (found[1], found[0]))
        return near

    def _names_with(self, part: int) -> Array:
        ends = self.arrays["holder_ends"]
        begin = int(ends[part - 1]) if part else 0
        return self.arrays["holders"][begin : int(ends[part])]


def _best_gain(names: Array, gains: Array) -> tuple[Array, Array]:
    """Return each name once, with the best that one part of the query brought it."""
    order = np.lexsort((-gains, names))
    names, gains = names[order], gains[order]
    first = np.ones(len(names), dtype=bool)
    first[1:] = names[1:] != names[:-1]
    return names[first], gains[first]


def _parts(name: str, kind: EntityKind) -> tuple[str, ...]:
    is_person = kind is EntityKind.PERSON
    parts = bare_name(name).parts if is_person else organisation_name(name).words
    return tuple(part[:_LONGEST_PART] for part in parts)


def _letter_bit(part: str) -> int:
    letter = part[0]
    return 1 << (ord(letter) - 97 if "a" <= letter <= "z" else 26 + ord(letter) % 6)


def _one_less(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


@lru_cache(maxsize=65536)
def _keys(part: str) -> frozenset[int]:
    """Return the keys under which a part is found: its letters and its sound, one letter gone."""
    sound = sound_key(part).replace(" ", "")
    found = {zlib.crc32(f"a{word}".encode()) for word in _one_less(part)}
    return frozenset(found | {zlib.crc32(f"b{word}".encode()) for word in _one_less(sound)})


def _build(names: Iterable[tuple[str, str]], kind: EntityKind) -> dict[str, Array]:
    numbers: dict[str, int] = {}
    ids, texts, masks, counts = [], [], [], []
    pairs_part: list[int] = []
    pairs_name: list[int] = []
    for number, (key, name) in enumerate(names):
        parts = _parts(name, kind)
        ids.append(key.encode())
        texts.append(name.encode())
        counts.append(len(parts))
        mask = 0
        for part in parts:
            mask |= _letter_bit(part)
            if len(part) > 1:
                pairs_part.append(numbers.setdefault(part, len(numbers)))
                pairs_name.append(number)
        masks.append(mask)
    part_of = np.array(pairs_part, dtype=np.int32)
    order = np.argsort(part_of, kind="stable")
    arrays: dict[str, Array] = {
        "holders": np.array(pairs_name, dtype=np.int32)[order],
        "holder_ends": np.cumsum(np.bincount(part_of, minlength=len(numbers))).astype(np.int64),
        "part_counts": np.array(counts, dtype=np.float32),
        "first_letters": np.array(masks, dtype=np.uint32),
    }
    keys: list[int] = []
    key_parts: list[int] = []
    for part, number in numbers.items():
        found = _keys(part)
        keys += found
        key_parts += [number] * len(found)
    key_array = np.array(keys, dtype=np.uint32)
    order = np.argsort(key_array, kind="stable")
    arrays["keys"] = key_array[order]
    arrays["key_parts"] = np.array(key_parts, dtype=np.int32)[order]
    for what, values in (("id", ids), ("name", texts), ("part", [p.encode() for p in numbers])):
        arrays[f"{what}_text"] = np.frombuffer(b"".join(values), dtype=np.uint8)
        arrays[f"{what}_ends"] = np.cumsum([len(v) for v in values], dtype=np.int64)
    return arrays
