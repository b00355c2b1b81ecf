"""People whom running text names side by side: "Marit Skeide og Margit Skeide" are two."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from pipeline.records import Article, PartKind
from pipeline.stages.forms import Form
from pipeline.text.compare import split_name

#: ", og" begins another clause
_JOINED = re.compile(r"\s*(?:,|;|\bog\b|\bsamt\b|&)\s*", re.IGNORECASE)
#: longer than anything between two names that stand side by side
_LONGEST = 12


def named_together(article: Article, forms: Iterable[Form]) -> frozenset[frozenset[Form]]:
    """Return the pairs of full names that stand side by side with nothing but "and" between them.

    Lists are left out: there a name may stand beside its own correction, or in two columns.
    """
    seen = [form for form in forms if split_name(form.name).is_full]
    parts = {part.name: part for part in article.parts}
    places = sorted(
        (m.span.part, m.span.start, m.span.end, number)
        for number, form in enumerate(seen)
        for m in form.mentions
        if parts[m.span.part].kind in (PartKind.PARAGRAPH, PartKind.CAPTION)
    )
    found = set()
    for (part, _, end, i), (other, start, _, j) in pairwise(places):
        near = part == other and i != j and 0 < start - end <= _LONGEST
        if near and _JOINED.fullmatch(parts[part].text[end:start]):
            found.add(frozenset((seen[i], seen[j])))
    return frozenset(found)
