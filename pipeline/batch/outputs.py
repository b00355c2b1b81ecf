"""What comes out of an archive: lines, a database to browse, tables, a page.

The results are read once, in the order of the archive. Each output takes what it wants of an
article as it passes, so that memory does not grow with the articles; the names are joined when
all have passed. Outputs are made beside their places and renamed together at the end.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from pipeline.authority.knowledge import Knowledge
from pipeline.batch.folder import UNFINISHED, current_run
from pipeline.batch.joining import join
from pipeline.batch.joining_names import Names
from pipeline.batch.outputs_database import DatabaseOutput
from pipeline.batch.outputs_lines import LinesOutput
from pipeline.batch.outputs_passing import Look, Output, Passing, date_of
from pipeline.batch.page import PageOutput
from pipeline.batch.plan import known_to
from pipeline.batch.results import Result, outcomes, speeds
from pipeline.batch.tables import TablesOutput
from pipeline.errors import ConfigError, StoreError
from pipeline.records import ProcessedArticle

_FORMATS: Final[Mapping[str, Callable[[Path, Look], Output]]] = {
    "jsonl": lambda folder, _: LinesOutput(folder),
    "sqlite": lambda folder, _: DatabaseOutput(folder / "archive.db"),
    "parquet": lambda folder, _: TablesOutput(folder),
    "html": lambda folder, look: PageOutput(folder / "archive.html", look),
}
FORMATS: Final = tuple(_FORMATS)


def write_outputs(
    folder: Path,
    *,
    formats: Collection[str] = ("jsonl", "sqlite", "html"),
    ui: str = "en",
    knowledge: Knowledge | None = None,
) -> tuple[Path, ...]:
    """Write what came out of a batch into its folder and return the files.

    Args:
        folder: of the batch; shards that are not done are left out.
        formats: some of ``FORMATS``.
        ui: the language of the page, "en", "nb" or "nn".
        knowledge: the register and decisions that the names are joined with; by default those
            that the batch was planned with.

    Raises:
        ConfigError: there is no such format or language, or pyarrow is not installed.
        StoreError: a result cannot be read, or a file cannot be written.
    """
    known = known_to(current_run(folder)) if knowledge is None else knowledge
    look = Look(ui, folder.resolve().name, tuple(speeds(folder)))
    return write_results(outcomes(folder), folder, formats=formats, look=look, knowledge=known)


def write_results(
    results: Iterable[Result],
    folder: Path,
    *,
    formats: Collection[str],
    look: Look,
    knowledge: Knowledge,
) -> tuple[Path, ...]:
    """Write results into a folder, in each of the formats, and return the files.

    Raises:
        ConfigError: there is no such format or language, or pyarrow is not installed.
        StoreError: a result cannot be read, or a file cannot be written.
    """
    wrong = [name for name in formats if name not in _FORMATS]
    if wrong:
        raise ConfigError(
            f"there is no format {wrong[0]!r} for an archive",
            hint=f"choose of {', '.join(FORMATS)}",
        )
    try:
        with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=folder) as beside:
            made = _make(results, Path(beside), formats, look, knowledge)
            return tuple(_put(path, folder) for path in made)
    except OSError as error:
        raise StoreError(
            f"{error.filename or folder}: cannot be written: {error.strerror or error}",
            hint="free some space, and run the command again: the articles are done",
        ) from error


def _make(
    results: Iterable[Result],
    folder: Path,
    formats: Collection[str],
    look: Look,
    knowledge: Knowledge,
) -> list[Path]:
    """Let all results pass the outputs, finish these, and return their files."""
    with ExitStack() as opened:
        outputs: list[Output] = []
        for name, make in _FORMATS.items():
            if name in formats:
                outputs.append(make(folder, look))
                opened.callback(outputs[-1].close)
        names = Names()
        for result in results:
            outcome, date = result.outcome, date_of(result.date)
            numbers: tuple[int, ...] = ()
            if isinstance(outcome, ProcessedArticle):
                numbers = names.add(outcome, date)
            passing = Passing(result, outcome, numbers, date)
            for output in outputs:
                output.take(passing)
        joined = join(names, knowledge)
        return [path for output in outputs for path in output.finish(names, joined)]


def _put(path: Path, folder: Path) -> Path:
    """Rename a file to its place, when all of it is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    return path.replace(folder / path.name)
