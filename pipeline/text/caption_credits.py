"""Credits of captions: what they are for, and who of those whom they name took a picture."""

from __future__ import annotations

import re
from functools import cache

from pipeline.text import tables
from pipeline.text.phrases import NamePhrase, Phrase, Sight
from pipeline.text.tokens import is_given_name, opens_quote

#: what a credit is for is not longer than this: "Foto, video og redigering:"
LONGEST_WORKS = 6
#: what a firm's name ends with
_FIRM = ("AS", "ASA", "SA", "KF", "IKS", "HF")

Range = tuple[int, int]
_NAME = r"(?P<{}>[^\W\d_a-zæøå][\w.’'-]*(?: [^\W\d_a-zæøå][\w.’'-]*){{1,3}})"


@cache
def _with_agency() -> re.Pattern[str]:
    agency = "|".join(sorted(tables.captions().agencies, key=len, reverse=True))
    first, last = _NAME.format("first"), _NAME.format("last")
    pair = rf"(?:{first}\s*/\s*(?i:{agency})|(?i:{agency})\s*/\s*{last})"
    return re.compile(rf"(?:^|(?<=[.!?] )|(?<=\n)|\()\s*{pair}[.)]*\s*(?=$|\n)")


def agency_credit(text: str) -> tuple[Range, Range] | None:
    """Return the ranges of a credit without the word "Foto", and of the photographer in it.

    A name and an agency with a slash, at the end or on a line of their own.

    >>> text = "Kari Lie klippet snora. (Ine Vik / NTB)"
    >>> [text[slice(*place)] for place in agency_credit(text)]
    ['(Ine Vik / NTB)', 'Ine Vik']
    """
    match = _with_agency().search(text) if "/" in text else None
    if match is None:
        return None
    return match.span(), match.span("first" if match["first"] else "last")


def after_works(see: Sight, phrase: Phrase) -> tuple[int, bool]:
    """Return the token after "Foto" or "Tekst/foto", and whether a photo is among the works.

    "Foto/ill.:", "Tekst & foto:", "Foto og redigering:" name several works before a colon.
    """
    photo = phrase.value == "credit"
    k = phrase.after
    while k < min(see.size, phrase.after + LONGEST_WORKS):
        if see.sign(k) == ":":
            return k, photo
        other = see.phrase(k)
        photo = photo or (other is not None and other.value == "credit")
        works = see.sign(k) in ("/", "&", "+", ".") or see.key(k) == "og"
        word = k > phrase.after and see.tokens[k].is_word and not see.tokens[k].is_capital
        if not (works or other or word):
            break
        k = other.after if other else k + 1
    return phrase.after, phrase.value == "credit"


def shows(see: Sight, i: int, phrase: Phrase) -> bool:
    """Return whether "Bilde:" opens the caption and no credit: more than two names follow."""
    if i > 0 or not see.key(0).startswith(("bild", "bilet")):
        return False
    k, names = phrase.after, 0
    while k < see.size and see.sign(k) != ".":
        name = see.name(k)
        names += name is not None and name.kind == "person"
        k = name.after if name else k + 1
    return names > 2


def took_it(see: Sight, name: NamePhrase) -> bool:
    """Return whether a name in a credit is that of a person, not of a firm or an archive."""
    quoted = name.first > 0 and opens_quote(see.tokens[name.first - 1])  # a ship, a play
    lent = any(see.key(k) == "av" for k in range(name.first, name.after))  # "Utlånt av Kari Lie"
    if name.kind != "person" or see.names_nobody(name.first) or quoted or lent:
        return False
    token = see.tokens[name.first]
    said = see.known(token.start, see.tokens[name.after - 1].end)
    whole = see.text[token.start : see.tokens[name.after - 1].end]
    if any(f"{whole} {end}" in see.text for end in _FIRM):
        return False  # "Nye Veier AS" is named in the caption
    firm = token.key in tables.places() or token.key.endswith(("enes", "anes", "ets", "ens"))
    return said == "person" or is_given_name(token.text) or not firm
