"""Public bodies that are named after what they govern: "Statsforvalteren i Innlandet".

The name finder takes the place alone for a name, or the office and the place for two.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from pipeline.records import Article, EntityKind, Mention, Origin, Span
from pipeline.text.folding import squeeze

#: code points before a place that are looked at
_BEFORE = 40


@cache
def _office_before() -> re.Pattern[str]:
    """Return what stands right before the place that an office or a board is named with."""
    table = tomllib.loads((files("pipeline.stages") / "data" / "offices.toml").read_text("utf-8"))
    offices, boards = "|".join(table["offices"]), "|".join(table["boards"])
    return re.compile(rf"\b(?:(?:{offices})\s(?:i|på)|[A-ZÆØÅ]\w*(?:{boards})\sfor)\s$")


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
        elif before := _office_before().search(text, max(0, m.span.start - _BEFORE), m.span.start):
            office = _office(m, text, before.start())
            if last is not None and _is_piece(last, office):
                found.pop()
            found.append(office)
        elif last is not None and _goes_on(last, m, text):
            found[-1] = _office(m, text, last.span.start)
        else:
            found.append(m)
    return found


def _is_piece(last: Mention, office: Mention) -> bool:
    """Return whether the finder has the office without its place."""
    within = last.span.part == office.span.part and last.span.start >= office.span.start
    return within and last.origin is Origin.NER


def _goes_on(last: Mention, m: Mention, text: str) -> bool:
    """Return whether a place is the second of the office before it."""
    if last.span.part != m.span.part or last.kind is not EntityKind.ORGANISATION:
        return False
    begins = re.match(r"\w+\s(?:i|på|for)\s", last.text)
    is_office = begins is not None and _office_before().match(begins.group()) is not None
    return is_office and text[last.span.end : m.span.start] == " og "


def _office(m: Mention, text: str, start: int) -> Mention:
    span = Span(part=m.span.part, start=start, end=m.span.end)
    whole = text[start : m.span.end]
    own = len(m.text) - len(m.name)  # a genitive
    name = squeeze(whole)[: len(squeeze(whole)) - own]
    update = {"span": span, "text": whole, "name": name, "kind": EntityKind.ORGANISATION}
    return m.model_copy(update=update)
