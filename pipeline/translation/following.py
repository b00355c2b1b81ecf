"""How far a translation is, and where each segment came from: what a caller may follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.records import Maker
from pipeline.translation.engine import Engine, Hypothesis
from pipeline.translation.recall import Job

#: characters of one call of the engine: at least so many, and at most this part of all there is;
#: an engine makes its own batches of them
_BATCH, _STEPS = 4_000, 50


@dataclass(frozen=True)
class Progress:
    """How far the translation of the articles in hand is.

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
    article: str = ""


Followed = Progress | Finished


def ignore(_: Followed) -> None:
    """Follow nothing."""


@dataclass
class Asker:
    """The engine for some articles, asked once for each different text, and followed.

    ``waiting`` are the texts that each new segment is made of; ``known`` is how many segments
    have a translation.
    """

    engine: Engine
    job: Job
    alternatives: int
    follow: Callable[[Followed], None] = ignore
    known: int = 0
    waiting: Sequence[Sequence[str]] = ()
    _answers: dict[tuple[str, int], dict[str, tuple[Hypothesis, ...]]] = field(default_factory=dict)
    _planned: set[str] = field(default_factory=set)
    _through: set[str] = field(default_factory=set)
    _waiting_for: dict[str, list[int]] = field(default_factory=dict)
    _missing: list[int] = field(default_factory=list)
    _sizes: tuple[int, int] = (0, 0)
    _total: int = 0

    def __post_init__(self) -> None:
        for number, texts in enumerate(self.waiting):
            self._missing.append(len(set(texts)))
            for text in set(texts):
                self._waiting_for.setdefault(text, []).append(number)
        self._plan(self._waiting_for)
        self._total = self.known + len(self.waiting)
        self.known += self._missing.count(0)

    def __call__(
        self, texts: Sequence[str], source: str = "", *, alternatives: int = 0
    ) -> Mapping[str, tuple[Hypothesis, ...]]:
        """Return the translations of all texts asked for so far, each best first.

        Args:
            texts: what to translate.
            source: their language, where it is not that of the job.
            alternatives: how many of each, where it is not as many as of all others.

        Raises:
            ModelError: the engine cannot translate between these languages.
        """
        source = source or self.job.source
        alternatives = alternatives or self.alternatives
        answers = self._answers.setdefault((source, alternatives), {})
        self._plan(texts)
        self._tell()
        for batch in batches([t for t in dict.fromkeys(texts) if t not in answers]):
            found = self.engine.translate(batch, source, self.job.target, alternatives=alternatives)
            answers |= zip(batch, found, strict=True)
            self._done(batch)
            self._tell()
        return answers

    def forget(self) -> None:
        """Forget the translations so far: a very long article has more than fit in memory."""
        self._answers.clear()

    def _plan(self, texts: Iterable[str]) -> None:
        new = set(texts) - self._planned
        self._planned |= new
        self._sizes = self._sizes[0], self._sizes[1] + sum(map(len, new))

    def _done(self, texts: Sequence[str]) -> None:
        new = set(texts) - self._through
        self._through |= new
        self._sizes = self._sizes[0] + sum(map(len, new)), self._sizes[1]
        for text in new:
            for number in self._waiting_for.get(text, ()):
                self._missing[number] -= 1
                self.known += not self._missing[number]

    def _tell(self) -> None:
        sent, to_send = self._sizes
        self.follow(Progress(self.job.target, self.known, self._total, sent, to_send))


def batches(texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield all texts in batches, each in the order given, the longest texts first.

    Texts of about one length are translated fastest together. How many characters a batch has
    depends on the texts alone, so that a translation that is followed is the same as one that is
    not.

    >>> [len(batch) for batch in batches(["a" * 100] * 60 + ["b" * 900])]
    [32, 29]
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
