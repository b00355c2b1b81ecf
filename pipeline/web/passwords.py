"""The password file: a line for each person, with role and the hash of the password (Argon2id)."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError

from pipeline.errors import ConfigError, StoreError
from pipeline.files import stage
from pipeline.web.security import Role

SHORTEST: Final = 10
LONGEST: Final = 256
_HEADING: Final = "# samsvar: people who may sign in. name:role:hash of the password\n"


@dataclass(frozen=True)
class Known:
    """Somebody in the password file."""

    name: str
    role: Role
    proof: str


class Passwords:
    """The people in a password file, read again when the file has changed."""

    def __init__(self, path: Path) -> None:
        """Read the file.

        Raises:
            ConfigError: it cannot be read, or a line of it is wrong, or nobody is in it.
        """
        self.path = path
        # each check takes 64 MiB for a moment: many at once must not take the whole memory
        self._one_by_one = threading.Lock()
        self._stamp = _stamp(path)
        self._people = read_people(path)
        if not self._people:
            raise ConfigError(
                f"{path}: nobody is in it",
                hint="add somebody: samsvar serve --passwords FILE --add-person NAME --role admin",
            )
        # who is not known costs as much time as who is, so that names cannot be found out
        cost = extract_parameters(next(iter(self._people.values())).proof)
        self._hasher = PasswordHasher.from_parameters(cost)
        self._nobody = Known("", Role.READER, self._hasher.hash(secrets.token_hex()))

    def known(self, name: str) -> Known | None:
        """Return somebody by name as the file is now, or None.

        Raises:
            ConfigError: the file has changed and is wrong.
        """
        stamp = _stamp(self.path)
        if stamp != self._stamp:
            self._people, self._stamp = read_people(self.path), stamp
        return self._people.get(_plain(name))

    def check(self, name: str, password: str) -> Known | None:
        """Return who has this name and this password, or None.

        Raises:
            ConfigError: the file has changed and is wrong.
        """
        known = self.known(name)
        with self._one_by_one:
            try:
                self._hasher.verify((known or self._nobody).proof, _plain(password[: LONGEST + 1]))
            except (VerificationError, InvalidHashError):
                return None
        return known


def read_people(path: Path) -> Mapping[str, Known]:
    """Return the people in a password file by name.

    Raises:
        ConfigError: it cannot be read, or a line of it is wrong.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise ConfigError(
            f"{path}: there is no such password file",
            hint="make it: samsvar serve --passwords FILE --add-person NAME --role admin",
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path}: the password file cannot be read: {error}", hint="give another file"
        ) from error
    people: dict[str, Known] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, rest = line.partition(":")
        role, _, proof = rest.partition(":")
        if not name or role.upper() not in Role.__members__ or not _is_hash(proof):
            raise ConfigError(
                f"{path}: line {number}: this is no name:role:hash",
                hint="take the line out, and add the person with --add-person",
            )
        people[name] = Known(name, Role[role.upper()], proof)
    return people


def put_person(path: Path, name: str, role: Role, password: str) -> str:
    """Add somebody to a password file, which is made if need be; return "added" or "changed".

    Raises:
        ConfigError: the name or the password cannot be used, or the file is wrong.
        StoreError: the file cannot be written.
    """
    name = _plain(name).strip()
    if not name or ":" in name or name.startswith("#") or not name.isprintable():
        raise ConfigError(
            f"{name!r} cannot be the name of a person", hint='leave out ":" and begin without "#"'
        )
    if not SHORTEST <= len(password) <= LONGEST:
        raise ConfigError(
            f"a password has {SHORTEST} to {LONGEST} characters", hint="three or four words will do"
        )
    people = dict(read_people(path)) if path.exists() else {}
    action = "changed" if name in people else "added"
    people[name] = Known(name, role, PasswordHasher().hash(_plain(password)))
    _write(path, people)
    return action


def remove_person(path: Path, name: str) -> None:
    """Take somebody out of a password file; who is signed in is out at the next request.

    Raises:
        ConfigError: nobody has that name, or the file is wrong.
        StoreError: the file cannot be written.
    """
    people = dict(read_people(path))
    if people.pop(_plain(name).strip(), None) is None:
        raise ConfigError(f"{path}: nobody is called {name!r}", hint="the names stand in the file")
    _write(path, people)


def _write(path: Path, people: Mapping[str, Known]) -> None:
    lines = (f"{one.name}:{one.role.name.lower()}:{one.proof}\n" for one in people.values())
    staged: list[Path] = []
    try:
        written = stage([_HEADING, *lines], path.parent, staged)
        written.chmod(0o600)
        written.replace(path)
    except OSError as error:
        raise StoreError(
            f"{error.filename or path}: cannot be written: {error.strerror}",
            hint="choose another file, or free some space",
        ) from error
    finally:
        for temporary in staged:
            temporary.unlink(missing_ok=True)


def _is_hash(proof: str) -> bool:
    try:
        extract_parameters(proof)
    except InvalidHashError:
        return False
    return True


def _stamp(path: Path) -> tuple[int, int]:
    """Return what changes when a file does; a file that is gone has changed."""
    try:
        stat = path.stat()
    except OSError:
        return (0, 0)
    return (stat.st_mtime_ns, stat.st_ino)


def _plain(text: str) -> str:
    """Return one form for what looks the same: Å as one sign or as two."""
    return unicodedata.normalize("NFC", text)
