"""Entries put back to what they were before a change; that is a change like any other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.authority.entries import Entry
from pipeline.authority.importing import claims
from pipeline.authority.register import Register
from pipeline.authority.store import Change, Store
from pipeline.authority.writing import Batch
from pipeline.errors import StoreError


@dataclass(frozen=True)
class Return:
    """An entry on its way back: what it is now, what it was, and what happened since.

    ``then`` is ``None`` where there was no such entry. ``later`` are changes after the one that
    is undone: they are lost too.
    """

    entry_id: str
    now: Entry | None
    then: Entry | None
    later: tuple[Change, ...]


def returns(batch_number: int, only: str, register: Register) -> tuple[Return, ...]:
    """Return what undoing a command would do, entry by entry.

    Args:
        batch_number: the command, as ``Change.batch`` says it.
        only: the id of the one entry to put back; empty: all that the command changed.
        register: the register.

    Raises:
        StoreError: there is no such change.
    """
    changes = register.store.changed_by(batch_number) if register.store else ()
    wanted = [change for change in changes if only in ("", change.entry)]
    if not wanted or register.store is None:
        raise StoreError("there is no such change to undo", hint="look at the history again")
    return tuple(_return(change, register, register.store) for change in wanted)


def put_back(going: tuple[Return, ...], batch: Batch, register: Register) -> None:
    """Put entries back to what they were.

    Raises:
        StoreError: a name belongs to another entry by now.
    """
    # first what goes, so that its names are free for what comes back
    for each in going:
        if each.then is None:
            _take_out(each, batch, register)
    coming = [each.then for each in going if each.then is not None]
    for then in coming:
        batch.show(then.id)
        if then == register.seed.entries.get(then.id):
            batch.remove(then.id)
        else:
            batch.put(then)
    # all together: what goes back may have had the names of what goes back with it
    _refuse_claims(coming, batch, Register(register.seed, register.store))


def _refuse_claims(entries: list[Entry], batch: Batch, register: Register) -> None:
    for entry in entries:
        for form, other, is_conflict in claims(entry, batch, register):
            if is_conflict:
                raise StoreError(
                    f"{form!r} is a name of {other.name!r} ({other.id}) by now; nothing was undone",
                    hint="undo the later change first",
                )


def _return(change: Change, register: Register, store: Store) -> Return:
    history = store.history(change.entry)
    later = tuple(one for one in history if one.batch > change.batch)
    then = change.before
    if then is None and not _was_hidden(change, history):
        # an entry of the package lay under the one that was added
        then = register.seed.entries.get(change.entry)
    return Return(change.entry, register.entry(change.entry), then, later)


def _was_hidden(change: Change, history: tuple[Change, ...]) -> bool:
    earlier = [one for one in history if one.batch < change.batch]
    return bool(earlier) and earlier[-1].action == "removed"


def _take_out(each: Return, batch: Batch, register: Register) -> None:
    batch.remove(each.entry_id)
    given = register.seed.entries.get(each.entry_id)
    if given is not None:
        batch.hide(given)


def states(history: tuple[Change, ...], now: Entry | None) -> Iterator[tuple[Change, Entry | None]]:
    """Yield each change with what the entry was after it, the last one first."""
    after = now
    for change in reversed(history):
        yield change, after
        after = change.before
