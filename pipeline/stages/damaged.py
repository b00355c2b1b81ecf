"""Names that a wrong encoding has damaged, found by the same names whole: "J?rgen H?yer"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.records import Article, Mention, Origin, Span
from pipeline.stages.occupied import Occupied
from pipeline.text.folding import squeeze

#: what is left of a letter: a sign in its place, or its bytes read with the wrong table
_REST = "(?:[?\N{REPLACEMENT CHARACTER}|¿]|[ÃÂ].|&#?\\w{2,8};)"
_DAMAGE = re.compile(f"(?<=\\w){_REST}|{_REST}(?=\\w)")


def damaged_names(article: Article, mentions: Sequence[Mention]) -> tuple[list[Mention], set[Span]]:
    """Return the damaged writings of names of the article, and the pieces that give way to them.

    Args:
        article: the article.
        mentions: what has been found so far.
    """
    parts = [part for part in article.parts if _DAMAGE.search(part.text)]
    names = {m.name: m.kind for m in mentions if not m.name.isascii()} if parts else {}
    taken = Occupied(m.span for m in mentions)
    pieces = {m.span for m in mentions if m.origin in (Origin.NER, Origin.REPEAT)}
    found: list[Mention] = []
    gone: set[Span] = set()
    for name in sorted(names, key=len, reverse=True):
        pattern = _pattern(name)
        for part in parts:
            for match in pattern.finditer(part.text):
                span = Span(part=part.name, start=match.start(), end=match.end())
                inside = taken.overlapping(span)
                if match.group() == name or not pieces.issuperset(inside):
                    continue
                for other in inside:
                    taken.remove(other)
                gone.update(inside)
                taken.add(span)
                found.append(
                    Mention(
                        span=span,
                        text=match.group(),
                        name=squeeze(match.group()),
                        kind=names[name],
                        origin=Origin.REPEAT,
                    )
                )
    return found, gone - {m.span for m in found}


def _pattern(name: str) -> re.Pattern[str]:
    """Return what finds a name, each letter of which that is not ASCII may be damaged.

    >>> bool(_pattern("Jørgen Høyer").fullmatch("J?rgen HÃ¸yer"))
    True
    """
    letters = (
        r"\s+" if c == " " else re.escape(c) if c.isascii() else f"(?:{re.escape(c)}|{_REST})"
        for c in name
    )
    return re.compile(f"(?<!\\w){''.join(letters)}(?!\\w)")
