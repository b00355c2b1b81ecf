"""Days and months of a sentence and its translation: lost, made up, or said beforehand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.translation.numbers import read_numbers
from pipeline.translation.tables import COLUMNS, load_table

#: "mars" is a planet too
_MARCH = 3
Edit = tuple[int, int, str]
_ENDING = r"(?:s|en|ene|er|ar|ane|a|ens)?(?!\w)"


def lost_dates(source: str, target: str, language: str) -> tuple[str, ...]:
    """Return the days and months of the source that the target lacks, in the target language.

    >>> lost_dates("Skolen åpnet mandag 3. mai", "The school opened on Wednesday 3 May", "en")
    ('Monday',)
    """
    if language not in COLUMNS:
        return ()
    said = [word for word, number in _said(source, language) if not _has(target, word, number)]
    return tuple(dict.fromkeys(said))


def invented_dates(source: str, target: str, language: str) -> tuple[str, ...]:
    """Return the days and months of the target that the source does not name.

    >>> invented_dates("Skolen åpnet mandag", "L'école a ouvert samedi", "fr")
    ('samedi',)
    """
    if language not in COLUMNS:
        return ()
    said = {word for word, _ in _said(source, language)}
    column = COLUMNS[language]
    digits = {part for number in read_numbers(source) for part in number.parts}
    return tuple(
        row[column]
        for row, number in _rows()
        if row[column] not in said
        and str(number) not in digits
        and re.search(_target_pattern(row[column], number), target)
    )


def date_edits(sentence: str, language: str) -> list[Edit]:
    """Return what to put in place of days, months and number words: engines copy such words.

    >>> date_edits("på mandag", "en")
    [(3, 9, 'Monday')]
    """
    if language not in COLUMNS:
        return []
    return [
        (match.start(), match.end(), row[COLUMNS[language]])
        for row in (*(row for row, _ in _rows()), *_number_rows())
        for match in _pattern(row[0]).finditer(sentence)
    ]


def _said(source: str, language: str) -> Iterator[tuple[str, int]]:
    for row, number in _rows():
        if _pattern(row[0]).search(source):
            yield row[COLUMNS[language]], number


def _has(target: str, word: str, number: int) -> bool:
    """Return whether the target has the word, or the number of a month."""
    named = re.search(_target_pattern(word, number), target, re.IGNORECASE)
    digits = {part for found in read_numbers(target) for part in found.parts}
    planet = number == _MARCH and re.search(r"(?<!\w)(?:Mars|[mM]arti)", target)
    return bool(named) or bool(planet) or (number > 0 and str(number) in digits)


def _target_pattern(word: str, number: int) -> str:
    """Return a pattern for a day, which may be a plural, or a month ("mais" is not "mai")."""
    return rf"(?<!\w){word}{'' if number else 's?'}(?!\w)"


@cache
def _pattern(forms: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{forms}){_ENDING}", re.IGNORECASE)


@cache
def _rows() -> tuple[tuple[tuple[str, ...], int], ...]:
    """Return the rows with the number of the month; a day has 0."""
    table = load_table("calendar")
    days = [(tuple(row), 0) for row in table["days"]]
    months = [(tuple(row), number) for number, row in enumerate(table["months"], start=1)]
    return (*days, *months)


@cache
def _number_rows() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in load_table("calendar")["numbers"])
