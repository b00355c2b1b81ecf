"""Bodies in a list that the tables know, and a part of a body beside the whole."""

from __future__ import annotations

import re

from pipeline.text import tables
from pipeline.text.name_kinds import known_bodies
from pipeline.text.tokens import is_organisation_word, is_role_word

Range = tuple[int, int]
#: "NIBR ved OsloMet": a part of a body and the body
_WITHIN = re.compile(r"\s(?:ved|v/)\s?(?=[^\W\d_a-zæøå])")


def part_and_body(text: str, place: Range) -> dict[str, Range]:
    """Return the unit and the organisation that a field names together: "NIBR ved OsloMet"."""
    head, comma, tail = text.partition(", ")
    if comma and is_part(head) != is_part(tail):
        first, last = (place[0], place[0] + len(head)), (place[1] - len(tail), place[1])
        unit, body = (first, last) if is_part(head) else (last, first)
        owner = head if body == first else tail
        if owner[:1].isupper() and (is_known_body(owner) or owner.isupper()):
            return {"unit": unit, "organisation": body}  # "USN, Institutt for kunst"
    within = _WITHIN.search(text)
    if within is None or not text[0].isupper() or not is_known_body(text[within.end() :]):
        return {}
    if any(map(is_role_word, text[: within.start()].split())):
        return {}  # "Rektor ved Voss skule"
    middle = place[0] + within.start(), place[0] + within.end()
    return {"unit": (place[0], middle[0]), "organisation": (middle[1], place[1])}


def is_part(name: str) -> bool:
    """Return whether a name is that of a part of a body by its first or last word.

    >>> is_part("Institutt for fysikk"), is_part("NTNU")
    (True, False)
    """
    words, units = name.casefold().split(), tables.organisations().units
    return len(words) > 1 and (words[0] in units or words[-1] in units)


def is_known_body(text: str) -> bool:
    """Return whether a few words are a body that the tables know, or have a word of one.

    >>> is_known_body("OsloMet"), is_known_body("Voss kommune"), is_known_body("Voss")
    (True, True, False)
    """
    known = text in tables.organisations().known or text.casefold() in known_bodies()
    return known or any(map(is_organisation_word, text.split()))


def known_kind(text: str, head: str) -> str:
    """Return "organisation", "unit" or "place" where the tables tell it of a field, or ""."""
    table = tables.organisations()
    if (
        text in table.known
        or text.casefold() in known_bodies()
        or text.casefold() in table.numbered
    ):
        return "organisation"
    if head in table.whole_endings:
        return "organisation"  # "Opplæringskontoret for byggfag"
    if text.casefold() == head and head.endswith("instituttet") and head != "instituttet":
        return "organisation"  # "Havforskningsinstituttet"
    if head == "team" and text[5:6].isupper():
        return "organisation"  # "Team Kollen" is no part of another
    if head in table.units or any(head.endswith(unit) and len(unit) > 4 for unit in table.units):
        return "unit"
    places = tables.places()
    return "place" if all(p in places for p in text.casefold().split(" i ")) else ""
