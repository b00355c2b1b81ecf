"""Names that look alike and are two people's, and those of whom it cannot be said."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.records import EntityKind, Evidence, Lookalike
from pipeline.stages.bands import DOUBTFUL
from pipeline.stages.evidence import total
from pipeline.stages.judging import Group, Judge, compared
from pipeline.stages.people import People
from pipeline.text.compare import split_name

#: what tells two people apart even where their names speak for one
_AGAINST = ("affiliation", "register", "decision", "kin", "age")


def lookalikes(people: People, judge: Judge) -> tuple[Lookalike, ...]:
    """Return the pairs of people whose names look alike, with the reasons why they are two.

    A pair is said once, in the order of the article. Two of whom nothing tells that they are two
    are not in it (see ``questions``).
    """
    home = {form: group for group in people.groups for form in group.forms}
    against = {frozenset((a, b)): _against(evidence) for a, b, evidence in people.doubts}
    found: list[Lookalike] = []
    told: set[frozenset[Group]] = set()
    for x, y in people.pairs:
        a, b = home[x], home[y]
        both = frozenset((a, b))
        if a is b or both in told or not compared(x.name, y.name).near:
            continue
        why = judge.apart(a, b)
        reasons = (why,) if why is not None else against.get(both, ())
        if reasons and reasons[0].weight < 0:
            told.add(both)
            found.append(
                Lookalike(kind=EntityKind.PERSON, names=(x.name, y.name), evidence=reasons)
            )
    return tuple(found)


def questions(people: People) -> Iterator[tuple[Group, Group, tuple[Evidence, ...]]]:
    """Yield the people who may be one person or two, where a careful editor would ask.

    That is where both have a full name, the names differ in spelling only, and what is known does
    not speak clearly against.
    """
    for a, b, evidence in people.doubts:
        full = all(any(split_name(f.name).is_full for f in g.forms) for g in (a, b))
        alike = any(compared(x.name, y.name).cost == 0 for x in a.forms for y in b.forms)
        if full and not alike and total(evidence) > DOUBTFUL and not _against(evidence):
            yield a, b, evidence


def _against(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple(e for e in evidence if e.weight < 0 and e.feature in _AGAINST)
