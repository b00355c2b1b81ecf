"""Words, numbers and signs of a text with their places; what shape a word has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.text import tables

_INFLECTION = ("ene", "ane", "en", "a", "er", "ar", "ne", "n")
#: written small inside a name: "Ursula von der Leyen"
# fmt: off
PARTICLES = frozenset({
    "von", "van", "de", "da", "di", "del", "della", "den", "der", "af", "al", "el", "bin", "ibn",
    "la", "le", "zu", "zur", "dos", "das", "do", "ten", "ter", "ap", "av", "y",
})
# fmt: on
_OPENING, _CLOSING = "«\"“”„'‘’", "»\"”“'’"
_TOKEN = re.compile(
    r"""
    (?P<short> m\.fl\.? | adm\.dir\.? | (?<!\w)v/(?=\s?\w)
      | [^\W\d_](?:\.[^\W\d_])+\.?(?![^\W\d_])
      | (?:nr|adm|dir|ass|dr|prof|avd|fung|st|jr|sr|mfl|fv)\.(?=\W|$) )
  | (?P<word> [^\W\d_][\w\u0300-\u036f]*(?:[-‐‑'’][^\W\d_][\w\u0300-\u036f]*)*[-‐‑]? )
  | (?P<number> \d+(?:[.,:]\d+)*\.?(?=\s|\W|$) | \d+\w* )
  | (?P<sign> \S )
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, dotted abbreviation or sign with its half-open range of code points."""

    text: str
    start: int
    end: int
    kind: str

    @property
    def key(self) -> str:
        """The form that tables are asked for: lower case, no dots."""
        return (
            self.text.casefold().replace(".", "") if self.kind == "short" else self.text.casefold()
        )

    @property
    def is_word(self) -> bool:
        """Whether it is a word or an abbreviation, not a number or a sign."""
        return self.kind in ("word", "short")

    @property
    def is_capital(self) -> bool:
        """Whether it is a word that begins with a capital letter."""
        return self.is_word and self.text[0].isupper()

    @property
    def is_initial(self) -> bool:
        """Whether it is one letter or several with dots: "A", "J.R."."""
        letters = self.text.replace(".", "")
        return self.is_capital and (len(letters) == 1 or self.kind == "short") and letters.isupper()

    @property
    def is_acronym(self) -> bool:
        """Whether it looks like an acronym: at least two capital letters at its beginning."""
        return self.kind == "word" and len(self.text) > 1 and self.text[:2].isupper()


def tokenise(text: str) -> tuple[Token, ...]:
    """Return the tokens of ``text`` in order; white space lies between them.

    >>> [token.text for token in tokenise("F.v: Kari O. Lie-Dahl (47), m.fl.")]
    ['F.v', ':', 'Kari', 'O', '.', 'Lie-Dahl', '(', '47', ')', ',', 'm.fl.']
    """
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "sign"
        found.append(Token(match.group(), match.start(), match.end(), kind))
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
    if _is_role(key):
        return True
    stems = (key.removesuffix(end) for end in _INFLECTION if key.endswith(end))
    return any(len(stem) >= 4 and _is_role(stem) for stem in stems)


def _is_role(key: str) -> bool:
    table = tables.roles()
    # a compound needs a first part of at least two letters
    return key in table.words or any(
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
    if key in table.words or key in table.units:
        return True
    if key in table.endings or (key.endswith("kor") and len(key) > 5):
        return True
    return any(key.endswith(ending) for ending in table.endings if len(ending) > 3)


def is_given_name(word: str) -> bool:
    """Return whether a word, or the first part of a hyphenated one, is a common given name.

    >>> is_given_name("Wivi-Ann"), is_given_name("Kongsberg")
    (True, False)
    """
    key = word.casefold()
    names = tables.given_names()
    return key in names or key.split("-")[0] in names
