"""What follows from the decisions of people: same, different, right form, no name.

The answers depend on the set of decisions alone, not on the order in which they are given: time
and id order them. See docs/decisions/0008-register-and-decisions.md.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pipeline.authority.islands import Conflict, View
from pipeline.authority.keys import fault_of, form_key
from pipeline.authority.knowledge import Decision, Verdict
from pipeline.authority.scopes import Scope, in_order, make_scope
from pipeline.records import EntityKind

#: how many written forms a verdict is about
FORMS: Final[Mapping[Verdict, int]] = {
    Verdict.SAME: 2,
    Verdict.DIFFERENT: 2,
    Verdict.UNSURE: 2,
    Verdict.CORRECTED: 1,
    Verdict.NOT_A_NAME: 1,
    Verdict.UNDONE: 0,
}


@dataclass(frozen=True)
class Rulings:
    """The answers to be had from a set of decisions.

    A decision on a pair of forms outranks an earlier one on the same pair, one for the article
    outranks one for everywhere, and what somebody said of a pair outranks what follows from other
    pairs. ``same`` and ``corrected`` are transitive; a ``different`` inside what they join is a
    conflict, and about what makes a conflict nothing is answered.
    """

    decisions: tuple[Decision, ...] = ()
    _views: dict[tuple[EntityKind, str], View] = field(default_factory=dict, compare=False)
    _scopes: dict[tuple[EntityKind, str], Scope] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> Rulings:
        """Return the rulings of decisions, given in any order; the same id twice counts once."""
        ordered = in_order({decision.id: decision for decision in decisions}.values())
        by_scope: dict[tuple[EntityKind, str], list[Decision]] = defaultdict(list)
        for decision in standing(ordered):
            by_scope[decision.kind, decision.article].append(decision)
        scopes = {scope: make_scope(group) for scope, group in by_scope.items()}
        return cls(decisions=ordered, _scopes=scopes)

    def ruling(self, kind: EntityKind, a: str, b: str, article: str) -> Decision | None:
        """Return the decision that says whether two forms are one's.

        Its verdict is ``same``, ``different`` or ``unsure``. By transitivity several decisions
        make the answer: it is the ``different`` among them, else the latest (see ``grounds``).
        """
        grounds = self.grounds(kind, a, b, article)
        if not grounds:
            return None
        apart = [decision for decision in grounds if decision.verdict is Verdict.DIFFERENT]
        deciding = (apart or grounds)[-1]
        if deciding.verdict is Verdict.CORRECTED:
            pair = (deciding.forms[0], deciding.name)
            return deciding.model_copy(update={"verdict": Verdict.SAME, "forms": pair})
        return deciding

    def grounds(self, kind: EntityKind, a: str, b: str, article: str) -> tuple[Decision, ...]:
        """Return the decisions from which the ruling on two forms follows, earliest first."""
        return in_order(self._view(kind, article).grounds(form_key(a), form_key(b)))

    def right_form(self, kind: EntityKind, name: str, article: str) -> Decision | None:
        """Return the decision that gives the right form of ``name``: the latest for what is same.

        One for the article outranks one for everywhere.
        """
        return self._view(kind, article).right_form(form_key(name))

    def not_a_name(self, kind: EntityKind, name: str, article: str) -> Decision | None:
        """Return the decision that ``name`` is no name, unless it was corrected later."""
        decision = self._view(kind, article).slot(form_key(name))
        return decision if decision and decision.verdict is Verdict.NOT_A_NAME else None

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Every ``different`` between forms that other decisions join, in a fixed order."""
        found = {
            conflict
            for kind, article in self._scopes
            for conflict in self._view(kind, article).conflicts(article)
        }
        return tuple(sorted(found, key=lambda c: (c.kind, c.article, c.decisions[0].id, c.forms)))

    def _view(self, kind: EntityKind, article: str) -> View:
        own = self._scopes.get((kind, article)) if article else None
        key = (kind, article if own else "")
        if key not in self._views:
            self._views[key] = View(self._scopes.get((kind, "")) or make_scope(()), own)
        return self._views[key]


def standing(decisions: Iterable[Decision]) -> Iterator[Decision]:
    """Yield the decisions that are not taken back, without the taking back itself.

    What takes back can be taken back; decisions that take back each other in a circle do not stand.
    """
    given = tuple(decisions)
    waiting: dict[str, int] = defaultdict(int)
    for decision in given:
        if decision.verdict is Verdict.UNDONE:
            waiting[decision.undoes] += 1
    by_id = {decision.id: decision for decision in given}
    stands: dict[str, bool] = {}
    taken_back: set[str] = set()
    ready = [decision for decision in given if not waiting[decision.id]]
    while ready:
        decision = ready.pop()
        stands[decision.id] = decision.id not in taken_back
        if decision.verdict is not Verdict.UNDONE:
            continue
        if stands[decision.id]:
            taken_back.add(decision.undoes)
        waiting[decision.undoes] -= 1
        if not waiting[decision.undoes] and decision.undoes in by_id:
            ready.append(by_id[decision.undoes])
    for decision in given:
        if decision.verdict is not Verdict.UNDONE and stands.get(decision.id):
            yield decision


def with_id(decision: Decision) -> Decision:
    """Return the decision with an id made of its contents: the same decision, the same id."""
    body = decision.model_dump(mode="json", exclude={"id"})
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    return decision.model_copy(update={"id": digest[:12]})


def problem_of(decision: Decision) -> str:
    """Return why a decision cannot be kept, in words; empty where it can.

    >>> at = "2026-11-01T12:00:00Z"
    >>> problem_of(Decision(id="a", verdict="same", kind="person", forms=("Kari",), at=at))
    'same is about 2 forms, 1 given'
    """
    wanted = FORMS[decision.verdict]
    if len(decision.forms) != wanted:
        return f"{decision.verdict} is about {wanted} forms, {len(decision.forms)} given"
    for form in (*decision.forms, *([decision.name] if decision.name else [])):
        fault = fault_of(form)
        if fault:
            return fault
    if wanted == 2 and form_key(decision.forms[0]) == form_key(decision.forms[1]):
        return f"{decision.forms[0]!r} and {decision.forms[1]!r} are one form but for letter case"
    if decision.verdict is Verdict.CORRECTED and not decision.name:
        return "corrected wants the right form as its name"
    if (decision.verdict is Verdict.UNDONE) != bool(decision.undoes):
        return "undone wants the id of the decision that it takes back, and nothing else has one"
    if decision.name and decision.verdict not in (Verdict.SAME, Verdict.CORRECTED):
        return f"{decision.verdict} takes no right form"
    return ""
