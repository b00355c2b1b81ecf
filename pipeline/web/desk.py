"""What the desk works with: where things are kept, and how they are opened."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Desk:
    """The files and folders of a desk.

    ``folder`` holds what belongs to the desk alone: jobs with their uploads and results
    (``jobs/``), the queue of flags (``queue.db``). ``names`` is the register with the decisions,
    ``memory`` the translation memory, ``glossary`` the user's glossary, ``models`` the models
    folder. ``batches`` are the folders of ``samsvar batch`` whose flags are reviewed here.
    """

    folder: Path
    names: Path
    memory: Path
    glossary: Path
    models: Path
    batches: tuple[Path, ...] = ()

    @property
    def queue(self) -> Path:
        """The queue of flags to review."""
        return self.folder / "queue.db"

    @property
    def jobs(self) -> Path:
        """The translation jobs."""
        return self.folder / "jobs"
