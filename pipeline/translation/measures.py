"""Units, currencies and "million": what a number of the source counts must be in the target."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.records import Check
from pipeline.translation.tables import COLUMNS, load_table

#: what may stand between a number and what it counts
_GAP = r"[\s\u00a0\u202f-]?"
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class _Measure:
    """A unit: how the source writes it after a number, and how each target may."""

    kind: str
    source: re.Pattern[str]
    targets: tuple[re.Pattern[str], ...]


def check_measures(source: str, target: str, language: str) -> tuple[Check, ...]:
    """Return a check for each unit, currency or "million" that the target has no word for.

    Where none is lost, a unit or currency of other countries that the source does not name is told.

    >>> [check.detail for check in check_measures("5 km og 3 milliarder kroner",
    ...     "5 miles and 3 million kroner", "en")]
    ['the unit "km" is missing', 'the amount "milliarder" is missing']
    """
    if language not in COLUMNS:
        return ()
    found = []
    for measure in _measures():
        written = measure.source.search(source)
        if written and not measure.targets[COLUMNS[language] - 1].search(target):
            word = _DIGITS.sub("", written.group()).strip("\u00a0\u202f -")
            found.append(Check(kind="unit", detail=f'the {measure.kind} "{word}" is missing'))
    foreign = _foreign(language).search(target)
    if foreign and not found and not _ground().search(source):
        word = _DIGITS.sub("", foreign.group()).strip("\u00a0\u202f -")
        found.append(Check(kind="unit", detail=f'"{word}" is not in the source'))
    return tuple(found)


@cache
def _foreign(language: str) -> re.Pattern[str]:
    """Return a pattern for a number in a unit or currency of other countries."""
    table = load_table("measures")["foreign"]
    joint = rf"\d(?:{_GAP}(?:millions?|billions?|milliards?)(?:\sde\s|\sd['’])?)?{_GAP}"
    return re.compile(rf"{table['signs']}\s?\d|{joint}(?:{table[language]})(?!\w)", re.IGNORECASE)


@cache
def _ground() -> re.Pattern[str]:
    words = load_table("measures")["foreign"]["ground"]
    return re.compile(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])", re.IGNORECASE)


@cache
def _measures() -> tuple[_Measure, ...]:
    table = load_table("measures")
    number = table["number"]
    return tuple(
        _Measure(
            kind=kind,
            source=re.compile(_in_source(number, row[0], kind), re.IGNORECASE),
            targets=tuple(re.compile(_in_target(column), re.IGNORECASE) for column in row[1:3]),
        )
        for kind in ("unit", "currency", "amount")
        for row in table[kind]
    )


def _in_source(number: str, forms: str, kind: str) -> str:
    """Return a pattern for a unit after a number, or a currency before one."""
    after = rf"(?:{number}){_GAP}(?:{forms})(?![^\W_])"
    return rf"{after}|(?<!\w)(?:{forms}){_GAP}\d" if kind == "currency" else after


def _in_target(forms: str) -> str:
    """Return a pattern for a unit by itself, or right after digits."""
    return rf"(?<![^\W\d_])(?:{forms})(?![^\W\d_])"
