"""Entries made and changed by hand, and looked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.authority.entries import Entry
from pipeline.authority.exchange import entry_from_row
from pipeline.authority.importing import claims, fault_of_entry
from pipeline.authority.keys import form_key, slug
from pipeline.authority.register import Register
from pipeline.authority.writing import Batch
from pipeline.errors import StoreError
from pipeline.records import EntityKind


@dataclass(frozen=True)
class Wishes:
    """What somebody wants of an entry, in the words of the CSV; nothing is ``None``.

    ``cells`` are aliases, affiliations, official and ids to be added, ``texts`` the name, source
    and note to be put in place of the old, ``marks`` keep and verified, ``drop`` the names of
    aliases, organisations, languages and schemes to be taken out.
    """

    cells: Mapping[str, Sequence[str]]
    texts: Mapping[str, str | None]
    marks: Mapping[str, bool | None]
    drop: Sequence[str] = ()


def new_entry(kind: EntityKind, name: str, wishes: Wishes, register: Register) -> Entry:
    """Return a new entry, with an id made of its name.

    Raises:
        StoreError: what is wished cannot be read.
    """
    entry_id = slug(name)
    number = 2
    while register.entry(entry_id):
        entry_id, number = f"{slug(name)}-{number}", number + 1
    return edited(Entry(id=entry_id, kind=kind, name=name or "?"), wishes)


def edited(entry: Entry, wishes: Wishes) -> Entry:
    """Return an entry as it is wished to be.

    Raises:
        StoreError: what is wished cannot be read, or there is nothing to be dropped by that name.
    """
    cells = {column: " | ".join(things) for column, things in wishes.cells.items()}
    new = entry_from_row({"id": entry.id, "kind": entry.kind.value, "name": entry.name, **cells})
    dropped = {form_key(name) for name in wishes.drop}
    there = {form_key(n) for n in (*entry.forms[1:], *entry.official, *entry.ids)}
    there |= {form_key(a.organisation) for a in entry.affiliations}
    if dropped - there:
        raise StoreError(
            f"{entry.name} ({entry.id}): there is no {sorted(dropped - there)[0]!r} to drop",
            hint="drop an alias, an organisation, a language or the scheme of an id",
        )

    def left(mapping: Mapping[str, str]) -> dict[str, str]:
        return {key: value for key, value in mapping.items() if form_key(key) not in dropped}

    aliases = (a for a in entry.aliases if form_key(a.name) not in dropped)
    affiliations = (a for a in entry.affiliations if form_key(a.organisation) not in dropped)
    changed = {key: value for key, value in (*wishes.texts.items(), *wishes.marks.items())
               if value is not None}  # fmt: skip
    return entry.model_copy(
        update={
            "aliases": tuple(dict.fromkeys((*aliases, *new.aliases))),
            "affiliations": tuple(dict.fromkeys((*affiliations, *new.affiliations))),
            "official": {**left(entry.official), **new.official},
            "ids": {**left(entry.ids), **new.ids},
            **changed,
        }
    )


def put_by_hand(entry: Entry, batch: Batch, register: Register) -> str:
    """Put an entry into the register and say what was done: added, changed or unchanged.

    Raises:
        StoreError: a name is no name, or an alias is a name of another entry.
    """
    fault = fault_of_entry(entry)
    if fault:
        raise StoreError(f"{entry.id}: {fault}", hint="nothing was written")
    for form, other, is_conflict in claims(entry, batch, register):
        if is_conflict:
            raise StoreError(
                f"{form!r} is a name of {other.name!r} ({other.id}) too; nothing was written",
                hint="take it from the other entry first, or make it an acronym",
            )
    given = entry.id in register.seed.entries
    batch.show(entry.id)
    action = batch.put(entry)
    return "changed" if given and action == "added" else action


def remove_by_hand(entry_id: str, batch: Batch, register: Register) -> Entry:
    """Remove an entry; one of the package is hidden. Return what it was.

    Raises:
        StoreError: there is no such entry.
    """
    entry = register.entry(entry_id)
    if entry is None:
        raise no_entry(entry_id)
    batch.remove(entry_id)
    if entry_id in register.seed.entries:
        batch.hide(register.seed.entries[entry_id])
    return entry


def no_entry(name: str) -> StoreError:
    """Return the error that the register knows nothing of a name or id."""
    return StoreError(
        f"the register has no entry {name!r}", hint="look for it with: samsvar names search"
    )
