"""A grammar for the lines of participant lists: name, title, unit and organisation in any order.

line   = [bullet | number] ( entry | organisation ":" person { ("," | "og") person } )
entry  = field { ("," | ";" | " – " | tab | "|") field }
field  = person | title [organisation] | unit | organisation
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.text import tables
from pipeline.text.phrases import Sight
from pipeline.text.tokens import is_organisation_word, is_role_word, tokenise

Range = tuple[int, int]

_BULLET = re.compile(r"\s*(?:[-–—•*·▪◦‣o]\s+|[•·▪◦‣]|\(?\d{1,3}[.)]\s*|\d{1,3}\s+)?")
_SEPARATOR = re.compile(r"\s*(?:[,;|\t]|\s[-–—]\s|\s{3,})\s*")
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")


@dataclass(frozen=True)
class ListEntry:
    """One person of a list; ranges are half-open code points of the line."""

    name: Range
    title: Range | None = None
    unit: Range | None = None
    organisation: Range | None = None


def after_bullet(line: str) -> int:
    """Return where the text of a line begins after its bullet or number.

    >>> after_bullet("3. Kari Lie"), after_bullet("- Kari Lie"), after_bullet("Kari Lie")
    (3, 2, 0)
    """
    match = _BULLET.match(line)
    return match.end() if match else 0


def has_bullet(line: str) -> bool:
    """Return whether a line begins with a bullet or a number."""
    return after_bullet(line) > len(line) - len(line.lstrip())


def parse_line(line: str, known: Callable[[int, int], str] = lambda *_: "") -> list[ListEntry]:
    """Return the people of a line of a list, in order; none where it names none.

    Args:
        line: the line.
        known: what is known of a range from elsewhere, as for ``parse_caption``.

    >>> line = "Svein Torø, daglig leder Kongsberg Innovasjon"
    >>> [line[slice(*r)] for e in parse_line(line) for r in (e.name, e.title, e.organisation)]
    ['Svein Torø', 'daglig leder', 'Kongsberg Innovasjon']
    """
    start = after_bullet(line)
    several = _organisation_and_people(line, start, known)
    if several:
        return several
    name: Range | None = None
    title = unit = organisation = None
    for first, last in _fields(line, start):
        kind, ranges = _field(line, (first, last), known, has_name=name is not None)
        if kind == "person" and name is None:
            name = ranges["name"]
        title = title or ranges.get("title")
        unit = unit or ranges.get("unit")
        organisation = organisation or ranges.get("organisation")
    return [ListEntry(name, title, unit, organisation)] if name else []


def _fields(line: str, start: int) -> list[Range]:
    """Return the fields of a line: what separators and brackets divide."""
    fields: list[Range] = []

    def cut(first: int, last: int) -> None:
        at = first
        for match in _SEPARATOR.finditer(line, first, last):
            fields.append((at, match.start()))
            at = match.end()
        fields.append((at, last))

    at = start
    for match in _BRACKET.finditer(line, start):
        cut(at, match.start())
        cut(match.start(1), match.end(1))
        at = match.end()
    cut(at, len(line))
    return [(a, b) for a, b in (_strip(line, a, b) for a, b in fields) if b > a]


def _strip(line: str, first: int, last: int) -> Range:
    while first < last and (line[first].isspace() or line[first] in ",;:."):
        first += 1
    while last > first and (line[last - 1].isspace() or line[last - 1] in ",;:"):
        last -= 1
    if last > first and line[last - 1] == "." and not re.search(r"\b\w\.$", line[first:last]):
        last -= 1
    return first, last


def _field(
    line: str, place: Range, known: Callable[[int, int], str], *, has_name: bool
) -> tuple[str, dict[str, Range]]:
    first, last = place
    text = line[first:last]
    tokens = tokenise(text)
    see = Sight(text, tokens, lambda a, b: known(first + a, first + b))
    words = [token for token in tokens if token.is_word]
    if not words:
        return "nothing", {}
    k = 0
    while k < len(tokens) - 1 and (see.is_role(k) or see.key(k) in tables.roles().before):
        k += 1
    name = see.name(k)
    if name and name.after == len(tokens) and name.kind == "person" and not has_name:
        found = {"name": (first + tokens[k].start, last)}
        if k and see.is_role(k - 1):
            found["title"] = (first, first + tokens[k - 1].end)
        return "person", found
    return "other", _title_unit_organisation(see, (first, last), has_name=has_name)


def _title_unit_organisation(see: Sight, place: Range, *, has_name: bool) -> dict[str, Range]:
    tokens = see.tokens
    head = tokens[0].key
    units = tables.organisations().units
    if head in units or any(head.endswith(unit) and len(unit) > 4 for unit in units):
        return {"unit": place}
    whole = see.text.casefold()
    if whole in tables.places() or all(token.kind == "number" for token in tokens):
        return {}
    roles = [k for k, token in enumerate(tokens) if token.is_word and is_role_word(token.text)]
    if roles:
        return _title_and_organisation(see, place, roles)
    words = [token for token in tokens if token.is_word]
    if any(token.is_capital or is_organisation_word(token.text) for token in words):
        return {"organisation": place}
    return {"title": place} if has_name else {}


def _title_and_organisation(see: Sight, place: Range, roles: list[int]) -> dict[str, Range]:
    """Divide "daglig leder Kongsberg Innovasjon" and "rektor ved Voss skule"."""
    first, last = place
    tokens = see.tokens
    head = roles[0]
    while head + 1 in roles or (head + 2 in roles and see.key(head + 1) in ("og", "/")):
        head += 1 if head + 1 in roles else 2
    rest = head + 1
    if rest >= len(tokens):
        return {"title": place}
    at = rest + see.is_origin(rest)
    while at < len(tokens) and see.sign(at):
        at += 1
    if at < len(tokens) and tokens[at].is_capital:
        found = {"title": (first, first + tokens[rest - 1].end)}
        owner = (first + tokens[at].start, last)
        text = see.text[tokens[at].start :]
        if text.casefold() not in tables.places() or see.key(rest) not in ("i", "på"):
            found["organisation"] = owner
        else:
            found["title"] = place
        return found
    return {"title": place}


def _organisation_and_people(
    line: str, start: int, known: Callable[[int, int], str]
) -> list[ListEntry]:
    """Return the people of "Kongsberg kommune: Kari Lie, Ola Dahl og Per Moe"."""
    colon = line.find(":", start)
    if colon < 0 or colon == len(line.rstrip()) - 1:
        return []
    owner = _strip(line, start, colon)
    first = colon + 1
    text = line[first:]
    tokens = tokenise(text)
    see = Sight(text, tokens, lambda a, b: known(first + a, first + b))
    people: list[ListEntry] = []
    if owner[1] <= owner[0]:
        return []
    is_title = is_role_word(line[owner[0] : owner[1]].rsplit(maxsplit=1)[-1])
    k = 0
    while k < len(tokens):
        name = see.name(k)
        if name is not None and name.kind == "person" and not see.is_role(k):
            place = (first + tokens[k].start, first + tokens[name.after - 1].end)
            entry = (
                ListEntry(place, title=owner) if is_title else ListEntry(place, organisation=owner)
            )
            people.append(entry)
            k = name.after
        else:
            k += 1
    return people
