"""What an unknown word looks like: a given name, a surname, a place, a title, a body.

No table holds every name and every title. The ends of words tell them apart: of the known words
that end as the unknown one does, what share is of each kind. Shares of longer ends are smoothed by
those of shorter ones (Brants 2000, the way TnT treats unknown words). The words learnt from are
those of the tables, so that a word added there teaches the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from pipeline.text import tables
from pipeline.text.tokens import is_given_name, is_organisation_word, is_role_word

#: kinds of words
KINDS = ("given", "surname", "place", "role", "body")
#: ends of words are not longer than this
LONGEST_END = 6
#: so many known words weigh as much as what the shorter end says
_STEADY = 2.0


def _known() -> Mapping[str, Iterable[str]]:
    roles, bodies = tables.roles(), tables.organisations()
    return {
        "given": tables.given_names(),
        "surname": tables.surnames(),
        "place": (name for name in tables.places() if " " not in name),
        "role": {*roles.words, *roles.endings},
        "body": {*bodies.words, *bodies.units, *bodies.long_endings},
    }


@cache
def _ends() -> Mapping[str, Sequence[int]]:
    """Return how many known words of each kind have an end, in the order of ``KINDS``."""
    counts: dict[str, list[int]] = {}
    known = _known()
    for number, kind in enumerate(KINDS):
        for word in known[kind]:
            whole = f"^{word.casefold()}"
            for first in range(max(0, len(whole) - LONGEST_END), len(whole)):
                end = whole[first:]
                if end not in counts:
                    counts[end] = [0] * len(KINDS)
                counts[end][number] += 1
    return counts


@lru_cache(maxsize=65536)
def shape_of(word: str) -> Mapping[str, float]:
    """Return how likely a word is of each kind, by its end alone; the shares add up to one.

    >>> max(shape_of("Synnhild"), key=shape_of("Synnhild").get)
    'given'
    >>> max(shape_of("hagekonsulent"), key=shape_of("hagekonsulent").get)
    'role'
    """
    ends, whole = _ends(), f"^{word.casefold()}"
    shares = [1 / len(KINDS)] * len(KINDS)
    for length in range(1, min(LONGEST_END, len(whole)) + 1):
        counts = ends.get(whole[len(whole) - length :])
        if counts is None:
            break
        total = sum(counts)
        shares = [
            (count + _STEADY * share) / (total + _STEADY)
            for count, share in zip(counts, shares, strict=True)
        ]
    return dict(zip(KINDS, shares, strict=True))


#: what share of given names the end of a word must have where a known surname follows, and else
_BEFORE_KNOWN = 0.2
_BEFORE_OTHER = 0.45
#: what share of surnames and places the end of a word must have to be somebody's last name
_AS_SURNAME = 0.5
#: what share of given names the end of a word must have by itself
_ALONE = 0.6
#: what share of titles the end of a word must have to be one
_AS_TITLE = 0.7


@lru_cache(maxsize=65536)
def opens_name(word: str, last: str) -> bool:
    """Return whether a word and the last word after it look like somebody's full name.

    A given name that the tables know, or an unknown word that looks like one before a surname.

    Args:
        word: the first word, with a capital letter.
        last: the last one.

    >>> opens_name("Kari", "Lie"), opens_name("Synnhild", "Lie"), opens_name("Nordre", "Land")
    (True, True, False)
    """
    if is_given_name(word):
        return True
    if not (word[:1].isupper() and word[1:].islower() and last[:1].isupper()) or _is_told(word):
        return False
    if is_organisation_word(last) or is_role_word(last):
        return False
    shares, surname = shape_of(word), last.casefold() in tables.surnames()
    if surname:
        return shares["given"] > _BEFORE_KNOWN
    ends = shape_of(last.rpartition("-")[2])
    named = ends["surname"] + ends["place"] > _AS_SURNAME and ends["surname"] > ends["body"]
    return named and shares["given"] > _BEFORE_OTHER


def looks_given(word: str) -> bool:
    """Return whether a word is a given name, or no word that a table knows and more like one.

    >>> looks_given("Synnhild"), looks_given("Stevnegeneral"), looks_given("Etter")
    (True, False, False)
    """
    return is_given_name(word) or (not _is_told(word) and shape_of(word)["given"] > _ALONE)


@lru_cache(maxsize=65536)
def looks_titled(word: str) -> bool:
    """Return whether a word that no table knows looks like a title.

    >>> looks_titled("byrådsleiar"), looks_titled("Synnhild"), looks_titled("Etter")
    (True, False, False)
    """
    if is_given_name(word) or _is_told(word):
        return is_role_word(word)
    return shape_of(word)["role"] > _AS_TITLE


def names_given(line: str) -> bool:
    """Return whether a line is one or two given names and nothing else, perhaps with a bullet.

    >>> names_given("- Ida Marie"), names_given("Hjem"), names_given("Kari Lie")
    (True, False, False)
    """
    words = line.strip().lstrip("-–—•* ").rstrip(",.").split()
    return (
        0 < len(words) < 3
        and all(
            word[:1].isupper() and word.replace("-", "").isalpha() and looks_given(word)
            for word in words
        )
        and not (len(words) == 2 and words[1].casefold() in tables.surnames())
    )


def names_thing(word: str) -> bool:
    """Return whether a word looks like a title or a body, and no table has it as a name.

    >>> names_thing("Entreprenørskap"), names_thing("Marie")
    (True, False)
    """
    if is_given_name(word) or word.casefold() in tables.surnames():
        return False
    shares = shape_of(word)
    return shares["role"] + shares["body"] > _ALONE


def _is_told(word: str) -> bool:
    """Return whether a table knows a word as something else than a given name."""
    key, table = word.casefold(), tables.captions()
    small = key in table.small or key in table.heads or key in table.origins or key in table.stands
    own = key.removesuffix("s") if key.endswith("s") else ""  # "Norges", "Landslagets"
    genitive = own in tables.places() or is_given_name(own) or is_organisation_word(own)
    return (
        small
        or key in tables.places()
        or key in tables.surnames()
        or key in tables.organisations().first
        or key in table.telling
        or (bool(own) and genitive)
        or key in table.parts_of_places
        or is_role_word(word)
        or is_organisation_word(word)
    )
