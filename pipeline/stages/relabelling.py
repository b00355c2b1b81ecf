"""Single words that are slips for a place, an organisation or a surname of the article.

Those that the name finder took for something else are put right, and those that it passed over are
found where they are meant for a place: "Tolouse".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.records import Article, EntityKind, Mention, Origin, Part, PartKind, Span
from pipeline.stages.occupied import Occupied
from pipeline.stages.slips import is_hardly_a_noun, is_slip, is_sure_slip, small_words
from pipeline.stages.things import solid
from pipeline.text import tables
from pipeline.text.compare import split_name
from pipeline.text.folding import squeeze
from pipeline.text.tokens import Token, is_organisation_word, tokenise

#: a name, a full stop and the name again
_TWICE = re.compile(r"(\w.*\w)\.\s+(\1)")
#: letters of a word that is hardly another name than that of the organisation that bears it
LONG_WORD = 8


def parted(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions, two where the finder ran over a full stop: "Fjord Mek. Fjord Mek"."""
    found = []
    for m in mentions:
        twice = _TWICE.fullmatch(m.text) if m.origin is Origin.NER else None
        if twice is None:
            found.append(m)
            continue
        for number in (1, 2):
            start, end = (m.span.start + at for at in twice.span(number))
            span = Span(part=m.span.part, start=start, end=end)
            name = twice.group(1)
            found.append(m.model_copy(update={"span": span, "text": name, "name": name}))
    return found


def relabelled(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with single words that are slips for a place or surname made such."""
    sure = sure_places(mentions)
    people = {
        split_name(m.name).surname
        for m in mentions
        if m.kind is EntityKind.PERSON and split_name(m.name).is_full
    }

    long = [m for m in mentions if m.kind is EntityKind.ORGANISATION and len(m.name) >= LONG_WORD]
    times = Counter(m.name for m in long)
    bodies = {m.name for m in long if m.origin is not Origin.NER or times[m.name] > 1}
    names = {m.name for m in long if is_organisation_word(m.name.split()[-1])}
    letters = {solid(name): name for name in bodies}

    def kind(m: Mention) -> EntityKind:
        key = m.name.casefold()
        if m.origin is not Origin.NER or key in tables.places():
            return m.kind
        if " " in m.name:
            if m.kind is EntityKind.PLACE and m.name in names:
                return EntityKind.ORGANISATION  # the finder says both of it
            a_body = m.kind is EntityKind.PLACE and _slip_of(m.name, bodies)
            return EntityKind.ORGANISATION if a_body else m.kind
        if _slip_of(m.name, sure):
            return EntityKind.PLACE
        same_letters = letters.get(solid(m.name), m.name) != m.name
        if m.kind is EntityKind.PLACE and (same_letters or _slip_of(m.name, bodies)):
            return EntityKind.ORGANISATION  # "Nynorsksentret", where "Nynorsksenteret" is a body
        other = m.kind is EntityKind.ORGANISATION and not is_organisation_word(m.name)
        if other and m.name not in people and _slip_of(m.name, people):
            return EntityKind.PERSON
        return m.kind

    return [m.model_copy(update={"kind": kind(m)}) for m in mentions]


def slips_for_places(article: Article, mentions: Sequence[Mention]) -> list[Mention]:
    """Return capital words that are nearly, but not quite, a place of the article."""
    sure = sure_places(mentions)
    small = small_words(article)
    taken = Occupied(m.span for m in mentions)
    found = []
    for part in article.parts:
        inner = {token.start for token in _capitals(part)}
        for token in tokenise(part.text):
            span = Span(part=part.name, start=token.start, end=token.end)
            if not token.is_capital or not taken.is_free(span):
                continue
            name = _slip_of(token.text, sure)
            # what begins a sentence may be a common noun
            unusual = is_hardly_a_noun(token.text) and token.key not in small
            if name and (token.start in inner or unusual or is_sure_slip(token.text, name)):
                found.append(
                    Mention(
                        span=span,
                        text=token.text,
                        name=squeeze(token.text),
                        kind=EntityKind.PLACE,
                        origin=Origin.REPEAT,
                    )
                )
    return found


def sure_places(mentions: Sequence[Mention]) -> set[str]:
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
