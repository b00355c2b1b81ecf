"""A grammar for the lines of participant lists: name, title, unit and organisation in any order.

line    = [bullet | number] [time] segment { "." segment }
segment = [(heading | title | organisation) (":" | "v/")] entry { ("," | "og") entry }
entry   = field { ("," | ";" | " – " | tab | "|") field }
field   = [title] person ["fra" organisation] | title [organisation] | unit | organisation | place
person  = name | surname "," given name

A line of a table is read by the columns that its first line names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.text import tables
from pipeline.text.list_cuts import cut_fields, strip
from pipeline.text.list_fields import Found, read_field
from pipeline.text.list_lines import (
    after_bullet,
    after_time,
    find_prefix,
)
from pipeline.text.list_parts import ListEntry
from pipeline.text.list_prefixes import is_person, with_prefix
from pipeline.text.phrases import Sight
from pipeline.text.titles import words_of_title
from pipeline.text.tokens import is_given_name, is_role_word, tokenise

__all__ = ["ListEntry", "find_segments", "parse_line"]

Range = tuple[int, int]
Known = Callable[[int, int], str]

#: a sentence of a list ends and the next begins with a prefix: "… og Kari Lie. Trener: Ola Dahl"
_SEGMENT = re.compile(r"(?<=[\w)\]»])[.;]\s+(?=[A-ZÆØÅ][\w\s/-]{1,40}:\s)")
#: endings of people's trades, beside those of the table
_WORKERS = (
    "er",
    "ar",
    "mann",
    "ist",
    "ør",
    "ent",
    "ant",
    "or",
    "kvinne",
    "iv",
    "ess",
    "inne",
    "ing",
)
_SPEAKER = re.compile(r"\b(?:ved|med|av|mellom|v/)\s*(?=\S)")


@dataclass
class _Open:
    """An entry that is being read; its organisation can stand before its name."""

    said: dict[str, Range] = field(default_factory=dict)
    other: list[Range] = field(default_factory=list)
    weak: bool = False
    place: Range | None = None

    def close(self) -> ListEntry:
        get = self.said.get
        return ListEntry(
            self.said["name"],
            get("title"),
            get("unit"),
            get("organisation"),
            other=tuple(self.other),
            weak=self.weak,
            place=self.place,
        )


def parse_line(line: str, known: Known = lambda *_: "") -> list[ListEntry]:
    """Return the people of a line of a list, in order; none where it names none.

    Args:
        line: the line.
        known: what is known of a range from elsewhere, as for ``parse_caption``.

    >>> line = "Svein Torø, daglig leder Kongsberg Innovasjon"
    >>> [line[slice(*r)] for e in parse_line(line) for r in (e.name, e.title, e.organisation)]
    ['Svein Torø', 'daglig leder', 'Kongsberg Innovasjon']
    """
    start = after_bullet(line)
    timed = after_time(line, start)
    entries: list[ListEntry] = []
    at = timed
    for match in [*_SEGMENT.finditer(line, timed), None]:
        end = match.start() if match else len(line)
        entries += _segment(line, (at, end), known, is_programme=timed > start)
        at = match.end() if match else end
    return entries


def find_segments(line: str) -> list[Range]:
    """Return the ranges of the prefixes of a line's segments ("Til stede", "Forfall")."""
    at = after_time(line, after_bullet(line))
    begins = [at, *(match.end() for match in _SEGMENT.finditer(line, at))]
    return [prefix for begin in begins if (prefix := find_prefix(line, begin))]


def _segment(line: str, place: Range, known: Known, *, is_programme: bool) -> list[ListEntry]:
    start, end = place
    prefix = find_prefix(line, start)
    if prefix is not None and prefix[1] >= end:
        prefix = None
    begin = prefix[1] + 1 if prefix else start
    if is_programme:
        begin = _after_topic(line, begin, end)
        prefix = prefix if prefix and begin == prefix[1] + 1 else None
    if prefix is not None and is_person(line[slice(*prefix)]):
        named = _role_after_name(line, prefix, end, known)
        if named is not None:
            return [named]
    entries = _entries(line, (begin, end), known)
    return [with_prefix(line, entry, prefix) for entry in entries]


def _role_after_name(line: str, prefix: Range, end: int, known: Known) -> ListEntry | None:
    """Return "Kari Lie: trommer" as a person; ``None`` where people stand after the colon."""
    now = _Open({"name": strip(line, *prefix)})
    for first, last, _ in cut_fields(line, prefix[1] + 1, end):
        found = read_field(line, (first, last), known, fresh=True)
        if found.is_person:
            return None
        _add(line, now, found, last)
    return now.close()


def _after_topic(line: str, start: int, end: int) -> int:
    """Return where the speaker begins in a line of a programme: "Velkommen ved Kari Lie"."""
    if _begins_person(line[start:end]):
        return start
    cuts = [first for first, _, _ in cut_fields(line, start, end)]
    cuts += [match.end() for match in re.finditer(r"[.!?]\s+", line[:end]) if match.end() > start]
    cuts += [match.end() for match in _SPEAKER.finditer(line, start, end)]
    return next((at for at in sorted(cuts) if _begins_person(line[at:end])), start)


def _begins_person(text: str) -> bool:
    tokens = tokenise(text[:120])
    see = Sight(text[:120], tokens, lambda *_: "")
    k = words_of_title(see, 0)
    name = see.name(k)
    return name is not None and name.kind == "person" and is_given_name(tokens[k].text)


def _entries(line: str, place: Range, known: Known) -> list[ListEntry]:
    entries: list[ListEntry] = []
    now = _Open()
    before = ""
    for first, last, how in cut_fields(line, *place):
        # after "og" or a bracket comes the next person, after a mere comma what belongs to this one
        fresh = "name" not in now.said or how == "and" or (how == "plain" and before == "bracket")
        found = Found({"name": (first, last)}, is_person=True)
        if how != "turned":
            found = read_field(line, (first, last), known, fresh=fresh)
        if how != "bracket" and "title" in found.said and not found.is_person:
            found = _without_thing(line, found)
        before = how
        shared = now.said.get("organisation") if how == "and" and found.is_person else None
        if shared and "name" not in now.said and is_given_name(line[slice(*shared)]):
            surname = line[slice(*found.said["name"])].rsplit(maxsplit=1)[-1]
            entries.append(ListEntry(shared, surname=surname))
            now = _Open()
        if found.is_person and "name" in now.said:
            entries.append(now.close())
            # "Voss kommune v/ Kari Lie og Ola Dahl": both come from there
            owner = now.said.get("organisation") if how == "and" else None
            before_name = owner is not None and owner[0] < now.said["name"][0]
            now = _Open({"organisation": owner} if owner and before_name else {})
        _add(line, now, found, last)
    if "name" in now.said:
        entries.append(now.close())
    return entries


def _without_thing(line: str, found: Found) -> Found:
    """Return a field without its title where that is a thing: "Kari Lie, akvarell"."""
    words = line[slice(*found.said["title"])].split()
    known = any(is_role_word(word.strip(",.")) for word in words)
    if known or len(words) > 1 or words[0][:1].isupper() or words[0].endswith(_WORKERS):
        return found
    said = dict(found.said)
    said["other"] = said.pop("title")
    return Found(said)


def _add(line: str, now: _Open, found: Found, last: int) -> None:
    """Add what a field says to the entry that is being read."""
    said = dict(found.said)
    if "unit" in now.said and _goes_on(line, said.get("title")):
        now.said["unit"] = now.said["unit"][0], last
        return
    if "other" in said:
        now.other.append(said.pop("other"))
    if "place" in said:
        now.place = now.place or said["place"]
        now.other.append(said.pop("place"))
    owner = said.get("organisation")
    if owner and found.weak and "title" not in now.said and _is_surname(line[slice(*owner)]):
        # a farm that somebody is called after: "Petra Moen, Moen"
        now.other.append(owner)
        now.place, owner = said.pop("organisation"), None
    unit = now.said.get("unit")
    if owner and unit and "organisation" not in now.said and _abbreviates(line, owner, unit):
        now.said["organisation"] = now.said.pop("unit")
        now.other.append(owner)
        return
    if owner and "organisation" in now.said and not found.is_person:
        if _is_acronym(line[slice(*owner)]):
            now.other.append(owner)  # "Norges geologiske undersøkelse (NGU)"
            return
        if "unit" not in now.said and "name" in now.said:
            # of two bodies the first is a part of the second
            now.said["unit"], now.said["organisation"] = now.said["organisation"], owner
            now.weak = found.weak
            return
    if owner and "organisation" not in now.said:
        now.weak = found.weak
    for what, place in said.items():
        if now.said.setdefault(what, place) != place:
            now.other.append(place)


def _is_surname(text: str) -> bool:
    return text.casefold() in tables.surnames() and not is_given_name(text)


def _is_acronym(text: str) -> bool:
    return len(text) < 9 and sum(c.isupper() for c in text) > 1 and " " not in text


def _abbreviates(line: str, short: Range, long: Range) -> bool:
    """Return whether a word is made of the first letters of a name: NGI."""
    letters = line[slice(*short)].casefold()
    heads = "".join(word[0] for word in line[slice(*long)].casefold().split())
    return _is_acronym(line[slice(*short)]) and letters[:1] == heads[:1] and letters[-1] in heads


def _goes_on(line: str, title: Range | None) -> bool:
    """Return whether what looks like a title ends a unit's name: "…, strategi og statsvitskap"."""
    words = line[slice(*title)].split() if title else []
    return "og" in words and words[0].islower() and not any(is_role_word(word) for word in words)
