"""The commands ``samsvar decide``: what people decide about names, and is never asked again."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.options import (
    add_by_option,
    add_kind,
    add_names_option,
    known,
    who,
    write_export,
)
from pipeline.errors import ConfigError, StoreError

if TYPE_CHECKING:
    from pipeline.authority.knowledge import Decision

#: action, verdict, how many forms, help
_VERDICTS = (
    ("same", "same", 2, "two forms are one person's (or organisation's, or place's)"),
    ("different", "different", 2, "two forms are not one's, however alike they are"),
    ("unsure", "unsure", 2, "it cannot be known whether two forms are one's"),
    ("correct", "corrected", 1, "a form is wrong, and --name is right"),
    ("not-a-name", "not_a_name", 1, "a form is no name"),
)


def add_decide(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``decide`` to those of the program."""
    decide = commands.add_parser(
        "decide", help="decide about names: same, different, right form; kept for every later run"
    )
    actions = decide.add_subparsers(title="actions", metavar="ACTION", required=True)
    for action, verdict, count, told in _VERDICTS:
        parser = actions.add_parser(
            action,
            help=told,
            description=f"Decide that {told}. The forms are given, or they are those of a flag.",
        )
        parser.add_argument("forms", nargs="*", metavar="FORM", help="a name as it is written")
        parser.set_defaults(command=_decide, verdict=verdict, count=count, right=None)
        if verdict in ("same", "corrected"):
            parser.add_argument("--name", dest="right", metavar="NAME", help="the right form")
        add_kind(parser)
        parser.add_argument("--article", default="", metavar="ID",
                            help="only in this article (default: everywhere)")  # fmt: skip
        parser.add_argument("--flag", metavar="ID", help="the flag that this answers")
        parser.add_argument("--from", dest="result", type=Path, metavar="FILE",
                            help="the .json of the result that has the flag")  # fmt: skip
        _add_reason(parser)
        add_by_option(parser)

    undo = actions.add_parser("undo", help="take back a decision (an undoing too)")
    undo.add_argument("id", metavar="ID", help="the id of the decision, or how it begins")
    undo.set_defaults(command=_undo)
    _add_reason(undo)

    listing = actions.add_parser("list", help="show the decisions, the latest last")
    listing.add_argument("--article", metavar="ID", help="only those for this article")
    listing.add_argument("--all", action="store_true", help="those that were taken back too")
    listing.set_defaults(command=_list)

    conflicts = actions.add_parser(
        "conflicts", help="show decisions that contradict each other (exit code 1 if any do)"
    )
    conflicts.set_defaults(command=_conflicts)

    exporting = actions.add_parser("export", help="write every decision as JSONL or CSV")
    exporting.add_argument("file", type=Path, nargs="?", metavar="FILE",
                           help="a name that ends in .jsonl or .csv (default: JSONL to the"
                           " screen)")  # fmt: skip
    exporting.set_defaults(command=_export)

    importing = actions.add_parser("import", help="take in decisions that are not there yet")
    importing.add_argument("file", type=Path, metavar="FILE", help="JSONL or CSV as exported")
    importing.set_defaults(command=_import)

    for parser in actions.choices.values():
        add_names_option(parser)
    for parser in (undo, importing):
        add_by_option(parser)


def _add_reason(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reason", default="", metavar="TEXT", help="why, for whoever asks later")


def _decide(arguments: argparse.Namespace) -> int:
    from pipeline.authority.knowledge import Decision
    from pipeline.authority.verdicts import flag_of, on_flag, sealed
    from pipeline.export.structured import from_json

    draft = Decision(
        id="new",
        verdict=arguments.verdict,
        kind=arguments.kind,
        forms=tuple(arguments.forms),
        name=arguments.right or "",
        article=arguments.article,
        by=who(arguments.by),
        at=datetime.now(UTC),
        reason=arguments.reason,
    )
    if bool(arguments.flag) != bool(arguments.result):
        raise ConfigError("--flag and --from go together", hint="give both, or the forms")
    if not arguments.flag:
        return _append([sealed(draft)], arguments)
    if arguments.forms:
        raise ConfigError("forms and --flag exclude each other", hint="give one of them")
    text = _read(arguments.result)
    try:
        flag = flag_of(from_json(text), arguments.flag)
    except StoreError as error:
        raise StoreError(f"{arguments.result}: {error.message}", hint=error.hint) from error
    return _append(on_flag(draft, flag), arguments)


def _undo(arguments: argparse.Namespace) -> int:
    from pipeline.authority.verdicts import taken_back

    decisions = known(arguments.names).rulings.decisions
    by = who(arguments.by)
    return _append([taken_back(arguments.id, decisions, by, arguments.reason)], arguments)


def _append(decisions: Sequence[Decision], arguments: argparse.Namespace) -> int:
    from pipeline.authority.opening import changing
    from pipeline.authority.showing import conflict_lines, decision_line

    with changing(arguments.names, who(arguments.by), "decide") as (_, batch):
        for decision in decisions:
            batch.decide(decision)
    print("\n".join(map(decision_line, decisions)))
    conflicts = known(arguments.names).rulings.conflicts
    if conflicts:
        print(
            f"samsvar: decisions contradict each other\n{conflict_lines(conflicts)}\n"
            "  undo one of them: samsvar decide undo ID",
            file=sys.stderr,
        )
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from pipeline.authority.decisions import standing
    from pipeline.authority.showing import decision_line

    decisions = known(arguments.names).rulings.decisions
    stand = {decision.id for decision in standing(decisions)}
    for decision in decisions:
        asked = arguments.article in (None, decision.article)
        if asked and (arguments.all or decision.id in stand):
            print(decision_line(decision, stands=decision.id in stand))
    return 0


def _conflicts(arguments: argparse.Namespace) -> int:
    from pipeline.authority.showing import conflict_lines

    conflicts = known(arguments.names).rulings.conflicts
    if conflicts:
        print(conflict_lines(conflicts))
    return 1 if conflicts else 0


def _export(arguments: argparse.Namespace) -> int:
    from pipeline.authority.exchange import decisions_to_csv, decisions_to_json

    store = known(arguments.names).store
    writers = {".jsonl": decisions_to_json, ".csv": decisions_to_csv}
    write_export(arguments.file, writers, store.decisions() if store else ())
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from pipeline.authority.importing import put_decisions
    from pipeline.authority.opening import changing
    from pipeline.authority.sources import read_decisions

    lines = read_decisions(arguments.file)
    what = f"decide import {arguments.file.name}"
    with changing(arguments.names, who(arguments.by), what) as (_, batch):
        counts = put_decisions(lines, batch, source=arguments.file).counts
    print(f"{counts['added']} added, {counts['unchanged']} there already")
    return 0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            f"{path}: cannot be read: {error}", hint="give the .json that `run` wrote"
        ) from error
