"""What became different between two states of an entry, thing by thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.authority.entries import Affiliation, Alias, Entry

#: an alias, an affiliation, a pair (language or scheme, value), or a plain value
Thing = Alias | Affiliation | tuple[str, str] | str
#: the fields of an entry that can differ, in the order in which they are told
FIELDS: Final = (
    "name", "kind", "aliases", "affiliations", "official", "ids", "keep", "verified", "source",
    "note",
)  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """A field that differs: what is gone from it, and what has come."""

    field: str
    gone: tuple[Thing, ...]
    come: tuple[Thing, ...]


def differences(before: Entry | None, after: Entry | None) -> tuple[Difference, ...]:
    """Return what differs between two states of an entry; ``None`` is no entry at all.

    >>> old = Entry(id="a", kind="person", name="Kari Aas")
    >>> [found] = differences(old, old.model_copy(update={"name": "Kari Ås"}))
    >>> found.field, found.gone, found.come
    ('name', ('Kari Aas',), ('Kari Ås',))
    """
    found = []
    for field in FIELDS:
        old, new = _things(before, field), _things(after, field)
        gone = tuple(thing for thing in old if thing not in new)
        come = tuple(thing for thing in new if thing not in old)
        if gone or come:
            found.append(Difference(field, gone, come))
    return tuple(found)


def _things(entry: Entry | None, field: str) -> tuple[Thing, ...]:
    if entry is None:
        return ()
    value = getattr(entry, field)
    if isinstance(value, Mapping):
        return tuple(sorted((str(key), str(one)) for key, one in value.items()))
    if isinstance(value, tuple):
        return value
    if isinstance(value, bool):
        return ("yes",) if value else ()
    return (str(value),) if value else ()
