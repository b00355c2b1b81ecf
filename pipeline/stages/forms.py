"""The written forms of an article's names: each with its mentions and what is said beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.authority.entries import Entry
from pipeline.records import EntityKind, Evidence, Mention, Quote, Reading, Span
from pipeline.text.folding import squeeze

#: kind and name, case and a stop or hyphen at its end aside
Key = tuple[str, str]


@dataclass(eq=False)
class Form:
    """One way in which a name is written, letter case aside.

    ``pictures`` maps the captions in which its bearer is shown to the place in their order,
    ``lists`` the numbers of the lists that name it to the place on them; ``affiliations`` and
    ``roles`` are what stands beside it there. ``is_one_of_several`` tells that several people of
    this name are in one picture or on one list, so that the name does not say who it is.
    ``is_maker`` tells that every mention is in a credit: who took the picture or wrote the text.
    ``entry`` is the register's, ``standing`` what is known of the form's being right, and
    ``is_in_an_address`` tells that an e-mail address of the article is made of it, and ``ages`` are
    the ages in brackets after it.
    """

    name: str
    kind: EntityKind
    mentions: list[Mention] = field(default_factory=list)
    pictures: dict[str, int] = field(default_factory=dict)
    lists: dict[int, int] = field(default_factory=dict)
    affiliations: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    is_one_of_several: bool = False
    is_maker: bool = False
    entry: Entry | None = None
    standing: tuple[Evidence, ...] = ()
    is_in_an_address: bool = False
    ages: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class _Seat:
    """A person of a caption or list, as said there."""

    mention: Mention
    event: str | int
    place: int
    affiliations: tuple[Quote | None, ...]
    role: Quote | None

    @property
    def said(self) -> tuple[str, ...]:
        """What tells two of one name on a list apart."""
        quotes = (*self.affiliations, self.role)
        return tuple(squeeze(quote.text).casefold() if quote else "" for quote in quotes)


def collect_forms(mentions: Sequence[Mention], reading: Reading) -> list[Form]:
    """Return the forms in the order in which they first stand in the article.

    People of one name in one picture, or on one list with titles or the like that contradict
    each other, are forms of their own.
    """
    seats = {seat.mention.span: seat for seat in _seats(reading)}
    several = _several(seats)
    forms: dict[object, Form] = {}
    spellings: dict[object, Counter[str]] = {}
    for mention in mentions:
        key = _key(mention)
        seat = seats.get(mention.span)
        own = _own(seat) if seat is not None and key in several else ""
        form = forms.setdefault((key, own), Form(mention.name, mention.kind))
        form.is_one_of_several = key in several
        form.mentions.append(mention)
        spellings.setdefault((key, own), Counter())[mention.name] += 1
        if seat is not None:
            _note(form, seat)
    found = {mention.span for mention in mentions}
    for span, seat in seats.items():  # a name that was made longer since it was read
        late = forms.get((_key(seat.mention), ""))
        if span not in found and late is not None:
            _note(late, seat)
    for key_, form in forms.items():
        # of forms that differ in letter case, one that is not all capitals, then the commonest
        counts = spellings[key_]
        form.name = max(counts, key=lambda name: (not name.isupper(), counts[name]))
    return list(forms.values())


def _key(mention: Mention) -> Key:
    return mention.kind.value, mention.name.casefold().rstrip(".-‐")


def _seats(reading: Reading) -> Iterator[_Seat]:
    for caption in reading.captions:
        for place, shown in enumerate(caption.people):
            yield _Seat(shown.mention, caption.part, place, (shown.affiliation,), shown.role)
    for number, group in enumerate(reading.lists):
        for place, listed in enumerate(group.people):
            belongs = (listed.organisation, listed.unit)
            yield _Seat(listed.mention, number, place, belongs, listed.title)


def _several(seats: Mapping[Span, _Seat]) -> set[Key]:
    """Return the names that several people in one picture or on one list bear."""
    first: dict[tuple[Key, str | int], _Seat] = {}
    several = set()
    for seat in seats.values():
        key = _key(seat.mention)
        other = first.setdefault((key, seat.event), seat)
        # a name that a caption has twice is two people's; on a list only if the lines contradict
        if other is not seat and (isinstance(seat.event, str) or _contradict(other, seat)):
            several.add(key)
    return several


def _contradict(a: _Seat, b: _Seat) -> bool:
    return any(x and y and x != y for x, y in zip(a.said, b.said, strict=True))


def _own(seat: _Seat) -> str:
    """Return what tells a seat apart from others of its name: a line that a list has twice, no."""
    is_shown = isinstance(seat.event, str)
    return f"{seat.event}:{seat.place}" if is_shown else f"{seat.event}:{seat.said}"


def _note(form: Form, seat: _Seat) -> None:
    if isinstance(seat.event, str):
        form.pictures.setdefault(seat.event, seat.place)
    else:
        form.lists.setdefault(seat.event, seat.place)
    form.affiliations += [squeeze(quote.text) for quote in seat.affiliations if quote is not None]
    if seat.role is not None:
        form.roles.append(squeeze(seat.role.text))
