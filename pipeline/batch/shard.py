"""One shard: its articles read, processed and written; the unit of work."""

from __future__ import annotations

import logging
import os
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.asking import Asked, forms_asked
from pipeline.batch.earlier import Earlier, Place, usable_runs
from pipeline.batch.edits import WithEdits, edits_of
from pipeline.batch.folder import RunFolder, runs
from pipeline.batch.loading import Load, Repeats, load_stages
from pipeline.batch.plan import known_to, read_plan
from pipeline.batch.reading import Raw, Reader
from pipeline.batch.results import Failure, Head, Made, shard_bytes, stored
from pipeline.database import Closing
from pipeline.errors import ModelError, PipelineError, StoreError
from pipeline.files import write_pieces
from pipeline.flow import Stages
from pipeline.many import handfuls, read_article, with_translations
from pipeline.records import Article, FailedArticle, ProcessedArticle, SkippedArticle
from pipeline.translation.memory import Memory
from pipeline.translation.recall import NO_MEMORY, Recall, SegmentMemory

_log = logging.getLogger(__name__)
Outcome = ProcessedArticle | SkippedArticle | FailedArticle
#: so many failures are no reason to stop a shard, whatever share of it they are
FEW = 5
#: what makes an article fail and what stops the run: these are about the machine
_STOPPING = (ModelError, StoreError, MemoryError)


@dataclass(frozen=True)
class Work:
    """What a worker has to know, wherever it is.

    Attributes:
        folder: that of the batch.
        run: the number of the run in it.
        load: what loads the steps.
        most_failed: the share of a shard's articles above which it is stopped when they fail.
        shares_cache: whether all workers are on this machine, and keep in one file what they
            translated; else each has its own for as long as it lives.
    """

    folder: Path
    run: int
    load: Load = load_stages
    most_failed: float = 0.2
    shares_cache: bool = True

    @property
    def run_folder(self) -> RunFolder:
        """The folder of the run."""
        return RunFolder(self.folder / "runs" / str(self.run))


@dataclass(frozen=True)
class Done:
    """A shard that was worked through.

    ``counts`` are its articles by outcome; "taken over" are among them, those that were not made
    again. ``stopped`` says why it is not done after all; ``peak`` is the most memory that the
    worker ever had, in bytes.
    """

    shard: int
    counts: Counter[str]
    seconds: float
    stopped: str = ""
    peak: int = 0


@dataclass(frozen=True)
class _Ready:
    """An article of a shard with its outcome as it is stored."""

    made: Made
    line: bytes
    failure: Failure | None = None


class Worker(Closing):
    """Works through shards of a run with models that are loaded once.

    Raises:
        ModelError: a model is missing, or is not the one that the run was planned with.
        StoreError: the plan, the register or an earlier result cannot be read.
    """

    def __init__(self, work: Work) -> None:
        self._work, self._run = work, work.run_folder
        self.plan = read_plan(self._run)
        self._closing = ExitStack()
        self._reader = self._closing.enter_context(Reader(self.plan.archive, self._run.listing))
        before = [run for run in runs(work.folder) if run.number < work.run]
        self._earlier = Earlier(self._run, list(usable_runs(self.plan, before)))
        self._asked = Asked(known_to(self._run))
        self._stages: Stages | None = None

    def close(self) -> None:
        """Close what was opened."""
        self._closing.close()

    def run(self, number: int) -> Done:
        """Work through a shard and write its results, whole or not at all.

        Raises:
            ModelError: a model is missing or broken.
            StoreError: the archive was changed, or a result cannot be written.
        """
        began = time.monotonic()
        plan, place = self.plan, self._run.shard(number)
        raws = list(self._reader.read(plan.offsets[number], plan.numbers(number)))
        places = [self._earlier.find(raw) for raw in raws]
        if self._earlier.link(raws, places, number, place):
            counts = Counter[str](self._earlier.made(at).outcome for at in places if at)
            counts["taken over"] = len(raws)
            return Done(number, counts, time.monotonic() - began, peak=peak_memory())
        ready = self._ready(raws, places)
        failures = [one.failure for one in ready if one.failure]
        self._write_failures(number, failures)
        counts = Counter[str](one.made.outcome for one in ready)
        counts["taken over"] = len(raws) - places.count(None)
        stopped = ""
        if len(failures) >= FEW and len(failures) > self._work.most_failed * len(ready):
            stopped = f"{len(failures)} of its {len(ready)} articles failed"
        else:
            head = Head(shard=number, articles=tuple(one.made for one in ready))
            write_pieces(shard_bytes(head, [one.line for one in ready]), place)
        return Done(number, counts, time.monotonic() - began, stopped, peak_memory())

    def _ready(self, raws: Sequence[Raw], places: Sequence[Place | None]) -> list[_Ready]:
        new = iter(self._process([r for r, at in zip(raws, places, strict=True) if at is None]))
        return [
            next(new) if at is None else self._taken_over(raw, at)
            for raw, at in zip(raws, places, strict=True)
        ]

    def _taken_over(self, raw: Raw, place: Place) -> _Ready:
        moved = {"number": raw.number, "place": raw.place, "date": raw.date}
        made = self._earlier.made(place).model_copy(update=moved)
        return _Ready(made, self._earlier.line(place))

    def _process(self, raws: Sequence[Raw]) -> list[_Ready]:
        ready: dict[int, _Ready] = {}
        articles: dict[int, Article] = {}
        for raw in raws:
            try:
                articles[raw.number] = self._reader.article(raw)
            except Exception as error:  # noqa: BLE001 - the net: one article costs no other
                ready[raw.number] = _ready(raw, _failed(raw, error))
        by_number = {raw.number: raw for raw in raws}
        waiting = iter(articles)
        for some in handfuls(articles.values()):
            mine = [by_number[next(waiting)] for _ in some]
            for raw, made in zip(mine, self._together(mine, some), strict=True):
                ready[raw.number] = made
        return [ready[raw.number] for raw in raws]

    def _together(self, raws: Sequence[Raw], articles: Sequence[Article]) -> list[_Ready]:
        """Return articles that are in hand together with their outcomes."""
        outcomes: list[Outcome] = []
        asked: list[set[str]] = []
        self._asked.take()
        for raw, article in zip(raws, articles, strict=True):
            outcomes.append(self._read(raw, article))
            asked.append(self._asked.take())
        if self.plan.settings.targets:
            outcomes = self._translated(raws, outcomes)
        return [
            _ready(raw, outcome, forms_asked(forms, outcome))
            for raw, outcome, forms in zip(raws, outcomes, asked, strict=True)
        ]

    def _read(self, raw: Raw, article: Article) -> Outcome:
        stages = self._loaded()
        try:
            return read_article(article, stages)
        except _STOPPING:
            raise
        except Exception as error:  # noqa: BLE001 - the net
            return _failed(raw, error)

    def _translated(self, raws: Sequence[Raw], outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Return outcomes with translations, made as one stream; one by one where that fails."""
        read = [one for one in outcomes if isinstance(one, ProcessedArticle)]
        stages, targets = self._loaded(), self.plan.settings.targets
        try:
            made = iter(with_translations(read, stages, targets))
        except _STOPPING:
            raise
        except Exception as error:  # noqa: BLE001 - the net
            if len(outcomes) > 1:
                pairs = zip(raws, outcomes, strict=True)
                return [self._translated([raw], [one])[0] for raw, one in pairs]
            return [_failed(raws[0], error)]
        return [next(made) if isinstance(one, ProcessedArticle) else one for one in outcomes]

    def _write_failures(self, number: int, failures: Sequence[Failure]) -> None:
        """Write the failures of a shard before its results: what stands is complete."""
        place = self._run.failures(number)
        if failures:
            lines = [one.model_dump_json() + "\n" for one in failures]
            write_pieces(lines, place)
        elif place.exists():  # they are mended
            place.unlink()

    def _loaded(self) -> Stages:
        """Return the steps; they are loaded when an article is to be processed."""
        if self._stages is None:
            plan = self.plan
            self._stages = self._work.load(self._run, plan, self._asked, self._repeats())
            if self._stages.models != plan.models:
                raise ModelError(
                    "the models are others than those that the batch was planned with",
                    hint="go on with those of now: the same command with --refresh",
                )
        return self._stages

    def _repeats(self) -> SegmentMemory:
        if not self.plan.settings.targets:
            return NO_MEMORY
        if self._work.shares_cache:
            folder = self._work.folder / "cache"
        else:
            folder = Path(self._closing.enter_context(tempfile.TemporaryDirectory()))
        memory = self._closing.enter_context(_open_cache(folder / "translations.db"))
        return WithEdits(edits_of(self._run), Repeats(Recall(memory, _say)))


def _open_cache(path: Path) -> Memory:
    """Return what was translated; a file that is damaged is begun anew, for it may be lost."""
    try:
        return Memory(path)
    except StoreError as error:
        _say(error)
        path.unlink(missing_ok=True)
        return Memory(path)


def _say(error: StoreError) -> None:
    _log.warning("translating on without what was translated before: %s", error)


def _ready(raw: Raw, outcome: Outcome, names: tuple[str, ...] = ()) -> _Ready:
    try:
        line = stored(outcome)
    except ValueError as error:  # a character that cannot be written down
        outcome = _failed(raw, error)
        line = stored(outcome)
    made = Made(
        number=raw.number,
        id=raw.id,
        place=raw.place,
        digest=raw.digest,
        date=raw.date,
        outcome=outcome.outcome,
        names=names,
    )
    if not isinstance(outcome, FailedArticle):
        return _Ready(made, line)
    failure = Failure(
        number=raw.number,
        id=raw.id,
        place=raw.place,
        error=outcome.error,
        message=outcome.message,
        hint=outcome.hint,
    )
    return _Ready(made, line, failure)


def _failed(raw: Raw, error: Exception) -> FailedArticle:
    """Return the record of an article that failed; an error that nobody foresaw is logged."""
    if isinstance(error, _STOPPING):
        raise error
    known = isinstance(error, PipelineError)
    if not known:
        _log.warning("article %s (%s) failed", raw.id, raw.place, exc_info=error)
    message = error.message if isinstance(error, PipelineError) else f"{raw.place}: {error}"
    hint = error.hint if isinstance(error, PipelineError) else "report it, with the article"
    return FailedArticle(
        article_id=raw.id,
        source=raw.place,
        error=type(error).__name__,
        message=message.encode("utf-8", "replace").decode(),
        hint=hint,
    )


def peak_memory() -> int:
    """Return the most memory that this process ever had, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if os.uname().sysname == "Darwin" else peak * 1024
