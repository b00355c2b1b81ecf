"""Public offices that are named after what they govern: "Statsforvalteren i Innlandet".

The name finder takes the place alone for a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.records import Article, EntityKind, Mention, Origin, Span
from pipeline.text.folding import squeeze

_OFFICE = re.compile(
    r"\b(?:Statsforvalt[ea]ren|Fylkesmannen|Sysselmesteren|Sysselmeisteren|Sysselmannen)"
    r"\s(?:i|på)\s$"
)
#: code points before a place that are looked at
_BEFORE = 30


def with_offices(article: Article, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with the places of offices made a part of the office's name.

    Args:
        article: the article.
        mentions: what has been found so far, in reading order.
    """
    found: list[Mention] = []
    for m in mentions:
        last = found[-1] if found else None
        text = article.part(m.span.part).text
        if m.kind is not EntityKind.PLACE or m.origin is not Origin.NER:
            found.append(m)
        elif before := _OFFICE.search(text, max(0, m.span.start - _BEFORE), m.span.start):
            found.append(_office(m, text, before.start()))
        elif last is not None and _goes_on(last, m, text):
            found[-1] = _office(m, text, last.span.start)
        else:
            found.append(m)
    return found


def _goes_on(last: Mention, m: Mention, text: str) -> bool:
    """Return whether a place is the second of the office before it."""
    if last.span.part != m.span.part or last.kind is not EntityKind.ORGANISATION:
        return False
    begins = re.match(r"\w+\s(?:i|på)\s", last.text)
    is_office = begins is not None and _OFFICE.match(begins.group()) is not None
    return is_office and text[last.span.end : m.span.start] == " og "


def _office(m: Mention, text: str, start: int) -> Mention:
    span = Span(part=m.span.part, start=start, end=m.span.end)
    whole = text[start : m.span.end]
    own = len(m.text) - len(m.name)  # a genitive
    name = squeeze(whole)[: len(squeeze(whole)) - own]
    update = {"span": span, "text": whole, "name": name, "kind": EntityKind.ORGANISATION}
    return m.model_copy(update=update)
