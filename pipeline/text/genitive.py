"""Tells the genitive ending from a last letter that belongs to the name.

Norwegian adds a bare s ("Gravens tale"), and an apostrophe where the name ends in s already
("Lars' tale"). So "Gravens" is somebody called Graven, while "Lars" is nobody called Lar. The s
goes only where something speaks for it; what counts, in order, stands at ``base_name``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.text import tables
from pipeline.text.folding import squeeze

_APOSTROPHES = "'’‘ʼ´`"
#: common endings of names in s; only the bare name elsewhere speaks against them
_OWN_ENDINGS = ("us", "is", "os", "ås", "aas", "nes", "næs", "ès")
#: definite nouns: "Stortingets", "Regjeringens", "Vestens"
_DEFINITE = ("ets", "ens", "enes", "anes")
#: what stands there is a noun or an adjective, although other words in -er, -de and -te are verbs
_OWNED_ENDINGS = ("ende", "ste", "inger", "ingar", "ister", "istar", "heter", "sjoner", "sjonar")
_VERB_ENDINGS = ("er", "ar", "te", "de")
_NEXT = re.compile(r"\s+(?:(?P<thing>[«\"“\d])|(?P<word>[^\W\d_]+))")


@dataclass(frozen=True)
class _Words:
    """The tables: names in s in lower case, and what may follow a name that owns nothing."""

    in_s: frozenset[str]
    family: frozenset[str]
    particles: frozenset[str]
    verbs: frozenset[str]
    owned: frozenset[str]


def base_name(text: str, known: Collection[str] = (), following: str = "") -> str:
    """Return a name without its genitive ending, with white space made single.

    What decides, the first that applies:

    1. an apostrophe at the end goes; "'s" goes after capitals ("NRK's") and known names;
    2. an s after s, x or z stays: the genitive of such names is an apostrophe;
    3. a given name, place or organisation of the table of names in s keeps it ("Lars", "Paris");
    4. the s goes where the form without it is known, whole or as the last word of a known name;
    5. a family name of the table keeps it ("Roberts");
    6. the s goes after capitals and full stops ("USAs", "KrFs", "Fr.p.s"), and where the form
       without it is a common given name or a place ("Maritas", "Norges");
    7. an ending that is common among names in s keeps it (-us, -is, -os, -ås, -nes, -næs);
    8. the s goes where something follows that can be owned ("Kongsbergs ordfører", "Høyres Kari
       Lie", "Pinters «Forrådt»"), and from definite nouns ("Stortingets");
    9. otherwise the name stays as it is.

    Args:
        text: the name as written.
        known: names that the article or a register has in their bare form.
        following: what stands after the name in the article; a few words are enough.

    >>> base_name("Olaf  Gravens", known={"Graven"}), base_name("Hans'")
    ('Olaf Graven', 'Hans')
    >>> base_name("Kongsbergs", following=" ordfører"), base_name("NRKs")
    ('Kongsberg', 'NRK')
    >>> base_name("Lars", following=" bror"), base_name("Hovlands", following=" mener")
    ('Lars', 'Hovlands')
    """
    name = squeeze(text)
    if len(name) > 2 and name[-1] in _APOSTROPHES:
        return name[:-1] if name[-2].casefold() in "sxz" else name
    if len(name) > 3 and name[-1] in "sS" and name[-2] in _APOSTROPHES:
        bare = name[:-2]
        return bare if bare[-1].isupper() or _is_known(bare, known) else name
    bare = name[:-1]
    return bare if _has_ending(name, known, following) else name


def _has_ending(name: str, known: Collection[str], following: str) -> bool:
    last = name.rpartition(" ")[2]
    word = (last.rpartition("-")[2] or last).casefold()
    bare = name[:-1]
    # a capital S among capitals ("VOSS") says nothing about an ending
    if len(word) < 3 or not name.endswith("s") or word[-2] in "sxz" or word in _words().in_s:
        return False
    if _is_known(bare, known):
        return True
    if word in _words().family:
        return False
    if bare[-1].isupper() or bare[-1] == "." or _is_common(bare):
        return True
    if word.endswith(_OWN_ENDINGS):
        return False
    return _can_own(following) or word.endswith(_DEFINITE)


def _is_known(bare: str, known: Collection[str]) -> bool:
    return bare in known or bare.rpartition(" ")[2] in known


def _is_common(bare: str) -> bool:
    word = bare.casefold()
    return word in tables.places() or word in tables.given_names()


def _can_own(following: str) -> bool:
    """Return whether what stands next can be owned: a noun, an adjective, a name, a title."""
    found = _NEXT.match(following)
    if not found:
        return False
    if found["thing"] or not found["word"].islower():
        return True
    word, table = found["word"], _words()
    if word in table.particles or word in table.verbs:
        return False
    if word in table.owned or any(word.endswith(noun) for noun in table.owned if len(noun) > 2):
        return True
    return word.endswith(_OWNED_ENDINGS) or not word.endswith(_VERB_ENDINGS)


@cache
def _words() -> _Words:
    data = files("pipeline.text") / "data"
    names = tomllib.loads((data / "names_in_s.toml").read_text("utf-8"))
    after = tomllib.loads((data / "after_genitive.toml").read_text("utf-8"))
    return _Words(
        in_s=frozenset(
            name.casefold() for group in names if group != "family" for name in names[group]
        ),
        family=frozenset(name.casefold() for name in names["family"]),
        particles=frozenset(after["particles"]),
        verbs=frozenset(after["verbs"]),
        owned=frozenset(after["owned"]),
    )
