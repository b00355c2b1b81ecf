"""Forms that decisions join, and what is left of that where decisions contradict each other.

A ``different`` inside what ``same`` joins makes a circle of decisions that cannot all be right.
The decisions of the circle with the lowest rank (for everywhere, if any is) are doubted: nothing
is answered from them. Circles are taken until no ``different`` lies inside what is left joined, so
that nobody who follows the answers joins what somebody told apart.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.authority.knowledge import Decision, Verdict
from pipeline.authority.scopes import Scope, in_order, keys_of, rank
from pipeline.records import EntityKind

Pair = frozenset[str]
_JOINS = (Verdict.SAME, Verdict.CORRECTED)


@dataclass(frozen=True)
class Conflict:
    """Two forms that one decision tells apart and others join; all the decisions that make it."""

    kind: EntityKind
    article: str
    forms: tuple[str, ...]
    decisions: tuple[Decision, ...]


@dataclass
class Island:
    """Forms that are joined. ``parts`` has for each form what is joined still to it.

    ``joins`` are the pairs that decisions join, ``doubted`` those on which nothing is answered,
    ``overruled`` the pairs that are told apart by what something of higher rank joins.
    """

    forms: frozenset[str]
    joins: dict[Pair, Decision]
    doubted: set[Pair] = field(default_factory=set)
    overruled: set[Pair] = field(default_factory=set)
    conflicts: list[Conflict] = field(default_factory=list)
    parts: dict[str, frozenset[str]] = field(default_factory=dict)
    neighbours: dict[str, list[str]] = field(default_factory=dict)

    def path(self, start: str, end: str) -> tuple[Pair, ...]:
        """Return the fewest pairs that join two forms; none where nothing does."""
        return _shortest(self.neighbours, start, end)

    def look_around(self) -> None:
        """Work out the forms joined directly to each form, without what is doubted."""
        self.neighbours = {form: [] for form in sorted(self.forms)}
        for pair in sorted(map(sorted, self.joins.keys() - self.doubted)):
            self.neighbours[pair[0]].append(pair[1])
            self.neighbours[pair[1]].append(pair[0])

    def part_up(self) -> None:
        """Work out what is joined still to each form."""
        for form in self.neighbours:
            if form not in self.parts:
                reached, waiting = {form}, [form]
                while waiting:
                    new = set(self.neighbours[waiting.pop()]) - reached
                    reached |= new
                    waiting += new
                self.parts.update(dict.fromkeys(reached, frozenset(reached)))


class View:
    """The decisions for one kind as an article sees them: its own over those for everywhere."""

    def __init__(self, general: Scope, own: Scope | None) -> None:
        self._scopes = (own, general) if own else (general,)
        self._islands: dict[str, Island] = {}

    def slot(self, form: str) -> Decision | None:
        """Return the last decision about a form alone: corrected, or no name."""
        return next((s.slots[form] for s in self._scopes if form in s.slots), None)

    def direct(self, left: str, right: str) -> Decision | None:
        """Return the decision on a pair of forms that outranks the others on it."""
        for scope in self._scopes:
            for decision in reversed(scope.links.get(left, {}).get(right, ())):
                if not self._is_replaced(decision):
                    return decision
        return None

    def grounds(self, left: str, right: str) -> tuple[Decision, ...]:
        """Return the decisions from which it follows whether two forms are one's."""
        if left == right or not (self._is_known(left) and self._is_known(right)):
            return ()
        pair, island = frozenset((left, right)), self.island(left)
        direct = self.direct(left, right)
        if direct and pair not in island.overruled:
            return () if pair in island.doubted else (direct,)
        if right not in island.forms:
            return self._apart(left, right)
        return _each_once(island.joins[p] for p in island.path(left, right))

    def right_form(self, form: str) -> Decision | None:
        """Return the decision that gives the right form of what ``form`` is one with."""
        if not self._is_known(form):
            return None
        part = self.island(form).parts[form]
        for scope in self._scopes:
            found = [
                decision
                for other in part
                for decision in scope.named.get(other, ())
                if not self._is_replaced(decision) and part.issuperset(keys_of(decision))
            ]
            if found:
                return max(found, key=rank)
        return None

    def conflicts(self, article: str) -> Iterator[Conflict]:
        """Yield the conflicts that a decision of this article (or for everywhere) has part in."""
        for form in sorted(self._scopes[0].links):
            for conflict in self.island(form).conflicts:
                if any(decision.article == article for decision in conflict.decisions):
                    yield Conflict(conflict.kind, article, conflict.forms, conflict.decisions)

    def island(self, form: str) -> Island:
        """Return everything that is joined to ``form``, worked out once."""
        if form not in self._islands:
            island = self._joined(form)
            island.look_around()
            self._doubt(island)
            island.part_up()
            self._islands.update(dict.fromkeys(island.forms, island))
        return self._islands[form]

    def _is_known(self, form: str) -> bool:
        return any(form in s.links or form in s.named for s in self._scopes)

    def _is_replaced(self, decision: Decision) -> bool:
        """Return whether a correction gave way to another word on the same form alone."""
        if decision.verdict is not Verdict.CORRECTED:
            return False
        slot = self.slot(keys_of(decision)[0])
        return slot is not None and slot.id != decision.id

    def _others(self, form: str) -> list[tuple[str, Decision]]:
        """Return the forms of which something was said together with ``form``, and what."""
        others = sorted({other for s in self._scopes for other in s.links.get(form, ())})
        said = ((other, self.direct(form, other)) for other in others)
        return [(other, decision) for other, decision in said if decision]

    def _joined(self, start: str) -> Island:
        forms, joins, waiting = {start}, {}, [start]
        while waiting:
            form = waiting.pop()
            for other, decision in self._others(form):
                if decision.verdict in _JOINS:
                    joins[frozenset((form, other))] = decision
                    if other not in forms:
                        forms.add(other)
                        waiting.append(other)
        return Island(forms=frozenset(forms), joins=joins)

    def _doubt(self, island: Island) -> None:
        """Break the circles of an island that hold a ``different``, the article's own first."""
        apart = {
            frozenset((form, other)): decision
            for form in island.forms
            for other, decision in self._others(form)
            if other in island.forms and decision.verdict is Verdict.DIFFERENT
        }
        for pair in sorted(apart, key=lambda p: (not apart[p].article, sorted(p))):
            _break_circles(island, pair, apart[pair])

    def _apart(self, left: str, right: str) -> tuple[Decision, ...]:
        """Return the decisions that tell apart what two forms of two islands are one with."""
        here, there = self.island(left), self.island(right)
        theirs = there.parts[right]
        found = [
            (form, other, decision)
            for form in here.parts[left]
            for other, decision in self._others(form)
            if other in theirs and decision.verdict is Verdict.DIFFERENT
        ]
        if not found:
            return ()
        form, other, last = max(found, key=lambda f: (rank(f[2]), f[0], f[1]))
        ways = [here.joins[p] for p in here.path(left, form)]
        ways += [there.joins[p] for p in there.path(right, other)]
        return _each_once((*ways, last))


def _each_once(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    return tuple({decision.id: decision for decision in decisions}.values())


def _break_circles(island: Island, pair: Pair, apart: Decision) -> None:
    """Doubt what has to be doubted for ``apart`` to be no contradiction any more."""
    start, end = sorted(pair)
    circle: dict[str, Decision] = {}
    while path := island.path(start, end):
        own = all(d.article for d in (apart, *(island.joins[p] for p in path)))
        weak = [p for p in path if bool(island.joins[p].article) == own]
        if not weak:  # decisions of the article alone join them: they outrank it
            island.overruled.add(pair)
            break
        if bool(apart.article) == own:
            island.doubted.add(pair)
            circle[apart.id] = apart
            circle.update((island.joins[p].id, island.joins[p]) for p in path)
        island.doubted.update(weak)
        island.look_around()
    if circle:
        island.conflicts.append(Conflict(apart.kind, "", apart.forms, in_order(circle.values())))


def _shortest(neighbours: Mapping[str, list[str]], start: str, end: str) -> tuple[Pair, ...]:
    came_from = {start: start}
    waiting = deque([start])
    while waiting and end not in came_from:
        form = waiting.popleft()
        for other in neighbours[form]:
            if other not in came_from:
                came_from[other] = form
                waiting.append(other)
    pairs = []
    while end in came_from and end != start:
        pairs.append(frozenset((end, came_from[end])))
        end = came_from[end]
    return tuple(reversed(pairs))
