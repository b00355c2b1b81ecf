"""How far a translation is, and where each segment came from: what a caller may follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.records import Maker
from pipeline.translation.engine import Engine, Hypothesis
from pipeline.translation.recall import Job

#: characters of one call of the engine: at least so many, and at most this part of all there is;
#: an engine makes its own batches of them, about 1000 characters each
_BATCH, _STEPS = 2_000, 50


@dataclass(frozen=True)
class Progress:
    """How far the translation of one article is.

    ``done`` of ``total`` segments have a translation; ``sent`` of ``to_send`` characters are
    through the engine. ``to_send`` grows when segments that failed a check go back.
    """

    target: str
    done: int
    total: int
    sent: int
    to_send: int


@dataclass(frozen=True)
class Made:
    """Where the translation of a segment came from, and which names had to be put back in it."""

    part: str
    start: int
    maker: Maker
    restored: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finished:
    """An article is translated: how each segment came about, in their order."""

    target: str
    made: tuple[Made, ...]


Followed = Progress | Finished


def ignore(_: Followed) -> None:
    """Follow nothing."""


@dataclass
class Asker:
    """The engine for one article, asked once for each different text, and followed.

    ``waiting`` are the texts that each new segment is made of; ``known`` is how many segments
    need nothing.
    """

    engine: Engine
    job: Job
    alternatives: int
    follow: Callable[[Followed], None] = ignore
    known: int = 0
    waiting: Sequence[Sequence[str]] = ()
    _answers: dict[str, tuple[Hypothesis, ...]] = field(default_factory=dict)
    _planned: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._planned.update(text for texts in self.waiting for text in texts)

    def __call__(self, texts: Sequence[str]) -> dict[str, tuple[Hypothesis, ...]]:
        """Return the translations of all texts asked for so far, each best first.

        Raises:
            ModelError: the engine cannot translate between these languages.
        """
        self._planned.update(texts)
        self._tell()
        for batch in batches([t for t in dict.fromkeys(texts) if t not in self._answers]):
            found = self.engine.translate(
                batch, self.job.source, self.job.target, alternatives=self.alternatives
            )
            self._answers |= zip(batch, found, strict=True)
            self._tell()
        return self._answers

    def _tell(self) -> None:
        done = sum(all(t in self._answers for t in texts) for texts in self.waiting)
        total = self.known + len(self.waiting)
        sent, to_send = sum(map(len, self._answers)), sum(map(len, self._planned))
        self.follow(Progress(self.job.target, self.known + done, total, sent, to_send))


def batches(texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield all texts in batches, each in the order given, the longest texts first.

    Texts of about one length are translated fastest together. How many characters a batch has
    depends on the texts alone, so that a translation that is followed is the same as one that is
    not.

    >>> [len(batch) for batch in batches(["a" * 100] * 30 + ["b" * 900])]
    [12, 19]
    """
    size = max(_BATCH, sum(map(len, texts)) // _STEPS)
    batch: list[int] = []
    held = 0
    for place in sorted(range(len(texts)), key=lambda place: -len(texts[place])):
        batch.append(place)
        held += len(texts[place])
        if held >= size:
            yield [texts[each] for each in sorted(batch)]
            batch, held = [], 0
    if batch:
        yield [texts[each] for each in sorted(batch)]
