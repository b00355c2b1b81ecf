"""Numbers of a sentence and its translation: what was lost, what was invented.

A number is compared by value, whatever its thousands separator, decimal sign or clock notation;
months, ordinals and number words to twelve count as numbers where they may stand for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.translation.tables import load_table

_NUMBER = re.compile(r"\d+(?:[.,:/’'\u2009\u202f\u00a0 ](?=\d{3}(?!\d))\d{3}|[.,:/-]\d+)*")

_CENTURY = re.compile(r"\b(\d{1,2})00-tal")


@dataclass(frozen=True)
class _Words:
    """Number words of source and target, and the months."""

    source: Mapping[str, int]
    target: Mapping[str, int]
    months: Mapping[str, int]
    sure: frozenset[str]
    telling: frozenset[str]


@dataclass(frozen=True)
class Number:
    """A number as it is written, the values it may have, and the digits groups it is made of."""

    text: str
    values: frozenset[str]
    parts: tuple[str, ...]


def read_numbers(text: str) -> tuple[Number, ...]:
    """Return the numbers written in digits.

    >>> [sorted(number.values) for number in read_numbers("1 200 biler, 2,5 %, kl. 18.30")]
    [['1200'], ['2.5'], ['18.3']]
    """
    return tuple(_number(match.group()) for match in _NUMBER.finditer(text))


def _number(text: str) -> Number:
    parts = tuple(part.lstrip("0") or "0" for part in re.split(r"\D", text))
    groups = re.split(r"\D", text)
    values = set()
    if len(groups) == 1 or all(len(group) == 3 for group in groups[1:]):
        values.add("".join(groups).lstrip("0") or "0")
    if len(groups) == 2 and re.search(r"[.,]", text) and "".join(values).rstrip("0") != parts[0]:
        fraction = groups[1].rstrip("0")
        values.add(f"{parts[0]}.{fraction}" if fraction else parts[0])
    if len(groups) == 2 and len(groups[1]) == 3 and not re.search(r",", text):
        values = {value for value in values if "." not in value}
    return Number(text, frozenset(values), parts)


def lost_numbers(source: str, target: str) -> tuple[str, ...]:
    """Return the numbers of the source that the target does not have.

    >>> lost_numbers("Den 17. mai kom 1 200 på 2,5 timer", "On 17 May 1,200 came in 2.5 hours")
    ()
    >>> lost_numbers("De 47 deltakerne fikk fem timer", "The participants were given time")
    ('47', 'fem')
    """
    values, parts = _pool(target, _number_words().target)
    lost = [
        number.text
        for number in read_numbers(source)
        if not number.values & values and not _has_parts(number, parts, source)
    ]
    words = [word for word in _words(source) if word in _number_words().sure]
    lost += [word for word in words if str(_number_words().source[word]) not in parts]
    return tuple(dict.fromkeys(lost))


def invented_numbers(source: str, target: str) -> tuple[str, ...]:
    """Return the numbers of the target that the source does not have.

    >>> invented_numbers("Den første dagen kom seks", "On day 1 six of 30 came")
    ('30',)
    >>> invented_numbers("om to uker", "in three weeks")
    ('three',)
    """
    values, parts = _pool(source, _number_words().source)
    centuries = {str(int(match.group(1)) + 1) for match in _CENTURY.finditer(source)}
    parts |= centuries | {str(int(part) - 12) for part in parts if 13 <= int(part[:9]) <= 24}
    month_of = _number_words().months
    months = {str(month_of[word]) for word in _words(source) if word in month_of}
    invented = [
        number.text
        for number in read_numbers(target)
        if not number.values & values
        and not set(number.parts) <= parts | {"0"} | (months if len(number.parts) > 1 else set())
    ]
    words = [word for word in _words(target) if word in _number_words().telling]
    invented += [word for word in words if str(_number_words().target[word]) not in parts]
    return tuple(dict.fromkeys(invented))


def _has_parts(number: Number, parts: set[str], source: str) -> bool:
    """Return whether each group of digits is found by itself: a date, a clock, a century."""
    century = _CENTURY.search(source)
    if century and number.text == century.group(1) + "00":
        return bool({number.text, str(int(century.group(1)) + 1)} & parts)
    first = number.parts[0]
    afternoon = {str(int(first) - 12)} if 13 <= int(first[:9]) <= 24 else set()
    rest = {part for part in number.parts[1:] if part != "0"}
    several = len(number.parts) > 1
    return rest <= parts and (first in parts or (several and bool(afternoon & parts)))


def _pool(text: str, words: Mapping[str, int]) -> tuple[set[str], set[str]]:
    """Return the values and the digit groups of a text, number words among them.

    The months of a target count as numbers, since the source may write a date in digits.
    """
    numbers = read_numbers(text)
    values = {value for number in numbers for value in number.values}
    parts = {part for number in numbers for part in number.parts} | values
    spoken = {str(words[word]) for word in _words(text) if word in words}
    month_of = _number_words().months
    months = {str(month_of[word]) for word in _words(text) if word in month_of}
    parts = {part for part in parts if "." not in part}
    return values | spoken, parts | spoken | (months if words is _number_words().target else set())


def _words(text: str) -> Iterator[str]:
    for match in re.finditer(r"[^\W\d_]+", text.casefold()):
        yield match.group()


@cache
def _number_words() -> _Words:
    table = load_table("numbers")
    lists = table["lists"]
    months = enumerate(lists["months"], start=1)
    return _Words(
        source=table["source"],
        target=table["target"],
        months={word: number for number, words in months for word in words.split()},
        sure=frozenset(lists["sure"].split()),
        telling=frozenset(lists["telling"].split()),
    )
