"""Whether one given name is a short or familiar form of another, or the same in a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pipeline.text.folding import fold


@cache
def _table() -> Mapping[str, Mapping[str, frozenset[str]]]:
    table = tomllib.loads((files("pipeline.text") / "data" / "short_forms.toml").read_text("utf-8"))
    found: dict[str, dict[str, frozenset[str]]] = {}
    for section in ("norwegian", "abroad"):
        pairs = found.setdefault(section, {})
        for short, full in table[section].items():
            for name in full:
                a, b = fold(short), fold(name)
                pairs[a] = pairs.get(a, frozenset()) | {b}
                pairs[b] = pairs.get(b, frozenset()) | {a}
    for section in ("languages", "variants"):
        groups = found.setdefault(section, {})
        for group in table[section]["groups"]:
            names = frozenset(fold(name) for name in group)
            for name in names:
                groups[name] = groups.get(name, frozenset()) | names
    return found


def is_nickname(left: str, right: str) -> bool:
    """Return whether one of two given names is a short form of the other that Norwegians use.

    >>> is_nickname("Alex", "Aleksander"), is_nickname("Frode", "Fredrik")
    (True, False)
    """
    return fold(right) in _table()["norwegian"].get(fold(left), ())


def is_familiar_form(left: str, right: str) -> bool:
    """Return whether one of two given names is a short form of the other in any language.

    >>> is_familiar_form("Bill", "William"), is_familiar_form("Alex", "Aleksander")
    (True, True)
    """
    a, b = fold(left), fold(right)
    table = _table()
    return b in table["abroad"].get(a, ()) or b in table["norwegian"].get(a, ())


def is_translated(left: str, right: str) -> bool:
    """Return whether two given names are one name in two languages.

    >>> is_translated("Volodymyr", "Vladimir"), is_translated("Olga", "Vladimir")
    (True, False)
    """
    return fold(right) in _table()["languages"].get(fold(left), ())


def is_variant(left: str, right: str) -> bool:
    """Return whether two given names are one in two spellings that no rule brings together.

    >>> is_variant("Mohammed", "Muhammad"), is_variant("Hassan", "Hussein")
    (True, False)
    """
    return fold(right) in _table()["variants"].get(fold(left), ())


def variants_of(part: str) -> frozenset[str]:
    """Return the folded spellings of a name; those of what a surname in -i is made of have an i.

    >>> "husayni" in variants_of("Hosseini"), variants_of("Nordmann")
    (True, frozenset())
    """
    name, groups = fold(part), _table()["variants"]
    if name in groups or not name.endswith("i"):
        return groups.get(name, frozenset())
    return frozenset(f"{one}i" for one in groups.get(name[:-1], ()))
