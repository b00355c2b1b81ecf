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
    before_endings: tuple[str, ...]
    plural_endings: tuple[str, ...]


@dataclass(frozen=True)
class Organisations:
    """Words that make a name the name of an organisation, and how its letters are put together."""

    words: frozenset[str]
    endings: tuple[str, ...]
    whole_endings: frozenset[str]
    long_endings: tuple[str, ...]
    units: frozenset[str]
    first: frozenset[str]
    small_words: frozenset[str]
    compounds: tuple[str, ...]
    known: Mapping[str, tuple[str, ...]]
    known_names: frozenset[str]
    numbered: frozenset[str]
    clubs: frozenset[str]


@dataclass(frozen=True)
class CaptionWords:
    """The phrases of captions and lists.

    ``phrases`` maps each to (family, value); ``heads`` are the first words of phrases, fillers,
    joiners and openers.
    """

    phrases: Mapping[tuple[str, ...], tuple[str, str]]
    fillers: frozenset[tuple[str, ...]]
    stands: frozenset[str]
    adjectives: frozenset[str]
    groups: frozenset[str]
    things: frozenset[str]
    athletes: tuple[str, ...]
    works: frozenset[str]
    appointed: frozenset[str]
    verbs: frozenset[str]
    kinds: frozenset[str]
    kinds_of_firms: tuple[str, ...]
    managers: tuple[str, ...]
    draws: tuple[str, ...]
    local: tuple[str, ...]
    couples: tuple[str, ...]
    labels: frozenset[str]
    duties: frozenset[str]
    small: frozenset[str]
    activities: frozenset[str]
    pronouns: frozenset[str]
    place_endings: tuple[str, ...]
    sites: tuple[str, ...]
    parts_of_places: frozenset[str]
    numbered: frozenset[str]
    numbers: Mapping[str, int]
    both: frozenset[str]
    all: frozenset[str]
    joiners: frozenset[tuple[str, ...]]
    origins: frozenset[str]
    ages: frozenset[str]
    openers: frozenset[tuple[str, ...]]
    shouts: frozenset[str]
    agencies: frozenset[str]
    bylines: frozenset[str]
    makers: tuple[str, ...]
    no_name: frozenset[str]
    list_headings: frozenset[str]
    telling: frozenset[str]
    leading: frozenset[str]
    list_openings: tuple[str, ...]
    presence: tuple[str, ...]
    gatherings: tuple[str, ...]
    assemblies: tuple[str, ...]
    no_body: frozenset[str]
    columns: Mapping[str, str]
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
        tuple(table["before_endings"]),
        tuple(table["plurals"]),
    )


@cache
def organisations() -> Organisations:
    """Return the table of words of organisations."""
    table = _read("organisations.toml")
    return Organisations(
        frozenset(table["words"]),
        tuple(table["endings"]),
        frozenset(table["endings"]),
        tuple(ending for ending in table["endings"] if len(ending) > 3),
        frozenset(table["units"]),
        frozenset(table["first"]),
        frozenset(table["small_words"]),
        tuple(sorted(table["compounds"], key=len, reverse=True)),
        {short: tuple(long) for short, long in table["known"].items()},
        frozenset(name.casefold() for names in table["known"].values() for name in names)
        | frozenset(table["names"]),
        frozenset(table["numbered"]),
        frozenset(table["clubs"]),
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
        "other": {
            name: table["other"][name] for name in ("incomplete", "absent", "byline", "credit")
        },
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
        stands=frozenset(table["stands"]),
        adjectives=frozenset(table["adjective"]),
        groups=frozenset(table["group"]),
        small=frozenset(table["small"]),
        activities=frozenset(table["activity"]),
        pronouns=frozenset(table["pronoun"]),
        things=frozenset(table["thing"]),
        athletes=tuple(table["athlete"]),
        works=frozenset(table["works"]),
        appointed=frozenset(table["appointed"]),
        verbs=frozenset(table["verb"]),
        kinds=frozenset(table["kind"]),
        kinds_of_firms=tuple(table["kind_of_firm"]),
        managers=tuple(table["manager"]),
        draws=tuple(table["draw"]),
        local=tuple(table["local"]),
        couples=tuple(table["couple"]),
        labels=frozenset(table["list_heading"]["label"]),
        duties=frozenset(table["list_heading"]["duty"]),
        place_endings=tuple(table["place_ending"]),
        sites=tuple(table["site"]),
        parts_of_places=frozenset(table["part_of_place"]),
        numbered=frozenset(table["numbered"]),
        numbers=table["number"],
        both=frozenset(table["both"]),
        all=frozenset(table["all"]),
        joiners=joiners,
        origins=frozenset(table["other"]["from"]),
        ages=frozenset(table["other"]["age"]),
        openers=openers,
        shouts=frozenset(table["other"]["shout"]),
        agencies=frozenset(table["other"]["agency"]),
        bylines=frozenset(table["other"]["byline_label"]),
        makers=tuple(table["other"]["maker"]),
        no_name=frozenset(table["other"]["no_name"]),
        list_headings=frozenset(table["list_heading"]["words"]),
        list_openings=tuple(word + " " for word in table["list_heading"]["words"]),
        telling=frozenset(table["list_heading"]["telling"]),
        leading=frozenset(table["list_heading"]["leading"]),
        presence=tuple(table["list_heading"]["presence"]),
        gatherings=tuple(table["list_heading"]["gathering"]),
        assemblies=tuple(table["list_heading"]["assembly"]),
        no_body=frozenset(table["list_heading"]["no_body"]),
        columns={word: what for what, words in table["column"].items() for word in words},
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
