"""Segments that failed a check sent again: names hidden, words put in, cut in two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from pipeline.translation.calendar import Edit, date_edits
from pipeline.translation.checks import HOPELESS, may_stay
from pipeline.translation.choosing import Version, halves, rejoined, restored
from pipeline.translation.drafts import Answers, Draft, engine_texts, on_one_line
from pipeline.translation.engine import Hypothesis
from pipeline.translation.keywords import keyword_edits
from pipeline.translation.leftover import Left
from pipeline.translation.leftover import edits as edits_of_left
from pipeline.translation.mending import Hidden, hide, readable
from pipeline.translation.peoples import people_edits

#: what a repaired version must be better by: names hidden, sentence cut in two
_HIDDEN, _HALVED = 0.1, 0.6


def hidden_parts(draft: Draft, turn: int) -> tuple[Hidden, ...]:
    """Return what to send again: names hidden and dates put in, then that in two halves.

    A sentence without names or dates is sent in halves at once. Nothing is returned where nothing
    would differ from what was sent before.
    """
    # by way of English a French word may be lost: the second time English words are put in
    language = "en" if turn else draft.context.target
    words = (put(draft.sentence, language) for put in (date_edits, people_edits, keyword_edits))
    edits = [*_said_again(draft, turn), *chain.from_iterable(words)]
    # what a table says outranks the lexicon
    edits += [
        left
        for left in edits_of_left(draft.sentence, left_words(draft), turn)
        if not any(left[0] < end and start < left[1] for start, end, _ in edits)
    ]
    # names that came through are better not touched where only words are wrong
    names = () if not turn and _lacks_words_only(draft) else on_one_line(draft)
    hidden = hide(draft.sentence, names, edits, turn=3 * turn)
    hidden = replace(hidden, text=readable(hidden.text))
    is_new = hidden.text not in engine_texts(draft)
    if not is_new and turn:
        return ()
    texts = halves(hidden.text) if turn or not is_new else (hidden.text,)
    if len(texts) == 1 and not is_new:
        return ()
    return tuple(replace(hidden, text=text) for text in texts)


def left_words(draft: Draft) -> list[Left]:
    """Return the words that the best version left in Norwegian, and whose meaning is known.

    They are put in in English: French is mostly made by way of it.
    """
    known, context = draft.context.leftovers, draft.context
    return known.find(draft.sentence, draft.best.text, may_stay(context)) if known else []


def _lacks_words_only(draft: Draft) -> bool:
    """Return whether words left in Norwegian are all that is wrong, and their meaning is known."""
    wrong = {check.kind for check in draft.best.checks} - HOPELESS
    known = any(left.meanings for left in left_words(draft))
    return known and wrong <= {"word", "untranslated"}


def _said_again(draft: Draft, turn: int) -> tuple[Edit, ...]:
    """Return what to put in again: an engine that lost a term gets it in Norwegian once.

    Its own word for the term may be one that is known and can be put right. A title is sent as
    another title, which engines know.
    """
    if turn or not any(check.kind == "term" for check in draft.best.checks):
        return draft.said
    glossary, target = draft.context.glossary, draft.context.target
    terms = glossary.edits(draft.sentence, target)
    places = {edit[:2] for edit in draft.said if edit in terms}
    kept = [edit for edit in draft.said if edit not in terms]
    others = [edit for edit in glossary.stand_ins(draft.sentence, target) if edit[:2] in places]
    return (*kept, *others)


def handicap_of(parts: Sequence[Hidden]) -> float:
    """Return what a repaired version must be better by to be taken."""
    return _HALVED if len(parts) > 1 else _HIDDEN


def combined(parts: Sequence[Hidden], answers: Answers, target: str) -> list[Hypothesis]:
    """Return the hypotheses of a sentence sent in parts, names back in place, best first."""
    each = [[restored(answer, part, target) for answer in answers[part.text]] for part in parts]
    return [rejoined(together) for together in zip(*each, strict=False)]


def without_left(draft: Draft, version: Version) -> Version:
    """Return a version of a sentence sent again, marked where a word left before is lost now."""
    known = draft.context.leftovers
    if known is None or any(check.kind in ("word", "untranslated") for check in version.checks):
        return version
    lost = known.lost(left_words(draft), version.text)
    return replace(version, checks=(*version.checks, *lost))
