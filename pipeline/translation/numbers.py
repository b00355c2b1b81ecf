"""Numbers of a sentence and its translation: what was lost, what was invented.

A number is compared by value, whatever its thousands separator, decimal sign or clock notation;
months, ordinals and number words count as numbers where they may stand for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.translation.clock import read_clocks, without_clocks
from pipeline.translation.spoken import compound_starts, spoken_numbers, spoken_runs
from pipeline.translation.tables import load_table

_NUMBER = re.compile(r"\d+(?:[.,:/’'\u2009\u202f\u00a0 ](?=\d{3}(?!\d))\d{3}|[.,:/-]\d+)*")

#: decimals of an amount with thousands that say nothing
_NO_CENTS = re.compile(r"(?<=\D\d{3})[.,]00$")
_CENTURY = re.compile(r"\b(\d{1,2})00-tal")
#: "på 60-tallet" is "in the 1960s"
_DECADE = re.compile(r"\b([2-9]0)-(?:tal|åra)")
#: words that look like a number and are none: a tree, wood, to give in
_NO_NUMBER = re.compile(
    r"\b(?:(?:et|eit)\s+tre|i\s+tre(?=[.,;:!?)]|$|\s+og\b)|fire\s+på)(?!\w)", re.IGNORECASE
)
#: an English or French ordinal in figures
_PLACE = re.compile(r"(?<![\d.,])(\d+)(?:st|nd|rd|th|er|re|e|ème)\b")
#: a number in digits before a word that multiplies it
_SCALED = re.compile(
    r"(\d[\d.,\s]{0,24}?)\s*(?:(tusen|thousand|mille)|(million|mill\.)|(milliard|mrd|billion))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Words:
    """The months; source words that can only be a number, and target words that tell of one."""

    target: Mapping[str, int]
    months: Mapping[str, int]
    sure: frozenset[str]
    telling: frozenset[str]
    ordinal: re.Pattern[str]


@dataclass(frozen=True)
class Number:
    """A number as it is written, the values it may have, and the digits groups it is made of."""

    text: str
    values: frozenset[str]
    parts: tuple[str, ...]

    @property
    def is_grouped(self) -> bool:
        """Whether its groups of digits are thousands ("9.000"), so that none stands by itself."""
        groups = re.split(r"\D", self.text)
        return len(groups) > 1 and len(groups[0]) <= 3 and {len(g) for g in groups[1:]} == {3}


def read_numbers(text: str) -> tuple[Number, ...]:
    """Return the numbers written in digits.

    >>> [sorted(number.values) for number in read_numbers("1 200 biler, 2,5 %, kl. 18.30")]
    [['1200'], ['2.5'], ['18.3']]
    """
    return tuple(_number(match.group()) for match in _NUMBER.finditer(text))


def _number(text: str) -> Number:
    """Return a number with the values that it may have; "12 500,00" is "12 500,-"."""
    parts = tuple(part.lstrip("0") or "0" for part in re.split(r"\D", text))
    groups = re.split(r"\D", _NO_CENTS.sub("", text))
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
    >>> lost_numbers("på fjerdeplass med 31 poeng", "in 31st place with 31 points")
    ('fjerdeplass',)
    """
    source = _NO_NUMBER.sub(" ", without_clocks(source))
    values, parts = _pool(target, "target")
    lost = [
        number.text
        for number in read_numbers(source)
        if not number.values & values and not _has_parts(number, parts, source)
    ]
    for word in _words(source):
        ordinal = _number_words().ordinal.fullmatch(word)
        number = ordinal.group(1) if ordinal else word if word in _number_words().sure else ""
        if number and not spoken_numbers(number, "source") & (parts | values):
            lost.append(word)
    return tuple(dict.fromkeys(lost))


def invented_numbers(source: str, target: str) -> tuple[str, ...]:
    """Return the numbers of the target that the source does not have.

    >>> invented_numbers("Den første dagen kom seks", "On day 1 six of 30 came")
    ('30',)
    >>> invented_numbers("om to uker", "in three weeks")
    ('three',)
    >>> invented_numbers("De har 31 poeng", "They are in 31st place")
    ('31st',)
    >>> invented_numbers("på fjerdeplass", "number four")
    ()
    >>> invented_numbers("på 60-tallet, rundt titiden", "in the 1960s, about 10 o'clock")
    ()
    """
    values, parts = _pool(source, "source")
    parts |= _implied(source, parts)
    month_of = _number_words().months
    months = {str(month_of[word]) for word in _words(source) if word in month_of}
    invented = [
        number.text
        for number in read_numbers(target)
        if not number.values & (values | parts)
        and not set(number.parts) <= parts | {"0"} | (months if len(number.parts) > 1 else set())
    ]
    theirs = set(_words(source))
    whole = {
        v for run in spoken_runs(target, "target") if str(run[0]) in values | parts for v in run
    }
    invented += _misplaced(source, target)
    words = [word for word in _words(target) if word in _number_words().telling - theirs]
    for word in words:
        value = _number_words().target[word]
        if str(value) not in parts and value not in whole:
            invented.append(word)
    return tuple(dict.fromkeys(invented))


def _misplaced(source: str, target: str) -> Iterator[str]:
    """Yield the ordinals of a target whose number the source has, but only as a plain number."""
    months = "|".join(_number_words().months)
    for found in _PLACE.finditer(target):
        number = rf"(?<![\d.,]){found.group(1)}"
        placed = rf"{number}(?:[./-]|00-tal|\s(?:{months}))|\bnr\.?\s{number}(?!\d)"
        is_plain = re.search(rf"{number}(?!\d)", source)
        if is_plain and not re.search(placed, source, re.IGNORECASE):
            yield found.group()


def _implied(source: str, parts: set[str]) -> set[str]:
    """Return the numbers that a source says in another way: centuries, decades, hours, halves."""
    implied = {str(int(match.group(1)) + 1) for match in _CENTURY.finditer(source)}
    for match in _DECADE.finditer(source):
        implied |= {"19" + match.group(1), "18" + match.group(1)}
    implied |= {str(int(part) - 12) for part in parts if 13 <= int(part[:9]) <= 24}
    for clock in read_clocks(source):
        implied |= clock.numbers
    for word in _words(source):
        ordinal = _number_words().ordinal.fullmatch(word)
        implied |= spoken_numbers(ordinal.group(1), "source") if ordinal else set()
    return implied | compound_starts(source)


def _has_parts(number: Number, parts: set[str], source: str) -> bool:
    """Return whether each group of digits is found by itself: a date, a clock, a century."""
    century = _CENTURY.search(source)
    if century and number.text == century.group(1) + "00":
        return bool({number.text, str(int(century.group(1)) + 1)} & parts)
    if number.text in _DECADE.findall(source):
        return bool({number.text, "19" + number.text, "18" + number.text} & parts)
    if number.is_grouped:
        return False
    first = number.parts[0]
    afternoon = {str(int(first) - 12)} if 13 <= int(first[:9]) <= 24 else set()
    rest = {part for part in number.parts[1:] if part != "0"}
    several = len(number.parts) > 1
    together = "".join(re.split(r"\D", number.text)) if ":" in number.text else ""
    apart = rest <= parts and (first in parts or (several and bool(afternoon & parts)))
    return apart or bool({together, together.lstrip("0")} & (parts - {""}))


def _pool(text: str, tongue: str) -> tuple[set[str], set[str]]:
    """Return the values and the digit groups of a text, number words among them.

    The months of a target count as numbers, since the source may write a date in digits.
    """
    numbers = read_numbers(text)
    values = {value for number in numbers for value in number.values}
    values |= {value for match in _SCALED.finditer(text) for value in _scaled(match)}
    parts = {part for n in numbers if not n.is_grouped for part in n.parts} | values
    spoken = spoken_numbers(text, tongue)
    month_of = _number_words().months
    months = {str(month_of[word]) for word in _words(text) if word in month_of}
    parts = {part for part in parts if "." not in part}
    return values | spoken, parts | spoken | (months if tongue == "target" else set())


def _scaled(match: re.Match[str]) -> Iterator[str]:
    """Yield the values of a number that a word multiplies: "2,5 millioner" is 2500000."""
    power = next(n for n, word in zip((3, 6, 9), match.groups()[1:], strict=True) if word)
    for number in read_numbers(match.group(1)):
        for value in number.values:
            whole, _, fraction = value.partition(".")
            if len(fraction) <= power:
                yield (whole + fraction.ljust(power, "0")).lstrip("0") or "0"


def _words(text: str) -> Iterator[str]:
    for match in re.finditer(r"[^\W\d_]+", text.casefold()):
        yield match.group()


@cache
def _number_words() -> _Words:
    table = load_table("numbers")
    lists = table["lists"]
    months = enumerate(lists["months"], start=1)
    ordinals, placed = ("|".join(lists[name].split()) for name in ("ordinals", "placed"))
    return _Words(
        target=table["target"],
        months={word: number for number, words in months for word in words.split()},
        sure=frozenset(lists["sure"].split()),
        telling=frozenset(lists["telling"].split()),
        ordinal=re.compile(rf"({ordinals})(?:(?:{placed})\w*)?"),
    )
