"""What a job is: who asks for what, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, Literal

from pipeline.records import FailedArticle, ProcessedArticle, Record, SkippedArticle

#: what the pipeline made of a job
Outcome = ProcessedArticle | SkippedArticle | FailedArticle


class State(StrEnum):
    """How far a job is. ``SKIPPED``: the text is not Norwegian. ``DAMAGED``: nobody can tell."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"
    CANCELLED = "cancelled"
    DAMAGED = "damaged"


#: states that change without anybody at the desk
MOVING: Final = frozenset({State.WAITING, State.RUNNING})


class Job(Record):
    """A text or file to translate.

    ``name`` is what people call it (of a file: its name, which is only ever shown), ``source`` its
    language where somebody said it ("nb", "nn"), ``targets`` the languages wanted. ``pasted``: it
    came as text and not as a file. ``by`` brought it; ``has_outcome``: there is something to show,
    also while it is made again.
    """

    id: str
    name: str
    created: datetime
    targets: tuple[str, ...]
    source: Literal["", "nb", "nn"] = ""
    pasted: bool = False
    by: str = ""
    state: State = State.WAITING
    has_outcome: bool = False

    @property
    def is_moving(self) -> bool:
        """Whether it waits or is being made."""
        return self.state in MOVING

    @property
    def stem(self) -> str:
        """The name without the ending of a file."""
        return self.name if self.pasted else (Path(self.name).stem or self.name)


@dataclass(frozen=True)
class Wish:
    """What somebody asks for: the bytes of a text or file, its name, and the languages."""

    data: bytes
    name: str
    targets: tuple[str, ...]
    source: Literal["", "nb", "nn"] = ""
    pasted: bool = False
