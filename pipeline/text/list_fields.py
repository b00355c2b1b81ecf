"""What a field of a line of a list says: person, title, unit, organisation, place or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.text import tables
from pipeline.text.name_kinds import known_bodies
from pipeline.text.phrases import NamePhrase, Sight
from pipeline.text.titles import last_origin, title_at, words_of_title
from pipeline.text.tokens import (
    is_given_name,
    is_organisation_word,
    is_place_like,
    is_role_word,
    leads_title,
    tokenise,
)
from pipeline.text.word_shapes import looks_titled

Range = tuple[int, int]
Known = Callable[[int, int], str]

#: "1 år", "25 000 kroner", "80 år"
_AMOUNT = re.compile(r"\d[\d\s.,]*\s*[a-zæøå]{0,9}\.?(?:\s?[:à]\s?[\d\s.,]+\s?\w*)?")
#: "kor" and "orkester" with a small letter are parts in music, a longer name is a body
LONGEST_PART = 8
#: a small word is not longer than this
LONGEST_SMALL = 4
#: endings of words that are no office: "bosatt i Oslo", "kommer fra Voss"
_NO_OFFICE = ("t", "d", "a", "e", "s")
#: what appoints somebody is not longer than this, in tokens: "er nå fast tilsatt som"
LONGEST_APPOINTED = 6
#: bodies that are called as who leads them
_OFFICES = (
    "statsforvalteren", "statsforvaltaren", "fylkesmannen", "riksantikvaren", "byrådet",
    "sysselmesteren", "sysselmeisteren", "kystverket", "namsmannen",
)  # fmt: skip
#: where somebody was before, or belongs all the while: "(lån fra Voss)", "kommer fra Nordea"
_THERE = re.compile(r"\s(?:(?:ved|på|frå|fra)\s)?(?:samme|same)\s(?:sted|stad|skole|skule|plass)$")
_ELSEWHERE = re.compile(
    r"(?:(?:på\s)?(?:ut)?lån(?:t|e)?|kommer|kjem|kom)\s(?:fra|frå|til)\s.+"
    r"|med\s(?:utmerkelse|utmerking)"
    r"|(?:møtte|møter|møter?t|stilte|erstatter|erstattar)\s(?:som\s(?:vara\s)?)?for\s.+"
    # how or for how long somebody came, the captain's mark
    r"|(?:via|på|over)\s(?:teams|zoom|skype|nett|video|telefon|link)|digital\w*|[kc]"
    r"|(?:fra|frå|til|under|t\.o\.m\.|f\.o\.m\.)\s(?:og\smed\s)?(?:kl\.?|klokka|sak)\s.+",
    re.IGNORECASE,
)
#: grades after a title: "forskar II"
_GRADES = ("I", "II", "III", "IV", "1", "2", "3")
#: "NIBR ved OsloMet": a part of a body and the body
_WITHIN = re.compile(r"\s(?:ved|v/)\s?(?=[^\W\d_a-zæøå])")
#: a team of a club: "Kjelsås J16"
_TEAM = re.compile(r"[GJKM]\d{1,2}")
#: what a firm's name ends with
_FIRM = ("as", "asa", "ans", "da", "sa", "ba", "sf", "hf")
#: the title of a work: "Kari Lie – «Laks i merder»"
_WORK = re.compile(r"[«“\"„][^«»“”\"]{3,}[»”\"]?")
_LINK = re.compile(r"https?:/|\bwww\.", re.IGNORECASE)
#: times, points and numbers at the end of a field: "Voss IL 38.12,4", "+0.33", "98 poeng"
_RESULT = re.compile(
    r"\s*(?:(?<=\s)|^)(?:[+-]?\d[\d\s]*(?:[.,:]\d+)+|\+\d+|[+-]?\d[\d.,:\s]*)"
    r"\s*(?:poeng|p\.?|pts|sek\.?|min\.?|m|km|kg|stemmer|røyster|%)?$"
)
#: what a board's list says of elections: "gjenvalg 2 år", "ny, 1 år", "ikke på valg"
_TERM = re.compile(
    r"(?:(?:ny|nye|gjenvalgt?|attvald?|attval|valgt|vald|velges|vert vald|ikke på valg|ikkje på val"
    r"|på valg|på val)\b[\s,/]*)?(?:(?:for|i)\s)?(?:(?:ett|eitt|et|eit|to|tre|fire|\d{1,2})\s?år)?"
    r"(?:\s?(?:igjen|att))?(?:\s?(?:i|til|t\.o\.m\.|fram til)?\s?20\d\d(?:[-–/]\d{2,4})?)?",
    re.IGNORECASE,
)
#: when somebody came in: "Kari Lie 67.", "Kari Lie fra 67"
_MINUTE = re.compile(r"(?<=[^\W\d_])\s(?:fr[aå]\s)?\d{1,2}[.'’]?(?:\s?min\.?)?$")
_PHONE = re.compile(r"(?:\+?\d[\s\d]{6,}\d)$")
_ADDRESS = re.compile(r"[A-ZÆØÅ][^\d,]*\s\d{1,4}\s?[a-z]?|\d{4}\s+[A-ZÆØÅ]\w+")
_CONTACT = frozenset(
    [
        "tlf", "tlf.", "telefon", "mob", "mob.", "mobil", "e-post", "epost", "mail", "tel", "tel.",
        "faks", "direkte", "f.", "født", "fødd", "f",
    ]
)  # fmt: skip


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
    if comma and tail.strip() and _TERM.fullmatch(tail.strip()) and head.strip():
        text = head.rstrip()  # "leder, gjenvalg 2 år"
        place = first, first + len(text)
    there = _THERE.search(text)
    if there is not None:  # "rektor same stad"
        text = text[: there.start()]
        place = first, first + len(text)
    minute = _MINUTE.search(text) if line[first - 1 : first] == "(" else None
    if minute and is_given_name(text.split(maxsplit=1)[0]):
        text = text[: minute.start()]
    tokens = tokenise(text)
    see = Sight(text, tokens, lambda a, b: known(first + a, first + b))
    family = tokens[0].key in see.words.groups and len(tokens) == 2  # "Familien Lie"
    if not any(token.is_word for token in tokens) or family or _is_contact(text, tokens[0].key):
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
    for k in range(len(see)):
        name = see.name(k)
        if name is None or name.kind != "person" or name.after - k < 2:
            continue
        if not see.opens_person(k):
            return None
        others = [*range(1, k), *range(name.after, len(see))]
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


def _is_contact(text: str, head: str) -> bool:
    """Return whether a field is an address, a number, a result: nothing about a name."""
    if text.casefold() in tables.organisations().numbered:
        return False  # "TV 2"
    return bool(
        "@" in text
        or _LINK.search(text)
        or _WORK.fullmatch(text)
        or _ELSEWHERE.fullmatch(text)
        or head in _CONTACT
        or _PHONE.search(text)
        or (_ADDRESS.fullmatch(text) and not any(map(is_organisation_word, text.split())))
        or _RESULT.fullmatch(text)
        or _AMOUNT.fullmatch(text)
        or _TERM.fullmatch(text)
        or text.casefold() in tables.captions().no_body
    )


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
    k += k == 0 and _is_unknown_title(see)
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
    whole = titled or _RESULT.fullmatch(see.text[words[-1].end :]) is not None
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


def _is_unknown_title(see: Sight) -> bool:
    """Return whether a word that no table knows stands before a person: "roadie Kari Lie"."""
    words, name = see.words, see.name(1)
    head = see.tokens[0]
    return (
        name is not None
        and name.kind == "person"
        and name.after == len(see)
        and see.opens_person(1)
        and head.kind == "word"
        and (head.text.islower() or looks_titled(head.text))
        and len(head.text) > LONGEST_SMALL
        and (looks_titled(head.text) or not head.key.endswith(_NO_OFFICE))
        and not (head.key in words.small or head.key in words.telling or head.key in words.stands)
        and see.after_joiner(0) == see.after_filler(0) == 0
    )


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
    is_number = _RESULT.fullmatch(text) or "@" in text.split(maxsplit=1)[0]
    if is_number or tokens[name.after].key in _CONTACT:
        return Found(said | {"other": _place(see, at, name.after, len(tokens))}, is_person=True)
    k = _after_appointed(see, name.after)
    k += k == name.after and see.is_origin(k)
    rest = _no_person(see, at, k) if k < len(tokens) else Found()
    owner = see.name(k)
    if k > name.after + 1 and "title" in rest.said:
        return Found(said | rest.said, is_person=True)
    if owner is not None and (see.is_origin(name.after) or owner.kind == "organisation"):
        place = at + tokens[k].start, at + _without_result(see.text)
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


def _without_result(text: str) -> int:
    """Return where a field ends without the time or the points at its end."""
    match = _RESULT.search(text)
    # "reinbeitedistrikt 6" has a number in its name
    plain = match is None or re.fullmatch(r"\s*\d{1,3}", match.group())
    return match.start() if match and not plain and match.start() > 0 else len(text)


def _part_and_body(text: str, place: Range) -> dict[str, Range]:
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


def _known_kind(text: str, head: str) -> str:
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
    last = len(see.text) if numbered else _without_result(see.text)
    if is_sport or last <= tokens[start].start:
        return Found(said={"other": (at + tokens[start].start, at + len(see.text))})
    place = at + tokens[start].start, at + last
    text = see.text[tokens[start].start : last]
    end = max(k for k in range(start, len(tokens)) if tokens[k].start < last) + 1
    office = tokens[start].is_capital and (head in _OFFICES or see.key(len(see) - 1) in _FIRM)
    known = "organisation" if office else _known_kind(text, head)
    said = {known: place} if known else _part_and_body(text, place)
    if said:
        return Found(said=said)
    roles = [k for k in range(start, end) if tokens[k].is_word and is_role_word(tokens[k].text)]
    if _is_office(see, start):
        roles = roles or [start]
    if roles:
        return Found(said=_title_and_organisation(see, place, at, roles))
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


def _is_office(see: Sight, k: int) -> bool:
    """Return whether an unknown word and a body begin at ``k``: "dugnadsgeneral i Voss IL"."""
    word = see.tokens[k]
    return (
        word.kind == "word"
        and not word.is_capital
        and len(word.text) > LONGEST_SMALL
        and (looks_titled(word.text) or not word.key.endswith(_NO_OFFICE))
        and not is_organisation_word(word.text)
        and see.is_origin(k + 1)
        and k + 2 < len(see)
        and see.tokens[k + 2].is_capital
    )


def _title_and_organisation(
    see: Sight, place: Range, at: int, roles: list[int]
) -> dict[str, Range]:
    """Divide "daglig leder Kongsberg Innovasjon" and "rektor ved Voss skule"."""
    first, last = place
    tokens = see.tokens
    head, found_roles = roles[0], frozenset(roles)
    while head + 1 in found_roles or (head + 2 in found_roles and see.key(head + 1) in ("og", "/")):
        head += 1 if head + 1 in found_roles else 2
    if see.key(head + 1) == "og" and see.is_origin(head + 3) and not tokens[head + 2].is_capital:
        head += 2  # "forfattar og spaltist i Dag og Tid"
    rest = head + 1
    while rest < len(tokens) and tokens[rest].text in _GRADES:
        rest += 1  # "forskar II"
    if rest >= len(tokens) or at + tokens[rest].start >= last:
        return {"title": place}
    capital = next((k for k in range(rest, len(tokens)) if tokens[k].is_capital), len(tokens))
    if capital == len(tokens) or at + tokens[capital].start >= last:
        return {"title": place}
    if see.is_origin(rest):
        origin = last_origin(see, rest, capital)
        begin = origin + 1
        if see.key(begin) in ("firmaet", "selskapet", "bedriften", "bedrifta") and begin < capital:
            begin += 1
        # "leder av juryen, NRK": what has a small letter belongs to the title
        rest = origin
    elif capital == rest or (capital == rest + 1 and see.sign(rest)):
        begin = capital
    else:
        return {"title": place}
    named = see.name(capital)
    if named is not None and named.kind == "person" and is_given_name(tokens[capital].text):
        return {"title": (first, at + tokens[rest - 1].end)}  # "vara for Kari Lie"
    owner = at + tokens[begin].start, last
    found = {"title": (first, at + tokens[rest - 1].end)}
    if see.text[owner[0] - at : last - at].casefold() in tables.places():
        return found | {"place": owner}
    return found | {"organisation": owner}


def _place(see: Sight, at: int, first: int, after: int) -> Range:
    return at + see.tokens[first].start, at + see.tokens[after - 1].end
