"""The names of an archive collected in one pass: little is kept of each, however often it stands.

Memory grows with the number of distinct names and not with that of articles: a name that stands
once takes about a kilobyte.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from sys import intern
from typing import Final

from pipeline.authority.keys import form_key
from pipeline.records import EntityKind, NameCluster, ProcessedArticle
from pipeline.text.compare import split_name
from pipeline.text.folding import squeeze

#: what is kept of one name at most: places, affiliations, roles, names beside it
SIGHTINGS: Final = 5
AFFILIATIONS: Final = 12
ROLES: Final = 6
COMPANIONS: Final = 256
#: so many explained short forms are kept, and names of one article looked at
_TIES: Final = 100_000
_TOGETHER: Final = 60


@dataclass(slots=True)
class Period:
    """How many articles say something, and the dates of the first and the last."""

    articles: int = 0
    first: str = ""
    last: str = ""

    def note(self, date: str) -> None:
        """Count an article of a date, or without one."""
        self.articles += 1
        if date:
            self.first = min(self.first or date, date)
            self.last = max(self.last, date)


@dataclass(slots=True, eq=False)
class Name:
    """What is kept of one written form, letter case aside.

    ``companions`` are the numbers of the names beside it, with repetition; ``joined`` counts the
    articles that take another form for the same one's.
    """

    number: int
    kind: EntityKind
    key: str
    spelling: str
    mentions: int = 0
    period: Period = field(default_factory=Period)
    sightings: tuple[tuple[str, str, str], ...] = ()
    affiliations: dict[str, Period] | None = None
    roles: dict[str, int] | None = None
    companions: array[int] = field(default_factory=lambda: array("I"))
    joined: dict[int, int] | None = None

    @property
    def articles(self) -> int:
        """In how many articles it stands."""
        return self.period.articles


@dataclass
class Names:
    """The written forms of an archive; ``ties`` are its explained short forms with long ones."""

    all: list[Name] = field(default_factory=list)
    ties: set[tuple[str, str]] = field(default_factory=set)
    articles: int = 0
    _numbers: dict[EntityKind, dict[str, int]] = field(
        default_factory=lambda: {kind: {} for kind in EntityKind}
    )

    def __iter__(self) -> Iterator[Name]:
        return iter(self.all)

    def find(self, kind: EntityKind, name: str) -> Name | None:
        """Return what is kept of a written form."""
        number = self._numbers[kind].get(form_key(name))
        return None if number is None else self.all[number]

    def add(self, outcome: ProcessedArticle, date: str = "") -> tuple[int, ...]:
        """Take in the names of an article; return the number of the name of each cluster.

        Args:
            outcome: what was found in the article.
            date: of the article, ISO 8601, if it is known.
        """
        self.articles += 1
        found = outcome.reconciliation
        if len(self.ties) < _TIES:
            self.ties.update((tie.short, tie.long) for tie in found.acronyms)
        groups = [self._cluster(outcome.article.id, c, date) for c in found.clusters]
        told = [g[:1] for g, c in zip(groups, found.clusters, strict=True) if _tells(c)]
        for group in groups:
            beside = [n for other in told[:_TOGETHER] if other[0] not in group for n in other]
            for number in group:
                name = self.all[number]
                name.companions.extend(beside[: COMPANIONS - len(name.companions)])
        return tuple(group[0] for group in groups)

    def _cluster(self, article: str, cluster: NameCluster, date: str) -> tuple[int, ...]:
        """Take in the forms of a cluster; return their numbers, that of its name first."""
        forms = _forms(cluster)
        numbers = []
        for key, spelling in forms.items():
            name = self._name(cluster.kind, key, spelling)
            mentions = [m for m in cluster.mentions if form_key(m.name) == key]
            name.mentions += len(mentions)
            if mentions:
                name.period.note(date)
                if len(name.sightings) < SIGHTINGS:
                    place = (article, intern(mentions[0].span.part), date)
                    name.sightings = (*name.sightings, place)
                _note_words(name, cluster, date)
            numbers.append(name.number)
        for one in numbers:
            for other in numbers:
                if one != other:
                    joined = self.all[one].joined or {}
                    joined[other] = joined.get(other, 0) + 1
                    self.all[one].joined = joined
        return tuple(numbers)

    def _name(self, kind: EntityKind, key: str, spelling: str) -> Name:
        number = self._numbers[kind].get(key)
        if number is None:
            number = self._numbers[kind][key] = len(self.all)
            self.all.append(Name(number, kind, key, spelling))
        name = self.all[number]
        if name.spelling.isupper() and not spelling.isupper():
            name.spelling = spelling
        return name


def _tells(cluster: NameCluster) -> bool:
    """Return whether it tells something of a person that this one is named beside them."""
    if cluster.kind is EntityKind.PERSON:
        return split_name(cluster.name).is_full
    return cluster.kind is EntityKind.ORGANISATION


def _forms(cluster: NameCluster) -> dict[str, str]:
    """Return the forms of a cluster by key, its name first; of a person the full ones only.

    A surname alone is everybody's who bears it.
    """
    forms = {form_key(cluster.name): squeeze(cluster.name)}
    for form in cluster.forms:
        if cluster.kind is not EntityKind.PERSON or split_name(form).is_full:
            forms.setdefault(form_key(form), squeeze(form))
    return forms


def _note_words(name: Name, cluster: NameCluster, date: str) -> None:
    """Note what the article says of the bearer: where they belong and what they are."""
    for affiliation in dict.fromkeys(cluster.affiliations):
        periods = name.affiliations = name.affiliations or {}
        if affiliation in periods or len(periods) < AFFILIATIONS:
            periods.setdefault(intern(affiliation), Period()).note(date)
    for role in dict.fromkeys(cluster.roles):
        roles = name.roles = name.roles or {}
        if role in roles or len(roles) < ROLES:
            roles[intern(role)] = roles.get(role, 0) + 1
