"""The command ``samsvar models evaluate``: what each engine is worth on sentences of your own."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.arguments import TARGETS, add_models_option
from pipeline.commands.progress import ProgressLine
from pipeline.errors import ConfigError, StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.translation.engine import Engine
    from pipeline.translation.evaluating import Pair
    from pipeline.translation.following import Followed
    from pipeline.translation.measured import Measured


def add_command(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``evaluate`` to the actions of ``models``."""
    parser = actions.add_parser(
        "evaluate",
        help="measure the installed translators on your own sentences",
        description="Translate sentences that have a reference with each translator that is"
        " installed, and give BLEU, chrF, the names kept, the segments marked and the speed. What"
        " is measured is kept: where several translators have a pair of languages, the better one"
        " is used from then on.",
    )
    parser.add_argument("--on", nargs="+", type=Path, required=True, metavar="FILE",
                        help="a table (.tsv, .csv) with the columns source and reference, or two"
                        " plain files with a sentence a line")  # fmt: skip
    parser.add_argument("--from", dest="source", choices=("nb", "nn"), default="nb",
                        help="the language of the sentences (default: nb)")  # fmt: skip
    parser.add_argument("--to", choices=TARGETS, default="en", metavar="LANGUAGE",
                        help="the language of the references: en or fr (default: en)")  # fmt: skip
    parser.add_argument("--engine", metavar="NAME",
                        help="measure only this translator: embedded or argos (default: all that"
                        " have the pair)")  # fmt: skip
    parser.add_argument("--count", type=int, metavar="N",
                        help="only the first N sentences")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    add_models_option(parser)
    parser.set_defaults(command=_evaluate)


def _evaluate(arguments: argparse.Namespace) -> int:
    from pipeline.assets import models_dir
    from pipeline.build import chosen_engines, load_engines, packages_folder
    from pipeline.translation.measured import keep_measured, read_measured

    pairs = _pairs(arguments)
    models = arguments.models or models_dir()
    installed = load_engines(models)
    engines = _engines(arguments, installed)
    before = read_measured(packages_folder(models))
    measured = [_measured(arguments, (name, installed[name]), pairs) for name in engines]
    try:
        keep_measured(measured, packages_folder(models))
    except StoreError as error:
        sys.stderr.write(f"samsvar: {error}\n")
    if arguments.json:
        rows = [
            {**one.model_dump(mode="json"), "segments_per_second": one.segments_per_second}
            for one in measured
        ]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return 0
    sys.stdout.write("\n".join(_told(measured)) + "\n")
    pair = (arguments.source, arguments.to)
    used = chosen_engines(installed, [*before, *measured]).get(pair)
    if used:
        sys.stdout.write(f"{'-'.join(pair)} is translated with: {used}{_why(measured)}\n")
    return 0


def _pairs(arguments: argparse.Namespace) -> Sequence[Pair]:
    """Return the sentences to translate.

    Raises:
        ConfigError: a file cannot be read, or is not what it should be.
    """
    from pipeline.translation.evaluating import read_plain, read_table

    if arguments.count is not None and arguments.count < 1:
        raise ConfigError("--count: at least 1", hint="or leave it out for all sentences")
    files = arguments.on
    if len(files) > 2:
        raise ConfigError(
            f"--on: {len(files)} files", hint="give one table, or a source and a reference file"
        )
    texts = [(str(path), _text(path)) for path in files]
    if len(texts) == 2:
        pairs = read_plain(texts[0], texts[1])
    else:
        ((place, text),) = texts
        pairs = read_table(text, place, arguments.to)
    return pairs[: arguments.count]


def _text(path: Path) -> str:
    """Return what is in a file."""
    from pipeline.authority.tabular import encoding_of

    try:
        encoding, note = encoding_of(path)
    except StoreError as error:
        raise ConfigError(error.message, hint=error.hint) from error
    if note:
        sys.stderr.write(f"samsvar: {path}: {note}\n")
    return path.read_text(encoding=encoding)


def _engines(arguments: argparse.Namespace, installed: Mapping[str, Engine]) -> list[str]:
    """Return the names of the engines to be measured.

    Raises:
        ConfigError: the one that was named is not installed, or has not the pair.
        ModelError: none has the pair.
    """
    from pipeline.translation.engine import no_such_pair

    pair = (arguments.source, arguments.to)
    able = [name for name, engine in installed.items() if pair in engine.pairs]
    if not able:
        raise no_such_pair(*pair)
    if arguments.engine and arguments.engine not in able:
        problem = "does not translate" if arguments.engine in installed else "is not installed for"
        raise ConfigError(
            f"--engine: {arguments.engine} {problem} {'-'.join(pair)}",
            hint=f"choose from {', '.join(able)}",
        )
    return [arguments.engine] if arguments.engine else able


def _measured(
    arguments: argparse.Namespace, named: tuple[str, Engine], pairs: Sequence[Pair]
) -> Measured:
    """Return what one engine is worth; the line of progress says how far it is."""
    from datetime import UTC, datetime

    from pipeline import __version__
    from pipeline.assets import models_dir
    from pipeline.build import build_stages, models_for
    from pipeline.evaluation import articles, evaluate
    from pipeline.stages.translate import TranslationOptions
    from pipeline.translation.evaluating import digest_of
    from pipeline.translation.following import Progress
    from pipeline.translation.measured import Measured
    from pipeline.translator import Translator

    name, engine = named
    weights = [float(len(article.text)) for article in articles(pairs)]
    line = ProgressLine(io.StringIO() if arguments.quiet else sys.stderr, weights, 1)
    begun = False

    def begin(number: int) -> None:
        nonlocal begun
        begun = True
        line.begin(number, name)

    def follow(followed: Followed) -> None:
        if not begun:
            return
        if isinstance(followed, Progress):
            share = followed.sent / followed.to_send if followed.to_send else 1.0
            line.show(followed.target, (followed.done, followed.total), share)
        else:
            line.finish(followed.target, len(followed.made))

    pair = (arguments.source, arguments.to)
    options = TranslationOptions(follow=follow)
    stages = build_stages(arguments.models or models_dir(), engine, translating=options)
    outcome = evaluate(pairs, Translator(stages), pair, begin)
    line.clear()
    return Measured(
        engine=name,
        models=models_for(engine, pair),
        source=arguments.source,
        target=arguments.to,
        on=" ".join(path.name for path in arguments.on),
        on_sha256=digest_of(pairs),
        sentences=len(pairs),
        at=datetime.now(UTC).replace(microsecond=0),
        program=__version__,
        **vars(outcome),
    )


def _told(measured: Sequence[Measured]) -> list[str]:
    """Return the figures as lines to read."""
    first = measured[0]
    noun = "sentence" if first.sentences == 1 else "sentences"
    lines = [f"{first.on}: {first.sentences} {noun}, {first.source}-{first.target}"]
    for one in measured:
        models = ", ".join(f"{ref.name} {ref.version}" for ref in one.models)
        lines += [
            f"  {one.engine} ({models}), {one.road}",
            f"    BLEU {one.bleu:.1f}, chrF {one.chrf:.1f}",
            f"    names kept: {one.names_kept} of {one.names}",
            f"    segments marked: {one.marked} of {one.segments}",
            f"    {one.segments_per_second:.2f} segments a second",
        ]
    lines += [f"BLEU: {first.bleu_signature}", f"chrF: {first.chrf_signature}"]
    return lines


def _why(measured: Sequence[Measured]) -> str:
    from pipeline.translation.measured import ENOUGH

    few = measured[0].sentences < ENOUGH
    return f" (fewer than {ENOUGH} sentences choose nothing)" if few else ""
