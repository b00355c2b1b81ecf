"""Sentences that can hold no name, which no model needs to read.

A Norwegian name has a capital. Where only the first word of a sentence has one, and that word is
one that often begins sentences and is never a name ("Etter", "Nå", "Likevel"), there is no name. Of
NorNE's running text that is more than a quarter, with 4 of 1,000 names.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence


def may_hold_names(sentences: Sequence[Sequence[str]], openers: Collection[str]) -> list[bool]:
    """Return which sentences of a document may hold a name.

    Where no sentence has a capital inside, capitals tell nothing of names: all may hold one.

    Args:
        sentences: of the document, in words.
        openers: words that often begin sentences and are no names, with their capital.

    >>> may_hold_names([["Kari", "Lie", "kom", "."], ["Nå", "regnet", "det", "."]], {"Nå"})
    [True, False]
    >>> may_hold_names([["Nå", "regner", "det", "i", "oslo", "."]], {"Nå"})
    [True]
    """
    places = [[n for n, word in enumerate(words) if not _is_small(word)] for words in sentences]
    first = [
        next((n for n, word in enumerate(words) if word[:1].isalnum()), None) for words in sentences
    ]
    if not any(set(some) - {n} for some, n in zip(places, first, strict=True)):
        return [True] * len(sentences)
    return [
        n is None or some != [n] or words[n] not in openers
        for words, some, n in zip(sentences, places, first, strict=True)
    ]


def _is_small(word: str) -> bool:
    return word == word.lower()
