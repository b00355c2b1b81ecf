"""Checks of a translated segment: each says what is wrong in words, or nothing.

A check is a pure function of source, target and what is known about the segment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache

from pipeline.records import Check, Detection, EntityKind
from pipeline.translation.calendar import invented_dates, lost_dates
from pipeline.translation.clock import lost_clocks
from pipeline.translation.denial import check_negation
from pipeline.translation.doubled import check_doubled
from pipeline.translation.glossary import Glossary
from pipeline.translation.invented import FindNames, bent_names, invented_names
from pipeline.translation.keepnames import Wanted, bare, find_kept, invented_places
from pipeline.translation.keywords import check_keywords
from pipeline.translation.leftover import Leftovers
from pipeline.translation.lengths import check_length, check_sentences
from pipeline.translation.loops import check_repetition, words_of
from pipeline.translation.marks import (
    ADDRESSES,
    check_addresses,
    check_brackets,
    check_quotes,
    check_symbols,
)
from pipeline.translation.measures import check_measures
from pipeline.translation.numbers import invented_numbers, lost_numbers
from pipeline.translation.peoples import check_peoples
from pipeline.translation.tables import load_table
from pipeline.translation.titles import Title, check_titles
from pipeline.translation.wording import without


@dataclass(frozen=True)
class Context:
    """What is known about a segment: its names, the target language, a language detector.

    ``verbatim`` are words that stay on purpose (the name of a department). A sentence whose mean
    log-probability of a token is below ``unsure_below`` is marked: no check sees meaning, and the
    sentences that came out as nonsense when this was set were mostly those. ``cut_in`` is how many
    pieces a very long sentence was cut in, on the first of them. ``find`` finds people and places
    in the target; without it only well-known places are known to be made up. ``titles`` are those
    in front of people. ``leftovers`` finds known words that are left in Norwegian.
    """

    target: str
    wanted: tuple[Wanted, ...] = ()
    verbatim: tuple[str, ...] = ()
    detect: Callable[[str], Detection] | None = None
    unsure_below: float = -0.8
    glossary: Glossary = field(default_factory=Glossary)
    cut_in: int = 0
    find: FindNames | None = None
    titles: tuple[Title, ...] = ()
    leftovers: Leftovers | None = None


#: how much a failed check costs against the mean log-probability of a target token
COSTS: Mapping[str, float] = {
    "empty": 20.0, "name": 4.0, "number": 3.0, "invented_number": 2.5, "untranslated": 3.0,
    "language": 3.0, "repetition": 2.0, "length": 2.0, "negation": 2.0, "url": 3.0, "email": 3.0,
    "file": 3.0, "brackets": 0.5, "quotes": 0.5, "symbol": 0.5, "unit": 2.0, "missing": 1.5,
    "nationality": 2.0, "term": 2.0, "word": 1.0, "unsure": 0.0, "long": 0.0,
}  # fmt: skip
#: what another try cannot mend
HOPELESS = frozenset({"unsure", "long"})

#: a letter that is a capital because something begins there
_START = re.compile(r"(?:^|[.:;!?|/•\n–—-]\s*)\w")
#: a word that is neither English nor French: by its letters, or by its ending and its length
_NORWEGIAN_ONLY = re.compile(
    r"\w*[æøåÆØÅ]\w*|\w{3,}[^\W\daeiouyg]en|\w{3,}(?:sjon(?:en|er|ene)?|inge[nr]|inga|ing[ea]ne"
    r"|hete[nr]|hetene|else[nr]?|elsene|skapet|ering|istane|arane|[tdsklr]ane|[tdskl]ene"
    r"|\w\wsk[et]?|lige?|lege?)|\w+(?:kj|gj|hj|tj|bj|skj)\w+"
    r"|\w{3,}(?:arbeid|lag|hus|råd|møte|styre|skole|skule|kommune|forening|verk|melding)(?:et|en|er|a|ar|ene|ane)?"
)
#: endings that English and French have too
_COGNATE = re.compile(r"(?:ing|et|s)$")
#: a word of so many letters may be a bent Norwegian one, if it is so like one (ratio of letters)
_BENT, _LIKE = 8, 0.8


def check_segment(source: str, target: str, context: Context) -> tuple[Check, ...]:
    """Return what is wrong with a translated segment: the failed checks, in a fixed order."""
    if not target.strip():
        return (Check(kind="empty", detail="there is no translation"),) if source.strip() else ()
    nameless = _without_names(source, target, context)
    found = (
        *check_names(source, target, context),
        *check_numbers(source, target, context),
        *check_measures(source, target, context.target),
        *check_peoples(source, target, context.target, nameless),
        *check_addresses(source, target),
        *check_terms(source, target, context),
        *check_titles(target, context.titles),
        *check_keywords(*nameless, context.target),
        *check_doubled(target, context.wanted),
    )
    names = {word for name in context.wanted for word in _names_words(name)}
    copied = check_copy(source, target, context)
    others = (
        copied,
        check_language(target, context),
        check_repetition(source, target, names),
        # an official name may be a third as long
        check_length(source, target, context.target) and check_length(*nameless, context.target),
        check_sentences(source, target, context.target),
        check_negation(*nameless, context.target),
        check_brackets(source, target),
        check_quotes(source, target),
        check_symbols(source, target),
    )
    if copied is None:
        found += check_words(source, target, context)
    return (*found, *(check for check in (*others, _long(context)) if check))


def cost(checks: tuple[Check, ...]) -> float:
    """Return how bad the failed checks are together; nothing wrong is 0."""
    return sum(COSTS[check.kind] for check in checks)


def check_names(source: str, target: str, context: Context) -> tuple[Check, ...]:
    """Return a check for each name that the target lost, and each place that it made up."""
    kept = find_kept(target, context.wanted)
    lost = [name.expected for name, there in zip(context.wanted, kept, strict=True) if not there]
    invented = invented_places(source, target, context.wanted, context.target)
    if context.find:
        given = source, target, context.wanted, context.target
        invented += invented_names(*given, context.find)
    invented += bent_names(source, target, context.wanted)
    return (
        *(Check(kind="name", detail=f"{name} is missing") for name in dict.fromkeys(lost)),
        *(
            Check(kind="name", detail=f"{name} is not in the source")
            for name in dict.fromkeys(invented)
        ),
    )


def check_numbers(source: str, target: str, context: Context) -> tuple[Check, ...]:
    """Return a check for each number, day, month or hour that the target lost or made up.

    A name without figures is neither ("Knut Fredag", "Sea to Sky").
    """
    for name in context.wanted:
        if name.kind is EntityKind.PERSON or not any(map(str.isdigit, name.source)):
            source = source.replace(name.source, "X")
            target = target.replace(name.expected, "X")
    lost = [
        *(f"the number {number} is missing" for number in lost_numbers(source, target)),
        *(f"{date} is missing" for date in lost_dates(source, target, context.target)),
        *(f"{clock} is missing" for clock in lost_clocks(source, target, context.target)),
    ]
    invented = [
        *(f"the number {n} is not in the source" for n in invented_numbers(source, target)),
        *(f"{d} is not in the source" for d in invented_dates(source, target, context.target)),
    ]
    return (
        *(Check(kind="number", detail=detail) for detail in lost),
        *(Check(kind="invented_number", detail=detail) for detail in invented),
    )


def check_terms(source: str, target: str, context: Context) -> tuple[Check, ...]:
    """Return a check for each term of the glossary that is not obeyed; names hold none."""
    if not context.glossary.terms:
        return ()
    return context.glossary.check(*_without_names(source, target, context), context.target)


def _without_names(source: str, target: str, context: Context) -> tuple[str, str]:
    return (
        without(source, (name.source for name in context.wanted)),
        without(target, (bare(form) for name in context.wanted for form in name.forms)),
    )


def check_copy(source: str, target: str, context: Context) -> Check | None:
    """Return whether the target is the source again, or has Norwegian words left in it.

    >>> check_copy("Vi reiser i morgen tidlig", "Vi reiser i morgen", Context("en")).detail
    'the text is left in Norwegian'
    """
    source, target = ADDRESSES.sub(" ", source), ADDRESSES.sub(" ", target)
    names = may_stay(context)
    mine = [word for word in words_of(target) if word not in names]
    theirs = {word for word in words_of(source) if word not in names}
    same = [word for word in mine if word in theirs and not word.isdigit()]
    norwegian = [word for word in mine if word in _function_words() and word in theirs]
    if len(same) >= 3 and len(same) > 0.7 * len(mine) and norwegian:
        return Check(kind="untranslated", detail="the text is left in Norwegian")
    small = _START.sub(lambda start: start.group().casefold(), source)
    plain = {word for word in re.findall(r"\w+", small) if word.islower()}
    left = [word for word in mine if _is_left(word, plain)]
    if left:
        return Check(kind="untranslated", detail=f'the word "{left[0]}" is left in Norwegian')
    return None


def _is_left(word: str, plain: Collection[str]) -> bool:
    """Return whether a word of a target is a Norwegian one of the source, or a bent one.

    >>> _is_left("korkje", {"korkje"}), _is_left("film", {"film"})
    (True, False)
    >>> _is_left("kaptenen", {"kapteinen"}), _is_left("internet", {"internett"})
    (True, False)
    """
    if word in plain:
        return word in _sure_words() or _NORWEGIAN_ONLY.fullmatch(word) is not None
    if len(word) < _BENT or _COGNATE.search(word) or not _NORWEGIAN_ONLY.fullmatch(word):
        return False
    return bool(get_close_matches(word, plain, n=1, cutoff=_LIKE))


def check_words(source: str, target: str, context: Context) -> tuple[Check, ...]:
    """Return a check for each word that is left in Norwegian though its meaning is known."""
    if context.leftovers is None:
        return ()
    return context.leftovers.check(source, target, may_stay(context))


def may_stay(context: Context) -> set[str]:
    """Return the words, in small letters, that are the same in source and target on purpose."""
    names = {word for name in context.wanted for word in _names_words(name)}
    return names | {word for words in context.verbatim for word in words_of(words)}


def check_language(target: str, context: Context) -> Check | None:
    """Return whether a detector takes a target of some length for another language, surely.

    Names and other words that stay on purpose say nothing of it.
    """
    if context.detect is None:
        return None
    said = target
    for words in (*context.verbatim, *(form for name in context.wanted for form in name.forms)):
        said = said.replace(words, " ")
    if len(words_of(said)) < 6:
        return None
    found = context.detect(said)
    if found.language in (context.target, "und") or found.confidence < 0.9:
        return None
    return Check(kind="language", detail=f"the text looks like {found.language}")


def _long(context: Context) -> Check | None:
    if not context.cut_in:
        return None
    detail = f"a very long sentence was translated in {context.cut_in} pieces"
    return Check(kind="long", detail=detail)


def _names_words(name: Wanted) -> list[str]:
    return words_of(" ".join((name.source, *name.forms)))


@cache
def _sure_words() -> frozenset[str]:
    return frozenset(load_table("checks")["sure_words"].split())


@cache
def _function_words() -> frozenset[str]:
    return frozenset(load_table("checks")["function_words"].split())
