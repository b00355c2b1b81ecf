"""A grammar for the lines of participant lists: name, title, unit and organisation in any order.

line   = [bullet | number] ( entry | organisation ( ":" | "v/" ) person { ("," | "og") person } )
entry  = field { ("," | ";" | " – " | tab | "|") field }
field  = person ["fra" organisation] | title [organisation] | unit | organisation
person = name | surname "," given name
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.text import tables
from pipeline.text.phrases import Sight
from pipeline.text.tokens import is_given_name, is_organisation_word, is_role_word, tokenise

Range = tuple[int, int]

_BULLET = re.compile(
    r"\s*(?:[-–—•*·▪◦‣o]\s+|[•·▪◦‣]|\(?\d{1,3}[.)]\s*(?=\D)|\d{1,2}\s+(?=[A-ZÆØÅ]))?"
)
_SEPARATOR = re.compile(
    r"\s*(?:[,;|\t]|\s[-–—]\s|\sv/|\s{3,})\s*(?:(?:og|samt)\s+(?=[^\W\d_a-zæøå]))?|^\s*(?:og|samt)\s+"
)
_AND = re.compile(r"(?<!\s)\s+(?:og|samt|&)\s+(?=(?P<next>[^\W\d_a-zæøå][\w-]+)\s+[^\W\d_a-zæøå])")
#: what stands before a colon without announcing people of the article
_NO_LIST = frozenset(
    ["kontakt", "kontaktperson", "foto", "tekst", "tlf", "telefon", "e-post", "kilde"]
)
_CONTACT = frozenset(["tlf", "tlf.", "telefon", "mob", "mobil", "e-post", "epost"])
_HAS_AND = re.compile(r"\b(?:og|samt|&)\s")
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")


@dataclass(frozen=True)
class ListEntry:
    """One person of a list; ranges are half-open code points of the line.

    ``surname`` is the surname of another person that a given name shares: "Kari og Ola Lie".
    """

    name: Range
    title: Range | None = None
    unit: Range | None = None
    organisation: Range | None = None
    surname: str = ""


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
    prefix = find_prefix(line, start)
    entries: list[ListEntry] = []
    open_entry: dict[str, Range] = {}
    before = ""
    for first, last, how in _fields(line, prefix[1] + 1 if prefix else start):
        # after "og" or a bracket comes the next person, after a mere comma what belongs to this one
        fresh = "name" not in open_entry or how == "and" or (how == "plain" and before == "bracket")
        kind, found = "person", {"name": (first, last)}
        if how != "turned":
            kind, found = _field(line, (first, last), known, fresh=fresh)
        shared = open_entry.get("organisation") if how == "and" and kind == "person" else None
        if shared and "name" not in open_entry and is_given_name(line[slice(*shared)]):
            surname = line[slice(*found["name"])].rsplit(maxsplit=1)[-1]
            entries.append(ListEntry(shared, surname=surname))
            open_entry = {}
        if kind == "person" and "name" in open_entry:
            entries.append(_entry(open_entry))
            open_entry = {}
        if "unit" in open_entry and _goes_on(line, found.get("title")):
            open_entry["unit"] = open_entry["unit"][0], last
            found = {}
        for what, place in found.items():
            open_entry.setdefault(what, place)
        before = how
    if "name" in open_entry:
        entries.append(_entry(open_entry))
    return [_with_prefix(line, entry, prefix) for entry in entries]


def _goes_on(line: str, title: Range | None) -> bool:
    """Return whether what looks like a title ends a unit's name: "…, strategi og statsvitskap"."""
    words = line[slice(*title)].split() if title else []
    return "og" in words and words[0].islower() and not any(is_role_word(word) for word in words)


def _entry(found: dict[str, Range]) -> ListEntry:
    get = found.get
    return ListEntry(found["name"], get("title"), get("unit"), get("organisation"))


def find_prefix(line: str, start: int = 0) -> Range | None:
    """Return what stands before a colon at the beginning of a line that goes on after it.

    >>> line = "Voss kommune: Kari Lie og Ola Dahl"
    >>> line[slice(*find_prefix(line))]
    'Voss kommune'
    """
    colon = line.find(":", start)
    if colon <= start or colon >= len(line.rstrip()) - 1 or colon - start > 60:
        return None
    if re.search(r"[.,;()]", line[start:colon]) or line[start:colon].casefold() in _NO_LIST:
        return None
    return start, colon


def _with_prefix(line: str, entry: ListEntry, prefix: Range | None) -> ListEntry:
    """Return the entry with its prefix as organisation or title, where the line tells none."""
    if prefix is None or is_list_heading(line[slice(*prefix)]):
        return entry
    place = _strip(line, *prefix)
    words = [token for token in tokenise(line[slice(*place)]) if token.is_word]
    if words and words[0].is_capital and not any(is_role_word(word.text) for word in words):
        return replace(entry, organisation=entry.organisation or place)
    return replace(entry, title=entry.title or place)


def is_list_heading(text: str) -> bool:
    """Return whether a line announces a list of people ("Desse var med").

    >>> is_list_heading("De som var med:"), is_list_heading("Kongsberg kommune:")
    (True, False)
    """
    key = text.strip().rstrip(":").strip().casefold()
    words = tables.captions().list_headings
    return key in words or any(key.startswith(word + " ") for word in words)


def names_organisation(text: str) -> bool:
    """Return whether a short text, a heading say, is the name of an organisation.

    >>> names_organisation("Universitetet i Sør Øst Norge"), names_organisation("Sopran")
    (True, False)
    """
    tokens = [token for token in tokenise(text) if token.is_word]
    if not tokens or not tokens[0].is_capital or is_list_heading(text):
        return False
    if any(is_organisation_word(token.text) for token in tokens):
        return not is_role_word(tokens[-1].text)
    capitals = sum(token.is_capital for token in tokens)
    return len(tokens) > 1 and capitals == len(tokens) and not is_given_name(tokens[0].text)


def _fields(line: str, start: int) -> list[tuple[int, int, str]]:
    """Return the fields of a line with how each begins: plain, "bracket", "and"; or "turned"."""
    fields: list[tuple[int, int, str]] = []

    def cut(first: int, last: int) -> None:
        at, how = first, "plain"
        for match in _cuts(line, first, last):
            fields.append((at, match.start(), how))
            at, how = match.end(), "and" if _HAS_AND.search(match.group()) else "plain"
        fields.append((at, last, how))

    at = start
    for match in _BRACKET.finditer(line, start):
        cut(at, match.start())
        fields.append((match.start(1), match.end(1), "bracket"))
        at = match.end()
    cut(at, len(line))
    stripped = ((*_strip(line, first, last), how) for first, last, how in fields)
    found = [(first, last, how) for first, last, how in stripped if last > first]
    if len(found) > 1 and _is_turned(line[slice(*found[0][:2])], line[slice(*found[1][:2])]):
        found[:2] = [(found[0][0], found[1][1], "turned")]
    return found


def _is_turned(left: str, right: str) -> bool:
    """Return whether two fields are surname and given name: "Lie, Kari"."""
    return (
        left[:1].isupper()
        and left.replace("-", "").isalpha()
        and not (is_given_name(left) or is_role_word(left) or is_organisation_word(left))
        and left.casefold() not in tables.places()
        and all(is_given_name(word) for word in right.split())
    )


def _cuts(line: str, first: int, last: int) -> list[re.Match[str]]:
    """Return the separators, among them an "og" that another person follows."""
    found = list(_SEPARATOR.finditer(line, first, last))
    ends = [match.end() for match in found]
    joins: list[re.Match[str]] = []
    for match in _AND.finditer(line, first, last):
        # the separator before, which may be an "og" too, and the one after
        number = bisect_right(ends, match.start())
        starts = [ends[number - 1] if number else first, joins[-1].end() if joins else first]
        left = line[max(starts) : match.start()].split()
        names = is_given_name(match.group("next")) or (len(left) > 1 and is_given_name(left[0]))
        if names and not (number < len(found) and found[number].start() < match.end()):
            joins.append(match)
    return sorted([*found, *joins], key=lambda match: match.start())


def _is_edge(letter: str) -> bool:
    """Return whether a sign at the edge of a field is no part of it: space, emoji, mark."""
    return letter.isspace() or letter in ",;:" or unicodedata.category(letter) in ("So", "Cf")


def _strip(line: str, first: int, last: int) -> Range:
    while first < last and (_is_edge(line[first]) or line[first] == "."):
        first += 1
    while last > first and _is_edge(line[last - 1]):
        last -= 1
    # the dot of an initial stays
    if last > first and line[last - 1] == "." and not re.search(r"\b\w\.$", line[first:last][-3:]):
        last -= 1
    return first, last


def _field(
    line: str, place: Range, known: Callable[[int, int], str], *, fresh: bool
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
    named = name is not None and name.kind == "person"
    if name and named and (fresh or is_given_name(tokens[name.first].text)):
        found = {"name": (first + tokens[k].start, first + tokens[name.after - 1].end)}
        if k and see.is_role(k - 1):
            found["title"] = (first, first + tokens[k - 1].end)
        if name.after == len(tokens):
            return "person", found
        owner = see.name(name.after + 1) if see.is_origin(name.after) else None
        if owner and owner.kind == "organisation" and owner.after == len(tokens):
            return "person", found | {"organisation": (first + tokens[owner.first].start, last)}
    return "other", _title_unit_organisation(see, (first, last))


def _title_unit_organisation(see: Sight, place: Range) -> dict[str, Range]:
    tokens = see.tokens
    head = tokens[0].key
    units = tables.organisations().units
    if head in units or any(head.endswith(unit) and len(unit) > 4 for unit in units):
        return {"unit": place}
    whole = see.text.casefold()
    if "@" in whole or head in _CONTACT:
        return {}
    if whole in tables.places() or all(token.kind == "number" for token in tokens):
        return {}
    roles = [k for k, token in enumerate(tokens) if token.is_word and is_role_word(token.text)]
    if roles:
        return _title_and_organisation(see, place, roles)
    words = [token for token in tokens if token.is_word]
    if any(token.is_capital or is_organisation_word(token.text) for token in words):
        return {"organisation": place}
    return {"title": place}


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
