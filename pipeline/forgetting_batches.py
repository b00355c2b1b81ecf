"""A person forgotten in the folder of a batch: results, failures, copies of register and memory."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pipeline.batch.edits import digest_of_edits, edits_of, write_edits
from pipeline.batch.folder import RunFolder, runs
from pipeline.batch.locking import working_in
from pipeline.batch.plan import known_to, read_plan, write_plan
from pipeline.batch.results import read_shard, shard_bytes
from pipeline.batch.tables import COLUMNS
from pipeline.errors import ConfigError
from pipeline.files import write_pieces
from pipeline.forgetting import Gone, forget_in_register, is_in_file, remove
from pipeline.text.traces import Traces


def forget_in_batch(folder: Path, traces: Traces, by: str, *, do: bool) -> Gone:
    """Take the articles that hold the name out of the results of a batch, in all its runs.

    What was made of the results (the database, the page, tables) goes whole, and so does the cache
    of sentences: both can be made again. The list of the archive's files, its glossary and what is
    not ours are told of and stay.

    Raises:
        ConfigError: there is no batch in the folder.
        StoreError: somebody else works there, or a file cannot be read or written.
    """
    if not runs(folder):
        raise ConfigError(f"{folder}: no batch was begun here", hint="check the folder of --batch")
    if not do:
        return _gone(folder, traces, by, do=False)
    with working_in(folder):
        return _gone(folder, traces, by, do=True)


def _gone(folder: Path, traces: Traces, by: str, *, do: bool) -> Gone:
    counts: Counter[str] = Counter()
    kept: list[Path] = []
    for run in runs(folder):
        counts["articles"] += sum(_from_shard(run, n, traces, do=do) for n in sorted(run.done()))
        counts["failures"] += sum(
            _from_failures(run.failures(number), traces, do=do) for number in run.with_failures()
        )
        if run.names.exists():
            erased = forget_in_register(run.names, traces, by, do=do).counts
            counts["register"] += sum(erased.values())
            if do and any(erased.values()):
                plan = read_plan(run)
                revision = known_to(run).revision
                write_plan(plan.model_copy(update={"knowledge": revision}), run)
        counts["translations"] += _from_edits(run, traces, do=do)
        kept += [f for f in (run.listing, run.glossary, run.plan)
                 if f.exists() and is_in_file(f, traces)]  # fmt: skip
    if any(counts.values()):
        outputs = list(_outputs(folder))
        counts["outputs"] = len(outputs)
        if do:
            remove(outputs)
    if do:
        shutil.rmtree(folder / "cache", ignore_errors=True)
    return Gone("batch", folder, +counts, tuple(kept))


def _from_shard(run: RunFolder, number: int, traces: Traces, *, do: bool) -> int:
    """Take articles out of the results of a shard; return how many."""
    path = run.shard(number)
    head, lines = read_shard(path)
    rest = [
        (made, line)
        for made, line in zip(head.articles, lines, strict=True)
        if not traces.are_in_any([made.id, made.place, *made.names, json.loads(line)])
    ]
    gone = len(head.articles) - len(rest)
    if gone and do:
        left = head.model_copy(update={"articles": tuple(made for made, _ in rest)})
        write_pieces(shard_bytes(left, [line for _, line in rest]), path)
    return gone


def _from_failures(path: Path, traces: Traces, *, do: bool) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    rest = [line for line in lines if not traces.are_in_any(json.loads(line))]
    if len(rest) < len(lines) and do:
        write_pieces([f"{line}\n" for line in rest], path)
    return len(lines) - len(rest)


def _from_edits(run: RunFolder, traces: Traces, *, do: bool) -> int:
    """Take texts out of the copy of what people translated; return how many."""
    edits = edits_of(run)
    rest = {
        key: unit
        for key, unit in edits.items()
        if not traces.are_in_any([unit.source, unit.target])
    }
    if len(rest) < len(edits) and do:
        run.edits.unlink()
        write_edits(rest, run)
        plan = read_plan(run)
        write_plan(plan.model_copy(update={"edits": digest_of_edits(rest)}), run)
    return len(edits) - len(rest)


def _outputs(folder: Path) -> Iterator[Path]:
    """Yield what was made of the results (``pipeline.batch.outputs``)."""
    tables = (f"{name}.parquet" for name in COLUMNS)
    names = {"archive.db", "archive.html", "archive.jsonl", *tables}
    for path in sorted(folder.iterdir()):
        if path.name in names or path.match("archive-*.jsonl"):
            yield path
