"""What a run may ask of the register and of earlier decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Protocol

from pydantic import Field

from pipeline.authority.entries import Entry
from pipeline.records import EntityKind, Evidence, Record


class Verdict(StrEnum):
    """What a person decided about one or two written forms."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    CORRECTED = "corrected"
    NOT_A_NAME = "not_a_name"
    UNDONE = "undone"


class Decision(Record):
    """What somebody decided, when and why; never changed, only undone by another decision.

    ``forms`` are the written forms it is about: two for ``same``, ``different`` and ``unsure``,
    one for ``corrected`` and ``not_a_name``, none for ``undone``. ``name`` is the right form
    where one was chosen (``same``, ``corrected``). ``article`` limits it to one article, empty is
    everywhere. ``undoes`` is the id of the decision that an ``undone`` takes back. ``flag`` and
    ``evidence`` keep what the person was shown.
    """

    id: Annotated[str, Field(min_length=1)]
    verdict: Verdict
    kind: EntityKind
    forms: tuple[str, ...] = ()
    name: str = ""
    article: str = ""
    flag: str = ""
    by: str = ""
    at: datetime
    reason: str = ""
    undoes: str = ""
    evidence: tuple[Evidence, ...] = ()


class Knowledge(Protocol):
    """What is known before an article is read. Letter case and white space do not matter."""

    @property
    def revision(self) -> str:
        """A digest of everything that it knows; empty where it knows nothing."""

    def entries(self, name: str, kind: EntityKind) -> tuple[Entry, ...]:
        """Return the entries that have ``name`` as canonical form or alias, canonical first."""

    def ruling(self, kind: EntityKind, a: str, b: str, article: str) -> Decision | None:
        """Return the decision that says whether two forms are one's, direct or by transitivity.

        Its verdict is ``same``, ``different`` or ``unsure``; a decision for the article outranks
        one for everywhere. ``None`` where nobody decided or decisions contradict each other.
        """

    def right_form(self, kind: EntityKind, name: str, article: str) -> Decision | None:
        """Return the decision that gives the right form of ``name`` (its ``name``), if any."""

    def not_a_name(self, kind: EntityKind, name: str, article: str) -> Decision | None:
        """Return the decision that ``name`` is no name, if any."""


@dataclass(frozen=True)
class Nothing:
    """The knowledge of an empty register without decisions."""

    revision: str = ""

    def entries(self, name: str, kind: EntityKind) -> tuple[Entry, ...]:
        """Return no entries."""
        return ()

    def ruling(self, kind: EntityKind, a: str, b: str, article: str) -> Decision | None:
        """Return no decision."""
        return None

    def right_form(self, kind: EntityKind, name: str, article: str) -> Decision | None:
        """Return no decision."""
        return None

    def not_a_name(self, kind: EntityKind, name: str, article: str) -> Decision | None:
        """Return no decision."""
        return None


NOTHING = Nothing()
