"""Scores of words to entities: pure functions over arrays, no model.

Tags are BIO: ``B-PER`` begins a person, ``I-PER`` goes on with it, ``O`` is no name. Scores are log
probabilities, words × tags.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
#: probabilities are kept this far from 0 and 1
_EDGE = 1e-6


class Found(NamedTuple):
    """A range of words with a label and the probability that both are right."""

    start: int
    end: int
    label: str
    score: float


class Window(NamedTuple):
    """Words ``start`` to ``end`` are computed together; ``first`` to ``last`` of them count."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """Makes probabilities honest: the log odds times ``slope``, plus ``shift``.

    >>> round(Calibration(0.5, 0.0).apply(0.9), 3)
    0.75
    """

    slope: float = 1.0
    shift: float = 0.0

    def apply(self, probability: float) -> float:
        """Return the calibrated probability."""
        p = min(max(probability, _EDGE), 1 - _EDGE)
        return 1 / (1 + math.exp(-(self.slope * math.log(p / (1 - p)) + self.shift)))


def find_entities(scores: Scores, tags: Sequence[str], calibration: Calibration) -> list[Found]:
    """Return the entities of the likeliest allowed sequence of tags.

    An entity's probability is that of its tags and of its ending where it ends.

    >>> logs = np.log([[0.1, 0.8, 0.1], [0.1, 0.1, 0.8], [0.8, 0.1, 0.1]]).astype(np.float32)
    >>> [found[:3] for found in find_entities(logs, ("O", "B-PER", "I-PER"), Calibration())]
    [(0, 2, 'PER')]
    """
    path = likeliest(scores, tags)
    found = []
    for start, end in _ranges(path, tags):
        label = tags[path[start]][2:]
        chance = float(np.exp(sum(scores[n, path[n]] for n in range(start, end))))
        if end < len(path):
            chance *= 1 - float(np.exp(scores[end, tags.index(f"I-{label}")]))
        found.append(Found(start, end, label, calibration.apply(chance)))
    return found


def _ranges(path: Sequence[int], tags: Sequence[str]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for n, tag in enumerate(path):
        if start is not None and not tags[tag].startswith("I"):
            yield start, n
            start = None
        if tags[tag].startswith("B"):
            start = n
    if start is not None:
        yield start, len(path)


def likeliest(scores: Scores, tags: Sequence[str]) -> list[int]:
    """Return the likeliest sequence of tags in which I follows B or I of its own label (Viterbi).

    >>> logs = np.log([[0.5, 0.2, 0.3], [0.2, 0.1, 0.7]]).astype(np.float32)
    >>> likeliest(logs, ("O", "B-PER", "I-PER"))
    [1, 2]
    """
    if not len(scores):
        return []
    path = [int(tag) for tag in scores.argmax(1)]
    allowed = _allowed(tags)
    if not tags[path[0]].startswith("I") and all(
        allowed[before, after] for before, after in pairwise(path)
    ):
        return path  # no sequence can be likelier
    cost = np.where(allowed, 0.0, -np.inf)
    best = np.where([tag.startswith("I") for tag in tags], -np.inf, scores[0])
    back = []
    for row in scores[1:]:
        steps = best[:, None] + cost
        back.append(steps.argmax(0))
        best = steps.max(0) + row
    path = [int(best.argmax())]
    for step in reversed(back):
        path.append(int(step[path[-1]]))
    return path[::-1]


def _allowed(tags: Sequence[str]) -> NDArray[np.bool_]:
    return np.array(
        [
            [not after.startswith("I") or before[2:] == after[2:] for after in tags]
            for before in tags
        ]
    )


def plan_windows(
    lengths: Sequence[int], begins: Sequence[bool], longest: int, overlap: int
) -> list[Window]:
    """Return windows of whole sentences over words that are together too long for one.

    A sentence that is too long for a window is cut into several. Neighbours of these share about
    ``overlap``; each word counts in the window in which it stands further from an edge.

    Args:
        lengths: of the words, in pieces.
        begins: whether each word begins a sentence; the first word does in any case.
        longest: most pieces in a window, unless a single word has more.
        overlap: pieces that two windows of one sentence share at most; less than half of
            ``longest``.

    >>> [tuple(window) for window in plan_windows([2, 2, 2, 2], [True, False, True, True], 6, 2)]
    [(0, 3, 0, 3), (3, 4, 3, 4)]
    >>> [tuple(window) for window in plan_windows([1] * 10, [True] + [False] * 9, 6, 2)]
    [(0, 6, 0, 5), (4, 10, 5, 10)]
    """
    windows: list[Window] = []
    edges = [0, *(n for n, is_first in enumerate(begins) if is_first and n), len(lengths)]
    start = used = 0
    for begin, end in pairwise(edges):
        length = sum(lengths[begin:end])
        if used + length > longest and begin > start:
            windows.append(Window(start, begin, start, begin))
            start, used = begin, 0
        used += length
        if used > longest:
            windows += _cut(lengths, start, end, longest, overlap)
            start, used = end, 0
    if start < len(lengths):
        windows.append(Window(start, len(lengths), start, len(lengths)))
    return windows


def _cut(
    lengths: Sequence[int], start: int, stop: int, longest: int, overlap: int
) -> Iterator[Window]:
    """Yield windows over a sentence that is too long for one."""
    ranges: list[tuple[int, int]] = []
    while start < stop:
        end, used = start + 1, lengths[start]
        while end < stop and used + lengths[end] <= longest:
            used += lengths[end]
            end += 1
        ranges.append((start, end))
        if end == stop:
            break
        start = _step_back(lengths, end, overlap, start + 1)
    for n, (begin, end) in enumerate(ranges):
        yield Window(
            begin,
            end,
            begin if n == 0 else (begin + ranges[n - 1][1]) // 2,
            end if n == len(ranges) - 1 else (ranges[n + 1][0] + end) // 2,
        )


def _step_back(lengths: Sequence[int], end: int, overlap: int, least: int) -> int:
    start, shared = end, 0
    while start > least and shared + lengths[start - 1] <= overlap:
        start -= 1
        shared += lengths[start]
    return start
