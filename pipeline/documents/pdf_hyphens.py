"""Lines of a PDF made running text: what a hyphen at the end of a line was."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

_SOFT = "\u00ad"
_HYPHENS = ("-", "\u2010", "\u2011", _SOFT)
_WORD = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)*")
_LAST = re.compile(r"[^\W_]+$")
_FIRST = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)*")
#: what follows the first half of "barne- og ungdomsskole"
_AND = frozenset(["og", "eller", "samt", "til", "and", "or"])


def count_words(lines: Iterable[str]) -> Counter[str]:
    """Return how often each word stands whole in some lines, in lower case."""
    counts: Counter[str] = Counter()
    for line in lines:
        bare = line.replace(_SOFT, "") if not line.endswith(_SOFT) else line
        words = _WORD.findall(bare.casefold())
        broken = line.endswith(_HYPHENS)
        counts.update(words[:-1] if broken else words)
    return counts


def join_lines(lines: Sequence[str], known: Mapping[str, int]) -> str:
    """Return lines as one text; words that were cut at the end of a line are made whole.

    A hyphen stays where it belongs to the word: before a capital ("Ann-/Mari"), a figure or
    "og", after a figure, a single letter or capitals ("TV-/serie"), and where the rest of the
    document has the word with a hyphen more often than without.

    Args:
        lines: the lines.
        known: how often each word (in lower case) stands in the document.

    >>> join_lines(["Rådhuset i kom-", "munen har barne-", "og ungdomsskole"], {})
    'Rådhuset i kommunen har barne- og ungdomsskole'
    >>> join_lines(["Ann-", "Mari, en 17-", "åring, sendte e-", "post til Oslo-", "folk"], {})
    'Ann-Mari, en 17-åring, sendte e-post til Oslofolk'
    >>> join_lines(["Oslo-", "folk"], {"oslo-folk": 1})
    'Oslo-folk'
    """
    text = ""
    for line in lines:
        text = join(text, line, known) if text else line
    return text.replace(_SOFT, "")


def join(before: str, after: str, known: Mapping[str, int]) -> str:
    """Return two pieces of running text as one (see ``join_lines``)."""
    before, after = before.rstrip(), after.lstrip()
    if not before or not after or not before.endswith(_HYPHENS):
        return f"{before} {after}".strip()
    if before.endswith(_SOFT):
        return before.rstrip(_SOFT) + after
    left, right = _LAST.search(before[:-1]), _FIRST.match(after)
    if left is None or right is None:
        return f"{before} {after}"  # a dash
    one, other = left.group(), right.group()
    if other in _AND:
        return f"{before} {after}"
    return before + after if _stays(one, other, known) else before[:-1] + after


def _stays(one: str, other: str, known: Mapping[str, int]) -> bool:
    """Return whether the hyphen between two halves of a word belongs to the word."""
    if other[0].isupper():
        # a line all in capitals says nothing
        return not (one.isupper() and other.isupper() and len(one) > 1 and len(other) > 1)
    if other[0].isdigit() or one[-1].isdigit() or len(one) == 1:
        return True
    with_hyphen = known.get(f"{one}-{other}".casefold(), 0)
    without = known.get(f"{one}{other}".casefold(), 0)
    if with_hyphen != without:
        return with_hyphen > without
    return one.isupper()
