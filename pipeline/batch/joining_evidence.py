"""Whether two written names of an archive are one's: the evidence across its articles."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final

from pipeline.batch.joining_names import COMPANIONS, Name, Names, Period
from pipeline.batch.joining_reasons import archive_reason
from pipeline.batch.joining_spelling import is_short, is_spelt_otherwise
from pipeline.records import EntityKind, Evidence
from pipeline.stages.affiliations import Organisations, affiliation_evidence
from pipeline.stages.evidence import scaled
from pipeline.stages.forms import Form
from pipeline.stages.judging import Group, Judge, compared
from pipeline.stages.roles import role_evidence
from pipeline.stages.steering import Steering
from pipeline.text import tables
from pipeline.text.acronyms import is_short_form
from pipeline.text.compare import split_name
from pipeline.text.folding import fold
from pipeline.text.organisation_names import PRIOR, compare_organisations
from pipeline.text.part_pairs import NAME_PART
from pipeline.text.rarity import usual_rarity

#: a form in so few articles may be a slip; from so many on a form is in use
RARE, USUAL, TIMES_AS_MANY = 2, 5, 5
#: a part of a name that stands in so many names is one that people bear
SHARED = 3
#: years between two people's articles that say nothing yet
QUIET_YEARS: Final = 5
#: so many people in Norway may bear a name before it is to be expected that two do here
MANY_BEARERS, NORWEGIANS = 20.0, 5.5e6
#: so many years between two affiliations, and they are hardly one person's; of a name that some
#: bear, fewer years will do
LIFE, JOB = 25, 8
#: a role says half of what it says in one article, where there are few people
_ROLE: Final = 0.5
#: log-odds of all that companions say together, and what all but the first count
_MOST_COMPANIONS, _FURTHER = 3.0, 0.5
_ENOUGH_COMPANIONS: Final = 3


@dataclass(frozen=True)
class Archivist:
    """Weighs whether two names of an archive are one's."""

    names: Names
    steering: Steering

    @cached_property
    def organisations(self) -> Organisations:
        """The short forms that articles of the archive explain."""
        solid = (tuple("".join(fold(n).split()) for n in tie) for tie in self.names.ties)
        return Organisations(tied=frozenset((a, b) for a, b in solid))

    @cached_property
    def _judge(self) -> Judge:
        return Judge(self.organisations, self.steering)

    def form(self, name: Name) -> Form:
        """Return a name as the stages compare it, with what the register knows of it."""
        form = Form(name.spelling, name.kind, affiliations=list(name.affiliations or ()))
        self.steering.annotate([form])
        return form

    def may_ask(self, x: Form, y: Form) -> bool:
        """Return whether nothing settles yet if two forms are one's, and they differ in spelling.

        What somebody decided, also that it cannot be told, is not asked again.
        """
        if self.steering.verdict(x, y) is not None:
            return False
        if x.kind is not EntityKind.PERSON:
            return is_spelt_otherwise(x.name, y.name)
        found = compared(x.name, y.name)
        turned = any(e.feature == "name order" for e in found.evidence)
        return found.near and not found.equal and not turned

    def evidence(self, a: Name, b: Name, forms: tuple[Form, Form]) -> tuple[Evidence, ...] | None:
        """Return what speaks for and against two names being one's, ``None`` if nothing can.

        Args:
            a: a name.
            b: another of the same kind.
            forms: the two as ``form`` returns them.
        """
        x, y = forms
        if a.kind is EntityKind.PERSON:
            said = self._judge.same_person(Group([x]), Group([y]), together=False)
            if said is None:
                return None
            role = role_evidence(list(a.roles or ()), list(b.roles or ()))
            found = [archive_reason("prior"), *said[1:]]
            found += [scaled(role, _ROLE)] if role else []
            if any(e.feature == NAME_PART and not (e.left and e.right) for e in said):
                found.append(archive_reason("name_more", x.name, y.name))
            found += self._nobody_else(said)
            found += self._several(a, b, found)
        else:
            known = self.steering.pair(x, y)
            words = compare_organisations(x.name, y.name).evidence
            found = [archive_reason(f"prior_{a.kind.value}"), *(e for e in words if e != PRIOR)]
            found += [known] if known else []
            found += [archive_reason("short")] if is_short(x.name, y.name) else []
            if a.kind is EntityKind.PLACE:
                found += _known_place(a.spelling, b.spelling)
        found += self._companions(a, b, placed=_is_placed(found))
        found += _use(a, b)
        gap = years_between(a.period, b.period)
        if gap >= QUIET_YEARS:
            found.append(archive_reason("years_apart", factor=min(3.0, gap / 10), n=int(gap)))
        return tuple(found)

    @cached_property
    def _parts(self) -> Counter[str]:
        """In how many written names of persons each part stands."""
        people = (name for name in self.names if name.kind is EntityKind.PERSON)
        return Counter(p.casefold() for name in people for p in split_name(name.spelling).parts)

    def _nobody_else(self, said: Iterable[Evidence]) -> list[Evidence]:
        """Return that a part stands in one name only, and its like in several: a slip for it."""
        parts = self._parts
        for e in said:
            if e.feature != NAME_PART or not (e.left and e.right) or e.left == e.right:
                continue
            few, many = sorted((e.left, e.right), key=lambda part: parts[part.casefold()])
            if parts[few.casefold()] == 1 and parts[many.casefold()] >= SHARED:
                return [archive_reason("nobody_else", few, many)]
        return []

    def _several(self, a: Name, b: Name, found: list[Evidence]) -> Iterator[Evidence]:
        """Yield that a name has several bearers, where nothing tells which of them is meant."""
        if not _is_placed(found):
            for name in (a, b):
                if is_of_several(name.spelling, self.bearers(name.affiliations or {})):
                    yield archive_reason("several", name.spelling)

    def _companions(self, a: Name, b: Name, *, placed: bool) -> list[Evidence]:
        left, right = set(a.companions), set(b.companions)
        if a.number in right or b.number in left:
            return [archive_reason("one_article", a.spelling, b.spelling)]
        weighed = []
        for number in sorted(left & right):
            other = self.names.all[number]
            if placed and other.kind is EntityKind.ORGANISATION:
                continue  # that both belong there is said already
            chance = other.articles * min(a.articles, b.articles) / max(1, self.names.articles)
            weighed.append((min(2.0, -0.5 * math.log(min(1.0, chance))), other.spelling))
        if not weighed:
            few = min(len(left), len(right)) < _ENOUGH_COMPANIONS
            full = max(len(a.companions), len(b.companions)) >= COMPANIONS
            return [] if few or full or placed else [archive_reason("no_companion")]
        left_over, found = _MOST_COMPANIONS, []
        for place, (weight, name) in enumerate(sorted(weighed, key=lambda w: (-w[0], w[1]))[:3]):
            counted = min(left_over, weight if place == 0 else weight * _FURTHER)
            left_over -= counted
            if counted >= 0.1:
                found.append(archive_reason("companion", name, factor=counted))
        return found

    def bearers(self, affiliations: dict[str, Period]) -> list[list[str]]:
        """Return affiliations in groups: each is one organisation's, its parts' or short forms'."""
        groups: list[list[str]] = []
        for name in affiliations:
            for group in groups:
                said = affiliation_evidence(group, [name], self.organisations)
                if said is not None and said.weight > 0:
                    group.append(name)
                    break
            else:
                groups.append([name])
        # an acronym that nothing explains may be any of the others
        clear = [g for g in groups if not all(is_short_form(name) for name in g)]
        return clear if len(clear) > 1 else groups[:1]


def is_of_several(name: str, groups: list[list[str]], periods: list[Period] | None = None) -> bool:
    """Return whether a name seems to have several bearers.

    Args:
        name: of a person.
        groups: affiliations, those of one organisation together.
        periods: of each group, where dates are known.
    """
    if len(groups) < 2:
        return False
    expected = expected_bearers(name)
    if expected >= MANY_BEARERS:
        return True
    enough = JOB if expected >= 1 else LIFE
    return any(years_between(p, q) >= enough for p, q in combinations(periods or [], 2))


def expected_bearers(name: str) -> float:
    """Return how many people in Norway may be called so, from how usual the parts are.

    >>> expected_bearers("Anne Hansen") > 50, expected_bearers("Aslaug Grindvoll") < 1
    (True, True)
    """
    parts = split_name(name).parts
    if len(parts) < 2:
        return NORWEGIANS
    usual = usual_rarity()
    share = usual.share(parts[0], surname=False)
    for part in parts[1:]:
        share *= usual.share(part, surname=True)
    return share * NORWEGIANS


def years_between(a: Period, b: Period) -> float:
    """Return the years from the end of one period to the beginning of the other, 0 if they meet.

    >>> years_between(Period(1, "2001-05-01", "2004-05-01"), Period(1, "2014-11-01", "2015-01-01"))
    10.5
    """
    if not (a.first and b.first):
        return 0.0
    return max(0.0, round(max(_year(a.first) - _year(b.last), _year(b.first) - _year(a.last)), 1))


def _year(date: str) -> float:
    year, month = date[:4], date[5:7]
    if not year.isdigit():
        return 0.0
    return int(year) + ((int(month) - 1) / 12 if month.isdigit() else 0.0)


def _is_placed(found: list[Evidence]) -> bool:
    """Return whether both belong to one organisation."""
    return any(e.feature in ("affiliation", "register") and e.weight > 0 for e in found)


def _use(a: Name, b: Name) -> Iterator[Evidence]:
    few, many = sorted((a, b), key=lambda name: name.articles)
    words = (few.spelling, many.spelling)
    if few.articles <= RARE and many.articles >= TIMES_AS_MANY * max(1, few.articles):
        yield archive_reason("rare_beside_usual", *words, n=few.articles, m=many.articles)
    elif few.articles >= USUAL:
        yield archive_reason("both_usual", *words, n=few.articles, m=many.articles)


def _known_place(a: str, b: str) -> list[Evidence]:
    """Return that one of two names is a known place."""
    known = tables.places()
    return [
        archive_reason("known_place", slip, right)
        for slip, right in ((a, b), (b, a))
        if right.casefold() in known and slip.casefold() not in known
    ]


def bearer_periods(groups: list[list[str]], said: dict[str, Period]) -> list[Period]:
    """Return for each group of affiliations how many articles give it, and when."""
    found = []
    for group in groups:
        periods = [said[name] for name in group]
        firsts, lasts = [p.first for p in periods if p.first], [p.last for p in periods if p.last]
        articles = max(p.articles for p in periods)
        found.append(Period(articles, min(firsts, default=""), max(lasts, default="")))
    return found
