"""The comparison form of a name: never shown to people."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {"æ": "ae", "ä": "ae", "ø": "o", "ö": "o", "å": "aa", "đ": "d", "ð": "d", "þ": "th",
     "ł": "l", "ß": "ss", "ŋ": "n", "ŧ": "t", "ı": "i", "œ": "oe"}
)  # fmt: skip
_APART = re.compile(r"[\s\-‐‑–_/]+")
_SIGNS = re.compile(r"[.,;:!?()\[\]\"'’‘“”«»´`]")


def squeeze(text: str) -> str:
    r"""Return the text with every run of white space made one space.

    >>> squeeze(" Olaf  Hallan\nGraven ")
    'Olaf Hallan Graven'
    """
    return " ".join(text.split())


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Return the form of a name that is compared: no case, accents, signs or extra spaces.

    å and aa, ø and ö, æ and ä fall together; so does a hyphen with a space.

    >>> fold("Håkon Wium Lie") == fold("Haakon  Wium-Lie")
    True
    >>> fold("Bjørn") == fold("Björn")
    True
    >>> fold("Bjørn") == fold("Bjarn")
    False
    """
    before = None
    folded = name
    # decomposing can bring up a letter that folds again ("Ǻ"): go on until nothing changes
    while folded != before:
        before = folded
        folded = unicodedata.normalize("NFC", folded).casefold().translate(_LETTERS)
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(c for c in decomposed if not unicodedata.combining(c) and c.isprintable())
        folded = " ".join(_APART.sub(" ", _SIGNS.sub("", folded)).split())
    return folded


#: letters that are another with a mark, and that no decomposing takes apart
_MARKED = str.maketrans("øØłŁđĐðÐŧŦı", "oOlLdDdDtTi")


def without_marks(name: str) -> str:
    """Return a name as a system without marks on letters writes it.

    >>> without_marks("Łukasz Nguyễn"), without_marks("Guðrún Ås")
    ('Lukasz Nguyen', 'Gudrun As')
    """
    return without_combining(name).translate(_MARKED)


def without_combining(text: str) -> str:
    """Return a text without the marks that combine with a letter; "ø" and "ł" stay.

    >>> without_combining("Éva Ås"), without_combining("Øl")
    ('Eva As', 'Øl')
    """
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def unhyphenated(name: str) -> str:
    """Return a name in lower case with spaces for hyphens; its letters stay as they are.

    >>> unhyphenated("Børresen-Dale")
    'børresen dale'
    """
    return " ".join(name.replace("-", " ").casefold().split())
