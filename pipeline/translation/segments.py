"""Parts of an article cut into segments: sentences for a model, captions and lists by structure.

Segments and the text between them are the part, character for character. A segment is made of
atoms: a sentence or a few words for the engine, or words that the tables translate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.records import Article, EntityKind, Mention, Part, PartKind, Quote, Reading, Span
from pipeline.text.folding import squeeze
from pipeline.translation.glossary import Glossary
from pipeline.translation.keepnames import NameForms, bare
from pipeline.translation.leftover import Leftovers
from pipeline.translation.lengthy import cut_sentence
from pipeline.translation.marks import needs_no_words
from pipeline.translation.phrases import Phrases
from pipeline.translation.roles import Roles
from pipeline.translation.structure import (
    Atom,
    Item,
    ItemKind,
    atoms_of,
    columns_of,
    is_structural,
    with_whole_units,
)

Sentences = Callable[[str], tuple[tuple[int, int], ...]]

_BULLET = re.compile(r"\s*(?:[-–—•*·▪●◦]+\s+)*")
_NUMBERED = re.compile(r"\s*(?:(?:[-–—•*·▪●◦]+|\(?\d{1,2}[.)])\s+)*")
#: what numbers a heading, a figure or an annex, before a colon: a segment of its own
_NUMBERING = re.compile(
    r"\s*(?:sak|figur|tabell|vedlegg|kapittel|kap\.) \d{1,4}(?=\s*:\s)", re.IGNORECASE
)
_LAST_LETTER = re.compile(r"[\w)\]}»”\"'’.!?…%]", re.UNICODE)


@dataclass(frozen=True)
class Piece:
    """A segment of a part before it is translated. Positions of atoms count from its start.

    ``of`` is how many pieces a very long sentence was cut in, on the first of them; else 0.
    """

    span: Span
    text: str
    atoms: tuple[Atom, ...]
    of: int = 0


@dataclass(frozen=True)
class Facts:
    """What is known about an article: its names, what captions and lists say, sure spellings.

    ``fixed`` are stretches that are to stay letter for letter. ``capitals`` are the words, in small
    letters, that the article writes with a capital inside a sentence.
    """

    mentions: Sequence[Mention]
    reading: Reading
    spelt: Mapping[Span, str]
    target: str
    fixed: Sequence[Quote] = ()
    capitals: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Cutter:
    """What is needed to cut an article: sentence finder and tables.

    ``keep_units`` keeps the names of departments in lists; otherwise the engine translates them.
    The terms of ``glossary`` are given to the engine in the target language. ``leftovers`` finds
    Norwegian words in translations, by target language.
    """

    sentences: Sentences
    phrases: Phrases
    roles: Roles
    names: NameForms
    keep_units: bool = True
    glossary: Glossary = field(default_factory=Glossary)
    leftovers: Mapping[str, Leftovers] = field(default_factory=dict)

    def cut(self, article: Article, facts: Facts) -> dict[str, tuple[Piece, ...]]:
        """Return the segments of each part, by the name of the part."""
        pieces = {}
        for part in article.parts:
            items = read_items(part.name, facts)
            ranges = cut_part(part, items, self.sentences)
            pieces[part.name] = tuple(
                piece
                for place in ranges
                for piece in self._pieces(part, place, items, facts.target)
            )
        return pieces

    def _pieces(
        self, part: Part, place: tuple[int, int], items: Sequence[Item], target: str
    ) -> tuple[Piece, ...]:
        """Return a segment, or a very long sentence in several."""
        whole = self._piece(part, place, items, target)
        if len(whole.atoms) > 1 or whole.atoms[0].target is not None:
            return (whole,)
        names = [(item.start, item.end) for item in items]
        places = list(cut_sentence(part.text, place, names))
        if len(places) == 1:
            return (whole,)
        first, *rest = [self._piece(part, each, items, target) for each in places]
        return (replace(first, of=len(places)), *rest)

    def _piece(
        self, part: Part, place: tuple[int, int], items: Sequence[Item], target: str
    ) -> Piece:
        start, end = place
        text = part.text[start:end]
        span = Span(part=part.name, start=start, end=end)
        if needs_no_words(text):
            return Piece(span, text, (Atom(0, end - start, text),))
        whole = self.phrases.whole(text, target)
        if whole is not None:
            return Piece(span, text, (Atom(0, end - start, whole, ItemKind.PHRASE),))
        inside = [item.moved(-start) for item in items if start <= item.start and item.end <= end]
        atoms = atoms_of(
            text,
            [self._named(item, target) for item in inside],
            lambda words: self.phrases.find(words, target),
            lambda words: self.roles.translate(words, target),
        )
        if part.kind is PartKind.LIST_ITEM:
            atoms = with_whole_units(text, atoms)
        if is_structural(part.kind, text, atoms):
            return Piece(span, text, atoms)
        return Piece(span, text, (Atom(0, end - start, None),))

    def _named(self, item: Item, target: str) -> Item:
        """Return the item with its translation, where names and tables have it."""
        if item.kind is ItemKind.ROLE:
            feminine = self.roles.is_woman(item.person)
            return item.said(self.roles.translate(item.text, target, feminine=feminine))
        if item.kind is ItemKind.FIXED:
            return item.said(item.text)
        if item.kind is ItemKind.PERSON:
            return item.said(item.spelt or item.text)
        if item.kind is ItemKind.UNIT:
            return item.said(item.text if self.keep_units else None)
        kind = EntityKind.PLACE if item.kind is ItemKind.PLACE else EntityKind.ORGANISATION
        name = item.spelt or squeeze(item.text)
        is_name = any(letter.isupper() for letter in item.text)
        forms = self.names.forms(name, kind, target)
        as_it_is = forms[0] == name and not item.spelt
        return item.said((item.text if as_it_is else bare(forms[0])) if is_name else None)


def cut_part(part: Part, items: Sequence[Item], sentences: Sentences) -> list[tuple[int, int]]:
    """Return the segments of a part as half-open ranges, in order, none of them blank.

    Titles, headings, lines of a list and credits are one segment; bullets in front and what comes
    after the last letter (a colon, an emoji) stay outside. No segment ends inside a name, and none
    goes over a tab: what stands in columns stays in them. "Sak 1:" in front is one of its own.
    """
    one = part.kind in (PartKind.TITLE, PartKind.HEADING, PartKind.LIST_ITEM, PartKind.CREDIT)
    ranges = [(0, len(part.text))] if one else list(sentences(part.text))
    ranges = [
        (start + first, start + last)
        for start, end in _joined(part.text, ranges, items)
        for first, last in columns_of(part.text[start:end])
    ]
    ranges = [each for start, end in ranges for each in _numbered(part.text, start, end)]
    cut = []
    bullet = _NUMBERED if part.kind is PartKind.LIST_ITEM else _BULLET
    for start, end in ranges:
        bulleted = bullet.match(part.text, start, end)
        first = bulleted.end() if bulleted else start
        last = max((m.end() for m in _LAST_LETTER.finditer(part.text, first, end)), default=first)
        if any(letter.isalnum() for letter in part.text[first:last]):
            cut.append((first, last))
    return cut


def _numbered(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a range, or what numbers it and the rest."""
    numbering = _NUMBERING.match(text, start, end)
    if numbering:
        yield start, numbering.end()
    yield (numbering.end() + 1 if numbering else start), end


def _joined(
    text: str, ranges: Sequence[tuple[int, int]], items: Sequence[Item]
) -> list[tuple[int, int]]:
    """Join ranges where a break falls inside an item, after a short cue, or before no letter."""
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        if joined and (
            any(item.start < start < item.end for item in items)
            or re.search(r"(?:^|\W)[fFtTmM]\.\s?[vhVHfl][a-z]?\.?:?\s*$", text[:start])
            or not re.search(r"\w", text[start:end])
        ):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def read_items(part: str, facts: Facts) -> tuple[Item, ...]:
    """Return names, affiliations, roles and units of a part; the longer of two that overlap."""
    items = [_item(name.span, name.text, ItemKind(name.kind.value)) for name in facts.mentions]
    for caption in facts.reading.captions:
        for person in caption.people:
            items += _quoted(person.mention, person.role, ORGANISATION=person.affiliation)
    for listing in facts.reading.lists:
        for member in listing.people:
            items += _quoted(
                member.mention, member.title, UNIT=member.unit, ORGANISATION=member.organisation
            )
    fixed = [_item(quote.span, quote.text, ItemKind.FIXED) for quote in facts.fixed]
    held = [item for item in fixed if item.part == part]
    items = [
        item
        for item in items
        if not any(item.start < other.end and other.start < item.end for other in held)
    ]
    here = sorted(
        (item for item in (*items, *held) if item.part == part),
        key=lambda item: (item.start - item.end, _RANK[item.kind], item.start),
    )
    kept: list[Item] = []
    for item in (cell for whole in here for cell in _in_columns(whole)):
        if not any(item.start < other.end and other.start < item.end for other in kept):
            spelt = facts.spelt.get(Span(part=part, start=item.start, end=item.end), "")
            kept.append(replace(item, spelt=spelt))
    return tuple(sorted(kept, key=lambda item: item.start))


def _in_columns(item: Item) -> Iterator[Item]:
    """Yield an item, or its part in each column where it goes over tabs ("Lie" tab "Kari")."""
    if "\t" not in item.text:
        yield item
        return
    for first, last in columns_of(item.text):
        words = item.text[first:last]
        yield replace(item, start=item.start + first, end=item.start + last, text=words)


#: which of two readings of the same characters counts
_RANK = {
    kind: rank
    for rank, kind in enumerate(
        (
            ItemKind.FIXED,
            ItemKind.ROLE,
            ItemKind.UNIT,
            ItemKind.PERSON,
            ItemKind.PLACE,
            ItemKind.ORGANISATION,
        )
    )
}


def _quoted(person: Mention, role: Quote | None, **others: Quote | None) -> list[Item]:
    """Return the items of a person; the keywords are kinds of items."""
    items = [
        _item(quote.span, quote.text, ItemKind[kind]) for kind, quote in others.items() if quote
    ]
    if role:
        items.append(_item(role.span, role.text, ItemKind.ROLE, person.name))
    return [*items, _item(person.span, person.text, ItemKind.PERSON)]


def _item(span: Span, text: str, kind: ItemKind, person: str = "") -> Item:
    return Item(span.part, span.start, span.end, text, kind, person)
