"""The register as the pages of the desk open it: to be read, to be changed, and who does it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request

from pipeline.authority.entries import Entry
from pipeline.authority.opening import changing
from pipeline.authority.register import Register
from pipeline.authority.seed import load_seed
from pipeline.authority.store import Store
from pipeline.authority.writing import Batch, digest_of
from pipeline.records import EntityKind
from pipeline.web.desk import Desk
from pipeline.web.security import person_at

#: what the history says of a change that was made at the desk, before what was done
AT_DESK: Final = "desk"


@contextmanager
def reading(request: Request) -> Iterator[Register]:
    """Open the register to be read; the package's alone where the user has none yet.

    Raises:
        StoreError: the file cannot be read.
    """
    desk: Desk = request.app.state.desk
    if not desk.names.exists():
        yield Register(load_seed())
        return
    with Store(desk.names) as store:
        yield Register(load_seed(), store)


@contextmanager
def changed_by(request: Request, what: str) -> Iterator[tuple[Register, Batch]]:
    """Let whoever asks change the register: all of it, or nothing.

    Raises:
        StoreError: the file cannot be written.
    """
    desk: Desk = request.app.state.desk
    with changing(desk.names, person_at(request).name, f"{AT_DESK} {what}") as opened:
        yield opened


def entry_at(register: Register, entry_id: str) -> Entry:
    """Return the entry with an id.

    Raises:
        HTTPException: (404) there is none.
    """
    entry = register.entry(entry_id)
    if entry is None:
        raise HTTPException(404)
    return entry


class ChangedError(Exception):
    """Somebody changed an entry since it was shown to whoever changes it now."""


def entry_as_seen(register: Register, entry_id: str, seal: str) -> Entry:
    """Return the entry with an id, in the state that ``seal`` stands for.

    Raises:
        HTTPException: (404) there is none.
        ChangedError: it is not what it was.
    """
    entry = entry_at(register, entry_id)
    if seal_of(entry) != seal:
        raise ChangedError(entry_id)
    return entry


def seal_of(entry: Entry) -> str:
    """Return a digest of an entry: whoever changes it says which state of it was read."""
    return f"{digest_of(entry):064x}"[:32]


def kinds_of(asked: Iterable[str]) -> tuple[EntityKind, ...]:
    """Return the kinds that were asked for, all of them where none was."""
    kinds = tuple(EntityKind(one) for one in dict.fromkeys(asked) if one in list(EntityKind))
    return kinds or tuple(EntityKind)
