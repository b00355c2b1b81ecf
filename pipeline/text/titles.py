"""Titles that reach over an organisation to the name: "daglig leder i Havbruk Nord AS Per Lie".

title = title word { title word } [ origin { small word } [ organisation ] ] [","] person
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.text import tables
from pipeline.text.phrases import NamePhrase, Sight
from pipeline.text.tokens import (
    is_given_name,
    is_organisation_word,
    is_plural_role,
    leads_title,
)

Range = tuple[int, int]
#: a title is not longer than this, in tokens
LONGEST_TITLE = 12
#: an organisation's name, with an institute before its university, is not longer than this
LONGEST_OWNER = 12
#: small words after a title and before its comma are not more than this: "gjennom 20 år"
LONGEST_ADDITION = 4


@dataclass(frozen=True, slots=True)
class Title:
    """A title before a name: tokens [first, role_after) are the role, the name is at ``person``.

    ``owner`` is the range of tokens of the organisation, ``comma`` whether one stands before the
    name.
    """

    first: int
    role_after: int
    owner: Range | None
    person: int
    comma: bool = False


def title_at(see: Sight, i: int) -> Title | None:
    """Return the title at token ``i`` that an organisation or a field and then a name follow."""
    if i not in see.titles:
        see.titles[i] = _find_title(see, i)
    return see.titles[i]


def title_and_comma(see: Sight, i: int) -> Title | None:
    """Return the title at token ``i`` that a comma divides from the name.

    "Fjorårets vinner, Kari Lie", "Leder gjennom 20 år, Kari Lie": only where nobody is named
    before, who could have the title.
    """
    role = words_of_title(see, i)
    if role == i:
        return _yearly(see, i)
    if see.key(i - 1) == "av" and not is_plural_role(see.tokens[role - 1].text):
        return None  # "to av medlemmene, Kari Lie og Ola Dahl", but "av ordfører, Kari Lie"
    k = role
    while k < min(see.size, role + LONGEST_ADDITION) and _is_addition(see, k):
        k += 1
    if k == role and see.key(k) == "bak" and _is_small(see, k + 1):
        k += 2  # "Ildsjelen bak museet, Kari Lie"
    if see.sign(k) != "," or not _is_person(see, k + 1):
        return None
    return Title(i, role, None, k + 1, comma=True)


def _yearly(see: Sight, i: int) -> Title | None:
    """Return a title whose words are not known but the first: "Årets stevnegeneral, Kari Lie"."""
    if not (leads_title(see.key(i)) and see.tokens[i].is_capital):
        return None
    k = i + 1
    while k < min(see.size, i + LONGEST_ADDITION) and _is_small(see, k):
        k += 1
    comma = k > i + 1 and see.sign(k) == "," and _is_person(see, k + 1)
    return Title(i, k, None, k + 1, comma=True) if comma else None


def is_owned(see: Sight, i: int) -> bool:
    """Return whether a title with "sin" begins at token ``i``: "læraren sin, Kari Lie"."""
    role = words_of_title(see, i)
    return role > i and see.key(role) in ("sin", "si", "sitt", "sine") and see.sign(role + 1) == ","


def _is_addition(see: Sight, k: int) -> bool:
    return see.tokens[k].kind == "number" or _is_small(see, k)


def words_of_title(see: Sight, i: int) -> int:
    """Return the token after the title words at ``i``; ``i`` where none of them is a role."""
    if i not in see.title_ends:
        see.title_ends[i] = _end_of_title(see, i)
    return see.title_ends[i]


def _end_of_title(see: Sight, i: int) -> int:
    k, role = i, i
    while k < min(see.size, i + LONGEST_TITLE):
        if see.is_role(k):
            k = role = k + 1
        elif leads_title(see.key(k)) or (k > i and _joins_halves(see, k)):
            k += 1
        elif see.key(k).endswith("-") and see.key(k + 1) in ("og", "&"):
            k += 2
        elif leads_compound_title(see, k):
            k = role = k + 2
        else:
            break
    return role


def leads_compound_title(see: Sight, k: int) -> bool:
    """Return whether token ``k`` begins a title that a name of two words is a part of.

    "Bane NOR-direktør Kari Lie".
    """
    if not 0 <= k < see.size - 2 or not see.tokens[k].is_capital or see.shouts:
        return False
    word, title = see.tokens[k], see.tokens[k + 1]
    if not (title.is_capital and "-" in title.text[1:-1]):
        return False
    named = is_given_name(word.text) or is_given_name(title.text)
    return see.is_role(k + 1) and not (see.is_role(k) or named)


def _joins_halves(see: Sight, k: int) -> bool:
    return (see.key(k) == "og" or see.sign(k) == "/") and _is_half(see, k - 1)


def _is_half(see: Sight, k: int) -> bool:
    return see.key(k).endswith("-") or (see.is_role(k) and see.is_role(k + 2))


def _find_title(see: Sight, i: int) -> Title | None:
    role = words_of_title(see, i)
    if role == i or not see.is_origin(role) or see.phrase(role) is not None:
        return None
    k = role + 1
    while k < min(see.size, i + LONGEST_TITLE) and _is_small(see, k):
        k += 1
    if k > role + 1 and see.sign(k) == "," and _is_person(see, k + 1):
        return Title(i, k, None, k + 1, comma=True)  # "leiar i kulturutvalet, Trond Bø"
    name = see.name(k)
    if name is None:
        return None
    if k > role + 1 and name.kind == "person" and see.opens_person(k):
        # "leder for helseavdelingen Ida Moen": the field belongs to the title
        return Title(i, k, None, k)
    # "fylkesråd for næring i Nordland": the field belongs to the title
    return _with_owner(see, i, last_origin(see, role, k), k)


def _is_person(see: Sight, k: int) -> bool:
    name = see.name(k)
    return name is not None and name.kind == "person" and see.opens_person(k)


def last_origin(see: Sight, role: int, k: int) -> int:
    """Return the last word that an owner follows among tokens [role, k), at least ``role``.

    A body named with a small letter stays with what follows: "den norske skolen i Paris".
    """
    if any(is_organisation_word(see.tokens[j].text) for j in range(role, k)):
        return role
    return max((j for j in range(role, k) if see.is_origin(j)), default=role)


def _is_small(see: Sight, k: int) -> bool:
    """Return whether token ``k`` is a small word inside a title: "råd for næring og helse"."""
    return see.tokens[k].is_word and not see.tokens[k].is_capital and see.phrase(k) is None


def _with_owner(see: Sight, i: int, role: int, k: int) -> Title | None:
    """Return the title whose organisation begins at token ``k``."""
    last, at = min(see.size, k + LONGEST_OWNER), k
    while at < last:
        name = see.name(at)
        if name is None:
            break
        split = _person_inside(see, name) if at == k and name.kind == "person" else 0
        if split:
            return Title(i, role, _owner(see, role + 1, split), split)
        if at > k and name.kind == "person":
            break
        at = name.after
        if see.is_origin(at) and see.name(at + 1) is not None:
            at += 1  # "Institutt for fysikk ved NTNU"
            continue
        break
    named = see.name(k)
    split = _name_after_body(see, named) if named is not None else 0
    if split and named is not None and at == named.after:
        return Title(i, role, _owner(see, role + 1, split), split)
    comma = see.sign(at) == ","
    person = see.name(at + comma)
    if at == k or person is None or person.kind != "person":
        return None
    if not see.opens_person(at + comma) and not comma:
        return None
    return Title(i, role, _owner(see, role + 1, at), at + comma, comma)


def is_local(see: Sight, k: int) -> bool:
    """Return whether "i" at token ``k`` leads to a place, as after a parson or a mayor."""
    return see.key(k) == "i" and see.key(k - 1).endswith(see.words.local)


def _owner(see: Sight, first: int, after: int) -> Range | None:
    """Return the tokens [first, after) as an organisation, or ``None`` where they are none.

    A place and a person ("moren til Jonas") are none.
    """
    if see.key(first - 1) == "til" and is_given_name(see.tokens[first].text):
        return None
    if after - first == 1 and is_local(see, first - 1):
        return None  # "soknepresten i Breim"
    whole = see.text[see.tokens[first].start : see.tokens[after - 1].end]
    return None if whole.casefold() in tables.places() else (first, after)


def _name_after_body(see: Sight, name: NamePhrase) -> int:
    """Return where a person of an unknown given name follows a body, or 0.

    "Norges Idrettsforbund Zaineb Moe": two words and more after the word of a body, the last of
    them a surname.
    """
    if name.kind != "organisation" or see.key(name.after - 1) not in tables.surnames():
        return 0
    body = max(
        (k for k in range(name.first, name.after) if is_organisation_word(see.tokens[k].text)),
        default=name.after,
    )
    words = see.tokens[body + 1 : name.after]
    alone = len(words) > 1 and all(token.is_capital and token.kind == "word" for token in words)
    return body + 1 if alone else 0


def _person_inside(see: Sight, name: NamePhrase) -> int:
    """Return where a person begins in a run of capital words: "Equinor Kari Lie", or 0."""
    for k in range(name.first + 1, name.after - 1):
        token = see.tokens[k]
        if token.is_capital and is_given_name(token.text) and see.tokens[k + 1].is_capital:
            return k if not is_given_name(see.tokens[name.first].text) else 0
    return 0
