"""Stretches of a text with what each of them is, and the article that they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.records import Article, Part, PartKind


@dataclass(frozen=True)
class Piece:
    """A line, or lines that were wrapped, with the place in the text and what it is."""

    start: int
    end: int
    block: int
    kind: PartKind = PartKind.PARAGRAPH
    why: str = ""


def article_of(
    text: str,
    pieces: Iterable[Piece],
    *,
    article_id: str,
    source: str,
    notes: tuple[str, ...] = (),
) -> Article:
    """Return the article whose parts are the pieces of a text, in order; no character is lost.

    A part is called by its kind and its number among those.
    """
    parts: list[Part] = []
    counts: Counter[PartKind] = Counter()
    at = 0
    for piece in pieces:
        counts[piece.kind] += 1
        parts.append(
            Part(
                name=f"{piece.kind.value}-{counts[piece.kind]}",
                kind=piece.kind,
                text=text[piece.start : piece.end],
                before=text[at : piece.start],
                why=piece.why,
            )
        )
        at = piece.end
    return Article(id=article_id, source=source, parts=tuple(parts), after=text[at:], notes=notes)
