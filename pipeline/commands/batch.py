"""The commands ``samsvar batch`` and ``samsvar shard``: archives of any size."""

from __future__ import annotations

import argparse
import shlex
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands import batch_shard
from pipeline.commands.arguments import targets_of
from pipeline.commands.batch_looks import (
    counted,
    duplicates,
    failures,
    status,
    told_repeated,
    verify,
)
from pipeline.commands.batch_options import EPILOG, add_batch_options, formats_of
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from pipeline.batch.events import Event
    from pipeline.batch.folder import RunFolder
    from pipeline.batch.plan import Wishes
    from pipeline.batch.running import Means

_STOPPED = 130
#: how the name ends of what is no article, and may hold articles
_ARCHIVES = {".zip", ".jsonl", ".ndjson", ".gz", ".zst", ".tar", ".tgz", ".7z", ".rar"}


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands ``batch`` and ``shard`` to those of the program."""
    batch = commands.add_parser(
        "batch",
        help="process an archive of any size",
        description="Process an archive of Norwegian articles: a folder tree, a .jsonl file (.gz,"
        " .zst), a .zip file, or a list of files (--list). It may be stopped at any moment.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_batch_options(batch)
    batch.set_defaults(command=_batch)

    batch_shard.add_command(commands)


def _batch(arguments: argparse.Namespace) -> int:
    action = _ACTIONS.get(str(arguments.archive))
    if action:
        if arguments.folder is None:
            raise ConfigError(
                f"samsvar batch {arguments.archive}: which folder?",
                hint=f"samsvar batch {arguments.archive} DIR",
            )
        return action(arguments)
    if arguments.folder is not None:
        raise ConfigError(
            f"{arguments.archive} is no action", hint=f"choose from {', '.join(_ACTIONS)}"
        )
    if arguments.out is None:
        raise ConfigError("where to?", hint="name the folder of the batch with --out DIR")
    return _run(arguments)


# -- a run ------------------------------------------------------------------------------------


def _run(arguments: argparse.Namespace) -> int:
    from pipeline.batch.beginning import begin
    from pipeline.batch.locking import working_in
    from pipeline.batch.plan import read_plan

    formats = formats_of(arguments.write)
    wishes = _wishes(arguments)
    with working_in(arguments.out):
        run = begin(arguments.out, wishes, refresh=arguments.refresh)
        plan = read_plan(run)
        if plan.left_out and not arguments.json:
            kinds = ", ".join(f"{count} {ending}" for ending, count in plan.left_out.items())
            sys.stderr.write(f"files that are no articles: {kinds}\n")
            if plan.left_out.keys() & _ARCHIVES:
                sys.stderr.write("  an archive in an archive is not opened: process it by itself\n")
        if arguments.plan_only:
            last = f", 0 to {plan.shards - 1}" if plan.shards else ""
            print(f"{plan.lines} articles in {plan.shards} shards{last}")
            return 0
        return _work(arguments, run, formats, _again(arguments))


def _wishes(arguments: argparse.Namespace) -> Wishes:
    from pipeline.batch.folder import runs
    from pipeline.batch.plan import SHARD_SIZE, Origin, Settings, read_plan
    from pipeline.batch.running import wishes_for
    from pipeline.batch.sources import archive_at

    there = runs(arguments.out)
    size = arguments.shard_size or (read_plan(there[0]).shard_size if there else SHARD_SIZE)
    if size < 1:
        raise ConfigError("--shard-size: at least 1 article")
    settings = Settings(
        targets=targets_of(arguments.to),
        names_model=arguments.names_model,
        organisations=arguments.organisations,
    )
    origin = Origin(
        models=_whole(arguments.models),
        names=_whole(arguments.names),
        glossary=_whole(arguments.glossary),
        memory=_whole(arguments.memory),
        no_memory=arguments.no_memory,
    )
    archive = archive_at(arguments.archive, is_list=arguments.list)
    return wishes_for(archive, settings, origin, size)


def _work(
    arguments: argparse.Namespace, run: RunFolder, formats: tuple[str, ...], again: str
) -> int:
    """Work through a run, join the names, write the outputs, and say what became of it."""
    from pipeline.batch.events import Finished, ShardStopped
    from pipeline.batch.running import work_through

    folder = run.path.parent.parent
    say = _teller(as_json=arguments.json)
    complete, stopped = False, 0
    with (
        _stoppable() as stop,
        suppress(KeyboardInterrupt),  # Ctrl-C again: the workers are ended
        closing(work_through(folder, run, _means(arguments), stop)) as events,
    ):
        for event in events:
            if isinstance(event, Finished):
                complete = event.complete
            stopped += isinstance(event, ShardStopped)
            say(event)
    if stop.is_set() and not complete:
        sys.stderr.write(
            f"samsvar: stopped; what was finished is written. Go on with:\n  {again}\n"
        )
        return _STOPPED
    if stopped:
        sys.stderr.write(
            f"samsvar: {stopped} {'shard is' if stopped == 1 else 'shards are'} not done\n"
            f"  see what failed: samsvar batch failures {shlex.quote(str(folder))}\n"
            f"  then: {again}\n"
        )
        return 1
    return _write(arguments, folder, formats)


def _write(arguments: argparse.Namespace, folder: Path, formats: tuple[str, ...]) -> int:
    """Write the outputs, and a short summary."""
    from pipeline.batch.events import Repeated, Written
    from pipeline.batch.looking import standing

    files: tuple[Path, ...] = ()
    if formats:
        from pipeline.batch.outputs import write_outputs

        files = write_outputs(folder, formats=formats, ui=arguments.report)
    now = standing(folder)
    if arguments.json:
        say = _teller(as_json=True)
        if now.repeated:
            say(Repeated(now.repeated))
        say(Written(tuple(map(str, files))))
        return 0
    print(f"{sum(now.counts.values())} articles: {counted(now.counts)}")
    for file in files:
        print(f"  {file}")
    if now.repeated:
        print(told_repeated(now.repeated, folder))
    if now.failures:
        print(f"see what failed: samsvar batch failures {shlex.quote(str(folder))}")
    return 0


def _means(arguments: argparse.Namespace) -> Means:
    from pipeline.batch.running import Means, cores

    workers = cores() if arguments.workers is None else arguments.workers
    if workers < 1:
        raise ConfigError("--workers: at least 1")
    return Means(
        workers=workers,
        engine=arguments.engine,
        address=arguments.address,
        most_failed=arguments.most_failed,
    )


def _teller(*, as_json: bool) -> Callable[[Event], None]:
    from pipeline.batch.events import as_json as line_of
    from pipeline.batch.progress import Progress

    if as_json:
        return lambda event: print(line_of(event), flush=True)
    return Progress(sys.stderr).show


@contextmanager
def _stoppable() -> Iterator[threading.Event]:
    """Let Ctrl-C (or a request to end) set an event; a second one stops at once."""
    stop = threading.Event()

    def ask(*_: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        sys.stderr.write("\nsamsvar: finishing what is in hand; Ctrl-C again stops at once\n")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _again(arguments: argparse.Namespace) -> str:
    """Return the command that goes on: this one, without what it was asked to make again."""
    words = [word for word in sys.argv[1:] if word not in ("--refresh", "--plan-only")]
    return shlex.join(["samsvar", *words])


# -- actions that work ------------------------------------------------------------------------


def _retry(arguments: argparse.Namespace) -> int:
    from pipeline.batch.beginning import again, refuse_stale, tidy
    from pipeline.batch.folder import current_run
    from pipeline.batch.locking import working_in
    from pipeline.batch.plan import read_plan
    from pipeline.batch.running import wishes_of

    folder = arguments.folder
    run = current_run(folder)
    with working_in(folder):
        tidy(folder)
        refuse_stale(folder, run, wishes_of(read_plan(run)))
        if run.with_failures():
            run = again(folder, run)
        return _work(arguments, run, formats_of(arguments.write), _again(arguments))


def _merge(arguments: argparse.Namespace) -> int:
    from pipeline.batch.beginning import tidy
    from pipeline.batch.locking import working_in
    from pipeline.batch.looking import standing

    folder = arguments.folder
    now = standing(folder)
    with working_in(folder):
        tidy(folder)
        if not now.is_complete:
            left = now.plan.shards - now.done
            sys.stderr.write(f"samsvar: {left} of {now.plan.shards} shards are not done yet\n")
        return _write(arguments, folder, formats_of(arguments.write))


_ACTIONS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "status": status,
    "failures": failures,
    "duplicates": duplicates,
    "retry": _retry,
    "verify": verify,
    "merge": _merge,
}


def _whole(path: Path | None) -> str:
    return str(path.resolve()) if path else ""
