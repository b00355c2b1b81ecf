"""The words of an organisation's name that count when it may have been put otherwise."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.text.folding import fold


@dataclass(frozen=True)
class _Words:
    """The table ``rewording`` of ``data/organisation_names.toml``, folded."""

    small: frozenset[str]
    norwegian: frozenset[str]
    definite: tuple[str, ...]
    english: Mapping[str, str]


@cache
def _table() -> _Words:
    data = files("pipeline.text") / "data" / "organisation_names.toml"
    table = tomllib.loads(data.read_text("utf-8"))["rewording"]
    return _Words(
        small=frozenset(fold(word) or word for word in table["small"]),
        norwegian=frozenset(table["norwegian"]),
        definite=tuple(table["definite"]),
        english={word: fold(meant) for word, meant in table["english"].items()},
    )


@lru_cache(maxsize=32768)
def content_words(name: str) -> tuple[str, ...]:
    """Return the folded words of a name that count, those of a mixture in Norwegian.

    >>> content_words("Norges Bondelag") == content_words("Norsk Bondelag")
    True
    >>> content_words("Norwegian Institutt for luftforskning")
    ('norsk', 'institutt', 'luftforskning')
    >>> content_words("University of Oslo")
    ('university', 'oslo')
    """
    table = _table()
    every = fold(name).split()
    words = [word for word in every if word not in table.small]
    if _is_mixture(every):
        words = [table.english.get(word, word) for word in words]
    return tuple("norsk" if word in table.norwegian and number == 0 else word
                 for number, word in enumerate(words))  # fmt: skip


def is_small_word(word: str) -> bool:
    """Return whether a word only joins those of a name: "i", "og".

    >>> is_small_word("på"), is_small_word("Voss")
    (True, False)
    """
    return (fold(word) or word) in _table().small


def is_definite_of(a: str, b: str) -> bool:
    """Return whether two folded words are one, or one is the other in its definite form.

    >>> is_definite_of("korps", "korpset"), is_definite_of("sparebanken", "sparebank")
    (True, True)
    >>> is_definite_of("bygdekor", "bygdekors")
    False
    """
    return a == b or any(a + end == b or b + end == a for end in _table().definite)


def stem(word: str) -> str:
    """Return a folded word without its definite ending, for looking up.

    >>> stem("sparebanken"), stem("skolen"), stem("skole")
    ('sparebank', 'skol', 'skol')
    """
    ending = next((e for e in ("en", "et", "a", "e") if word.endswith(e)), "")
    return word.removesuffix(ending) if len(word) - len(ending) > 2 else word


def _is_mixture(words: list[str]) -> bool:
    """Return whether a name has words of English and Norwegian names of bodies."""
    table = _table()
    english = any(word in table.english or word == "of" for word in words)
    norwegian = {*table.english.values()}
    return english and any(
        word in ("i", "paa", "av", "ved", "og")
        or any(is_definite_of(word, other) for other in norwegian)
        for word in words
    )
