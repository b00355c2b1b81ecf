"""Whether two written names are one person's: the evidence, weighed the same everywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.authority.entries import Entry
from pipeline.authority.knowledge import Verdict
from pipeline.records import Evidence
from pipeline.stages.affiliations import Organisations, affiliation_evidence
from pipeline.stages.evidence import reason, total
from pipeline.stages.forms import Form
from pipeline.stages.makers import maker_evidence
from pipeline.stages.roles import kin_evidence, role_evidence
from pipeline.stages.steering import Steering
from pipeline.text import tables
from pipeline.text.compare import NameComparison, compare_names
from pipeline.text.distance import distance
from pipeline.text.rarity import usual_rarity
from pipeline.text.same_person import THRESHOLD, same_person
from pipeline.text.short_forms import is_variant

#: how far two ways to spell one given name are apart at most: "Torbjørn", "Thorbjørn"
SPELT = 0.45
#: between two initials that are written together
_JOINED = re.compile(r"(?<=\b\w)\.(?=\w\.)")
#: the forms of one person with the forms that they were joined to, and why
Link = tuple[Form, Form, tuple[Evidence, ...]]


@lru_cache(maxsize=65536)
def compared(left: str, right: str) -> NameComparison:
    """Return the comparison of two names, made once; "O.J. Lie" is compared as "O. J. Lie"."""
    names = _JOINED.sub(". ", left), _JOINED.sub(". ", right)
    return compare_names(*names, usual_rarity())


@dataclass(eq=False)
class Group:
    """The forms of one person; ``links`` says for pairs of differing forms why they are joined."""

    forms: list[Form]
    links: list[Link] = field(default_factory=list)

    @property
    def pictures(self) -> set[str]:
        """The captions that show the person."""
        return {part for form in self.forms for part in form.pictures}

    @property
    def parts(self) -> set[str]:
        """The parts of the article that name the person."""
        return {m.span.part for form in self.forms for m in form.mentions}

    @property
    def lists(self) -> set[int]:
        """The lists that name the person."""
        return {number for form in self.forms for number in form.lists}


@dataclass(frozen=True)
class Judge:
    """Weighs the evidence; holds what the article and the register say beforehand.

    ``together`` are the pairs of forms that running text names side by side.
    """

    organisations: Organisations
    steering: Steering
    together: frozenset[frozenset[Form]] = frozenset()

    def verdict(self, a: Group, b: Group) -> Verdict | None:
        """Return what was decided about two groups; ``different`` outranks the others."""
        if self.steering.is_empty:
            return None
        found = {self.steering.verdict(x, y) for x in a.forms for y in b.forms}
        order = (Verdict.DIFFERENT, Verdict.SAME, Verdict.UNSURE)
        return next((verdict for verdict in order if verdict in found), None)

    def apart(self, a: Group, b: Group) -> Evidence | None:
        """Return why two groups cannot be one person, ``None`` where they can."""
        x, y = a.forms[0], b.forms[0]
        verdict = self.verdict(a, b)
        if verdict is Verdict.DIFFERENT:
            return reason("decided_different", x.name, y.name)
        if verdict is Verdict.SAME:
            return None
        if verdict is Verdict.UNSURE:
            return reason("decided_unsure", x.name, y.name)
        if a.pictures & b.pictures:
            return reason("in_one_picture", x.name, y.name)
        if a.lists & b.lists:
            return reason("on_one_list", x.name, y.name)
        if any(frozenset((p, q)) in self.together for p in a.forms for q in b.forms):
            return reason("side_by_side", x.name, y.name)
        # each has its like already
        if a.pictures and a.lists and b.pictures and b.lists:
            return reason("both_settled", x.name, y.name)
        return None

    def same_person(
        self, a: Group, b: Group, *, together: bool = True
    ) -> tuple[Evidence, ...] | None:
        """Return the evidence that two groups are one person, ``None`` if their names exclude it.

        Args:
            a: a group.
            b: another.
            together: whether they are compared as the two sides of one event, picture and list.
        """
        best: tuple[Evidence, ...] | None = None
        for x in a.forms:
            for y in b.forms:
                found = self._pair(x, y)
                if found and together and x.pictures and y.lists:
                    found = (*found, reason("same_event"))
                if found and (best is None or total(found) > total(best)):
                    best = found
        return best

    def _pair(self, x: Form, y: Form) -> tuple[Evidence, ...] | None:
        known = self.steering.pair(x, y)
        names = compared(x.name, y.name)
        joined = known is not None and known.weight > 0
        if not names.near and not joined and not self._is_slip_of_mind(x, y):
            return None
        said = (
            known,
            affiliation_evidence(x.affiliations, y.affiliations, self.organisations),
            self._registered(x, y),
            role_evidence(x.roles, y.roles),
            kin_evidence(x.roles, y.roles),
            _age_evidence(x, y),
            maker_evidence(x, y),
            _two_given_names(x, y),
            None if names.near or joined else reason("another_given_name", x.name, y.name),
        )
        return (reason("prior"), *names.evidence, *(e for e in said if e is not None))

    def last_two(self, a: Group, b: Group) -> tuple[Evidence, ...] | None:
        """Return the evidence that the last one of a picture is the last one of its list.

        ``None`` unless one given name may have been written for the other, or both names may be
        one from abroad in two systems: "Yevhen Tkachenko", "Jevhen Tkatsjenko". Where the
        register has two people they stay two.
        """
        if self.steering.keeps_apart(a.forms, b.forms):
            return None
        for x in a.forms:
            for y in b.forms:
                if _may_be_meant(x, y):
                    other = reason("another_given_name", x.name, y.name)
                    names = compared(x.name, y.name).evidence
                    return (reason("prior"), *names, other, reason("last_left"))
                alike = len(x.name.split()) == len(y.name.split()) > 1
                if alike and same_person(x.name, y.name) >= THRESHOLD:
                    other = reason("two_systems", x.name, y.name)
                    return (reason("prior"), other, reason("last_left"))
        return None

    def _is_slip_of_mind(self, x: Form, y: Form) -> bool:
        """Return whether one given name may have been written for another at one organisation."""
        said = affiliation_evidence(x.affiliations, y.affiliations, self.organisations)
        return said is not None and said.weight > 0 and _may_be_meant(x, y)

    def _registered(self, x: Form, y: Form) -> Evidence | None:
        """Return what the register says of where one belongs, held against the other's words."""
        for entry, said in ((x.entry, y.affiliations), (y.entry, x.affiliations)):
            organisations = _affiliations(entry)
            found = affiliation_evidence(organisations, said, self.organisations)
            if entry is not None and found is not None and found.weight > 0:
                return reason("register_affiliation", found.left, found.right, name=entry.name)
        return None


def _may_be_meant(x: Form, y: Form) -> bool:
    """Return whether one given name may have been written for another: "Berit", "Bente".

    One must be in the picture, the other on the list, with the same surname and given names of one
    sex that begin alike.
    """
    sides = (x.pictures and y.lists) or (x.lists and y.pictures)
    a, b = x.name.split(), y.name.split()
    if not sides or len(a) != len(b) or len(a) < 2 or a[1:] != b[1:] or a[0][:1] != b[0][:1]:
        return False
    sexes = [tables.given_names().get(word.casefold(), "") for word in (a[0], b[0])]
    return bool(sexes[0]) and sexes[0] == sexes[1]


def _age_evidence(x: Form, y: Form) -> Evidence | None:
    """Return what the ages of two say; a birthday may lie between them."""
    if not x.ages or not y.ages:
        return None
    a, b = min(((a, b) for a in x.ages for b in y.ages), key=lambda ages: abs(ages[0] - ages[1]))
    return reason("same_age" if abs(a - b) <= 1 else "other_age", str(a), str(b))


def _two_given_names(x: Form, y: Form) -> Evidence | None:
    """Return what it says that both have a given name of its own: "Marit", "Margit".

    Nothing where they are the two sides of one event: there a slip of the mind is likelier.
    """
    sides = (x.pictures and y.lists) or (x.lists and y.pictures)
    a, b = x.name.split()[0], y.name.split()[0]
    known = tables.given_names()
    if sides or a.casefold() not in known or b.casefold() not in known:
        return None
    one = is_variant(a, b) or distance(a, b).cost <= SPELT
    return None if one else reason("two_given_names", a, b)


def _affiliations(entry: Entry | None) -> Sequence[str]:
    return [a.organisation for a in entry.affiliations] if entry is not None else ()


def merge(home: dict[Form, Group], a: Group, b: Group, evidence: tuple[Evidence, ...]) -> None:
    """Put the forms of ``b`` into ``a`` for the reason given; ``home`` has the group of a form."""
    pair = max(
        ((x, y) for x in a.forms for y in b.forms),
        key=lambda xy: compared(xy[0].name, xy[1].name).weight,
    )
    a.links += [*b.links, (*pair, evidence)]
    a.forms += b.forms
    home.update(dict.fromkeys(b.forms, a))


def neighbours(seats: Mapping[tuple[str | int, int], Group], a: Group, b: Group) -> Evidence | None:
    """Return what the order of caption and list says of two groups: who stands beside them.

    Args:
        seats: who stands where, by event and place.
        a: somebody in pictures.
        b: somebody on lists.
    """
    beside = 0
    for picture, i in {(p, n) for form in a.forms for p, n in form.pictures.items()}:
        for number, j in {(p, n) for form in b.forms for p, n in form.lists.items()}:
            shared = [
                step
                for step in (-1, 1)
                if (there := seats.get((picture, i + step))) is not None
                and there is seats.get((number, j + step))
            ]
            beside = max(beside, len(shared))
    if not beside:
        return None
    return reason("between" if beside == 2 else "beside")
