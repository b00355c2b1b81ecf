"""What the entries of a list are when each is seen beside the others, and under the heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.records import Part
from pipeline.text import tables
from pipeline.text.list_grammar import ListEntry, parse_line
from pipeline.text.list_lines import after_bullet, find_prefix, is_club, is_title
from pipeline.text.list_prefixes import is_line_up, is_person, names_class, opens_class

#: between a part and who plays it: "Peer Gynt – Kari Lie"
_DASH = re.compile(r"\s+(?:[–—-]|\.{2,}|…)\s*")


def settled(people: Sequence[tuple[Part, ListEntry]], heading: str) -> list[ListEntry]:
    """Return the entries of a list as they are when each is seen beside the others.

    Args:
        people: the entries with the parts that they are read from, in order.
        heading: what stands over them.
    """
    entries = [entry for _, entry in people]
    count = sum(_is_of_a_club(part, entry) for part, entry in people)
    clubs = count > 0 and count >= sum(entry.place is not None for entry in entries)
    if any(word in tables.captions().draws for word in re.findall(r"\w+", heading.casefold())):
        entries = [replace(e, organisation=None) if e.is_guess else e for e in entries]
    in_class = any(_is_in_class(part, entry) for part, entry in people)
    if clubs or in_class or _is_team(people) or names_class(heading):
        entries = [_with_club(entry) for entry in entries]
    return _settle(entries)


def as_cast(part: Part, entries: list[ListEntry]) -> list[ListEntry]:
    """Return the entries of a line of a cast, where a dash can stand for the colon.

    "Peer Gynt – Kari Lie" and "Kari Lie – Solveig".
    """
    dash = _DASH.search(part.text)
    if dash is None or find_prefix(part.text, after_bullet(part.text)) is not None:
        return [_as_part(part, entry) for entry in entries]
    left = after_bullet(part.text), dash.start()
    right = dash.end(), len(part.text.rstrip())
    if is_person(part.text[slice(*left)]) and not is_person(part.text[slice(*right)]):
        return [ListEntry(left, title=right)]
    played = parse_line(part.text[right[0] :])
    return [replace(entry.moved(right[0]), title=left, organisation=None) for entry in played]


def _as_part(part: Part, entry: ListEntry) -> ListEntry:
    """Return an entry of a cast: what stands before the colon is whom somebody plays."""
    prefix = find_prefix(part.text, after_bullet(part.text))
    if prefix is None or prefix[1] > entry.name[0]:
        return entry
    is_prefix = entry.organisation is not None and entry.organisation[0] < prefix[1]
    owner = None if is_prefix else entry.organisation
    return replace(entry, title=entry.title or prefix, organisation=owner, is_guess=False)


def as_member(part: Part, entry: ListEntry) -> ListEntry:
    """Return an entry among those of "Leder:" and "Kasserer:": "Medlemmer:" is a title there."""
    heading = entry.heading
    if heading is None or not is_title(part.text[slice(*heading)]):
        return entry
    return replace(entry, title=entry.title or heading, heading=None, titled=True)


def _is_of_a_club(part: Part, entry: ListEntry) -> bool:
    """Return whether somebody belongs to a sports club: "Dale IL", "Florø T&IF"."""
    return entry.organisation is not None and is_club(part.text[slice(*entry.organisation)])


def _is_in_class(part: Part, entry: ListEntry) -> bool:
    """Return whether a line opens with a class of a competition or is the line-up of a team."""
    opened = opens_class(part.text, after_bullet(part.text), entry.name[0])
    return opened or is_line_up(part.text)


def _is_team(people: Sequence[tuple[Part, ListEntry]]) -> bool:
    """Return whether most people of a list have a role of sports: "Keeper:", "Spiss:"."""
    athletes = tables.captions().athletes
    titles = [part.text[slice(*entry.title)] for part, entry in people if entry.title]
    return sum(t.casefold().endswith(athletes) for t in titles) > len(people) / 2


def _with_club(entry: ListEntry) -> ListEntry:
    """Return an entry among those of clubs: a place is a club too, "Molde" beside "Dale IL"."""
    if entry.organisation is not None or entry.place is None:
        return entry
    return replace(entry, organisation=entry.place, place=None)


def _settle(entries: list[ListEntry]) -> list[ListEntry]:
    """Return the entries with what the others of the list say of a doubtful word.

    Where the others have a place and none has a body, a lone word is a place too, and
    so is a farm that somebody is called after.
    """
    titled = sum(entry.titled for entry in entries)
    guesses = sum(entry.is_guess for entry in entries)
    if guesses and titled >= guesses:
        # among "Kaptein:" and "Maskinsjef:" a word before a colon is a title
        entries = [
            replace(entry, title=entry.organisation, organisation=None)
            if entry.is_guess and entry.title is None
            else entry
            for entry in entries
        ]
    roles = sum(entry.title is not None for entry in entries)
    things = sum(entry.thing is not None and entry.title is None for entry in entries)
    if roles and things and roles + things == len(entries) and things < len(entries) - 1:
        entries = [replace(entry, title=entry.title or entry.thing) for entry in entries]
    places = sum(entry.place is not None for entry in entries)
    strong = sum(
        entry.organisation is not None and not (entry.weak or entry.is_guess) for entry in entries
    )
    if strong or not places:
        return entries
    return [
        replace(entry, organisation=None, place=entry.place or entry.organisation)
        if entry.weak or (entry.is_guess and entry.title is None)
        else entry
        for entry in entries
    ]
