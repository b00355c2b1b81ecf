"""Cuts running text into sentences by rule.

A sentence ends at a full stop, question mark, exclamation mark or ellipsis, closing quotes and
brackets included, where white space and something that can open a sentence follow; a blank line
ends one always. Full stops of abbreviations, initials, ordinals and dates end nothing.
A colon ends nothing, other than in NorNE; for all other ends the rules did better on its dev parts
than a trained splitter: see models/names/README.md.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: the end of a sentence, the white space after it, and a glance at what follows; the possessive
#: quantifiers (++) keep the time linear on texts that are nothing but dots or spaces
_END = re.compile(
    r"""(?<![.!?…]) (?P<stop>[.!?…]++) (?P<closing>[»"”“’')\]]*+) (?P<space>\s++)
        (?= [«"“„‘'(\[]*+ (?:[-–—•*]\s?[«"“„‘'(\[]*+)? (?P<next>\w[\w.]*) )""",
    re.VERBOSE,
)
_SPACE = re.compile(r"\s+")
_LAST_WORD = re.compile(r"[^\s«»\"“”()\[\]]*\Z")
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]")
_NUMBER = re.compile(r"\d{1,3}|[IVX]{2,}")
#: the longest abbreviation that is looked for before a full stop, in code points
_REACH = 40


@dataclass(frozen=True)
class _Words:
    inner: frozenset[str]
    final: frozenset[str]
    openers: frozenset[str]


def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return the half-open ranges of the sentences, in code points.

    Together with the white space between and around them they are the whole text.

    >>> text = "Møtet er 17. mai kl. 12. Dr. A. B. Lie (47) kommer bl.a. fra Oslo! «Ja.» sa han."
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['Møtet er 17. mai kl. 12.', 'Dr. A. B. Lie (47) kommer bl.a. fra Oslo!', '«Ja.» sa han.']
    """
    sentences = []
    start = len(text) - len(text.lstrip())
    for end, begin in sorted(_breaks(text)):
        if end > start:
            sentences.append((start, end))
            start = begin
    end = len(text.rstrip())
    if end > start:
        sentences.append((start, end))
    return tuple(sentences)


def _breaks(text: str) -> list[tuple[int, int]]:
    """Return where sentences end, each with where the next begins."""
    found = [
        (match.start(), match.end())
        for match in _SPACE.finditer(text)
        if match.group().count("\n") > 1
    ]
    found += [
        (match.start("space"), match.end("space"))
        for match in _END.finditer(text)
        if _is_end(text, match)
    ]
    return found


def _is_end(text: str, match: re.Match[str]) -> bool:
    follower = match["next"]
    if not (follower[0].isupper() or follower[0].isdigit()):
        return False
    if match["stop"] != ".":
        # "Hei! - 3": after an ellipsis a number goes on ("fra 1 ... 3")
        return follower[0].isupper() or "." not in match["stop"]
    if match["closing"]:
        return True
    before = text[max(0, match.start() - _REACH) : match.start()]
    word = _last_word(before)
    return _ends_sentence(word, follower, before=before[: len(before) - len(word)].rstrip())


def _last_word(text: str) -> str:
    found = _LAST_WORD.search(text)
    return found.group() if found else ""


def _ends_sentence(word: str, follower: str, *, before: str) -> bool:
    """Return whether "word." ends a sentence between what stands before it and ``follower``."""
    table = _words()
    key = word.casefold()
    if _INITIAL.fullmatch(word) and word[0].isupper():
        return follower.casefold() in table.openers
    if key in table.inner:
        return False
    if _NUMBER.fullmatch(word):
        # "1. Lie" counts, "kap. 3. 2" goes on, "kl. 12. Det" ends
        return follower[0].isupper() and not _opens_sentence(before)
    if key in table.final:
        return follower[0].isupper()
    # "m.a." and the like, which the table does not have
    return not ("." in word and _INITIAL.fullmatch(word)) or follower.casefold() in table.openers


def _opens_sentence(before: str) -> bool:
    """Return whether what follows ``before`` is the first word of a sentence."""
    if not before or before[-1] in "!?…:":
        return True
    return before[-1] == "." and _last_word(before[:-1]).casefold() not in _words().inner


@cache
def _words() -> _Words:
    path = files("pipeline.text") / "data" / "abbreviations.toml"
    table = tomllib.loads(path.read_text("utf-8"))
    return _Words(
        inner=frozenset(table["inner"]),
        final=frozenset(table["final"]),
        openers=frozenset(table["openers"]),
    )
