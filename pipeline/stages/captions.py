"""Captions and participant lists read: who is in the picture, who is on the list."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.records import (
    Article,
    Caption,
    CaptionPerson,
    EntityKind,
    ListPerson,
    Mention,
    Origin,
    Part,
    ParticipantList,
    PartKind,
    Quote,
    Reading,
    Row,
    Side,
    Span,
)
from pipeline.text.caption_grammar import ParsedCaption, Shown, parse_caption
from pipeline.text.folding import squeeze
from pipeline.text.list_grammar import (
    ListEntry,
    after_bullet,
    find_prefix,
    is_list_heading,
    names_organisation,
    parse_line,
)

Range = tuple[int, int]
_ORIGIN = re.compile(r"\b(?:i|for|av|til|fra|frå|ved|på|hos)\s+")


def read_people(article: Article, found: Sequence[Mention]) -> Reading:
    """Return what the captions, credits and lists of an article say.

    Args:
        article: the article; its parts know which of them are captions and list lines.
        found: the mentions that the name finder found; they decide where the grammar cannot tell
            a person from an organisation or a place.
    """
    mentions: list[Mention] = []
    captions = [
        _caption(part, found, mentions)
        for part in article.parts
        if part.kind in (PartKind.CAPTION, PartKind.CREDIT)
    ]
    lists = _lists(article, found, mentions)
    return Reading(
        captions=tuple(c for c in captions if c.people or c.credits or c.cues),
        lists=tuple(lists),
        mentions=tuple(mentions),
    )


def no_names(reading: Reading) -> list[Quote]:
    """Return the words that captions and lists hold which are no names: titles, roles, cues."""
    quotes = [cue for caption in reading.captions for cue in caption.cues]
    quotes += [p.role for caption in reading.captions for p in caption.people if p.role]
    return quotes + [p.title for group in reading.lists for p in group.people if p.title]


def _knowledge(part: str, found: Sequence[Mention]) -> Callable[[int, int], str]:
    """Return a function that says what the name finder made of a range of a part."""
    here = [m for m in found if m.span.part == part]

    def known(first: int, last: int) -> str:
        for m in here:
            shared = min(m.span.end, last) - max(m.span.start, first)
            if shared >= 0.6 * (last - first):
                return m.kind.value
        return ""

    return known


def _quote(part: Part, place: Range | None) -> Quote | None:
    if place is None:
        return None
    first, last = place
    return Quote(span=Span(part=part.name, start=first, end=last), text=part.text[first:last])


def _mention(
    part: Part, place: Range, kind: EntityKind, origin: Origin, *, surname: str = ""
) -> Mention:
    first, last = place
    text = part.text[first:last]
    return Mention(
        span=Span(part=part.name, start=first, end=last),
        text=text,
        name=squeeze(f"{text} {surname}"),
        kind=kind,
        origin=origin,
    )


# -- captions ---------------------------------------------------------------------------------


def _caption(part: Part, found: Sequence[Mention], mentions: list[Mention]) -> Caption:
    parsed = parse_caption(part.text, _knowledge(part.name, found))
    people = tuple(_shown(part, shown, order) for order, shown in enumerate(parsed.people, start=1))
    credited = tuple(
        _mention(part, place, EntityKind.PERSON, Origin.CAPTION) for place in parsed.credits
    )
    mentions += [person.mention for person in people]
    mentions += credited
    mentions += [_person(part, shown) for shown in parsed.absent]
    mentions += _organisations(part, parsed)
    cues = tuple(q for place in parsed.cues if (q := _quote(part, place)) is not None)
    return Caption(
        part=part.name,
        people=people,
        credits=credited,
        cues=cues,
        incomplete=parsed.incomplete,
    )


def _person(part: Part, shown: Shown) -> Mention:
    return _mention(part, shown.name, EntityKind.PERSON, Origin.CAPTION, surname=shown.surname)


def _shown(part: Part, shown: Shown, order: int) -> CaptionPerson:
    return CaptionPerson(
        mention=_person(part, shown),
        order=order,
        row=Row(shown.row),
        side=Side(shown.side),
        affiliation=_quote(part, shown.affiliation),
        role=_quote(part, shown.role),
    )


def _organisations(part: Part, parsed: ParsedCaption) -> list[Mention]:
    """Return the affiliations as mentions of organisations."""
    shown = [*parsed.people, *parsed.absent]
    return [
        _mention(part, person.affiliation, EntityKind.ORGANISATION, Origin.CAPTION)
        for person in shown
        if person.affiliation is not None
    ]


# -- lists ------------------------------------------------------------------------------------


def _lists(
    article: Article, found: Sequence[Mention], mentions: list[Mention]
) -> list[ParticipantList]:
    """Return the lists; a heading that names an organisation holds until the next blank line."""
    lists: list[ParticipantList] = []
    people: list[ListPerson] = []
    heading = ""
    owner: Quote | None = None
    for part in article.parts:
        if part.kind is not PartKind.LIST_ITEM:
            named = part.kind is PartKind.HEADING
            is_owner = named and names_organisation(part.text[slice(*_inside(part.text))])
            if people and not is_owner:
                lists.append(ParticipantList(heading=heading, people=tuple(people)))
                people = []
            if is_owner:
                owner = _quote(part, _inside(part.text))
                heading = heading if people or _is_near(article, part) else ""
                mentions += _owner_mention(part, owner)
            elif named:
                heading, owner = _bare(part.text), _quote(part, _owner_inside(part.text))
                mentions += _owner_mention(part, owner)
            elif not people:
                heading, owner = "", None
            continue
        if _has_gap(part) and people:
            owner = None
        announced = find_prefix(part.text, after_bullet(part.text))
        if announced and is_list_heading(part.text[slice(*announced)]):
            if people:
                lists.append(ParticipantList(heading=heading, people=tuple(people)))
            people, heading, owner = [], squeeze(part.text[slice(*announced)]), None
        for entry in parse_line(part.text, _knowledge(part.name, found)):
            people.append(_list_person(part, entry, owner))
            mentions += _entry_mentions(part, entry)
    if people:
        lists.append(ParticipantList(heading=heading, people=tuple(people)))
    return lists


def _bare(text: str) -> str:
    return squeeze(text).rstrip(":").rstrip()


def _inside(text: str) -> Range:
    """Return the range of a heading without its colon."""
    return 0, len(text.rstrip().rstrip(":").rstrip())


def _has_gap(part: Part) -> bool:
    return part.before.replace("\r\n", "\n").count("\n") > 1


def _is_near(article: Article, part: Part) -> bool:
    """Return whether the part before is a heading too: "De som var med", "Buskerud ..."."""
    names = [p.name for p in article.parts]
    at = names.index(part.name)
    return at > 0 and article.parts[at - 1].kind is PartKind.HEADING


def _owner_inside(text: str) -> Range | None:
    """Return the organisation at the end of a heading: "Nytt styre i Hornindal Bygdekvinnelag"."""
    first, last = _inside(text)
    found = None
    for match in _ORIGIN.finditer(text, first, last):
        if names_organisation(text[match.end() : last]):
            found = found or (match.end(), last)
    return found


def _owner_mention(part: Part, owner: Quote | None) -> list[Mention]:
    if owner is None:
        return []
    place = owner.span.start, owner.span.end
    return [_mention(part, place, EntityKind.ORGANISATION, Origin.LIST)]


def _list_person(part: Part, entry: ListEntry, owner: Quote | None) -> ListPerson:
    """Return the person; under an organisation's heading, what the line names is a part of it."""
    named = _quote(part, entry.organisation)
    unit = _quote(part, entry.unit)
    if owner is not None and named is not None:
        unit, named = unit or named, None
    return ListPerson(
        mention=_listed(part, entry),
        title=_quote(part, entry.title),
        unit=unit,
        organisation=named or owner,
    )


def _listed(part: Part, entry: ListEntry) -> Mention:
    return _mention(part, entry.name, EntityKind.PERSON, Origin.LIST, surname=entry.surname)


def _entry_mentions(part: Part, entry: ListEntry) -> list[Mention]:
    found = [_listed(part, entry)]
    for place in (entry.organisation, entry.unit):
        if place is not None:
            found.append(_mention(part, place, EntityKind.ORGANISATION, Origin.LIST))
    return found
