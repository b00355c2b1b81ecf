"""What was translated before comes back: by a person, by another program, by the same models."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final, Protocol

from pipeline.errors import StoreError
from pipeline.records import Check, Maker, ModelRef
from pipeline.text.folding import squeeze
from pipeline.translation.checks import check_segment
from pipeline.translation.choosing import Version
from pipeline.translation.drafts import Draft, engine_texts
from pipeline.translation.keepnames import Wanted, find_kept
from pipeline.translation.memory import Memory
from pipeline.translation.memory_rows import Remembered
from pipeline.translation.units import Author, Unit, digest, now, unit_key


@dataclass(frozen=True)
class Job:
    """What the segments of an article are translated with: languages, road, models, settings."""

    source: str
    target: str
    road: str
    models: tuple[ModelRef, ...]
    settings: tuple[int, ...] = ()


@dataclass(frozen=True)
class Recalled:
    """A translation from before; ``restored`` are names that had been put back in."""

    version: Version
    maker: Maker
    restored: tuple[str, ...] = ()


class SegmentMemory(Protocol):
    """What the translate stage asks for segments that were translated before."""

    def recall(self, job: Job, drafts: Sequence[Draft]) -> dict[int, Recalled]:
        """Return what is known of the drafts, by their number."""

    def keep(self, job: Job, drafts: Sequence[Draft]) -> None:
        """Keep the best versions of drafts that were not known."""


class NoMemory:
    """The memory that knows nothing and keeps nothing."""

    def recall(self, job: Job, drafts: Sequence[Draft]) -> dict[int, Recalled]:
        """Return nothing."""
        return {}

    def keep(self, job: Job, drafts: Sequence[Draft]) -> None:
        """Keep nothing."""


NO_MEMORY: Final = NoMemory()


class Recall:
    """A translation memory in use by a run, which it never stops.

    Args:
        memory: the open memory.
        tell: takes the error when the memory can no longer be read or written; it is told once,
            and the run goes on without the memory.
    """

    def __init__(self, memory: Memory, tell: Callable[[StoreError], None]) -> None:
        self._memory = memory
        self._tell = tell
        self._is_broken = False

    def recall(self, job: Job, drafts: Sequence[Draft]) -> dict[int, Recalled]:
        """Return what is known of the drafts, by their number: people's words before models'."""
        if self._is_broken:
            return {}
        try:
            return self._known(job, drafts)
        except StoreError as error:
            self._give_up(error)
            return {}

    def keep(self, job: Job, drafts: Sequence[Draft]) -> None:
        """Keep the best versions of drafts that were not known."""
        if self._is_broken:
            return
        made = {one.key: one for draft in drafts if (one := _remembered(draft, job))}
        try:
            self._memory.keep(list(made.values()))
        except StoreError as error:
            self._give_up(error)

    def _known(self, job: Job, drafts: Sequence[Draft]) -> dict[int, Recalled]:
        said = [unit_key(draft.piece.text, job.source, job.target) for draft in drafts]
        units = self._memory.units(list(dict.fromkeys(said)))
        keys = {n: segment_key(draft, job) for n, draft in enumerate(drafts) if engine_texts(draft)}
        made = self._memory.segments(list(dict.fromkeys(keys.values())))
        known: dict[int, Recalled] = {}
        for number, draft in enumerate(drafts):
            unit = units.get(said[number])
            found = by_others(draft, unit) if unit else None
            if found is None and keys.get(number) in made:
                one = made[keys[number]]
                found = Recalled(
                    Version(one.target, one.score, one.checks), Maker.MEMORY, one.restored
                )
            if found is not None:
                known[number] = found
        reused = [keys[n] for n, found in known.items() if found.maker is Maker.MEMORY]
        self._memory.keep((), used=reused)
        return known

    def _give_up(self, error: StoreError) -> None:
        self._is_broken = True
        self._tell(error)


def segment_key(draft: Draft, job: Job) -> bytes:
    """Return the digest of everything that the translation of a segment is made from.

    That is: the text, the languages, the models, the names with the forms that will do, the words
    that the tables put in, the settings, and the rules of this version of the program. Where a
    sentence is broken in lines does not matter.
    """
    context, prose = draft.context, draft.is_prose
    text = draft.sentence if prose else draft.piece.text
    others = {
        field.name: getattr(context, field.name)
        for field in fields(context)
        if field.name not in ("detect", "find", "wanted", "leftovers")
    }
    made_from = {
        "atoms": [] if prose else [asdict(atom) for atom in draft.piece.atoms],
        "names": [_name(name, prose=prose) for name in context.wanted],
        "said": draft.said,
        "start": draft.start.text if draft.start else "",
        "context": others,
        "detects": context.detect is not None,
        "finds": context.find is not None,
        "knows": context.leftovers is not None,
        "road": job.road,
        "models": [[ref.name, ref.version, ref.sha256] for ref in job.models],
        "settings": job.settings,
    }
    known = json.dumps(made_from, sort_keys=True, default=str, ensure_ascii=False)
    return digest(job.source, job.target, text, known, rules())


@cache
def rules() -> str:
    """Return a digest of the rules of translation: the tables and the code of this package.

    With other rules the same model's words would be mended and checked in another way, so what was
    made under them is made anew.
    """
    texts: list[str] = []
    for file in _files(files("pipeline.translation")):
        texts += [file.name, file.read_text(encoding="utf-8")]
    return digest(*texts).hex()


def restored_names(version: Version, wanted: Sequence[Wanted]) -> tuple[str, ...]:
    """Return the names that stand in a version but that the engine had lost or bent.

    >>> from pipeline.records import EntityKind
    >>> ola = Wanted(0, 8, "Ola Dahl", EntityKind.PERSON, ("Ola Dahl",))
    >>> restored_names(Version("Ola Dahl sang.", -0.1, (), raw="Ola Dal sang."), [ola])
    ('Ola Dahl',)
    """
    if not version.raw:
        return ()
    now_there = find_kept(version.text, wanted)
    before = [False] * len(wanted) if version.handicap else find_kept(version.raw, wanted)
    names = zip(wanted, before, now_there, strict=True)
    return tuple(dict.fromkeys(name.source for name, was, there in names if there and not was))


def by_others(draft: Draft, unit: Unit) -> Recalled | None:
    """Return what a person wrote, or what was imported if nothing is wrong with it.

    A person's words stay as they are; names that are wanted and are not there are marked.
    """
    if unit.author is Author.PERSON:
        kept = find_kept(unit.target, draft.context.wanted)
        lost = [
            name.expected
            for name, there in zip(draft.context.wanted, kept, strict=True)
            if not there
        ]
        checks = tuple(
            Check(kind="name", detail=f"{name} is missing") for name in dict.fromkeys(lost)
        )
        return Recalled(Version(unit.target, None, checks), Maker.PERSON)
    if check_segment(draft.sentence, unit.target, draft.context):
        return None
    return Recalled(Version(unit.target, None, ()), Maker.IMPORTED)


def _remembered(draft: Draft, job: Job) -> Remembered | None:
    """Return the best version of a draft for the memory, if a model had a part in it."""
    best = draft.best
    if not engine_texts(draft) or not _is_text(draft.piece.text + best.text):
        return None
    return Remembered(
        key=segment_key(draft, job),
        source=draft.piece.text,
        source_language=job.source,
        target_language=job.target,
        target=best.text,
        score=best.score,
        checks=best.checks,
        restored=restored_names(best, draft.context.wanted),
        road=job.road,
        models="\n".join(f"{ref.name} {ref.version}" for ref in job.models),
        made_at=now(),
    )


def _name(name: Wanted, *, prose: bool) -> dict[str, Any]:
    """Return a name as it counts for the key: in a sentence its text says where it stands."""
    if prose:
        name = replace(name, start=0, end=0, source=squeeze(name.source))
    return asdict(name)


def _is_text(text: str) -> bool:
    """Return whether the text can be written down: half a character (a surrogate) cannot."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _files(folder: Traversable) -> list[Traversable]:
    """Return the modules and tables in a folder and the folders in it, in a fixed order."""
    found: list[Traversable] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _files(entry)
        elif entry.name.endswith((".py", ".toml")):
            found.append(entry)
    return found
