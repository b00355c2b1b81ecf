"""Halfway to French: the English that was made and checked, names intact, goes into the next step.

An engine that goes by way of English would use its own first English, in which a name may be bent
and a figure wrong. The sentence that the checks let pass, or that a person wrote, is the better
start, and where English is asked for too it need not be made twice.
"""

from __future__ import annotations

import re

from pipeline.translation.choosing import Version, best_version, make_version
from pipeline.translation.drafts import Answers, Draft
from pipeline.translation.engine import Hypothesis


def language_between(road: str) -> str:
    """Return the one language between source and target; empty where there is none.

    >>> language_between("nb-en-fr"), language_between("nb-fr")
    ('en', '')
    """
    steps = road.split("-")
    return steps[1] if len(steps) == 3 else ""


def start_between(draft: Draft, between: Draft | None) -> Hypothesis | None:
    """Return the checked sentence of the language between that a draft can start from.

    Titles and terms stand in it as they are to be in the target language, as they would in the
    source. None is returned where the sentence failed a check, or is none for the engine: then the
    engine goes both steps by itself.
    """
    if between is None or not draft.is_prose or not between.is_prose or between.has_failed:
        return None
    text = between.best.text
    if not text.strip() or between.sentence != draft.sentence:
        return None
    said = {(start, end): words for start, end, words in between.said}
    for start, end, words in draft.said:
        text = _put_once(text, said.get((start, end), ""), words)
    score = between.best.score
    return Hypothesis(text, 0.0 if score is None else score)


def version_from(draft: Draft, start: Hypothesis, answers: Answers) -> Version:
    """Return the best version of a sentence that was translated from its ``start``.

    Its score is that of the weaker of the two steps.
    """
    return best_version(
        make_version(
            draft.sentence, Hypothesis(each.text, min(each.score, start.score)), draft.context
        )
        for each in answers[start.text]
    )


def _put_once(text: str, words: str, others: str) -> str:
    """Return the text with words exchanged, where they stand in it once.

    >>> _put_once("Mayor Lie came.", "mayor", "maire")
    'maire Lie came.'
    """
    places = list(re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE))
    if not words or len(places) != 1:
        return text
    (place,) = places
    return text[: place.start()] + others + text[place.end() :]
