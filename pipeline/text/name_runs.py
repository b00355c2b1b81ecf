"""Runs of capital words as names: where a name ends, and what it seems to be the name of.

A run is cut where an organisation or a place ends and a person begins ("Havbruk Nord AS Per Lie")
or the other way round ("Kari Lie Voss IL"): the comma between them was forgotten, or a title
stands before ("direktør i Havbruk Nord AS Per Lie").
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.text import tables
from pipeline.text.name_cuts import cut_names
from pipeline.text.name_kinds import NamePhrase, kind_of
from pipeline.text.name_tails import is_origin, known_body, organisation_tail
from pipeline.text.tokens import (
    PARTICLES,
    closes_quote,
    is_given_name,
    is_organisation_word,
    opens_quote,
)
from pipeline.text.word_shapes import shape_of

if TYPE_CHECKING:
    from pipeline.text.phrases import Sight

LONGEST_NAME = 8
#: what follows the sign in the name of a firm: "Knut Åsen & Sønn AS"
_PARTNERS = frozenset(
    [
        "sønn",
        "sønner",
        "søn",
        "søner",
        "datter",
        "døtre",
        "co",
        "partnere",
        "partners",
        "bror",
        "brødre",
    ]
)
#: given names that are written short in the middle of a name: "Per Chr. Olsen"
_SHORTENED = frozenset(
    [
        "md",
        "chr",
        "joh",
        "johs",
        "edv",
        "th",
        "fr",
        "fredr",
        "kr",
        "wilh",
        "alb",
        "jac",
        "nic",
        "aug",
        "ludv",
        "gust",
        "sigv",
        "thv",
        "kath",
        "aa",
        "tr",
        "kj",
        "hj",
        "elis",
    ]
)
_SUFFIXES = frozenset(["jr", "sr", "dy", "de"])  # "jr.", "d.e."


def find_name(see: Sight, i: int) -> NamePhrase | None:
    """Return the name that begins at token ``i``, or ``None`` where no name begins."""
    if i < see.size and opens_quote(see.tokens[i]) and _is_nicknamed(see, i):
        return NamePhrase(i, i + 4, "person")  # "«Tulla» Lie"
    if i >= see.size or not see.tokens[i].is_capital or _is_shouted_small_word(see, i):
        return None
    if see.key(i) in _leading_words() and (i == 0 or see.sign(i - 1) in (".", "!", "?")):
        return None  # "Fra NTNU: …", "Her får Kari Lie …"
    whole = known_body(see, i)
    if whole > i + 1:
        return NamePhrase(i, whole, "organisation")
    end = _run_end(see, i)
    tail = organisation_tail(see, i, end)
    cut = cut_names(see, i, tail)
    if cut is not None:
        return cut
    if tail > end:
        return NamePhrase(i, tail, "organisation")
    return NamePhrase(i, end, kind_of(see, i, end))


def _is_nicknamed(see: Sight, i: int) -> bool:
    """Return whether a nickname in quotes and a surname begin at token ``i``, and nothing more."""
    if i + 3 >= see.size or not closes_quote(see.tokens[i + 2]):
        return False
    nick, surname = see.tokens[i + 1], see.tokens[i + 3]
    opens = (
        i == 0 or see.sign(i - 1) in (".", ":", ",", ";", "(") or see.key(i - 1) in ("og", "med")
    )
    if not (opens and nick.is_capital and surname.is_capital and surname.kind == "word"):
        return False
    more = i + 4 < see.size and see.tokens[i + 4].is_capital
    shares = shape_of(surname.text)
    known = surname.key in tables.surnames() or shares["surname"] + shares["place"] > 0.6
    return known and not more


# -- where a run of capital words ends --------------------------------------------------------


def _run_end(see: Sight, i: int) -> int:
    """Return the token after the capital words that begin at ``i``."""
    k, words = i, 0
    while k < see.size and words < LONGEST_NAME:
        token = see.tokens[k]
        if token.is_capital:
            if k > i and _ends_before(see, i, k):
                break
            k, words = k + 1, words + 1
            if see.sign(k) == "." and token.kind == "word" and _is_short(see, k, words):
                k += 1
        elif (k > i and (token.is_word and _is_inner(see, k))) or _is_number_of_name(see, k):
            k += 1
        elif k > i and (opens_quote(token) or token.text == "("):
            after = _after_nickname(see, i, k)
            if after == k:
                break
            k = after
        else:
            break
    if see.sign(k) == "&" and see.key(k + 1).rstrip(".") in _PARTNERS:
        k += 2 + (see.sign(k + 2) == ".")
        while (
            k < see.size and see.tokens[k].is_capital and is_organisation_word(see.tokens[k].text)
        ):
            k += 1
        return k
    return _with_end(see, i, k)


def _with_end(see: Sight, i: int, k: int) -> int:
    """Return the token after a run that ends before ``k``, with partners or "jr." after it."""
    if see.sign(k) == "&" and (last := _after_second_half(see, k)) > k:
        return last
    if k > i + 1 and _is_suffix(see, k):
        k += 1
    elif k > i + 1 and see.key(k) == "den" and see.key(k + 1) in ("eldre", "yngre"):
        k += 2
    return k


def _after_second_half(see: Sight, k: int) -> int:
    """Return the token after the second half of a firm: "Varme & Vann AS"; or ``k``."""
    last = k + 1
    while last < see.size and see.tokens[last].is_capital:
        last += 1
    whole = last > k + 2 and is_organisation_word(see.tokens[last - 1].text)
    return last if whole and not is_given_name(see.tokens[k - 1].text) else k


def _is_short(see: Sight, dot: int, words: int) -> bool:
    """Return whether the dot belongs to the word before it: "O.", "Johs.", "Md. Shafiqul"."""
    token = see.tokens[dot - 1]
    if not (token.is_initial or token.key in _SHORTENED) or _opens_sentence(see, dot + 1):
        return False
    leads = words > 1 or token.key == "md" or _opens_surname(see, dot + 1)
    return token.is_initial or leads


def _opens_sentence(see: Sight, k: int) -> bool:
    """Return whether a sentence begins with token ``k`` after what could be an initial's dot."""
    begins = see.phrase(k) is not None or see.key(k) in _leading_words()
    return begins and see.tokens[k].is_capital


def _opens_surname(see: Sight, k: int) -> bool:
    """Return whether token ``k`` can be the surname after a shortened given name: "Johs. Malm"."""
    if k >= see.size or not see.tokens[k].is_capital:
        return False
    return not (is_given_name(see.tokens[k].text) and see.key(k) not in tables.surnames())


def _is_inner(see: Sight, k: int) -> bool:
    """Return whether a small word at token ``k`` goes on a name: "von", "Møre og Romsdal"."""
    if see.key(k) == "og":
        return _joins_places(see, k)
    if see.key(k) == "of":  # "University of Leicester"
        return k + 1 < see.size and see.tokens[k + 1].is_capital
    return see.key(k) in PARTICLES and _leads_on(see, k)


def _is_number_of_name(see: Sight, k: int) -> bool:
    """Return whether a number at token ``k`` belongs to the name before it: "Rema 1000"."""
    if k == 0 or see.tokens[k].kind != "number":
        return False
    return f"{see.key(k - 1)} {see.key(k)}" in tables.organisations().numbered


def _is_suffix(see: Sight, k: int) -> bool:
    short = k < see.size and see.tokens[k].kind == "short" and see.key(k) in _SUFFIXES
    return short or see.key(k) in ("senior", "junior")


def _joins_places(see: Sight, k: int) -> bool:
    """Return whether "og" stands inside the name of a county: "Møre og Romsdal fylkeskommune"."""
    if k + 1 >= see.size or not see.tokens[k + 1].is_capital:
        return False
    if see.key(k + 1) in ("omegn", "omland"):
        return True
    both = f"{see.key(k - 1)} og {see.key(k + 1)}"
    body = see.key(k + 2) in ("kommune", "fylkeskommune", "bispedømme", "bispedøme", "energi")
    return both in tables.places() or (body and see.key(k - 1) in tables.places())


@cache
def _leading_words() -> frozenset[str]:
    """Return small words that a sentence can begin with and no name does."""
    table = tables.captions()
    return (table.origins | table.small | table.stands) - tables.given_names().keys()


def _ends_before(see: Sight, i: int, k: int) -> bool:
    """Return whether a run ends before the capital word at token ``k``."""
    credit = see.key(k) in ("foto", "fotograf", "tekst")
    return credit or _is_shouted_small_word(see, k) or _begins_line(see, i, k)


def _is_shouted_small_word(see: Sight, k: int) -> bool:
    return see.shouts and (see.after_joiner(k) > k or is_origin(see, k))


def _begins_line(see: Sight, i: int, k: int) -> bool:
    """Return whether the name that begins at ``i`` ends with its line before token ``k``.

    A name can be wrapped; what begins with a cue or is a name by itself goes on a new line.
    """
    if not see.breaks_before(k):
        return False
    whole = k - i > 1 and k + 1 < see.size and see.tokens[k + 1].is_capital
    return see.phrase(k) is not None or (whole and is_given_name(see.tokens[k].text))


def _leads_on(see: Sight, k: int) -> bool:
    if see.key(k) == "da" and k + 2 < see.size and is_given_name(see.tokens[k + 1].text):
        return not see.tokens[k + 2].is_capital  # "Kari Lie da Per Moe kom"
    while k < see.size and see.tokens[k].is_word and see.tokens[k].key in PARTICLES:
        k += 1
    return k < see.size and see.tokens[k].is_capital


def _after_nickname(see: Sight, i: int, k: int) -> int:
    """Return the token after a nickname in quotes or brackets at ``k``, or ``k``.

    "Kari «Kaja Mor» Lie", "Jon (Jonny) Lie"; but not "Kari (Voss) Ola (Bergen)".
    """
    if see.sign(k) == "(":
        inner = see.tokens[k + 1] if k + 1 < see.size else None
        if (
            inner is None
            or see.sign(k + 2) != ")"
            or k + 3 >= see.size
            or not (see.tokens[k + 3].is_capital and inner.is_capital and k == i + 1)
            or inner.is_acronym
            or is_given_name(see.tokens[k + 3].text)
            or not is_given_name(see.tokens[i].text)
            or inner.key in tables.places()
        ):
            return k
        return k + 3
    for end in (k + 2, k + 3):
        if end < see.size and closes_quote(see.tokens[end]):
            follows = end + 1 < see.size and see.tokens[end + 1].is_capital
            return end + 1 if follows else k
    return k
