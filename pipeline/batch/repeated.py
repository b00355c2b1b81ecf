"""Ids that several articles of an archive share: all are kept, and here it is said which they are.

An article is known by its place in the archive, which no two share, so that nothing is lost where
an id stands twice. But who looks an article up by its id finds several, and a decision about "this
article" holds for all of them: that is for somebody to know.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from pipeline.batch.folder import RunFolder, current_run
from pipeline.batch.results import Made, Standing, read_head
from pipeline.records import Record

DONE: Final = "all are kept, each as an article of its own"
HINT: Final = (
    "to tell them apart by id, give each its own in the archive; then the same command with"
    " --refresh"
)


class Copy(Record):
    """One of the articles with an id: its number in the archive, from 0, its place for people."""

    number: int
    place: str
    outcome: Standing


class RepeatedId(Record):
    """An id that several articles have; ``is_same_text``: byte for byte the same article."""

    id: str
    articles: tuple[Copy, ...]
    is_same_text: bool
    done: str = DONE
    hint: str = HINT


class Ids:
    """The ids of an archive, counted in 8 bytes each."""

    def __init__(self) -> None:
        self._keys = array("Q")

    def note(self, article: str) -> None:
        """Take in the id of an article."""
        self._keys.append(_key(article))

    def repeated(self) -> frozenset[int]:
        """Return the keys of the ids that were noted more than once."""
        if not self._keys:
            return frozenset()
        keys, counts = np.unique(np.frombuffer(self._keys, np.uint64), return_counts=True)
        return frozenset(keys[counts > 1].tolist())


def repeated_ids(folder: Path) -> Iterator[RepeatedId]:
    """Yield the ids that several articles of a batch have, in the order of the archive.

    Reads the heads of all shards that are done, twice where there is something to tell.

    Raises:
        ConfigError: there is no batch in the folder.
        StoreError: a result cannot be read.
    """
    run = current_run(folder)
    ids = Ids()
    for made in made_in(run):
        ids.note(made.id)
    keys = ids.repeated()
    if not keys:
        return
    found: defaultdict[str, list[Made]] = defaultdict(list)
    for made in made_in(run):
        if _key(made.id) in keys:
            found[made.id].append(made)
    for article, several in found.items():
        if len(several) > 1:
            copies = (Copy(number=m.number, place=m.place, outcome=m.outcome) for m in several)
            alike = len({m.digest for m in several}) == 1 and bool(several[0].digest)
            yield RepeatedId(id=article, articles=tuple(copies), is_same_text=alike)


def made_in(run: RunFolder) -> Iterator[Made]:
    """Yield what the shards that are done say of their articles, in the order of the archive.

    Raises:
        StoreError: a result cannot be read.
    """
    for number in sorted(run.done()):
        yield from read_head(run.shard(number)).articles


def _key(article: str) -> int:
    data = article.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little")
