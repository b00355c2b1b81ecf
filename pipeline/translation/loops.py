"""Repetition that a model fell into: words in a row, or long runs that come again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from pipeline.records import Check

#: words that may lawfully stand twice in a row ("vous vous teniez", "had had", "that that")
_TWICE = frozenset({"vous", "nous", "had", "that", "is"})
#: a run of so many words is too long to come again by chance
_LONG = 5
#: a run of three words comes so often, where the source repeats nothing
_OFTEN = 3


def check_repetition(source: str, target: str, names: Collection[str] = ()) -> Check | None:
    """Return whether the target says something again and again that the source does not.

    Args:
        source: the source.
        target: its translation.
        names: the words of names, in small letters: names may come as often as they have to.

    >>> check_repetition("Vi drar", "we go and we go and we go").detail
    'the words "we go and" are repeated'
    """
    mine, theirs = words_of(target), words_of(source)
    if (stuck := _letters(target)) and stuck not in source:
        return _check(stuck)
    for size in (1, 2, 3, 4):
        for start in range(len(mine) - 2 * size + 1):
            words = tuple(mine[start : start + size])
            again = mine[start + size : start + 2 * size]
            if [*words] == again and not _is_lawful(mine, start, size, theirs):
                return _check(" ".join(words))
    allowed = max((*_runs(theirs, 2).values(), 1))
    for size, often in ((3, _OFTEN), (_LONG, 2)):
        for words, times in _runs(mine, size).items():
            plain = all(len(word) < 4 or word in names for word in words)
            if times >= often and times > allowed and not plain:
                return _check(" ".join(words))
    return None


def _is_lawful(mine: list[str], start: int, size: int, theirs: list[str]) -> bool:
    """Return whether words that stand twice in a row may: the source repeats, or grammar does."""
    words = mine[start : start + size]
    often = 2
    while mine[start + often * size : start + (often + 1) * size] == words:
        often += 1
    most = max(_in_a_row(theirs, length) for length in (1, size))
    if often <= most:
        return True
    grammar = size == 1 and (words[0] in _TWICE or words[0].isdigit())
    return grammar and often == 2


def _in_a_row(words: list[str], size: int) -> int:
    """Return how often, at most, a run of ``size`` words is followed by itself at once."""
    best = 1
    for start in range(len(words)):
        often = 1
        run = words[start : start + size]
        while len(run) == size and words[start + often * size :][:size] == run:
            often += 1
        best = max(best, often)
    return best


def _letters(text: str) -> str:
    """Return the start of a letter or short syllable repeated without an end ("hahahahaha...")."""
    stuck = re.search(r"([^\W\d_]{1,4})\1{7,}", text)
    return stuck.group()[:16] if stuck else ""


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters.

    >>> words_of("L'été, 5 ans")
    ['l', 'été', '5', 'ans']
    """
    return re.findall(r"\w+", text.casefold())


def _runs(words: list[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[i : i + size]) for i in range(len(words) - size + 1))


def _check(words: str) -> Check:
    return Check(kind="repetition", detail=f'the words "{words}" are repeated')
