"""Persons, firms and places of one name told apart by the words beside the name.

"Lund" is a person, a firm ("Advokatfirmaet Lund", "Lund AS") and a town.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.records import Article, EntityKind, Mention, Origin, Part, PartKind, Span
from pipeline.stages.occupied import Occupied
from pipeline.text import tables
from pipeline.text.folding import fold, squeeze

_BEFORE = re.compile(r"([^\W\d_][\w-]*)[ \t]+$")
_AFTER = re.compile(r"[ \t]+([^\W\d_][\w/]*)")
_PARTNERS = re.compile(
    r"[ \t]+(?:&|og)[ \t]+(?:Sønn(?:er)?|Søn(?:er)?|Co|Partners?)\b(?:[ \t]+ASA?\b)?"
)


@dataclass(frozen=True)
class Contexts:
    """The words beside a name, in lower case but for what comes after a firm."""

    speech: frozenset[str]
    place: frozenset[str]
    towards: frozenset[str]
    firm: frozenset[str]
    organisation: frozenset[str]
    legal: frozenset[str]


@cache
def contexts() -> Contexts:
    """Return the table of contexts."""
    text = (files("pipeline.stages") / "data" / "contexts.toml").read_text("utf-8")
    return Contexts(**{key: frozenset(words) for key, words in tomllib.loads(text).items()})


def word_before(part: Part, start: int) -> str:
    """Return the word right before a place in a part, empty where a sign stands between."""
    found = _BEFORE.search(part.text[max(0, start - 40) : start])
    return found.group(1) if found else ""


def word_after(part: Part, end: int) -> str:
    """Return the word right after a place in a part, empty where a sign stands between."""
    found = _AFTER.match(part.text[end : end + 40])
    return found.group(1) if found else ""


def is_said_of_a_person(part: Part, start: int, end: int) -> bool:
    """Return whether a verb of speech stands beside a name: "sier Mo", "Mo sier"."""
    speech = contexts().speech
    after = word_after(part, end).casefold()
    before = word_before(part, start).casefold()
    return after in speech or before in speech


def is_said_of_a_place(part: Part, start: int, name: str) -> bool:
    """Return whether a name stands after "i", or one of our table of places after "på" or so."""
    before = word_before(part, start).casefold()
    known = name.casefold() in tables.places()
    words = contexts()
    if part.kind is PartKind.CAPTION and before in words.place | words.towards:
        return True
    return before == "i" or (known and before in words.place)


def is_in_a_firm(part: Part, start: int, end: int) -> bool:
    """Return whether a name is a part of a firm's: "Advokatfirmaet Lund", "Lund AS"."""
    before = word_before(part, start)
    return (
        word_after(part, end) in contexts().firm
        or _PARTNERS.match(part.text[end : end + 40]) is not None
        or (
            len(before) > 4 and before.casefold().endswith(("firma", "firmaet", "bakeri", "forlag"))
        )
    )


def tell_apart(article: Article, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with those that the words beside them give another kind put right.

    What captions and lists say stays. A firm takes the words with it that make it one.
    """
    parts = {part.name: part for part in article.parts}
    taken = Occupied(m.span for m in mentions)
    return [
        m if m.origin in (Origin.CAPTION, Origin.LIST) else _told(parts[m.span.part], m, taken)
        for m in mentions
    ]


def _told(part: Part, m: Mention, taken: Occupied) -> Mention:
    start, end = m.span.start, m.span.end
    if (
        m.kind is EntityKind.PERSON
        and " " not in m.name
        and is_said_of_a_place(part, start, m.name)
    ):
        return m.model_copy(update={"kind": EntityKind.PLACE})
    if m.kind is EntityKind.PLACE and " " in m.name and _is_an_organisation(m.name):
        return m.model_copy(update={"kind": EntityKind.ORGANISATION})
    if m.kind is EntityKind.PERSON and m.text == m.name and is_in_a_firm(part, start, end):
        return _firm(part, m, taken)
    return m


def _is_an_organisation(name: str) -> bool:
    return name.casefold().endswith(tuple(contexts().organisation))


def _firm(part: Part, m: Mention, taken: Occupied) -> Mention:
    start, end = m.span.start, m.span.end
    partners = _PARTNERS.match(part.text, end)
    if partners:
        end = partners.end()
    elif word_after(part, end) in contexts().firm:
        found = _AFTER.match(part.text, end)
        end = found.end() if found else end
    else:
        start = part.text.rindex(word_before(part, start), 0, start)
    span = Span(part=part.name, start=start, end=end)
    if [s for s in taken.overlapping(span) if s != m.span]:
        return m
    text = part.text[start:end]
    taken.remove(m.span)
    taken.add(span)
    return m.model_copy(
        update={
            "span": span,
            "text": text,
            "name": squeeze(text),
            "kind": EntityKind.ORGANISATION,
        }
    )


def without_legal_form(words: Sequence[str]) -> list[str]:
    """Return the words of a firm's name without "AS" and the like at the end.

    >>> without_legal_form(["firda", "sjomat", "as"])
    ['firda', 'sjomat']
    """
    kept = list(words)
    while len(kept) > 1 and kept[-1] in contexts().legal:
        kept.pop()
    return kept


def have_two_legal_forms(a: str, b: str) -> bool:
    """Return whether two names are one firm's but for its legal form, which each has another of.

    >>> have_two_legal_forms("Havbris AS", "Havbris ASA")
    True
    >>> have_two_legal_forms("Havbris", "Havbris AS")
    False
    """
    x, y = fold(a).split(), fold(b).split()
    bare = without_legal_form(x), without_legal_form(y)
    return bare[0] == bare[1] and x != y and len(bare[0]) < min(len(x), len(y))


@cache
def place_rows() -> Mapping[str, int]:
    """Return places with several official names, in lower case, with the number of their row."""
    text = (files("pipeline.stages") / "data" / "places.toml").read_text("utf-8")
    rows = tomllib.loads(text)["rows"]
    return {name.casefold(): number for number, row in enumerate(rows) for name in row}
