"""Captions and participant lists read: who is in the picture, who is on the list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.records import (
    Article,
    Caption,
    CaptionPerson,
    EntityKind,
    Mention,
    Origin,
    Part,
    ParticipantList,
    PartKind,
    Quote,
    Reading,
    Row,
    Side,
)
from pipeline.stages.lists import read_lists
from pipeline.stages.quoting import knowledge, mention, quote
from pipeline.text.caption_grammar import ParsedCaption, Shown, parse_caption

#: who wrote the text is in no picture
_BYLINE = re.compile(r"\W*(?:av|skrevet av|skriven av|tekst)\b", re.IGNORECASE)


def read_people(article: Article, found: Sequence[Mention]) -> Reading:
    """Return what the captions, credits and lists of an article say.

    Args:
        article: the article; its parts know which of them are captions and list lines.
        found: the mentions that the name finder found; they decide where the grammar cannot tell
            a person from an organisation or a place.
    """
    mentions: list[Mention] = []
    parts = [part for part in article.parts if part.kind in (PartKind.CAPTION, PartKind.CREDIT)]
    parsed = [parse_caption(part.text, knowledge(part.name, found)) for part in parts]
    bodies = {
        part.text[slice(*person.affiliation)].casefold()
        for part, caption in zip(parts, parsed, strict=True)
        for person in caption.people
        if person.affiliation is not None
    }
    lists, listed = read_lists(article, found, bodies)
    surnames = _surnames(lists, parts, parsed)
    captions = [
        _caption(part, _again(part, caption, found, surnames), mentions)
        for part, caption in zip(parts, parsed, strict=True)
    ]
    return Reading(
        captions=tuple(c for c in captions if c.people or c.credits or c.cues),
        lists=tuple(lists),
        mentions=(*mentions, *listed),
    )


def no_names(reading: Reading) -> list[Quote]:
    """Return the words that captions and lists hold which are no names: titles, roles, cues."""
    quotes = [cue for caption in reading.captions for cue in caption.cues]
    quotes += [p.role for caption in reading.captions for p in caption.people if p.role]
    return quotes + [p.title for group in reading.lists for p in group.people if p.title]


def _surnames(
    lists: Sequence[ParticipantList], parts: Sequence[Part], parsed: Sequence[ParsedCaption]
) -> dict[str, set[str]]:
    """Return the surnames of the article with the names of the captions that give them in full.

    A list gives them under the empty name.
    """
    surnames: dict[str, set[str]] = {}
    for group in lists:
        for person in group.people:
            surnames.setdefault(person.mention.name.rsplit(maxsplit=1)[-1], set()).add("")
    for part, caption in zip(parts, parsed, strict=True):
        for shown in caption.people:
            words = part.text[slice(*shown.name)].split()
            if len(words) > 1:
                surnames.setdefault(words[-1], set()).add(part.name)
    return surnames


def _again(
    part: Part,
    parsed: ParsedCaption,
    found: Sequence[Mention],
    surnames: Mapping[str, set[str]],
) -> ParsedCaption:
    """Return a caption read again where it names somebody by a surname known from elsewhere."""
    others = {word for word, parts in surnames.items() if parts and part.name not in parts}
    if not others or parsed.has_sections:
        return parsed
    alone = others & {*re.findall(r"\w[\w-]*", part.text)}
    if not alone:
        return parsed
    known = knowledge(part.name, found)

    def told(first: int, last: int) -> str:
        return known(first, last) or ("person" if part.text[first:last] in alone else "")

    return parse_caption(part.text, told)


def _caption(part: Part, parsed: ParsedCaption, mentions: list[Mention]) -> Caption:
    byline = part.kind is PartKind.CREDIT and _BYLINE.match(part.text)
    seen = () if byline else parsed.people
    people = tuple(_shown(part, shown, order) for order, shown in enumerate(seen, start=1))
    credited = tuple(
        mention(part, place, EntityKind.PERSON, Origin.CAPTION) for place in parsed.credits
    )
    mentions += [person.mention for person in people]
    mentions += credited
    mentions += [_person(part, shown) for shown in parsed.absent]
    mentions += _organisations(part, parsed)
    cues = tuple(q for place in parsed.cues if (q := quote(part, place)) is not None)
    return Caption(
        part=part.name,
        people=people,
        credits=credited,
        cues=cues,
        incomplete=parsed.incomplete,
    )


def _person(part: Part, shown: Shown) -> Mention:
    return mention(part, shown.name, EntityKind.PERSON, Origin.CAPTION, surname=shown.surname)


def _shown(part: Part, shown: Shown, order: int) -> CaptionPerson:
    return CaptionPerson(
        mention=_person(part, shown),
        order=order,
        row=Row(shown.row),
        side=Side(shown.side),
        affiliation=quote(part, shown.affiliation),
        role=quote(part, shown.role),
    )


def _organisations(part: Part, parsed: ParsedCaption) -> list[Mention]:
    """Return the affiliations as mentions of organisations, each place once."""
    shown = [*parsed.people, *parsed.absent]
    places = dict.fromkeys(p.affiliation for p in shown if p.affiliation is not None)
    return [mention(part, place, EntityKind.ORGANISATION, Origin.CAPTION) for place in places]
