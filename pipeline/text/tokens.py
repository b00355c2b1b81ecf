"""Words, numbers and signs of a text with their places; what shape a word has."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from pipeline.text import tables

#: endings of role words: "rådgiverne", "lærlingane", "rektoren"; the first ones are plurals
_PLURAL = ("erne", "arar", "ene", "ane", "ne", "er", "ar", "e")
_INFLECTION = (*_PLURAL, "en", "a", "n")
_MEN = ("mennene", "mennane", "menn")
#: endings of adjectives that stand inside the name of an organisation: "videregående skole"
ADJECTIVES = ("ive", "iske", "elle", "ende", "ande", "ske", "lige", "lege", "ale", "-")
#: written small inside a name: "Ursula von der Leyen"
# fmt: off
PARTICLES = frozenset({
    "von", "van", "de", "da", "di", "del", "della", "den", "der", "af", "al", "el", "bin", "ibn",
    "la", "le", "zu", "zur", "dos", "das", "do", "ten", "ter", "ap", "av", "y",
})
# fmt: on
#: a small particle that is joined to a name: "al-Rashid", "d'Estaing"
_JOINED = re.compile(r"(?:al|el|ad|an|as|ash|at|az|ul|d|l|t)[-'’‑][A-ZÆØÅ]")
_OPENING, _CLOSING = "«\"“”„'‘’", "»\"”“'’"
_TOKEN = re.compile(
    r"""
    # most words: letters, and a space or comma after them (what is below is slower)
    (?P<plain> [^\W\d_]++ (?<![ÃÅÂ]) (?=[\s,;:!?()]|$) )
  | (?P<short> m\.fl\.? | adm\.dir\.? | (?<!\w)v/(?=\s?\w)
      | (?<!\w)dr\.\s?(?:med|philos|juris|ing|scient|polit|oecon|art|theol|psychol|agric|techn
        |odont)\b\.?
      | (?<!\w)prof\.\s?em\b\.? | (?<!\w)siv\.\s?(?:ing|øk)\b\.?
      | (?<!\w)cand\.\s?(?:mag|philol|polit|oecon|jur|real|scient|theol|med)\b\.?
      | (?<!\w)ph\.?d\.?-[^\W\d_]+ | (?<!\w)ph\.\s?d\b\.?
      | [^\W\d_](?:\.[^\W\d_])+\.?(?![^\W\d_])
      | (?:nr|adm|dir|ass|dr|prof|avd|fung|st|jr|sr|mfl|fv)\.(?=\W|$) )
  | (?P<word> [^\W\d_]
      # letters that were decoded wrongly stay in their word: "BjÃ¸rn"
      (?:[\w\u0300-\u036f]|(?<=[ÃÅÂ])[\u0080-\u00bf–—‘’“”†‡•…‰‹›€™])*
      (?:[-‐‑'’][^\W\d_][\w\u0300-\u036f]*)*[-‐‑]? )
  | (?P<number> \d+(?:[.,:]\d+)*\.?(?=\s|\W|$) | \d+\w* )
  | (?P<sign> \S )
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Token(NamedTuple):
    """A word, number, dotted abbreviation or sign with its half-open range of code points.

    ``key`` is the form that tables are asked for: lower case, no dots in an abbreviation.
    ``is_word`` holds for words and abbreviations, ``is_capital`` for those that begin with a
    capital letter and for names like "al-Rashid".
    """

    text: str
    start: int
    end: int
    kind: str
    key: str
    is_word: bool
    is_capital: bool

    @property
    def is_initial(self) -> bool:
        """Whether it is one letter or several with dots: "A", "J.R."."""
        letters = self.text.replace(".", "")
        return self.is_capital and (len(letters) == 1 or self.kind == "short") and letters.isupper()

    @property
    def is_acronym(self) -> bool:
        """Whether it looks like an acronym: at least two capital letters at its beginning."""
        return self.kind == "word" and len(self.text) > 1 and self.text[:2].isupper()


def make_token(text: str, start: int, end: int, kind: str) -> Token:
    """Return the token of a kind ("short", "word", "number", "sign") at a range of a text."""
    return Token(text, start, end, kind, *_shape(text, kind))


@lru_cache(maxsize=65536)
def _shape(text: str, kind: str) -> tuple[str, bool, bool]:
    """Return key, whether it is a word and whether it begins with a capital letter."""
    is_word = kind in ("word", "short")
    key = text.casefold()
    if kind == "short":
        key = key.replace(".", "")
    return key, is_word, is_word and (text[0].isupper() or _JOINED.match(text) is not None)


@lru_cache(maxsize=256)
def tokenise(text: str) -> tuple[Token, ...]:
    """Return the tokens of ``text`` in order; white space lies between them.

    >>> [token.text for token in tokenise("F.v: Kari O. Lie-Dahl (47), m.fl.")]
    ['F.v', ':', 'Kari', 'O', '.', 'Lie-Dahl', '(', '47', ')', ',', 'm.fl.']
    """
    found = []
    for match in _TOKEN.finditer(text):
        word, kind = match.group(), match.lastgroup or "sign"
        kind = "word" if kind == "plain" else kind
        found.append(make_token(word, *match.span(), kind))
    return tuple(found)


def opens_quote(token: Token) -> bool:
    """Return whether the token is a quotation mark that can open a nickname."""
    return token.kind == "sign" and token.text in _OPENING


def closes_quote(token: Token) -> bool:
    """Return whether the token is a quotation mark that can close a nickname."""
    return token.kind == "sign" and token.text in _CLOSING


@lru_cache(maxsize=65536)
def is_role_word(word: str) -> bool:
    """Return whether a word is a title or role, or a compound that ends in one.

    >>> is_role_word("næringssjef"), is_role_word("Lærlingene"), is_role_word("Kongsberg")
    (True, True, False)
    """
    key = word.casefold().replace(".", "")
    if _is_role(key) or (" " in key and _is_role(key.split()[0])):
        return True
    if _is_role_in_ar(key) and not is_given_name(word):
        return True  # "samarbeidspartnar", as the table has "samarbeidspartner"
    stems = (key.removesuffix(end) for end in _INFLECTION if key.endswith(end))
    return _is_of_men(key) or any(
        len(stem) >= 4 and (_is_role(stem) or _is_role_in_ar(stem)) for stem in stems
    )


def leads_title(key: str) -> bool:
    """Return whether a word in lower case can stand before a title as a part of it.

    >>> leads_title("daglig"), leads_title("byggteknisk"), leads_title("rødt")
    (True, True, False)
    """
    table = tables.roles()
    return key in table.before or key.endswith(table.before_endings)


def _is_of_men(key: str) -> bool:
    """Return whether a word is the plural of a role in "-mann": "spelemenn", "brannmennene"."""
    stem = next((key.removesuffix(end) for end in _MEN if key.endswith(end)), "")
    return len(stem) > 2 and _is_role(f"{stem}mann")


def _is_role_in_ar(stem: str) -> bool:
    return stem.endswith("ar") and len(stem) > 5 and _is_role(f"{stem[:-2]}er")


@lru_cache(maxsize=65536)
def is_plural_role(word: str) -> bool:
    """Return whether a word is the role of several people.

    >>> is_plural_role("rådgiverne"), is_plural_role("elever"), is_plural_role("lærer")
    (True, True, False)
    """
    key = word.casefold()
    if key.endswith(tables.roles().plural_endings) or (
        len(key) > 7 and key.endswith(("erne", "arane", "ene"))
    ):
        return True
    if _is_of_men(key):
        return True
    ends = (end for end in _PLURAL if key.endswith(end) and len(key) - len(end) >= 4)
    return not _is_whole_role(key) and any(_is_role(key.removesuffix(end)) for end in ends)


def _is_whole_role(key: str) -> bool:
    return _is_role(key)


def _is_role(key: str) -> bool:
    table = tables.roles()
    if key in table.words:
        return True
    # a compound needs a first part of at least two letters
    return key.endswith(table.endings) and any(
        key.endswith(end) and len(key) >= len(end) + 2 for end in table.endings
    )


@lru_cache(maxsize=65536)
def is_organisation_word(word: str) -> bool:
    """Return whether a word makes a name the name of an organisation or a part of one.

    >>> is_organisation_word("næringsforum"), is_organisation_word("Fylkeskommune")
    (True, True)
    >>> is_organisation_word("Torø")
    False
    """
    key = word.casefold()
    table = tables.organisations()
    if key in table.words or key in table.units or key in table.whole_endings:
        return True
    return key.endswith(table.long_endings) or (key.endswith("kor") and len(key) > 5)


@lru_cache(maxsize=65536)
def is_place_like(word: str) -> bool:
    """Return whether one word is or looks like the name of a place: a village, a farm.

    >>> is_place_like("Tromsø"), is_place_like("Jostedalen"), is_place_like("Sirkula")
    (True, True, False)
    """
    key = word.casefold()
    return key in tables.places() or (
        len(key) > 5 and key.endswith(tables.captions().place_endings)
    )


@lru_cache(maxsize=65536)
def is_given_name(word: str) -> bool:
    """Return whether a word, or the first part of a hyphenated one, is a common given name.

    >>> is_given_name("Wivi-Ann"), is_given_name("Kongsberg")
    (True, False)
    """
    key = word.casefold()
    names = tables.given_names()
    return key in names or key.split("-")[0] in names
