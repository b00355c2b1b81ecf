"""START HERE for ``samsvar forget``: a person's name in all its forms, and what holds it.

Each function here looks through one place and, where it is told to, removes what holds the name.
``forgetting_desk`` and ``forgetting_batches`` do so for jobs, the queue and the folders of
batches; ``authority.erasing`` for the register.
"""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from pipeline.authority.entries import AliasKind
from pipeline.authority.erasing import erase
from pipeline.authority.knowledge import Verdict
from pipeline.authority.store import Store
from pipeline.database import Access
from pipeline.errors import ConfigError, StoreError
from pipeline.export.structured import from_json
from pipeline.records import EntityKind
from pipeline.text.folding import fold
from pipeline.text.traces import Traces
from pipeline.translation.glossary import Glossary
from pipeline.translation.glossary_store import GlossaryStore
from pipeline.translation.memory import Memory

#: forms that are many people's: they are looked for only where somebody asks for it
_VAGUE: Final = (AliasKind.INITIALS, AliasKind.NICKNAME)
_JOINING: Final = (Verdict.SAME, Verdict.CORRECTED)
#: files that are read as text; of others only the name is looked at
_TEXTS: Final = frozenset({
    ".txt", ".md", ".html", ".htm", ".json", ".jsonl", ".csv", ".tsv", ".xml", ".xlf", ".xliff",
    ".tmx", ".tbx", ".conllu", ".svg", ".rtf", ".xmp", ".ttl", ".log",
})  # fmt: skip


@dataclass(frozen=True)
class Gone:
    """What held the name in one place: counts of what is removed, and files that we let be.

    ``kept`` are files that hold the name and are not ours to remove.
    """

    place: str
    path: Path
    counts: Mapping[str, int]
    kept: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.kept) or any(self.counts.values())


def forms_of(name: str, also: Iterable[str], names: Path | None) -> tuple[tuple[str, ...], ...]:
    """Return the forms under which a person is looked for, and those that are too vague for that.

    They are the name, those that are given, and what the register and decisions know for it.

    Raises:
        ConfigError: a name of one word alone is given: it is many people's.
        StoreError: the register cannot be read.
    """
    given = [" ".join(form.split()) for form in (name, *also)]
    for form in given:
        if " " not in fold(form):
            raise ConfigError(
                f"{form!r} is one word alone, and many people's",
                hint="give the whole name, as it is written in texts",
            )
    forms, vague = dict.fromkeys(given), dict[str, None]()
    if names is not None:
        known, unsure = _known(frozenset(map(fold, given)), names)
        forms |= dict.fromkeys(known)
        vague |= dict.fromkeys(form for form in unsure if form not in forms)
    return tuple(forms), tuple(vague)


def _known(wanted: frozenset[str], names: Path) -> tuple[list[str], list[str]]:
    """Return what the register and decisions call a person, and the forms that are vague."""
    sure: list[str] = []
    vague: list[str] = []
    with Store(names) as store:
        for entry in store.all_entries():
            if entry.kind is not EntityKind.PERSON or not wanted & set(map(fold, entry.forms)):
                continue
            kinds = {alias.name: alias.kind for alias in entry.aliases}
            for form in entry.forms:
                unsure = " " not in fold(form) or kinds.get(form) in _VAGUE
                (vague if unsure else sure).append(form)
        for decision in store.decisions():
            told = [*decision.forms, *([decision.name] if decision.name else [])]
            if decision.verdict in _JOINING and wanted & set(map(fold, told)):
                sure += [form for form in told if " " in fold(form)]
                vague += [form for form in told if " " not in fold(form)]
    return sure, vague


def forget_in_register(path: Path, traces: Traces, by: str, *, do: bool) -> Gone:
    """Take a person out of the register: entries, history and decisions.

    Raises:
        StoreError: the file cannot be read or written.
    """
    return Gone("register", path, erase(path, traces, by, do=do))


def forget_in_memory(path: Path, traces: Traces, *, do: bool) -> Gone:
    """Take texts that hold the name out of the translation memory.

    Raises:
        StoreError: the file cannot be read or written.
    """
    with Memory(path, make=False) as memory:
        if do:
            machine, people = memory.forget_texts(traces.are_in)
            return Gone("memory", path, Counter(texts=machine + people))
        found = sum(
            traces.are_in(unit.source) or traces.are_in(unit.target)
            for unit in memory.all_units(machine=True)
        )
    return Gone("memory", path, Counter(texts=found))


def forget_in_glossary(path: Path, traces: Traces, *, do: bool) -> Gone:
    """Take terms that hold the name out of the user's glossary.

    Raises:
        StoreError: the file cannot be read or written.
    """
    with GlossaryStore(path) as store:
        terms = store.read().terms
    rest = tuple(term for term in terms if not traces.are_in_any(asdict(term)))
    if do and len(rest) < len(terms):
        # a new file: in the old one the name would stand until its space is used again
        fresh = path.with_name(f".partial-{path.name}")
        try:
            with GlossaryStore(fresh, Access.WRITE) as store:
                store.add(Glossary(rest))
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    return Gone("glossary", path, Counter(terms=len(terms) - len(rest)))


def forget_in_results(folder: Path, traces: Traces, *, do: bool) -> Gone:
    """Remove the results of ``samsvar translate`` that hold the name from a folder.

    Only files that this program wrote as results are removed (``.json`` of our schema); others
    that hold the name are told.

    Raises:
        StoreError: a file cannot be removed.
    """
    ours: list[Path] = []
    others: list[Path] = []
    for file in files_of(folder):
        if is_in_file(file, traces):
            (ours if _is_result(file) else others).append(file)
    if do:
        remove(ours)
    return Gone("results", folder, Counter(files=len(ours)), tuple(others))


def files_of(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder in a fixed order; links are not followed."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path


def is_in_file(file: Path, traces: Traces) -> bool:
    """Return whether the name stands in the name of a file, or in it where it is a text."""
    if traces.are_in(file.stem):
        return True
    if file.suffix.lower() not in _TEXTS:
        return False
    with suppress(OSError):
        return is_in_bytes(file.read_bytes(), traces, file.suffix.lower())
    return False


def is_in_bytes(data: bytes, traces: Traces, ending: str = "") -> bool:
    """Return whether the name stands in the text of some bytes; JSON and HTML are read as such."""
    text = data.decode("utf-8-sig", errors="replace")
    if ending == ".json":
        with suppress(ValueError, RecursionError):
            return traces.are_in_any(json.loads(text))
    if ending == ".jsonl":
        with suppress(ValueError, RecursionError):
            return any(
                traces.are_in_any(json.loads(line)) for line in text.splitlines() if line.strip()
            )
    return traces.are_in(html.unescape(text) if ending in {".html", ".htm"} else text)


def remove(files: Iterable[Path]) -> None:
    """Remove files.

    Raises:
        StoreError: one cannot be removed.
    """
    for file in files:
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(
                f"{file}: cannot be removed: {error.strerror}",
                hint="ask for the right to write its folder, and run the command again",
            ) from error


def _is_result(file: Path) -> bool:
    if file.suffix.lower() != ".json":
        return False
    with suppress(StoreError, OSError, UnicodeDecodeError):
        from_json(file.read_text(encoding="utf-8"))
        return True
    return False
