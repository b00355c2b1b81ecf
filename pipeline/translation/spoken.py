"""Numbers in words, Norwegian, English and French: "åttiåtte", "twenty-one", "quatre-vingt-dix"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from pipeline.translation.tables import load_table

#: words that may stand between the words of one number ("hundre og to", "vingt et un")
_JOINTS = frozenset({"og", "and", "et"})
#: from here on a word multiplies what stands in front of it
_SCALE = 100
_WORD = re.compile(r"[^\W\d_]+")
#: a Roman number has two letters or the sign of a French ordinal; "I" alone is a pronoun
_ROMAN = re.compile(r"\b(?=[IVXLC])(C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))(e|ème)?\b")
_LETTERS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def spoken_numbers(text: str, tongue: str) -> frozenset[str]:
    """Return the values of the numbers that a text has in words, whole and in their parts.

    Args:
        text: any text.
        tongue: "source" for Norwegian, "target" for English and French.

    >>> sorted(spoken_numbers("åttiåtte fat og to hundre og fem kar", "source"), key=int)
    ['2', '5', '88', '100', '200', '205']
    >>> "71" in spoken_numbers("soixante-et-onze ans", "target")
    True
    """
    found = {value for run in spoken_runs(text, tongue) for value in run}
    if tongue == "target":
        found.update(_roman(match) for match in _ROMAN.finditer(text) if _is_roman(match))
    return frozenset(str(value) for value in found)


def spoken_runs(text: str, tongue: str) -> Iterator[tuple[int, ...]]:
    """Yield for each number in words its value, then the values of its parts.

    >>> list(spoken_runs("quatre-vingt-dix rues et trois cours", "target"))
    [(90, 4, 80, 90, 4, 20, 10), (3, 3, 3)]
    """
    for run in _runs(text, _words(tongue)):
        sums = list(_sums(run))
        yield (sums[-1], *sums, *run)


def compound_starts(text: str) -> frozenset[str]:
    """Return the values of number words that Norwegian words begin with.

    >>> sorted(compound_starts("en trehjuling rundt titiden"))
    ['10', '3']
    """
    heads = _heads()
    return frozenset(
        str(value)
        for word in _WORD.findall(text.casefold())
        for head, value in heads.items()
        if len(word) > len(head) + 2 and word.startswith(head)
    )


def _runs(text: str, words: Mapping[str, int]) -> Iterator[list[int]]:
    """Yield the values of number words that stand side by side."""
    run: list[int] = []
    end, joint = 0, False
    for match in _WORD.finditer(text.casefold()):
        value = _value(match.group(), words)
        near = not text[end : match.start()].strip("-‐‑– ")
        if value is not None and run and near:
            run.append(value)
        elif value is not None:
            if run:
                yield run
            run = [value]
        elif match.group() in _JOINTS and run and near and not joint:
            end, joint = match.end(), True
            continue
        elif run:
            yield run
            run = []
        end, joint = match.end(), False
    if run:
        yield run


def _value(word: str, words: Mapping[str, int]) -> int | None:
    """Return the value of a word, or of one made of several number words ("tjueto")."""
    if word in words:
        return words[word]
    parts = _taken_apart(word, words)
    return list(_sums(parts))[-1] if parts else None


def _taken_apart(word: str, words: Mapping[str, int]) -> list[int]:
    """Return the values of the number words that one word is made of; none where it is not."""
    if word in words:
        return [words[word]]
    for end in range(len(word) - 2, 1, -1):
        if word[:end] not in _heads() or word[:end] not in words:
            continue
        rest = _taken_apart(word[end:], words) or _taken_apart(word[end:].removeprefix("og"), words)
        if rest:
            return [words[word[:end]], *rest]
    return []


def _sums(run: Sequence[int]) -> Iterator[int]:
    """Yield the value of a number of several words, and the values on the way to it."""
    total = current = 0
    for value in run:
        if value >= _SCALE:
            current = max(current, 1) * value
            if value > _SCALE:
                total, current = total + current, 0
        elif value == 20 and current % 100 == 4:
            current += 76  # quatre-vingt
        elif current % 10 == 0 or value >= 10:
            current += value
        else:
            yield total + current
            total, current = 0, value
        yield total + current


def _is_roman(match: re.Match[str]) -> bool:
    return bool(match.group(1)) and (len(match.group(1)) > 1 or bool(match.group(2)))


def _roman(match: re.Match[str]) -> int:
    values = [_LETTERS[letter] for letter in match.group(1)]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


@cache
def _words(tongue: str) -> Mapping[str, int]:
    table: Mapping[str, int] = load_table("numbers")[tongue]
    return table


@cache
def _heads() -> Mapping[str, int]:
    """Return the Norwegian number words that another word may be added to."""
    names = load_table("numbers")["lists"]["heads"].split()
    return {word: _words("source")[word] for word in names}
