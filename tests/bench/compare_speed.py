"""How many pairs of names are compared in a second of processor time.

    python -m tests.bench.compare_speed

Unlike pairs are two names drawn from the package's tables; like pairs are such a name and itself
with one slip or another spelling. Each name is new to the caches, its parts mostly are not, as in
an archive or a register; a first thousand pairs warm them.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from pipeline.text import tables
from pipeline.text.compare import compare_names
from pipeline.text.same_person import same_person
from tests.bench.search_speed import respelt, with_slip

PAIRS = 5000


def drawn_pairs(seed: int, *, like: bool) -> list[tuple[str, str]]:
    """Return pairs of a given name and a surname."""
    chance = random.Random(seed)  # noqa: S311
    given = sorted(name.title() for name in tables.given_names())[::12]
    surnames = sorted(name.title() for name in tables.surnames())[::12]

    def name() -> str:
        return f"{chance.choice(given)} {chance.choice(surnames)}"

    pairs = []
    for number in range(PAIRS + 1000):
        left = name()
        right = (respelt, with_slip)[number % 2](left, chance) if like else name()
        pairs.append((left, right))
    return pairs


def rate(compare: Callable[[str, str], object], pairs: list[tuple[str, str]]) -> float:
    """Return pairs a second, the first thousand not counted."""
    for left, right in pairs[:1000]:
        compare(left, right)
    begun = time.process_time()
    for left, right in pairs[1000:]:
        compare(left, right)
    return PAIRS / (time.process_time() - begun)


def main() -> None:
    """Print the rates."""
    for compare in (compare_names, same_person):
        for like in (False, True):
            kind = "like" if like else "unlike"
            found = rate(compare, drawn_pairs(1, like=like))
            print(f"{compare.__name__}, {kind} pairs: {found:,.0f} a second")  # noqa: T201


if __name__ == "__main__":
    main()
