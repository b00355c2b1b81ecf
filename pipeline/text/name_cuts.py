"""Two names side by side in one run of capital words: where the first ends.

A run is cut where an organisation or a place ends and a person begins ("Havbruk Nord AS Per Lie")
or the other way round ("Kari Lie Voss IL").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.text import tables
from pipeline.text.name_kinds import NamePhrase
from pipeline.text.tokens import is_given_name, is_organisation_word

if TYPE_CHECKING:
    from pipeline.text.phrases import Sight


def cut_names(see: Sight, i: int, end: int) -> NamePhrase | None:
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
