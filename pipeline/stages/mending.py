"""What the name finder said, put right by what the whole article and the tables know.

The finder reads a part at a time and knows no captions. A range that it cut short is made whole
where the name is known, a common noun before a given name is left out ("Brødrene Frode"), and a
single word takes the kind that the article and the table of places give it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cache

from pipeline.documents.kinds import MENU
from pipeline.records import Article, EntityKind, Mention, Origin, Part, Span
from pipeline.stages.occupied import Occupied
from pipeline.stages.slips import SLIP
from pipeline.stages.things import solid
from pipeline.text import tables
from pipeline.text.compare import split_name
from pipeline.text.distance import distance
from pipeline.text.folding import squeeze
from pipeline.text.name_kinds import known_bodies
from pipeline.text.tokens import (
    PARTICLES,
    Token,
    is_given_name,
    is_organisation_word,
    is_role_word,
    tokenise,
)


def mend_mentions(article: Article, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with ranges and kinds put right; those of captions and lists stay."""
    surnames = {split_name(m.name).surname for m in mentions if _is_sure_person(m)}
    people = _people_after_titles(article, mentions)
    mentions = _with_their_s(_joined_names(article, mentions))
    mended = []
    taken = Occupied(m.span for m in mentions if m.origin is not Origin.NER)
    tokens = {part.name: tokenise(part.text) for part in article.parts}
    for m in mentions:
        if m.origin is not Origin.NER:
            mended.append(m)
            continue
        part = article.part(m.span.part)
        whole = None if part.why == MENU else _whole(part, m, tokens[part.name])
        whole = whole and _plausible(part, whole, surnames)
        if whole is None or not taken.is_free(whole.span):
            continue
        taken.add(whole.span)
        kind = _kind(whole, surnames, people)
        mended.append(whole.model_copy(update={"kind": kind}))
    return mended


def _joined_names(article: Article, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions, those made one that are the halves of a body's name.

    "SpareBank 1" and "Østlandet" side by side are one where the whole is known or stands
    elsewhere in the article, however it is spaced.
    """
    here = {solid(m.name) for m in mentions}
    joined: list[Mention] = []
    for m in mentions:
        last = joined[-1] if joined else None
        if last is not None and _are_halves(article, last, m):
            text = article.part(m.span.part).text[last.span.start : m.span.end]
            name = squeeze(f"{last.text} {m.name}")
            if solid(name) in here or solid(name) in _solid_bodies():
                span = Span(part=m.span.part, start=last.span.start, end=m.span.end)
                made = {"span": span, "text": text, "name": name, "kind": EntityKind.ORGANISATION}
                joined[-1] = last.model_copy(update=made)
                continue
        joined.append(m)
    return joined


@cache
def _solid_bodies() -> frozenset[str]:
    return frozenset(map(solid, known_bodies()))


def _are_halves(article: Article, a: Mention, b: Mention) -> bool:
    """Return whether two finds stand side by side and one of them is an organisation."""
    side_by_side = a.span.part == b.span.part and 0 < b.span.start - a.span.end <= 2
    found = {a.origin, b.origin} == {Origin.NER} and EntityKind.PERSON not in (a.kind, b.kind)
    if not (side_by_side and found and EntityKind.ORGANISATION in (a.kind, b.kind)):
        return False
    return not article.part(a.span.part).text[a.span.end : b.span.start].strip()


def _with_their_s(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions, an s given back that was no genitive but a slip: "Helse Vets".

    That is one without which the name would be further from a name of the article.
    """
    names = {m.name for m in mentions}
    shelves: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for name in names:
        shelves[len(name.split()), name[:2]].append(name)
    kept = []
    for m in mentions:
        text, bare = squeeze(m.text), m.name
        if text == f"{bare}s" and len(bare) > 4:
            near = (n for n in shelves[len(bare.split()), bare[:2]] if n not in (bare, text))
            costs = ((distance(text, n).cost, distance(bare, n).cost) for n in near)
            if any(whole < cut and whole <= SLIP for whole, cut in costs):
                kept.append(m.model_copy(update={"name": text}))
                continue
        kept.append(m)
    return kept


def _is_sure_person(mention: Mention) -> bool:
    """Return whether a full name of a person stands in a caption or list, or begins like one."""
    if mention.kind is not EntityKind.PERSON or not split_name(mention.name).is_full:
        return False
    return mention.origin is not Origin.NER or is_given_name(mention.name.split()[0])


def _people_after_titles(article: Article, mentions: Sequence[Mention]) -> set[str]:
    """Return the names that the finder takes for organisations and a title makes people's.

    "Brannsjef Odd Fjell": a given name and a surname of the tables after a role.
    """
    found = set()
    for m in mentions:
        first, *more = m.name.split()
        if m.kind is not EntityKind.ORGANISATION or not 1 <= len(more) <= 3:
            continue
        named = is_given_name(first) and more[-1].casefold() in tables.surnames()
        before = article.part(m.span.part).text[max(0, m.span.start - 40) : m.span.start].split()
        if named and before and is_role_word(before[-1]):
            found.add(m.name)
    return found


def _kind(m: Mention, surnames: Collection[str], people: Collection[str]) -> EntityKind:
    words = m.name.split()
    if len(words) == 1:
        if m.name in surnames:
            return EntityKind.PERSON
        if m.name.casefold() in tables.places() and not is_given_name(m.name):
            return EntityKind.PLACE
        return EntityKind.ORGANISATION if is_organisation_word(m.name) else m.kind
    if m.kind is EntityKind.ORGANISATION and m.name in people:
        return EntityKind.PERSON
    if m.kind is EntityKind.PERSON and not is_given_name(words[0]):
        last = words[-1]
        if is_organisation_word(last) or words[0].casefold() in tables.organisations().first:
            return EntityKind.ORGANISATION
    return m.kind


def _plausible(part: Part, m: Mention, surnames: Collection[str]) -> Mention | None:
    """Return a mention of a person as it is where its words can be a person's name.

    One word that is no name which anybody here or in our tables bears is a capital word at the
    beginning of a sentence (``None``), or else the name of something.
    """
    if m.kind is EntityKind.ORGANISATION:
        return None if _is_common_noun(part, m) else m
    if m.kind is not EntityKind.PERSON:
        return m
    words = [word for word in m.name.split() if word[:1].isupper()] or [m.name]
    known = tables.surnames()
    if any(is_given_name(w) or w.casefold() in known or w in surnames for w in words):
        return m
    if len(words) > 1:
        return m if not any(is_organisation_word(w) for w in words) else _as_organisation(m)
    return None if _begins_sentence(part, m) else _as_organisation(m)


def _begins_sentence(part: Part, m: Mention) -> bool:
    before = part.text[: m.span.start].rstrip(" –—-«»\"“”'(\n\t")
    return not before or before[-1] in ".!?:…"


def _is_common_noun(part: Part, m: Mention) -> bool:
    """Return whether one word that begins a sentence is a noun in its definite form ("Juryen")."""
    word = m.name.casefold()
    return (
        " " not in word
        and word.endswith(("en", "et", "ene", "ane"))
        and not is_organisation_word(word)
        and word not in tables.places()
        and _begins_sentence(part, m)
    )


def _as_organisation(m: Mention) -> Mention:
    return m.model_copy(update={"kind": EntityKind.ORGANISATION})


def _whole(part: Part, m: Mention, tokens: Sequence[Token]) -> Mention | None:
    """Return a person's mention from its given name to its surname, other mentions as they are.

    ``None`` where nothing is left: a title, or a common noun that begins a sentence.
    """
    first = bisect_right(tokens, m.span.start, key=lambda token: token.start) - 1
    last = bisect_left(tokens, m.span.end, key=lambda token: token.start) - 1
    if first < 0 or last < first:
        return m
    if m.kind is not EntityKind.PERSON:
        return _place_alone(part, m, tokens[first : last + 1])
    while first < last and _is_common(tokens[first]) and is_given_name(tokens[first + 1].text):
        first += 1
    if first == last and is_role_word(tokens[first].text):
        return None
    last = _end_of_name(tokens, first, last)
    start, end = tokens[first].start, max(tokens[last].end, m.span.end)
    if (start, end) == (m.span.start, m.span.end):
        return m
    text = part.text[start:end]
    name = squeeze(text) if end != m.span.end else squeeze(text)[: len(text) - _ending(m)]
    span = Span(part=part.name, start=start, end=end)
    return m.model_copy(update={"span": span, "text": text, "name": name})


def _place_alone(part: Part, m: Mention, tokens: Sequence[Token]) -> Mention:
    """Return a place without the words that the finder took along: "Aberdeen for å bli kjent"."""
    place, *tail = tokens
    small = tail and not any(t.is_capital or is_organisation_word(t.text) for t in tail)
    if not small or place.text.casefold() not in tables.places():
        return m
    span = Span(part=part.name, start=place.start, end=place.end)
    found = {"span": span, "text": place.text, "name": place.text, "kind": EntityKind.PLACE}
    return m.model_copy(update=found)


def _ending(m: Mention) -> int:
    """Return how many letters the name finder took off as a genitive."""
    return max(0, len(squeeze(m.text)) - len(m.name))


def _is_common(token: Token) -> bool:
    return token.is_word and not is_given_name(token.text)


def _end_of_name(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return the last token of a name that the finder cut short after a given name."""
    if last != first or not is_given_name(tokens[first].text):
        return last
    k = last
    while k + 1 < len(tokens) and k - first < 5:
        follows = tokens[k + 1]
        if follows.is_capital and not is_role_word(follows.text):
            k += 1
        elif follows.key in PARTICLES and k + 2 < len(tokens) and tokens[k + 2].is_capital:
            k += 2
        else:
            break
    return k


def known_places(article: Article, mentions: Sequence[Mention]) -> list[Mention]:
    """Return places of the table that the name finder passed over, inside sentences only."""
    taken = Occupied(m.span for m in mentions)
    table = tables.places()
    found = []
    for part in article.parts:
        before: Token | None = None
        for token in tokenise(part.text):
            free = before is not None and before.is_word and not before.is_capital
            name = _bare(token.text)
            if free and token.is_capital and name.casefold() in table:
                span = Span(part=part.name, start=token.start, end=token.end)
                if taken.is_free(span):
                    found.append(
                        Mention(
                            span=span,
                            text=token.text,
                            name=name,
                            kind=EntityKind.PLACE,
                            origin=Origin.REPEAT,
                        )
                    )
            before = token
    return found


def _bare(word: str) -> str:
    """Return a place without its genitive, where that is the place of the table.

    >>> _bare("Bergens"), _bare("Sandnes")
    ('Bergen', 'Sandnes')
    """
    if word.casefold() in tables.places():
        return word
    return re.sub(r"['’]?s$|['’]$", "", word)
