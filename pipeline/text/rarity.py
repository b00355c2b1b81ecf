"""How rare a part of a name is, and what sharing it says.

That two names share Vaskinn says more than that they share Hansen: if one in a hundred bears a
name, one in a hundred strangers shares it. The weight of a shared part moves with the logarithm of
the share of people who bear it (Fellegi and Sunter 1969 call this frequency-based matching).
"""

from __future__ import annotations

import csv
import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from pipeline.errors import ConfigError
from pipeline.records import Evidence
from pipeline.text import tables
from pipeline.text.name_parts import name_form

#: the share of people that bears a name of each class: (surnames, given names)
_SHARES: Final = {"very_common": (3e-3, 6e-3), "common": (7e-4, 1.5e-3), "known": (1e-4, 1e-4)}
_UNKNOWN: Final = (5e-6, 1e-5)
#: (the share at which sharing a part weighs what it weighs anyway, the weight of a factor of e)
_SURNAME, _GIVEN = (1e-4, 0.25), (1e-3, 0.12)
#: rarity moves a weight by no more than this, and by less than that is not worth a word
_MOST, _LEAST = 0.9, 0.15


@dataclass(frozen=True)
class Rarity:
    """The share of people that bear a surname or a given name; names in small letters.

    ``unknown`` is the share of a surname and of a given name that is in neither table.
    """

    surnames: Mapping[str, float]
    given: Mapping[str, float]
    unknown: tuple[float, float] = _UNKNOWN

    def share(self, part: str, *, surname: bool) -> float:
        """Return the share of people that bear a part of a name.

        >>> known = usual_rarity()
        >>> known.share("Hansen", surname=True) > known.share("Vaskinn", surname=True)
        True
        """
        table = self.surnames if surname else self.given
        return table.get(part.casefold(), self.unknown[0 if surname else 1])

    def evidence(self, shared: Sequence[Evidence]) -> list[Evidence]:
        """Return what the rarity of equal parts adds; ``shared`` is that of a comparison."""
        parts = [e for e in shared if e.left or e.right]
        found = []
        for number, part in enumerate(parts):
            if not part.left or part.left.casefold() != part.right.casefold():
                continue
            added = self._added(part.left, surname=number == len(parts) - 1)
            if added is not None:
                found.append(added)
        return found

    def _added(self, part: str, *, surname: bool) -> Evidence | None:
        usual, slope = _SURNAME if surname else _GIVEN
        weight = slope * math.log(usual / self.share(part, surname=surname))
        weight = max(-_MOST, min(_MOST, weight))
        if abs(weight) < _LEAST:
            return None
        if weight > 0:
            words = f"few people are called {part}", f"få heter {part}", f"få heiter {part}"
        else:
            words = f"many people are called {part}", f"mange heter {part}", f"mange heiter {part}"
        return Evidence(
            feature="rarity",
            weight=round(weight, 2),
            detail=words[0],
            detail_nb=words[1],
            detail_nn=words[2],
            left=part,
            right=part,
        )


@cache
def usual_rarity() -> Rarity:
    """Return how rare names are in Norway, as the tables of the package have it."""
    classes = _classes()
    surnames = dict.fromkeys(tables.surnames(), _SHARES["known"][0])
    given = dict.fromkeys(tables.given_names(), _SHARES["known"][1])
    for name in ("common", "very_common"):
        surnames |= dict.fromkeys(classes["surnames"][name], _SHARES[name][0])
        given |= dict.fromkeys(classes["given"][name], _SHARES[name][1])
    return Rarity(surnames, given)


@cache
def common_surnames() -> frozenset[str]:
    """Return the surnames that thousands bear, in small letters."""
    classes = _classes()["surnames"]
    return frozenset(classes["very_common"]) | frozenset(classes["common"])


def _classes() -> dict[str, dict[str, list[str]]]:
    path = files("pipeline.text") / "data" / "name_frequency.toml"
    return tomllib.loads(path.read_text("utf-8"))


def learn_rarity(names: Iterable[str], before: Rarity | None = None) -> Rarity:
    """Return how rare the parts of names are among ``names`` (those of an archive, say).

    Each name counts once for each time it is given. ``before`` is what was known; it counts as
    much as a thousand names.

    >>> learnt = learn_rarity(["Kari Vaskinn"] * 50 + ["Per Lund"] * 50)
    >>> learnt.share("Vaskinn", surname=True) > usual_rarity().share("Vaskinn", surname=True)
    True
    """
    before = before or usual_rarity()
    surnames: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for name in names:
        parts = [part.casefold() for part in name_form(name).parts]
        if len(parts) > 1:
            surnames[parts[-1]] += 1
            given[parts[0]] += 1
    total = surnames.total() + _BEFORE

    def mixed(counts: Counter[str], old: Mapping[str, float], unknown: float) -> dict[str, float]:
        known = {name: share * _BEFORE / total for name, share in old.items()}
        for name, count in counts.items():
            known[name] = (count + old.get(name, unknown) * _BEFORE) / total
        return known

    return Rarity(
        mixed(surnames, before.surnames, before.unknown[0]),
        mixed(given, before.given, before.unknown[1]),
        before.unknown,
    )


_BEFORE: Final = 1000


def read_rarity(surnames: Path, given: Path | None = None) -> Rarity:
    """Return the rarity that tables of names and counts give, as Statistics Norway publishes them.

    A table is a CSV file, UTF-8 or Windows-1252, divided by comma, semicolon or tab, with a name
    and how many bear it in each line; a first line without a number is a heading. A count that is
    withheld (``.``, ``..``, ``:``) is left out.

    Raises:
        ConfigError: a file cannot be read, a line has no name or no count, a name stands twice.
    """
    usual = usual_rarity()
    counts = _read_counts(surnames)
    given_counts = _read_counts(given) if given is not None else None
    return Rarity(
        _shares(counts),
        usual.given if given_counts is None else _shares(given_counts),
        (
            _least(counts),
            usual.unknown[1] if given_counts is None else _least(given_counts),
        ),
    )


def _shares(counts: Mapping[str, int]) -> dict[str, float]:
    total = max(1, sum(counts.values()))
    return {name: count / total for name, count in counts.items()}


def _least(counts: Mapping[str, int]) -> float:
    """Return the share of a name that is not in the table: half of the rarest that is."""
    return min(counts.values(), default=1) / max(1, sum(counts.values())) / 2


def _read_counts(path: Path) -> dict[str, int]:
    found: dict[str, tuple[int, int]] = {}
    rows = csv.reader(_text(path).splitlines(), delimiter=_delimiter(_text(path)))
    for number, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and not any(c.isdigit() for c in "".join(cells[1:]))):
            continue
        name, count = cells[0].casefold(), _count(cells[-1]) if len(cells) > 1 else -1
        if not name or count < 0:
            raise ConfigError(
                f"{path}, line {number}: expected a name and a number, found {','.join(row)!r}",
                hint="each line is a name and how many bear it: Hansen,50000",
            )
        if name in found:
            raise ConfigError(
                f"{path}, line {number}: {cells[0]} stands in line {found[name][1]} already",
                hint="keep one line for each name",
            )
        if count:
            found[name] = (count, number)
    if not found:
        raise ConfigError(f"{path}: no names in it", hint="expected lines like Hansen,50000")
    return {name: count for name, (count, _) in found.items()}


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    line = next((line for line in text.splitlines() if line.strip()), "")
    return max(";\t,", key=line.count)


def _count(cell: str) -> int:
    """Return a number with or without thousands separators, 0 for withheld, -1 for none."""
    if cell in (".", "..", ":", "-"):
        return 0
    digits = cell.replace("\u00a0", "").replace(" ", "").replace(".", "")
    return int(digits) if digits.isdecimal() else -1
