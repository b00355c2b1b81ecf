"""Whether two people have one role: synonyms, Bokmål and Nynorsk, women's and men's forms."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from pipeline.records import Evidence
from pipeline.stages.evidence import reason
from pipeline.text.folding import fold


def role_evidence(left: Sequence[str], right: Sequence[str]) -> Evidence | None:
    """Return what two people's roles say for their being one, ``None`` where it is nothing.

    That the roles differ says nothing: a list gives a title, a caption what somebody did there.

    >>> found = role_evidence(["prof."], ["Professor"])
    >>> found.detail if found else ""
    'prof. and Professor are words for one role'
    >>> role_evidence(["reiseleder"], ["lærer"]) is None
    True
    """
    for a in left:
        for b in right:
            if fold(a) == fold(b):
                return reason("same_role", a, b)
    for a in left:
        for b in right:
            if _head(a) == _head(b) or _synonyms(a) & _synonyms(b):
                return reason("like_role", a, b)
    return None


def kin_evidence(left: Sequence[str], right: Sequence[str]) -> Evidence | None:
    """Return what it says that one of two people is called a relative: "broren Jon Lie".

    Nothing where both are, or none is.

    >>> found = kin_evidence(["broren"], ["maler"])
    >>> found.weight < 0 if found else None
    True
    >>> kin_evidence(["broren"], ["bror"]) is None
    True
    """
    kin = [next((role for role in roles if _is_kin(role)), "") for roles in (left, right)]
    if bool(kin[0]) == bool(kin[1]):
        return None
    return reason("kin", kin[0] or kin[1])


def _is_kin(role: str) -> bool:
    words = fold(role).split()
    return bool(words) and words[-1] in _kin()


@cache
def _kin() -> frozenset[str]:
    table = tomllib.loads((files("pipeline.stages") / "data" / "roles.toml").read_text("utf-8"))
    return frozenset(fold(word) for word in table["kin"])


@cache
def _table() -> tuple[Mapping[str, frozenset[int]], tuple[str, ...]]:
    table = tomllib.loads((files("pipeline.stages") / "data" / "roles.toml").read_text("utf-8"))
    found: dict[str, frozenset[int]] = {}
    for number, words in enumerate(table["same"]):
        for word in words:
            found[_key(word)] = found.get(_key(word), frozenset()) | {number}
    return found, tuple(table["endings"])


def _key(role: str) -> str:
    return "".join(fold(role).split())


def _head(role: str) -> str:
    """Return a role without what comes after a comma, "at" or "for": "leder for USN" -> "leder"."""
    words = fold(role.partition(",")[0]).split()
    stops = [n for n, word in enumerate(words) if word in ("i", "for", "ved", "fra", "på", "av")]
    return "".join(words[: stops[0]] if stops and stops[0] else words)


def _synonyms(role: str) -> frozenset[int]:
    """Return the numbers of the lines of the table that a role stands in."""
    table, endings = _table()
    head = _head(role)
    stems = [head, *(head.removesuffix(end) for end in endings if head.endswith(end))]
    return frozenset().union(*(table.get(stem, frozenset()) for stem in stems))
