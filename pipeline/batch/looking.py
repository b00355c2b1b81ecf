"""A batch looked into: how far it is, what is stale and why, what failed, whether all is whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from pipeline.batch.asking import Changed, changes_between
from pipeline.batch.beginning import compared
from pipeline.batch.differences import Difference
from pipeline.batch.folder import RunFolder, current_run
from pipeline.batch.plan import Plan, Wishes, read_plan
from pipeline.batch.reading import Reader
from pipeline.batch.repeated import Ids, made_in
from pipeline.batch.results import Failure, Made, read_head, read_shard, results_of
from pipeline.errors import StoreError


@dataclass(frozen=True)
class Standing:
    """How far a batch is.

    ``counts`` are its articles by outcome, ``repeated`` the ids that several of them share.
    """

    plan: Plan
    done: int
    counts: Counter[str]
    failures: int
    repeated: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether every shard is done."""
        return self.done == self.plan.shards


def standing(folder: Path) -> Standing:
    """Return how far a batch is; reads the head of every shard.

    Raises:
        ConfigError: there is no batch in the folder.
        StoreError: a shard cannot be read.
    """
    run = current_run(folder)
    counts: Counter[str] = Counter()
    done, ids = run.done(), Ids()
    for made in made_in(run):
        counts[made.outcome] += 1
        ids.note(made.id)
    failed = sum(1 for _ in failures(folder))
    return Standing(read_plan(run), len(done), counts, failed, len(ids.repeated()))


def failures(folder: Path) -> Iterator[Failure]:
    """Yield the articles that failed, in their order.

    Raises:
        ConfigError: there is no batch in the folder.
        StoreError: a file cannot be read.
    """
    run = current_run(folder)
    for number in run.with_failures():
        path = run.failures(number)
        try:
            for line in path.read_text(encoding="utf-8").splitlines():
                yield Failure.model_validate_json(line)
        except (OSError, ValidationError) as error:
            raise StoreError(
                f"{path}: the failures cannot be read", hint="remove it and run the batch again"
            ) from error


@dataclass(frozen=True)
class Stale:
    """What is another than it was, and which entries and decisions are behind it."""

    found: tuple[Difference, ...]
    changed: Changed


def stale(folder: Path, wishes: Wishes) -> Stale:
    """Return what is another than it was when the batch was planned.

    Raises:
        ConfigError: there is no batch in the folder.
        StoreError: the archive or the register cannot be read.
    """
    run = current_run(folder)
    with compared(folder, run, wishes) as (new, found):
        changed = changes_between(run, new) if new and found else Changed()
    return Stale(found, changed)


def stale_articles(folder: Path, wishes: Wishes) -> Iterator[tuple[str, str]]:
    """Yield the id of each article that ``--refresh`` would make again or drop, and why.

    Reads the whole archive.

    Raises:
        ConfigError: there is no batch in the folder.
        StoreError: the archive, the register or a result cannot be read.
    """
    run = current_run(folder)
    with compared(folder, run, wishes) as (new, found):
        if new is None or not found:
            return
        whole = next((one for one in found if one.is_whole), None)
        changed = changes_between(run, new)
        touched = dict(_touched(run, changed)) if changed.edits else {}
        before: defaultdict[str, list[Made]] = defaultdict(list)
        for one in made_in(run):
            before[one.id].append(one)
        plan = read_plan(new)
        with Reader(plan.archive, new.listing) as reader:
            for shard in range(plan.shards):
                for raw in reader.read(plan.offsets[shard], plan.numbers(shard)):
                    made = _taken(before.get(raw.id, []), raw.digest)
                    why = f"{whole.what}: {whole.how}" if whole else _why(made, raw.digest, changed)
                    why = why or (touched.get(made.number, "") if made else "")
                    if why:
                        yield raw.id, why
        for article, left in before.items():
            yield from ((article, "it is not in the archive any more") for _ in left)


def _touched(run: RunFolder, changed: Changed) -> Iterator[tuple[int, str]]:
    """Yield the numbers of the articles that rest on what people translate otherwise, and why."""
    for shard in sorted(run.done()):
        head, lines = read_shard(run.shard(shard))
        for made, line in zip(head.articles, lines, strict=True):
            why = changed.why_line(line)
            if why:
                yield made.number, why


def _taken(several: list[Made], digest: str) -> Made | None:
    """Take out what was made of an article: of several with its id that of the same content."""
    if not several:
        return None
    same = (n for n, made in enumerate(several) if made.digest == digest)
    return several.pop(next(same, 0))


def _why(made: Made | None, digest: str, changed: Changed) -> str:
    if made is None:
        return "it is new, or its shard is not done"
    if made.digest != digest:
        return "its content is another"
    if made.outcome == "failed":
        return "it failed"
    return changed.why(made.id, made.names)


def faults(folder: Path) -> Iterator[str]:
    """Yield what is wrong with the results of a batch, in words; reads all of them.

    Raises:
        ConfigError: there is no batch in the folder.
        StoreError: the plan cannot be read.
    """
    run = current_run(folder)
    plan = read_plan(run)
    for number in range(plan.shards):
        path = run.shard(number)
        if not path.exists():
            yield f"shard {number} is not done"
            continue
        try:
            said = Counter(made.outcome for made in read_head(path).articles)
            found = Counter(result.outcome.outcome for result in results_of(run, number, plan))
        except (StoreError, ValueError) as error:
            yield f"{path}: cannot be read: {error}; remove it and run the batch again"
            continue
        if said != found:
            yield f"{path}: its head does not fit; remove it and run the batch again"
