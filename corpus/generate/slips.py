"""The errors that names get on their way into print, one function a kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from random import Random
from typing import Final

_SOUNDS: Final = (
    ("Aa", "Å"), ("aa", "å"), ("Å", "Aa"), ("å", "aa"), ("Kr", "Chr"), ("Chr", "Kr"), ("ck", "k"),
    ("th", "t"), ("Th", "T"), ("ø", "ö"), ("Ø", "Ö"), ("æ", "ä"), ("gård", "gaard"), ("vik", "vig"),
    ("sæter", "seter"), ("kv", "qv"), ("haug", "houg"), ("ei", "ej"), ("f", "ph"), ("W", "V"),
)  # fmt: skip


#: last words of compounds that are often written apart
_LAST_WORDS: Final = (
    "forum", "forening", "forbund", "forsking", "forskning", "organisasjon", "instituttet", "lag",
    "sykehuset", "samband", "klubb", "festival", "korps", "hjelp", "banken", "forsikring",
)  # fmt: skip


def other_letters(name: str, rng: Random) -> str:
    """Return a name with one sound written otherwise: "Åsen", "Aasen"."""
    fitting = [pair for pair in _SOUNDS if pair[0] in name]
    if not fitting:
        return name
    old, new = rng.choice(fitting)
    return name.replace(old, new, 1)


def doubled(name: str, rng: Random) -> str:
    """Return a name with a consonant of the surname doubled or made single."""
    given, _, family = name.rpartition(" ")
    double = list(re.finditer(r"([bdfgklmnprst])\1", family))
    if double and rng.random() < 0.6:
        at = rng.choice(double).start()
        return f"{given} {family[:at]}{family[at + 1 :]}"
    single = list(re.finditer(r"(?<=[aeiouyæøå])[lmnstk](?=[aeiouyæøå]|$)", family))
    if not single:
        return name
    at = rng.choice(single).start()
    return f"{given} {family[:at]}{family[at]}{family[at:]}"


def swapped(name: str, rng: Random) -> str:
    """Return a name with two neighbouring letters of the surname in the wrong order."""
    given, _, family = name.rpartition(" ")
    places = [i for i in range(1, len(family) - 2) if family[i].lower() != family[i + 1].lower()]
    places = [i for i in places if family[i].isalpha() and family[i + 1].isalpha()]
    if not places:
        return name
    i = rng.choice(places)
    return f"{given} {family[:i]}{family[i + 1].lower()}{family[i]}{family[i + 2 :]}"


def left_out(name: str, rng: Random) -> str:
    """Return a name with a letter of the surname left out, not the first one."""
    given, _, family = name.rpartition(" ")
    if len(family) < 5:
        return name
    i = rng.randrange(1, len(family))
    return f"{given} {family[:i]}{family[i + 1 :]}"


def wrong_letter(name: str, rng: Random) -> str:
    """Return a name with one vowel of the surname exchanged for another."""
    given, _, family = name.rpartition(" ")
    places = [i for i in range(1, len(family)) if family[i] in "aeio"]
    if not places:
        return name
    i = rng.choice(places)
    other = rng.choice([c for c in "aeio" if c != family[i]])
    return f"{given} {family[:i]}{other}{family[i + 1 :]}"


def surname_lost(name: str, rng: Random) -> str:
    """Return a name with one of its two surnames gone."""
    words = name.split()
    if len(words) < 3:
        return name
    del words[-2]
    return " ".join(words)


def hyphen_lost(name: str, rng: Random) -> str:
    """Return a name with the hyphen of its given name gone."""
    return name.replace("-", " ", 1) if "-" in name.split(" ", maxsplit=1)[0] else name


#: every kind of slip with how often it is tried
SLIPS: Final[Mapping[str, tuple[Callable[[str, Random], str], int]]] = {
    "other letters": (other_letters, 6),
    "doubled letter": (doubled, 4),
    "swapped letters": (swapped, 2),
    "letter left out": (left_out, 2),
    "wrong letter": (wrong_letter, 2),
    "surname lost": (surname_lost, 3),
    "hyphen lost": (hyphen_lost, 1),
}
_KINDS: Final = [kind for kind, (_, times) in SLIPS.items() for _ in range(times)]


def misspell(name: str, rng: Random) -> tuple[str, str]:
    """Return a name with one error and the kind of it; the name itself and "" in rare cases."""
    for _ in range(6):
        kind = rng.choice(_KINDS)
        wrong = SLIPS[kind][0](name, rng)
        if wrong != name:
            return wrong, kind
    return name, ""


def written_apart(word: str) -> str:
    """Return a compound written as two words, where it is one that people part: "Nærings forum".

    >>> written_apart("Næringsforum"), written_apart("Bodø")
    ('Nærings forum', 'Bodø')
    """
    for last in _LAST_WORDS:
        if word.endswith(last) and len(word) > len(last) + 2:
            return f"{word.removesuffix(last)} {last}"
    return word


def misspell_words(name: str, rng: Random) -> tuple[str, str]:
    """Return a name of an organisation or a place with an error in one word, and the kind of it.

    The name itself and "" where no word is long enough.
    """
    words = name.split(" ")
    places = [place for place, word in enumerate(words) if len(word) >= 5]
    if not places:
        return name, ""
    for _ in range(6):
        place = rng.choice(places)
        kind = rng.choice(("swapped letters", "doubled letter", "letter left out", "wrong letter",
                           "other letters", "written apart"))  # fmt: skip
        if kind == "written apart":
            wrong = written_apart(words[place])
        else:
            wrong = SLIPS[kind][0](f"x {words[place]}", rng).removeprefix("x ")
        if wrong != words[place]:
            return " ".join([*words[:place], wrong, *words[place + 1 :]]), kind
    return name, ""


def misspell_acronym(short: str, rng: Random) -> str:
    """Return a short form with two letters swapped."""
    if len(short) < 3:
        return short
    i = rng.randrange(len(short) - 1)
    return f"{short[:i]}{short[i + 1]}{short[i]}{short[i + 2 :]}"
