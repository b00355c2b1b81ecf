"""The index in which names of the register are found that are nearly what somebody wrote."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from pipeline.authority.register import Register
from pipeline.authority.search import NameIndex
from pipeline.errors import StoreError
from pipeline.records import EntityKind

#: entries up to which an index is made anew for each search; of more it is kept in a file
SMALL: Final = 20_000
#: hits that are less probable are not worth a look
LEAST: Final = 0.1


def index_of(kind: EntityKind, register: Register) -> NameIndex:
    """Return the index of all names of one kind.

    That of a large register is kept beside its file, under its revision; who asks first after a
    change makes it.
    """
    if register.store is None or register.store.count() <= SMALL:
        return NameIndex.build(_names(kind, register), kind)
    path = _place(register.store.path, kind, register.revision)
    if path.exists():
        return NameIndex.load(path)
    index = NameIndex.build(_names(kind, register), kind)
    # where the folder may not be written the index is made for each search
    with suppress(StoreError):
        index.save(path)
        for old in path.parent.glob(_place(register.store.path, kind, "*").name):
            if old != path:
                old.unlink(missing_ok=True)
    return index


def _place(store: Path, kind: EntityKind, revision: str) -> Path:
    return store.with_name(f"{store.name}.{kind}.{revision}.index")


def _names(kind: EntityKind, register: Register) -> Iterator[tuple[str, str]]:
    own = register.store.names() if register.store else iter(())
    yield from ((entry_id, name) for entry_id, its_kind, name in own if its_kind is kind)
    for entry in register.given_entries():
        if entry.kind is kind:
            yield from ((entry.id, form) for form in entry.forms)
