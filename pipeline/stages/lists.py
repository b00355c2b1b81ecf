"""Participant lists read: who is on the list, as what, from where, and under which heading."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from pipeline.records import (
    Article,
    EntityKind,
    ListPerson,
    Mention,
    Origin,
    Part,
    ParticipantList,
    PartKind,
    Quote,
)
from pipeline.stages.list_cards import read_cards, with_cards
from pipeline.stages.list_owners import inside, owners_of
from pipeline.stages.list_settling import as_cast, as_member, settled
from pipeline.stages.presence import says_absent
from pipeline.stages.quoting import Range, knowledge, mention, quote
from pipeline.text import tables
from pipeline.text.folding import squeeze
from pipeline.text.list_bodies import is_known_body, is_part
from pipeline.text.list_grammar import ListEntry
from pipeline.text.list_lines import (
    after_bullet,
    after_time,
    find_prefix,
    names_organisation,
    owner_inside,
)
from pipeline.text.list_sentences import enumerated, line_entries
from pipeline.text.list_tables import parse_row, read_columns
from pipeline.text.name_kinds import known_bodies
from pipeline.text.word_shapes import names_given

#: what a body got, or where it came in: "Sogn Barokk – 40 000"
_AMOUNT = re.compile(r"\s[-–—:]\s*(?:kr\.?\s)?\d|\d\s?(?:000|kroner|kr|poeng|p)\b")
#: who plays whom
_CAST = re.compile(
    r"\b(?:medvirkende|medverkande)\b|\broll(?:er|ene|eliste\w*|ebesetning\w*|ebesetjing\w*)\b|\bskuespillere|"
    r"\bskodespelarar|\bpå scen[ae]n?\b",
    re.IGNORECASE,
)
#: what is held in a church, which is no body those people belong to
_CEREMONY = re.compile(
    r"konfirm|\b(?:dåp|døp|døyp|vigsl|vigsel|begrav|gravferd|gravlagt)", re.IGNORECASE
)
#: who came to a meeting and who did not
_PRESENCE = re.compile(
    r"(?:til ?st|møtte|oppmøt|forfall|fråfall|fravær|fråvær|ikke|ikkje|meldt)", re.IGNORECASE
)
#: not those who work there: they have a body of their own, "Styret i …", "Opptak til …"
_BOARD = re.compile(
    r"(?!(?:\w*(?:ansatte?|tilsette|medarbeidar\w*|medarbeider\w*|arar|ere|erne|arane))\b)"
    r"(?:[\w-]+\s){1,3}(?:i|for|av|til)\s",
    re.IGNORECASE,
)


def read_lists(
    article: Article, found: Sequence[Mention], bodies: Collection[str]
) -> tuple[list[ParticipantList], list[Mention]]:
    """Return the lists of an article with the mentions that they hold.

    A heading that names an organisation holds until the next heading or blank line.

    Args:
        article: the article; its parts know which of them are lines of a list.
        found: the mentions that the name finder found.
        bodies: organisations that the captions name, in lower case: a heading of one word that
            is one of them is an organisation too.
    """
    reader = _ListReader(found, owners_of(article, found, bodies), bodies)
    parts = article.parts
    cards = read_cards(parts)
    for number, part in enumerate(parts):
        if part.name in cards.lines:
            continue  # read with the name over it
        if part.kind is PartKind.LIST_ITEM:
            reader.read_item(part)
        elif part.kind in (PartKind.HEADING, PartKind.TITLE):
            leads = number + 1 < len(parts) and parts[number + 1].kind in (
                PartKind.LIST_ITEM,
                PartKind.HEADING,
            )
            reader.read_heading(part, is_title=part.kind is PartKind.TITLE, leads=leads)
        else:
            reader.read_other(part)
    reader.close()
    mentions = [*reader.mentions, *cards.mentions]
    return [with_cards(group, cards) for group in reader.lists], mentions


@dataclass(frozen=True)
class _Owner:
    """The body that a heading names, and the part of it: "Institutt for fysikk, UiO:"."""

    body: Quote
    unit: Quote | None = None


def _owner(part: Part, place: Range | None) -> _Owner | None:
    """Return the body at a range of a heading, and what stands before the comma as its unit."""
    body = quote(part, place)
    if body is None or place is None:
        return None
    head, comma, tail = body.text.partition(", ")
    if comma and is_part(head) and is_known_body(tail):
        last = place[0] + len(head)
        whole = quote(part, (last + len(comma), place[1]))
        if whole is not None:
            return _Owner(whole, quote(part, (place[0], last)))
    return _Owner(body)


@dataclass
class _ListReader:
    """The state of one pass over the parts."""

    found: Sequence[Mention]
    owners: Collection[str]
    bodies: Collection[str]
    lists: list[ParticipantList] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    people: list[tuple[Part, ListEntry, _Owner | None]] = field(default_factory=list)
    heading: str = ""
    owner: _Owner | None = None
    columns: tuple[str, ...] = ()
    is_inner: bool = False  # the heading is more than the owner: "Styret i Voss IL"
    is_near: bool = False  # the part before was a heading
    is_titled: bool = False  # a person of the open list has the title of the list

    def close(self) -> None:
        """Note the list that is open."""
        if self.people:
            sure = [self._sure(part, entry) for part, entry, _ in self.people]
            lines = [(part, entry) for (part, *_), entry in zip(self.people, sure, strict=True)]
            entries = settled(lines, self.heading)
            people = []
            for (part, _, owner), entry in zip(self.people, entries, strict=True):
                people.append(_list_person(part, entry, owner, apart=self.is_inner))
                self.mentions += _entry_mentions(part, entry)
            self.lists.append(ParticipantList(heading=self.heading, people=tuple(people)))
        self.people, self.is_titled = [], False

    def _sure(self, part: Part, entry: ListEntry) -> ListEntry:
        """Return the entry whose organisation is no guess where a caption names it."""
        words = part.text[slice(*entry.organisation)] if entry.organisation else ""
        return replace(entry, is_guess=False) if words.casefold() in self.bodies else entry

    def read_heading(self, part: Part, *, is_title: bool, leads: bool) -> None:
        """Read a heading; a title is one only where a list follows at once."""
        if not any(c.isalpha() for c in part.text) or "@" in part.text:
            return  # the rule under the first line of a table, an address
        columns = read_columns(part.text)
        if columns:
            self.columns = columns
            return
        self.columns = ()
        is_owner = part.name in self.owners
        if not is_owner or not self.people:
            self.close()
        if is_owner:
            self.is_inner = False
            self.owner = _owner(part, inside(part.text))
            self.heading = self.heading if self.people or self.is_near else ""
        elif not is_title or leads:
            self.heading = squeeze(part.text).rstrip(":").rstrip()
            place = None if _CEREMONY.search(part.text) else owner_inside(part.text)
            self.owner = _owner(part, place)
            self.is_inner = self.owner is not None and _BOARD.match(part.text) is not None
        if self.owner is not None and self.owner.body.span.part == part.name:
            for said in filter(None, (self.owner.unit, self.owner.body)):
                place = said.span.start, said.span.end
                self.mentions.append(mention(part, place, EntityKind.ORGANISATION, Origin.LIST))
        self.is_near = True

    def read_other(self, part: Part) -> None:
        """Read running text, a caption or a credit, which end a list."""
        self.close()
        self.heading, self.owner, self.columns, self.is_near = "", None, (), False
        if part.kind is PartKind.PARAGRAPH:
            for entry in enumerated(part.text):
                self.people.append((part, entry, None))
            self.close()

    def read_item(self, part: Part) -> None:
        """Read a line of a list."""
        columns = read_columns(part.text)
        if columns:
            self.columns = columns
            return
        if self.people and _has_gap(part):
            self.owner, self.columns = None, ()
        if self.columns:
            entries = parse_row(part.text, self.columns)
        else:
            entries = line_entries(part.text, knowledge(part.name, self.found))
        start = after_bullet(part.text)
        if not entries and names_given(part.text):
            words = part.text[start:].rstrip(" ,.")
            entries = [ListEntry((start, start + len(words)))]
        # "12.00 Lunsj", "Sogn Barokk – 40 000"
        bare = after_time(part.text, start) == start and not _AMOUNT.search(part.text)
        if not entries and bare and names_organisation(part.text[start:]):
            # "• Kartverket" over "  – Truls Bekk"
            self.owner = _owner(part, (start, inside(part.text)[1]))
            place = start, inside(part.text)[1]
            self.mentions.append(mention(part, place, EntityKind.ORGANISATION, Origin.LIST))
        if _CAST.search(self.heading):
            entries = as_cast(part, entries)
        if self.is_titled:
            entries = [as_member(part, entry) for entry in entries]
        for entry in entries:
            announced = squeeze(part.text[slice(*entry.heading)]) if entry.heading else ""
            if announced and announced != self.heading:
                self.close()
                if self.is_inner or _PRESENCE.match(announced):
                    self.owner = None  # who came to a meeting of a body may be from elsewhere
                self.heading = announced
            elif not announced and says_absent(self.heading) and find_prefix(part.text, start):
                self.close()  # "Forfall: Kari Lie" holds for its own line only
                self.heading = ""
            self.people.append((part, entry, self.owner))
            self.is_titled |= entry.titled
        self.is_near = False


def _has_gap(part: Part) -> bool:
    return part.before.replace("\r\n", "\n").count("\n") > 1


def _list_person(part: Part, entry: ListEntry, owner: _Owner | None, *, apart: bool) -> ListPerson:
    """Return the person; under an organisation's heading, what the line names is a part of it.

    With ``apart`` it is not: those on a board come from elsewhere.
    """
    named, unit = quote(part, entry.organisation), quote(part, entry.unit)
    if owner is not None and named is not None and not (apart or _stands_alone(named.text)):
        unit, named = unit or named, None
    if named is None and owner is not None:
        named, unit = owner.body, unit or owner.unit
    return ListPerson(
        mention=_listed(part, entry),
        title=quote(part, entry.title),
        unit=unit,
        organisation=named,
    )


def _stands_alone(name: str) -> bool:
    """Return whether an organisation is a part of no other: "NTNU", "Voss kommune"."""
    last = name.rsplit(maxsplit=1)[-1].casefold()
    known = name in tables.organisations().known or name.casefold() in known_bodies()
    return known or last in ("as", "asa", "kommune", "herad", "fylkeskommune")


def _listed(part: Part, entry: ListEntry) -> Mention:
    return mention(part, entry.name, EntityKind.PERSON, Origin.LIST, surname=entry.surname)


def _entry_mentions(part: Part, entry: ListEntry) -> list[Mention]:
    found = [_listed(part, entry)]
    for place in (entry.organisation, entry.unit):
        if place is not None:
            found.append(mention(part, place, EntityKind.ORGANISATION, Origin.LIST))
    if entry.place is not None and not entry.is_guess:
        found.append(mention(part, entry.place, EntityKind.PLACE, Origin.LIST))
    return found
