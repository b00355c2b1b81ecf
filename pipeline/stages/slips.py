"""Whether a capital word looks like a slip of the pen for a name."""

from __future__ import annotations

import re

from pipeline.records import Article
from pipeline.text import tables
from pipeline.text.distance import distance

_SMALL = re.compile(r"\b[a-zæøå]\w+")
#: how far a capital word may be from a known name and be a slip for it
SLIP = 1.2
#: differences that no other word has by chance
_SURE = frozenset({"doubled", "swapped", "hyphen"})
#: letters that a word has at least to be no common one by chance
LONG = 6
_COMMON = (
    "en", "et", "ene", "ane", "er", "ar", "a", "e", "te", "ing", "lig", "leg", "isk", "sk", "ast",
    "est", "t",
)  # fmt: skip
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


def small_words(article: Article) -> set[str]:
    """Return the words that an article has with a small first letter: they are no names."""
    return {word for part in article.parts for word in _SMALL.findall(part.text)}


def is_hardly_a_noun(word: str) -> bool:
    """Return whether a word that begins a sentence is long and has no ending of a common word.

    >>> is_hardly_a_noun("Vukersund"), is_hardly_a_noun("Dammene"), is_hardly_a_noun("Skogen")
    (True, False, False)
    """
    return len(word) >= LONG and not word.endswith(_COMMON)


def is_sure_slip(word: str, name: str) -> bool:
    """Return whether a word is a slip for a name wherever it stands, first in a sentence too.

    >>> is_sure_slip("Glåmdallen", "Glåmdalen"), is_sure_slip("Sørum-sand", "Sørumsand")
    (True, True)
    >>> is_sure_slip("Skolen", "Skogen")
    False
    """
    return is_slip(word, name) and {s.kind for s in distance(word, name).steps} <= _SURE
