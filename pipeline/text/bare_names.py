"""A name from anywhere, made bare for comparing: small Latin letters, no titles, no particles."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.text.name_parts import name_form
from pipeline.text.romanise import has_no_vowels, romanise

#: parts of a name beyond these are not looked at
MOST_PARTS = 12

_SIGNS = re.compile(r"[^\w\s-]|_")
#: "Abdul Rahman", "Abd al-Rahman", "Abdurrahman": servant of one of the names of God
_SERVANT = re.compile(r"^abd[aeiou]{1,2}(?:l|(?=([rsdtnz])\1))")
_ABDULLAH = re.compile(r"abd[aou]{1,2}ll?[ae]h?")
_ABU = re.compile(r"^ab[ou]{1,2}(?=[b-df-hj-np-tv-z])")
_SERVANT_WORDS = frozenset(
    {"abd", "abdul", "abdel", "abdal", "abdu", "abdur", "abdus", "abdol", "aboul", "abdoul"}
)
_MOST_LETTERS = 40


@dataclass(frozen=True)
class _Words:
    """The words of ``titles.toml``."""

    before: frozenset[str]
    after: frozenset[str]
    his: frozenset[str]
    hers: frozenset[str]
    particles: frozenset[str]
    joined: frozenset[str]


@dataclass(frozen=True, slots=True)
class BareName:
    """The parts of a name in small Latin letters.

    ``letters`` are the parts as they stand with the particles, run together; ``bearer`` is the
    sex that a title tells; ``vowels`` whether the script writes vowels.
    """

    parts: tuple[str, ...]
    nicknames: tuple[str, ...]
    letters: str
    generation: str
    bearer: str
    turned: bool
    vowels: bool
    particles: frozenset[str]


@cache
def _words() -> _Words:
    table = tomllib.loads((files("pipeline.text") / "data" / "titles.toml").read_text("utf-8"))
    return _Words(**{key: frozenset(romanise(w) for w in words) for key, words in table.items()})


@lru_cache(maxsize=32768)
def bare_name(name: str) -> BareName:
    """Return a name made bare for comparing.

    >>> bare_name("Sheikh Hamad bin Khalifa al-Thani").parts
    ('hamad', 'khalifa', 'thani')
    >>> bare_name("Abd al-Rahman Yusuf").parts, bare_name("Abdurrahman Yusuf").parts
    (('abdrahman', 'yusuf'), ('abdrahman', 'yusuf'))
    """
    form = name_form(name)
    # the order that a comma tells is in the form already; its particles are taken apart again
    letters = romanise(" ".join(form.parts))
    words = [w for w in _SIGNS.sub("", letters).replace("-", " ").split() if w][: 2 * MOST_PARTS]
    table = _words()
    words, bearer = _without_titles([w[:_MOST_LETTERS] for w in words], table)
    joined = _joined(words, table)
    parts = [w for w in joined if w not in table.particles] or joined
    return BareName(
        parts=tuple(parts[:MOST_PARTS]),
        nicknames=tuple(romanise(nickname) for nickname in form.nicknames[:2]),
        letters="".join(joined),
        generation=form.generation,
        bearer=bearer,
        turned=form.turned,
        vowels=not has_no_vowels(name),
        particles=frozenset(w for w in joined if w in table.particles),
    )


def _without_titles(words: list[str], table: _Words) -> tuple[list[str], str]:
    bearer = ""
    while len(words) > 1 and words[0] in table.before:
        bearer = "his" if words[0] in table.his else "hers" if words[0] in table.hers else bearer
        words = words[1:]
    while len(words) > 2 and words[-1] in table.after:
        words = words[:-1]
    return words, bearer


def _joined(words: list[str], table: _Words) -> list[str]:
    """Return the words with those joined that are one name: Abd al-Rahman, Abu Bakr."""
    found: list[str] = []
    at = 0
    while at < len(words):
        word, at = words[at], at + 1
        if word in _SERVANT_WORDS and at < len(words):
            if words[at] in table.particles and at + 1 < len(words):
                at += 1
            word, at = f"abdul{words[at]}", at + 1
        elif word in table.joined and at < len(words):
            word, at = f"{word}{words[at]}", at + 1
        found.append(_servant(word) if word.startswith("ab") else word)
    return found


def _servant(word: str) -> str:
    """Return one spelling for the many of Abdullah, Abdul- and Abu-."""
    if _ABDULLAH.fullmatch(word):
        return "abdullah"
    if len(word) > 6 and (begins := _SERVANT.match(word)):
        rest = word[begins.end() :]
        return "abd" + (rest[1:] if rest[:1] == rest[1:2] else rest)
    return _ABU.sub("abu", word)
