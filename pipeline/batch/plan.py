"""The plan of a run: which shards there are, and everything that their results depend on."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, Literal

import numpy as np
from pydantic import TypeAdapter, ValidationError

from pipeline import __version__
from pipeline.authority.register import Register
from pipeline.authority.schema import SCHEMA
from pipeline.authority.seed import load_seed
from pipeline.authority.store import Store
from pipeline.batch.compressed import BROKEN, open_stream
from pipeline.batch.edits import digest_of_edits, read_memory, write_edits
from pipeline.batch.folder import RunFolder
from pipeline.batch.sources import Archive, Kind, listing
from pipeline.database import Access, Database
from pipeline.errors import StoreError
from pipeline.files import write_pieces
from pipeline.records import ModelRef, Record
from pipeline.translation.glossary import Glossary, Term

#: articles of a shard: some minutes of work with translation, seconds without
SHARD_SIZE: Final = 100
_CHUNK = 4_000_000
_TERMS: TypeAdapter[tuple[Term, ...]] = TypeAdapter(tuple[Term, ...])


class Settings(Record):
    """How articles are processed. ``glossary`` is the digest of its terms."""

    targets: tuple[str, ...] = ("en", "fr")
    names_model: str = "encoder"
    organisations: Literal["keep", "explain"] = "keep"
    glossary: str = ""


class Origin(Record):
    """Where what a plan is made from came from, to see later whether it is the same.

    Empty is the user's own; ``glossary`` is the file that goes before it. ``no_memory``: what
    people translated is left out.
    """

    models: str = ""
    names: str = ""
    glossary: str = ""
    memory: str = ""
    no_memory: bool = False


class Plan(Record):
    """What is to be done, and with what. Two plans that are equal give the same results.

    ``lines`` is how many articles there are at most (a line of an archive may be empty);
    ``offsets`` is where each shard begins, in bytes of the lines. ``knowledge`` is the revision of
    register and decisions; ``version`` that of the program. ``engines`` says which translator was
    chosen for a pair of languages ("nb-en") that several have; ``edits`` is a digest of what people
    had translated.
    """

    schema_version: Literal[1] = 1
    version: str = __version__
    archive: Archive
    lines: int
    shard_size: int
    offsets: tuple[int, ...]
    settings: Settings
    models: tuple[ModelRef, ...]
    knowledge: str
    engines: Mapping[str, str] = {}
    edits: str = ""
    origin: Origin = Origin()
    left_out: Mapping[str, int] = {}

    @property
    def shards(self) -> int:
        """How many shards there are."""
        return len(self.offsets)

    def numbers(self, shard: int) -> range:
        """Return the numbers of the lines of a shard."""
        first = shard * self.shard_size
        return range(first, min(first + self.shard_size, self.lines))


@dataclass(frozen=True)
class Wishes:
    """What a plan is made from.

    ``models`` are those that will be used, ``engines`` the translators that were chosen; ``names``
    is the user's register and ``memory`` the translation memory (None: there is none).
    """

    archive: Archive
    settings: Settings = field(default_factory=Settings)
    models: tuple[ModelRef, ...] = ()
    engines: Mapping[str, str] = field(default_factory=dict)
    names: Path | None = None
    memory: Path | None = None
    glossary: Glossary = field(default_factory=Glossary)
    origin: Origin = field(default_factory=Origin)
    shard_size: int = SHARD_SIZE


def make_plan(wishes: Wishes, run: RunFolder) -> Plan:
    """Write the plan of a run, with all that it needs, into an empty folder, and return it.

    Raises:
        StoreError: the archive cannot be read, or the folder cannot be written.
    """
    archive, left_out = wishes.archive, Counter[str]()
    _make_folder(run.path)
    if archive.kind is Kind.LINES:
        lines = _stream_of(Path(archive.path))
    else:
        write_pieces(_joined(listing(archive, left_out)), run.listing)
        lines = _stream_of(run.listing)
    with lines:
        count, offsets, digest = cut(lines, wishes.shard_size, archive.path)
    if wishes.names:
        copy_register(wishes.names, run.names)
    if wishes.glossary.terms:
        write_pieces(terms_of(wishes.glossary), run.glossary)
    edits = read_memory(wishes.memory, wishes.settings.targets)
    write_edits(edits, run)
    plan = Plan(
        archive=archive.model_copy(update={"digest": digest}),
        lines=count,
        shard_size=wishes.shard_size,
        offsets=tuple(offsets),
        settings=wishes.settings.model_copy(update={"glossary": digest_of(wishes.glossary)}),
        models=wishes.models,
        knowledge=known_to(run).revision,
        engines=dict(wishes.engines),
        edits=digest_of_edits(edits),
        origin=wishes.origin,
        left_out=dict(sorted(left_out.items())),
    )
    write_plan(plan, run)
    return plan


def write_plan(plan: Plan, run: RunFolder) -> None:
    """Write a plan to its place.

    Raises:
        StoreError: it cannot be written.
    """
    write_pieces(plan.model_dump_json().encode() + b"\n", run.plan)


def read_plan(run: RunFolder) -> Plan:
    """Return the plan of a run.

    Raises:
        StoreError: it cannot be read.
    """
    try:
        return Plan.model_validate_json(run.plan.read_bytes())
    except (OSError, ValidationError) as error:
        problem = error.strerror if isinstance(error, OSError) else error.errors()[0]["msg"]
        raise StoreError(
            f"{run.plan}: the plan cannot be read: {problem}",
            hint="remove the folder of this run, and run the batch again",
        ) from error


def cut(stream: BinaryIO, size: int, path: str) -> tuple[int, list[int], str]:
    """Return how many lines a stream has, where each shard begins, and a digest of all.

    Args:
        stream: lines, the last one with or without an end.
        size: lines of a shard.
        path: what errors call the stream.

    Raises:
        StoreError: it cannot be read.
    """
    digest = hashlib.blake2b(digest_size=16)
    offsets, lines, at, last = [0], 0, 0, b"\n"
    try:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            ends = np.flatnonzero(np.frombuffer(chunk, np.uint8) == ord("\n"))
            # the ends of the last lines of shards
            first = (size - 1 - lines) % size
            offsets += (ends[first::size] + (at + 1)).tolist()
            lines, at, last = lines + len(ends), at + len(chunk), chunk[-1:]
    except BROKEN as error:
        raise StoreError(
            f"{path}: cannot be read: {error}", hint="fetch or make the archive again"
        ) from error
    if last != b"\n":
        lines += 1
    if offsets[-1] == at:
        offsets.pop()
    return lines, offsets, digest.hexdigest()


# -- what is known, and the glossary: as they were --------------------------------------------


def copy_register(names: Path, copy: Path) -> None:
    """Copy a register as it is at one moment, though somebody may be writing to it.

    Raises:
        StoreError: it cannot be read, or the copy cannot be written.
    """
    with Database(names, SCHEMA, Access.PRESENT) as register:
        register.run("VACUUM INTO ?", (str(copy),))


def known_to(run: RunFolder) -> Register:
    """Return the register and decisions as they were when a run was planned.

    Raises:
        StoreError: the copy cannot be read.
    """
    return Register(load_seed(), Store(run.names) if run.names.exists() else None)


def terms_of(glossary: Glossary) -> bytes:
    """Return a glossary as it is kept with a run."""
    return _TERMS.dump_json(glossary.terms)


def glossary_of(run: RunFolder) -> Glossary:
    """Return the glossary that a run was planned with.

    Raises:
        StoreError: it cannot be read.
    """
    if not run.glossary.exists():
        return Glossary()
    try:
        return Glossary(_TERMS.validate_json(run.glossary.read_bytes()))
    except (OSError, ValidationError) as error:
        raise StoreError(
            f"{run.glossary}: the glossary of the run cannot be read",
            hint="run the batch again with --refresh",
        ) from error


def digest_of(glossary: Glossary) -> str:
    """Return a digest of the terms of a glossary; empty where there are none."""
    if not glossary.terms:
        return ""
    return hashlib.blake2b(terms_of(glossary), digest_size=8).hexdigest()


def _joined(lines: Iterator[bytes]) -> Iterator[str]:
    return (line.decode() for line in lines)


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{error.filename or path}: the folder cannot be made: {error.strerror}",
            hint="choose another folder with --out",
        ) from error


def _stream_of(path: Path) -> BinaryIO:
    try:
        return open_stream(path)
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be read: {error.strerror}", hint="check the path"
        ) from error
