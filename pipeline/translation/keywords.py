"""Words with few lawful translations (championships, seasons, kin): exchanged, lost or made up."""

from __future__ import annotations

import re
from functools import cache

from pipeline.records import Check
from pipeline.translation.tables import COLUMNS, like_case, load_table


def check_keywords(source: str, target: str, language: str) -> tuple[Check, ...]:
    """Return a check for each such word of the source that the target has no word for.

    >>> [check.detail for check in check_keywords("Hun vant VM", "She won the Olympics", "en")]
    ['"VM" is to be "World Cup"']
    >>> [check.detail for check in check_keywords("om to uker", "two weeks ago", "en")]
    ['"ago" is not in the source']
    """
    if language not in COLUMNS:
        return ()
    found = []
    for said, told, best in _rows(language):
        word = said.search(source)
        if word and not told.search(target):
            found.append(f'"{word.group()}" is to be "{best}"')
    for told, ground in _added(language):
        word = told.search(target)
        if word and not ground.search(source):
            found.append(f'"{word.group()}" is not in the source')
    return tuple(Check(kind="term", detail=detail) for detail in dict.fromkeys(found))


def keyword_edits(sentence: str, language: str) -> list[tuple[int, int, str]]:
    """Return what to put in place of such words, for an engine that lost one.

    >>> keyword_edits("De vant VM i fjor", "en")
    [(8, 10, 'World Cup'), (11, 17, 'last year')]
    """
    if language not in COLUMNS:
        return []
    return sorted(
        (word.start(), word.end(), like_case(word.group(), best))
        for said, _, best in _rows(language)
        for word in said.finditer(sentence)
    )


@cache
def _rows(language: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]:
    """Return the words of the source, what may stand for them, and what they are to be."""
    column, rows = COLUMNS[language], load_table("keywords")["rows"]
    return tuple((_whole(row[0]), _whole(row[column]), row[column].split("|")[0]) for row in rows)


@cache
def _added(language: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    rows = load_table("keywords")["added"][language]
    return tuple((_whole(row[0]), _whole(row[1])) for row in rows)


def _whole(words: str) -> re.Pattern[str]:
    """Return a pattern for whole words; what is written in capitals only is so in a text."""
    flags = re.NOFLAG if words.isupper() else re.IGNORECASE
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", flags)
