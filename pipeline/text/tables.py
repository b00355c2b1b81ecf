"""The word tables of ``text/data`` as frozen values, read once when they are first asked for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("pipeline.text") / "data" / name).read_text("utf-8"))


@dataclass(frozen=True)
class Roles:
    """Words for titles and roles: whole words, endings of compounds, words that stand before."""

    words: frozenset[str]
    endings: tuple[str, ...]
    before: frozenset[str]


@dataclass(frozen=True)
class Organisations:
    """Words that make a name the name of an organisation, and how its letters are put together."""

    words: frozenset[str]
    endings: tuple[str, ...]
    units: frozenset[str]
    first: frozenset[str]
    small_words: frozenset[str]
    compounds: tuple[str, ...]
    known: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class CaptionWords:
    """The phrases of captions and lists.

    ``phrases`` maps each to (family, value); ``heads`` are the first words of phrases, fillers,
    joiners and openers.
    """

    phrases: Mapping[tuple[str, ...], tuple[str, str]]
    fillers: frozenset[tuple[str, ...]]
    joiners: frozenset[tuple[str, ...]]
    origins: frozenset[str]
    ages: frozenset[str]
    openers: frozenset[tuple[str, ...]]
    no_name: frozenset[str]
    list_headings: frozenset[str]
    navigation: frozenset[str]
    kickers: frozenset[str]
    heads: frozenset[str]
    longest: int


@cache
def roles() -> Roles:
    """Return the table of titles and roles."""
    table = _read("roles.toml")
    return Roles(
        frozenset(table["words"]) | frozenset(table["endings"]),
        tuple(sorted(table["endings"], key=len, reverse=True)),
        frozenset(table["before"]),
    )


@cache
def organisations() -> Organisations:
    """Return the table of words of organisations."""
    table = _read("organisations.toml")
    return Organisations(
        frozenset(table["words"]),
        tuple(table["endings"]),
        frozenset(table["units"]),
        frozenset(table["first"]),
        frozenset(table["small_words"]),
        tuple(sorted(table["compounds"], key=len, reverse=True)),
        {short: tuple(long) for short, long in table["known"].items()},
    )


@cache
def captions() -> CaptionWords:
    """Return the phrases of captions and lists, split into words."""
    table = _read("captions.toml")
    phrases: dict[tuple[str, ...], tuple[str, str]] = {}
    families = {
        "direction": {"left": table["direction_left"], "right": table["direction_right"]},
        "side": table["side"],
        "row": table["row"],
        "other": {name: table["other"][name] for name in ("incomplete", "absent", "credit")},
    }
    for family, values in families.items():
        for value, entries in values.items():
            for entry in entries:
                phrases[tuple(entry.split())] = (family, value)
    joiners = frozenset(tuple(entry.split()) for entry in table["other"]["joiner"])
    fillers = frozenset(tuple(entry.split()) for entry in table["filler"])
    openers = frozenset(tuple(entry.split()) for entry in table["other"]["opener"])
    return CaptionWords(
        phrases=phrases,
        fillers=fillers,
        joiners=joiners,
        origins=frozenset(table["other"]["from"]),
        ages=frozenset(table["other"]["age"]),
        openers=openers,
        no_name=frozenset(table["other"]["no_name"]),
        list_headings=frozenset(table["list_heading"]["words"]),
        navigation=frozenset(table["navigation"]["words"]),
        kickers=frozenset(table["kicker"]["words"]),
        heads=frozenset(words[0] for words in (*phrases, *fillers, *joiners, *openers)),
        longest=max(len(phrase) for phrase in [*phrases, *joiners]),
    )


@cache
def given_names() -> Mapping[str, str]:
    """Return given names in lower case with the sex of their bearers: female, male or both."""
    table = _read("given_names.toml")
    names = {name.casefold(): "female" for name in table["female"]}
    for name in table["male"]:
        names[name.casefold()] = "both" if name.casefold() in names else "male"
    return names | {name.casefold(): "both" for name in table["both"]}


@cache
def places() -> frozenset[str]:
    """Return place names in lower case."""
    table = _read("places.toml")
    return frozenset(name.casefold() for name in [*table["norway"], *table["abroad"]])


@cache
def surnames() -> frozenset[str]:
    """Return surnames in lower case."""
    return frozenset(name.casefold() for name in _read("surnames.toml")["surnames"])
