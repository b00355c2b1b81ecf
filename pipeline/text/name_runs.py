"""Runs of capital words as names: where a name ends, and what it seems to be the name of.

A run is cut where an organisation or a place ends and a person begins ("Havbruk Nord AS Per Lie")
or the other way round ("Kari Lie Voss IL"): the comma between them was forgotten, or a title
stands before ("direktør i Havbruk Nord AS Per Lie").
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.text import tables
from pipeline.text.name_kinds import NamePhrase, kind_of, known_bodies
from pipeline.text.tokens import (
    ADJECTIVES,
    PARTICLES,
    closes_quote,
    is_given_name,
    is_organisation_word,
    is_role_word,
    opens_quote,
    tokenise,
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
    if i < len(see) and opens_quote(see.tokens[i]) and _is_nicknamed(see, i):
        return NamePhrase(i, i + 4, "person")  # "«Tulla» Lie"
    if i >= len(see) or not see.tokens[i].is_capital or _is_shouted_small_word(see, i):
        return None
    if see.key(i) in _leading_words() and (i == 0 or see.sign(i - 1) in (".", "!", "?")):
        return None  # "Fra NTNU: …", "Her får Kari Lie …"
    whole = _known_body(see, i)
    if whole > i + 1:
        return NamePhrase(i, whole, "organisation")
    end = _run_end(see, i)
    tail = _organisation_tail(see, i, end)
    cut = _cut(see, i, tail)
    if cut is not None:
        return cut
    if tail > end:
        return NamePhrase(i, tail, "organisation")
    return NamePhrase(i, end, kind_of(see, i, end))


def _is_nicknamed(see: Sight, i: int) -> bool:
    """Return whether a nickname in quotes and a surname begin at token ``i``, and nothing more."""
    if i + 3 >= len(see) or not closes_quote(see.tokens[i + 2]):
        return False
    nick, surname = see.tokens[i + 1], see.tokens[i + 3]
    opens = (
        i == 0 or see.sign(i - 1) in (".", ":", ",", ";", "(") or see.key(i - 1) in ("og", "med")
    )
    if not (opens and nick.is_capital and surname.is_capital and surname.kind == "word"):
        return False
    more = i + 4 < len(see) and see.tokens[i + 4].is_capital
    shares = shape_of(surname.text)
    known = surname.key in tables.surnames() or shares["surname"] + shares["place"] > 0.6
    return known and not more


# -- where a run of capital words ends --------------------------------------------------------


def _run_end(see: Sight, i: int) -> int:
    """Return the token after the capital words that begin at ``i``."""
    k, words = i, 0
    while k < len(see) and words < LONGEST_NAME:
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
            k < len(see) and see.tokens[k].is_capital and is_organisation_word(see.tokens[k].text)
        ):
            k += 1
        return k
    if k > i + 1 and _is_suffix(see, k):
        k += 1
    elif k > i + 1 and see.key(k) == "den" and see.key(k + 1) in ("eldre", "yngre"):
        k += 2
    return k


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
    if k >= len(see) or not see.tokens[k].is_capital:
        return False
    return not (is_given_name(see.tokens[k].text) and see.key(k) not in tables.surnames())


def _is_inner(see: Sight, k: int) -> bool:
    """Return whether a small word at token ``k`` goes on a name: "von", "Møre og Romsdal"."""
    if see.key(k) == "og":
        return _joins_places(see, k)
    if see.key(k) == "of":  # "University of Leicester"
        return k + 1 < len(see) and see.tokens[k + 1].is_capital
    return see.key(k) in PARTICLES and _leads_on(see, k)


def _is_number_of_name(see: Sight, k: int) -> bool:
    """Return whether a number at token ``k`` belongs to the name before it: "Rema 1000"."""
    if k == 0 or see.tokens[k].kind != "number":
        return False
    return f"{see.key(k - 1)} {see.key(k)}" in tables.organisations().numbered


def _is_suffix(see: Sight, k: int) -> bool:
    short = k < len(see) and see.tokens[k].kind == "short" and see.key(k) in _SUFFIXES
    return short or see.key(k) in ("senior", "junior")


def _joins_places(see: Sight, k: int) -> bool:
    """Return whether "og" stands inside the name of a county: "Møre og Romsdal fylkeskommune"."""
    if k + 1 >= len(see) or not see.tokens[k + 1].is_capital:
        return False
    if see.key(k + 1) in ("omegn", "omland"):
        return True
    both = f"{see.key(k - 1)} og {see.key(k + 1)}"
    body = see.key(k + 2) in ("kommune", "fylkeskommune", "bispedømme", "bispedøme", "energi")
    return both in tables.places() or (body and see.key(k - 1) in tables.places())


def _is_origin(see: Sight, k: int) -> bool:
    return see.key(k) in tables.captions().origins


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
    return see.shouts and (see.after_joiner(k) > k or _is_origin(see, k))


def _begins_line(see: Sight, i: int, k: int) -> bool:
    """Return whether the name that begins at ``i`` ends with its line before token ``k``.

    A name can be wrapped; what begins with a cue or is a name by itself goes on a new line.
    """
    if not see.breaks_before(k):
        return False
    whole = k - i > 1 and k + 1 < len(see) and see.tokens[k + 1].is_capital
    return see.phrase(k) is not None or (whole and is_given_name(see.tokens[k].text))


def _leads_on(see: Sight, k: int) -> bool:
    while k < len(see) and see.tokens[k].is_word and see.tokens[k].key in PARTICLES:
        k += 1
    return k < len(see) and see.tokens[k].is_capital


def _after_nickname(see: Sight, i: int, k: int) -> int:
    """Return the token after a nickname in quotes or brackets at ``k``, or ``k``.

    "Kari «Kaja Mor» Lie", "Jon (Jonny) Lie"; but not "Kari (Voss) Ola (Bergen)".
    """
    if see.sign(k) == "(":
        inner = see.tokens[k + 1] if k + 1 < len(see) else None
        if (
            inner is None
            or see.sign(k + 2) != ")"
            or k + 3 >= len(see)
            or not (see.tokens[k + 3].is_capital and inner.is_capital and k == i + 1)
            or inner.is_acronym
            or is_given_name(see.tokens[k + 3].text)
            or not is_given_name(see.tokens[i].text)
            or inner.key in tables.places()
        ):
            return k
        return k + 3
    for end in (k + 2, k + 3):
        if end < len(see) and closes_quote(see.tokens[end]):
            follows = end + 1 < len(see) and see.tokens[end + 1].is_capital
            return end + 1 if follows else k
    return k


@cache
def _bodies_by_head() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the known names of several words, the longest first, by their first words."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for name in known_bodies():
        words = tuple(token.key for token in tokenise(name))
        if len(words) > 1:
            found.setdefault(words[0], []).append(words)
    return {head: tuple(sorted(names, key=len, reverse=True)) for head, names in found.items()}


def _known_body(see: Sight, i: int) -> int:
    """Return the token after the name of a known body that begins at ``i``, or ``i``."""
    for words in _bodies_by_head().get(see.key(i), ()):
        if all(see.key(i + k) == word for k, word in enumerate(words)):
            return i + len(words)
    return i


def _field_end(see: Sight, i: int, end: int) -> int:
    """Return the token after the field of a body: "Institutt for fysikk og kjemi", or ``end``."""
    body = is_organisation_word(see.tokens[end - 1].text) and not see.shouts
    if not (body and see.key(end) == "for" and _is_noun(see, end + 1)):
        return end
    k = end + 2
    joined = see.key(k) == "og" and _is_noun(see, k + 1)
    if joined and (k + 2 >= len(see) or see.sign(k + 2) or _is_origin(see, k + 2)):
        k += 2
    return k


def _is_noun(see: Sight, k: int) -> bool:
    """Return whether a small word that is no verb and no joint stands at token ``k``."""
    if k >= len(see) or not see.tokens[k].is_word or see.tokens[k].is_capital:
        return False
    table, key = see.words, see.key(k)
    return len(key) > 2 and not (key in table.small or key in table.telling or see.is_role(k))


def _organisation_tail(see: Sight, i: int, end: int) -> int:
    """Return the token after the small words that make it an organisation, or ``end``."""
    field = _field_end(see, i, end)
    if field > end:
        return field
    for k in range(end, min(end + 3, len(see))):
        token = see.tokens[k]
        if not token.is_word or token.is_capital or _is_origin(see, k):
            return end
        if is_role_word(token.text):
            return end
        if is_organisation_word(token.text):
            follows = k + 1 < len(see) and see.tokens[k + 1]
            if follows and not follows.is_capital and is_organisation_word(follows.text):
                continue  # "Bjerke videregående skole"
            return k + 1
        joins = token.key == "og" and see.key(k - 1).endswith("-")
        if not (joins or token.key.endswith(ADJECTIVES)):
            return end
    return end


# -- two names without a comma between them ---------------------------------------------------


def _cut(see: Sight, i: int, end: int) -> NamePhrase | None:
    """Return the first of two names that stand side by side, or ``None`` where it is one."""
    if end - i < 3 or any(see.sign(k) == "&" for k in range(i, end)):
        return None
    if is_given_name(see.tokens[i].text):
        return _person_before(see, i, end)
    for k in range(i + 1, end - 1):
        if _begins_person(see, k, end) and (kind := _whole_owner(see, i, k)):
            return NamePhrase(i, k, kind)
    return None


def _begins_person(see: Sight, k: int, end: int) -> bool:
    token = see.tokens[k]
    return (
        token.is_capital
        and is_given_name(token.text)
        and not is_organisation_word(token.text)
        and see.tokens[k + 1].is_word
        and not any(is_organisation_word(see.tokens[j].text) for j in range(k + 1, end))
    )


def _whole_owner(see: Sight, i: int, k: int) -> str:
    """Return "organisation" or "place" where tokens [i, k) are the whole name of one, or ""."""
    text = see.text[see.tokens[i].start : see.tokens[k - 1].end]
    if text.casefold() in tables.places():
        return "place" if k - i > 1 or text.casefold() not in tables.surnames() else ""
    last = see.tokens[k - 1]
    if is_organisation_word(last.text) and not is_given_name(last.text):
        return "organisation"
    if last.key in tables.places() and is_organisation_word(see.tokens[i].text):
        return "organisation"  # "Fagforbundet Vestfold"
    if k - i == 1 and last.is_acronym and not see.shouts:
        return "organisation" if text in tables.organisations().known or len(text) < 5 else ""
    return ""


def _person_before(see: Sight, i: int, end: int) -> NamePhrase | None:
    """Cut "Kari Lie Voss IL" after the person: the rest is an organisation of its own."""
    owner = next((k for k in range(i + 2, end) if is_organisation_word(see.tokens[k].text)), None)
    known = tables.organisations()
    for k in range(i + 2, end):
        token = see.tokens[k]
        if not token.is_capital:
            continue
        alone = k == end - 1 and token.text in known.known and not see.shouts
        if alone or (
            owner is not None
            and k < owner
            and (token.key in tables.places() or token.is_acronym or token.key in known.first)
        ):
            return NamePhrase(i, k, "person")
    if owner is not None and owner > i + 2 and end - owner == 1:
        return NamePhrase(i, i + 2, "person")
    return None
