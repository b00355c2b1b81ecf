"""Questions of the caption grammar about what comes before and after a place: nothing moves."""

from __future__ import annotations

from pipeline.text import tables
from pipeline.text.phrases import NamePhrase, Phrase, Sight
from pipeline.text.tokens import is_given_name

Range = tuple[int, int]
#: a title is not longer than this, in tokens
LONGEST_TITLE = 12


def token_range(see: Sight, first: int, after: int) -> Range:
    """Return the code points of tokens [first, after)."""
    return see.tokens[first].start, see.tokens[after - 1].end


def cue_at(see: Sight, k: int) -> Phrase | None:
    """Return the row or direction at token ``k`` or after one small word ("i fremre rad")."""
    for at in (k, see.after_filler(k)):
        phrase = see.phrase(at)
        if phrase is not None and phrase.family in ("row", "direction"):
            return phrase
    return None


def is_credit(see: Sight, k: int) -> bool:
    """Return whether the word for a photographer stands at token ``k``."""
    phrase = see.phrase(k)
    return phrase is not None and phrase.value == "credit"


def side_follows(see: Sight, k: int) -> bool:
    """Return whether a side stands at token ``k``, in brackets or not."""
    k += see.sign(k) == "("
    phrase = see.phrase(k)
    return phrase is not None and phrase.family == "side"


def person_at(see: Sight, k: int, *, single: bool) -> NamePhrase | None:
    """Return the name of a person that begins at token ``k``, after any title or number.

    Args:
        see: the tokens.
        k: the token.
        single: whether a given name alone counts.
    """
    if k < len(see) and see.tokens[k].kind == "number":
        k += 1 + (see.sign(k + 1) in (")", "."))
    last = k + LONGEST_TITLE
    while k < last and see.is_role(k):
        k += 1
    name = see.name(k)
    if name is None or name.kind == "person":
        return name
    alone = name.kind == "single" and is_given_name(see.tokens[name.first].text)
    return name if alone and single else None


def only_names(see: Sight, k: int) -> bool:
    """Return whether the sentence at token ``k`` is an enumeration of people and nothing else."""
    begin = k
    while k < len(see) and see.sign(k) not in (".", "!", "?", "…"):
        name = person_at(see, k, single=False)
        if name is not None and is_given_name(see.tokens[name.first].text):
            k = name.after
        elif see.sign(k) == "," or see.after_joiner(k) > k:
            k = max(k + 1, see.after_joiner(k))
        else:
            return False
    return k > begin


def gives_surname(see: Sight, k: int) -> bool:
    """Return whether a full name follows after "og" at token ``k``: "(Kari) og Ola Lie"."""
    if see.key(k) not in ("og", "&"):
        return False
    name = see.name(k + 1)
    return (
        name is not None
        and name.kind == "person"
        and is_given_name(see.tokens[name.first].text)
        and name.after - name.first > 1
    )


def role_start(see: Sight, first: int) -> int:
    """Return the token at which the title before token ``first`` begins, or ``first``."""
    k = first
    while k > max(0, first - LONGEST_TITLE):
        if _is_part_of_title(see, k - 1):
            k -= 1
        elif k < first and _joins_titles(see, k - 1) and _is_title_half(see, k - 2):
            k -= 2  # "strategi- og omdømmesjef", "gründer/daglig leder"
        else:
            break
    return k if k < first and see.is_role(first - 1) else first


def _joins_titles(see: Sight, k: int) -> bool:
    return see.key(k) == "og" or see.sign(k) == "/"


def _is_part_of_title(see: Sight, k: int) -> bool:
    return see.is_role(k) or see.key(k) in tables.roles().before


def _is_title_half(see: Sight, k: int) -> bool:
    return k >= 0 and (see.key(k).endswith("-") or _is_part_of_title(see, k))
