"""What became of a flag, as it follows from what people decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final

from pipeline.authority.decisions import Rulings
from pipeline.authority.keys import form_key
from pipeline.authority.knowledge import Decision, Verdict
from pipeline.authority.scopes import keys_of
from pipeline.records import EntityKind, FlagKind

#: what a person says of a flag that needs no decision about names; kept in the queue
FINE: Final = "fine"
#: flags about one name: whether it ought to be in a list or a picture
PRESENCE: Final = frozenset({FlagKind.NOT_IN_LIST, FlagKind.NOT_IN_PICTURE})


class State(StrEnum):
    """What became of a flag.

    ``OPEN``: to be decided. ``DECIDED``: it follows from decisions. ``FINE``: a person looked and
    let it be. ``CONFLICT``: decisions about its forms contradict each other.
    """

    OPEN = "open"
    DECIDED = "decided"
    FINE = "fine"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Asked:
    """What a flag asks: about which forms, in which article (empty: more than one).

    ``answered`` is what was said last of this very flag and still stands; empty: nothing.
    """

    kind: FlagKind
    entity: EntityKind
    forms: tuple[str, ...]
    scope: str
    answered: str = ""


@dataclass(frozen=True)
class Judge:
    """Tells the states of flags from the rulings on their forms."""

    rulings: Rulings
    _pairs: dict[tuple[EntityKind, str, str, str], Decision | None] = field(
        default_factory=dict, compare=False
    )

    def state(self, asked: Asked) -> tuple[State, str]:
        """Return the state of a flag and the verdict that it follows from (empty: none)."""
        if not self.rulings.decisions and not asked.answered:
            return State.OPEN, ""
        if asked.kind in PRESENCE:
            return self._presence(asked)
        if asked.answered == FINE:
            return State.FINE, FINE
        names = [form for form in asked.forms if not self._is_no_name(asked, form)]
        if len(names) < len(asked.forms) and len(names) < 2:
            return State.DECIDED, Verdict.NOT_A_NAME
        found = [self._ruling(asked, names[0], other) for other in names[1:]]
        if any(self._is_torn(asked, names[0], other) for other in names[1:]):
            return State.CONFLICT, ""
        said = {_verdict(decision) for decision in found if decision}
        if not found or None in found:
            return State.OPEN, ""
        order = (Verdict.DIFFERENT, Verdict.UNSURE, Verdict.CORRECTED, Verdict.SAME)
        return State.DECIDED, next(verdict for verdict in order if verdict in said)

    def _presence(self, asked: Asked) -> tuple[State, str]:
        """Return the state of a flag that is settled by a word on itself, or if it is no name.

        That a spelling was corrected elsewhere does not say who was in the picture.
        """
        if asked.answered:
            return (State.FINE if asked.answered == FINE else State.DECIDED), asked.answered
        if self._is_no_name(asked, asked.forms[0]):
            return State.DECIDED, Verdict.NOT_A_NAME
        return State.OPEN, ""

    def _is_no_name(self, asked: Asked, form: str) -> bool:
        return self.rulings.not_a_name(asked.entity, form, asked.scope) is not None

    def _ruling(self, asked: Asked, left: str, right: str) -> Decision | None:
        key = (asked.entity, form_key(left), form_key(right), asked.scope)
        if key not in self._pairs:
            self._pairs[key] = self.rulings.ruling(asked.entity, left, right, asked.scope)
        return self._pairs[key]

    def _is_torn(self, asked: Asked, left: str, right: str) -> bool:
        if self._ruling(asked, left, right):
            return False
        pair = {form_key(left), form_key(right)}
        torn = self._torn.get((asked.entity, asked.scope), ())
        everywhere = self._torn.get((asked.entity, ""), ())
        return any(pair <= forms for forms in (*torn, *everywhere))

    @cached_property
    def _torn(self) -> Mapping[tuple[EntityKind, str], list[frozenset[str]]]:
        """The forms about which decisions contradict each other."""
        found: dict[tuple[EntityKind, str], list[frozenset[str]]] = {}
        for conflict in self.rulings.conflicts:
            forms = frozenset(key for d in conflict.decisions for key in keys_of(d))
            found.setdefault((conflict.kind, conflict.article), []).append(forms)
        return found


def _verdict(decision: Decision) -> Verdict:
    """Return the verdict; what makes two forms one by giving the right one is a correction."""
    if decision.verdict is Verdict.SAME and decision.name:
        return Verdict.CORRECTED
    return decision.verdict
