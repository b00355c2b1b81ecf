"""The command ``samsvar forget``: a person's right to be forgotten."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.commands.arguments import add_memory_option
from pipeline.commands.options import add_by_option, add_names_option, who
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from pipeline.forgetting import Gone
    from pipeline.text.traces import Traces

_OUT_OF_REACH: Final = """\
Not reached: the original articles and pictures, files that were exported, downloaded, printed or
sent, copies and backups of the files above, and who decided or changed what (the names of those
who work here)."""


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of the program."""
    forget = commands.add_parser(
        "forget",
        help="remove a person from register, memory, glossary, desk, batches and results",
        description="Show what is kept about a person, and with --yes remove it for good: entries,"
        " history and decisions of the register, texts of the memory, terms of the glossary, jobs"
        " and flags of the desk, results of batches and of other folders. The name is looked for"
        " in every form that the register knows, in the genitive, without accents and turned"
        " round.",
    )
    forget.add_argument("name", metavar="NAME", help="the whole name, as it is written in texts")
    forget.add_argument("--also", action="append", default=[], metavar="FORM",
                        help="another form of the name; may be given again")  # fmt: skip
    add_names_option(forget)
    add_memory_option(forget)
    forget.add_argument("--glossary", type=Path, metavar="FILE",
                        help="your glossary (default: $SAMSVAR_GLOSSARY, or samsvar/glossary.db in"
                        " the user's data folder)")  # fmt: skip
    forget.add_argument("--folder", type=Path, metavar="DIR",
                        help="the folder of the desk (default: $SAMSVAR_DESK, or samsvar/desk in"
                        " the user's data folder)")  # fmt: skip
    forget.add_argument("--batch", type=Path, action="append", default=[], metavar="DIR",
                        help="a folder of samsvar batch; may be given again")  # fmt: skip
    forget.add_argument("--results", type=Path, action="append", default=[], metavar="DIR",
                        help="a folder with results of samsvar translate; may be given"
                        " again")  # fmt: skip
    forget.add_argument("--yes", action="store_true",
                        help="remove it; without this it is only shown")  # fmt: skip
    add_by_option(forget)
    forget.set_defaults(command=_forget)


def _forget(arguments: argparse.Namespace) -> int:
    from pipeline.authority.register import names_file
    from pipeline.forgetting import forms_of
    from pipeline.text.traces import Traces

    for folder in (*arguments.batch, *arguments.results):
        if not folder.is_dir():
            raise ConfigError(f"{folder}: there is no such folder", hint="check its name")
    names = names_file(arguments.names)
    forms, vague = forms_of(arguments.name, arguments.also, names if names.exists() else None)
    print(f"{'forgetting' if arguments.yes else 'would forget'}: {', '.join(forms)}")
    if vague:
        print(f"not looked for, many people's: {', '.join(vague)} (add a whole name with --also)")
    found = False
    with _desk_closed(arguments):
        for gone in _places(arguments, names, Traces(forms)):
            found = found or bool(gone)
            sys.stdout.writelines(f"{line}\n" for line in _told(gone, done=arguments.yes))
    print(_OUT_OF_REACH)
    if not found:
        print("nothing is kept under this name")
    elif not arguments.yes:
        print("nothing was removed; do it with --yes")
    return 0


@contextmanager
def _desk_closed(arguments: argparse.Namespace) -> Iterator[None]:
    """Keep the desk closed while something is removed: an open one could write it anew.

    Raises:
        StoreError: it is open.
    """
    folder = _desk(arguments)
    if not arguments.yes or not folder.exists():
        yield
        return
    from pipeline.desk.locking import only_desk

    with only_desk(folder, who(arguments.by), what="run the command"):
        yield


def _desk(arguments: argparse.Namespace) -> Path:
    from pipeline.database import user_file

    return arguments.folder or user_file("SAMSVAR_DESK", "desk")


def _places(arguments: argparse.Namespace, names: Path, traces: Traces) -> Iterator[Gone]:
    from pipeline.forgetting import (
        forget_in_glossary,
        forget_in_memory,
        forget_in_register,
        forget_in_results,
    )
    from pipeline.forgetting_batches import forget_in_batch
    from pipeline.forgetting_desk import forget_in_imports, forget_in_jobs, forget_in_queue
    from pipeline.translation.glossary_store import glossary_path
    from pipeline.translation.memory import default_path

    by, do = who(arguments.by), arguments.yes
    memory = arguments.memory or default_path()
    glossary = arguments.glossary or glossary_path()
    desk = _desk(arguments)
    jobs, queue, imports = desk / "jobs", desk / "queue.db", desk / "imports"
    steps: list[tuple[Path, Callable[[], Gone]]] = [
        (jobs, lambda: forget_in_jobs(jobs, queue, traces, do=do)),
        (queue, lambda: forget_in_queue(queue, traces, do=do)),
        (imports, lambda: forget_in_imports(imports, traces, do=do)),
        (memory, lambda: forget_in_memory(memory, traces, do=do)),
        (glossary, lambda: forget_in_glossary(glossary, traces, do=do)),
    ]
    for path, step in steps:
        if path.exists():
            yield step()
    for folder in arguments.batch:
        yield forget_in_batch(folder, traces, by, do=do)
    for folder in arguments.results:
        yield forget_in_results(folder, traces, do=do)
    # last, so that a run that is broken off knows the forms when it is done again
    if names.exists():
        yield forget_in_register(names, traces, by, do=do)


def _told(gone: Gone, *, done: bool) -> Iterator[str]:
    counted = ", ".join(f"{what} {number}" for what, number in gone.counts.items() if number)
    if counted:
        yield f"  {gone.place} {gone.path}: {counted}{', removed' if done else ''}"
    for path in gone.kept:
        yield f"  to be looked at by hand: {path}"
