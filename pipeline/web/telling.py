"""What lower layers say in English, in the language of the page.

Errors, reasons of checks and notes are written in English where they arise. Here they are
recognised by the table ``told`` (its English words are the patterns) and told in Bokmål or Nynorsk.
What is not recognised stays English and is marked as such for screen readers; a test says which
messages of the program that must never be.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from markupsafe import Markup

from pipeline.web.words import Words, words_of

#: the table, and the part of it that stands within others
_TABLE: Final = "told."
_WORD: Final = "told.word."
#: a value of this name must be recognised itself
_MUST: Final = "_told"
#: letters of a message that is looked at
_LONGEST: Final = 600


@dataclass(frozen=True)
class _Pattern:
    """An English message with places for values, and the key of its words."""

    key: str
    expression: re.Pattern[str]
    letters: int


def told(say: Words, text: str) -> str | None:
    """Return a message in the language of a page; None: nobody has translated it.

    >>> told(words_of("nb"), "brev.txt: the file is empty")
    'brev.txt: filen er tom'
    >>> told(words_of("nn"), 'the word "ikke" has no counterpart')
    'ordet «ikke» har ikkje noko som svarar til seg'
    >>> told(words_of("nb"), "what nobody ever said")
    """
    return text if say.language == "en" else _told(say.language, text)


def told_in(say: Words, text: str) -> Markup:
    """Return a message for a page: in its language, or in English and marked so."""
    found = told(say, text)
    if found is None:
        return Markup('<span lang="en">{}</span>').format(text)
    return Markup("{}").format(found)


@lru_cache(maxsize=2000)
def _told(language: str, text: str) -> str | None:
    if len(text) > _LONGEST:
        return None
    return _found(words_of(language), text, within="")


def _found(say: Words, text: str, within: str) -> str | None:
    for pattern in _patterns():
        match = pattern.key.startswith(within) and pattern.expression.fullmatch(text)
        if match:
            values = {name: _value(say, name, value) for name, value in match.groupdict().items()}
            if None not in values.values():
                return say(pattern.key, **values)
    return None


def _value(say: Words, name: str, value: str) -> str | None:
    """Return what stands at a place of a message, in the language where it has words for it."""
    if name.endswith(_MUST):
        return _found(say, value, within="")
    whole = _found(say, value, within=_WORD)
    if whole is not None:
        return whole
    parts = [_found(say, part, within=_WORD) for part in value.split(", ")]
    return value if None in parts else ", ".join(filter(None, parts))


@cache
def _patterns() -> tuple[_Pattern, ...]:
    """Return the patterns, those that say most first."""
    table = words_of("en").table
    found = [_pattern(key, words) for key, words in table.items() if key.startswith(_TABLE)]
    return tuple(sorted(found, key=lambda pattern: -pattern.letters))


def _pattern(key: str, words: str) -> _Pattern:
    expression, letters = "", 0
    for literal, name, _, _ in string.Formatter().parse(words):
        letters += len(literal)
        expression += re.escape(literal) + (f"(?P<{name}>.+?)" if name else "")
    return _Pattern(key, re.compile(expression, re.DOTALL), letters)
