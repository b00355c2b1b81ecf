"""Numbers and signs as papers of the target language set them; French also has spaces of its own.

A number is set anew only where the source has its value: what stands there as it stands in the
source (a version, a clock, a telephone number) stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.translation.marks import ADDRESSES
from pipeline.translation.numbers import Number, read_numbers

#: between groups of three figures, and before ";", "!" and "?": it is narrow and ends no line
THIN = "\u202f"
#: before ":" and "%", and inside quotation marks: it ends no line
FIXED = "\u00a0"
_BLANK = "[ \u00a0\u2009\u202f]"
_GROUPED = re.compile(
    rf"(?<![\d.,/:-])(?<!\d )\d{{1,3}}(?P<sign>[.,]|{_BLANK})\d{{3}}(?:(?P=sign)\d{{3}})*"
    rf"(?P<rest>[.,]\d+)?(?![\d/:-]|[.,]\d| \d)"
)
_DECIMAL = re.compile(r"(?<![\d.,/:-])\d+\.\d+(?![\d/:-]|[.,]\d)")
_COMMA = re.compile(r"(?<![\d.,/:-])\d+,\d+(?![\d/:-]|[.,]\d)")
#: the day of a date with the full stop that Norwegian writes after it
_DAY = re.compile(
    r"(?<![\d.,/:-])(\d{1,2})\.(?= (?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December|janvier|février|mars|avril|mai|juin|juillet|août|septembre"
    r"|octobre|novembre|décembre)\b)"
)
_PERCENT = re.compile(rf"(?<=\d){_BLANK}%(?!\w)")
#: "de" before a name that begins with a vowel
_ELIDED = re.compile(r"\b([dD])e (?=[AEIOUÅÆØÀÂÉÈÊÎÔÖ][a-zà-ÿ])(?!(?:Un|Onze)\b)")
_SPACED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?<=\d){_BLANK}?([%€])(?!\w)"), rf"{FIXED}\1"),
    (re.compile(rf"(?<=[\w)\]»”’%€]){_BLANK}?:(?=\s|$)"), f"{FIXED}:"),
    (re.compile(rf"(?<=[\w)\]»”’%€.]){_BLANK}?([;!?]+)(?=[\s»”)\]]|$)"), rf"{THIN}\1"),
    (re.compile(rf"«{_BLANK}*(?=\S)"), f"«{FIXED}"),
    (re.compile(rf"(?<=\S){_BLANK}*»"), f"{FIXED}»"),
)


def set_in_french(source: str, text: str) -> str:
    r"""Return a French translation with its numbers and signs as French has them.

    >>> set_in_french("48 200 kom, 2,5 % flere!", "48,200 sont venus, 2.5% de plus!")
    '48\u202f200 sont venus, 2,5\xa0% de plus\u202f!'
    >>> set_in_french("Versjon 2.5 kl. 18.30 den 1. mai", "Version 2.5 à 18.30 le 1. mai")
    'Version 2.5 à 18.30 le 1er mai'
    >>> set_in_french("Ås", "l’hôpital de Oslo, le maire de Ås")
    'l’hôpital d’Oslo, le maire d’Ås'
    """
    numbers = read_numbers(source)
    return _outside_addresses(text, lambda piece: _set(piece, source, numbers))


def _outside_addresses(text: str, change: Callable[[str], str]) -> str:
    done = [change(piece) for piece in ADDRESSES.split(text)]
    kept = [*ADDRESSES.findall(text), ""]
    return "".join(piece + address for piece, address in zip(done, kept, strict=True))


def set_in_english(source: str, text: str) -> str:
    """Return an English translation in which numbers that were copied are written in English.

    Nine figures in threes stay: that is how the numbers of organisations are written.

    >>> set_in_english("48 200,50 kr, 12,5 % mer", "48 200,50 kroner, 12,5 % more")
    '48,200.50 kroner, 12.5% more'
    >>> set_in_english("Oslo, 3. mai 2024", "Oslo, 3. May 2024")
    'Oslo, 3 May 2024'
    >>> set_in_english("Org.nr. 974 760 673", "Org.no. 974 760 673")
    'Org.no. 974 760 673'
    """
    numbers = read_numbers(source)

    def english(piece: str) -> str:
        piece = _GROUPED.sub(_grouped(numbers, ",", "."), piece)
        piece = _COMMA.sub(_decimal(source, numbers, ".", copied=True), piece)
        return _DAY.sub(r"\1", _PERCENT.sub("%", piece))

    return _outside_addresses(text, english)


def before_colon(following: str) -> str:
    """Return the space that French has between a text and what comes after it in the document."""
    return FIXED if re.match(r":(?:\s|$)", following) else ""


def _set(text: str, source: str, numbers: Sequence[Number]) -> str:
    text = _GROUPED.sub(_grouped(numbers, THIN, ","), text)
    text = _DECIMAL.sub(_decimal(source, numbers, ",", copied=False), text)
    text = _ELIDED.sub(r"\1’", text)
    text = _DAY.sub(lambda day: "1er" if day[1] == "1" else day[1], text)
    for pattern, new in _SPACED:
        text = pattern.sub(new, text)
    return text


def _grouped(numbers: Sequence[Number], between: str, point: str) -> Callable[[re.Match[str]], str]:
    """Return what sets "48,200" as one number where the source has 48200."""
    values = _values(numbers)
    parts = {number.parts for number in numbers}

    def written(found: re.Match[str]) -> str:
        whole, rest = found.group(), found.group("rest") or ""
        groups = re.split(r"\D", whole.removesuffix(rest))
        # one with thousands and decimals has no value of its own: its groups are compared
        same = _parts(whole) in parts if rest else "".join(groups) in values
        if between == "," and [len(group) for group in groups] == [3, 3, 3] and not rest:
            return whole
        return between.join(groups) + re.sub("[.,]", point, rest) if same else whole

    return written


def _decimal(
    source: str, numbers: Sequence[Number], point: str, *, copied: bool
) -> Callable[[re.Match[str]], str]:
    """Return what gives a decimal number of the source its point, where it was copied or not."""
    values = _values(numbers)

    def written(found: re.Match[str]) -> str:
        number = found.group()
        is_meant = number.replace(",", ".").rstrip("0").rstrip(".") in values
        same = is_meant and (number in source) is copied
        return re.sub("[.,]", point, number) if same else number

    return written


def _values(numbers: Sequence[Number]) -> set[str]:
    return {value for number in numbers for value in number.values}


def _parts(text: str) -> tuple[str, ...]:
    return next((number.parts for number in read_numbers(text)), ())
