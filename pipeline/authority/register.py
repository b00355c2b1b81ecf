"""What a run knows: the register of the package, the user's register above it, the decisions."""

from __future__ import annotations

import hashlib
import heapq
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.authority.decisions import Rulings
from pipeline.authority.entries import Entry
from pipeline.authority.keys import form_key
from pipeline.authority.knowledge import Decision
from pipeline.authority.seed import Seed, load_seed
from pipeline.authority.store import Store
from pipeline.database import user_file
from pipeline.records import EntityKind


@dataclass(frozen=True)
class Register:
    """The package's entries under the user's: an entry of the user's with the same id replaces.

    Decisions are those of the moment when it was opened; entries are looked up in the file.
    """

    seed: Seed
    store: Store | None = None

    @cached_property
    def rulings(self) -> Rulings:
        """Everything that was decided."""
        return Rulings.of(self.store.decisions() if self.store else ())

    @cached_property
    def revision(self) -> str:
        """A digest of everything that is known."""
        known = f"{self.seed.digest} {self.store.revision() if self.store else ''}"
        return hashlib.sha256(known.encode()).hexdigest()[:16]

    @cached_property
    def _hidden(self) -> frozenset[str]:
        return self.store.hidden() if self.store else frozenset()

    def entries(self, name: str, kind: EntityKind) -> tuple[Entry, ...]:
        """Return the entries that have ``name`` as canonical form or alias, canonical first."""
        own = self.store.entries(name, kind) if self.store else ()
        given = tuple(entry for entry in self.seed.find(name, kind) if self.is_given(entry.id))
        key = form_key(name)
        return tuple(sorted((*own, *given), key=lambda entry: form_key(entry.name) != key))

    def entry(self, entry_id: str) -> Entry | None:
        """Return the entry with an id."""
        own = self.store.entry(entry_id) if self.store else None
        return own or (self.seed.entries.get(entry_id) if self.is_given(entry_id) else None)

    def beginning(self, key: str, kind: EntityKind | None, most: int) -> tuple[Entry, ...]:
        """Return up to ``most`` entries with a form whose lookup key begins with ``key``."""
        own = self.store.beginning(key, kind, most) if self.store else ()
        given = (
            entry
            for entry in self.seed.entries.values()
            if kind in (None, entry.kind)
            and any(form_key(f).startswith(key) for f in entry.forms)
            and self.is_given(entry.id)
        )
        return (*own, *given)[:most]

    def all_entries(self) -> Iterator[Entry]:
        """Yield every entry, the user's and the package's, in the order of ids."""
        own = self.store.all_entries() if self.store else iter(())
        given = sorted(self.given_entries(), key=lambda entry: entry.id)
        return heapq.merge(own, given, key=lambda entry: entry.id)

    def given_entries(self) -> Iterator[Entry]:
        """Yield the package's entries that are neither replaced nor hidden."""
        return (entry for entry in self.seed.entries.values() if self.is_given(entry.id))

    def ruling(self, kind: EntityKind, a: str, b: str, article: str) -> Decision | None:
        """Return the decision that says whether two forms are one's."""
        return self.rulings.ruling(kind, a, b, article)

    def right_form(self, kind: EntityKind, name: str, article: str) -> Decision | None:
        """Return the decision that gives the right form of ``name``, if any."""
        return self.rulings.right_form(kind, name, article)

    def not_a_name(self, kind: EntityKind, name: str, article: str) -> Decision | None:
        """Return the decision that ``name`` is no name, if any."""
        return self.rulings.not_a_name(kind, name, article)

    def is_given(self, seed_id: str) -> bool:
        """Return whether the package's entry counts: neither replaced nor hidden."""
        if seed_id not in self.seed.entries or seed_id in self._hidden:
            return False
        return self.store is None or self.store.entry(seed_id) is None


def open_knowledge(path: Path | None) -> Register:
    """Return what is known: the register of the package, and the user's file if one is given.

    Raises:
        StoreError: the file is missing, damaged, not a register, or of a newer version.
    """
    return Register(load_seed(), Store(path) if path else None)


def names_file(given: Path | None, environment: Mapping[str, str] = os.environ) -> Path:
    """Return the file of the user's register: the one given, $SAMSVAR_NAMES, or the usual place.

    >>> names_file(None, {"XDG_DATA_HOME": "data"}).as_posix()
    'data/samsvar/names.db'
    """
    return given or user_file("SAMSVAR_NAMES", "names.db", environment)


def names_file_to_read(given: Path | None) -> Path | None:
    """Return the file of the user's register, ``None`` where none was given and none is there."""
    path = names_file(given)
    return path if given or path.exists() else None
