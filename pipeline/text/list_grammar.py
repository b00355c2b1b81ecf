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
from dataclasses import replace
from functools import lru_cache

from pipeline.text import tables
from pipeline.text.list_bodies import is_known_body
from pipeline.text.list_cuts import cut_fields, strip
from pipeline.text.list_entries import Open, add_field, read_entries
from pipeline.text.list_fields import read_field
from pipeline.text.list_lines import (
    LONGEST_PREFIX,
    after_bullet,
    after_spot,
    after_time,
    find_prefix,
    is_prize,
    is_title,
)
from pipeline.text.list_parts import ListEntry
from pipeline.text.list_prefixes import is_person, with_prefix
from pipeline.text.phrases import Sight
from pipeline.text.titles import title_at, words_of_title
from pipeline.text.tokens import is_given_name, is_plural_role, is_role_word, tokenise

__all__ = ["Known", "ListEntry", "entries_of", "find_segments", "parse_line"]

Range = tuple[int, int]
Known = Callable[[int, int], str]

#: a sentence of a list ends and the next begins with a prefix: "… og Kari Lie. Trener: Ola Dahl"
_SEGMENT = re.compile(r"(?<=[\w)\]»])[.;]\s+(?=[A-ZÆØÅ][\w\s/-]{1,40}:\s)")
#: a sentence may follow the people of a line: "… og Kari Lie. Ordstyrer er Ola Dahl."
_SENTENCE = re.compile(r"(?<=[a-zæøå]{3})\.\s+(?=[A-ZÆØÅ])|(?<=[)\]»])\.\s+(?=[A-ZÆØÅ])")
#: "Voss IL v/ Kari Lie: 5000 kroner": the person stands before the colon
_NAMED_BEFORE = re.compile(r"\sv/|\sved\s+(?=[A-ZÆØÅ])")
#: what stands between a prefix and its people: "Vara: Kari Lie", "Varamedlemmer er Kari Lie"
_COLON = re.compile(
    r":|\s+(?:er|var|ble|blei|blir|vart|(?:gikk|gjekk|går)\s+til)\s+(?=[^\W\d_a-zæøå])"
)
#: before those of whom a sentence tells who they are: "Dei nye konfirmantane er Kari Lie, …"
_THE = ("de", "dei", "nye", "årets", "våre")
#: the title of a work after a colon
_WORK = re.compile(r"\s*[«“\"]")
#: "Justisdepartementet ved Kari Lie"
_STANDS_FOR = re.compile(r"\s*(?P<body>[^\W\d_a-zæøå][^,;:()]*?)\s+(?P<by>v/|ved)\s?(?=\S)")
_SPEAKER = re.compile(r"\b(?:ved|med|av|mellom|v/)\s*(?=\S)")


_TITLED = re.compile(
    r"[^\W\d_a-zæøå][\w-]+(?:\s[^\W\d_a-zæøå][\w-]+){1,3}(?:,\s|\s\()(?P<title>[a-zæøå]\w+)"
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
    start = after_spot(line, after_bullet(line))
    timed = after_time(line, start)
    entries: list[ListEntry] = []
    at = timed
    for match in [*_cuts(line, timed), None]:
        end = match.start() if match else len(line)
        entries += _segment(line, (at, end), known, is_programme=timed > start)
        at = match.end() if match else end
    return entries


@lru_cache(maxsize=4096)
def entries_of(line: str) -> tuple[ListEntry, ...]:
    """Return the people of a line as ``parse_line`` finds them where nothing else is known.

    Several steps ask this of the same line: what a part is, whether it is a card.
    """
    return tuple(parse_line(line))


def _cuts(line: str, start: int) -> list[re.Match[str]]:
    """Return where one statement of a line ends and the next begins."""
    cuts = list(_SEGMENT.finditer(line, start))
    there = {match.start() for match in cuts}
    for match in _SENTENCE.finditer(line, start):
        if match.start() not in there and is_told(line[match.end() :]):
            cuts.append(match)
    return sorted(cuts, key=lambda match: match.start())


def is_told(text: str) -> bool:
    """Return whether a text tells something as a sentence does: it has a verb.

    >>> is_told("Ordstyrer Kari Lie står bakerst."), is_told("Voss IL")
    (True, False)
    """
    words = tables.captions()
    said = re.findall(r"\b[a-zæøå]+\b", text)
    return any(word in words.telling or word in words.stands for word in said)


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
    if prefix is None:
        prefix = told_prefix(line, start, end)
    before = _NAMED_BEFORE.search(line, *prefix) if prefix else None
    if prefix is not None and before is not None and _begins_person(line[before.end() : prefix[1]]):
        owner = prefix[0], before.start()
        found = read_entries(line, (before.end(), prefix[1]), known)
        return [with_prefix(line, entry, owner) for entry in found]
    told = line[slice(*prefix)] if prefix else ""
    if prefix is not None and "(" in told and _begins_person(told):
        speakers = read_entries(line, prefix, known)  # "Kari Lie (NTNU): Havet som stiger"
        if not _begins_person(line[prefix[1] + 1 : end].lstrip()):
            return speakers
    if prefix is not None and _WORK.match(line, prefix[1] + 1) and _begins_person(told):
        return read_entries(line, (prefix[0], end), known)  # "Lege Kari Lie: «Søvn hos eldre»"
    begin = _after_colon(line, prefix) if prefix else start
    if is_programme:
        begin = _after_topic(line, begin, end)
        prefix = prefix if prefix and begin == prefix[1] + 1 else None
    if prefix is not None and is_person(line[slice(*prefix)]):
        if is_programme and not _begins_person(line[prefix[1] + 1 : end].lstrip()):
            return read_entries(line, prefix, known)  # "Kari Lie: Havet som stiger"
        named = _role_after_name(line, prefix, end, known)
        if named is not None:
            return [named]
    entries = _represented(line, (begin, end), known) or read_entries(line, (begin, end), known)
    return [with_prefix(line, entry, prefix) for entry in entries]


def _represented(line: str, place: Range, known: Known) -> list[ListEntry]:
    """Return those who stand for a body: "Salten Smolt v/ Kari Lie", "NVE ved Ola Dahl"."""
    match = _STANDS_FOR.match(line, *place)
    if match is None:
        return []
    body, by = line[slice(*match.span("body"))], match["by"]
    told = by == "v/" or is_known_body(body)
    if not told or is_given_name(body.split()[0]) or words_of_title(_sight(body), 0):
        return []
    if not _begins_person(line[match.end() : place[1]]):
        return []
    found = read_entries(line, (match.end(), place[1]), known)
    return [replace(e, organisation=e.organisation or match.span("body")) for e in found]


def _sight(text: str) -> Sight:
    return Sight(text, tokenise(text), lambda *_: "")


def _after_colon(line: str, prefix: Range) -> int:
    """Return where the people of a prefix begin."""
    colon = _COLON.match(line, prefix[1])
    return colon.end() if colon else prefix[1] + 1


def told_prefix(line: str, start: int, end: int) -> Range | None:
    """Return the title that a sentence says its people have, or ``None``.

    >>> line = "Varamedlemmer er Kari Lie og Ola Dahl."
    >>> line[slice(*told_prefix(line, 0, len(line)))]
    'Varamedlemmer'
    """
    verb = _COLON.search(line, start, min(end, start + LONGEST_PREFIX))
    words = line[start : verb.start()] if verb and ":" not in verb.group() else ""
    group = words.casefold().endswith(tables.captions().gatherings)  # "Valnemnda er …"
    if verb and verb.group().strip().endswith("til"):
        told = is_prize(words)
    else:
        told = is_title(words) or _are_of_a_place(words)
    return (start, start + len(words)) if told and not group else None


def _are_of_a_place(words: str) -> bool:
    """Return whether words are those of several at a place: "Dei nye konfirmantane i Gaular"."""
    see = _sight(words)
    begin = next((k for k in range(see.size) if see.is_role(k)), 0)
    end = words_of_title(see, begin)
    small = all(see.tokens[k].is_word and see.key(k) in _THE for k in range(begin))
    several = end > begin and is_plural_role(see.tokens[end - 1].text)
    name = see.name(end + 1) if see.is_origin(end) else None
    return small and several and name is not None and name.after == see.size


def _role_after_name(line: str, prefix: Range, end: int, known: Known) -> ListEntry | None:
    """Return "Kari Lie: trommer" as a person; ``None`` where people stand after the colon."""
    now = Open({"name": strip(line, *prefix)})
    for first, last, _ in cut_fields(line, prefix[1] + 1, end):
        found = read_field(line, (first, last), known, fresh=True)
        if found.is_person:
            return None
        add_field(line, now, found, last)
    return now.close()


def _after_topic(line: str, start: int, end: int) -> int:
    """Return where the speaker begins in a line of a programme: "Velkommen ved Kari Lie"."""
    if _begins_person(line[start:end]):
        return start
    cuts = [first for first, _, _ in cut_fields(line, start, end)]
    cuts += [match.end() for match in re.finditer(r"[.!?]\s+", line[:end]) if match.end() > start]
    cuts += [match.end() for match in _SPEAKER.finditer(line, start, end)]
    at = next((at for at in sorted(cuts) if _begins_person(line[at:end])), start)
    if at > start:
        return at
    # a given name that no table knows, before a title: "Foredrag av Arent Vatn, professor ved NMBU"
    for match in _SPEAKER.finditer(line, start, end):
        titled = _TITLED.match(line, match.end(), end) if match.group()[0] in "av" else None
        if titled and is_role_word(titled["title"]):
            return match.end()
    return start


def _begins_person(text: str) -> bool:
    tokens = tokenise(text[:120])
    see = Sight(text[:120], tokens, lambda *_: "")
    title = title_at(see, 0)
    k = title.person if title else words_of_title(see, 0)
    name = see.name(k)
    return name is not None and name.kind == "person" and see.opens_person(k)
