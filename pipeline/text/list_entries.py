"""The people of a stretch of a list's line, with what its fields say of each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from pipeline.text import tables
from pipeline.text.list_bodies import is_part
from pipeline.text.list_cuts import cut_fields
from pipeline.text.list_fields import Found, read_field
from pipeline.text.list_parts import ListEntry
from pipeline.text.name_kinds import known_bodies
from pipeline.text.tokens import (
    is_given_name,
    is_organisation_word,
    is_plural_role,
    is_role_word,
)
from pipeline.text.word_shapes import looks_titled

Range = tuple[int, int]
Known = Callable[[int, int], str]

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
)
#: what is said of two at once: "Kari Lie og Ola Dahl, begge Voss kommune"
_BOTH = re.compile(
    r"(?:begge(?:\sto)?|alle(?:\s(?:tre|fire|fem))?)\s+(?:fra\s|frå\s|i\s|ved\s)?(?=\w)"
)


@dataclass
class Open:
    """An entry that is being read; its organisation can stand before its name."""

    said: dict[str, Range] = field(default_factory=dict)
    other: list[Range] = field(default_factory=list)
    weak: bool = False
    place: Range | None = None

    def close(self) -> ListEntry:
        """Return the entry as it has been read."""
        get = self.said.get
        return ListEntry(
            self.said["name"],
            get("title"),
            get("unit"),
            get("organisation"),
            other=tuple(self.other),
            weak=self.weak,
            place=self.place,
            thing=get("thing"),
        )


def read_entries(line: str, place: Range, known: Known) -> list[ListEntry]:
    """Return the people of the range ``place`` of a line, in order."""
    entries, loose = _read(line, place, known)
    bare = all(e.title is e.unit is None for e in entries)
    if bare and 0 < loose <= len(entries) // 2 and len(entries) > 2:
        # among so many names what looks like one is one: "…, Denzel De Roeve, Eivind Helland"
        entries, _ = _read(line, place, known, fresh=True)
    return entries


def _read(
    line: str, place: Range, known: Known, *, fresh: bool = False
) -> tuple[list[ListEntry], int]:
    """Return the entries, and how many fields were taken for bodies that may be names.

    With ``fresh`` a person whose given name is not known may begin in every field.
    """
    entries: list[ListEntry] = []
    now = Open()
    before = ""
    loose = 0
    for start, last, how in cut_fields(line, *place):
        both = _BOTH.match(line, start, last)
        first = both.end() if both else start
        # after "og" or a bracket comes the next person, after a mere comma what belongs to this one
        new = "name" not in now.said or how == "and" or (how == "plain" and before == "bracket")
        found = Found({"name": (first, last)}, is_person=True)
        if how != "turned":
            found = read_field(line, (first, last), known, fresh=fresh or new)
        if how != "bracket" and "title" in found.said and not found.is_person:
            found = _without_thing(line, found)
        loose += found.said.keys() == {"organisation"} and _may_be_name(line[first:last])
        last_how, before = before, how
        shared = now.said.get("organisation") if how == "and" and found.is_person else None
        if shared and "name" not in now.said and is_given_name(line[slice(*shared)]):
            surname = line[slice(*found.said["name"])].rsplit(maxsplit=1)[-1]
            entries.append(ListEntry(shared, surname=surname))
            now = Open()
        if found.is_person and "name" in now.said:
            entries.append(now.close())
            # "Voss kommune v/ Kari Lie og Ola Dahl": both come from there
            owner = now.said.get("organisation") if how == "and" else None
            before_name = owner is not None and owner[0] < now.said["name"][0]
            kept: dict[str, Range] = {"organisation": owner} if owner and before_name else {}
            title = now.said.get("title")
            goes_on = how == "and" and "title" not in found.said
            if title and goes_on and _is_of_several(line, title, now.said["name"]):
                kept["title"] = title  # "Styremedlemmer Kari Lie og Ola Dahl"
            now = Open(kept)
        if how == "and" and last_how == "bracket" and found.said.keys() == {"organisation"}:
            # "Kari Lie (orgel) og Voss kammerkor": a body by itself
            entries += [now.close()] if "name" in now.said else []
            now = Open()
            continue
        add_field(line, now, found, last)
        if both and not found.is_person:
            entries = [_from_there(entry, found) for entry in entries]
    if "name" in now.said:
        entries.append(now.close())
    return _of_two(line, entries), loose


def _is_of_several(line: str, title: Range, name: Range) -> bool:
    """Return whether a title before a name is one of several people: "Styremedlemmer Kari Lie"."""
    return title[0] < name[0] and is_plural_role(line[slice(*title)].rsplit(maxsplit=1)[-1])


def _of_two(line: str, entries: list[ListEntry]) -> list[ListEntry]:
    """Return the two people of a line whose body stands at its end: "Kari Lie og Ola Dahl (VG)"."""
    owner = entries[1].organisation if len(entries) == 2 else None
    if owner is None or entries[1].title:
        return entries
    first, second = entries
    between = line[first.name[1] : second.name[0]].strip()
    if between not in ("og", "&") or owner[0] < second.name[1]:
        return entries
    return [replace(first, organisation=owner, weak=second.weak), second]


def _from_there(entry: ListEntry, found: Found) -> ListEntry:
    """Return an entry with what is said of it and the next one: "begge Voss kommune"."""
    return replace(entry, organisation=entry.organisation or found.said.get("organisation"))


def _may_be_name(text: str) -> bool:
    """Return whether a few words that are no known body can be somebody's name."""
    words = text.split()
    small = tables.captions().origins
    return (
        1 < len(words) < 5
        and all(w[0].isupper() and w[1:].replace("-", "").isalpha() for w in words if len(w) > 1)
        and not any(is_organisation_word(w) or w.casefold() in small for w in words)
        and not any(w.isupper() for w in words)
        and text.casefold() not in known_bodies()
    )


def _without_thing(line: str, found: Found) -> Found:
    """Return a field without its title where that is a thing: "Kari Lie, akvarell"."""
    words = line[slice(*found.said["title"])].split()
    known = any(is_role_word(word.strip(",.")) for word in words) or looks_titled(words[-1])
    if known or len(words) > 1 or words[0][:1].isupper() or words[0].endswith(_WORKERS):
        return found
    said = dict(found.said)
    said["thing"] = said.pop("title")
    return Found(said)


def add_field(line: str, now: Open, found: Found, last: int) -> None:
    """Add what a field says to the entry that is being read."""
    said = dict(found.said)
    if "unit" in now.said and _goes_on(line, said.get("title")):
        now.said["unit"] = now.said["unit"][0], last
        return
    now.other += [said[what] for what in ("other", "thing") if what in said]
    said.pop("other", None)
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
        first = now.said["organisation"]
        known = line[slice(*owner)] in tables.organisations().known
        loose = now.weak and not found.weak
        if (loose or (known and _is_word(line[slice(*first)]))) and not _abbreviates(
            line, owner, first
        ):
            # "Marthe Hammer, Sund, SV": a place that no table knows, and a body
            now.other.append(first)
            now.place = now.place or first
            now.said["organisation"], now.weak = owner, False
            return
        part = is_part(line[slice(*first)]) and not _abbreviates(line, owner, first)
        if _is_acronym(line[slice(*owner)]) and not part:
            now.other.append(owner)  # "Norges geologiske undersøkelse (NGU)"
            return
        if "unit" not in now.said and "name" in now.said:
            school = found.weak and not now.weak and _is_school(line[slice(*first)])
            if school or _is_gathering(line[slice(*owner)]):
                now.said["unit"] = owner  # "Universitetet i Oslo, Biovitenskap"
                return
            # of two bodies the first is a part of the second
            now.said["unit"], now.said["organisation"] = now.said["organisation"], owner
            now.weak = found.weak
            return
    if owner and "organisation" not in now.said:
        now.weak = found.weak
    for what, place in said.items():
        if now.said.setdefault(what, place) != place:
            now.other.append(place)


def _is_school(name: str) -> bool:
    """Return whether a body is one that has parts of its own: a university, a college."""
    return name.casefold().startswith(("universitet", "høgsk", "høysk", "handelshøy", "ntnu"))


def _is_word(text: str) -> bool:
    """Return whether a text is one word that says nothing of a body."""
    return text.isalpha() and not (is_organisation_word(text) or text.isupper())


def _is_gathering(name: str) -> bool:
    """Return whether a body is a group inside another: "Stortinget, Energikomiteen"."""
    return " " not in name and name.casefold().endswith(
        ("komiteen", "utvalget", "utvalet", "gruppa", "gruppen")
    )


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
