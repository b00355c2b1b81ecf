"""Whether a short form can stand for the name of an organisation: letters, abbreviations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pipeline.text import tables
from pipeline.text.folding import fold
from pipeline.text.tokens import tokenise

#: a name that an acronym in brackets stands for is not longer than this, in code points
LONGEST_NAME = 300
#: an acronym in brackets
BRACKETED = re.compile(r"[(\[]\s*([A-ZÆØÅ][A-ZÆØÅa-zæøå]{0,5}[A-ZÆØÅ])\s*[)\]]")


def explained_names(text: str) -> list[tuple[int, int]]:
    """Return the ranges of names that an acronym in brackets right after them stands for.

    >>> text = "Møtet i Forum for natur og friluftsliv (FNF) varte lenge."
    >>> [text[a:b] for a, b in explained_names(text)]
    ['Forum for natur og friluftsliv']
    """
    found = []
    last = 0
    for match in BRACKETED.finditer(text):
        begin, last = max(last, match.start() - LONGEST_NAME), match.end()
        words = [t for t in tokenise(text[begin : match.start()]) if t.is_word][-9:]
        for word in reversed(words):
            name = text[begin + word.start : match.start()].rstrip()
            if (
                word.is_capital
                and not re.search(r"[.!?;:]\s", name)
                and stands_for(match.group(1), name)
            ):
                found.append((begin + word.start, begin + word.start + len(name)))
                break
    return found


def is_short_form(name: str) -> bool:
    """Return whether a name looks like an acronym: one word, short, mostly capitals.

    >>> is_short_form("USN"), is_short_form("UiO"), is_short_form("Kongsberg"), is_short_form("KI")
    (True, True, False, True)
    """
    letters = [c for c in name if c.isalpha()]
    return (
        2 <= len(letters) <= 7
        and " " not in name.strip()
        and sum(c.isupper() for c in letters) >= 2
        and letters[0].isupper()
    )


def _words(name: str) -> list[str]:
    small = tables.organisations().small_words
    words = [token.text for token in tokenise(name) if token.is_word]
    halves = [half for word in words for half in re.split(r"[-‐‑]", word) if half]
    return [word.casefold() for word in halves if word.casefold() not in small]


def _letters(word: str) -> list[str]:
    """Return the letters that an acronym can take of a word, the first one first.

    A compound gives the first letter of its second half too: "fylkeskommune" -> f, k.
    """
    for second in tables.organisations().compounds:
        if word.endswith(second) and len(word) > len(second) + 1:
            return [word[0], second[0]]
    return [word[0]]


def stands_for(short: str, long: str) -> bool:
    """Return whether the letters of an acronym are those of the words of a name, in order.

    Every letter must be the first of a word or of the second half of a compound, and every word
    but small ones must give a letter; a known acronym needs only be known.

    >>> stands_for("BFK", "Buskerud fylkeskommune"), stands_for("KI", "Kongsberg Innovasjon")
    (True, True)
    >>> stands_for("USN", "Universitetet i Sør Øst Norge"), stands_for("TØI", "Toulouse")
    (True, False)
    """
    if _solid(long) in _known().get(short.casefold(), frozenset()):
        return True
    letters = [c for c in short.casefold() if c.isalpha()]
    words = _words(long)
    if len(words) < 2 and not (words and len(_letters(words[0])) > 1):
        return False
    return _consume(letters, words, small=_has_small(short))


def has_letters_of(short: str, long: str) -> bool:
    """Return whether the letters of a short form stand in a name in their order, the first first.

    >>> has_letters_of("VLFK", "Vestland fylkeskommune"), has_letters_of("NTB", "Norsk Tipping")
    (True, False)
    """
    a, b = fold(short), fold(long).replace(" ", "")
    return a[:1] == b[:1] and _is_subsequence(a, b)


@cache
def _known() -> Mapping[str, frozenset[str]]:
    """Return the known acronyms in lower case with the solid forms of what they stand for."""
    found: dict[str, frozenset[str]] = {}
    for acronym, names in tables.organisations().known.items():
        key = acronym.casefold()
        found[key] = found.get(key, frozenset()) | {_solid(name) for name in names}
    return found


def _solid(name: str) -> str:
    return fold(name).replace(" ", "")


def _has_small(short: str) -> bool:
    return any(c.islower() for c in short)


def _consume(letters: list[str], words: list[str], *, small: bool) -> bool:
    if not words:
        # "UiO": a small letter stands for a small word, which was left out
        return not letters
    if not letters:
        return False
    options = _letters(words[0])
    if letters[0] == options[0]:
        if _consume(letters[1:], words[1:], small=small):
            return True
        if (
            len(options) > 1
            and letters[1:2] == options[1:]
            and _consume(letters[2:], words[1:], small=small)
        ):
            return True
    return small and letters[0] in ("i", "o") and _consume(letters[1:], words, small=small)


def abbreviates(short: str, long: str) -> bool:
    """Return whether one name is the other with words cut short: "Kbg Kommune".

    Each word must be the same or begin alike with its letters in the order of the long word.

    >>> abbreviates("Kbg Kommune", "Kongsberg kommune"), abbreviates("Kbg Kommune", "Hole kommune")
    (True, False)
    """
    a, b = fold(short).split(), fold(long).split()
    if len(a) != len(b) or a == b or not a:
        return False
    shortened = False
    for x, y in zip(a, b, strict=True):
        if x == y:
            continue
        if not (x[0] == y[0] and 2 <= len(x) <= len(y) - 2 and _is_subsequence(x, y)):
            return False
        shortened = True
    same = sum(x == y for x, y in zip(a, b, strict=True))
    return shortened and same >= 1


def _is_subsequence(short: str, long: str) -> bool:
    letters = iter(long)
    return all(c in letters for c in short)
