"""Versions of a segment: tidied, mended, checked, and the best one chosen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.records import Check
from pipeline.translation.amounts import put_amounts
from pipeline.translation.checks import Context, check_segment, cost
from pipeline.translation.clock import put_halves
from pipeline.translation.doubled import with_one_article
from pipeline.translation.engine import Hypothesis
from pipeline.translation.keepnames import find_form, find_kept
from pipeline.translation.marks import put_addresses
from pipeline.translation.mending import Hidden, mend, without_articles
from pipeline.translation.peoples import put_peoples
from pipeline.translation.tables import load_table
from pipeline.translation.titles import put_titles
from pipeline.translation.typography import set_in_english, set_in_french

#: where a long sentence may be cut in two
_JOINT = re.compile(
    r"[;:,]\s+|\s+[–-]\s+|\s+(?=(?:og|men|mens|medan|som|fordi|slik|for å|da|når)\s)"
)
#: a half has at least this many words
_HALF = 4


@dataclass(frozen=True)
class Version:
    """A translation of a segment with the model's score and what is wrong with it.

    ``raw`` is what the engine said, before names were put right.
    """

    text: str
    score: float | None
    checks: tuple[Check, ...]
    handicap: float = 0.0
    raw: str = ""

    @property
    def worth(self) -> float:
        """What versions are compared by: the model's score less the cost of failed checks."""
        return (self.score or 0.0) - cost(self.checks) - self.handicap


def best_version(versions: Iterable[Version]) -> Version:
    """Return the version that is worth most; the first of equals."""
    return max(versions, key=lambda version: version.worth)


def make_version(
    source: str, hypothesis: Hypothesis, context: Context, *, handicap: float = 0.0
) -> Version:
    """Return a version of a sentence: the engine's text tidied, its names put right, checked."""
    text = mend(tidy(source, hypothesis.text, context.target), context.wanted)
    if context.target == "fr":
        text = without_articles(text, context.wanted)
    text = put_addresses(source, put_terms(source, text, context))
    text = put_amounts(source, text, context.target)
    if context.target == "en":
        text = with_one_article(text, context.wanted)
        text = put_peoples(source, text, _places(text, context))
        text = put_halves(source, put_titles(text, context.titles))
    text = typeset(source, text, context)
    checks = check_segment(source, text, context)
    if hypothesis.score < context.unsure_below and text.strip():
        checks += (Check(kind="unsure", detail="the translator was unsure of this sentence"),)
    return Version(text, hypothesis.score, checks, handicap, hypothesis.text)


def typeset(source: str, text: str, context: Context) -> str:
    """Return a translation with numbers and signs as its language has them; names stay."""
    setters = {"en": set_in_english, "fr": set_in_french}
    if context.target not in setters:
        return text
    found = setters[context.target](source, text)
    names = find_kept(text, context.wanted), find_kept(found, context.wanted)
    return found if names[0] == names[1] else text


def put_terms(source: str, text: str, context: Context) -> str:
    """Return a translation with the terms of the glossary put right; names stay."""
    if not context.glossary.terms:
        return text
    return context.glossary.mend(source, text, context.target, _places(text, context))


def _places(text: str, context: Context) -> list[tuple[int, int]]:
    """Return where the names stand in a translation."""
    places = (find_form(text, name.forms, ()) for name in context.wanted)
    return [place for place in places if place]


def restored(hypothesis: Hypothesis, hidden: Hidden, target: str) -> Hypothesis:
    """Return the hypothesis with the names back in place of their stand-ins."""
    text = hidden.restore(hypothesis.text, genitive="’s" if target == "en" else "")
    return Hypothesis(text=text, score=hypothesis.score)


def halves(sentence: str) -> tuple[str, ...]:
    """Return the sentence cut in two at the joint nearest to its middle, or whole.

    >>> halves("Vi reiste tidlig om morgenen, men de andre kom mye senere.")
    ('Vi reiste tidlig om morgenen,', 'men de andre kom mye senere.')
    >>> halves("Vi reiste, de kom.")
    ('Vi reiste, de kom.',)
    """
    middle = len(sentence) / 2
    joints = sorted(
        (match.end() for match in _JOINT.finditer(sentence)), key=lambda end: abs(end - middle)
    )
    for end in joints:
        cut = sentence[:end].strip(), sentence[end:].strip()
        if min(len(half.split()) for half in cut) >= _HALF:
            return cut
    return (sentence,)


def rejoined(hypotheses: Sequence[Hypothesis]) -> Hypothesis:
    """Return the translations of the halves of a sentence as one."""
    texts = [hypothesis.text.strip() for hypothesis in hypotheses]
    first = [text.rstrip(".") for text in texts[:-1]]
    rest = [_lower_start(text) for text in texts[1:]]
    text = " ".join([first[0], *rest]) if first else texts[0]
    return Hypothesis(text=text, score=min(hypothesis.score for hypothesis in hypotheses))


def tidy(source: str, text: str, target: str) -> str:
    """Return a target with single spaces and the ending, capital and quotes of its source.

    >>> tidy("Ny bru i Tana", "new bridge in Tana.", "en")
    'New bridge in Tana'
    >>> tidy("og så gikk vi", "And then we went.", "en")
    'and then we went'
    >>> tidy("«Ja», sa hun.", "«Yes», she said", "en")
    '“Yes”, she said.'
    """
    text, source = " ".join(text.split()), source.strip()
    if target == "en":
        text = text.replace("«", "“").replace("»", "”")
    if not text or not source:
        return text
    last = source[-1]
    text = re.sub(r"(?<!\.)\.\.$", ".", text)
    if last in ".!?…" and (text[-1].isalnum() or text[-1] in ",;:"):
        text = text.rstrip(",;:") + last
    elif last not in ".!?…:»”\"'’)" and text.endswith(".") and not text.endswith(".."):
        text = text[:-1]
    if source[0].islower():
        return _lower_start(text)
    return text[:1].upper() + text[1:] if source[0].isupper() else text


def _lower_start(text: str) -> str:
    first = text.split(maxsplit=1)[0] if text.split() else ""
    common = first.lower() in _small_words()
    return text[:1].lower() + text[1:] if common else text


@cache
def _small_words() -> frozenset[str]:
    return frozenset(load_table("phrases")["small_words"].split())
