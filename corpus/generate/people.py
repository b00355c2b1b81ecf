"""Invented people and the real organisations that they belong to, all made from one seed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from corpus.generate.slips import misspell_words

#: hamlets of each town
HAMLETS = 20
#: the share of seldom named hamlets that look like an error
TWINS = 0.1
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation, its short form (or its name), its place, the topics that fit it."""

    name: str
    short: str
    place: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist; ``family`` is the surname alone, ``role`` a number."""

    number: int
    name: str
    family: str
    role: int


@cache
def table(name: str) -> dict[str, Any]:
    """Return one of the TOML files beside this module."""
    return tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))


@cache
def organisations() -> tuple[Organisation, ...]:
    """Return all organisations."""
    rows = table("organisations")["rows"]
    return tuple(Organisation(n, s or n, p, tuple(t.split())) for n, s, p, t in rows)


@cache
def _names() -> dict[str, list[str]]:
    return {kind: words.split() for kind, words in table("names").items()}


@dataclass
class Population:
    """So many people as an archive of a size has, made when they are first asked for.

    Person ``k`` belongs to organisation ``k % len(organisations())``. A few are written about
    again and again, most of them once or twice. Their names meet as they do in Norway: some share
    one, and many have names that look alike.
    """

    seed: int
    articles: int
    _made: dict[int, Person] = field(default_factory=dict)

    @property
    def members(self) -> int:
        """How many people each organisation has."""
        return max(12, int(self.articles * 0.9) // len(organisations()))

    def person(self, number: int) -> Person:
        """Return one person; the same number, the same person."""
        found = self._made.get(number)
        if found is None:
            if len(self._made) > 200_000:
                self._made.clear()
            found = self._made[number] = _make(number, Random(self.seed * 7_368_787 + number))
        return found

    def member(self, organisation: int, when: float, rng: Random) -> Person:
        """Return somebody of an organisation who is written about at a time, 0 to 1."""
        members = self.members
        for _ in range(4):
            place = int(members * rng.random() ** 2.2)
            # everybody is in the news for about a third of the years
            if abs((place * 0.618034) % 1.0 - when) < 0.3:
                break
        return self.person(organisation + place * len(organisations()))


def hamlet(seed: int, town: str, rng: Random) -> str:
    """Return the name of a hamlet near a town: a few are named often, most of them seldom.

    They are called as farms are. Some of the seldom named ones differ from a town, or from a
    hamlet nearby, as an error would, and are none: that is what a joiner of names can get wrong.
    """
    return _hamlet(seed, town, int(HAMLETS * rng.random() ** 2.2))


def _hamlet(seed: int, town: str, number: int) -> str:
    own = Random(f"{seed} {town} {number}")
    few = HAMLETS // 2
    if number >= few and own.random() < TWINS:
        near = own.choice(organisations()).place if own.random() < 0.5 else ""
        return misspell_words(near or _hamlet(seed, town, number - few), own)[0]
    first, last = own.choice(_names()["farm_first"]), own.choice(_names()["farm_last"])
    name = first + (last[1:] if first[-2:] == last[0] * 2 else last)
    return name + "a" if own.random() < 0.2 and name[-1] not in "aeiouyæøå" else name


def _make(number: int, rng: Random) -> Person:
    names, chance = _names(), rng.random()
    role = rng.randrange(20)
    if chance < 0.05:
        family = rng.choice(names["abroad_family"])
        return Person(number, f"{rng.choice(names['abroad_given'])} {family}", family, role)
    sex = "female" if rng.random() < 0.5 else "male"
    given = rng.choice(names[sex])
    if chance < 0.10:
        given = rng.choice(names["hyphenated"])
    words = [given]
    if 0.10 < chance < 0.18:
        words.append(rng.choice(names[f"middle_{sex}"]))
    family = _family(names, rng)
    if 0.18 < chance < 0.36:
        words.append(_family(names, rng))
    return Person(number, " ".join([*words, family]), family, role)


def _family(names: dict[str, list[str]], rng: Random) -> str:
    chance = rng.random()
    if chance < 0.14:
        return rng.choice(names["very_common"])
    if chance < 0.42:
        return rng.choice(names["common"])
    first, last = rng.choice(names["farm_first"]), rng.choice(names["farm_last"])
    # three of a letter do not meet: "Hall" and "land" make "Halland"
    return first + (last[1:] if first[-2:] == last[0] * 2 else last)
