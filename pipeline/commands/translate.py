"""The command ``samsvar translate``: files or standard input, translated, and a names report."""

from __future__ import annotations

import argparse
import io
import sys
from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.arguments import (
    add_memory_option,
    add_models_option,
    refuse_twins,
    targets_of,
)
from pipeline.commands.options import (
    add_glossary_option,
    add_names_model_option,
    add_names_option,
    add_organisations_option,
)
from pipeline.commands.outputs import Look, notes_report, open_input, outputs
from pipeline.commands.progress import ProgressLine
from pipeline.errors import ArticleError, ConfigError, PipelineError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.documents.whole import Opened
    from pipeline.export.names_report import Told
    from pipeline.records import FailedArticle, ProcessedArticle, SkippedArticle
    from pipeline.translation.following import Followed
    from pipeline.translation.units import Unit
    from pipeline.translator import Translator

_STDIN = Path("-")


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``translate`` to those of the program."""
    parser = commands.add_parser(
        "translate",
        help="translate articles, names kept, with a memory",
        description="Translate Norwegian articles. A document is written in its own format"
        " (<name>.<language>.docx), a text as <name>.<language>.txt; from standard input (-) the"
        " text of the translation goes to standard output. At the end the names"
        " report says what became of every name, and which segments to look at.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE",
                        help="a text file, HTML page or Word document; - is standard"
                        " input")  # fmt: skip
    parser.add_argument("--to", default="en,fr", metavar="LANGUAGES",
                        help="languages to translate into (default: en,fr)")  # fmt: skip
    parser.add_argument("--from", dest="source", choices=("nb", "nn"), default="",
                        help="the language of the articles (default: found out)")  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="DIR",
                        help="the folder to write into; - is standard output (default: out, or -"
                        " where a file is -)")  # fmt: skip
    parser.add_argument("--text", action="store_true",
                        help="write the text of documents too (.txt)")  # fmt: skip
    parser.add_argument("--marks", choices=("comments", "none"), default="comments",
                        help="comments in Word documents on what to look at, with the reason and"
                        " the Norwegian sentence; or none (default: comments)")  # fmt: skip
    parser.add_argument("--report", choices=("en", "nb", "nn"), default="en", metavar="LANGUAGE",
                        help="language of comments, names report and notes: en, nb or nn"
                        " (default: en)")  # fmt: skip
    parser.add_argument("--as", dest="anew", choices=("docx", "html"), default="docx",
                        metavar="FORMAT",
                        help="what is written of a PDF or rich text, which cannot be written"
                        " itself: docx or html (default: docx)")  # fmt: skip
    parser.add_argument("--edit-file", type=Path, metavar="FILE",
                        help="write a table (.csv) of all segments too, to be edited and taken in"
                        " with `samsvar memory import`")  # fmt: skip
    parser.add_argument("--strict", action="store_true",
                        help="exit with 1 where anything is marked")  # fmt: skip
    parser.add_argument("--quiet", action="store_true", help="no progress and no report")
    add_names_option(parser)
    add_names_model_option(parser)
    add_glossary_option(parser)
    add_organisations_option(parser)
    add_memory_option(parser)
    parser.add_argument("--no-memory", action="store_true",
                        help="translate everything anew and remember nothing")  # fmt: skip
    parser.add_argument("--memory-limit", type=int, default=2000, metavar="MB",
                        help="the size above which the memory forgets what models made and was not"
                        " used for longest (default: 2000)")  # fmt: skip
    add_models_option(parser)
    parser.set_defaults(command=_translate)


@dataclass
class _Job:
    """A call of the command: what is to be done, and what has been found out so far."""

    arguments: argparse.Namespace
    targets: tuple[str, ...]
    to_stdout: bool
    line: ProgressLine
    in_hand: deque[Opened] = field(default_factory=deque)
    told: list[Told] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failed: int = 0

    def follow(self, followed: Followed) -> None:
        """Take what the translate stage tells."""
        from pipeline.translation.following import Progress

        if isinstance(followed, Progress):
            share = followed.sent / followed.to_send if followed.to_send else 1.0
            self.line.show(followed.target, (followed.done, followed.total), share)
        else:
            names = {one.article.id: one.article.source for one in self.in_hand}
            name = Path(names.get(followed.article, "")).name
            self.line.finish(followed.target, len(followed.made), name)

    def fail(self, error: PipelineError) -> None:
        """Say that an article failed, and go on with the next."""
        self.failed += 1
        self.say(error)

    def say(self, error: PipelineError) -> None:
        """Say what went wrong."""
        self.line.clear()
        sys.stderr.write(f"samsvar: {error}\n")


def _translate(arguments: argparse.Namespace) -> int:
    from pipeline.export.names_report import is_marked, names_report

    job = _job(arguments)
    with ExitStack() as closing:
        closing.callback(job.line.clear)
        articles = _opened(job)
        first = next(articles, None)
        if first:
            # a memory or a model that cannot be opened stops the command, not one article
            translator = closing.enter_context(_open(job))
            read = (one.article for one in chain([first], articles))
            for outcome in translator.process_all(read, job.targets, source=arguments.source):
                try:
                    _one(job.in_hand.popleft(), outcome, job)
                except (ArticleError, StoreError) as error:
                    job.fail(error)
    if arguments.edit_file and job.told:
        _write_table(job)
    if job.told and not arguments.quiet:
        stream = sys.stderr if job.to_stdout else sys.stdout
        ui = arguments.report
        stream.write(names_report(job.told, ui) + "\n" + notes_report(job.notes, ui))
    marked = any(is_marked(one.outcome) for one in job.told)
    return 1 if job.failed or (arguments.strict and marked) else 0


def _job(arguments: argparse.Namespace) -> _Job:
    from pipeline.archive import file_stem

    targets = targets_of(arguments.to)
    if not targets:
        raise ConfigError("--to: there is no language", hint="choose from en, fr")
    if arguments.memory_limit < 1:
        raise ConfigError("--memory-limit: at least 1 MB", hint="or --no-memory")
    if arguments.files.count(_STDIN) > 1:
        raise ConfigError("standard input (-) can be read once", hint="give - once")
    out = arguments.out or (_STDIN if _STDIN in arguments.files else Path("out"))
    arguments.out = out
    if out == _STDIN and len(targets) > 1:
        raise ConfigError(
            "standard output takes one language at a time",
            hint=f"--to {targets[0]}, or give a folder with --out",
        )
    if out != _STDIN:
        refuse_twins(arguments.files, [file_stem(_stem(path)) for path in arguments.files])
    stream = io.StringIO() if arguments.quiet else sys.stderr
    line = ProgressLine(stream, [_size(path) for path in arguments.files], len(targets))
    return _Job(arguments, targets, out == _STDIN, line)


def _open(job: _Job) -> Translator:
    from pipeline.translation.memory import default_path
    from pipeline.translator import Setup, Translator

    arguments = job.arguments
    memory = None if arguments.no_memory else arguments.memory or default_path()
    return Translator.set_up(
        Setup(
            models=arguments.models,
            names=arguments.names,
            names_model=arguments.names_model,
            glossary=arguments.glossary,
            organisations=arguments.organisations,
            memory=memory,
            memory_limit=arguments.memory_limit * 1_000_000,
            follow=job.follow,
            tell=job.say,
        )
    )


def _opened(job: _Job) -> Iterator[Opened]:
    """Yield the files as they are asked for; one that cannot be read is told."""
    for number, path in enumerate(job.arguments.files):
        if job.in_hand:
            job.line.add(number)
        else:
            job.line.begin(number, _name(path))
        try:
            anew = f".{job.arguments.anew}"
            opened = open_input(path, as_text=job.to_stdout, anew=anew)
        except ArticleError as error:
            job.fail(error)
            continue
        job.in_hand.append(opened)
        yield opened


def _one(
    opened: Opened, outcome: ProcessedArticle | SkippedArticle | FailedArticle, job: _Job
) -> None:
    """Write the translations of what was read.

    Raises:
        ArticleError: it is not Norwegian, or it could not be processed.
        StoreError: the translations cannot be written.
    """
    from pipeline.archive import write_together
    from pipeline.export.names_report import Told
    from pipeline.records import FailedArticle, SkippedArticle

    job.line.clear()
    if isinstance(outcome, FailedArticle):
        raise ArticleError(outcome.message, hint=outcome.hint)
    if isinstance(outcome, SkippedArticle):
        raise ArticleError(
            f"{opened.article.source}: not translated: {outcome.reason}",
            hint="if it is Norwegian all the same, say which: --from nb or --from nn",
        )
    options = job.arguments
    look = Look(text=options.text, marks=options.marks == "comments", ui=options.report)
    files, notes = outputs(opened, outcome, look)
    if job.to_stdout:
        sys.stdout.writelines(text for text in files.values() if isinstance(text, str))
        sys.stdout.flush()
    else:
        write_together(files, job.arguments.out)
    job.notes += notes
    job.told.append(
        Told(
            outcome,
            restored={
                one.target: frozenset(
                    (name.part, name.source) for name in one.names if name.restored
                )
                for one in outcome.translations
            },
            makers={
                one.target: [s.maker.value for part in one.parts for s in part.segments]
                for one in outcome.translations
            },
        )
    )


def _write_table(job: _Job) -> None:
    from pipeline.archive import write_together
    from pipeline.translation.sheet import write_sheet

    path = job.arguments.edit_file
    table = write_sheet(row for one in job.told for row in _rows(one))
    write_together({path.name: "\ufeff" + table}, path.parent)


def _rows(told: Told) -> Iterator[tuple[Unit, str, str]]:
    from pipeline.translation.units import Unit

    for translation in told.outcome.translations:
        makers = iter(told.makers.get(translation.target, ()))
        for part in translation.parts:
            for segment in part.segments:
                source = translation.road.partition("-")[0]
                unit = Unit(segment.source.text, source, translation.target, segment.target)
                reasons = "; ".join(check.detail for check in segment.checks)
                yield unit, next(makers, ""), reasons


def _name(path: Path) -> str:
    return "standard input" if path == _STDIN else path.name


def _stem(path: Path) -> str:
    return "stdin" if path == _STDIN else path.stem


def _size(path: Path) -> float:
    """Return how much there is to do for a file, roughly: its size."""
    try:
        return float(path.stat().st_size)
    except OSError:
        return 1.0
