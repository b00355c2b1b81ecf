"""Whether a capital word looks like a slip of the pen for a name."""

from __future__ import annotations

import re

from pipeline.text import tables
from pipeline.text.distance import distance

#: how far a capital word may be from a known name and be a slip for it
SLIP = 1.2
#: differences that no other word has by chance
_SURE = frozenset({"doubled", "swapped", "hyphen"})
_ENDINGS = ("s", "en", "et", "a", "e", "ne", "er", "ene", "ske", "sk")


def is_slip(word: str, name: str) -> bool:
    """Return whether a word looks like a slip of the pen for a name, not like a form of it.

    >>> is_slip("Tolouse", "Toulouse"), is_slip("Kongsbergs", "Kongsberg")
    (True, False)
    >>> is_slip("Hønefos", "Hønefoss")
    True
    >>> is_slip("Europe", "Europa"), is_slip("Storgata 2", "Storgata")
    (False, False)
    """
    a, b = word.casefold(), name.casefold()
    if a == b or a[:1] != b[:1] or min(len(a), len(b)) < 5:
        return False
    if re.findall(r"\d+", a) != re.findall(r"\d+", b):
        return False  # a street and a house in it
    if a[:-1] == b[:-1] and {a[-1], b[-1]} <= set("aeioå"):
        return False  # the name in another language or dialect: "Europa", "Europe"
    whole, known = max(a, b, key=len), tables.places()
    short = min(a, b, key=len)
    is_a_place = whole in known and short not in known
    is_a_place = is_a_place or (short in known and whole == f"{short}e")  # "Nordfjordeide"
    if any(a == b + end or b == a + end for end in _ENDINGS) and not is_a_place:
        return False
    return 0 < distance(a, b).cost <= SLIP


def is_sure_slip(word: str, name: str) -> bool:
    """Return whether a word is a slip for a name wherever it stands, first in a sentence too.

    >>> is_sure_slip("Glåmdallen", "Glåmdalen"), is_sure_slip("Sørum-sand", "Sørumsand")
    (True, True)
    >>> is_sure_slip("Skolen", "Skogen")
    False
    """
    return is_slip(word, name) and {s.kind for s in distance(word, name).steps} <= _SURE
