"""The matching with the largest sum, block by block. The only module that knows scipy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

#: above so many cells a block is matched best pair first; no article that people wrote has one
MOST_CELLS = 1_000_000


def best_matching(weights: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """Return the pairs (row, column) of the matching with the largest sum, each used once.

    Only pairs of positive weight are matched: to leave somebody out weighs nothing. Rows and
    columns that no pair connects are matched apart from each other (Kuhn 1955 on each block), so
    that the cost is that of the largest block.

    >>> best_matching({(0, 0): 3.0, (0, 1): 2.0, (1, 0): 2.5, (7, 7): 1.0})
    [(0, 1), (1, 0), (7, 7)]
    """
    matched: list[tuple[int, int]] = []
    weights = {pair: weight for pair, weight in weights.items() if weight > 0}
    for block in _blocks(weights):
        rows, columns = (sorted({pair[side] for pair in block}) for side in (0, 1))
        if 1 in (len(rows), len(columns)):
            matched.append(max(sorted(block), key=lambda pair: weights[pair]))
        elif len(rows) * len(columns) > MOST_CELLS:
            matched += _greedy({pair: weights[pair] for pair in block})
        else:
            matched += _largest({pair: weights[pair] for pair in block}, rows, columns)
    return sorted(matched)


def _largest(
    weights: Mapping[tuple[int, int], float], rows: Sequence[int], columns: Sequence[int]
) -> list[tuple[int, int]]:
    # it takes a second to load, and an article where everybody is matched at once needs none
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    row_at, column_at = ({n: i for i, n in enumerate(side)} for side in (rows, columns))
    table = np.zeros((len(rows), len(columns)))
    for (i, j), weight in weights.items():
        table[row_at[i], column_at[j]] = weight
    return [
        (rows[int(i)], columns[int(j)])
        for i, j in zip(*linear_sum_assignment(table, maximize=True), strict=True)
        if table[i, j] > 0
    ]


def _blocks(pairs: Mapping[tuple[int, int], float]) -> list[Sequence[tuple[int, int]]]:
    """Return the pairs in groups that share neither a row nor a column."""
    by_row: defaultdict[int, list[int]] = defaultdict(list)
    by_column: defaultdict[int, list[int]] = defaultdict(list)
    for i, j in sorted(pairs):
        by_row[i].append(j)
        by_column[j].append(i)
    blocks: list[Sequence[tuple[int, int]]] = []
    done: set[int] = set()
    for start in by_row:
        block: list[tuple[int, int]] = []
        waiting = [start] if start not in done else []
        done.add(start)
        while waiting:
            i = waiting.pop()
            for j in by_row[i]:
                block.append((i, j))
                new = [row for row in by_column.pop(j, ()) if row not in done]
                done.update(new)
                waiting += new
        if block:
            blocks.append(block)
    return blocks


def _greedy(weights: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    rows: set[int] = set()
    columns: set[int] = set()
    matched = []
    for i, j in sorted(weights, key=lambda pair: (-weights[pair], pair)):
        if i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
            matched.append((i, j))
    return matched
