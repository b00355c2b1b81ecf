"""Organisations misspelt where the name finder passed over them: "Kvaltsø Gårdsmat".

The names that the article has elsewhere are looked for once more, with a slip of the pen in one
word, with other hyphens and spaces, or put otherwise. Each run of capital words is looked up by
its letters, by its words and by how it begins, so that the cost grows with the text alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.records import Article, EntityKind, Mention, Origin, Part, Span
from pipeline.stages.bent import is_bent
from pipeline.stages.occupied import Occupied
from pipeline.stages.reworded import is_reworded, rewording_key
from pipeline.stages.slips import is_slip, is_sure_slip
from pipeline.stages.things import is_misspelt, solid
from pipeline.text.folding import squeeze
from pipeline.text.rewording import is_small_word
from pipeline.text.tokens import Token, is_organisation_word, tokenise

#: names with fewer letters have too many neighbours
SHORTEST = 8
#: one word with fewer letters has too many, but for slips that make no other word
SHORTEST_WORD, SHORTEST_SURE = 10, 7
#: names of more words are not looked for
MOST_WORDS = 6

Shelf = tuple[int, str, str]


def slips_for_organisations(
    article: Article, mentions: Sequence[Mention]
) -> tuple[list[Mention], set[Span]]:
    """Return the misspelt names of organisations, and the shorter mentions that give way to them.

    Args:
        article: the article.
        mentions: what has been found so far.
    """
    names = {
        name: m.kind
        for m in sorted(mentions, key=lambda m: m.kind is EntityKind.ORGANISATION)
        # the finder takes many a firm for a place
        if m.kind is not EntityKind.PERSON
        if " " in (name := squeeze(m.name)) or m.kind is EntityKind.ORGANISATION
        if len(solid(name)) >= (SHORTEST if " " in name else SHORTEST_SURE)
    }
    if not names:
        return [], set()
    by_letters = {solid(name): name for name in names}
    shelves: defaultdict[Shelf, list[str]] = defaultdict(list)
    by_words: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, kind in names.items():
        shelves[_shelf(name.casefold().split())].append(name)
        if " " in name and kind is EntityKind.ORGANISATION:
            by_words[rewording_key(name)].append(name)
    taken = Occupied(m.span for m in mentions)
    kinds = {m.span: m for m in mentions}
    found: list[Mention] = []
    gone: set[Span] = set()
    for part in article.parts:
        tokens = [token for token in tokenise(part.text) if token.is_word]
        for span in _windows(part, tokens):
            text = squeeze(part.text[span.start : span.end])
            name = by_letters.get(solid(text), "")
            near = [name] if name else shelves.get(_shelf(text.casefold().split()), [])
            meant = next((other for other in near if _is_meant(text, other)), "")
            meant = meant or _reworded(text, by_words)
            if text in names or not meant:
                continue
            inside = taken.overlapping(span)
            is_body = meant == name or is_organisation_word(meant.split()[-1])
            if not all(_gives_way(kinds.get(other), span, is_body=is_body) for other in inside):
                continue
            gone.update(inside)
            taken.add(span)
            found.append(
                Mention(
                    span=span,
                    text=part.text[span.start : span.end],
                    name=text,
                    kind=names[meant],
                    origin=Origin.REPEAT,
                )
            )
    return found, gone


def _reworded(text: str, by_words: Mapping[tuple[str, ...], Sequence[str]]) -> str:
    """Return the one name of the article that a text puts otherwise, or ""."""
    if " " not in text or is_small_word(text.rsplit(maxsplit=1)[-1]):
        return ""
    others = by_words.get(rewording_key(text), ())
    return next((name for name in others if is_reworded(text, name) or is_bent(name, text)), "")


def _is_meant(text: str, name: str) -> bool:
    if " " in text or " " in name or "-" in text:
        return is_misspelt(text, name)
    # "Kystvaktas" is the Coast Guard's
    if not is_slip(text, name) or not is_slip(text.removesuffix("s"), name):
        return False
    return len(text) >= SHORTEST_WORD or is_sure_slip(text, name)


def _shelf(words: Sequence[str]) -> Shelf:
    return len(words), words[0][:1], words[-1][:1]


def _windows(part: Part, tokens: Sequence[Token]) -> list[Span]:
    """Return the ranges of words that stand together and begin with a capital, the longest first.

    A window is no longer than ``MOST_WORDS``, and nothing but spaces lies between its words.
    """
    found = []
    for i, token in enumerate(tokens):
        if not token.is_capital:
            continue
        for j in range(i, min(i + MOST_WORDS, len(tokens))):
            if j > i and part.text[tokens[j - 1].end : tokens[j].start].strip(" &"):
                break
            if j > i or "-" in token.text or len(token.text) >= SHORTEST_SURE:
                found.append(Span(part=part.name, start=token.start, end=tokens[j].end))
    return sorted(found, key=lambda span: span.start - span.end)


def _gives_way(mention: Mention | None, span: Span, *, is_body: bool) -> bool:
    """Return whether a mention is a piece of a longer range and nobody's but the finder's.

    What the finder takes for a person gives way to a body: "Solhaug Sangklor".
    """
    if mention is None or mention.origin not in (Origin.NER, Origin.REPEAT):
        return False
    if mention.span == span:
        return is_body and mention.kind is EntityKind.PERSON
    return span.start <= mention.span.start and mention.span.end <= span.end
