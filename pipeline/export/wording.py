"""The words of the interface, from ``data/wording.toml``, in English and Norwegian."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.errors import ConfigError


@dataclass(frozen=True)
class Wording:
    """The words of one interface language; keys are "table.word"."""

    language: str
    words: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return the words for ``key`` with the values put in.

        Raises:
            KeyError: there are no such words.
        """
        return self.words[key].format(**values)

    def known(self, table: str, word: str) -> str:
        """Return the words for a value that may be new to us; a new one speaks for itself.

        >>> wording("en").known("check", "empty")
        'Nothing was translated'
        >>> wording("en").known("check", "odd_spacing")
        'odd spacing'
        """
        return self.words.get(f"{table}.{word}", word.replace("_", " "))

    def count(self, key: str, number: int) -> str:
        """Return a number with its noun.

        >>> wording("en").count("times", 1), wording("en").count("times", 3)
        ('once', '3 times')
        """
        return self(f"{key}.one" if number == 1 else f"{key}.many", number=number)

    def percent(self, share: float) -> str:
        """Return a share in per cent, never rounded to a certainty.

        >>> wording("en").percent(0.9996), wording("en").percent(1.0), wording("en").percent(0.5)
        ('99 %', '100 %', '50 %')
        """
        hundredths = round(share * 100)
        if 0 < share < 1:
            hundredths = min(99, max(1, hundredths))
        return f"{hundredths} %"


@cache
def wording(language: str) -> Wording:
    """Return the interface words in a language.

    Raises:
        ConfigError: there is no interface in that language.
    """
    table = tomllib.loads(
        files("pipeline.export").joinpath("data/wording.toml").read_text(encoding="utf-8")
    )
    if language not in table:
        message = f"there is no interface in {language!r}"
        raise ConfigError(message, hint=f"choose one of {', '.join(table)}")
    return Wording(language=language, words=dict(flat(table[language])))


def flat(table: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    """Return the words of nested tables by key: "table.word"."""
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found.extend(flat(value, f"{prefix}{key}."))
        else:
            found.append((prefix + key, str(value)))
    return found
