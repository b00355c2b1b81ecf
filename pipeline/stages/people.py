"""Which written names of persons are one person's: one assignment, not pairs one by one."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linear_sum_assignment

from pipeline.records import Evidence
from pipeline.stages.forms import Form
from pipeline.text.compare import compare_names, split_name
from pipeline.text.distance import distance
from pipeline.text.folding import fold

#: log-odds before anything is known: two names of one article are mostly two people's
PRIOR = Evidence(feature="prior", weight=-2.0, detail="most names in an article are two people's")
_SAME_EVENT = Evidence(
    feature="same event", weight=0.5, detail="one is in the picture, the other on the list"
)
_ONLY_ONE = Evidence(
    feature="nobody else",
    weight=1.0,
    detail="nobody else in the picture and nobody else on the list is left who could be meant",
)
_OTHERS = Evidence(feature="nobody else", weight=0.0, detail="others could be meant too")
#: a match needs better than even odds
ENOUGH = 0.0
_NO = -1e6

Affiliations = Callable[[Sequence[str], Sequence[str]], Evidence | None]


@dataclass
class Group:
    """The forms of one person; ``links`` says for pairs of differing forms why they are joined."""

    forms: list[Form]
    links: list[tuple[Form, Form, tuple[Evidence, ...]]] = field(default_factory=list)

    @property
    def pictures(self) -> set[str]:
        """The captions that show the person."""
        return {part for form in self.forms for part in form.pictures}

    @property
    def lists(self) -> set[int]:
        """The lists that name the person."""
        return {number for form in self.forms for number in form.lists}


def group_people(forms: Sequence[Form], affiliations: Affiliations) -> list[Group]:
    """Return the persons of an article as groups of forms; every form is in exactly one.

    People in one picture are distinct, so are people on one list. First forms that are equal but
    for nicknames and initials, then captions against lists as one assignment, then what running
    text adds, then surnames alone.

    Args:
        forms: the forms of persons.
        affiliations: the evidence of two people's affiliations, or ``None``.
    """
    alone = [form for form in forms if _is_short(form, forms)]
    full = [form for form in forms if form not in alone]
    groups = _equal_groups(full)
    _assign(groups, affiliations)
    _join_rest(groups, affiliations)
    for form in alone:
        _join_alone(groups, form)
    return groups


def _is_short(form: Form, forms: Sequence[Form]) -> bool:
    """Return whether a form is a surname, single or double, or a given name alone."""
    if not split_name(form.name).is_full:
        return True
    if form.pictures or form.lists:
        return False
    key = fold(form.name)
    return any(fold(f.name).endswith(" " + key) for f in forms if f is not form)


def _equal_groups(forms: Sequence[Form]) -> list[Group]:
    groups: list[Group] = []
    for form in forms:
        home = next(
            (g for g in groups if all(compare_names(form.name, f.name).equal for f in g.forms)),
            None,
        )
        if home is None:
            groups.append(Group([form]))
        else:
            home.forms.append(form)
    return groups


# -- captions against lists -------------------------------------------------------------------


def _assign(groups: list[Group], affiliations: Affiliations) -> None:
    """Match people who are only in pictures with people who are only on lists, best sum first."""
    shown = [g for g in groups if g.pictures and not g.lists]
    listed = [g for g in groups if g.lists and not g.pictures]
    if not shown or not listed:
        return
    evidence = [[_same_person(a, b, affiliations) for b in listed] for a in shown]
    weights = np.array([[_total(e) if e else _NO for e in row] for row in evidence])
    rows, columns = linear_sum_assignment(weights, maximize=True)
    for i, j in zip(rows.tolist(), columns.tolist(), strict=True):
        found = evidence[i][j]
        if found is None:
            continue
        # the pair itself stands once in its row and once in its column
        rivals = sum(w > _NO / 2 for w in (*weights[i], *weights[:, j])) - 2
        seat = _ONLY_ONE if rivals == 0 else _OTHERS
        if weights[i][j] + seat.weight > ENOUGH:
            _merge(groups, shown[i], listed[j], (*found, seat))


def _same_person(
    a: Group, b: Group, affiliations: Affiliations, *, together: bool = True
) -> tuple[Evidence, ...] | None:
    """Return the evidence that two groups are one person, ``None`` if their names exclude it."""
    best: tuple[Evidence, ...] | None = None
    for x in a.forms:
        for y in b.forms:
            compared = compare_names(x.name, y.name)
            if not compared.near:
                continue
            found = [PRIOR, *compared.evidence]
            said = affiliations(x.affiliations, y.affiliations)
            found += [said] if said else []
            found += _roles(x, y)
            if together and x.pictures and y.lists:
                found.append(_SAME_EVENT)
            if best is None or _total(tuple(found)) > _total(best):
                best = tuple(found)
    return best


def _roles(x: Form, y: Form) -> list[Evidence]:
    for a in x.roles:
        for b in y.roles:
            if fold(a) == fold(b):
                return [
                    Evidence(feature="role", weight=1.0, detail="the same role", left=a, right=b)
                ]
    return []


def _total(evidence: Sequence[Evidence]) -> float:
    return sum(e.weight for e in evidence)


def probability(evidence: Sequence[Evidence]) -> float:
    """Return the probability that the sum of the evidence stands for."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, _total(evidence)))))


def _merge(groups: list[Group], a: Group, b: Group, evidence: tuple[Evidence, ...]) -> None:
    pair = max(
        ((x, y) for x in a.forms for y in b.forms),
        key=lambda xy: compare_names(xy[0].name, xy[1].name).weight,
    )
    a.links += [*b.links, (*pair, evidence)]
    a.forms += b.forms
    # by identity: two groups may hold forms that compare equal
    del groups[next(i for i, g in enumerate(groups) if g is b)]


# -- running text -----------------------------------------------------------------------------


def _join_rest(groups: list[Group], affiliations: Affiliations) -> None:
    """Join groups that running text keeps apart, the most certain pair first."""
    while True:
        options = []
        for i, a in enumerate(groups):
            for b in groups[i + 1 :]:
                if a.pictures & b.pictures or a.lists & b.lists or _both_settled(a, b):
                    continue
                found = _same_person(a, b, affiliations, together=False)
                if found and _total(found) > ENOUGH:
                    options.append((_total(found), a, b, found))
        if not options:
            return
        options.sort(key=lambda option: -option[0])
        _, a, b, found = options[0]
        rivals = [w for w, x, y, _ in options[1:] if (x is a or y is b) and w > options[0][0] - 0.5]
        if rivals:
            return
        _merge(groups, a, b, found)


def _both_settled(a: Group, b: Group) -> bool:
    """Return whether both are in pictures and on lists: each has its like already."""
    return bool(a.pictures and a.lists and b.pictures and b.lists)


def _join_alone(groups: list[Group], form: Form) -> None:
    """Join a surname or given name to the one person it can mean, else let it stand alone."""
    key = fold(form.name)
    tails = [g for g in groups if any(_ends_in(f, key) for f in g.forms)]
    if not tails:
        tails = [g for g in groups if any(fold(f.name).split()[:1] == [key] for f in g.forms)]
    if len(tails) == 1:
        tails[0].forms.append(form)
        return
    if not tails:
        near = [(g, f) for g in groups for f in g.forms if _is_near_surname(form, f)]
        if len({id(g) for g, _ in near}) == 1:
            group, full = near[0]
            group.forms.append(form)
            group.links.append((form, full, _surname_evidence(form, full)))
            return
    groups.append(Group([form]))


def _ends_in(form: Form, key: str) -> bool:
    whole = fold(form.name)
    return whole == key or whole.endswith(" " + key)


def _is_near_surname(form: Form, full: Form) -> bool:
    parts = split_name(full.name)
    if not parts.is_full or len(form.name) < 5:
        return False
    cost = distance(form.name, parts.surname).cost
    return form.name[:1] == parts.surname[:1] and 0 < cost <= 1.0


def _surname_evidence(form: Form, full: Form) -> tuple[Evidence, ...]:
    compared = compare_names(form.name, split_name(full.name).surname)
    only = Evidence(feature="nobody else", weight=1.5, detail="nobody else here has such a surname")
    return (PRIOR, *compared.evidence, only)
