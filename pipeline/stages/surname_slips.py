"""A surname alone that is written otherwise than in the full name: "Borrell" for "Josep Borell".

The name finder passes over many a rare word that begins a sentence; the full names of the article
tell which of them is nearly a surname.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.records import Article, EntityKind, Mention, Origin, Part, Span
from pipeline.stages.occupied import Occupied
from pipeline.stages.slips import is_slip
from pipeline.text import tables
from pipeline.text.compare import split_name
from pipeline.text.tokens import is_given_name, is_organisation_word, is_role_word, tokenise

#: letters of a surname that another word can be a slip for, in a sentence and at its beginning
SHORTEST, SHORTEST_FIRST = 5, 6


def slips_for_people(article: Article, mentions: Sequence[Mention]) -> list[Mention]:
    """Return capital words that are nearly, but not quite, the surname of one full name."""
    known: defaultdict[str, set[str]] = defaultdict(set)
    for m in mentions:
        parts = split_name(m.name)
        if m.kind is EntityKind.PERSON and parts.is_full and len(parts.surname) >= SHORTEST:
            known[parts.surname[:1].casefold()].add(parts.surname)
    if not known:
        return []
    taken = Occupied(m.span for m in mentions)
    small = {word for part in article.parts for word in re.findall(r"\b[a-zæøå]\w+", part.text)}
    found = []
    for part in article.parts:
        for start, end in _candidates(part):
            word = part.text[start:end]
            span = Span(part=part.name, start=start, end=end)
            if word.casefold() in small or not taken.is_free(span):
                continue
            near = {
                surname
                for surname in known[word[:1].casefold()]
                if is_slip(word, surname) or is_slip(word.removesuffix("s"), surname)
            }
            if len(near) == 1 and word not in known[word[:1].casefold()]:
                surname = next(iter(near))
                genitive = word.endswith("s") and is_slip(word[:-1], surname)
                name = word[:-1] if genitive and not surname.endswith("s") else word
                found.append(
                    Mention(
                        span=span,
                        text=word,
                        name=name,
                        kind=EntityKind.PERSON,
                        origin=Origin.REPEAT,
                    )
                )
    return found


def _candidates(part: Part) -> Iterator[tuple[int, int]]:
    """Yield the ranges of capital words that stand alone and are no name that the tables know."""
    tokens = tokenise(part.text)
    for before, token, after in zip((None, *tokens), tokens, (*tokens[1:], None), strict=False):
        if not token.is_capital or token.kind != "word":
            continue
        inner = before is not None and before.is_word
        alone = not (before and before.is_capital) and not (after and after.is_capital)
        table = token.key in tables.places() or token.key in tables.surnames()
        if (
            alone
            and len(token.text) >= (SHORTEST if inner else SHORTEST_FIRST)
            and not (table or is_given_name(token.text))
            and not (is_role_word(token.text) or is_organisation_word(token.text))
        ):
            yield token.start, token.end
