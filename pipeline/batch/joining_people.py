"""Who and what is in an archive: forms put together where something says that they are one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import overload

from pipeline.authority.keys import form_key
from pipeline.batch.joining_evidence import Archivist, bearer_periods, is_of_several
from pipeline.batch.joining_flags import archive_form
from pipeline.batch.joining_names import Name, Period
from pipeline.batch.joining_records import ArchiveName, Bearer
from pipeline.records import EntityKind
from pipeline.stages.forms import Form
from pipeline.stages.judging import compared
from pipeline.text.acronyms import is_short_form

#: of the articles that join a short form to something, so many must join it to the same
_AGREEMENT = 0.8
#: a person with more forms than this is more than one person
_MOST_FORMS = 8


@dataclass(frozen=True)
class ArchiveNames(Sequence[ArchiveName]):
    """The names of an archive; each is made when it is asked for, as a million take gigabytes.

    ``groups`` are the forms of each name; ``right`` and ``entries`` have the known name and the
    register's entry by the number of a form.
    """

    groups: Sequence[Sequence[Name]]
    right: Mapping[int, str]
    entries: Mapping[int, str]
    archivist: Archivist

    def __len__(self) -> int:
        return len(self.groups)

    @overload
    def __getitem__(self, place: int) -> ArchiveName: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[ArchiveName]: ...
    def __getitem__(self, place: int | slice) -> ArchiveName | Sequence[ArchiveName]:
        if isinstance(place, slice):
            return [self[number] for number in range(len(self))[place]]
        group = self.groups[place]
        entry = next((self.entries[n.number] for n in group if n.number in self.entries), "")
        known = next((self.right[n.number] for n in group if n.number in self.right), "")
        return _archive_name(group, known, entry, self.archivist)

    def kinds(self) -> Counter[EntityKind]:
        """Return how many names there are of each kind."""
        return Counter(group[0].kind for group in self.groups)


def archive_names(
    names: Sequence[Name], archivist: Archivist
) -> tuple[ArchiveNames, dict[int, int]]:
    """Return the names of an archive, and for the number of each form its place among them.

    Args:
        names: the written forms, without those that are no names.
        archivist: knows the register, decisions and short forms.
    """
    groups = _Groups(names)
    right: dict[int, str] = {}
    first_of: dict[str, Name] = {}
    of_name: dict[tuple[EntityKind, str], Name] = {}
    entries: dict[int, str] = {}
    for name in names if not archivist.steering.is_empty else ():
        form = archivist.form(name)
        if form.entry is not None:
            entries[name.number] = form.entry.id
            groups.join(first_of.setdefault(form.entry.id, name), name)
        known = archivist.steering.right_name(form)
        if known:
            right[name.number] = known
            named = (name.kind, form_key(known))
            groups.join(of_name.setdefault(named, name), name)
            other = archivist.names.find(name.kind, known)
            if other is not None:
                groups.join(other, name)
    for a, b in _joined_in_articles(names, archivist):
        groups.join(a, b)
    found = list(groups.all())
    home = {name.number: place for place, group in enumerate(found) for name in group}
    return ArchiveNames(found, right, entries, archivist), home


class _Groups:
    """Forms in groups that grow together."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._members = {name.number: [name] for name in names}

    def members(self, name: Name) -> list[Name]:
        """Return the forms of a form's group."""
        return self._members.get(name.number, [])

    def join(self, a: Name, b: Name) -> None:
        """Make the groups of two forms one."""
        mine, others = self.members(a), self.members(b)
        if mine is others or not mine or not others:
            return
        mine += others
        self._members.update({name.number: mine for name in others})

    def all(self) -> Iterator[list[Name]]:
        """Yield every group once, in the order of the archive."""
        for number, members in self._members.items():
            if min(name.number for name in members) == number:
                yield members


def _joined_in_articles(names: Sequence[Name], archivist: Archivist) -> Iterator[tuple[Name, Name]]:
    """Yield the pairs of forms that articles take for one's, where that is safe everywhere."""
    every = archivist.names.all
    kept = {name.number for name in names}
    for name in names:
        for number, times in (name.joined or {}).items():
            other = every[number]
            if number < name.number or number not in kept:
                continue
            if archivist.steering.verdict(_form(name), _form(other)) is not None:
                continue  # what was decided of the two is obeyed elsewhere
            if name.kind is EntityKind.PERSON:
                safe = _is_one_persons(name, other, every)
            else:
                safe = _agrees(name, times) and _agrees(other, times)
            if safe:
                yield name, other


def _form(name: Name) -> Form:
    return Form(name.spelling, name.kind)


def _is_one_persons(a: Name, b: Name, every: Sequence[Name]) -> bool:
    """Return whether all that is joined to either form anywhere may be one person's name.

    "Kari Lie" is joined to "Kari Moen Lie" here and to "Kari Berg Lie" there: that makes nobody
    of three names.
    """
    numbers = {a.number, b.number, *(a.joined or {}), *(b.joined or {})}
    if len(numbers) > _MOST_FORMS:
        return False
    forms = [every[number].spelling for number in sorted(numbers)]
    return all(compared(x, y).near for x, y in combinations(forms, 2))


def _agrees(name: Name, times: int) -> bool:
    """Return whether a short form stands for one thing: "HK" for Handel og Kontor, not Haugar."""
    if not is_short_form(name.spelling):
        return True
    return times >= _AGREEMENT * sum((name.joined or {}).values())


def _archive_name(
    group: Sequence[Name], known: str, entry: str, archivist: Archivist
) -> ArchiveName:
    forms = sorted(group, key=lambda name: (-name.articles, name.number))
    whole = [n for n in forms if not is_short_form(n.spelling)] or forms
    name = known or whole[0].spelling
    said = _together(form.affiliations or {} for form in forms)
    roles: defaultdict[str, int] = defaultdict(int)
    for form in forms:
        for role, times in (form.roles or {}).items():
            roles[role] += times
    is_person = forms[0].kind is EntityKind.PERSON
    groups = archivist.bearers(said) if is_person else []
    periods = bearer_periods(groups, said)
    several = is_person and is_of_several(name, groups, periods)
    firsts = [n.period.first for n in forms if n.period.first]
    return ArchiveName(
        id=f"{forms[0].kind.value}:{form_key(name)}",
        kind=forms[0].kind,
        name=name,
        forms=tuple(archive_form(form) for form in forms),
        articles=_articles(forms),
        mentions=sum(form.mentions for form in forms),
        first=min(firsts, default=""),
        last=max((n.period.last for n in forms), default=""),
        affiliations=tuple(sorted(said, key=lambda a: (-said[a].articles, a))),
        roles=tuple(sorted(roles, key=lambda role: (-roles[role], role))),
        entry=entry,
        several=several,
        bearers=_bearers(groups, periods) if several else (),
    )


def _articles(forms: Sequence[Name]) -> int:
    """Return in how many articles at least one of the forms stands, as near as is known."""
    own = {form.number for form in forms}
    shared = sum(t for f in forms for n, t in (f.joined or {}).items() if n in own) // 2
    return max(*(f.articles for f in forms), sum(f.articles for f in forms) - shared)


def _together(said: Iterable[dict[str, Period]]) -> dict[str, Period]:
    found: dict[str, Period] = {}
    for periods in said:
        for affiliation, period in periods.items():
            one = found.setdefault(affiliation, Period())
            one.articles += period.articles
            if period.first:
                one.first = min(one.first or period.first, period.first)
                one.last = max(one.last, period.last)
    return found


def _bearers(groups: Sequence[list[str]], periods: Sequence[Period]) -> tuple[Bearer, ...]:
    return tuple(
        Bearer(affiliations=tuple(group), articles=p.articles, first=p.first, last=p.last)
        for group, p in zip(groups, periods, strict=True)
    )
