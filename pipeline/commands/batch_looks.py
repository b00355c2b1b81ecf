"""The actions of ``samsvar batch`` that only look: status, failures, duplicates, verify."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import PipelineError

_SHOWN = 10


def status(arguments: argparse.Namespace) -> int:
    """Show how far a batch is, what is stale, and why."""
    from pipeline.batch.looking import stale, stale_articles, standing
    from pipeline.batch.running import wishes_of

    folder = arguments.folder
    now = standing(folder)
    plan = now.plan
    print(f"archive   {_from_here(plan.archive.path)} ({plan.lines} articles)")
    print(f"done      {now.done} of {plan.shards} shards: {counted(now.counts)}")
    if now.failures:
        print(f"failures  {now.failures} (samsvar batch failures {shlex.quote(str(folder))})")
    if now.repeated:
        print(f"repeated  {told_repeated(now.repeated, folder)}")
    try:
        wishes = wishes_of(plan)
        found = stale(folder, wishes)
    except PipelineError as error:
        print(f"stale     cannot be told: {error}")
        return error.exit_code
    if not found.found:
        print("stale     nothing")
        return 0
    for one in found.found:
        print(f"stale     {one.what}: {one.how}")
    _list("entry", found.changed.entries)
    _list("decision", found.changed.decisions)
    _list("translation of", tuple(unit.source for unit in found.changed.edits.values()))
    if arguments.articles:
        for article, why in stale_articles(folder, wishes):
            print(f"  {article}: {why}")
    print("to make this again: the command that made it, with --refresh")
    return 0


def failures(arguments: argparse.Namespace) -> int:
    """Show the articles that failed, and why."""
    from pipeline.batch.looking import failures as failed

    found = 0
    for failure in failed(arguments.folder):
        found += 1
        if arguments.json:
            print(failure.model_dump_json())
            continue
        print(f"{failure.id}  ({failure.place})\n  {failure.error}: {failure.message}")
        if failure.hint:
            print(f"  {failure.hint}")
    if not arguments.json:
        folder = shlex.quote(str(arguments.folder))
        again = f"{found} failed; try again: samsvar batch retry {folder}"
        print(again if found else "none failed")
    return 0


def duplicates(arguments: argparse.Namespace) -> int:
    """Show the ids that several articles share, where these stand, and what was done."""
    from pipeline.batch.repeated import DONE, HINT, repeated_ids

    found = 0
    for one in repeated_ids(arguments.folder):
        found += 1
        if arguments.json:
            print(one.model_dump_json())
            continue
        alike = "the same article each time" if one.is_same_text else "different articles"
        print(f"{one.id}  ({len(one.articles)} times: {alike})")
        for copy in one.articles:
            print(f"  {copy.place}: {copy.outcome}")
    if not arguments.json:
        print(f"{_ids(found)} of several articles; {DONE}" if found else "every id stands once")
        if found:
            print(f"  {HINT}")
    return 0


def verify(arguments: argparse.Namespace) -> int:
    """Read every result and say what is wrong."""
    from pipeline.batch.looking import faults, standing

    found = 0
    for fault in faults(arguments.folder):
        print(fault)
        found += 1
    if found:
        return 1
    now = standing(arguments.folder)
    print(f"{now.done} shards, {sum(now.counts.values())} articles: all is whole")
    return 0


def counted(counts: Mapping[str, int]) -> str:
    """Return counts of articles by outcome, in words.

    >>> counted({"processed": 12, "failed": 1})
    '12 processed, 1 failed'
    """
    named = ("processed", "skipped", "failed")
    return ", ".join(f"{counts[what]} {what}" for what in named if counts.get(what)) or "none yet"


def told_repeated(count: int, folder: Path) -> str:
    """Return that ids repeat, what was done, and how to see which, in words."""
    return (
        f"{_ids(count)} of several articles; all are kept"
        f" (samsvar batch duplicates {shlex.quote(str(folder))})"
    )


def _ids(count: int) -> str:
    return "1 id is that" if count == 1 else f"{count} ids are those"


def _list(what: str, names: tuple[str, ...]) -> None:
    for name in names[:_SHOWN]:
        print(f"          {what} {name}")
    if len(names) > _SHOWN:
        print(f"          and {len(names) - _SHOWN} more")


def _from_here(path: str) -> str:
    """Return a path as it is seen from here, where it lies below."""
    whole, here = Path(path), Path.cwd()
    return str(whole.relative_to(here)) if whole.is_relative_to(here) else path
