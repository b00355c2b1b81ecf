"""The command ``samsvar export``: results in the formats that other programs read."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.arguments import refuse_twins
from pipeline.commands.formats import EDITIONS, ENDINGS, WRITERS, Job, Sources, write_register
from pipeline.commands.options import add_glossary_option, add_names_option, known
from pipeline.errors import ConfigError, StoreError

if TYPE_CHECKING:
    from pipeline.records import ProcessedArticle, Translation

_SEPARATORS = {"comma": ",", "semicolon": ";"}


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``export`` to those of the program."""
    parser = commands.add_parser(
        "export",
        help="write results in the formats that other programs read",
        description="Write results of `samsvar run` for translators (xliff, tmx, bilingual),"
        " term bases (tbx, tbx-2008), newsrooms (ninjs, ninjs-3, jsonld), linguists (conllu,"
        " webanno) and spreadsheets (csv). Without a result, tbx has the whole register.",
    )
    parser.add_argument("results", nargs="*", type=Path, metavar="RESULT",
                        help="a .json file that `samsvar run` wrote")  # fmt: skip
    parser.add_argument("--as", dest="formats", action="append", required=True, metavar="FORMAT",
                        choices=tuple(WRITERS),
                        help=f"{', '.join(WRITERS)}; may be given again")  # fmt: skip
    parser.add_argument("--to", metavar="LANGUAGES",
                        help="the translations to write (default: all that the result"
                        " has)")  # fmt: skip
    parser.add_argument("--out", type=Path, default=Path("out"), metavar="DIR",
                        help="the folder to write into (default: out)")  # fmt: skip
    parser.add_argument("--remarks", choices=("en", "nb", "nn"), default="en", metavar="LANGUAGE",
                        help="language of headings, notes and remarks: en, nb or nn"
                        " (default: en)")  # fmt: skip
    parser.add_argument("--separator", choices=tuple(_SEPARATORS), default="comma",
                        metavar="SIGN", help="what parts the cells of csv: comma, or semicolon,"
                        " which Excel in Norwegian wants (default: comma)")  # fmt: skip
    add_names_option(parser)
    add_glossary_option(parser)
    parser.set_defaults(command=_export)


def _export(arguments: argparse.Namespace) -> int:
    from pipeline.archive import write_together
    from pipeline.export.wording import wording
    from pipeline.glossaries import open_glossary

    sources = Sources(
        known(arguments.names),
        open_glossary(arguments.glossary),
        wording(arguments.remarks),
        _SEPARATORS[arguments.separator],
        _complain,
    )
    if not arguments.results:
        return _whole_register(arguments, sources)
    refuse_twins(arguments.results, [path.stem for path in arguments.results])
    failed = 0
    for path in arguments.results:
        try:
            outcome = _read(path)
            job = Job(outcome, _wanted(outcome, arguments.to), path.stem, sources)
        except StoreError as error:
            _complain(str(error))
            failed += 1
            continue
        for form in dict.fromkeys(arguments.formats):
            try:
                written = write_together(dict(WRITERS[form](job)), arguments.out)
            except StoreError as error:
                _complain(str(error))
                failed += 1
                continue
            print("\n".join(map(str, written)))
    return 1 if failed else 0


def _complain(words: str) -> None:
    print(f"samsvar: {words}", file=sys.stderr)


def _read(path: Path) -> ProcessedArticle:
    from pipeline.export.structured import from_json
    from pipeline.records import FailedArticle, SkippedArticle

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise StoreError(
            f"{path}: cannot be read: {reason}", hint="name a .json file that `samsvar run` wrote"
        ) from error
    try:
        outcome = from_json(text)
    except StoreError as error:
        raise StoreError(f"{path}: {error.message}", hint=error.hint) from error
    if isinstance(outcome, SkippedArticle):
        raise StoreError(f"{path}: the article was skipped: {outcome.reason}")
    if isinstance(outcome, FailedArticle):
        raise StoreError(f"{path}: the article had failed: {outcome.message}", hint=outcome.hint)
    return outcome


def _wanted(outcome: ProcessedArticle, to: str | None) -> tuple[Translation, ...]:
    from pipeline.export.aligned import translation_into

    if to is None:
        return outcome.translations
    languages = dict.fromkeys(part.strip() for part in to.split(",") if part.strip())
    if not languages:
        raise ConfigError("--to: there is no language", hint="give one, or leave --to out")
    return tuple(translation_into(outcome, language) for language in languages)


def _whole_register(arguments: argparse.Namespace, sources: Sources) -> int:
    """Write the register and the glossary, where no result is given."""
    from pipeline.files import write_pieces

    for form in arguments.formats:
        if form not in EDITIONS:
            raise ConfigError(
                f"--as {form} wants a result", hint="name a .json file that `samsvar run` wrote"
            )
    for form in dict.fromkeys(arguments.formats):
        edition = EDITIONS[form]
        path = arguments.out / f"names{ENDINGS[edition]}"
        write_pieces(write_register(sources, edition), path)
        print(path)
    return 0
