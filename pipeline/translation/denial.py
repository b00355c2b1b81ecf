"""Negation: a "not" that a translation lost, or that came in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.records import Check
from pipeline.translation.tables import load_table


@dataclass(frozen=True)
class _Words:
    """Patterns of the words that deny; ``counterparts``, ``weak`` and ``strong`` by target.

    A weak counterpart ("illegal") counts only where the source has no ``excuse`` for it
    ("forbudt").
    """

    negation: re.Pattern[str]
    set_phrase: re.Pattern[str]
    near: re.Pattern[str]
    excuse: re.Pattern[str]
    counterparts: Mapping[str, re.Pattern[str]]
    weak: Mapping[str, re.Pattern[str]]
    strong: Mapping[str, re.Pattern[str]]


def check_negation(source: str, target: str, language: str) -> Check | None:
    """Return whether a "not" was lost or has come in.

    >>> check_negation("Vi kommer ikke.", "We are coming.", "en").detail
    'the word "ikke" has no counterpart'
    """
    words = _words()
    if language not in words.counterparts:
        return None
    negated = words.negation.search(words.set_phrase.sub(" ", source))
    weak = words.weak[language].search(target) and not words.excuse.search(source)
    if negated and not weak and not words.counterparts[language].search(target):
        return Check(kind="negation", detail=f'the word "{negated.group()}" has no counterpart')
    added = words.strong[language].search(target)
    if added and not words.negation.search(source) and not words.near.search(source):
        return Check(kind="negation", detail=f'"{added.group()}" is not in the source')
    return None


@cache
def _words() -> _Words:
    table = load_table("checks")
    return _Words(
        negation=_any_of(table["negations"]),
        set_phrase=_any_of(table["set_phrases"]),
        near=_any_of(table["near_negations"]),
        excuse=_any_of(table["weak"]["source"]),
        counterparts={
            language: re.compile(rf"{_any_of(said).pattern}|\bn['’]|n['’]t\b", re.IGNORECASE)
            for language, said in table["counterparts"].items()
        },
        weak={language: _any_of(table["weak"][language]) for language in table["counterparts"]},
        strong={language: re.compile(p, re.IGNORECASE) for language, p in table["strong"].items()},
    )


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern for whole words; a "*" stands for any ending."""
    choices = "|".join(re.sub(r"\*$", r"\\w*", word) for word in words)
    return re.compile(rf"\b(?:{choices})(?!\w)", re.IGNORECASE)
