"""Puts made-up words in the place of hinted ones, so that a model learns to trust hints.

A model that knows a word can do without its hint, and learns to overlook hints. It cannot know
"skartelsen"; told that it means "quay", it has to take that. After made-up words in the training
of robust translation (Dinu et al. 2019 annotate known terms; here the term is one nobody knows).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from pairs import Pair

from pipeline.translation.lexicon import Hint

#: letters of a word that stay, for its inflection, and those that a word has at least
_ENDING, _SHORTEST = 2, 5
_TRIES = 5


def is_said(hint: Hint, target: str) -> bool:
    """Return whether a translation has one of a hint's meanings, in whatever form.

    >>> is_said(Hint("kaia", "quay/pier"), "on the quays"), is_said(Hint("kaia", "quay"), "a key")
    (True, False)
    """
    words = re.findall(r"\w+", target.casefold())
    return any(
        all(any(_is_form(part, word) for word in words) for part in meaning.casefold().split())
        for meaning in hint.meaning.split("/")
    )


def _is_form(part: str, word: str) -> bool:
    return word.startswith(part[: max(4, len(part) - 2)]) and len(word) <= len(part) + 3


def invented(
    pair: Pair, hints: Sequence[Hint], words: Sequence[str], share: float, random: Random
) -> tuple[Pair, list[Hint]]:
    """Return a pair and its hints, some hinted words exchanged for words that do not exist.

    Args:
        pair: source and target; the target stays.
        hints: what the prompt tells.
        words: real ones, whose halves made-up words are put together from.
        share: part of the words that can be exchanged which are: those whose meaning is said.
        random: decides.
    """
    told = []
    for hint in hints:
        new = hint.word
        if " " not in hint.word and random.random() < share and is_said(hint, pair.target):
            new = made_up(hint.word, words, random)
        if new != hint.word:
            pattern = re.compile(rf"(?<!\w){re.escape(hint.word)}(?!\w)")
            pair = replace(pair, source=pattern.sub(new, pair.source))
        told.append(Hint(new, hint.meaning))
    return pair, told


def made_up(word: str, words: Sequence[str], random: Random) -> str:
    """Return a word that nobody knows, with the ending of a word; a short word stays."""
    if len(word) < _SHORTEST:
        return word
    for _ in range(_TRIES):
        first, second = random.choice(words), random.choice(words)
        new = first[: len(first) // 2] + second[len(second) // 2 : -_ENDING] + word[-_ENDING:]
        if new.isalpha() and _SHORTEST <= len(new) <= 2 * len(word):
            return new.capitalize() if word[0].isupper() else new
    return word
