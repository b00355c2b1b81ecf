"""The commands ``samsvar memory``: what is remembered of earlier translations."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.arguments import add_memory_option
from pipeline.commands.options import add_by_option, who
from pipeline.errors import ArticleError, ConfigError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.translation.memory import Memory
    from pipeline.translation.units import Unit


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands ``memory`` to those of the program."""
    memory = commands.add_parser(
        "memory", help="the translation memory: figures, import, export, forget"
    )
    actions = memory.add_subparsers(title="actions", metavar="ACTION", required=True)

    stats = actions.add_parser("stats", help="say what is in the memory")
    stats.set_defaults(command=_stats)

    importing = actions.add_parser(
        "import",
        help="take in edited tables, Word tables, XLIFF and TMX files",
        description="Take in what people translated: the rows of a table of `samsvar translate"
        " --edit-file`, of a Word table or of an XLIFF file of `samsvar export` whose translation"
        " was changed, or all units of a TMX file. It wins over what a model makes, now and later."
        " A file with an error changes nothing.",
    )
    importing.add_argument("files", nargs="+", type=Path, metavar="FILE",
                           help="a .csv or .tsv table, or a .docx, .xlf or .tmx file")  # fmt: skip
    importing.add_argument("--machine", action="store_true",
                           help="a machine made them: used only where no check fails, and below"
                           " what people wrote")  # fmt: skip
    add_by_option(importing)
    importing.set_defaults(command=_import)

    exporting = actions.add_parser(
        "export",
        help="write a TMX file",
        description="Write what people translated as TMX 1.4, for other programs.",
    )
    exporting.add_argument("file", type=Path, nargs="?", metavar="FILE",
                           help="the .tmx file to write (default: standard output)")  # fmt: skip
    exporting.add_argument("--machine", action="store_true",
                           help="what machines made too")  # fmt: skip
    exporting.set_defaults(command=_export)

    forget = actions.add_parser(
        "forget",
        help="delete from the memory",
        description="Delete from the memory, and from its file. A name or a text is deleted"
        " wherever it stands, in people's translations too; the other ways delete only what models"
        " made.",
    )
    ways = forget.add_mutually_exclusive_group(required=True)
    ways.add_argument("--name", metavar="NAME",
                      help="every segment with this name in source or translation")  # fmt: skip
    ways.add_argument("--text", metavar="WORDS",
                      help="every segment with these words in source or translation")  # fmt: skip
    ways.add_argument("--older-than", type=int, metavar="DAYS",
                      help="what was not used for so many days")  # fmt: skip
    ways.add_argument("--model", metavar="NAME",
                      help="what a model made, as `memory stats` names it")  # fmt: skip
    forget.set_defaults(command=_forget)
    for action in (stats, importing, exporting, forget):
        add_memory_option(action)


def _open(arguments: argparse.Namespace, *, make: bool = False) -> Memory:
    from pipeline.translation.memory import Memory, default_path

    return Memory(arguments.memory or default_path(), make=make)


def _stats(arguments: argparse.Namespace) -> int:
    with _open(arguments) as memory:
        found, path = memory.stats(), memory.path
    lines = [
        str(path),
        f"  {found.bytes / 1e6:.1f} MB" if found.bytes >= 1e6 else f"  {found.bytes / 1e3:.0f} kB",
        f"  {found.edits} translated by people",
        f"  {found.imported} imported from other machines",
        f"  {found.segments} made by models"
        + (f", {found.first[:10]} to {found.last[:10]}" if found.segments else ""),
        *(f"    {pair}: {count}" for pair, count in found.pairs.items()),
        *(f"    {', '.join(m.splitlines()) or '-'}: {n}" for m, n in found.models.items()),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    with _open(arguments, make=True) as memory:
        for path in arguments.files:
            read = 0

            def counted(units: Iterator[Unit]) -> Iterator[Unit]:
                nonlocal read
                for unit in units:
                    read += 1
                    yield unit

            new = memory.add(counted(_units(path, arguments)))
            known = f", {read - new} known before" if read > new else ""
            sys.stdout.write(f"{path}: {new} new{known}\n")
    return 0


def _units(path: Path, arguments: argparse.Namespace) -> Iterator[Unit]:
    """Yield what is in a file: what was edited in a table, docx or XLIFF, or all of a TMX."""
    from dataclasses import replace

    from pipeline.authority.tabular import open_table
    from pipeline.translation.sheet import edited, read_edits
    from pipeline.translation.tmx import read_tmx
    from pipeline.translation.units import Author, now

    if path.suffix.lower() in (".tmx", ".xml"):
        for unit in read_tmx(path):
            yield replace(unit, author=Author.MACHINE) if arguments.machine else unit
        return
    if arguments.machine:
        raise ConfigError(
            f"{path}: --machine is for TMX files", hint="an edited table is a person's work"
        )
    if path.suffix.lower() in (".docx", ".xlf", ".xliff"):
        yield from edited(_rows(path), who(arguments.by), now())
        return
    table = open_table(path)
    if table.note:
        sys.stderr.write(f"samsvar: {path}: {table.note}\n")
    yield from read_edits(table.rows(), str(path), who(arguments.by), now())


def _rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the rows of a bilingual Word table or the segments of an XLIFF file."""
    from pipeline.documents.reading import load
    from pipeline.documents.zipped import Package, parse
    from pipeline.export.edited_docx import read_rows
    from pipeline.export.edited_xliff import read_segments

    data, place = load(path), str(path)
    if path.suffix.lower() == ".docx":
        package = Package.open(data, place, kind="Word document", within="word/")
        yield from read_rows(package.tree("word/document.xml"), place)
    else:
        try:
            root = parse(data, place, "XLIFF file", path.name)
        except ArticleError as error:
            raise StoreError(
                error.message, hint="save it again as XLIFF where it was edited"
            ) from error
        yield from read_segments(root, place)


def _export(arguments: argparse.Namespace) -> int:
    from pipeline import __version__
    from pipeline.files import write_pieces
    from pipeline.translation.tmx import is_xml, write_tmx

    left_out = 0

    def writable(units: Iterator[Unit]) -> Iterator[Unit]:
        nonlocal left_out
        for unit in units:
            if is_xml(unit.source + unit.target + unit.by):
                yield unit
            else:
                left_out += 1

    with _open(arguments) as memory:
        units = writable(memory.all_units(machine=arguments.machine))
        pieces = write_tmx(units, version=__version__)
        if arguments.file is None:
            sys.stdout.writelines(pieces)
        else:
            write_pieces(pieces, arguments.file)
    if left_out:
        sys.stderr.write(f"samsvar: {left_out} left out: they hold characters XML cannot\n")
    return 0


def _forget(arguments: argparse.Namespace) -> int:
    from pipeline.translation.units import contains_text, mentions_name

    wanted = arguments.name if arguments.name is not None else arguments.text
    if wanted is not None and not wanted.strip():
        raise ConfigError("nothing to forget: the name or text is empty", hint="give some words")
    if arguments.older_than is not None and arguments.older_than < 0:
        raise ConfigError("--older-than: a number of days, 0 or more", hint="--older-than 90")
    with _open(arguments) as memory:
        people = 0
        if wanted is not None:
            matches = (mentions_name if arguments.name is not None else contains_text)(wanted)
            machine, people = memory.forget_texts(matches)
        elif arguments.older_than is not None:
            machine = memory.forget_older(arguments.older_than)
        else:
            machine = memory.forget_model(arguments.model)
    sys.stdout.write(f"forgotten: {machine} made by models, {people} by people or imported\n")
    return 0
