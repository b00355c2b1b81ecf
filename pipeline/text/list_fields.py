"""What a field of a line of a list says: person, title, unit, organisation, place or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.text import tables
from pipeline.text.list_bodies import known_kind, part_and_body
from pipeline.text.list_contacts import (
    CONTACT,
    MINUTE,
    RESULT,
    SAME_PLACE,
    TERM,
    is_contact,
    without_result,
)
from pipeline.text.list_titles import is_office, is_unknown_title, title_and_organisation
from pipeline.text.phrases import NamePhrase, Sight
from pipeline.text.titles import title_at, words_of_title
from pipeline.text.tokens import (
    is_given_name,
    is_organisation_word,
    is_place_like,
    is_role_word,
    leads_title,
    tokenise,
)

Range = tuple[int, int]
Known = Callable[[int, int], str]

#: "kor" and "orkester" with a small letter are parts in music, a longer name is a body
LONGEST_PART = 8
#: what appoints somebody is not longer than this, in tokens: "er nå fast tilsatt som"
LONGEST_APPOINTED = 6
#: bodies that are called as who leads them
_OFFICES = (
    "statsforvalteren", "statsforvaltaren", "fylkesmannen", "riksantikvaren", "byrådet",
    "sysselmesteren", "sysselmeisteren", "kystverket", "namsmannen",
)  # fmt: skip
#: a team of a club: "Kjelsås J16"
_TEAM = re.compile(r"[GJKM]\d{1,2}")
#: what a firm's name ends with
_FIRM = ("as", "asa", "ans", "da", "sa", "ba", "sf", "hf")


@dataclass(frozen=True)
class Found:
    """What a field says: the ranges by what they are, and whether it begins with a person.

    ``weak`` marks an organisation of one word that nothing but its place in the line speaks for.
    """

    said: dict[str, Range] = field(default_factory=dict)
    is_person: bool = False
    weak: bool = False


def read_field(line: str, place: Range, known: Known, *, fresh: bool) -> Found:
    """Return what a field says.

    Args:
        line: the line.
        place: the range of the field.
        known: what is known of a range of the line from elsewhere.
        fresh: whether a person may begin here whose given name is not known.
    """
    first, last = place
    text = line[first:last]
    head, comma, tail = text.rpartition(",")
    if comma and tail.strip() and TERM.fullmatch(tail.strip()) and head.strip():
        text = head.rstrip()  # "leder, gjenvalg 2 år"
        place = first, first + len(text)
    there = SAME_PLACE.search(text)
    if there is not None:  # "rektor same stad"
        text = text[: there.start()]
        place = first, first + len(text)
    minute = MINUTE.search(text) if line[first - 1 : first] == "(" else None
    if minute and is_given_name(text.split(maxsplit=1)[0]):
        text = text[: minute.start()]
    tokens = tokenise(text)
    see = Sight(text, tokens, lambda a, b: known(first + a, first + b))
    family = tokens[0].key in see.words.groups and len(tokens) == 2  # "Familien Lie"
    if not any(token.is_word for token in tokens) or family or is_contact(text, tokens[0].key):
        return Found(said={"other": place})
    bracket = first > 0 and line[first - 1] in "(["  # "(Block Watne)": a body rather
    # people stand between semicolons, or a name and one thing that is said of it
    alone = line.count(",") == 1 and ":" not in line
    inside = (";" in line or alone) and line[:first].rstrip().endswith(",")
    person = _person(see, first, fresh=fresh, sure=bracket or inside)
    if person is None and "," in line:
        person = _in_sentence(see, first)
    return person or _no_person(see, first)


def _in_sentence(see: Sight, at: int) -> Found | None:
    """Return the person of a sentence that an enumeration begins or ends with.

    "Med på turen var Kari Lie, …", "… og Ola Dahl ryddet stranda".
    """
    words = see.words.telling | see.words.stands
    for k in range(see.size):
        name = see.name(k)
        if name is None or name.kind != "person" or name.after - k < 2:
            continue
        if not see.opens_person(k):
            return None
        others = [*range(1, k), *range(name.after, see.size)]
        small = all(not see.tokens[j].is_capital for j in others)
        before = k > 1 and see.key(k - 1) in words
        verb = see.key(name.after)
        after = k == 0 and (
            verb in words or (verb.endswith(("et", "te", "de", "ok")) and not is_role_word(verb))
        )
        if small and (before or after) and not any(map(see.is_role, others)):
            return Found({"name": _place(see, at, name.first, name.after)}, is_person=True)
        return None
    return None


def _person(see: Sight, at: int, *, fresh: bool, sure: bool) -> Found | None:
    """Return the person that a field begins with, with the title before and the body after.

    With ``sure`` only a given name that is known makes one.
    """
    tokens = see.tokens
    title = title_at(see, 0)
    if title is not None and see.name(title.person) is not None:
        named = see.name(title.person)
        said = {"title": _place(see, at, title.first, title.role_after)}
        if title.owner:
            said["organisation"] = _place(see, at, *title.owner)
        if named is not None and named.after == len(tokens):
            return Found(said | {"name": _place(see, at, named.first, named.after)}, is_person=True)
    k = words_of_title(see, 0)
    while k < len(tokens) - 1 and leads_title(see.key(k)):
        k += 1
    if k == len(tokens):
        return None
    k += k == 0 and is_unknown_title(see)
    name = see.name(k)
    if name is not None and name.kind == "organisation" and k == 0:
        return _owner_first(see, at, name)
    if name is None or name.kind != "person":
        return None
    words = tokens[name.first : name.after]
    known = words[0].is_acronym and words[0].text in tables.organisations().known
    if _TEAM.fullmatch(words[-1].text) or (known and not see.shouts):
        return None  # "Kjelsås J16", "NINA Trondheim"
    # "stipendiat Zhang Wei": the title and the name finder say what no table does
    titled = k > 0 and see.is_role(k - 1)
    whole = titled or RESULT.fullmatch(see.text[words[-1].end :]) is not None
    whole = whole or (name.after == len(tokens) and words[-1].key in tables.surnames())
    told = whole and len(words) > 1 and see.known(words[0].start, words[-1].end) == "person"
    given = is_given_name(words[0].text) or (not sure and see.opens_person(name.first))
    if not (fresh or told or given):
        return None
    said = {"name": _place(see, at, name.first, name.after)}
    if k and (see.is_role(k - 1) or k == 1):
        said["title"] = _place(see, at, 0, k)
    if name.after == len(tokens):
        return Found(said, is_person=True)
    return _with_rest(see, at, name, said)


def _owner_first(see: Sight, at: int, owner: NamePhrase) -> Found | None:
    """Return "Voss IL Kari Lie" as a person with an organisation."""
    name = see.name(owner.after)
    if name is None or name.kind != "person" or name.after != len(see.tokens):
        return None
    if not see.opens_person(name.first):
        return None
    said = {
        "name": _place(see, at, name.first, name.after),
        "organisation": _place(see, at, owner.first, owner.after),
    }
    return Found(said, is_person=True)


def _with_rest(see: Sight, at: int, name: NamePhrase, said: dict[str, Range]) -> Found | None:
    """Return a person whose organisation, place or result follows without a comma."""
    tokens = see.tokens
    text = see.text[tokens[name.after].start :]
    is_number = RESULT.fullmatch(text) or "@" in text.split(maxsplit=1)[0]
    if is_number or tokens[name.after].key in CONTACT:
        return Found(said | {"other": _place(see, at, name.after, len(tokens))}, is_person=True)
    k = _after_appointed(see, name.after)
    k += k == name.after and see.is_origin(k)
    rest = _no_person(see, at, k) if k < len(tokens) else Found()
    owner = see.name(k)
    if k > name.after + 1 and "title" in rest.said:
        return Found(said | rest.said, is_person=True)
    if owner is not None and (see.is_origin(name.after) or owner.kind == "organisation"):
        place = at + tokens[k].start, at + without_result(see.text)
        whole = see.text[place[0] - at : place[1] - at]
        if "organisation" in rest.said or "unit" in rest.said or "place" in rest.said:
            return Found(said | rest.said, is_person=True, weak=rest.weak)
        if owner.kind == "organisation" and whole:
            return Found(said | {"organisation": place}, is_person=True)
    return None


def _after_appointed(see: Sight, k: int) -> int:
    """Return where the office begins in "(Kari Lie) er ansatt som rektor", or ``k``."""
    if see.key(k) not in see.words.telling:
        return k
    for at in range(k + 2, k + LONGEST_APPOINTED):
        if see.key(at) in ("som", "til") and not see.tokens[at - 1].is_capital:
            return at + 1
    return k


def _no_person(see: Sight, at: int, start: int = 0) -> Found:
    """Return the title, unit, organisation or place that tokens from ``start`` are."""
    tokens = see.tokens
    while start < len(tokens) and not tokens[start].is_word:
        start += 1
    if start >= len(tokens):
        return Found()
    head = tokens[start].key
    is_sport = head in tables.captions().activities and start + 1 == len(tokens)
    numbered = see.text.casefold() in tables.organisations().numbered
    last = len(see.text) if numbered else without_result(see.text)
    if is_sport or last <= tokens[start].start:
        return Found(said={"other": (at + tokens[start].start, at + len(see.text))})
    place = at + tokens[start].start, at + last
    text = see.text[tokens[start].start : last]
    end = max(k for k in range(start, len(tokens)) if tokens[k].start < last) + 1
    office = tokens[start].is_capital and (head in _OFFICES or see.key(see.size - 1) in _FIRM)
    known = "organisation" if office else known_kind(text, head)
    said = {known: place} if known else part_and_body(text, place)
    if said:
        return Found(said=said)
    roles = [k for k in range(start, end) if tokens[k].is_word and is_role_word(tokens[k].text)]
    if is_office(see, start):
        roles = roles or [start]
    if roles:
        return Found(said=title_and_organisation(see, place, at, roles))
    if see.key(end - 1) in tables.organisations().units and tokens[start].is_capital:
        return Found(said={"unit": place})
    words = [token for token in tokens[start:end] if token.is_word]
    if see.is_origin(start) and start + 1 < end:
        return _no_person(see, at, start + 1)
    if any(token.is_capital for token in words) or (
        len(text) > LONGEST_PART and is_organisation_word(words[-1].text)
    ):
        weak = len(words) < 3 and not any(
            is_organisation_word(w.text) or w.is_acronym for w in words
        )
        is_place = weak and len(words) == 1 and is_place_like(words[0].text)
        return Found(said={"place" if is_place else "organisation": place}, weak=weak)
    return Found(said={"title": place})


def _place(see: Sight, at: int, first: int, after: int) -> Range:
    return at + see.tokens[first].start, at + see.tokens[after - 1].end
