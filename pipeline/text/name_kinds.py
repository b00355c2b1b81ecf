"""What a run of capital words seems to name: a person, an organisation, a place, anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.text import tables
from pipeline.text.tokens import is_given_name, is_organisation_word

if TYPE_CHECKING:
    from pipeline.text.phrases import Sight


@dataclass(frozen=True, slots=True)
class NamePhrase:
    """Tokens [first, after) that look like a name; kind is person, organisation, place or single.

    ``single`` is one capital word that could be anything.
    """

    first: int
    after: int
    kind: str


def kind_of(see: Sight, i: int, end: int) -> str:
    """Return what tokens [i, end) seem to name: person, organisation, place or single."""
    span = see.tokens[i:end]
    words = [token for token in span if token.is_word]
    said = see.known(span[0].start, span[-1].end)
    text = see.text[span[0].start : span[-1].end]
    if text.casefold() in tables.places() or _is_spot(words[-1].text):
        return "place"
    if any(token.text == "&" for token in span) or text.casefold() in known_bodies():
        return "organisation"
    given = is_given_name(words[0].text)
    if len(words) == 1:
        if words[0].is_acronym and not see.shouts:
            return "organisation"
        return said if said in ("organisation", "place") and not given else "single"
    all_capital = text.isupper()
    if given and (all_capital or not words[-1].is_acronym or _is_shouted_surname(words[-1].text)):
        return "person"
    if (
        words[0].key in tables.organisations().first
        or any(is_organisation_word(token.text) for token in words)
        or (words[0].is_acronym and not see.shouts and not is_given_name(words[-1].text))
        or _is_club_mark(see, words[-1].text)
    ):
        return "organisation"
    return said or "person"


def known_bodies() -> frozenset[str]:
    """Return the full names of organisations that the tables know, in lower case."""
    return tables.organisations().known_names


def _is_spot(word: str) -> bool:
    """Return whether a hyphenated word names a place or a house: "Ivar Aasen-tunet"."""
    first, _, last = word.rpartition("-")
    return bool(first) and last[:1].islower() and last.endswith(tables.captions().sites)


def _is_club_mark(see: Sight, word: str) -> bool:
    """Return whether a word is the last letters of a club's name: "Topbridge BC"."""
    short = len(word) in (2, 3) and word.isalpha() and word.isupper() and not see.shouts
    return short and not (is_given_name(word) or word.casefold() in tables.surnames())


def _is_shouted_surname(word: str) -> bool:
    """Return whether a word in capitals is a surname: "Kari LUNDE", not "Elkem AS"."""
    return word.isupper() and word.casefold() in tables.surnames()
