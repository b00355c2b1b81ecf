"""Who is at the desk, and what they may do there."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import wraps
from typing import Any, Final, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request

Handler = TypeVar("Handler", bound=Callable[..., Any])

#: names that a browser on this machine calls the desk by
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})


class Role(IntEnum):
    """What a person may do; each may do what those before may.

    A ``READER`` looks at everything and has texts of their own translated. A ``STEWARD`` also edits
    translations, decides, changes the register and works on batches: what counts for everybody.
    An ``ADMIN`` also deletes what others brought.
    """

    READER = 1
    STEWARD = 2
    ADMIN = 3


@dataclass(frozen=True)
class Person:
    """Who is at the desk. One who came without a password cannot sign out."""

    name: str
    role: Role
    can_sign_out: bool = False

    def may(self, role: Role) -> bool:
        """Return whether this person may do what a role may do."""
        return self.role >= role

    @property
    def decides(self) -> bool:
        """Whether this person may edit, decide, change the register and work on batches."""
        return self.may(Role.STEWARD)

    @property
    def administers(self) -> bool:
        """Whether this person may do everything."""
        return self.may(Role.ADMIN)

    def keeps(self, by: str) -> bool:
        """Return whether this person may stop a job that ``by`` brought, or have it made again."""
        return self.decides or (by != "" and by == self.name)

    def deletes(self, by: str) -> bool:
        """Return whether this person may delete a job that ``by`` brought; "": nobody knows who."""
        return self.administers or by == self.name or (by == "" and self.decides)


def needs(role: Role) -> Callable[[Handler], Handler]:
    """Return a decorator for handlers that only some roles may use; others get a page with 403.

    A handler that changes something and has no such decorator asks for a steward
    (``pipeline.web.app``).
    """

    def decorate(handler: Handler) -> Handler:
        if inspect.iscoroutinefunction(handler):

            @wraps(handler)
            async def later(request: Request) -> Any:  # noqa: ANN401 - whatever the handler gives
                _ask(request, role)
                return await handler(request)

            later.needed_role = role  # type: ignore[attr-defined]
            return later  # type: ignore[return-value]

        @wraps(handler)
        def at_once(request: Request) -> Any:  # noqa: ANN401 - whatever the handler gives
            _ask(request, role)
            return handler(request)

        at_once.needed_role = role  # type: ignore[attr-defined]
        return at_once  # type: ignore[return-value]

    return decorate


def person_at(request: Request) -> Person:
    """Return who makes a request.

    Raises:
        HTTPException: (401) nobody is signed in.
    """
    person = getattr(request.state, "person", None)
    if not isinstance(person, Person):
        raise HTTPException(401)
    return person


def _ask(request: Request, role: Role) -> None:
    if not person_at(request).may(role):
        raise HTTPException(403)
