"""Invented people in any number, all different, for measuring; the same ones every time."""

from __future__ import annotations

from itertools import product

from pipeline.documents.text import parse_text
from pipeline.records import Article

_GIVEN = ("Kari", "Ola", "Siv", "Per", "Liv", "Jon", "Eva", "Nils", "Tuva", "Arne")
_FIRST = ("Berg", "Dal", "Fjell", "Gran", "Hauk", "Lind", "Nord", "Sand", "Tind", "Vik")
_SECOND = ("e", "er", "es", "ar", "ul", "in", "om", "å", "ø", "un")
_LAST = ("heim", "stad", "vold", "nes", "land", "moen", "bakk", "set", "vang", "rud")


def names(count: int) -> list[str]:
    """Return as many different names; there are 10,000.

    >>> names(2)
    ['Kari Bergeheim', 'Ola Bergeheim']
    """
    parts = product(_LAST, _SECOND, _FIRST, _GIVEN)
    found = [f"{given} {first}{second}{last}" for last, second, first, given in parts]
    return found[:count]


def misspelt(name: str) -> str:
    """Return a name with its last letter doubled: every one of them is an inconsistency.

    >>> misspelt("Kari Bergeheim")
    'Kari Bergeheimm'
    """
    return name + name[-1]


def article(count: int, *, wrong: int = 0) -> Article:
    """Return an article with ``count`` people in a picture and on a list.

    Args:
        count: how many people.
        wrong: how many of them the list spells otherwise.
    """
    people = names(count)
    listed = [misspelt(name) if n < wrong else name for n, name in enumerate(people)]
    caption = f"Fra venstre: {', '.join(people)}. Foto: Ine Ås"
    return parse_text("\n\n".join(["Tur", caption, "\n".join(listed)]), article_id="many")
