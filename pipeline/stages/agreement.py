"""Words that recur in a document agree on what they are.

"Strand" may be a town, a firm or a family. A model that scores each place by its surroundings alone
may waver from one sentence to the next, where a reader would not. Here each occurrence of a
capitalised word takes over a share of what the model thinks of the word elsewhere in the document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from pipeline.stages.tagging import Scores

#: probabilities are kept this far from 0
_EDGE = 1e-9


def agree(scores: Scores, words: Sequence[str], tags: Sequence[str], share: float) -> Scores:
    """Return the scores of a document's words after words that recur were heard together.

    The probability of a label (beginning and going on together) at one place becomes a mean of
    what it was and of the mean of the other places. How it divides into beginning and going on
    stays as it was.

    Args:
        scores: log probabilities, words × tags.
        words: of the document, as many as scores.
        tags: in the order of the scores; the first is "O".
        share: of the other places, from 0 (nothing changes) to 1.

    >>> tags = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")
    >>> sure, torn = [0.0, 0.9, 0.0, 0.1, 0.0], [0.0, 0.4, 0.0, 0.6, 0.0]
    >>> scores = np.log(np.array([sure, torn], np.float32) + 1e-9)
    >>> mixed = np.exp(agree(scores, ["Strand", "Strand"], tags, 0.5))
    >>> [f"{chance:.2f}" for chance in mixed[1]]
    ['0.00', '0.65', '0.00', '0.35', '0.00']
    """
    places = defaultdict(list)
    for n, word in enumerate(words):
        if word[:1].isupper():
            places[word].append(n)
    again = [some for some in places.values() if len(some) > 1]
    if not again or not share:
        return scores
    groups = _groups(tags)
    chances = np.exp(scores)
    told = chances @ groups
    heard = told.copy()
    for some in again:
        mine = told[some]
        others = (mine.sum(0, keepdims=True) - mine) / (len(some) - 1)
        heard[some] = (1 - share) * mine + share * others
    mixed = chances * ((heard / np.maximum(told, _EDGE)) @ groups.T)
    mixed /= mixed.sum(1, keepdims=True)
    result: Scores = np.log(mixed + _EDGE).astype(np.float32)
    return result


def _groups(tags: Sequence[str]) -> Scores:
    """Return tags × labels: 1 where the tag is of the label."""
    labels = sorted({tag[2:] for tag in tags})
    return np.array([[tag[2:] == label for label in labels] for tag in tags], np.float32)
