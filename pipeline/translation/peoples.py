"""Nationalities and languages: those that a translation changed, lost, made up or copied."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.records import Check
from pipeline.translation.calendar import Edit
from pipeline.translation.tables import COLUMNS, load_table

Row = Sequence[str]

#: columns of a row: the words of a people, and what else is ground for it in a source
_NORWEGIAN, _GROUND = 3, 4
#: an adjective ("walisisk", "walisiske"); who belongs to a people has another word in English
_ADJECTIVE = re.compile(r"\w+sk[et]?", re.IGNORECASE)


@dataclass(frozen=True)
class _People:
    """A people: their words in Norwegian, in a target, and what else may stand there.

    ``adjective`` is that of the target. ``ground`` is what in a source makes the people no
    invention: their words, and the country.
    """

    said: re.Pattern[str]
    target: re.Pattern[str]
    counterpart: re.Pattern[str]
    ground: re.Pattern[str]
    adjective: str


def check_peoples(
    source: str, target: str, language: str, nameless: tuple[str, str] | None = None
) -> tuple[Check, ...]:
    """Return a check for each nationality of the source that is lost, and each that came in.

    The country may stand for its people.

    Args:
        source: the Norwegian segment.
        target: its translation.
        language: that of the target.
        nameless: both without names, whose words ("Danske Bank") are no nationality.

    >>> [check.detail for check in check_peoples("Den danske treneren", "The German coach", "en")]
    ['"danske" is missing', '"German" is not in the source']
    >>> check_peoples("Den norske regjeringen", "The government of Norway", "en")
    ()
    """
    ours, theirs = nameless or (source, target)
    lost, added = [], []
    for people in _peoples(language):
        said, told = people.said.search(ours), people.target.search(theirs)
        if said and not people.counterpart.search(target):
            lost.append(f'"{said.group()}" is missing')
        if told and not people.ground.search(source):
            added.append(f'"{told.group()}" is not in the source')
    details = dict.fromkeys([*lost, *added])
    return tuple(Check(kind="nationality", detail=detail) for detail in details)


def people_edits(sentence: str, language: str) -> list[Edit]:
    """Return what to put in place of the adjectives of peoples: engines copy what they don't know.

    >>> people_edits("Den walisiske treneren", "en")
    [(4, 13, 'Welsh')]
    """
    found = {
        word.span(): people.adjective
        for people in reversed(_peoples(language))
        for word in people.said.finditer(sentence)
        if _ADJECTIVE.fullmatch(word.group())
    }
    return [(start, end, adjective) for (start, end), adjective in sorted(found.items())]


def put_peoples(source: str, target: str, taken: Sequence[tuple[int, int]]) -> str:
    """Return an English target in which adjectives that were copied are English.

    Args:
        source: the Norwegian segment.
        target: its translation.
        taken: the half-open ranges of the target that stay: names.

    >>> put_peoples("Danske Jon Lie vant.", "Danske Jon Lie won.", [(7, 14)])
    'Danish Jon Lie won.'
    """
    for start, end, adjective in reversed(people_edits(target, "en")):
        is_name = any(start < right and left < end for left, right in taken)
        if target[start:end] in source and not is_name:
            target = target[:start] + adjective + target[end:]
    return target


@cache
def _peoples(language: str) -> tuple[_People, ...]:
    if language not in COLUMNS:
        return ()
    table = load_table("places")
    countries = {row[0].split("|")[0]: row for row in (*table["world"], *table["rows"])}
    rows = {row[0]: row for row in table["peoples"]}
    peoples = []
    for name, row in rows.items():
        kin = next((group for group in table["kin"] if name in group), [name])
        places = [countries[one] for one in kin if one in countries]
        peoples.append(_people(row, [rows[one] for one in kin], places, COLUMNS[language]))
    return tuple(peoples)


def _people(row: Row, kin: Sequence[Row], places: Sequence[Row], column: int) -> _People:
    """Return a people by its row; ``kin`` are the rows of its like, itself among them."""
    own, said = _listed([row], column), _listed([row], _NORWEGIAN)
    lands = _listed(places, column)
    # English peoples have a capital: "polish" is none
    case = re.IGNORECASE if own[0].islower() else re.NOFLAG
    roots = [f"{word}*" for word in _listed(places, 0)]
    return _People(
        said=re.compile(rf"{_words(said)}(?!\s(?:mil|fot)\b)(?<!land)(?<!lands)", re.IGNORECASE),
        # a country that was made up is found by another check
        target=re.compile(_words([word for word in own if word not in lands]), case),
        counterpart=re.compile(_words([*_listed(kin, column), *lands]), re.IGNORECASE),
        ground=re.compile(
            _words([*_listed(kin, _NORWEGIAN), *_listed([row], _GROUND), *roots]), re.IGNORECASE
        ),
        adjective=own[0].rstrip("*"),
    )


def _listed(rows: Sequence[Row], column: int) -> list[str]:
    """Return the words in a column of the rows that have it."""
    return [word for row in rows if len(row) > column for word in row[column].split("|")]


def _words(words: Sequence[str]) -> str:
    """Return a pattern for whole words; a "*" stands for any ending; no words are never found."""
    if not words:
        return "(?!)"
    choices = "|".join(re.sub(r"\*$", r"\\w*", word.replace(".", r"\.")) for word in words)
    return rf"(?<!\w)(?:{choices})(?!\w)"
