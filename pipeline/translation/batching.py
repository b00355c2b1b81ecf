"""Batches for an engine: sources of one length each, so that company does not change a target.

In a batch of several lengths CTranslate2 computes a source in another shape than alone, and 8-bit
arithmetic makes more of the difference than it is: of 48 sentences 8 had another best translation
beside longer ones. In batches of one length, of whatever size, all targets and scores were those of
the sentence alone, bit for bit.
"""

from __future__ import annotations

from collections.abc import Sequence


def even_batches(shapes: Sequence[tuple[int, ...]], size: int, workers: int = 1) -> list[list[int]]:
    """Return the places of the shapes in batches of one shape, the longest first.

    Args:
        shapes: the length of each source in pieces, and whatever else must be alike.
        size: pieces of a batch at most; a longer source is a batch of its own.
        workers: how many batches are translated at once: where there are fewer batches, they are
            cut in two as long as that helps.

    >>> even_batches([(3,), (9,), (3,), (3,)], 6)
    [[1], [0, 2], [3]]
    >>> even_batches([(3,), (3,)], 6, workers=2)
    [[0], [1]]
    """
    batches: list[list[int]] = []
    for place in sorted(range(len(shapes)), key=lambda place: shapes[place], reverse=True):
        shape = shapes[place]
        is_new = not batches or shapes[batches[-1][0]] != shape
        if is_new or shape[0] * (len(batches[-1]) + 1) > size:
            batches.append([])
        batches[-1].append(place)
    while len(batches) < workers and any(len(batch) > 1 for batch in batches):
        largest = max(range(len(batches)), key=lambda n: len(batches[n]))
        batch = batches[largest]
        half = (len(batch) + 1) // 2
        batches[largest : largest + 1] = [batch[:half], batch[half:]]
    return batches
