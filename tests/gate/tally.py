"""Tallies: right, missed and invented, and what follows from them.

Two sorts. *Sets* (names, flags, ...) have precision, recall and their harmonic mean F; an item is
right only when all of it is. *Shares* (the role of a person in a picture, ...) are the share that
is right of what could be compared at all, such as the people that were found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.gate.gold import plain

_ENDS = " \t,.;:()"


@dataclass(frozen=True)
class Tally:
    """What was right, missed and invented; ``share`` where nothing can be invented."""

    right: int = 0
    missed: tuple[str, ...] = ()
    invented: tuple[str, ...] = ()
    share: bool = False

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.right + other.right,
            self.missed + other.missed,
            self.invented + other.invented,
            self.share or other.share,
        )

    @property
    def mistakes(self) -> int:
        """How many items are missed or invented."""
        return len(self.missed) + len(self.invented)

    @property
    def precision(self) -> float | None:
        """The share of what was found that is right; none where nothing was found."""
        return _ratio(self.right, self.right + len(self.invented))

    @property
    def recall(self) -> float | None:
        """The share of what there is that was found; none where there is nothing."""
        return _ratio(self.right, self.right + len(self.missed))

    @property
    def value(self) -> float | None:
        """F of a set, the share that is right of a share; none where nothing was to be done."""
        if self.share:
            return self.recall
        return _ratio(2 * self.right, 2 * self.right + len(self.missed) + len(self.invented))


def of_sets(wanted: Iterable[str], found: Iterable[str]) -> Tally:
    """Count what is in both, what was missed and what invented; repeated items count each time.

    >>> of_sets(["Oslo", "Bergen"], ["Oslo", "Bodø"])
    Tally(right=1, missed=('Bergen',), invented=('Bodø',), share=False)
    """
    gold, got = Counter(map(fold, wanted)), Counter(map(fold, found))
    return Tally(
        right=(gold & got).total(),
        missed=tuple(sorted((gold - got).elements())),
        invented=tuple(sorted((got - gold).elements())),
    )


def of_share(compared: Iterable[tuple[str, object, object]]) -> Tally:
    """Count what is as wanted among triples of what it is about, wanted and got.

    >>> of_share([("Kari", "back", "back"), ("Ola", "", "front")])
    Tally(right=1, missed=('Ola: nothing, got front',), invented=(), share=True)
    """
    triples = list(compared)
    wrong = tuple(
        f"{about}: {_say(want)}, got {_say(got)}" for about, want, got in triples if want != got
    )
    return Tally(right=len(triples) - len(wrong), missed=wrong, share=True)


def fold(text: str) -> str:
    """Return ``text`` as it is compared.

    >>> fold(" (Norske   ambassaden),")
    'Norske ambassaden'
    """
    return plain(text).strip(_ENDS)


def _say(value: object) -> str:
    if isinstance(value, str | bool):
        return str(value) or "nothing"
    said = [str(item) or "-" for item in value] if isinstance(value, Sequence) else []
    return " + ".join(said) or "nothing"


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def shorten(text: str, length: int) -> str:
    """Return ``text``, its middle left out where it is longer than ``length``.

    >>> shorten("Kautokeino kommune", 12)
    'Kauto … mune'
    """
    tail = length // 3
    return text if len(text) <= length else f"{text[: length - tail - 3]} … {text[-tail:]}"
