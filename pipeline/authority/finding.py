"""The register searched for what somebody types: names, beginnings, near names, identifiers."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.authority.decisions import Rulings
from pipeline.authority.entries import Entry
from pipeline.authority.keys import form_key
from pipeline.authority.near import LEAST, index_of
from pipeline.authority.register import Register
from pipeline.authority.search import Hit, NameIndex
from pipeline.authority.seed import load_seed
from pipeline.authority.store import Store
from pipeline.errors import StoreError
from pipeline.records import EntityKind, Evidence

#: entries of which an index is made at once; indexes that are held
_QUICK: Final = 2000
_HELD: Final = 12
_Key = tuple[EntityKind, Path | None]


@dataclass(frozen=True)
class _Made:
    """An index and the revision of the register that it is of."""

    revision: str
    index: NameIndex


class How(StrEnum):
    """How an entry was found.

    By an identifier, a whole name, an official name in another language, the beginning of a name,
    or a name that is nearly it.
    """

    IDENTIFIER = "identifier"
    NAME = "name"
    OFFICIAL = "official"
    BEGINNING = "beginning"
    NEAR = "near"


@dataclass(frozen=True)
class Found:
    """An entry that was found, by which of its forms, how probably it is meant, and why."""

    entry: Entry
    how: How
    form: str
    score: float
    evidence: tuple[Evidence, ...] = ()


class Indexes:
    """Indexes of near names, and what was decided, held from one question to the next.

    The index of a small register is made anew when the register has changed. That of a large one
    takes long: it is made in the background, and the one before it serves meanwhile. So a name
    that is new is near to nothing for some seconds, and found by its letters at once.
    """

    def __init__(self) -> None:
        self._made: dict[_Key, _Made] = {}
        self._making: set[_Key] = set()
        self._lock = threading.Lock()
        self._rulings: tuple[str, Rulings] = ("", Rulings())

    def near(
        self, words: str, kind: EntityKind, register: Register, most: int, *, wait: bool = False
    ) -> tuple[Hit, ...]:
        """Return the names of one kind that are nearest to some words, the most probable first.

        With ``wait`` the first index of a large register is waited for; else nothing is near
        until it is there (``is_ready``).
        """
        index = self._index(kind, register, wait=wait)
        hits = index.search(words, most) if index is not None and len(index) else ()
        return tuple(hit for hit in hits if hit.score >= LEAST)

    def is_ready(self, kind: EntityKind, register: Register) -> bool:
        """Return whether near names can be told without waiting."""
        return self._index(kind, register, wait=False) is not None

    def rulings(self, register: Register) -> Rulings:
        """Return everything that was decided."""
        revision, rulings = self._rulings
        if revision != register.revision:
            rulings = register.rulings
            self._rulings = (register.revision, rulings)
        return rulings

    def _index(self, kind: EntityKind, register: Register, *, wait: bool) -> NameIndex | None:
        store = register.store
        key = (kind, store.path if store else None)
        with self._lock:
            made = self._made.get(key)
        if made is not None and made.revision == register.revision:
            return made.index
        if store is None or store.count() <= _QUICK or (made is None and wait):
            return self._make(key, register)
        with self._lock:
            begins = key not in self._making
            self._making.add(key)
        if begins:
            threading.Thread(target=self._make_later, args=(key, store.path), daemon=True).start()
        return made.index if made else None

    def _make(self, key: _Key, register: Register) -> NameIndex:
        index = index_of(key[0], register)
        with self._lock:
            self._made.pop(key, None)
            self._made[key] = _Made(register.revision, index)
            for old in list(self._made)[:-_HELD]:
                del self._made[old]
        return index

    def _make_later(self, key: _Key, path: Path) -> None:
        try:
            # the file may be gone, or held by a writer for too long: the next question tries again
            with suppress(StoreError), Store(path) as store:
                self._make(key, Register(load_seed(), store))
        finally:
            with self._lock:
                self._making.discard(key)


@cache
def indexes() -> Indexes:
    """Return the indexes of this process."""
    return Indexes()


def look_up(
    words: str,
    kinds: Iterable[EntityKind],
    register: Register,
    most: int = 20,
    *,
    wait: bool = False,
) -> tuple[Found, ...]:
    """Return what somebody may mean by some words, the surest first.

    Args:
        words: a name or part of one, or an identifier (an id of the register, a number of
            Enhetsregisteret, ...).
        kinds: of what kinds.
        register: where to look.
        most: how many to return at most.
        wait: whether to wait for the first index of a large register (``Indexes.near``).
    """
    found: dict[str, Found] = {}
    wanted = tuple(kinds)
    sought = itertools.chain(
        _by_identifier(words, wanted, register),
        _by_name(words, wanted, register, most),
        _by_official_name(words, wanted, register),
        _by_beginning(words, wanted, register, most),
        _by_nearness(words, wanted, register, most, wait=wait),
    )
    for each in sought:
        if len(found) == most:
            break
        found.setdefault(each.entry.id, each)
    return tuple(found.values())


def page_of(
    register: Register, kinds: Iterable[EntityKind], after: str, most: int, *, given: bool
) -> tuple[Entry, ...]:
    """Return up to ``most`` entries that come after an id, in the order of ids.

    Args:
        register: whose entries.
        kinds: of what kinds.
        after: the last id of the page before; empty for the first page.
        most: how many to return at most.
        given: those that come with the program too.
    """
    wanted = tuple(kinds)
    found: list[Entry] = list(register.store.after(after, wanted, most)) if register.store else []
    if given:
        packed = sorted(
            key
            for key, entry in register.seed.entries.items()
            if key > after and entry.kind in wanted
        )
        some = (register.seed.entries[key] for key in packed if register.is_given(key))
        found += itertools.islice(some, most)
    return tuple(sorted(found, key=lambda entry: entry.id)[:most])


def _by_identifier(
    words: str, kinds: tuple[EntityKind, ...], register: Register
) -> Iterator[Found]:
    entries = [register.entry(words.strip())]
    if register.store and any(letter.isdigit() for letter in words):
        entries += register.store.identified_anywhere(words.replace(" ", ""))
    for entry in entries:
        if entry is not None and entry.kind in kinds:
            yield Found(entry, How.IDENTIFIER, entry.name, 1.0)


def _by_name(
    words: str, kinds: tuple[EntityKind, ...], register: Register, most: int
) -> Iterator[Found]:
    key = form_key(words)
    for kind in kinds if key else ():
        for entry in itertools.islice(register.entries(words, kind), most):
            form = next(form for form in entry.forms if form_key(form) == key)
            yield Found(entry, How.NAME, form, 1.0)


def _by_official_name(
    words: str, kinds: tuple[EntityKind, ...], register: Register
) -> Iterator[Found]:
    key = form_key(words)
    if not key or "|" in key:
        return
    packed = (register.seed.entries[one] for one in _official_names().get(key, ()))
    own = register.store.officially(" ".join(words.split())) if register.store else ()
    for entry in (*own, *(entry for entry in packed if register.is_given(entry.id))):
        if entry.kind in kinds:
            names = (name for cell in entry.official.values() for name in cell.split("|"))
            form = next((name for name in names if form_key(name) == key), words)
            yield Found(entry, How.OFFICIAL, form, 1.0)


@cache
def _official_names() -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the package's entries by official name."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in load_seed().entries.values():
        for cell in entry.official.values():
            for name in cell.split("|"):
                key = form_key(name)
                found[key] = tuple(dict.fromkeys((*found.get(key, ()), entry.id)))
    return found


def _by_beginning(
    words: str, kinds: tuple[EntityKind, ...], register: Register, most: int
) -> Iterator[Found]:
    key = form_key(words)
    beginning = []
    for kind in kinds if key else ():
        for entry in register.beginning(key, kind, most):
            form = next(form for form in entry.forms if form_key(form).startswith(key))
            beginning.append(Found(entry, How.BEGINNING, form, 1.0))
    yield from sorted(beginning, key=lambda each: form_key(each.form))


def _by_nearness(
    words: str, kinds: tuple[EntityKind, ...], register: Register, most: int, *, wait: bool
) -> Iterator[Found]:
    near = indexes().near
    hits = [hit for kind in kinds for hit in near(words, kind, register, most, wait=wait)]
    for hit in sorted(hits, key=lambda hit: (-hit.score, hit.id)):
        entry = register.entry(hit.id)
        if entry is not None:
            yield Found(entry, How.NEAR, hit.name, hit.score, hit.evidence)
