"""What stands before a colon in a line of a list: a heading, a title, an organisation."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.text import tables
from pipeline.text.list_cuts import strip
from pipeline.text.list_lines import (
    after_bullet,
    could_be_body,
    find_prefix,
    is_list_heading,
    is_prize,
    is_title,
    names_organisation,
    says_nothing,
)
from pipeline.text.list_parts import ListEntry
from pipeline.text.name_kinds import known_bodies
from pipeline.text.phrases import Sight
from pipeline.text.titles import last_origin, words_of_title
from pipeline.text.tokens import is_given_name, is_organisation_word, is_role_word, tokenise

Range = tuple[int, int]
#: so few players are no line-up
SMALLEST_TEAM = 5
_ORIGIN = re.compile(r"(?:[Ff]r[aå]|For|Ved|Hos|Hjå)\s+(?=[^\W\d_a-zæøå])")


#: of whom those are that follow, without the name of a body: "Fra kommunen"
_FROM_SOME = re.compile(r"(?:[Ff]r[aå]|For)\s+[a-zæøå]")
#: "1. vara", not "1. Vara": the number of an entry
_ORDINAL = re.compile(r"\s*(?P<number>\d{1,2})\.\s?[a-zæøå]")
#: for how long somebody was elected: "Leder for to år"
_FOR_YEARS = re.compile(r"(?<=\w)\s+(?:for|i)\s+(?:ett?|eitt?|to|tre|fire|\d)\s?år$")
#: a class of a competition: "Jenter 14 år", "G10", "100 m bryst", "Uttak til kretslaget"
_CLASS = re.compile(
    r"\b(?:[GJKM]\s?\d{1,2}(?:[-–]\d\d)?|(?:gutter|gutar|jenter|kvinner|menn|damer|herrer)\s\d"
    r"|\d+\s?(?:m|km|meter)\b|(?:krets|by|region)lag(?:et)?\b|stafett\w*|\w+(?:løp|renn)(?:et)?\b"
    r"|\b(?:lag)?(?:oppstilling|oppsett)\w*)",
    re.IGNORECASE,
)


def names_class(text: str) -> bool:
    """Return whether a heading or a prefix has a class of a competition in it.

    >>> names_class("Jenter 14 år"), names_class("Voss kommune")
    (True, False)
    """
    return _CLASS.search(text) is not None


def opens_class(line: str, first: int, last: int) -> bool:
    """Return whether a class of a competition stands at ``first``: "G10: Ola Lie, Frol"."""
    return _CLASS.match(line, first, last) is not None


def is_line_up(line: str) -> bool:
    """Return whether a line is the line-up of a team: its name, and players row by row.

    >>> is_line_up("Lyn: Kari Lie – Eva Dahl, Ine Vik – Ida Moe, Ada Lund – Tuva Bø")
    True
    """
    prefix = find_prefix(line, after_bullet(line))
    if prefix is None:
        return False
    rows = re.split(r"\s[–—-]\s", line[prefix[1] + 1 :])
    names = sum(len(row.split(",")) for row in rows)
    formed = re.search(r"\(\d(?:-\d){2,3}\)", line[slice(*prefix)]) is not None
    return len(rows) > 2 and names >= SMALLEST_TEAM and (formed or names > len(rows))


def _without_ends(line: str, prefix: Range) -> Range:
    """Return the range of a prefix without the signs at its edges and "for to år".

    An ordinal keeps its number.
    """
    place = strip(line, *prefix)
    term = _FOR_YEARS.search(line, *place)
    place = (place[0], term.start()) if term else place
    ordinal = _ORDINAL.match(line, *prefix) if is_title(line[slice(*place)]) else None
    return (ordinal.start("number"), place[1]) if ordinal else place


def is_person(text: str) -> bool:
    """Return whether a text is the full name of a person and nothing else."""
    tokens = tokenise(text.strip())
    see = Sight(text.strip(), tokens, lambda *_: "")
    name = see.name(0)
    whole = name is not None and name.kind == "person" and name.after == len(tokens)
    return whole and see.opens_person(0)


def with_prefix(line: str, entry: ListEntry, prefix: Range | None) -> ListEntry:
    """Return the entry with its prefix as heading, title or organisation, where it has none."""
    if prefix is None:
        return entry
    place = _without_ends(line, prefix)
    text = line[slice(*place)]
    if "(" in text:
        place = strip(line, place[0], place[0] + text.index("("))  # "Voss IL (4-3-3)"
        text = line[slice(*place)]
    if is_list_heading(text):
        return replace(entry, heading=place)
    origin = _ORIGIN.match(text)
    if origin:  # "Frå Gloppen", "Fra Voss kommune", "For NHO"
        place = place[0] + origin.end(), place[1]
        text = line[slice(*place)]
    elif _FROM_SOME.match(text):
        return replace(entry, other=(*entry.other, place))  # "Frå foreldra: Kari Lie"
    known = _known_prefix(text, entry, place)
    if known is not None:
        return known
    acronym = text.isupper() and len(text) < 6  # "NINA" is no woman
    # "Tuba" is a woman's name too
    named = is_given_name(text) and not acronym and not is_role_word(text)
    someone = is_person(text) or named
    # "8. trinn: Kari Lie": a number and what is counted
    counted = line[slice(*prefix)].strip()[:1].isdigit() and not is_title(text)
    is_other = says_nothing(text) or not text or someone or counted or is_prize(text)
    head = text.split(maxsplit=1)[0] if text else ""
    # "Statsforvalteren i Innlandet" is a body, "Slagverk" a part in music
    is_body = is_organisation_word(head) and head.casefold() not in tables.roles().words
    titled = words_of_title(_sight(text), 0) and not is_body
    if titled and is_given_name(text.rsplit(maxsplit=1)[-1]) and " " in text:
        return replace(entry, other=(*entry.other, place))  # a part in a play: "Mor Åse"
    if not is_other and could_be_body(text) and not titled:
        weak = entry.organisation is None and not (acronym or names_organisation(text))
        return replace(entry, organisation=entry.organisation or place, is_guess=weak)
    if is_other or not (is_title(text) or text[0].islower() or words_of_title(_sight(text), 0)):
        return replace(entry, other=(*entry.other, place))
    return _with_title(line, entry, place)


def _known_prefix(text: str, entry: ListEntry, place: Range) -> ListEntry | None:
    """Return the entry with a prefix that the tables know: a place, a unit, a duty."""
    key = text.casefold()
    if key in tables.captions().labels:
        return replace(entry, other=(*entry.other, place))
    if key in tables.places():
        return replace(entry, other=(*entry.other, place), place=entry.place or place)
    unit = " " in text and key.rsplit(maxsplit=1)[-1] in tables.organisations().units
    if unit and key not in known_bodies() and not is_role_word(text.split(maxsplit=1)[0]):
        return replace(entry, unit=entry.unit or place)
    if key in tables.captions().duties:
        return replace(entry, title=entry.title or place, titled=True)
    return None


def _sight(text: str) -> Sight:
    return Sight(text, tokenise(text), lambda *_: "")


def _with_title(line: str, entry: ListEntry, place: Range) -> ListEntry:
    """Return the entry with a title before the colon: "Rektor ved Voss skule", "Leiar"."""
    text = line[slice(*place)]
    tokens = tokenise(text)
    see = Sight(text, tokens, lambda *_: "")
    role = words_of_title(see, 0)
    capital = next((k for k in range(role, len(tokens)) if tokens[k].is_capital), len(tokens))
    if is_title(text) or not role or not see.is_origin(role) or capital == len(tokens):
        named = role < len(tokens) and tokens[role].kind != "number"  # "Lærer 8.–10. trinn"
        is_body = bool(role) and named and could_be_body(text)
        if is_body:  # "Optiker Kihle: Tove Kihle"
            return replace(entry, organisation=entry.organisation or place)
        said = line[slice(*entry.title)].rsplit(maxsplit=1)[-1] if entry.title else ""
        # after "Instruktører:" a mere thing in brackets is no title: "(treblås)"
        own = entry.title if is_role_word(said) or not is_title(text) else None
        return replace(entry, title=own or place, titled=True)
    origin = last_origin(see, role, capital)
    owner = place[0] + tokens[origin + 1].start, place[1]
    title = place[0], place[0] + tokens[origin - 1].end
    is_place = line[slice(*owner)].casefold() in tables.places()
    return replace(
        entry,
        title=entry.title or title,
        organisation=entry.organisation or (None if is_place else owner),
        other=(*entry.other, place),
    )
