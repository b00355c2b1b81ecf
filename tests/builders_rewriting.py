"""A translator that shouts: every place of a document written anew in capitals."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.documents.rewriting import Rewritable, Styled


def said_anew(
    document: Rewritable, change: Callable[[str], str] = str.upper
) -> dict[int, list[Styled]]:
    """Return new words for every place, each run in its own formatting."""
    said = {}
    for number, place in enumerate(document.places):
        if not place.translate:
            continue
        if not place.runs:
            said[number] = [Styled(change(place.text), 0)]
            continue
        said[number] = [
            Styled(
                place.text[run.start : run.end]
                if run.whole
                else change(place.text[run.start : run.end])
                if run.end > run.start
                else "",
                run.style,
            )
            for run in place.runs
        ]
    return said


def shouted(document: Rewritable, language: str = "en") -> bytes:
    """Return the file with all its words in capitals."""
    return document.rewrite(said_anew(document), language)
