"""The folder of a batch: what lies where.

    DIR/
      lock                      held by the process that works on the folder
      speed.jsonl               how long each shard took: no result, may be thrown away
      cache/                    sentences that were translated: may be thrown away
      runs/1/                   a run; the one with the highest number counts
        plan.json               what is to be done, and with what
        listing.jsonl           the files of the archive, where it is made of files
        names.db                the register and decisions as they were when the run was planned
        glossary.json           the glossary, likewise
        edits.jsonl             what people translated, likewise
        shards/000/000012.jsonl.zst   the results of shard 12; it stands: the shard is done
        failures/000/000012.jsonl     the articles of shard 12 that failed, and why

Everything is written beside its place and renamed, so that what stands is whole. A refresh is a
run of the next number; the runs before it are looked into, and go when it is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.errors import ConfigError

#: outputs are made in a folder of this name, and renamed out of it when they are whole
UNFINISHED: Final = ".outputs-"
_SHARD = re.compile(r"(\d{6,})\.jsonl(?:\.zst)?")
#: files of shards in one folder
_TOGETHER = 1000


@dataclass(frozen=True)
class RunFolder:
    """The folder of one run."""

    path: Path

    @property
    def number(self) -> int:
        """Which run it is, from 1."""
        return int(self.path.name)

    @property
    def plan(self) -> Path:
        """The file of the plan."""
        return self.path / "plan.json"

    @property
    def listing(self) -> Path:
        """The file that lists the files of the archive."""
        return self.path / "listing.jsonl"

    @property
    def names(self) -> Path:
        """The copy of the user's register; it is not there where the user has none."""
        return self.path / "names.db"

    @property
    def glossary(self) -> Path:
        """The terms to translate with; it is not there where there are none."""
        return self.path / "glossary.json"

    @property
    def edits(self) -> Path:
        """What people had translated; it is not there where there is nothing."""
        return self.path / "edits.jsonl"

    def shard(self, number: int) -> Path:
        """Return the file of the results of a shard."""
        return self._of_shard("shards", number, ".jsonl.zst")

    def failures(self, number: int) -> Path:
        """Return the file of the failures of a shard."""
        return self._of_shard("failures", number, ".jsonl")

    def done(self) -> frozenset[int]:
        """Return the numbers of the shards that are done."""
        return frozenset(_numbers(self.path / "shards"))

    def with_failures(self) -> list[int]:
        """Return the numbers of the shards that have failures, in order."""
        return sorted(_numbers(self.path / "failures"))

    def _of_shard(self, what: str, number: int, ending: str) -> Path:
        return self.path / what / f"{number // _TOGETHER:03}" / f"{number:06}{ending}"


def runs(folder: Path) -> list[RunFolder]:
    """Return the runs of the folder of a batch, the latest first."""
    found = [path for path in (folder / "runs").glob("*") if path.name.isdecimal()]
    return [RunFolder(path) for path in sorted(found, key=lambda path: -int(path.name))]


def current_run(folder: Path) -> RunFolder:
    """Return the run that counts.

    Raises:
        ConfigError: nothing was planned in this folder.
    """
    for run in runs(folder):
        return run
    raise ConfigError(
        f"{folder}: no batch was begun here",
        hint="begin one with: samsvar batch ARCHIVE --out DIR",
    )


def _numbers(folder: Path) -> Iterator[int]:
    for path in folder.glob("*/*"):
        match = _SHARD.fullmatch(path.name)
        if match:
            yield int(match.group(1))
