"""What names are called in the target languages: the tables, under the names of a register."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline.records import EntityKind
from pipeline.translation.renderings import directed_forms, renderings
from pipeline.translation.tables import COLUMNS, load_table

#: official names from a register: (name, kind, target language) -> forms, best first, or none
Official = Callable[[str, EntityKind, str], tuple[str, ...]]
_Rows = Mapping[str, tuple[str, ...]]


def no_official(name: str, kind: EntityKind, target: str) -> tuple[str, ...]:
    """Return no form: there is no register."""
    return ()


@dataclass(frozen=True)
class NameForms:
    """What people of the world, places and organisations are called in the target languages.

    ``official`` is asked first: what a register says outranks our tables. ``people`` are written
    in full, ``surnames`` may end a name; ``peoples`` may stand for a country.
    """

    places: _Rows
    organisations: _Rows
    patterns: tuple[tuple[str, ...], ...]
    facilities: tuple[tuple[str, ...], ...] = ()
    official: Official = no_official
    people: _Rows = field(default_factory=dict)
    surnames: _Rows = field(default_factory=dict)
    peoples: _Rows = field(default_factory=dict)

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
        >>> load_name_forms().forms("Vladimir Putin", EntityKind.PERSON, "fr")
        ('Vladimir Poutine',)
        """
        said = self.official(name, kind, target)
        if said:
            return said
        if target not in COLUMNS:
            return (name,)
        if kind is EntityKind.PERSON:
            return self._person(name, COLUMNS[target])
        tables = [self.places, self.organisations]
        if kind is EntityKind.ORGANISATION:
            tables.reverse()
        for table in tables:
            row = table.get(_key(name))
            if row:
                own = (name,) if table is self.organisations and target != "en" else ()
                return tuple(dict.fromkeys((*row[COLUMNS[target]].split("|"), *own)))
        if _key(name) in self.people:
            return tuple(self.people[_key(name)][COLUMNS[target]].split("|"))
        if kind is EntityKind.PLACE:
            directed = directed_forms(name, target, lambda place: self._place(place, target))
            if directed:
                return directed
        found = tuple(dict.fromkeys(self._patterned(name, target, self.patterns)))
        if found and target == "en":
            return found
        return (*found, *dict.fromkeys(self._patterned(name, target, self.facilities)), name)

    def also(self, name: str, kind: EntityKind, target: str) -> tuple[str, ...]:
        """Return patterns of words that may stand for a name: a people, a translated name.

        A country, or a place with Norwegian letters, that has a name of its own in the target
        language is not left with its Norwegian one.

        >>> load_name_forms().also("Noreg", EntityKind.PLACE, "fr")
        ('norvégien*',)
        """
        if target not in COLUMNS or kind is EntityKind.PERSON:
            return ()
        place = self.places.get(_key(name))
        row = self.peoples.get(_key(place[0].split("|")[0])) if place else None
        people = row[COLUMNS[target]].split("|") if row else []
        own = [bare(form) for form in self.forms(name, kind, target) if form != name]
        long = [form for form in own if re.search(r"[\s-]", form)]
        others = renderings(name, kind, target, lambda place: self._place(place, target))
        is_norwegian = row or re.search("[æøåÆØÅ]", name)
        as_written = f"~{name}" if place and is_norwegian else ""
        return tuple(dict.fromkeys(one for one in (*people, *long, *others) if one != as_written))

    def _place(self, name: str, target: str) -> tuple[str, ...]:
        """Return the forms of a place of the tables, without articles; of another nothing."""
        row = self.places.get(_key(name))
        forms = row[COLUMNS[target]].split("|") if row else ()
        return tuple(bare(form) for form in forms)

    def _person(self, name: str, column: int) -> tuple[str, ...]:
        row = self.people.get(_key(name))
        if row:
            return tuple(row[column].split("|"))
        first, _, last = name.rpartition(" ")
        row = self.surnames.get(_key(last))
        return (
            tuple(f"{first} {form}".strip() for form in row[column].split("|")) if row else (name,)
        )

    def _patterned(
        self, name: str, target: str, patterns: Sequence[tuple[str, ...]]
    ) -> Iterator[str]:
        for row in patterns:
            for pattern in row[0].split("|"):
                match = re.fullmatch(re.escape(pattern).replace(r"\{\}", "(.+)"), name)
                if match:
                    place = bare(self.forms(match.group(1), EntityKind.PLACE, target)[0])
                    for form in row[COLUMNS[target]].split("|"):
                        yield form.replace("{}", match.group(1)).replace("{place}", place)


def load_name_forms(official: Official = no_official) -> NameForms:
    """Return the tables of the package, under a register's names."""
    places, people = load_table("places"), load_table("people")
    organisations = load_table("organisations")
    return NameForms(
        places=_by_key([*places["world"], *places["rows"]]),
        organisations=_by_key(organisations["rows"]),
        patterns=tuple(tuple(row) for row in organisations["patterns"]),
        facilities=tuple(tuple(row) for row in organisations["facilities"]),
        official=official,
        people=_by_key([*people["rows"], *people["surnames"]]),
        surnames=_by_key(people["surnames"]),
        peoples=_by_key(places["peoples"]),
    )


def is_common(word: str) -> bool:
    """Return whether a word is a common noun that may be taken for a name.

    >>> is_common("Hinduismen"), is_common("Lofoten")
    (True, False)
    """
    return " " not in word and word.casefold().endswith(_common())


def is_kind(word: str) -> bool:
    """Return whether a word is a kind of body in its definite form, and no name by itself.

    >>> is_kind("Sykehuset"), is_kind("Vinmonopolet")
    (True, False)
    """
    return word.casefold() in _kinds()


@cache
def _kinds() -> frozenset[str]:
    return frozenset(load_table("organisations")["kinds"].split())


@cache
def _common() -> tuple[str, ...]:
    return tuple(word.casefold() for word in load_table("organisations")["common"])


def bare(form: str) -> str:
    """Return a form without the English article: "the UN" -> "UN".

    >>> bare("the North Sea"), bare("The Hague")
    ('North Sea', 'The Hague')
    """
    return form.removeprefix("the ")


def _key(name: str) -> str:
    """Return the form in which tables are looked up: no case, spaces or hyphens."""
    return re.sub(r"[\s‐‑–-]+", "", name.casefold())


def _by_key(rows: Sequence[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {_key(form): tuple(row) for row in rows for form in row[0].split("|")}
