"""The fields of a line of a list: where each begins and ends, and how."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

from pipeline.text import tables
from pipeline.text.tokens import is_given_name, is_organisation_word, is_role_word

Range = tuple[int, int]
#: the given names of "Lie, Kari Marie" are not longer than this
LONGEST_FORENAMES = 40

#: what a line of a programme begins with
_GREETINGS = frozenset(
    [
        "velkommen",
        "velkomst",
        "åpning",
        "opning",
        "innledning",
        "innleiing",
        "avslutning",
        "avslutting",
    ]
)
_SEPARATOR = re.compile(
    r"\s*(?::(?=\s[«“\"])|,(?!\d)|(?<!\d),|[;|\t]|\s[-–—/]\s|\sv/|\s{3,})\s*(?:(?:og|samt)\s+(?=[^\W\d_a-zæøå]))?|^\s*(?:og|samt)\s+"
    r"|\s+\d{1,2}[.)]\s+(?=[A-ZÆØÅ])"
)
_AND = re.compile(
    r"(?<!\s)\s+(?:og|samt|&|\+)\s+(?=(?P<next>[^\W\d_a-zæøå][\w-]+)\s+[^\W\d_a-zæøå])"
)
#: "… og forfatter Kari Lie": a title stands before the next name
_AND_TITLED = re.compile(
    r"(?<!\s)\s+(?:og|samt)\s+(?=(?P<title>[a-zæøå][\w.-]{3,})\s+(?P<next>[^\W\d_a-zæøå][\w-]+)"
    r"\s+[^\W\d_a-zæøå])"
)
_NUMBERED = re.compile(r"\(?\d{1,3}[.)]\s+(?=[^\W\d_])")
_LEADING_AND = re.compile(r"[\s,;]*(?:og|samt|&)\s+(?=[^\W\d_a-zæøå])")
#: ", og professor emerita Kari Lie": the next person begins with a title
_AND_TITLE = re.compile(
    r"(?:og|samt)\s+(?P<title>[a-zæøå][\w.-]+)(?:\s[a-zæøå][\w.-]*){0,2}\s(?=[^\W\d_a-zæøå])"
)
_HAS_AND = re.compile(r"(?:\bog|\bsamt|\+)\s")
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")


def cut_fields(line: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return the fields of a line with how each begins: plain, "bracket", "and"; or "turned"."""
    fields: list[tuple[int, int, str]] = []

    def cut(first: int, last: int) -> None:
        joined = _LEADING_AND.match(line, first, last) if first > start else None
        at, how = (joined.end(), "and") if joined else (first, "plain")
        led = _AND_TITLE.match(line, *strip(line, first, last)) if first > start else None
        if led and is_role_word(led["title"]):  # "Kari Lie (NRK) og rådgiver Ola Dahl"
            at, how = led.start("title"), "and"
        for match in _cuts(line, first, last):
            fields.append((at, match.start(), how))
            said = match.group().strip()
            opens = _HAS_AND.search(match.group()) or said[:1].isdigit()
            at, how = match.end(), "and" if opens else "plain"
            titled = _AND_TITLE.match(line, at, last)
            if titled and is_role_word(titled["title"]):
                at, how = titled.start("title"), "and"
        fields.append((at, last, how))

    at = start
    for match in _BRACKET.finditer(line, start, end):
        if _is_nickname(line, match):
            continue
        cut(at, match.start())
        fields.append((match.start(1), match.end(1), "bracket"))
        at = match.end()
    cut(at, end)
    stripped = ((*strip(line, first, last), how) for first, last, how in fields)
    found = [(first, last, how) for first, last, how in stripped if last > first]
    comma = len(found) > 1 and line[found[0][1] : found[1][0]].strip() == ","
    if comma and _is_turned(line[slice(*found[0][:2])], line[slice(*found[1][:2])]):
        found[:2] = [(found[0][0], found[1][1], "turned")]
    return found


def _is_nickname(line: str, match: re.Match[str]) -> bool:
    """Return whether a bracket stands inside a name: "Jon (Jonny) Lie"."""
    before = line[max(0, match.start() - 20) : match.start()].split()
    after = line[match.end() : match.end() + 20]
    return bool(
        before
        and re.match(r"[A-ZÆØÅ][a-zæøå]+$", match.group(1))
        and re.match(r" [A-ZÆØÅ][a-zæøå]", after)
        and is_given_name(before[-1])
        and not is_given_name(after.split()[0])
        and match.group(1).casefold() not in tables.places()
    )


def _is_forename(word: str) -> bool:
    return is_given_name(word) or bool(re.fullmatch(r"[A-ZÆØÅ]\.?", word))


def _is_turned(left: str, right: str) -> bool:
    """Return whether two fields are surname and given name: "Lie, Kari"."""
    if not left[:1].isupper() or len(right) > LONGEST_FORENAMES or len(left.split()) > 2:
        return False
    is_surname = left.casefold() in tables.surnames()
    is_place = left.casefold() in tables.places()
    words = right.split()
    return (
        left.replace("-", "").replace(" ", "").isalpha()
        and not (is_role_word(left) or is_organisation_word(left))
        and left.casefold() not in _GREETINGS
        and (is_surname or not (is_place or is_given_name(left.split(maxsplit=1)[0])))
        and is_given_name(words[0])
        # "Botnen, Maria Tveit": a middle name that is a surname
        and (all(map(_is_forename, words)) or (len(words) == 2 and not is_place))
    )


def _cuts(line: str, first: int, last: int) -> list[re.Match[str]]:
    """Return the separators, among them an "og" that another person follows."""
    found = list(_SEPARATOR.finditer(line, first, last))
    ends = [match.end() for match in found]
    joins: list[re.Match[str]] = []
    ands = [*_AND.finditer(line, first, last), *_AND_TITLED.finditer(line, first, last)]
    for match in sorted(ands, key=lambda match: match.start()):
        # the separator before, which may be an "og" too, and the one after
        number = bisect_right(ends, match.start())
        starts = [ends[number - 1] if number else first, joins[-1].end() if joins else first]
        left = line[max(starts) : match.start()].split()
        names = is_given_name(match.group("next")) or (len(left) > 1 and is_given_name(left[0]))
        if "title" in match.groupdict():
            # "kokk og baker Kari Lie" is one, "kokk Per Moe og baker Kari Lie" are two
            names = is_given_name(match.group("next")) and any(
                word[0].isupper() and not is_role_word(word) for word in left
            )
        if names and not (number < len(found) and found[number].start() < match.end()):
            joins.append(match)
    return sorted([*found, *joins], key=lambda match: match.start())


def _is_edge(letter: str) -> bool:
    """Return whether a sign at the edge of a field is no part of it: space, emoji, mark."""
    return letter.isspace() or letter in ",;:|" or unicodedata.category(letter) in ("So", "Cf")


def strip(line: str, first: int, last: int) -> Range:
    """Return the range [first, last) of a line without the signs at its edges."""
    while first < last and (_is_edge(line[first]) or line[first] == "."):
        first += 1
    number = _NUMBERED.match(line, first, last)
    first = number.end() if number else first
    while last > first and _is_edge(line[last - 1]):
        last -= 1
    # the dot of an initial stays, and that of an abbreviation of letters ("dr.", "d.y.")
    if last > first and line[last - 1] == "." and not _keeps_dot(line[first:last]):
        last -= 1
    return first, last


def _keeps_dot(text: str) -> bool:
    return bool(
        re.search(r"\b\w\.$", text[-3:]) or text[-6:].rpartition(" ")[2] in ("dr.", "jr.", "sr.")
    )
