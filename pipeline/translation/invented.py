"""People and places that a translation made up: its source knows nothing of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from pipeline.records import EntityKind
from pipeline.text.distance import distance
from pipeline.text.folding import fold
from pipeline.translation.keepnames import Wanted
from pipeline.translation.tables import COLUMNS, load_table

#: finds the people and places of a text in the target language, as they are written there
FindNames = Callable[[str], Sequence[str]]

#: letters that show that a word of the source may be meant
_ALIKE, _INSIDE = 3, 4
#: letters of a name of which one may be told to be bent; of two more, two
_SHORTEST_BENT = 6
#: a word with a capital; French words that lean on it are left out
_CAPITAL = re.compile(r"(?<![\w-])(?:[LlDd]['’])?([A-ZÀ-ÖØ-Þ][\w-]{3,})")
#: a place where a capital says nothing
_START = re.compile(r"(?:^|[.:;!?…«“”»\"(–—])\s*(?:[LlDd]['’])?$")


def invented_names(
    source: str, target: str, wanted: Sequence[Wanted], language: str, find: FindNames
) -> list[str]:
    """Return the people and places of a target that have no ground in its source.

    A word of the source, or of a form that is wanted, which begins alike is ground enough. Places
    whose names differ between the languages are not looked at here (see ``invented_places``).

    Args:
        source: the Norwegian segment.
        target: its translation.
        wanted: the names of the segment.
        language: that of the target.
        find: is asked only where a word with a capital has no ground.

    >>> invented_names("Begge byene vokser.", "Angers and Aix are growing.", (), "en", lambda _: [])
    []
    >>> find = lambda text: ["Angers"]
    >>> invented_names("Begge byene vokser.", "The city of Angers is growing.", (), "en", find)
    ['Angers']
    """
    if target.isupper():
        return []
    groundless = _groundless(source, target, wanted, language)
    if not any(groundless.values()):
        return []
    return [
        name
        for name in dict.fromkeys(find(target))
        if (words := _CAPITAL.findall(name))
        and all(word in groundless for word in words)
        and any(groundless[word] for word in words)
    ]


def bent_names(source: str, target: str, wanted: Sequence[Wanted]) -> list[str]:
    """Return words of a target that are names of people of its source but for a letter or two.

    The name itself may stand there too.

    >>> marit = Wanted(0, 14, "Marit Fossheim", EntityKind.PERSON, ("Marit Fossheim",))
    >>> bent_names("Marit Fossheim kom.", "Marit Fossheim, Minister Fossheimer, came.", [marit])
    ['Fossheimer']
    >>> bent_names("Marit Fossheim kom.", "Marit Fossheim’s and Fossheims", [marit])
    []
    """
    people = [name for name in wanted if name.kind is EntityKind.PERSON]
    forms = {word for name in people for form in name.forms for word in _CAPITAL.findall(form)}
    written = {*_CAPITAL.findall(" ".join([source, *(f for name in wanted for f in name.forms)]))}
    return [
        word
        for word in dict.fromkeys(_CAPITAL.findall(target))
        if word.removesuffix("s") not in written
        and word not in written
        and any(_is_bent(word, form) for form in forms)
    ]


def _is_bent(word: str, form: str) -> bool:
    """Return whether a word begins as a name does and is otherwise it, nearly.

    >>> _is_bent("Hallan", "Halland"), _is_bent("Norwegian", "Norheim"), _is_bent("Lied", "Lies")
    (True, False, False)
    """
    most = (len(form) - _SHORTEST_BENT) // 2 + 1
    return (
        len(form) >= _SHORTEST_BENT
        and fold(word)[:_ALIKE] == fold(form)[:_ALIKE]
        and len(distance(word, form).steps) <= min(2, most)
    )


def _groundless(
    source: str, target: str, wanted: Sequence[Wanted], language: str
) -> dict[str, bool]:
    """Return the words with a capital that have no ground, and whether one stands in a sentence."""
    grounds = fold(" ".join([source, *(form for name in wanted for form in name.forms)]))
    starts = {word[:_ALIKE] for word in grounds.split() if len(word) >= _ALIKE}
    found: dict[str, bool] = {}
    for match in _CAPITAL.finditer(target):
        word = match[1]
        plain = fold(word)
        if plain[:_ALIKE] in starts or plain[:_INSIDE] in grounds or _is_known(word, language):
            continue
        inside = not _START.search(target[: match.start(1)])
        found[word] = found.get(word, False) or inside
    return found


def _is_known(word: str, language: str) -> bool:
    """Return whether a word may stand for a Norwegian one that begins otherwise."""
    words, stems = _known(language)
    plain = fold(word)
    return plain in words or plain.startswith(stems)


@cache
def _known(language: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return words, and stems of words."""
    column = COLUMNS[language]
    places, checks = load_table("places"), load_table("checks")
    rows = [*places["rows"], *places["world"], *places["peoples"]]
    forms = [form for row in rows for form in row[column].split("|")]
    words = {word for form in forms for word in re.findall(r"[\w-]{4,}\*?", form)}
    words |= set(checks["no_invention"][language].split())
    stems = {word for word in words if word.endswith("*")}
    return frozenset(map(fold, words - stems)), tuple(fold(word[:-1]) for word in sorted(stems))
