"""Which of several forms of a name is proposed, and why."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pipeline.records import Article, EntityKind, Evidence, PartKind
from pipeline.stages.forms import Form
from pipeline.text import tables
from pipeline.text.compare import split_name
from pipeline.text.folding import fold
from pipeline.text.tokens import is_given_name, is_organisation_word


def propose(
    article: Article, forms: Sequence[Form], alone: Sequence[Form] = ()
) -> list[tuple[Form, float, tuple[Evidence, ...]]]:
    """Return the forms best first, each with the probability that it is right and the reasons.

    The list outweighs the caption (lists are typed from registrations), running text counts by
    its mentions, the complete name outweighs the shorter, a known name an unknown one, and a
    headline weighs least.

    Args:
        article: the article that the forms stand in.
        forms: the full forms of one name (two or more).
        alone: forms of surnames alone; each speaks for the full forms that end in it.
    """
    reasons = [_reasons(article, form, forms, alone) for form in forms]
    sums = [sum(e.weight for e in found) for found in reasons]
    top = max(sums)
    odds = [math.exp(value - top) for value in sums]
    ranked = [
        (form, odd / sum(odds), found)
        for form, odd, found in zip(forms, odds, reasons, strict=True)
    ]
    return sorted(ranked, key=lambda item: -item[1])


def _reasons(
    article: Article, form: Form, forms: Sequence[Form], alone: Sequence[Form]
) -> tuple[Evidence, ...]:
    found: list[Evidence] = []

    def add(feature: str, weight: float, detail: str) -> None:
        found.append(Evidence(feature=feature, weight=weight, detail=detail, left=form.name))

    kinds = [article.part(m.span.part).kind for m in form.mentions]
    short = [
        article.part(m.span.part).kind
        for other in alone
        if form.name.endswith(f" {other.name}")
        for m in other.mentions
    ]
    if form.lists:
        add("in the list", 1.0, "the list has this form, and lists are typed from registrations")
    running = sum(kind is PartKind.PARAGRAPH for kind in (*kinds, *short))
    if running:
        add("in the text", 0.8 * min(running, 3), f"running text has this form {times(running)}")
    if kinds and all(kind in (PartKind.TITLE, PartKind.HEADING) for kind in kinds):
        add("headline only", -0.5, "only a headline has this form")
    longest = max(len(split_name(f.name).parts) for f in forms)
    shortest = min(len(split_name(f.name).parts) for f in forms)
    if longest > shortest and len(split_name(form.name).parts) == longest:
        add("complete", 0.7, "the more complete form")
    if _is_known(form) and not all(_is_known(f) for f in forms):
        add("known name", 1.5, "a name that is known; another form is not")
    return tuple(found)


def _is_known(form: Form) -> bool:
    """Return whether a place or organisation is in our tables, or all given names are common."""
    if form.kind is EntityKind.PLACE:
        return form.name.casefold() in tables.places()
    if form.kind is EntityKind.ORGANISATION:
        known = tables.organisations().known.values()
        in_table = fold(form.name) in {fold(name) for names in known for name in names}
        return in_table or is_organisation_word(form.name.split()[-1])
    return all(is_given_name(part) for part in split_name(form.name).parts[:1])


def times(count: int) -> str:
    """Return a count in words.

    >>> times(1), times(3)
    ('once', '3 times')
    """
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
