"""The commands ``samsvar glossary``: how terms are to be translated."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands ``glossary`` to those of the program."""
    glossary = commands.add_parser(
        "glossary", help="your terms and how they are translated: import, export, list, forget"
    )
    actions = glossary.add_subparsers(title="actions", metavar="ACTION", required=True)

    importing = actions.add_parser(
        "import",
        help="take in terms from CSV or TBX files",
        description="Take terms into your own glossary, which every translation uses. A CSV file"
        " has the columns norwegian, english, french and, if wanted, not english, not french and"
        ' note; "|" parts several words in a cell. A term that you have already is replaced. A'
        " file with an error changes nothing.",
    )
    importing.add_argument("files", nargs="+", type=Path, metavar="FILE",
                           help="a .csv or .tsv table, or a .tbx file")  # fmt: skip
    importing.set_defaults(command=_import)

    exporting = actions.add_parser("export", help="write your glossary as CSV")
    exporting.add_argument("file", type=Path, nargs="?", metavar="FILE",
                           help="the .csv file to write (default: standard output)")  # fmt: skip
    exporting.set_defaults(command=_export)

    listing = actions.add_parser("list", help="show the terms")
    listing.set_defaults(command=_list)

    forget = actions.add_parser("forget", help="take terms out of your glossary")
    forget.add_argument("terms", nargs="+", metavar="TERM",
                        help="a Norwegian term, as `glossary list` shows it")  # fmt: skip
    forget.set_defaults(command=_forget)


def _import(arguments: argparse.Namespace) -> int:
    from pipeline.database import Access
    from pipeline.glossaries import read_glossary_file
    from pipeline.translation.glossary_store import GlossaryStore, glossary_path

    read = [(path, *read_glossary_file(path)) for path in arguments.files]
    with GlossaryStore(glossary_path(), Access.WRITE) as store:
        for path, glossary, note in read:
            if note:
                sys.stderr.write(f"samsvar: {path}: {note}\n")
            added = store.add(glossary)
            told = [f"{added.new} new"]
            told += [f"{added.changed} changed"] if added.changed else []
            told += [f"{added.known} known before"] if added.known else []
            sys.stdout.write(f"{path}: {', '.join(told)}\n")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from pipeline.files import write_pieces
    from pipeline.translation.glossary_file import write_glossary
    from pipeline.translation.glossary_store import GlossaryStore, glossary_path

    with GlossaryStore(glossary_path()) as store:
        table = write_glossary(store.read())
    if arguments.file is None:
        sys.stdout.write(table.replace("\r\n", "\n"))
    else:
        write_pieces(["\ufeff", table], arguments.file)
    return 0


def _list(_: argparse.Namespace) -> int:
    from pipeline.translation.glossary_store import GlossaryStore, glossary_path

    with GlossaryStore(glossary_path()) as store:
        terms = store.read().terms
    for term in sorted(terms, key=lambda term: term.source[0].casefold()):
        said = [f"{code}: {', '.join(words)}" for code, words in term.targets.items()]
        said += [f"not {code}: {', '.join(words)}" for code, words in term.forbidden.items()]
        note = f"  ({term.note})" if term.note else ""
        sys.stdout.write(f"{', '.join(term.source)}  {'; '.join(said)}{note}\n")
    if not terms:
        sys.stdout.write("no terms\n")
    return 0


def _forget(arguments: argparse.Namespace) -> int:
    from pipeline.database import Access
    from pipeline.translation.glossary_store import GlossaryStore, glossary_path

    with GlossaryStore(glossary_path(), Access.PRESENT) as store:
        forgotten = store.forget(arguments.terms)
    sys.stdout.writelines(f"forgotten: {', '.join(term.source)}\n" for term in forgotten)
    return 0
