"""The words of the desk in Bokmål, Nynorsk and English: a folder a language, a table a page."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from pipeline.export.wording import flat

#: languages of the interface with their own names, the first one is taken where nothing is said
LANGUAGES: Final[Mapping[str, str]] = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}


@dataclass(frozen=True)
class Words:
    """The words of one interface language; keys are "page.word" ("review.skip")."""

    language: str
    table: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return the words for ``key`` with the values put in.

        Raises:
            KeyError: there are no such words.
        """
        return self.table[key].format(**values)

    def known(self, key: str, value: str) -> str:
        """Return the words for a value that may be new to us; a new one speaks for itself."""
        return self.table.get(f"{key}.{value}", value.replace("_", " "))

    def count(self, key: str, number: int) -> str:
        """Return a number with its noun: ``key.one`` or ``key.many``, with {number} put in."""
        grouped = f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
        return self(f"{key}.one" if number == 1 else f"{key}.many", number=grouped)


@cache
def words_of(language: str) -> Words:
    """Return the words of an interface language.

    Raises:
        KeyError: there is no interface in that language.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    folder = files("pipeline.web").joinpath("data", language)
    table: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            said = tomllib.loads(file.read_text(encoding="utf-8"))
            table.update(flat(said, file.name.removesuffix(".toml") + "."))
    return Words(language, table)
