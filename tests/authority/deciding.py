"""Decisions for tests, a minute apart in the order in which they are made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from pipeline.authority.decisions import Rulings
from pipeline.authority.knowledge import Decision, Verdict
from pipeline.records import EntityKind

START = datetime(2026, 11, 1, 12, tzinfo=UTC)
PERSON = EntityKind.PERSON


def decide(verdict: str, *forms: str, n: int, name: str = "", article: str = "") -> Decision:
    """Return the ``n``-th decision: its id is "d<n>" and it is made n minutes after the start."""
    return Decision(
        id=f"d{n}",
        verdict=Verdict(verdict),
        kind=PERSON,
        forms=forms,
        name=name,
        article=article,
        at=START + timedelta(minutes=n),
    )


def undo(decision: Decision, n: int) -> Decision:
    """Return the ``n``-th decision, which takes back another."""
    taken_back = decide("undone", n=n)
    return taken_back.model_copy(update={"undoes": decision.id})


def verdict(decisions: Sequence[Decision], a: str, b: str, article: str = "") -> str | None:
    """Return what follows for two forms of a person."""
    found = Rulings.of(decisions).ruling(PERSON, a, b, article)
    return found.verdict.value if found else None


def right(decisions: Sequence[Decision], form: str, article: str = "") -> str | None:
    """Return the right form of a person's name, as it follows."""
    found = Rulings.of(decisions).right_form(PERSON, form, article)
    return found.name if found else None
