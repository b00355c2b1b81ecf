"""Names that no step has found: capitalised words inside a sentence, kept like those that were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_WORD = r"[A-ZÆØÅ][\w'’]*[a-zæøåéèäöü\d][\w'’]*(?:[-‐‑–][\w'’]+)*"
#: letters of Sámi: whatever the case, such a word is no Norwegian one
_SAMI = re.compile(r"\w*[áčđŋšŧžÁČĐŊŠŦŽ]\w*")
_LINK = r"[ \u00a0]+(?:(?:de|von|van|da|del|of|the)[ ])?"
_RUN = re.compile(rf"(?<![\w.@/-]){_WORD}(?:{_LINK}{_WORD})*(?![\w@])")
#: a small letter or a comma in front: the word does not begin a sentence or a quotation
_INSIDE = re.compile(r"(?:[a-zæøåéü\d,]\s|\w\s\()$")
#: people, languages and beliefs are common nouns in English and French too, or have other forms
_COMMON = re.compile(
    r".*(?:ske|sk|ere|erne|arane|ene|ane|ismen|ister|istene|sjøen|elva|elven|dagen|net|nett)$"
)
#: a line with more capitals than this share of its words is a heading in another style
_HEADING = 0.7


def unlisted_names(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the places of capitalised words that are no known name, left to right.

    One capitalised word counts inside a sentence; where a sentence begins, the word that begins
    it does not count, and two more have to follow. A common noun tied to a name by a hyphen is no
    part of it. A word with a letter that only Sámi has counts anywhere.

    Args:
        text: a segment.
        taken: the half-open ranges of the names that are known.

    >>> text = "Der leder Xara Qvil gruppa, sa Trygd-ansatte i Paro-distriktet."
    >>> [text[a:b] for a, b in unlisted_names(text, [(30, 35)])]
    ['Xara Qvil', 'Paro']
    """
    runs = sorted([*_runs(text), *(word.span() for word in _SAMI.finditer(text))])
    last = 0
    for start, end in runs:
        known = any(start < right and left < end for left, right in taken)
        if start >= last and end - start > 2 and not known:
            yield start, end
            last = end


def capitals_inside(texts: Iterable[str]) -> frozenset[str]:
    """Return the words, in small letters, that texts write with a capital inside a sentence.

    A genitive counts for its word too. Headings with capitals all over say nothing.

    >>> sorted(capitals_inside(["Posten og Skolens venner sa: «Brann vant.» Laget kom."]))
    ['skolen', 'skolens']
    """
    found = set()
    for text in texts:
        words = re.findall(r"[^\W\d_]+", text)
        if sum(word[0].isupper() for word in words) > _HEADING * len(words):
            continue
        for word in re.finditer(r"(?<![\w.@/-])[A-ZÆØÅ]\w*[a-zæøå]\w*", text):
            if _INSIDE.search(text[max(0, word.start() - 4) : word.start()]):
                lower = word.group().casefold()
                found |= {lower, lower.removesuffix("s")}
    return frozenset(found)


def _runs(text: str) -> Iterator[tuple[int, int]]:
    words = re.findall(r"[^\W\d_]+", text)
    if sum(word[0].isupper() for word in words) > _HEADING * len(words):
        return
    for run in _RUN.finditer(text):
        start, end = run.span()
        if not _INSIDE.search(text[:start]):
            first = re.match(r"\S+\s+(?=\S+\s)", run.group())
            start = start + first.end() if first else end
        name = re.sub(r"[-‐‑–][a-zæøå]{2,}$", "", text[start:end])
        end = start + len(name)
        mixed = len(re.findall(r"[a-zæøå][A-ZÆØÅ]", name)) > 1
        if name and not mixed and not (" " not in name and _COMMON.fullmatch(name)):
            yield start, end
