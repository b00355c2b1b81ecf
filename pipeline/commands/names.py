"""The commands ``samsvar names``: the register of people, organisations and places."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.decide import add_decide
from pipeline.commands.options import (
    add_by_option,
    add_kind,
    add_names_option,
    known,
    who,
    write_export,
)
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from pipeline.authority.editing import Wishes
    from pipeline.authority.entries import Entry
    from pipeline.authority.importing import Report

#: options that add to an entry, with what is written in them
_CELLS = {
    "alias": "NAME; KIND; SOURCE; DATE: kind is spelling, former, error, initials, nickname,"
    " acronym, language or other",
    "affiliation": "ORGANISATION; ROLE; SINCE; UNTIL",
    "official": "LANGUAGE; NAME",
    "identifier": "SCHEME; VALUE",
}
_COLUMNS = {"alias": "aliases", "affiliation": "affiliations", "official": "official",
            "identifier": "ids"}  # fmt: skip


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands ``names`` and ``decide`` to those of the program."""
    names = commands.add_parser("names", help="the register of names: look up, add, import, export")
    actions = names.add_subparsers(title="actions", metavar="ACTION", required=True)

    show = actions.add_parser("show", help="show what the register knows of a name or id")
    show.add_argument("name", metavar="NAME_OR_ID")
    show.set_defaults(command=_show)

    search = actions.add_parser("search", help="find names that are, begin or look like some words,"
                                " or by id, number or official name")  # fmt: skip
    search.add_argument("words", metavar="WORDS")
    add_kind(search, default=None)
    search.add_argument("--most", type=int, default=20, metavar="N",
                        help="how many to show at most (default: 20)")  # fmt: skip
    search.set_defaults(command=_search)

    add = actions.add_parser("add", help="add an entry")
    add.add_argument("name", metavar="NAME", help="the canonical form")
    add_kind(add)
    _add_wishes(add)
    add.set_defaults(command=_add, drop=[], new_name=None)

    edit = actions.add_parser("edit", help="change an entry")
    edit.add_argument("id", metavar="ID")
    edit.add_argument("--name", dest="new_name", metavar="NAME", help="the canonical form")
    _add_wishes(edit)
    edit.add_argument("--drop", action="append", default=[], metavar="NAME",
                      help="take out an alias, an affiliation (by its organisation), an official"
                      " name (by its language) or an identifier (by its scheme)")  # fmt: skip
    edit.set_defaults(command=_edit)

    remove = actions.add_parser("remove", help="remove an entry")
    remove.add_argument("id", metavar="ID")
    remove.set_defaults(command=_remove)

    history = actions.add_parser("history", help="show who changed an entry, when and how")
    history.add_argument("id", metavar="ID")
    history.set_defaults(command=_history)

    importing = actions.add_parser(
        "import",
        help="take in entries from a file",
        description="Take in entries from CSV or JSON as `names export` writes it, from the bulk"
        " CSV of Enhetsregisteret, or, with --column, from any table (an OpenRefine export).",
    )
    importing.add_argument("file", type=Path, metavar="FILE")
    importing.add_argument("--column", action="append", default=[], metavar="FIELD=COLUMN",
                           help="what a column is: name, id, alias, affiliation, role, source,"
                           " note, ids.SCHEME or official.LANGUAGE")  # fmt: skip
    add_kind(importing, default=None)
    importing.add_argument("--dry-run", action="store_true",
                           help="show what would change, and change nothing")  # fmt: skip
    importing.set_defaults(command=_import)

    exporting = actions.add_parser("export", help="write the entries as CSV or JSON")
    exporting.add_argument("file", type=Path, nargs="?", metavar="FILE",
                           help="a name that ends in .csv or .json (default: CSV to the"
                           " screen)")  # fmt: skip
    exporting.add_argument("--all", action="store_true",
                           help="those that come with the program too")  # fmt: skip
    exporting.set_defaults(command=_export)

    for action in (show, search, add, edit, remove, history, importing, exporting):
        add_names_option(action)
    for action in (add, edit, remove, importing):
        add_by_option(action)
    add_decide(commands)


def _add_wishes(parser: argparse.ArgumentParser) -> None:
    for option, written in _CELLS.items():
        parser.add_argument(f"--{option}", action="append", default=[], metavar="TEXT",
                            help=f"{written}; may be given again")  # fmt: skip
    parser.add_argument("--keep", action=argparse.BooleanOptionalAction,
                        help="never translate the name")  # fmt: skip
    parser.add_argument("--verified", action=argparse.BooleanOptionalAction,
                        help="a person has compared the entry with a source")  # fmt: skip
    parser.add_argument("--source", metavar="TEXT", help="where it is known from")
    parser.add_argument("--note", metavar="TEXT")


def _wishes(arguments: argparse.Namespace) -> Wishes:
    from pipeline.authority.editing import Wishes

    return Wishes(
        cells={column: getattr(arguments, option) for option, column in _COLUMNS.items()},
        texts={
            "name": arguments.new_name,
            "source": arguments.source,
            "note": arguments.note,
        },
        marks={"keep": arguments.keep, "verified": arguments.verified},
        drop=arguments.drop,
    )


# -- to look up -------------------------------------------------------------------------------


def _show(arguments: argparse.Namespace) -> int:
    from pipeline.authority.editing import no_entry
    from pipeline.authority.showing import shown
    from pipeline.records import EntityKind

    register = known(arguments.names)
    by_id = register.entry(arguments.name)
    found = [by_id] if by_id else []
    for kind in [] if by_id else EntityKind:
        found += register.entries(arguments.name, kind)
    if not found:
        raise no_entry(arguments.name)
    print("\n\n".join(map(shown, found)))
    return 0


def _search(arguments: argparse.Namespace) -> int:
    from pipeline.authority.finding import How, look_up
    from pipeline.authority.showing import one_line
    from pipeline.records import EntityKind

    kinds = (EntityKind(arguments.kind),) if arguments.kind else tuple(EntityKind)
    register = known(arguments.names)
    found = look_up(arguments.words, kinds, register, arguments.most, wait=True)
    for each in found:
        near = f"  {each.score:.0%}" if each.how is How.NEAR else ""
        print(one_line(each.entry) + near)
    return 0 if found else 1


def _history(arguments: argparse.Namespace) -> int:
    from pipeline.authority.editing import no_entry
    from pipeline.authority.showing import told

    register = known(arguments.names)
    changes = register.store.history(arguments.id) if register.store else ()
    now = register.entry(arguments.id)
    if now is None and not changes:
        raise no_entry(arguments.id)
    print(told(changes, now))
    return 0


# -- to change --------------------------------------------------------------------------------


def _add(arguments: argparse.Namespace) -> int:
    from pipeline.authority.editing import new_entry, put_by_hand
    from pipeline.authority.opening import changing
    from pipeline.records import EntityKind

    with changing(arguments.names, who(arguments.by), "names add") as (register, batch):
        kind = EntityKind(arguments.kind)
        entry = new_entry(kind, arguments.name, _wishes(arguments), register)
        same = [other.id for other in register.entries(entry.name, kind)]
        action = put_by_hand(entry, batch, register)
    print(f"{action}: {entry.id}")
    if same:
        print(f"samsvar: {', '.join(same)} has this name too", file=sys.stderr)
    return 0


def _edit(arguments: argparse.Namespace) -> int:
    from pipeline.authority.editing import edited, no_entry, put_by_hand
    from pipeline.authority.opening import changing

    with changing(arguments.names, who(arguments.by), "names edit") as (register, batch):
        before = register.entry(arguments.id)
        if before is None:
            raise no_entry(arguments.id)
        action = put_by_hand(edited(before, _wishes(arguments)), batch, register)
    print(f"{action}: {arguments.id}")
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    from pipeline.authority.editing import remove_by_hand
    from pipeline.authority.opening import changing

    with changing(arguments.names, who(arguments.by), "names remove") as (register, batch):
        entry = remove_by_hand(arguments.id, batch, register)
    print(f"removed: {entry.id} ({entry.name})")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from pipeline.authority.importing import put_entries
    from pipeline.authority.opening import changing, trying
    from pipeline.authority.sources import read_entries
    from pipeline.records import EntityKind

    mapping = _mapping(arguments.column)
    kind = EntityKind(arguments.kind) if arguments.kind else None
    lines = read_entries(arguments.file, mapping, kind)
    doing = trying if arguments.dry_run else changing
    what = f"names import {arguments.file.name}"
    with doing(arguments.names, who(arguments.by), what) as (register, batch):
        report = put_entries(lines, batch, register, source=arguments.file)
    print("\n".join(_told(report, would=arguments.dry_run)))
    return 0


def _mapping(columns: Iterable[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in columns]
    for field, sign, column in pairs:
        if not (field and sign and column):
            raise ConfigError(
                f"--column {field}{sign}{column}: this is no FIELD=COLUMN",
                hint="write it like --column name=Navn",
            )
    return {field: column for field, _, column in pairs}


def _told(report: Report, *, would: bool) -> Iterable[str]:
    from pipeline.authority.showing import one_line

    for action, entry in report.examples if would else ():
        yield f"{'+' if action == 'added' else '~'} {one_line(entry)}"
    if would and sum(report.counts.values()) - report.counts["unchanged"] > len(report.examples):
        yield "…"
    counted = ", ".join(f"{report.counts[a]} {a}" for a in ("added", "changed", "unchanged"))
    yield f"{'would be ' if would else ''}{counted}"
    if report.namesakes:
        yield f"{report.namesakes} names that another entry has too"


def _export(arguments: argparse.Namespace) -> int:
    from pipeline.authority.exchange import entries_to_csv, entries_to_json

    register = known(arguments.names)
    entries: Iterable[Entry] = register.store.all_entries() if register.store else ()
    if arguments.all:
        entries = register.all_entries()
    writers = {".csv": entries_to_csv, ".json": entries_to_json}
    write_export(arguments.file, writers, entries)
    return 0
