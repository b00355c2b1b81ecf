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
from pipeline.stages.slips import is_slip, small_words
from pipeline.text import tables
from pipeline.text.compare import split_name
from pipeline.text.tokens import is_given_name, is_organisation_word, is_role_word, tokenise

#: a capital word right before a surname
_BEFORE = re.compile(r"(?<![\w-])([A-ZÆØÅÁ]\w+) \Z")
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
    small = small_words(article)
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


def slips_for_given_names(
    article: Article, mentions: Sequence[Mention]
) -> tuple[list[Mention], set[Span]]:
    """Return full names whose given name is a slip that the finder left out: "Faitma Noor".

    Args:
        article: the article.
        mentions: what has been found so far.

    Returns:
        The names, and the surnames alone that give way to them.
    """
    known: defaultdict[str, set[str]] = defaultdict(set)
    for m in mentions:
        parts = split_name(m.name)
        if m.kind is EntityKind.PERSON and parts.is_full:
            known[parts.surname].add(" ".join(parts.parts[:-1]))
    taken = Occupied(m.span for m in mentions)
    found: list[Mention] = []
    gone: set[Span] = set()
    for m in mentions:
        alone = m.kind is EntityKind.PERSON and m.origin in (Origin.NER, Origin.REPEAT)
        if not alone or m.name not in known:
            continue
        before = _BEFORE.search(article.part(m.span.part).text[: m.span.start])
        word = before.group(1) if before else ""
        start = m.span.start - len(word) - 1
        span = Span(part=m.span.part, start=start, end=m.span.end) if word else m.span
        if not any(is_slip(word, given) for given in known[m.name]):
            continue
        if taken.overlapping(span) == [m.span]:
            gone.add(m.span)
            update = {"span": span, "text": f"{word} {m.text}", "name": f"{word} {m.name}"}
            found.append(m.model_copy(update=update))
    return found, gone


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
