"""Times of day in words ("halv fem", "kvart på åtte"): put in figures, looked for in a target."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.translation.tables import COLUMNS, load_table

_QUARTER = "kvart"
#: times in figures, and whole hours
_FIGURES = re.compile(r"(?<![\d.,:])(\d{1,2})[.:](\d{2})(?![.,:]?\d)")
_HOUR = re.compile(r"\bkl(?:\.|okk[ae]n?) (\d{1,2})(?![.,:]?\d)", re.IGNORECASE)
#: an English time with its half of the day
_HALF = re.compile(
    r"(?<![\d.,:])(?P<before>(?P<hour>1[0-2]|0?\d)(?:[.:](?P<minute>\d{2}))?\s?)(?P<half>[ap])"
    r"(?P<after>\.?\s?m)\b",
    re.IGNORECASE,
)
_LATE = re.compile(r"kveld|ettermiddag|natt", re.IGNORECASE)


@dataclass(frozen=True)
class Clock:
    """A time of day at [start, end) of a text; ``hour`` is 1 to 12."""

    start: int
    end: int
    hour: int
    minute: int

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers that a translation may say it with."""
        near = self.hour, self.hour + 12, self.hour % 12 + 1, self.minute, 60 - self.minute
        return frozenset(map(str, near))


def read_clocks(text: str) -> tuple[Clock, ...]:
    """Return the times of day that a Norwegian text has in words, in the order of the text.

    Minutes count only after "klokka" or next to "halv": "ti på fem lag" is no time of day.

    >>> [(clock.hour, clock.minute) for clock in read_clocks("Klokka ti på fem, kvart over 7")]
    [(4, 50), (7, 15)]
    >>> [(clock.hour, clock.minute) for clock in read_clocks("fem over halv fem, ti på fem lag")]
    [(4, 35)]
    """
    return tuple(_clocks(text))


def clock_edits(sentence: str) -> list[tuple[int, int, str]]:
    """Return what to put in place of times in words: engines read "halv fem" as half past five.

    >>> clock_edits("Klokka halv fem")
    [(7, 15, '4:30')]
    """
    return [
        (clock.start, clock.end, f"{clock.hour}:{clock.minute:02}")
        for clock in read_clocks(sentence)
    ]


def without_clocks(text: str) -> str:
    """Return a text without its times in words.

    >>> without_clocks("De fem kom halv fem.")
    'De fem kom ·.'
    """
    for clock in reversed(read_clocks(text)):
        text = f"{text[: clock.start]}·{text[clock.end :]}"
    return text


def lost_clocks(source: str, target: str, language: str) -> tuple[str, ...]:
    """Return the times in words that a target has neither in figures nor in words.

    >>> lost_clocks("De kom halv fem.", "They came at half past five.", "en")
    ('halv fem',)
    >>> lost_clocks("De kom kvart på åtte.", "Ils sont venus à huit heures moins le quart.", "fr")
    ()
    """
    if language not in COLUMNS:
        return ()
    return tuple(
        source[clock.start : clock.end]
        for clock in read_clocks(source)
        if not _told((clock.hour, clock.minute), language).search(target)
    )


def put_halves(source: str, text: str) -> str:
    """Return an English text in which times of day have the half of the day that is meant.

    Norwegian counts to 24: "08.15" is in the morning. A source that speaks of the evening or the
    afternoon may count to 12.

    >>> put_halves("Møt kl. 08.15 eller 20.30.", "Meet at 8:15 p.m. or 8:30 am.")
    'Meet at 8:15 a.m. or 8:30 pm.'
    >>> put_halves("Hun kom kl. 8 om kvelden.", "She came at 8 p.m.")
    'She came at 8 p.m.'
    """
    times = {(int(hour), int(minute)) for hour, minute in _FIGURES.findall(source)}
    times |= {(int(hour), 0) for hour in _HOUR.findall(source)}

    def put(found: re.Match[str]) -> str:
        hour, minute = int(found["hour"]) % 12, int(found["minute"] or 0)
        late = found["half"].casefold() == "p"
        said, other = (hour + 12 * late, minute), (hour + 12 * (not late), minute)
        if said in times or other not in times or (late and _LATE.search(source)):
            return found.group()
        half = "a" if late else "p"
        return (
            found["before"] + (half.upper() if found["half"].isupper() else half) + found["after"]
        )

    return _HALF.sub(put, text)


def _clocks(text: str) -> Iterator[Clock]:
    for found in _pattern().finditer(text):
        words = {part: (word or "").casefold() for part, word in found.groupdict().items()}
        is_sure = words["half"] or words["count"] == _QUARTER
        if not is_sure and not (words["clock"] and words["count"]):
            continue
        count = 15 if words["count"] == _QUARTER else _value(words["count"])
        past = count if words["side"] == "over" else -count
        hour, minute = divmod(60 * _value(words["hour"]) + past - 30 * bool(words["half"]), 60)
        yield Clock(found.start("time"), found.end(), (hour - 1) % 12 + 1, minute)


def _value(word: str) -> int:
    return int(word) if word.isdigit() else _hours().get(word, 0)


@cache
def _hours() -> dict[str, int]:
    """Return the Norwegian words for 1 to 12, and for 20."""
    source = load_table("numbers")["source"]
    hours = load_table("numbers")["lists"]["hours"].split()
    return {word: source[word] for word in hours}


@cache
def _pattern() -> re.Pattern[str]:
    number = "|".join((*_hours(), r"\d{1,2}"))
    return re.compile(
        r"(?<!\w)(?P<clock>(?:klokk[ae]n?|kl\.?)\s+)?(?P<time>"
        rf"(?:(?P<count>{_QUARTER}|{number})\s+(?:minutt(?:er)?\s+)?(?P<side>over|på)\s+)?"
        rf"(?P<half>halv\s+)?(?P<hour>{number}))(?!\w|[.,:]\d)",
        re.IGNORECASE,
    )


@cache
def _told(clock: tuple[int, int], language: str) -> re.Pattern[str]:
    """Return a pattern for an hour and minute as a target may say them."""
    hour, minute = clock
    hours = rf"(?:0?{hour}|{hour + 12})" if hour < 12 else "(?:12|00?)"
    ways = [rf"(?<!\d){hours}\s?(?:[.:h]|heures)\s?{minute:02}(?!\d)"]
    ways += [
        shape.format(
            hour=_said(hour, language, hour + 12),
            next=_said(hour % 12 + 1, language, hour % 12 + 13),
            minute=_said(minute, language),
            rest=_said(60 - minute, language),
        )
        for shape in load_table("numbers")["clock"][language]["shapes"]
    ]
    return re.compile("|".join(ways), re.IGNORECASE)


def _said(number: int, language: str, other: int = 0) -> str:
    """Return a pattern for a number in figures or words, or for another in figures."""
    table = load_table("numbers")
    words = {**table["target"], **table["clock"][language]["words"]}
    said = [str(number), str(other or number), *(w for w in words if words[w] == number)]
    return rf"\b(?:{'|'.join(said)})\b"
