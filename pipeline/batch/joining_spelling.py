"""Whether two names of organisations or places look like one, spelt in two ways."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from pipeline.stages.bent import is_inflected
from pipeline.stages.blocks import skeleton
from pipeline.text import tables
from pipeline.text.acronyms import is_short_form
from pipeline.text.distance import distance
from pipeline.text.folding import fold

#: letters of a name: with fewer it has too many neighbours, with fewer than ``LONG`` many
SHORTEST, LONG = 5, 6
#: how far apart two names may be, and two words for each letter
_FARTHEST, _FARTHEST_LETTER = 1.2, 0.2
_NORDIC: Final = frozenset("åäæöø")
_VOWELS: Final = frozenset("aeiouyæøå")


def is_spelt_otherwise(a: str, b: str) -> bool:
    """Return whether two names may be one, spelt in two ways.

    >>> is_spelt_otherwise("Bodø Næringsforum", "Bodø Næringforum")
    True
    >>> is_spelt_otherwise("Elnesvaagen", "Elnesvågen"), is_spelt_otherwise("Namsos", "Namsoss")
    (True, True)
    >>> is_spelt_otherwise("Voss kommune", "Vang kommune"), is_spelt_otherwise("UiO", "UiS")
    (False, False)
    """
    if is_short_form(a) or is_short_form(b):
        return False
    x, y = fold(a).split(), fold(b).split()
    if x == y:
        return _letters(a) != _letters(b)
    if sorted(x) == sorted(y):
        return False
    if "".join(x) == "".join(y):
        return True
    if len(x) != len(y) or _longest(a, b) < SHORTEST or any(c.isdigit() for c in a + b):
        return False
    differing = [(p, q) for p, q in zip(x, y, strict=True) if p != q]
    return (
        all(_is_slip(p, q) for p, q in differing)
        and 0 < sum(distance(p, q).cost for p, q in differing) <= _FARTHEST
    )


def is_short(a: str, b: str) -> bool:
    """Return whether two names have so few letters that many a name looks like them.

    >>> is_short("Førde", "Førdo"), is_short("Tomsø", "Tromsø")
    (True, False)
    """
    return _longest(a, b) < LONG


def _longest(a: str, b: str) -> int:
    return max(len("".join(fold(name).split())) for name in (a, b))


def _is_slip(p: str, q: str) -> bool:
    """Return whether a word looks like a slip for another, and is no form of it, and no name."""
    return not (
        not _begin_alike(p, q)
        or (is_inflected(p, q) and not _doubles_its_end(p, q))
        or all(word in tables.places() or word in tables.surnames() for word in (p, q))
        or distance(p, q).cost > _FARTHEST_LETTER * max(len(p), len(q))
    )


def _begin_alike(p: str, q: str) -> bool:
    """Return whether two words begin with a letter, or with consonants of one sound.

    >>> _begin_alike("christiansand", "kristiansand"), _begin_alike("osen", "åsen")
    (True, False)
    """
    if p[0] == q[0]:
        return True
    return not {p[0], q[0]} & _VOWELS and skeleton(p)[:1] == skeleton(q)[:1]


def _doubles_its_end(p: str, q: str) -> bool:
    """Return whether a word has its last consonant twice: no ending does that.

    >>> _doubles_its_end("bergen", "bergenn"), _doubles_its_end("berge", "bergen")
    (True, False)
    """
    short, long = sorted((p, q), key=len)
    return long == short + short[-1] and short[-1] not in _VOWELS


def _letters(name: str) -> str:
    """Return the letters of a name; an accent is none, but å, ä, æ, ö and ø are letters.

    >>> _letters("Café Förde-Florø")
    'cafefördeflorø'
    """
    plain = "".join(
        c if c in _NORDIC else unicodedata.normalize("NFD", c)[0]
        for c in unicodedata.normalize("NFC", name.casefold())
    )
    return re.sub(r"[\W_]", "", plain)
