"""Whether a text holds a name: folded, in the genitive, turned round, in an id or a file name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pipeline.text.folding import fold

#: "Nordmann, Kari": what stands before a comma, and up to four words after it
_TURNED = re.compile(r"([\w'’-]+),\s*([\w'’.-]+(?:\s+[\w'’.-]+){0,3})")

#: accents that no letter has taken in: they count for nothing
_MARKS = re.compile(r"[\u0300-\u036f]")
_BETWEEN = re.compile(r"[^\w'’]+|_+")


@dataclass(frozen=True)
class Traces:
    """What is searched for: a name in all its forms, each of two words or more.

    >>> kari = Traces(("Kari Åsen",))
    >>> [kari.are_in(text) for text in ("KARI AASENS svar", "aasen, kari", "kari-aasen.txt")]
    [True, True, True]
    >>> kari.are_in("Kari Åsenlund"), kari.are_in("Kari, Åsen og Per")
    (False, True)
    """

    forms: tuple[str, ...]

    def are_in(self, text: str) -> bool:
        """Return whether any form stands in a text."""
        # what is no letter parts words here; and the memory of ``fold`` is for names, not texts
        plain = _MARKS.sub("", unicodedata.normalize("NFC", text))
        folded = fold.__wrapped__(_BETWEEN.sub(" ", plain))
        if not any(last in folded for last in self._lasts):
            return False
        return bool(self._pattern.search(folded)) or any(map(self._is_form, _turned(plain)))

    def are_in_any(self, value: object) -> bool:
        """Return whether any form stands in a text of what JSON can hold, keys included."""
        return any(self.are_in(text) for text in texts_of(value))

    @cached_property
    def _folded(self) -> frozenset[str]:
        return frozenset(map(fold, self.forms))

    @cached_property
    def _lasts(self) -> frozenset[str]:
        return frozenset(form.rsplit(" ", 1)[-1] for form in self._folded)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        forms = "|".join(map(re.escape, sorted(self._folded)))
        return re.compile(rf"\b(?:{forms})s?\b")

    def _is_form(self, name: str) -> bool:
        return bool(self._pattern.match(name))


def texts_of(value: object) -> Iterator[str]:
    """Yield every text in what JSON can hold.

    >>> list(texts_of({"a": ["b", 1, {"c": None}]}))
    ['a', 'b', 'c']
    """
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from texts_of(inner)
    elif isinstance(value, Iterable):
        for inner in value:
            yield from texts_of(inner)


def _turned(text: str) -> Iterator[str]:
    for match in _TURNED.finditer(text):
        words = match.group(2).split()
        for count in range(1, len(words) + 1):
            yield fold(f"{' '.join(words[:count])} {match.group(1)}")
