"""The results of a batch, read in the order of the archive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from pipeline.batch.compressed import compress, lines_of
from pipeline.batch.folder import RunFolder, current_run
from pipeline.batch.plan import Plan, read_plan
from pipeline.errors import StoreError
from pipeline.records import OUTCOME, FailedArticle, ProcessedArticle, Record, SkippedArticle

Standing = Literal["processed", "skipped", "failed"]
#: an outcome is stored without the revision of what was known, which is that of its plan: so a
#: result that a new decision does not touch stays as it is
_NOT_SAID, _SAID = b'"knowledge":""}', b'"knowledge":%s}'


class Made(Record):
    """What an article was made of, and what came of it.

    ``number`` counts the lines (or files) of the archive from 0; ``digest`` is that of the content;
    ``names`` are the forms under which the register and decisions were asked.
    """

    number: int
    id: str
    place: str
    digest: str
    date: str = ""
    outcome: Standing
    names: tuple[str, ...] = ()


class Head(Record):
    """The first line of the file of a shard: its articles; a line each follows."""

    shard: int
    articles: tuple[Made, ...]


class Failure(Record):
    """An article that failed: which, where it stands, why, what to do, and how to try again."""

    number: int
    id: str
    place: str
    error: str
    message: str
    hint: str = ""
    retry: str = "samsvar batch retry DIR"


@dataclass(frozen=True)
class Result:
    """An article of an archive with its outcome.

    Attributes:
        number: its place in the archive, from 0; the one thing that no two results share.
        id: what its archive calls it.
        place: where it stands, for people: "line 17", or its file.
        digest: of its content.
        date: as its archive gives it (ISO 8601), or empty.
        raw: the outcome as one line of JSON, UTF-8, without the line's end.
    """

    number: int
    id: str
    place: str
    digest: str
    date: str
    raw: bytes

    @cached_property
    def outcome(self) -> ProcessedArticle | SkippedArticle | FailedArticle:
        """What came of the article; it is read when it is first asked for.

        Raises:
            StoreError: the result is not one of this version of the program.
        """
        try:
            return OUTCOME.validate_json(self.raw)
        except ValidationError as error:
            raise StoreError(
                f"{self.place}: its result cannot be read: {error.errors()[0]['msg']}",
                hint="run the batch again with --refresh",
            ) from error


def outcomes(folder: Path) -> Iterator[Result]:
    """Yield the results of a batch in the order of its archive, without holding them all.

    Shards that are not done are passed over.

    Raises:
        ConfigError: there is no batch in the folder.
        StoreError: a result cannot be read.
    """
    run = current_run(folder)
    plan = read_plan(run)
    for number in sorted(run.done()):
        yield from results_of(run, number, plan)


def results_of(run: RunFolder, number: int, plan: Plan) -> Iterator[Result]:
    """Yield the results of one shard that is done.

    Raises:
        StoreError: a result cannot be read.
    """
    head, lines = read_shard(run.shard(number))
    said = _SAID % json.dumps(plan.knowledge).encode()
    for made, line in zip(head.articles, lines, strict=True):
        raw = line.removesuffix(_NOT_SAID) + said if line.endswith(_NOT_SAID) else line
        yield Result(made.number, made.id, made.place, made.digest, made.date, raw)


def read_head(path: Path) -> Head:
    """Return the head of the file of a shard.

    Raises:
        StoreError: the file cannot be read.
    """
    return read_shard(path)[0]


def read_shard(path: Path) -> tuple[Head, Iterator[bytes]]:
    """Return the head of the file of a shard, and its outcomes as they are stored.

    Raises:
        StoreError: the file cannot be read.
    """
    lines = lines_of(path)
    try:
        head = Head.model_validate_json(next(lines, b""))
    except ValidationError as error:
        raise StoreError(
            f"{path}: this is not the result of a shard",
            hint="remove it and run the batch again",
        ) from error
    return head, lines


def shard_bytes(head: Head, outcomes: list[bytes]) -> bytes:
    """Return the file of a shard: its head and its outcomes as they are stored, compressed."""
    return compress(b"\n".join([head.model_dump_json().encode(), *outcomes, b""]))


def stored(outcome: ProcessedArticle | SkippedArticle | FailedArticle) -> bytes:
    """Return an outcome as it is stored: one line of JSON, without what the plan says."""
    if isinstance(outcome, ProcessedArticle):
        outcome = outcome.model_copy(update={"knowledge": ""})
    return OUTCOME.dump_json(outcome)


@dataclass(frozen=True)
class Speed:
    """How long a shard took: when it was done (ISO 8601), its articles and seconds."""

    at: str
    articles: int
    seconds: float


def speeds(folder: Path) -> Iterator[Speed]:
    """Yield how long each shard took, in the order in which they were done.

    Lines that cannot be read (the last one, after a crash) are passed over.
    """
    path = folder / "speed.jsonl"
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            said = json.loads(line)
            yield Speed(str(said["at"]), int(said["articles"]), float(said["seconds"]))
        except (ValueError, KeyError, TypeError):
            continue
