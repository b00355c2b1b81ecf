"""Titles in a field of a list, known or not: where they end and the body begins."""

from __future__ import annotations

from pipeline.text import tables
from pipeline.text.phrases import Sight
from pipeline.text.titles import last_origin
from pipeline.text.tokens import is_given_name, is_organisation_word
from pipeline.text.word_shapes import looks_titled

Range = tuple[int, int]
#: endings of words that are no office: "bosatt i Oslo", "kommer fra Voss"
_NO_OFFICE = ("t", "d", "a", "e", "s")
#: a small word is not longer than this
LONGEST_SMALL = 4
#: grades after a title: "forskar II"
_GRADES = ("I", "II", "III", "IV", "1", "2", "3")


def is_unknown_title(see: Sight) -> bool:
    """Return whether a word that no table knows stands before a person: "roadie Kari Lie"."""
    words, name = see.words, see.name(1)
    head = see.tokens[0]
    return (
        name is not None
        and name.kind == "person"
        and name.after == see.size
        and see.opens_person(1)
        and head.kind == "word"
        and (head.text.islower() or looks_titled(head.text))
        and len(head.text) > LONGEST_SMALL
        and (looks_titled(head.text) or not head.key.endswith(_NO_OFFICE))
        and not (head.key in words.small or head.key in words.telling or head.key in words.stands)
        and see.after_joiner(0) == see.after_filler(0) == 0
    )


def is_office(see: Sight, k: int) -> bool:
    """Return whether an unknown word and a body begin at ``k``: "dugnadsgeneral i Voss IL"."""
    word = see.tokens[k]
    return (
        word.kind == "word"
        and not word.is_capital
        and len(word.text) > LONGEST_SMALL
        and (looks_titled(word.text) or not word.key.endswith(_NO_OFFICE))
        and not is_organisation_word(word.text)
        and see.is_origin(k + 1)
        and k + 2 < see.size
        and see.tokens[k + 2].is_capital
    )


def title_and_organisation(see: Sight, place: Range, at: int, roles: list[int]) -> dict[str, Range]:
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
