"""Cards of a list: a name on a line of its own, and what is said of it on the lines below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.records import EntityKind, Mention, Origin, Part, ParticipantList, PartKind, Quote
from pipeline.stages.quoting import mention, quote
from pipeline.text.list_cuts import cut_fields
from pipeline.text.list_fields import read_field
from pipeline.text.list_grammar import entries_of, is_told
from pipeline.text.list_lines import is_title
from pipeline.text.tokens import is_plural_role

#: a card has not more lines than this below its name
LONGEST_CARD = 5
#: nor a line of it more letters
LONGEST_DETAIL = 80


@dataclass
class Cards:
    """What the lines below names say: by the part of the name, by what it is.

    ``lines`` are the names of the parts that were read so.
    """

    said: dict[str, dict[str, Quote]] = field(default_factory=dict)
    lines: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)


def read_cards(parts: Sequence[Part]) -> Cards:
    """Return the cards among the parts of an article: "Kari Lie", below it "rektor, Voss skule".

    A card is a name alone and lines that name nobody, between blank lines; the title may stand
    over the name.
    """
    cards, blocks = Cards(), list(_blocks(parts))
    # "Tenor" over two names is no title of one
    offices = not any(len(b) > 2 and _is_office(b[0]) and all(map(_is_name, b[1:])) for b in blocks)
    for block in blocks:
        over = offices and len(block) > 1 and _is_office(block[0]) and _is_name(block[1])
        office = block[0] if over else None
        name, *lines = block[over:]
        if not (office or lines) or len(lines) > LONGEST_CARD or not _is_name(name):
            continue
        if not all(map(_is_detail, lines)):
            continue
        said: dict[str, Quote] = {}
        title = quote(office, (0, len(office.text.rstrip(" :")))) if office else None
        if office is not None and title is not None:
            said["title"] = title
            cards.lines.add(office.name)
        for line in lines:
            for what, place in _fields(line):
                found = quote(line, place)
                if found is not None:
                    said.setdefault(what, found)
                if what in ("unit", "organisation"):
                    kind = EntityKind.ORGANISATION
                    cards.mentions.append(mention(line, place, kind, Origin.LIST))
        cards.said[name.name] = said
        cards.lines |= {line.name for line in lines}
    return cards


def with_cards(group: ParticipantList, cards: Cards) -> ParticipantList:
    """Return a list whose people have what the lines below their names say."""
    people = [
        person.model_copy(
            update={
                what: found
                for what, found in cards.said.get(person.mention.span.part, {}).items()
                if what == "organisation" or getattr(person, what) is None
            }
        )
        for person in group.people
    ]
    return group.model_copy(update={"people": tuple(people)})


def _blocks(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Return the parts of an article between its blank lines."""
    block: list[Part] = []
    for part in parts:
        if block and part.before.replace("\r\n", "\n").count("\n") > 1:
            yield block
            block = []
        block.append(part)
    if block:
        yield block


def _is_name(part: Part) -> bool:
    entries = entries_of(part.text) if part.kind is PartKind.LIST_ITEM else ()
    return len(entries) == 1 and not (
        entries[0].title or entries[0].unit or entries[0].organisation or entries[0].heading
    )


def _is_office(part: Part) -> bool:
    """Return whether a line is the title of one person and nothing else: "Ansvarlig redaktør"."""
    words = part.text.strip(" :").split()
    alone = part.kind is PartKind.HEADING and bool(words) and is_title(" ".join(words))
    return alone and not is_plural_role(words[-1])


def _is_detail(part: Part) -> bool:
    """Return whether a line can say something of the name above it: short, and no name itself."""
    named = part.kind is PartKind.LIST_ITEM and bool(entries_of(part.text))
    told = part.kind is PartKind.CAPTION or is_told(part.text)
    return len(part.text) <= LONGEST_DETAIL and not (named or told)


def _fields(part: Part) -> Iterator[tuple[str, tuple[int, int]]]:
    """Return title, unit and organisation of a line with their places."""
    for first, last, _ in cut_fields(part.text, 0, len(part.text)):
        found = read_field(part.text, (first, last), lambda *_: "", fresh=False)
        yield from ((w, p) for w, p in found.said.items() if w in ("title", "unit", "organisation"))
