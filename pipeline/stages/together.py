"""People whom running text names side by side: "Marit Skeide og Margit Skeide" are two."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from pipeline.records import Article, EntityKind, PartKind
from pipeline.stages.forms import Form
from pipeline.text.compare import split_name
from pipeline.text.list_grammar import is_told

#: nothing but a joint: "Marit Skeide, Margit Skeide"
_JOINED = re.compile(r"\s*(?:,|;|\bog\b|\bsamt\b|&)\s*", re.IGNORECASE)
#: a joint with what is said of them: "rådgiver Kari Lie i NRK og banksjef Karin Lie i Voss"
_COUPLED = re.compile(
    r"[^.!?:–—\n]*\b(?:og|samt|(?:sammen|saman)\smed|mot)\b(?:\s[a-zæøå-]+){0,3}\s", re.IGNORECASE
)
#: one does something to the other: "Lars Bergh forsvarer Lars Berg"
_ONE_CLAUSE = re.compile(r"(?:\s[a-zæøå-]+){1,6}\s")
#: what says of one person how he or she is called
_CALLED = frozenset({
    "het", "heter", "heitte", "heiter", "kalt", "kalte", "kaller", "kalla", "kallar", "kjent",
    "født", "fødd", "egentlig", "eigentleg", "eller", "alias", "skrev", "skreiv", "skriver",
    "skriv", "stavet", "stava", "staves", "er", "var", "ble", "blei", "vart", "som", "og",
})  # fmt: skip
#: longer than anything between two names that are coupled so
_LONGEST = 70
#: of a row of names each is held against so many before it
_ROW = 20


def named_together(article: Article, forms: Iterable[Form]) -> frozenset[frozenset[Form]]:
    """Return the pairs of names that one breath names: nobody is named with himself.

    Of persons only full names count, and "Lia skole og Lie skole" are two as well.

    They stand in a row ("A, B og C": each is apart from each), are coupled by "og", "sammen med" or
    "mot", with title and organisation between them but no verb before an "og", or are subject and
    object of one short clause ("A møtte B"). Lists are left out: there a name may stand beside its
    own correction, or in two columns.
    """
    seen = [
        form
        for form in forms
        if form.kind is not EntityKind.PERSON or split_name(form.name).is_full
    ]
    parts = {part.name: part for part in article.parts}
    places = sorted(
        (m.span.part, m.span.start, m.span.end, number)
        for number, form in enumerate(seen)
        for m in form.mentions
        if parts[m.span.part].kind in (PartKind.PARAGRAPH, PartKind.CAPTION)
    )
    found = set()
    row: list[int] = []
    for (part, _, end, i), (other, start, _, j) in pairwise(places):
        near = part == other and 0 < start - end <= _LONGEST
        between = parts[part].text[end:start] if near else ""
        row = [*(row or [i]), j] if near and _JOINED.fullmatch(between) else []
        row = row[-_ROW:]
        apart = row[:-1] or ([i] if near and _couples(between) else [])
        found |= {frozenset((seen[k], seen[j])) for k in {*apart} - {j}}
    return frozenset(found)


def _couples(between: str) -> bool:
    """Return whether the words between two names couple them.

    >>> _couples(" i NRK og banksjef "), _couples(", sier hun, og "), _couples(" møtte ")
    (True, False, True)
    """
    if _ONE_CLAUSE.fullmatch(between) and not _CALLED & {*between.split()}:
        return True
    coupled = _COUPLED.fullmatch(between)
    with_verb = is_told(between) and re.search(r"\bog\b", between)
    return bool(coupled) and not with_verb
