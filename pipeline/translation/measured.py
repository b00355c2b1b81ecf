"""What engines were measured to be worth, kept, and the better one for each pair of languages."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from pipeline.errors import ModelError, StoreError
from pipeline.records import ModelRef, Record

#: fewer sentences say too little to choose by
ENOUGH: Final = 50
FILE: Final = "measured.jsonl"


class Measured(Record):
    """What one engine was worth on one text.

    ``on`` names the text, ``on_sha256`` is the digest of its sentences and references.
    ``segments`` were translated in ``seconds``, names found and checks made included; ``marked``
    of them failed a check, and ``names_kept`` of ``names`` stand in the translation.
    """

    engine: str
    models: tuple[ModelRef, ...]
    source: str
    target: str
    road: str
    on: str
    on_sha256: str
    sentences: int
    bleu: float
    chrf: float
    bleu_signature: str
    chrf_signature: str
    segments: int
    marked: int
    names: int
    names_kept: int
    seconds: float
    at: datetime
    program: str

    @property
    def segments_per_second(self) -> float:
        """How fast it was."""
        return self.segments / self.seconds if self.seconds else 0.0


def read_measured(folder: Path) -> tuple[Measured, ...]:
    """Return what was measured, in the order of time; nothing where nothing was.

    Raises:
        ModelError: the file is damaged; says the line.
    """
    file = folder / FILE
    try:
        text = file.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except (OSError, UnicodeDecodeError) as error:
        message = f"{file}: cannot be read: {error}"
        raise ModelError(message, hint="remove the file and measure again") from error
    # a process that was killed as it wrote leaves a last line without an end
    *lines, _ = text.split("\n")
    found = []
    for number, line in enumerate(lines, start=1):
        try:
            found.append(Measured.model_validate_json(line))
        except ValidationError as error:
            message = f"{file}, line {number}: this is no measurement"
            raise ModelError(message, hint="remove the line, or the file") from error
    return tuple(found)


def keep_measured(measured: Sequence[Measured], folder: Path) -> Path:
    """Add measurements to those that are kept in a folder, and return the file.

    Raises:
        StoreError: the file cannot be written.
    """
    file = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with file.open("a+b") as content:
            content.seek(0, os.SEEK_END)
            if content.tell():
                content.seek(-1, os.SEEK_END)
                if content.read(1) != b"\n":  # half a line of a process that was killed
                    content.truncate(_end_of_lines(file))
            for one in measured:
                content.write(json.dumps(one.model_dump(mode="json")).encode() + b"\n")
            content.flush()
            os.fsync(content.fileno())
    except OSError as error:
        raise StoreError(
            f"{file}: cannot be written: {error.strerror}",
            hint="the figures are right, but nothing is chosen by them",
        ) from error
    return file


def better(
    engines: Mapping[str, Sequence[ModelRef]], pair: tuple[str, str], measured: Sequence[Measured]
) -> str:
    """Return the engine to use for a pair of languages, and the first where nothing is known.

    Engines are compared where all of them were measured on one text of at least ``ENOUGH``
    sentences with the models that they have now: by chrF, on the longest such text, each by its
    last measurement. Among equals the first counts.

    Args:
        engines: those that have the pair, the preferred one first, each with its models for it.
        pair: source and target.
        measured: what is known.
    """
    texts: dict[str, dict[str, Measured]] = {}
    for one in measured:
        models = engines.get(one.engine)
        same_pair = (one.source, one.target) == pair and one.sentences >= ENOUGH
        if same_pair and models is not None and tuple(models) == one.models:
            texts.setdefault(one.on_sha256, {})[one.engine] = one
    whole = [found for found in texts.values() if len(found) == len(engines)]
    if not whole:
        return next(iter(engines))
    longest = max(whole, key=lambda found: next(iter(found.values())).sentences)
    return max(engines, key=lambda name: longest[name].chrf)


def _end_of_lines(file: Path) -> int:
    return file.read_bytes().rfind(b"\n") + 1
