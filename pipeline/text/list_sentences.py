"""People whom a sentence enumerates as a list does: "Styret består av Kari Lie (leder), …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.text.list_grammar import Known, ListEntry, parse_line, told_prefix

#: running text that goes over to an enumeration: "styret består av følgende: …"
_CONSISTS = (
    r"(?:består|bestod|besto|bestått|utgjøres|er sammensatt|er samansett|er sett saman)\s+av"
    r"(?:\s+(?:følgende|følgjande|desse|disse))?(?:\s+[a-zæøå]+){0,2}:?\s+"
)
_LEAD = re.compile(_CONSISTS)
_ENUMERATES = re.compile(
    _CONSISTS
    + r"|(?:følgende|følgjande|disse|desse|slik|dei|de|styret|juryen|med|er|var|ble|vart|blei)"
    r"\s*:\s+"
)
_SENTENCE_END = re.compile(r"[.!?](?=\s+[–—«\"]?\s?[A-ZÆØÅ]\w+\s+[a-zæøå])|[.!?]\s*$")
_NEXT_SENTENCE = re.compile(r"(?<=[.!?])\s+(?P<told>[A-ZÆØÅ][^.!?]+)")
#: the words before the people of a line are not more letters than this
LONGEST_LEAD = 60
#: fewer people than this in a sentence are no list
FEWEST_ENUMERATED = 3


def line_entries(text: str, known: Known) -> list[ListEntry]:
    """Return the people of a line, which may lead over to them: "Styret består av Kari Lie, …"."""
    lead = _LEAD.search(text, 0, LONGEST_LEAD)
    if lead is None or re.search(r"[:;,(]", text[: lead.start()]):
        return parse_line(text, known)
    at = lead.end()
    entries = parse_line(text[at:], lambda first, last: known(first + at, last + at))
    return [entry.moved(at) for entry in entries]


def enumerated(text: str) -> Iterator[ListEntry]:
    """Return the people whom a paragraph enumerates as a list does."""
    for match in _ENUMERATES.finditer(text):
        end = _SENTENCE_END.search(text, match.end())
        last = end.start() if end else len(text)
        entries = parse_line(text[match.end() : last])
        told = ":" in match.group() or any(e.title or e.organisation for e in entries)
        too_few = len(entries) < FEWEST_ENUMERATED or last - match.end() > 80 * len(entries)
        if too_few or not told:
            continue
        for entry in entries:
            yield entry.moved(match.end())
        for sentence in _NEXT_SENTENCE.finditer(text, last):
            if told_prefix(text, *sentence.span("told")):  # "Vara er Kari Lie."
                for entry in parse_line(sentence["told"]):
                    yield entry.moved(sentence.start("told"))
        return
