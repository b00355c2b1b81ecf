"""Checks of a translated segment: each says what is wrong in words, or nothing.

A check is a pure function of source, target and what is known about the segment.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.records import Check, Detection
from pipeline.translation.calendar import invented_dates, lost_dates
from pipeline.translation.keepnames import Wanted, find_kept, invented_places
from pipeline.translation.numbers import invented_numbers, lost_numbers
from pipeline.translation.tables import load_table


@dataclass(frozen=True)
class _NegationWords:
    """Patterns of the words that deny; ``counterparts`` by target language."""

    negation: re.Pattern[str]
    set_phrase: re.Pattern[str]
    near: re.Pattern[str]
    counterparts: Mapping[str, re.Pattern[str]]


@dataclass(frozen=True)
class Context:
    """What is known about a segment: its names, the target language, a language detector.

    ``verbatim`` are words that stay on purpose (the name of a department). A sentence whose mean
    log-probability of a token is below ``unsure_below`` is marked: no check sees meaning, and the
    sentences that came out as nonsense when this was set were mostly those.
    """

    target: str
    wanted: tuple[Wanted, ...] = ()
    verbatim: tuple[str, ...] = ()
    detect: Callable[[str], Detection] | None = None
    unsure_below: float = -0.8


#: how much a failed check costs against the mean log-probability of a target token
COSTS: Mapping[str, float] = {
    "empty": 20.0, "name": 3.0, "number": 3.0, "invented_number": 2.5, "untranslated": 3.0,
    "language": 3.0, "repetition": 2.0, "length": 2.0, "negation": 2.0, "url": 3.0, "email": 3.0,
    "brackets": 0.5, "unsure": 0.0,
}  # fmt: skip

_URL = re.compile(r"(?:https?://|www\.)[^\s<>()\"»]*[^\s<>()\"».,:;!?]")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_STRONG_NOT = {
    "en": re.compile(r"\b(?:not|never|cannot|nobody|nothing)\b(?! only)|n['’]t\b", re.IGNORECASE),
    "fr": re.compile(r"\b(?:ne|n['’])\s*(?:\w+\s+){1,3}?(?:pas|jamais|rien)\b(?! seulement)", re.I),
}
_NORWEGIAN_ONLY = re.compile(r"\w*[æøåÆØÅ]\w*")


def check_segment(source: str, target: str, context: Context) -> tuple[Check, ...]:
    """Return what is wrong with a translated segment: the failed checks, in a fixed order."""
    if not target.strip():
        return (Check(kind="empty", detail="there is no translation"),) if source.strip() else ()
    found = (*check_names(source, target, context), *check_numbers(source, target, context))
    others = (
        check_copy(source, target, context),
        check_language(target, context),
        check_repetition(source, target, context),
        check_length(source, target),
        check_negation(source, target, context),
        check_brackets(source, target),
        *check_addresses(source, target),
    )
    return (*found, *(check for check in others if check))


def cost(checks: tuple[Check, ...]) -> float:
    """Return how bad the failed checks are together; nothing wrong is 0."""
    return sum(COSTS[check.kind] for check in checks)


def check_names(source: str, target: str, context: Context) -> tuple[Check, ...]:
    """Return a check for each name that the target lost, and each place that it made up."""
    kept = find_kept(target, context.wanted)
    lost = [name.expected for name, there in zip(context.wanted, kept, strict=True) if not there]
    invented = invented_places(source, target, context.wanted, context.target)
    return (
        *(Check(kind="name", detail=f"{name} is missing") for name in dict.fromkeys(lost)),
        *(Check(kind="name", detail=f"{name} is not in the source") for name in invented),
    )


def check_numbers(source: str, target: str, context: Context) -> tuple[Check, ...]:
    """Return a check for each number, day or month that the target lost or made up."""
    lost = [
        *(f"the number {number} is missing" for number in lost_numbers(source, target)),
        *(f"{date} is missing" for date in lost_dates(source, target, context.target)),
    ]
    invented = [
        *(f"the number {n} is not in the source" for n in invented_numbers(source, target)),
        *(f"{d} is not in the source" for d in invented_dates(source, target, context.target)),
    ]
    return (
        *(Check(kind="number", detail=detail) for detail in lost),
        *(Check(kind="invented_number", detail=detail) for detail in invented),
    )


def check_copy(source: str, target: str, context: Context) -> Check | None:
    """Return whether the target is the source again, or has Norwegian words left in it.

    >>> check_copy("Vi reiser i morgen tidlig", "Vi reiser i morgen", Context("en")).detail
    'the text is left in Norwegian'
    """
    names = {word for name in context.wanted for word in _names_words(name)}
    names |= {word for words in context.verbatim for word in _lower_words(words)}
    mine = [word for word in _lower_words(target) if word not in names]
    theirs = {word for word in _lower_words(source) if word not in names}
    same = [word for word in mine if word in theirs and not word.isdigit()]
    norwegian = [word for word in mine if word in _function_words() and word in theirs]
    if len(same) >= 3 and len(same) > 0.7 * len(mine) and norwegian:
        return Check(kind="untranslated", detail="the text is left in Norwegian")
    plain = source[:1].casefold() + source[1:]
    left = [word for word in same if _NORWEGIAN_ONLY.fullmatch(word) and word in plain]
    if left:
        return Check(kind="untranslated", detail=f'the word "{left[0]}" is left in Norwegian')
    return None


def check_language(target: str, context: Context) -> Check | None:
    """Return whether a detector takes a target of some length for another language, surely."""
    if context.detect is None or len(_lower_words(target)) < 6:
        return None
    found = context.detect(target)
    if found.language in (context.target, "und") or found.confidence < 0.9:
        return None
    return Check(kind="language", detail=f"the text looks like {found.language}")


def check_repetition(source: str, target: str, context: Context) -> Check | None:
    """Return whether the target says something again and again that the source does not.

    >>> check_repetition("Vi drar", "we go and we go and we go", Context("en")).detail
    'the words "we go and" are repeated'
    """
    mine, theirs = _lower_words(target), _lower_words(source)
    names = {word for name in context.wanted for word in _names_words(name)}
    for size, often in ((1, 5), (2, 3), (3, 2), (4, 2)):
        counts, allowed = _runs(mine, size), max(_runs(theirs, size).values(), default=1)
        for words, times in counts.items():
            in_a_row = any(mine[i : i + 2 * size] == [*words, *words] for i in range(len(mine) - 1))
            plain = size > 1 and all(len(word) < 4 or word in names for word in words)
            if times > allowed and ((times >= often and size > 2 and not plain) or in_a_row):
                return Check(
                    kind="repetition", detail=f'the words "{" ".join(words)}" are repeated'
                )
    return None


def check_length(source: str, target: str) -> Check | None:
    """Return whether the target is far shorter or longer than translations are.

    >>> check_length("En lang setning om mange ting.", "Yes.").detail
    'the translation is much shorter than the source'
    """
    if len(source.strip()) < 20:
        too_long = len(target.strip()) > 4 * len(source.strip()) + 20
        return _length("longer") if too_long else None
    ratio = len(target.strip()) / len(source.strip())
    if ratio < 0.5:
        return _length("shorter")
    return _length("longer") if ratio > 2.2 else None


def check_negation(source: str, target: str, context: Context) -> Check | None:
    """Return whether a "not" was lost or has come in.

    >>> check_negation("Vi kommer ikke.", "We are coming.", Context("en")).detail
    'the word "ikke" has no counterpart'
    """
    words = _negation_words()
    if context.target not in words.counterparts:
        return None
    negated = words.negation.search(words.set_phrase.sub(" ", source))
    if negated and not words.counterparts[context.target].search(target):
        return Check(kind="negation", detail=f'the word "{negated.group()}" has no counterpart')
    added = _STRONG_NOT[context.target].search(target)
    if added and not words.negation.search(source) and not words.near.search(source):
        return Check(kind="negation", detail=f'"{added.group()}" is not in the source')
    return None


def check_brackets(source: str, target: str) -> Check | None:
    """Return whether the target has other brackets than the source."""
    for left, right in ("()", "[]"):
        before = source.count(left), source.count(right)
        after = target.count(left), target.count(right)
        if before != after and (before[0] == before[1] or after[0] != after[1]):
            return Check(kind="brackets", detail=f"the brackets {left}{right} differ")
    return None


def check_addresses(source: str, target: str) -> tuple[Check, ...]:
    """Return a check for each web or mail address that is not in the target as it was."""
    found = []
    for kind, pattern in (("url", _URL), ("email", _EMAIL)):
        for address in pattern.findall(source):
            if address not in target:
                found.append(Check(kind=kind, detail=f"{address} is missing"))
    return tuple(found)


def _length(than: str) -> Check:
    return Check(kind="length", detail=f"the translation is much {than} than the source")


def _runs(words: list[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[i : i + size]) for i in range(len(words) - size + 1))


def _lower_words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _names_words(name: Wanted) -> list[str]:
    return _lower_words(" ".join((name.source, *name.forms)))


@cache
def _negation_words() -> _NegationWords:
    table = load_table("checks")
    return _NegationWords(
        negation=_any_of(table["negations"]),
        set_phrase=_any_of(table["set_phrases"]),
        near=_any_of(table["near_negations"]),
        counterparts={
            **{target: _any_of(words) for target, words in table["counterparts"].items()},
            "en": re.compile(_any_of(table["counterparts"]["en"]).pattern + r"|n['’]t\b", re.I),
        },
    )


@cache
def _function_words() -> frozenset[str]:
    return frozenset(load_table("checks")["function_words"].split())


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern for whole words; a "*" stands for any ending."""
    choices = "|".join(words).replace("['’]*", "['’]").replace("*", r"\w*")
    return re.compile(rf"\b(?:{choices})(?!\w)", re.IGNORECASE)
