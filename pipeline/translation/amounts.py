"""Amounts put right: a number that is there, but counts something else than in the source."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.translation.numbers import read_numbers
from pipeline.translation.tables import COLUMNS, load_table

_NUMBER = r"(?P<number>\d+(?:[.,\u2009\u202f\u00a0 ]\d+)*)"
_BLANK = r"[ \u00a0\u202f]"


@dataclass(frozen=True)
class _Amount:
    """What a number counts, in the words of the target; ``sign`` is that of its currency."""

    scale: str
    unit: str
    sign: str | None


def put_amounts(source: str, target: str, language: str) -> str:
    """Return a target whose numbers count what they count in the source.

    Only what is surely wrong is changed: another "million", and a unit or currency in which the
    source does not count.

    >>> put_amounts("1,5 milliarder kroner", "1.5 million dollars", "en")
    '1.5 billion kroner'
    >>> put_amounts("Bygget er 4 200 kvadratmeter", "The building is 4,200 square feet", "en")
    'The building is 4,200 square metres'
    >>> put_amounts("3 milliarder kroner", "3 millions d’euros", "fr")
    '3 milliards de couronnes'
    >>> put_amounts("25 millioner kroner", "It costs $25 million.", "en")
    'It costs 25 million kroner.'
    """
    amounts = _amounts(source, language) if language in COLUMNS else {}

    def right(found: re.Match[str]) -> str:
        values = (value for number in read_numbers(found["number"]) for value in number.values)
        amount = next((amounts[value] for value in values if value in amounts), None)
        return _put(found, amount) if amount else found.group()

    return _in_target(language).sub(right, target) if amounts else target


def _put(found: re.Match[str], amount: _Amount) -> str:
    """Return an amount of a target with the words of the right one."""
    parts = {name: text or "" for name, text in found.groupdict().items()}
    scale, unit = parts["scale"].casefold().rstrip("s"), amount.unit
    if scale and amount.scale and scale != amount.scale.rstrip("s"):
        parts["scale"] = amount.scale if parts["scale"].endswith("s") else amount.scale.rstrip("s")
    if parts["unit"] and unit and unit.rstrip("s") not in parts["unit"].casefold():
        parts["unit"] = unit
        parts["joint"] = re.sub("d['’]$", "de ", parts["joint"])
    if parts["sign"] and amount.sign is not None and parts["sign"] != amount.sign:
        joint = " de " if scale.endswith(("million", "milliard")) and unit == "couronnes" else " "
        parts |= {"sign": "", "joint": parts["joint"] or joint, "unit": parts["unit"] or unit}
    return "".join(parts.values())


def _amounts(source: str, language: str) -> Mapping[str, _Amount]:
    """Return what the numbers of a source count; one that counts two things is left out."""
    rows, column = load_table("measures")["right"], COLUMNS[language]
    units = [*rows["units"], *rows["currencies"]]
    found: dict[str, _Amount | None] = {}
    for match in _in_source().finditer(source):
        scale = _row_of(match["scale"], rows["scales"])
        unit = _row_of(match["unit"], units)
        sign = unit[3] if len(unit) > 3 else None
        amount = _Amount(scale[column], unit[column], sign)
        for number in read_numbers(match["number"]):
            for value in number.values:
                found[value] = amount if found.get(value, amount) == amount else None
    return {value: amount for value, amount in found.items() if amount}


def _row_of(word: str | None, rows: Sequence[Sequence[str]]) -> Sequence[str]:
    """Return the row of a word; empty words where there is none."""
    found = (row for row in rows if word and re.fullmatch(row[0], word, re.IGNORECASE))
    return next(found, ("", "", ""))


@cache
def _in_source() -> re.Pattern[str]:
    rows = load_table("measures")["right"]
    scales = "|".join(row[0] for row in rows["scales"])
    units = "|".join(row[0] for row in (*rows["units"], *rows["currencies"]))
    return re.compile(
        rf"{_NUMBER}(?:{_BLANK}?(?P<scale>{scales})(?!\w))?(?:{_BLANK}?(?P<unit>{units})(?!\w))?",
        re.IGNORECASE,
    )


@cache
def _in_target(language: str) -> re.Pattern[str]:
    table, column = load_table("measures"), COLUMNS[language]
    scales = "|".join(f"{row[column].rstrip('s')}s?" for row in table["right"]["scales"])
    return re.compile(
        rf"(?P<sign>{table['foreign']['signs']})?{_NUMBER}"
        rf"(?:(?P<gap>{_BLANK}|-)?(?P<scale>{scales})(?!\w))?"
        rf"(?:(?P<joint>{_BLANK}d(?:e{_BLANK}|['’])|{_BLANK}|-)?"
        rf"(?P<unit>{table['foreign'][language]})(?!\w))?",
        re.IGNORECASE,
    )
