"""Which written names of persons are one person's: one assignment, not pairs one by one.

What is decided comes first, then names that are equal but for nicknames and initials, then
captions against lists all at once, then what running text adds, then surnames alone.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, count

from pipeline.authority.knowledge import Verdict
from pipeline.records import Evidence
from pipeline.stages.assignment import best_matching
from pipeline.stages.blocks import worth_comparing
from pipeline.stages.evidence import reason, total
from pipeline.stages.forms import Form
from pipeline.stages.judging import Group, Judge, compared, merge, neighbours
from pipeline.stages.surnames import join_surnames, split_short

#: a match needs better than even odds
ENOUGH = 0.0
#: a second person who fits almost as well makes a match doubtful
MARGIN = 0.5
#: up to so many forms, every pair of them is looked up among the decisions
MOST_ASKED = 60
#: so many people make a picture and a list one event, the two who are left over counted
ENOUGH_MATCHED = 3

Pair = tuple[Form, Form]
_ONLY = reason("only_two")


@dataclass
class People:
    """The persons of an article.

    ``pairs`` are forms that may be alike, ``doubts`` two people who may be one.
    """

    groups: list[Group]
    pairs: list[Pair] = field(default_factory=list)
    doubts: list[tuple[Group, Group, tuple[Evidence, ...]]] = field(default_factory=list)


def group_people(forms: Sequence[Form], judge: Judge) -> People:
    """Return the persons of an article as groups of forms; every form is in exactly one.

    Args:
        forms: the forms of persons.
        judge: weighs whether two are one.
    """
    full, short = split_short(forms)
    pairs = [(full[i], full[j]) for i, j in worth_comparing([[f.name] for f in full])]
    home = {form: Group([form]) for form in full}
    _join_known(home, pairs, judge)
    _join_equal(home, pairs, judge)
    _assign(home, pairs, judge)
    _join_last(home, judge)
    doubts = _join_rest(home, pairs, judge)
    join_surnames(home, short, judge)
    order = {form: number for number, form in enumerate(forms)}
    for group in set(home.values()):
        group.forms.sort(key=order.__getitem__)
    groups = sorted(set(home.values()), key=lambda g: order[g.forms[0]])
    return People(groups, pairs, doubts)


# -- what is known, what is equal -----------------------------------------------------------------


def _join_known(home: dict[Form, Group], pairs: Sequence[Pair], judge: Judge) -> None:
    """Join what a person decided to be one, and the forms of one entry of the register."""
    if judge.steering.is_empty:
        return
    forms = list(home)
    asked: Iterable[Pair] = combinations(forms, 2) if len(forms) <= MOST_ASKED else pairs
    for x, y in asked:
        if judge.steering.verdict(x, y) is Verdict.SAME and home[x] is not home[y]:
            merge(home, home[x], home[y], (reason("decided_same", x.name, y.name),))
    for x, y in _of_one_name(forms, judge):
        a, b = home[x], home[y]
        if a is not b and judge.apart(a, b) is None:
            found = judge.same_person(a, b) or ()
            if total(found) > ENOUGH:
                merge(home, a, b, found)


def _of_one_name(forms: Iterable[Form], judge: Judge) -> Iterator[Pair]:
    """Yield forms that the register or decisions give one name, each with the first of them."""
    first: dict[str, Form] = {}
    for form in forms:
        key = form.entry.id if form.entry else judge.steering.right_name(form)
        if key and first.setdefault(key, form) is not form:
            yield first[key], form


def _join_equal(home: dict[Form, Group], pairs: Sequence[Pair], judge: Judge) -> None:
    """Join names that are the same but for nicknames and initials, where one person is meant."""
    equal: defaultdict[Form, list[Form]] = defaultdict(list)
    for x, y in pairs:
        if not (x.is_one_of_several or y.is_one_of_several) and _is_equal(x, y, judge):
            equal[x].append(y)
            equal[y].append(x)
    done: set[Form] = set()
    # names with fewer initials first: "K. Lie" is nobody's where there are Kari and Knut Lie
    for form in sorted(home, key=lambda f: f.name.count(".")):
        done.add(form)
        mine = home[form]
        homes = dict.fromkeys(home[f] for f in equal[form] if f in done and home[f] is not mine)
        fits = [g for g in homes if judge.apart(g, mine) is None]
        whole = [g for g in fits if all(f in equal[form] for f in g.forms)]
        if len(fits) == 1 and whole:
            whole[0].forms += mine.forms
            whole[0].links += mine.links
            home.update(dict.fromkeys(mine.forms, whole[0]))


def _is_equal(x: Form, y: Form, judge: Judge) -> bool:
    known = judge.steering.pair(x, y)
    return compared(x.name, y.name).equal and (known is None or known.weight > 0)


# -- captions against lists -----------------------------------------------------------------------


def _assign(home: dict[Form, Group], pairs: Sequence[Pair], judge: Judge) -> None:
    """Match people who are only in pictures with people who are only on lists, best sum first."""
    seats = {seat: group for form, group in home.items() for seat in _seats(form)}
    found: dict[tuple[Group, Group], tuple[Evidence, ...]] = {}
    for x, y in pairs:
        a, b = home[x], home[y]
        if b.pictures and not b.lists:
            a, b = b, a
        sides = a.pictures and not a.lists and b.lists and not b.pictures
        if not sides or (a, b) in found or judge.apart(a, b) is not None:
            continue
        evidence = judge.same_person(a, b)
        if evidence is not None:
            order = neighbours(seats, a, b)
            found[a, b] = (*evidence, order) if order else evidence
    rivals = Counter(group for pair in found for group in pair)
    for (a, b), evidence in found.items():
        # the pair itself stands once on either side
        seat = reason("only_one" if rivals[a] + rivals[b] == 2 else "others")
        found[a, b] = (*evidence, seat)
    groups = list(dict.fromkeys(home.values()))
    number = {group: n for n, group in enumerate(groups)}
    weights = {(number[a], number[b]): total(e) - ENOUGH for (a, b), e in found.items()}
    for i, j in best_matching(weights):
        a, b = groups[i], groups[j]
        merge(home, a, b, found[a, b])


def _join_last(home: dict[Form, Group], judge: Judge) -> None:
    """Join the one who is left of a picture with the one who is left of its list."""
    groups = list(dict.fromkeys(home.values()))
    by_picture: defaultdict[str, list[Group]] = defaultdict(list)
    by_list: defaultdict[int, list[Group]] = defaultdict(list)
    events = set()
    for group in groups:
        for picture in group.pictures:
            by_picture[picture].append(group)
        for number in group.lists:
            by_list[number].append(group)
        events |= {(picture, number) for picture in group.pictures for number in group.lists}
    for picture, number in sorted(events):
        shown, listed = by_picture[picture], by_list[number]
        left = [group for group in shown if not group.lists]
        right = [group for group in listed if not group.pictures]
        if len(left) != 1 or len(right) != 1 or min(len(shown), len(listed)) < ENOUGH_MATCHED:
            continue
        evidence = judge.last_two(left[0], right[0])
        if evidence is not None and judge.apart(left[0], right[0]) is None:
            merge(home, left[0], right[0], evidence)


def _seats(form: Form) -> Iterator[tuple[str | int, int]]:
    yield from form.pictures.items()
    yield from form.lists.items()


# -- running text ---------------------------------------------------------------------------------


def _join_rest(
    home: dict[Form, Group], pairs: Sequence[Pair], judge: Judge
) -> list[tuple[Group, Group, tuple[Evidence, ...]]]:
    """Join groups that running text keeps apart, the most certain pair first; return the doubts."""
    found: dict[Group, dict[Group, tuple[Evidence, ...]]] = defaultdict(dict)
    queue: list[tuple[float, int, Group, Group, tuple[Evidence, ...]]] = []
    turn = count()

    def look(a: Group, b: Group) -> None:
        if a is b or b in found[a] or judge.apart(a, b) is not None:
            return
        evidence = judge.same_person(a, b, together=False)
        if evidence is not None:
            note(a, b, evidence)

    def note(a: Group, b: Group, evidence: tuple[Evidence, ...]) -> None:
        found[a][b] = found[b][a] = evidence
        heapq.heappush(queue, (-total(evidence), next(turn), a, b, evidence))

    for x, y in pairs:
        look(home[x], home[y])
    for a, like in list(found.items()):
        for b, evidence in list(like.items()):
            alone = len(like) == len(found[b]) == 1
            asked = total(evidence) <= ENOUGH and evidence[-1] is not _ONLY
            if alone and asked and not a.parts & b.parts:
                note(a, b, (*evidence, _ONLY))
    doubts = []
    while queue:
        weight, _, a, b, evidence = heapq.heappop(queue)
        if found[a].get(b) is not evidence:
            continue  # one of the two has been joined to somebody since
        others = [*found[a].items(), *found[b].items()]
        rival = any(total(e) > -weight - MARGIN for _, e in others if e is not evidence)
        if -weight <= ENOUGH or rival:
            doubts.append((a, b, evidence))
            continue
        partners = [g for g in (*found[a], *found[b]) if g not in (a, b)]
        merge(home, a, b, evidence)
        for gone in (a, b):
            for partner in found.pop(gone, {}):
                found[partner].pop(gone, None)
        for partner in dict.fromkeys(partners):
            look(a, partner)
    return doubts
