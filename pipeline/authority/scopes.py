"""The standing decisions of one kind for one article (or for everywhere), ready to be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pipeline.authority.keys import form_key
from pipeline.authority.knowledge import Decision, Verdict

_ONE_FORM = (Verdict.CORRECTED, Verdict.NOT_A_NAME)


@dataclass(frozen=True)
class Scope:
    """Decisions by the forms that they are about, each list from the earliest to the latest.

    ``links`` holds what was said of pairs, ``slots`` the last that was said of a form alone,
    ``named`` the decisions that give a right form, under each form that they are about.
    """

    links: dict[str, dict[str, list[Decision]]] = field(default_factory=dict)
    slots: dict[str, Decision] = field(default_factory=dict)
    named: dict[str, list[Decision]] = field(default_factory=dict)


def make_scope(decisions: Iterable[Decision]) -> Scope:
    """Return the scope of standing decisions that are given from the earliest to the latest."""
    scope = Scope()
    for decision in decisions:
        if decision.verdict in _ONE_FORM:
            scope.slots[form_key(decision.forms[0])] = decision
        keys = keys_of(decision)
        for place, left in enumerate(keys):
            for right in keys[place + 1 :]:
                scope.links.setdefault(left, {}).setdefault(right, []).append(decision)
                scope.links.setdefault(right, {}).setdefault(left, []).append(decision)
        if decision.name:
            for key in keys:
                scope.named.setdefault(key, []).append(decision)
    return scope


def keys_of(decision: Decision) -> tuple[str, ...]:
    """Return the lookup keys of the forms of a decision and of its right form, each once."""
    names = (*decision.forms, *([decision.name] if decision.name else []))
    return tuple(dict.fromkeys(form_key(name) for name in names))


def moment(decision: Decision) -> datetime:
    """Return when it was decided; a time without a zone is taken as UTC."""
    at = decision.at
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def rank(decision: Decision) -> tuple[datetime, str]:
    """Return what orders decisions: the time, and the id where the time does not settle it."""
    return moment(decision), decision.id


def in_order(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return decisions from the earliest to the latest."""
    return tuple(sorted(decisions, key=rank))
