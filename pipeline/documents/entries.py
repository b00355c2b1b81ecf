"""Whether a line of a text is one of a list of people, or a whole list."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.text import tables
from pipeline.text.list_grammar import ListEntry, entries_of, find_segments
from pipeline.text.list_lines import (
    after_bullet,
    after_time,
    find_prefix,
    has_bullet,
    is_list_heading,
)
from pipeline.text.tokens import is_organisation_word, is_role_word

#: a sentence goes on after this, or it is a line of contact data
_NO_ENTRY = re.compile(r"[.!?]\s+[–—«]?\s?[A-ZÆØÅ]\w+\s[a-zæøå]|^(?i:kontakt|tlf|foto|tekst)\w*:")
LONGEST_ENTRY = 900
_LINKS = frozenset(["i", "og", "for", "på", "av", "ved", "til", "med", "fra", "frå", "de", "den"])


@lru_cache(maxsize=16384)
def is_entry(line: str) -> bool:
    """Return whether a line is one of a list of people: names and little else."""
    if len(line) > LONGEST_ENTRY or _NO_ENTRY.search(line) or line.rstrip().endswith(":"):
        return False
    found = entries_of(line)
    if not found or any(_tells(line, entry) for entry in found):
        return False
    rest = list(line)
    for first, last in [*(r for entry in found for r in _ranges(entry)), *find_segments(line)]:
        rest[first:last] = " " * (last - first)
    left = re.sub(r"\([^)]*\)?|\b(?:og|samt)\b", "", "".join(rest))
    letters = sum(c.isalpha() for c in left)
    share = letters / max(1, sum(c.isalpha() for c in line))
    # a line of a programme has a topic beside the speaker
    start = after_bullet(line)
    if after_time(line, start) > start:
        return share <= 0.85
    return share <= (0.6 if has_bullet(line) else 0.35)


def is_row(line: str) -> bool:
    """Return whether a line can be one of a table below the names of its columns."""
    return bool(re.search(r"\t|\||;|\s{3,}|,", line)) and any(c.isalpha() for c in line)


def _tells(line: str, entry: ListEntry) -> bool:
    """Return whether what was taken for a title or a body is a piece of a sentence."""
    for place in (entry.title, entry.organisation):
        words = line[slice(*place)].split() if place else []
        small = [w for w in words if w.islower() and not is_organisation_word(w)]
        loose = [w for w in small if w not in _LINKS]
        if len(loose) > 3 and not any(map(is_role_word, words)):
            return True
        if any(word in tables.captions().telling for word in small):
            return True
    return False


def is_roster(line: str) -> bool:
    """Return whether one line is a whole list: announced as one, or of three people and more."""
    prefix = find_prefix(line, after_bullet(line))
    announced = prefix is not None and is_list_heading(line[slice(*prefix)])
    return is_entry(line) and (announced or len(entries_of(line)) >= 3)


def _ranges(entry: ListEntry) -> list[tuple[int, int]]:
    places = (entry.name, entry.title, entry.unit, entry.organisation, *entry.other)
    return [place for place in places if place is not None]
