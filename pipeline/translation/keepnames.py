"""Names kept through translation: the form wanted in the target, and whether it is there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from pipeline.records import EntityKind, FlagKind, Mention, Reconciliation, Span
from pipeline.translation.tables import COLUMNS, load_table

#: a proposed spelling is taken without asking from this probability on
SURE = 0.9


#: official names from a register: (name, kind, target language) -> forms, best first, or none
Official = Callable[[str, EntityKind, str], tuple[str, ...]]


def no_official(name: str, kind: EntityKind, target: str) -> tuple[str, ...]:
    """Return no form: there is no register."""
    return ()


@dataclass(frozen=True)
class Wanted:
    """A name of a segment at [start, end), and the target forms that will do, best first."""

    start: int
    end: int
    source: str
    kind: EntityKind
    forms: tuple[str, ...]

    @property
    def expected(self) -> str:
        """The form to put in, without an English article."""
        return bare(self.forms[0])


class Known(Protocol):
    """The names of an article, the spelling to prefer for some, and the target language."""

    @property
    def mentions(self) -> Sequence[Mention]:
        """The names, in reading order."""

    @property
    def spelt(self) -> Mapping[Span, str]:
        """The spelling to prefer for a mention that is almost surely misspelt."""

    @property
    def target(self) -> str:
        """The target language."""


@dataclass(frozen=True)
class NameForms:
    """What places and organisations are called in the target languages.

    ``official`` is asked first: what a register says outranks our tables.
    """

    places: Mapping[str, tuple[str, ...]]
    organisations: Mapping[str, tuple[str, ...]]
    patterns: tuple[tuple[str, ...], ...]
    official: Official = no_official

    def forms(self, name: str, kind: EntityKind, target: str) -> tuple[str, ...]:
        """Return the forms that will do in the target language, best first; at least the name.

        In French an organisation may also stay as it is written: a preposition in front of its
        official name would have to change with it.

        >>> load_name_forms().forms("Noreg", EntityKind.PLACE, "fr")
        ('Norvège',)
        >>> load_name_forms().forms("Ås kommune", EntityKind.ORGANISATION, "en")[0]
        'Ås Municipality'
        >>> load_name_forms().forms("Kari Lund", EntityKind.PERSON, "en")
        ('Kari Lund',)
        """
        said = self.official(name, kind, target)
        if said:
            return said
        if kind is EntityKind.PERSON or target not in COLUMNS:
            return (name,)
        tables = [self.places, self.organisations]
        if kind is EntityKind.ORGANISATION:
            tables.reverse()
        for table in tables:
            row = table.get(_key(name))
            if row:
                own = (name,) if table is self.organisations and target != "en" else ()
                return tuple(dict.fromkeys((*row[COLUMNS[target]].split("|"), *own)))
        found = tuple(dict.fromkeys(self._patterned(name, target)))
        return found if found and target == "en" else (*found, name)

    def _patterned(self, name: str, target: str) -> Iterator[str]:
        for row in self.patterns:
            for pattern in row[0].split("|"):
                match = re.fullmatch(re.escape(pattern).replace(r"\{\}", "(.+)"), name)
                if match:
                    place = bare(self.forms(match.group(1), EntityKind.PLACE, target)[0])
                    for form in row[COLUMNS[target]].split("|"):
                        yield form.replace("{}", match.group(1)).replace("{place}", place)


def load_name_forms(official: Official = no_official) -> NameForms:
    """Return the tables of places and organisations of the package, under a register's names."""
    organisations = load_table("organisations")
    return NameForms(
        places=_by_key(load_table("places")["rows"]),
        organisations=_by_key(organisations["rows"]),
        patterns=tuple(tuple(row) for row in organisations["patterns"]),
        official=official,
    )


def proposals(reconciliation: Reconciliation) -> dict[Span, str]:
    """Return the proposed spelling of each mention that is almost surely misspelt.

    A mention that is only a part of the proposed name (a surname) is not a misspelling of it.
    """
    sure: dict[Span, str] = {}
    for flag in reconciliation.flags:
        best = flag.candidates[0] if flag.candidates else None
        if flag.kind is not FlagKind.SPELLING or best is None or best.score < SURE:
            continue
        for mention in flag.mentions:
            if not set(mention.name.split()) <= set(best.name.split()):
                sure[mention.span] = best.name
    return sure


def wanted_names(known: Known, span: Span, forms: NameForms) -> tuple[Wanted, ...]:
    """Return what is wanted of the names inside ``span``, in reading order.

    Positions in the result count from the start of the span. Where a spelling is to be preferred
    for a mention, the name as it is written will do too.
    """
    wanted = []
    for mention in known.mentions:
        inside = mention.span.part == span.part
        if not inside or mention.span.start < span.start or mention.span.end > span.end:
            continue
        name = known.spelt.get(mention.span, mention.name)
        good = forms.forms(name, mention.kind, known.target)
        if name != mention.name:
            good += forms.forms(mention.name, mention.kind, known.target)
        start, end = mention.span.start - span.start, mention.span.end - span.start
        wanted.append(Wanted(start, end, mention.text, mention.kind, tuple(dict.fromkeys(good))))
    return tuple(sorted(wanted, key=lambda name: name.start))


def find_kept(text: str, wanted: Sequence[Wanted]) -> tuple[bool, ...]:
    """Return for each wanted name whether it stands in ``text``.

    Longer names take their place first, so that "Bergen" is not found in "Bergen Havn" alone. The
    second time a name, or a person's surname after the full name, may be a pronoun in the target.

    >>> def place(name: str) -> Wanted: return Wanted(0, 1, name, EntityKind.PLACE, (name,))
    >>> names = [place("Bergen"), place("Bergen Havn"), place("Oslo")]
    >>> find_kept("Bergen Havn’s boats in Oslo", names)
    (False, True, True)
    """
    taken: list[tuple[int, int]] = []
    kept = [False] * len(wanted)
    longest_first = sorted(range(len(wanted)), key=lambda i: -max(map(len, wanted[i].forms)))
    for number in longest_first:
        place = find_form(text, wanted[number].forms, taken)
        if place:
            taken.append(place)
            kept[number] = True
    for number, name in enumerate(wanted):
        kept[number] = kept[number] or _is_named_before(number, name, wanted, kept)
    return tuple(kept)


def _is_named_before(
    number: int, name: Wanted, wanted: Sequence[Wanted], kept: Sequence[bool]
) -> bool:
    """Return whether the same name, or the full name of the person, is kept elsewhere."""
    for other, there in enumerate(kept):
        if not there or other == number:
            continue
        same = wanted[other].forms == name.forms
        person = name.kind is EntityKind.PERSON and wanted[other].kind is EntityKind.PERSON
        if same or (person and find_form(wanted[other].forms[0], name.forms, ())):
            return True
    return False


def find_form(
    text: str, forms: Sequence[str], taken: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """Return the place of the first form that stands in ``text`` outside the places taken."""
    for form in forms:
        for match in form_pattern(bare(form)).finditer(text):
            start, end = match.span()
            if not any(start < right and left < end for left, right in taken):
                return start, end
    return None


def form_pattern(form: str) -> re.Pattern[str]:
    """Return a pattern for a name: any white space, hyphen and apostrophe; whole words only.

    >>> bool(form_pattern("Ann-Mari d'Arc").search("chez Ann‑Mari d’Arc"))
    True
    >>> bool(form_pattern("Lie").search("Lier"))
    False
    """
    pattern = re.escape(form.strip())
    pattern = re.sub(r"(?:\\?\s)+", r"\\s+", pattern)
    pattern = re.sub(r"\\?[-‐‑–]", "[-‐‑–]", pattern)
    pattern = re.sub(r"\\?['’]", "['’]", pattern)
    return re.compile(rf"(?<!\w){pattern}(?!\w)")


def bare(form: str) -> str:
    """Return a form without the English article: "the UN" -> "UN".

    >>> bare("the North Sea"), bare("The Hague")
    ('North Sea', 'The Hague')
    """
    return form.removeprefix("the ")


def invented_places(source: str, target: str, wanted: Sequence[Wanted], language: str) -> list[str]:
    """Return well-known places that stand in the target and have no ground in the source.

    A word of the source that begins alike is ground enough ("norske" for "Norway").

    >>> invented_places("Universitetets pris", "The University of Oslo's prize", (), "en")
    ['Oslo']
    >>> invented_places("Den norske prisen", "The prize of Norway", (), "en")
    []
    """
    starts = {word[:3].casefold() for word in re.findall(r"\w{4,}", source)}
    accepted = " ".join(form for name in wanted for form in name.forms)
    return [
        form
        for form, norwegian in _known_places(language).items()
        if form in target
        and form_pattern(form).search(target)
        and form not in accepted
        and not {form[:3].casefold(), norwegian[:3].casefold()} & starts
    ]


@cache
def _known_places(language: str) -> Mapping[str, str]:
    """Return the places of the tables in a target language, with a Norwegian form of each."""
    table = load_table("places")
    column = COLUMNS.get(language)
    rows = table["rows"] if column else []
    changed = {
        bare(form): row[0].split("|")[0] for row in rows for form in row[column or 0].split("|")
    }
    return {form: place for form, place in changed.items() if len(form) > 3} | {
        place: place for place in table["same"].split()
    }


def _key(name: str) -> str:
    """Return the form in which tables are looked up: no case, spaces or hyphens."""
    return re.sub(r"[\s‐‑–-]+", "", name.casefold())


def _by_key(rows: Sequence[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {_key(form): tuple(row) for row in rows for form in row[0].split("|")}
