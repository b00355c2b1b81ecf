"""Ranges of a part as quotes and mentions; what the name finder says about a range."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.records import EntityKind, Mention, Origin, Part, Quote, Span
from pipeline.text.folding import squeeze

Range = tuple[int, int]


def knowledge(part: str, found: Sequence[Mention]) -> Callable[[int, int], str]:
    """Return a function that says what the name finder made of a range of a part."""
    here = [m for m in found if m.span.part == part]

    def known(first: int, last: int) -> str:
        for m in here:
            shared = min(m.span.end, last) - max(m.span.start, first)
            if shared >= 0.6 * (last - first):
                return m.kind.value
        return ""

    return known


def quote(part: Part, place: Range | None) -> Quote | None:
    """Return the words of a range of a part with their place, or nothing for no range."""
    if place is None:
        return None
    first, last = place
    return Quote(span=Span(part=part.name, start=first, end=last), text=part.text[first:last])


def mention(
    part: Part, place: Range, kind: EntityKind, origin: Origin, *, surname: str = ""
) -> Mention:
    """Return the mention that stands at a range of a part.

    Args:
        part: the part.
        place: the range.
        kind: what it names.
        origin: which step found it.
        surname: a surname that stands elsewhere and belongs to the name: "Kari og Ola Lie".
    """
    first, last = place
    text = part.text[first:last]
    return Mention(
        span=Span(part=part.name, start=first, end=last),
        text=text,
        name=squeeze(f"{text} {surname}"),
        kind=kind,
        origin=origin,
    )
