"""The people at the desk: the one whose machine it is, or those who signed in."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

from pipeline.web.passwords import Passwords
from pipeline.web.rates import Rate
from pipeline.web.security import Person, Role
from pipeline.web.sessions import Sessions

SESSION_COOKIE: Final = "samsvar_session"


class TooOftenError(Exception):
    """Signing in has gone wrong too often; ``wait`` is how many seconds to wait."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


class People:
    """Who may come in. Without a password file it is ``owner``, whoever asks."""

    def __init__(self, owner: str, passwords: Path | None = None) -> None:
        """Read the password file, if there is one.

        Raises:
            ConfigError: it cannot be read, or is wrong.
        """
        self._owner = Person(owner, Role.ADMIN)
        self._passwords = Passwords(passwords) if passwords else None
        self._sessions = Sessions()
        self._tries_of_address = Rate(burst=10, per_second=10 / 600)
        self._tries_of_name = Rate(burst=30, per_second=30 / 600)
        self._trying = threading.Lock()

    @property
    def sign_in(self) -> bool:
        """Whether people sign in here."""
        return self._passwords is not None

    def at(self, key: str) -> Person | None:
        """Return whose session has the id ``key``, or None.

        Raises:
            ConfigError: the password file has changed and is wrong.
        """
        if self._passwords is None:
            return self._owner
        session = self._sessions.of(key)
        if session is None:
            return None
        known = self._passwords.known(session.name)
        # taken out of the file, or with a new password: signed out
        if known is None or known.proof != session.proof:
            return None
        return Person(known.name, known.role, can_sign_out=True)

    def enter(self, name: str, password: str, address: str) -> str | None:
        """Begin the session of somebody; return its id, or None if name and password do not fit.

        Raises:
            TooOftenError: it went wrong too often from this address or with this name.
            ConfigError: the password file has changed and is wrong.
        """
        if self._passwords is None:
            return None
        self._count(name, address)
        known = self._passwords.check(name, password)
        if known is None:
            return None
        self._tries_of_address.put_back(address)
        self._tries_of_name.put_back(name)
        return self._sessions.start(known.name, known.proof)

    def leave(self, key: str) -> None:
        """End a session."""
        self._sessions.end(key)

    def _count(self, name: str, address: str) -> None:
        with self._trying:
            wait = self._tries_of_address.take(address)
            if wait:
                raise TooOftenError(wait)
            wait = self._tries_of_name.take(name)
            if wait:
                raise TooOftenError(wait)
