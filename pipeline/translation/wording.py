"""Words of a term in a text: looked for in singular and plural, and put in place of others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.text.folding import squeeze
from pipeline.translation.inflection import plural
from pipeline.translation.tables import elide, like_case

#: an English word that "an" stands before
_VOWEL = re.compile(r"(?!eu|uni|use|one\b)[aeiou]|hour|heir|hono", re.IGNORECASE)
#: a French word that would have to change with the noun after it
_FRENCH_ARTICLE = re.compile(
    r"\b(?:le|la|une?|du|au|de|ce|cet|cette|son|sa|mon|ma|ton|ta|tout|toute)\s$|['’]$",
    re.IGNORECASE,
)


#: French words before a masculine noun: before a consonant, before a vowel
_ELIDED = (("du ", "de l’"), ("au ", "à l’"), ("le ", "l’"), ("de ", "d’"), ("ce ", "cet "))


def replaced(
    text: str,
    words: tuple[str, str],
    target: str,
    taken: Sequence[tuple[int, int]],
    *,
    masculine: bool = False,
) -> tuple[str, list[tuple[int, int]]]:
    """Return a text with the second words for the first, in number, and the ranges that stay.

    ``masculine``: both are, in French, so that the article in front can be adapted.
    """
    word, best = words
    both = [(plural(word, target), plural(best, target)), (word, best)]
    stay = [*taken, *(m.span() for _, good in both for m in _pattern_of(good).finditer(text))]
    for wrong, good in both:
        for match in reversed(list(_pattern_of(wrong).finditer(text))):
            start, end = match.span()
            before = _before(text[:start], good, target, masculine=masculine)
            if before is None or any(start < right and left < end for left, right in stay):
                continue
            put = like_case(match.group(), good)
            grown = len(before) + len(put) - end
            text = before + put + text[end:]
            stay = [(a + grown, b + grown) if a >= end else (a, b) for a, b in stay]
            stay.append((len(before), len(before) + len(put)))
    return text, stay


def _before(before: str, word: str, target: str, *, masculine: bool = False) -> str | None:
    """Return what stands before a word that is put in; None where it would be wrong.

    >>> _before("It was a ", "usher", "en"), _before("C’est la ", "proviseur", "fr")
    ('It was an ', None)
    >>> _before("L'ami de l’", "maire", "fr", masculine=True)
    "L'ami du "
    """
    if target == "en":
        article = "n " if _VOWEL.match(word) else " "
        return re.sub(r"\b([Aa])n?\s$", rf"\1{article}", before)
    if masculine:
        place = int(elide("de", word) != "de")  # 1 before a vowel
        for pair in _ELIDED:
            good, other = pair[place], pair[1 - place]
            found = re.search(rf"\b{other}$", before.replace("'", "’"), re.IGNORECASE)
            if found:
                return before[: found.start()] + like_case(found.group(), good)
            if re.search(rf"\b{good}$", before, re.IGNORECASE):
                return before
        fits = not re.search(r"\b(?:la|une|cette)\s$|['’]$", before, re.IGNORECASE)
        return before if fits else None
    return None if _FRENCH_ARTICLE.search(before) else before


def _pattern_of(term: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, term.split()))
    return re.compile(rf"(?<![\w-]){words}(?![\w-])", re.IGNORECASE)


def stands(term: str, text: str, language: str) -> bool:
    """Return whether a term stands in a text, singular or plural."""
    return any(_pattern_of(form).search(text) for form in (term, plural(term, language)))


def without(text: str, names: Iterable[str]) -> str:
    """Return a text without names, in whose place no term is looked for.

    >>> without("Ås kommune er en kommune", ["Ås kommune"])
    '· er en kommune'
    """
    for name in sorted(names, key=len, reverse=True):
        if name.strip():
            words = r"\s+".join(map(re.escape, squeeze(name).split(" ")))
            text = re.sub(rf"(?<!\w){words}", "·", text)
    return text
