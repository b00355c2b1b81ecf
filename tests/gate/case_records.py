"""The records of the case gold: a small article with what its captions, lists and names say."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from pipeline.records import EntityKind, Record
from tests.gate.gold import GoldCaption, GoldList, Words
from tests.gate.tally import fold

PartName = Literal["tune", "test"]
PARTS: tuple[PartName, ...] = ("tune", "test")
Pair = Annotated[tuple[Words, ...], Field(min_length=2)]


class GoldSpelling(Record):
    """Two forms of one name of which one must be wrong; ``right`` is empty where none can tell."""

    forms: tuple[Words, Words]
    kind: EntityKind
    right: str = ""

    @model_validator(mode="after")
    def _is_about_two_forms(self) -> Self:
        if key(self.forms[0]) == key(self.forms[1]):
            message = "the two forms do not differ"
            raise ValueError(message)
        if self.right and self.right not in self.forms:
            message = "the right form is none of the two"
            raise ValueError(message)
        return self


class Case(Record):
    """A small article and everything that is known about its captions, lists and names."""

    id: Annotated[str, Field(pattern=r"^(nb|nn)-\d{3}$")]
    language: Literal["nb", "nn"]
    what: Words
    text: Words
    captions: tuple[GoldCaption, ...] = ()
    lists: tuple[GoldList, ...] = ()
    spelling: tuple[GoldSpelling, ...] = ()
    same: tuple[Pair, ...] = ()
    different: tuple[Pair, ...] = ()
    not_in_list: tuple[Words, ...] = ()
    not_in_picture: tuple[Words, ...] = ()

    @property
    def part(self) -> PartName:
        """Whether the case is to be looked at (odd: tune) or only measured (even: test)."""
        return "tune" if int(self.id[-3:]) % 2 else "test"

    def regions(self) -> tuple[tuple[int, int], ...]:
        """Return where each caption stands in the text, (-1, -1) where its first words do not.

        A caption ends at a blank line, or where the next one begins.
        """
        starts, at = [], 0
        for caption in self.captions:
            found = re.compile(spaced(caption.starts)).search(self.text, at)
            starts.append(found.start() if found else -1)
            at = found.end() if found else at
        ends = []
        for number, start in enumerate(starts):
            gap = re.compile(r"\r?\n[ \t]*\r?\n|\Z").search(self.text, max(start, 0))
            after = [s for s in starts[number + 1 :] if s > start]
            ends.append(min([gap.start() if gap else len(self.text), *after]))
        return tuple((s, e) if s >= 0 else (-1, -1) for s, e in zip(starts, ends, strict=True))


def key(form: str) -> str:
    """Return what tells a form from others: letter case and white space aside.

    >>> key("KARI  Lie,") == key("Kari Lie")
    True
    """
    return fold(form).casefold()


def spaced(words: str) -> str:
    """Return a regular expression for words with any white space between them."""
    return r"\s+".join(re.escape(word) for word in words.split())


def is_one(case: Case, a: str, b: str) -> bool:
    """Return whether the gold says, directly or by way of others, that two forms are one's."""
    return key(b) in joined(case, a)


def joined(case: Case, form: str) -> set[str]:
    """Return the keys of all forms that ``spelling`` and ``same`` tie to a form, its own too."""
    known, links = {key(form)}, [*(s.forms for s in case.spelling), *case.same]
    while True:
        more = {key(f) for forms in links if known & {*map(key, forms)} for f in forms}
        if more <= known:
            return known
        known |= more
