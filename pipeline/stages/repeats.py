"""Names that are known from one place of an article, found again where nobody looked for them.

The name finder reads running text; captions and lists tell names that it may have missed there.
What is found here: whole names that stand elsewhere too, surnames of known persons ("Graven"),
and capital words that are nearly the name of a known place ("Tolouse").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.records import Article, EntityKind, Mention, Origin, Part, PartKind, Span
from pipeline.stages.mending import known_places, mend_mentions
from pipeline.stages.occupied import Occupied
from pipeline.text import tables
from pipeline.text.acronyms import BRACKETED, explained_names
from pipeline.text.compare import split_name
from pipeline.text.distance import distance
from pipeline.text.folding import squeeze
from pipeline.text.tokens import Token, tokenise

#: how far a capital word may be from a known place and be a slip for it
SLIP = 1.2
_ENDINGS = ("s", "en", "et", "a", "e", "ne", "er", "ene", "ske", "sk")


def add_repeats(article: Article, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return the mentions in reading order with those of names that are known from elsewhere."""
    kept = _with_explained(article, _relabelled(mend_mentions(article, mentions)))
    names = {m.name: m.kind for m in kept if len(m.name.split()) > 1}
    for name in [name for name, kind in names.items() if kind is EntityKind.PERSON]:
        names.update(dict.fromkeys(_surnames(name), EntityKind.PERSON))
    names.update(dict.fromkeys(_sure_places(kept), EntityKind.PLACE))
    longest_first = sorted(names.items(), key=lambda item: (-len(item[0]), item[0]))
    taken = Occupied(m.span for m in kept)
    cut_short: set[Span] = set()
    for part in article.parts:
        for name, kind in longest_first:
            for first, last in _occurrences(part, name):
                span = Span(part=part.name, start=first, end=last)
                shorter = [s for s in taken.overlapping(span) if _is_inside(s, span)]
                if shorter and len(name.split()) > 1:  # the finder cut a known name short
                    cut_short.update(shorter)
                    for inner in shorter:
                        taken.remove(inner)
                if taken.is_free(span):
                    kept.append(_repeat(part, span, name, kind))
                    taken.add(span)
    kept = [m for m in kept if m.span not in cut_short]
    kept += known_places(article, kept)
    kept += _slips(article, kept)
    order = {part.name: number for number, part in enumerate(article.parts)}
    return tuple(sorted(kept, key=lambda m: (order[m.span.part], m.span.start)))


def _is_inside(span: Span, other: Span) -> bool:
    """Return whether a range is a proper part of another."""
    return other.start <= span.start and span.end <= other.end and span != other


def _surnames(name: str) -> list[str]:
    """Return the shorter forms under which a person is named again.

    >>> _surnames("Torbjørn Åsen Hegge")
    ['Åsen Hegge', 'Hegge']
    """
    parts = split_name(name).parts
    if not split_name(name).is_full:
        return []
    return [" ".join(parts[n:]) for n in range(1, len(parts)) if len(parts[-1]) > 2]


def _with_explained(article: Article, mentions: list[Mention]) -> list[Mention]:
    """Return the mentions with organisations that a bracket explains: "Forum for natur (FN)".

    The letters tell where the name begins, which a name finder often cuts short; a mention that
    is a part of such a name gives way to it.
    """
    said = Occupied(m.span for m in mentions if m.origin is not Origin.NER)
    explained = []
    for part in article.parts:
        for first, last in explained_names(part.text):
            span = Span(part=part.name, start=first, end=last)
            if said.is_free(span):
                name = squeeze(part.text[first:last])
                explained.append(_repeat(part, span, name, EntityKind.ORGANISATION))
    whole = Occupied(m.span for m in explained)
    kept = [m for m in mentions if whole.is_free(m.span)] + explained
    taken = Occupied(m.span for m in kept)
    for part in article.parts:
        for match in BRACKETED.finditer(part.text):
            span = Span(part=part.name, start=match.start(1), end=match.end(1))
            before = Span(part=part.name, start=max(0, match.start() - 2), end=match.start() + 1)
            named = [m for m in explained if m.span in taken.overlapping(before)]
            if named and taken.is_free(span):
                kept.append(_repeat(part, span, match.group(1), EntityKind.ORGANISATION))
    return kept


def _repeat(part: Part, span: Span, name: str, kind: EntityKind) -> Mention:
    text = part.text[span.start : span.end]
    return Mention(span=span, text=text, name=name, kind=kind, origin=Origin.REPEAT)


def _occurrences(part: Part, name: str) -> list[tuple[int, int]]:
    """Return where a name stands as whole words, with its genitive."""
    if name.split(maxsplit=1)[0] not in part.text:
        return []
    words = r"\s+".join(re.escape(word) for word in name.split())
    pattern = rf"(?<![\w-]){words}(?:s|['’]s?)?(?![\w-])"
    return [match.span() for match in re.finditer(pattern, part.text)]


def _relabelled(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with single words that are slips for a place made places."""
    sure = _sure_places(mentions)

    def kind(m: Mention) -> EntityKind:
        if m.origin is not Origin.NER or " " in m.name or m.name.casefold() in tables.places():
            return m.kind
        return EntityKind.PLACE if _slip_of(m.name, sure) else m.kind

    return [m.model_copy(update={"kind": kind(m)}) for m in mentions]


# -- slips ------------------------------------------------------------------------------------


def _slips(article: Article, mentions: Sequence[Mention]) -> list[Mention]:
    """Return capital words that are nearly, but not quite, a place of the article."""
    sure = _sure_places(mentions)
    taken = Occupied(m.span for m in mentions)
    found = []
    for part in article.parts:
        for token in _capitals(part):
            span = Span(part=part.name, start=token.start, end=token.end)
            name = _slip_of(token.text, sure)
            if name and taken.is_free(span):
                found.append(_repeat(part, span, squeeze(token.text), EntityKind.PLACE))
    return found


def _sure_places(mentions: Sequence[Mention]) -> set[str]:
    """Return the places that are named more than once or that the table of places knows."""
    counts = Counter(m.name for m in mentions if m.kind is EntityKind.PLACE and len(m.name) >= 5)
    known = tables.places()
    return {name for name, count in counts.items() if count > 1 or name.casefold() in known}


def _capitals(part: Part) -> list[Token]:
    """Return capital words that are not capital for standing first in a sentence."""
    tokens = tokenise(part.text)
    heads = part.kind in (PartKind.TITLE, PartKind.HEADING)
    return [
        token
        for before, token in zip((None, *tokens), tokens, strict=False)
        if token.is_capital
        and token.kind == "word"
        and len(token.text) >= 5
        and ((before is None and heads) or (before is not None and before.is_word))
    ]


def _slip_of(word: str, known: set[str]) -> str:
    """Return the one name that a word is a slip for, or ""."""
    key = word.casefold()
    if word in known or key in tables.places() or key in tables.given_names():
        return ""
    near = [name for name in known if is_slip(word, name)]
    return near[0] if len(near) == 1 else ""


def is_slip(word: str, name: str) -> bool:
    """Return whether a word looks like a slip of the pen for a name, not like a form of it.

    >>> is_slip("Tolouse", "Toulouse"), is_slip("Kongsbergs", "Kongsberg")
    (True, False)
    >>> is_slip("Europe", "Europa"), is_slip("Storgata 2", "Storgata")
    (False, False)
    """
    a, b = word.casefold(), name.casefold()
    if a == b or a[:1] != b[:1] or min(len(a), len(b)) < 5:
        return False
    if re.findall(r"\d+", a) != re.findall(r"\d+", b):
        return False  # a street and a house in it
    if a[:-1] == b[:-1] and {a[-1], b[-1]} <= set("aeioå"):
        return False  # the name in another language or dialect: "Europa", "Europe"
    if any(a == b + end or b == a + end for end in _ENDINGS):
        return False
    return 0 < distance(a, b).cost <= SLIP
