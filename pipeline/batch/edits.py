"""What people translated, as it was when a run was planned: it goes before what models make.

The translation memory holds it (``samsvar memory``). A run has a copy, so that what somebody
writes in the night cannot make the second half of a run another than the first. An article rests
on a text of the copy where one of its segments is that text: nothing else is asked for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.batch.folder import RunFolder
from pipeline.errors import StoreError
from pipeline.files import write_pieces
from pipeline.records import NORWEGIAN
from pipeline.translation.drafts import Draft
from pipeline.translation.memory import Memory, default_path
from pipeline.translation.recall import Job, Recalled, SegmentMemory, by_others
from pipeline.translation.units import Author, Unit, unit_key

#: by which other languages go: what is translated into it counts whatever is asked for
_BETWEEN: Final = "en"
Edits = Mapping[bytes, Unit]
NO_EDITS: Final[Edits] = {}


def memory_to_read(given: Path | None) -> Path | None:
    """Return the file of the memory: a given one, else the user's own, if there is one."""
    path = given or default_path()
    return path if given or path.exists() else None


def read_memory(memory: Path | None, targets: Sequence[str]) -> Edits:
    """Return what people translated, and what was imported, by what it is found by.

    Args:
        memory: the translation memory; None is no memory.
        targets: the languages to translate into; where there are none, nothing is read.

    Raises:
        StoreError: it cannot be read.
    """
    if memory is None or not targets:
        return NO_EDITS
    with Memory(memory, make=False) as opened:
        units = opened.given_units()
    wanted = {*targets, _BETWEEN}
    return {
        key: unit
        for key, unit in sorted(units.items())
        if unit.source_language in (*NORWEGIAN, "no") and unit.target_language in wanted
    }


def digest_of_edits(edits: Edits) -> str:
    """Return a digest of what results depend on; empty where there is nothing."""
    if not edits:
        return ""
    found = hashlib.blake2b(digest_size=8)
    for line in _lines(edits):
        found.update(line.encode())
    return found.hexdigest()


def write_edits(edits: Edits, run: RunFolder) -> None:
    """Keep what people translated with a run; nothing is written where there is nothing.

    Raises:
        StoreError: it cannot be written.
    """
    if edits:
        write_pieces(_lines(edits), run.edits)


def edits_of(run: RunFolder) -> Edits:
    """Return what people had translated when a run was planned.

    Raises:
        StoreError: it cannot be read.
    """
    if not run.edits.exists():
        return NO_EDITS
    try:
        units = [_unit(line) for line in run.edits.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError, KeyError) as error:
        raise StoreError(
            f"{run.edits}: what people translated cannot be read",
            hint="remove the folder of this run, and run the batch again",
        ) from error
    return {unit_key(u.source, u.source_language, u.target_language): u for u in units}


def changed_edits(old: Edits, new: Edits) -> Edits:
    """Return what is in one of two only, or has another translation or author."""
    return {
        key: (new.get(key) or old[key])
        for key in sorted(old.keys() | new.keys())
        if _told(old.get(key)) != _told(new.get(key))
    }


def rests_on(outcome: bytes, edits: Collection[bytes]) -> str:
    """Return a text of an article that is among edits; empty where none is.

    Args:
        outcome: the outcome of the article as it is stored.
        edits: what texts are found by.
    """
    said = json.loads(outcome)
    for translation in said.get("translations", ()):
        source, *others = translation["road"].partition(" ")[0].split("-")
        for part in translation["parts"]:
            for segment in part["segments"]:
                text = segment["source"]["text"]
                if any(unit_key(text, source, other) in edits for other in others):
                    return str(text)
    return ""


@dataclass(frozen=True)
class WithEdits:
    """A memory of what this run translated, behind what people translated."""

    edits: Edits
    repeats: SegmentMemory

    def recall(self, job: Job, drafts: Sequence[Draft]) -> dict[int, Recalled]:
        """Return what is known of the drafts, by their number: people's words before models'."""
        known = self.repeats.recall(job, drafts)
        for number, draft in enumerate(drafts):
            unit = self.edits.get(unit_key(draft.piece.text, job.source, job.target))
            found = by_others(draft, unit) if unit else None
            if found is not None:
                known[number] = found
        return known

    def keep(self, job: Job, drafts: Sequence[Draft]) -> None:
        """Keep the best versions of drafts that were not known."""
        self.repeats.keep(job, drafts)


def _lines(edits: Edits) -> Iterator[str]:
    for key in sorted(edits):
        unit = edits[key]
        said = {
            "source": unit.source,
            "source_language": unit.source_language,
            "target_language": unit.target_language,
            "target": unit.target,
            "author": unit.author.value,
        }
        yield json.dumps(said) + "\n"


def _unit(line: str) -> Unit:
    said = json.loads(line)
    languages = said["source_language"], said["target_language"]
    return Unit(said["source"], *languages, said["target"], Author(said["author"]))


def _told(unit: Unit | None) -> tuple[str, Author] | None:
    """Return what a result depends on: who wrote it when does not matter."""
    return (unit.target, unit.author) if unit else None
