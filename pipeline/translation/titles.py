"""Titles in front of people: looked for in a translation, made whole where half of one is left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.records import Check
from pipeline.translation.calendar import Edit
from pipeline.translation.keepnames import Wanted
from pipeline.translation.tables import like_case, load_table

#: letters by which a word is known in the other gender or number
_STEM = 4
#: what half a title may come after, so that it is no other one ("deputy mayor")
_BEFORE = r"(?:^|[,;:–—(“]\s?|\b(?:and|the|by|with|to|from|for|says|said|of)\s)"


@dataclass(frozen=True)
class Title:
    """A title of the source with what it is to be, and the name after it in the target's form."""

    source: str
    words: str
    name: str


def titles_before(
    sentence: str, edits: Sequence[Edit], names: Sequence[Wanted]
) -> tuple[Title, ...]:
    """Return the titles that ``edits`` put in, each with the first of the names after it."""
    found = []
    for start, end, words in edits:
        person = next((name for name in names if name.start >= end), None)
        if person:
            found.append(Title(sentence[start:end], words, person.expected))
    return tuple(found)


def check_titles(target: str, titles: Sequence[Title]) -> tuple[Check, ...]:
    """Return a check for each title that has lost a word; their order and gender are free.

    >>> titles = [Title("fylkesordfører", "county mayor", "Per Vik")]
    >>> [check.detail for check in check_titles("Mayor Per Vik came.", titles)]
    ['"fylkesordfører" is to be "county mayor"']
    >>> check_titles("Per Vik, mayor of the county, came.", titles)
    ()
    """
    said = {word[:_STEM] for word in _words(target)}
    return tuple(
        Check(kind="term", detail=f'"{title.source}" is to be "{title.words}"')
        for title in dict.fromkeys(titles)
        if not {word[:_STEM] for word in _words(title.words)} <= said
    )


def put_titles(target: str, titles: Sequence[Title]) -> str:
    """Return an English target in which a title that lost its beginning is whole again.

    >>> put_titles("Mayor Per Vik came.", [Title("fylkesordfører", "county mayor", "Per Vik")])
    'County mayor Per Vik came.'
    """
    for title in titles:
        for end in _endings(title.words):
            pattern = rf"({_BEFORE})({re.escape(end)})(?=\s+{re.escape(title.name)}(?!\w))"
            found = re.search(pattern, target, re.IGNORECASE)
            if found and check_titles(target, [title]):
                words = like_case(found.group(2), title.words)
                target = target[: found.start(2)] + words + target[found.end(2) :]
    return target


def _endings(words: str) -> list[str]:
    """Return what may be left of a title of several words: its last words."""
    parts = words.split()
    return [" ".join(parts[first:]) for first in range(1, len(parts))]


def _words(text: str) -> list[str]:
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return [word for word in words if word not in _small_words()]


@cache
def _small_words() -> frozenset[str]:
    return frozenset(load_table("roles")["small_words"].split())
