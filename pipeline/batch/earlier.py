"""What earlier runs made and nothing has touched since: it is taken over and not made again."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.batch.asking import Changed, changes_between
from pipeline.batch.differences import differences
from pipeline.batch.folder import RunFolder
from pipeline.batch.plan import Plan, read_plan
from pipeline.batch.reading import Raw
from pipeline.batch.results import Head, Made, read_head, read_shard

_FILE = "earlier.npy"
_ROW = np.dtype([("key", "u8"), ("run", "i4"), ("shard", "i4"), ("row", "i4")])


@dataclass(frozen=True)
class Place:
    """Where an earlier result is: run, shard, and row in the shard."""

    run: int
    shard: int
    row: int


def usable_runs(plan: Plan, earlier: Iterable[RunFolder]) -> Iterator[RunFolder]:
    """Yield the runs whose results may be taken over: nothing that touches all is another."""
    for run in earlier:
        if not any(one.is_whole for one in differences(read_plan(run), plan)):
            yield run


def write_index(run: RunFolder, earlier: Sequence[RunFolder]) -> None:
    """Write down where the results of earlier runs are, so that any worker finds them.

    Raises:
        StoreError: a result cannot be read.
    """
    rows = [
        (_key(made.id, made.digest), old.number, shard, row)
        for old in earlier  # the latest first
        for shard in sorted(old.done())
        for row, made in enumerate(read_head(old.shard(shard)).articles)
        if made.outcome != "failed" and made.digest
    ]
    table = np.array(rows, dtype=_ROW)
    # stable: of the results of one article those of the latest run come first
    np.save(run.path / _FILE, table[np.argsort(table["key"], kind="stable")])


class Earlier:
    """The results of earlier runs that may be taken over, for one worker.

    Args:
        run: the run that is made now.
        earlier: the runs before it, the latest first.
    """

    def __init__(self, run: RunFolder, earlier: Sequence[RunFolder]) -> None:
        self._index: NDArray[np.void] | None = None
        self._runs: dict[int, RunFolder] = {}
        self._changed: dict[int, Changed] = {}
        self._heads: dict[tuple[int, int], Head] = {}
        self._lines: dict[tuple[int, int], list[bytes]] = {}
        file = run.path / _FILE
        if earlier and file.exists():
            self._index = np.load(file, mmap_mode="r")
            for old in earlier:
                self._runs[old.number] = old
                self._changed[old.number] = changes_between(old, run)

    def find(self, raw: Raw) -> Place | None:
        """Return where the result of an article is, if it may be taken over."""
        if self._index is None or not raw.digest:
            return None
        key = _key(raw.id, raw.digest)
        keys = self._index["key"]
        at = int(np.searchsorted(keys, np.uint64(key)))
        while at < len(keys) and int(keys[at]) == key:
            _, run, shard, row = self._index[at].tolist()
            place = Place(run, shard, row)
            if run in self._runs and self._is_good(raw, place):
                return place
            at += 1
        return None

    def made(self, place: Place) -> Made:
        """Return what an earlier result was made of."""
        return self._head(place).articles[place.row]

    def line(self, place: Place) -> bytes:
        """Return an earlier outcome as it is stored."""
        key = (place.run, place.shard)
        if key not in self._lines:
            self._make_room()
            self._lines[key] = list(read_shard(self._path(place))[1])
        return self._lines[key][place.row]

    def link(
        self, raws: Sequence[Raw], places: Sequence[Place | None], number: int, target: Path
    ) -> bool:
        """Let a shard that is as it was stand in the new run too; say whether that was so."""
        first = places[0] if places else None
        if first is None or first.shard != number:
            return False
        made = self._head(first).articles
        if list(places) != [Place(first.run, number, row) for row in range(len(made))]:
            return False
        if [(one.number, one.place, one.date) for one in made] != [
            (raw.number, raw.place, raw.date) for raw in raws
        ]:
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            try:
                os.link(self._path(first), target)
            except OSError:  # a file system without links
                beside = target.with_suffix(".partial")
                shutil.copyfile(self._path(first), beside)
                beside.replace(target)
        return True

    def _is_good(self, raw: Raw, place: Place) -> bool:
        made = self.made(place)
        if (made.id, made.digest) != (raw.id, raw.digest):
            return False
        changed = self._changed[place.run]
        if changed.why(made.id, made.names):
            return False
        return not changed.edits or not changed.why_line(self.line(place))

    def _head(self, place: Place) -> Head:
        key = (place.run, place.shard)
        if key not in self._heads:
            self._make_room()
            self._heads[key] = read_head(self._path(place))
        return self._heads[key]

    def _make_room(self) -> None:
        # an article is seldom far from where it was: a few shards at a time will do
        for held in (self._heads, self._lines):
            while len(held) > 4:
                held.pop(next(iter(held)))

    def _path(self, place: Place) -> Path:
        return self._runs[place.run].shard(place.shard)


def _key(article: str, digest: str) -> int:
    text = f"{article}\n{digest}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")
