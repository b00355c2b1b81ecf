"""The command ``samsvar``: parses, calls, shows."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.commands import (
    batch,
    evaluate,
    export,
    forget,
    glossary,
    memory,
    names,
    photos,
    serve,
    translate,
)
from pipeline.commands.arguments import add_models_option, refuse_twins, targets_of
from pipeline.commands.options import (
    add_glossary_option,
    add_names_model_option,
    add_names_option,
    add_organisations_option,
)
from pipeline.errors import ArticleError, ModelError, PipelineError

if TYPE_CHECKING:
    from pipeline.assets import Standing
    from pipeline.records import Article

#: characters of the articles that ``run`` has in hand at a time: their sentences are translated
#: together, and the first results do not wait for long
_IN_HAND = 10_000


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0, or that of the error tree."""
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.command(arguments))
    except PipelineError as error:
        print(f"samsvar: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("samsvar: stopped; what was finished is written, nothing is half-written",
              file=sys.stderr)  # fmt: skip
        return 130
    except BrokenPipeError:
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="samsvar",
        description="Norwegian press text: names found and reconciled, translated with names kept."
        " Works without a network.",
    )
    parser.add_argument("--version", action="version", version=f"samsvar {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    run = commands.add_parser(
        "run",
        help="process articles",
        description="Process Norwegian articles (text files, HTML pages, Word documents). For each"
        " one, a report (.html), the translations (.en.txt, .fr.txt) and everything that was found"
        " (.json) are written.",
    )
    run.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="a text file, HTML page or Word document",
    )
    run.add_argument("--to", default="en,fr", metavar="LANGUAGES",
                     help="languages to translate into, or none (default: en,fr)")  # fmt: skip
    run.add_argument("--out", type=Path, default=Path("out"), metavar="DIR",
                     help="the folder to write into (default: out)")  # fmt: skip
    run.add_argument("--report", choices=("en", "nb", "nn"), default="en", metavar="LANGUAGE",
                     help="language of the report: en, nb or nn (default: en)")  # fmt: skip
    add_names_option(run)
    add_names_model_option(run)
    add_glossary_option(run)
    add_organisations_option(run)
    run.add_argument("--memory", type=Path, metavar="FILE",
                     help="a translation memory to take from and add to; the .json says which"
                     " segments came from it (default: none)")  # fmt: skip
    add_models_option(run)
    run.set_defaults(command=_run)

    models = commands.add_parser("models", help="list, build, verify and install models")
    actions = models.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="show the models and whether they are ready")
    listing.set_defaults(command=_models_list)
    building = actions.add_parser("build", help="build what is not committed (about a minute)")
    building.set_defaults(command=_models_build)
    verifying = actions.add_parser("verify", help="compare every file with the manifest")
    verifying.set_defaults(command=_models_verify)
    installing = actions.add_parser(
        "install",
        help="install Argos translation packages",
        description="Install Argos translation packages: a pair (nb-en, en-fr) is fetched from the"
        " Argos index, which needs internet; a file (PACKAGE.argosmodel) does not.",
    )
    installing.add_argument("packages", nargs="+", metavar="PAIR_OR_FILE")
    installing.set_defaults(command=_models_install)
    for action in (listing, building, verifying, installing):
        add_models_option(action)
    evaluate.add_command(actions)
    translate.add_commands(commands)
    memory.add_commands(commands)
    glossary.add_commands(commands)
    names.add_commands(commands)
    photos.add_commands(commands)
    export.add_commands(commands)
    batch.add_commands(commands)
    serve.add_commands(commands)
    forget.add_commands(commands)
    return parser


# -- run --------------------------------------------------------------------------------------


def _run(arguments: argparse.Namespace) -> int:
    from pipeline.archive import file_stem, write_outcome
    from pipeline.assets import models_dir
    from pipeline.authority.register import names_file_to_read, open_knowledge
    from pipeline.build import build_stages
    from pipeline.documents.reading import read_file
    from pipeline.export.summary import summary
    from pipeline.glossaries import open_glossary
    from pipeline.many import handfuls, process_together
    from pipeline.records import FailedArticle
    from pipeline.stages.translate import TranslationOptions
    from pipeline.translation.memory import Memory
    from pipeline.translation.recall import NO_MEMORY, Recall

    targets = targets_of(arguments.to)
    refuse_twins(arguments.files, [file_stem(path.stem) for path in arguments.files])
    knowledge = open_knowledge(names_file_to_read(arguments.names))
    kept = Memory(arguments.memory) if arguments.memory else None
    options = TranslationOptions(
        memory=Recall(kept, _complain) if kept else NO_MEMORY,
        glossary=open_glossary(arguments.glossary),
        organisations=arguments.organisations,
    )
    stages = None
    failures: list[PipelineError] = []

    def complain(error: PipelineError) -> None:
        if error.exit_code != 1:
            raise error
        _complain(error)
        failures.append(error)

    def articles() -> Iterator[Article]:
        for path in arguments.files:
            try:
                yield read_file(path)
            except PipelineError as error:
                complain(error)

    told = False
    for some in handfuls(articles(), _IN_HAND):
        stages = stages or build_stages(
            arguments.models or models_dir(),
            None,
            knowledge,
            options,
            names_model=arguments.names_model,
        )
        for outcome in process_together(some, stages, targets):
            if isinstance(outcome, FailedArticle):
                complain(ArticleError(outcome.message, hint=outcome.hint))
                continue
            try:
                written = write_outcome(outcome, arguments.out, ui=arguments.report)
            except PipelineError as error:
                complain(error)
                continue
            if told:
                print()
            print(summary(outcome, written), flush=True)
            told = True
    if kept:
        kept.close()
    if failures and len(arguments.files) > 1:
        print(f"samsvar: {len(failures)} of {len(arguments.files)} files failed", file=sys.stderr)
    return 1 if failures else 0


def _complain(error: PipelineError) -> None:
    print(f"samsvar: {error}", file=sys.stderr)


# -- models -----------------------------------------------------------------------------------


def _models_list(arguments: argparse.Namespace) -> int:
    from pipeline.assets import list_models, models_dir
    from pipeline.build import packages_folder
    from pipeline.translation.packages import installed_packages

    models = arguments.models or models_dir()
    for model in list_models(models):
        print(_line(model))
    for package in installed_packages(packages_folder(models)):
        name = f"{package.source}-{package.target}"
        print(f"{name:<12} {package.version:<8} {'Argos package':<14} {package.folder}")
    return 0


def _models_build(arguments: argparse.Namespace) -> int:
    from pipeline.assets import build_models, models_dir
    from pipeline.build import BUILDERS

    for model in build_models(arguments.models or models_dir(), BUILDERS):
        print(_line(model))
    return 0


def _models_verify(arguments: argparse.Namespace) -> int:
    from pipeline.assets import models_dir, verify_models

    standings = verify_models(arguments.models or models_dir())
    for model in standings:
        print(_line(model))
    return 0 if all(model.state == "ready" for model in standings) else ModelError.exit_code


def _line(model: Standing) -> str:
    return f"{model.name:<12} {model.version:<8} {model.state:<14} {model.detail or model.folder}"


def _models_install(arguments: argparse.Namespace) -> int:
    from pipeline.assets import models_dir
    from pipeline.build import packages_folder
    from pipeline.translation.packages import install

    folder = packages_folder(arguments.models or models_dir())
    for package in install(arguments.packages, folder):
        print(
            f"{package.source}-{package.target} {package.version} is installed in {package.folder}"
        )
    return 0
