"""A run begun, gone on with, or made anew where something is another than it was."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.authority.register import open_knowledge
from pipeline.batch.differences import Difference, differences
from pipeline.batch.earlier import usable_runs, write_index
from pipeline.batch.edits import digest_of_edits, read_memory
from pipeline.batch.folder import UNFINISHED, RunFolder, runs
from pipeline.batch.plan import Plan, Wishes, digest_of, make_plan, read_plan, write_plan
from pipeline.batch.sources import Archive, Kind
from pipeline.errors import ConfigError, StoreError

_PARTIAL = ".partial-run"


class StaleError(ConfigError):
    """What a run was planned with is another now."""


def begin(folder: Path, wishes: Wishes, *, refresh: bool = False) -> RunFolder:
    """Return the run to work on: the one that was begun, or a new one.

    Nothing else may work in the folder meanwhile (``working_in``).

    Args:
        folder: that of the batch.
        wishes: what the run is to be made from.
        refresh: where something is another than it was, plan a new run, which takes over what
            nothing has touched.

    Raises:
        ConfigError: something is another, and ``refresh`` is not given; or the folder of the
            batch lies in the archive.
        StoreError: the archive cannot be read, or the folder cannot be written.
    """
    _refuse_inside(folder, wishes.archive)
    tidy(folder)
    there = runs(folder)
    if not there:
        return _plan_anew(folder, wishes, ())
    now = there[0]
    plan = read_plan(now)
    if _looks_the_same(plan, wishes):
        return now
    partial = _partial(folder)
    new = make_plan(wishes, partial)
    found = differences(plan, new)
    if found and refresh:
        return _settle(folder, partial, there)
    shutil.rmtree(partial.path, ignore_errors=True)
    if found:
        raise stale(folder, found)
    write_plan(new, now)  # the archive has another time, and the same content
    return now


def again(folder: Path, run: RunFolder) -> RunFolder:
    """Return a new run with the same plan: it takes over all that did not fail.

    Raises:
        StoreError: the folder cannot be written.
    """
    partial = _partial(folder)
    partial.path.mkdir(parents=True)
    for file in (run.plan, run.listing, run.names, run.glossary, run.edits):
        if file.exists():
            shutil.copyfile(file, partial.path / file.name)
    return _settle(folder, partial, runs(folder))


@contextmanager
def compared(
    folder: Path, run: RunFolder, wishes: Wishes
) -> Iterator[tuple[RunFolder | None, tuple[Difference, ...]]]:
    """Plan a run to look at, and give it with what differs from ``run``; it is gone afterwards.

    Where all is as it was no run is planned (None).

    Raises:
        StoreError: the archive or the register cannot be read.
    """
    plan = read_plan(run)
    if _looks_the_same(plan, wishes):
        yield None, ()
        return
    with tempfile.TemporaryDirectory(prefix="samsvar-") as place:
        new = RunFolder(Path(place) / "run")
        yield new, differences(plan, make_plan(wishes, new))


def refuse_stale(folder: Path, run: RunFolder, wishes: Wishes) -> None:
    """Refuse to go on with a run that is stale.

    Raises:
        ConfigError: it is; says what is another.
        StoreError: the archive or the register cannot be read.
    """
    with compared(folder, run, wishes) as (_, found):
        if found:
            raise stale(folder, found)


def stale(folder: Path, found: tuple[Difference, ...]) -> StaleError:
    """Return the error that says what is another than it was."""
    lines = "".join(f"\n    {one.what}: {one.how}" for one in found)
    whole = any(one.is_whole for one in found)
    touched = "everything" if whole else "what this touches, and only that,"
    return StaleError(
        f"{folder}: not all is as it was when this batch was planned:{lines}",
        hint=f"the same command with --refresh makes {touched} again"
        " (or keep what is there, and choose another folder with --out)",
    )


def finish(folder: Path, run: RunFolder) -> None:
    """Remove the runs before one that is complete."""
    for old in runs(folder):
        if old.number < run.number:
            shutil.rmtree(old.path, ignore_errors=True)


def tidy(folder: Path) -> None:
    """Remove what killed processes left half-written."""
    for left in (_partial(folder).path, *folder.glob(f"{UNFINISHED}*")):
        shutil.rmtree(left, ignore_errors=True)
    for run in runs(folder):
        for what in (".partial-*", "*.partial"):
            for left in run.path.rglob(what):
                left.unlink(missing_ok=True)


def _looks_the_same(plan: Plan, wishes: Wishes) -> bool:
    """Return whether all is as it was, by what can be told at once."""
    archive = wishes.archive
    then = plan.archive.model_copy(update={"digest": ""})
    settings = wishes.settings.model_copy(update={"glossary": digest_of(wishes.glossary)})
    return (
        archive.kind is Kind.LINES
        and then == archive
        and plan.settings == settings
        and plan.models == wishes.models
        and plan.engines == wishes.engines
        and plan.shard_size == wishes.shard_size
        and plan.knowledge == open_knowledge(wishes.names).revision
        and plan.edits == digest_of_edits(read_memory(wishes.memory, settings.targets))
        and plan.version == Plan.model_fields["version"].default
    )


def _plan_anew(folder: Path, wishes: Wishes, earlier: tuple[RunFolder, ...]) -> RunFolder:
    partial = _partial(folder)
    make_plan(wishes, partial)
    return _settle(folder, partial, list(earlier))


def _settle(folder: Path, partial: RunFolder, earlier: list[RunFolder]) -> RunFolder:
    """Give a run that is planned its number: from then on it is the one that counts."""
    usable = list(usable_runs(read_plan(partial), earlier))
    if usable:
        write_index(partial, usable)
    number = earlier[0].number + 1 if earlier else 1
    run = RunFolder(folder / "runs" / str(number))
    try:
        partial.path.replace(run.path)
    except OSError as error:
        raise StoreError(
            f"{run.path}: cannot be made: {error.strerror}", hint="choose another folder"
        ) from error
    return run


def _partial(folder: Path) -> RunFolder:
    return RunFolder(folder / "runs" / _PARTIAL)


def _refuse_inside(folder: Path, archive: Archive) -> None:
    if archive.kind is Kind.FOLDER and Path(archive.path) in (
        folder.resolve(),
        *folder.resolve().parents,
    ):
        raise ConfigError(
            f"{folder}: the results would lie in the archive and be read as articles",
            hint="choose a folder beside it with --out",
        )
