"""Entries into the user's register: everything that a file holds, or nothing.

What is wrong with a file is told for all its lines at once, before anything is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipeline.authority.entries import AliasKind, Entry
from pipeline.authority.keys import LONGEST, fault_of, form_key
from pipeline.authority.knowledge import Decision
from pipeline.authority.register import Register
from pipeline.authority.sources import Lines
from pipeline.authority.writing import Batch
from pipeline.errors import StoreError

#: aliases that several may well have; another alias that two claim is a conflict
SHARED: Final = (AliasKind.ACRONYM, AliasKind.INITIALS, AliasKind.NICKNAME)
_MOST: Final = 20


@dataclass
class Report:
    """What an import did, or would do: how many entries, and the first of those that change.

    ``namesakes`` counts the names that another entry of the register has too.
    """

    counts: Counter[str] = field(default_factory=Counter)
    examples: list[tuple[str, Entry]] = field(default_factory=list)
    namesakes: int = 0


def put_entries(lines: Lines, batch: Batch, register: Register, *, source: Path) -> Report:
    """Put the entries of a file into the register.

    Args:
        lines: the entries, each with the number of its line.
        batch: what they are put into.
        register: what is known before, to see who claims a name already; its store is the one
            of the batch.
        source: the file, for messages.

    Raises:
        StoreError: a line is wrong: a name is too long, an id is there twice, or an alias is the
            name of another entry. Up to twenty lines are told of.
    """
    report = Report()
    problems: list[str] = []
    for line, read in lines:
        entry = _placed(read, register)
        found = list(_problems(entry, batch, register))
        wrong = [f"{source}, line {line}: {problem}" for problem in found if problem]
        report.namesakes += len(found) - len(wrong)
        problems += wrong
        if len(problems) >= _MOST:
            break
        if wrong:
            continue
        action = batch.put(entry)
        batch.remember_line(entry.id, line)
        report.counts[action] += 1
        if action != "unchanged" and len(report.examples) < _MOST:
            report.examples.append((action, entry))
    if problems:
        more = "\n  and perhaps more" if len(problems) >= _MOST else ""
        raise StoreError(
            "\n  ".join(problems[:_MOST]) + more,
            hint="nothing was written; mend the file and import it again",
        )
    return report


def put_decisions(lines: Iterable[tuple[int, Decision]], batch: Batch, *, source: Path) -> Report:
    """Append the decisions of a file that are not there yet.

    Raises:
        StoreError: a decision makes no sense or takes back one that is not there.
    """
    report = Report()
    for line, decision in lines:
        try:
            new = batch.decide(decision)
        except StoreError as error:
            raise StoreError(f"{source}, line {line}: {error.message}", hint=error.hint) from error
        report.counts["added" if new else "unchanged"] += 1
    return report


def fault_of_entry(entry: Entry) -> str:
    """Return what is wrong with an entry, in words; empty where nothing is."""
    names = [*entry.forms, *(a.organisation for a in entry.affiliations)]
    for name in (*names, *(form for forms in entry.official.values() for form in forms.split("|"))):
        fault = fault_of(name)
        if fault:
            return fault
    if len(entry.id) > LONGEST or entry.id != " ".join(entry.id.split()):
        return f"the id {entry.id[:40]!r} is too long or has odd white space"
    if "\x00" in f"{entry.source}{entry.note}{dict(entry.ids)}":
        return "there is a null character in it"
    return ""


def claims(entry: Entry, batch: Batch, register: Register) -> Iterator[tuple[str, Entry, bool]]:
    """Yield the forms of an entry that another one has too, that one, and if it is a conflict.

    It is a conflict where an alias of this entry is meant, or the alias of one that was put in by
    the same command. Two people with one name, or an acronym of two, are none.
    """
    lenient = {form_key(alias.name) for alias in entry.aliases if alias.kind in SHARED}
    canonical = form_key(entry.name)
    for form in entry.forms:
        key = form_key(form)
        for other in register.entries(form, entry.kind):
            if other.id == entry.id:
                continue
            theirs = {form_key(a.name) for a in other.aliases if a.kind not in SHARED}
            mine = key != canonical and key not in lenient
            yield form, other, mine or (key in theirs and batch.line_of(other.id) > 0)


def _problems(entry: Entry, batch: Batch, register: Register) -> Iterator[str]:
    """Yield what is wrong in words, and an empty text for each name that is somebody's too."""
    fault = fault_of_entry(entry)
    if fault:
        yield fault
        return
    before = batch.line_of(entry.id)
    if before:
        yield f"the id {entry.id!r} is there already, on line {before}"
        return
    for form, other, is_conflict in claims(entry, batch, register):
        if is_conflict:
            there = batch.line_of(other.id)
            where = f", on line {there}" if there else ", in the register"
            yield f"{form!r} is a name of {other.name!r} ({other.id}) too{where}"
        else:
            yield ""


def _placed(entry: Entry, register: Register) -> Entry:
    """Return a unit of Enhetsregisteret as an addition to the entry that is known for it."""
    number = entry.ids.get("orgnr")
    if not number or entry.id != f"orgnr-{number}" or register.store is None:
        return entry
    known = register.store.identified("orgnr", number)
    if known and known.id != entry.id:
        return known
    given = [
        candidate
        for candidate in register.seed.find(entry.name, entry.kind)
        if form_key(candidate.name) == form_key(entry.name) and register.is_given(candidate.id)
    ]
    if known or len(given) != 1:
        return entry
    return given[0].model_copy(update={"ids": {**given[0].ids, "orgnr": number}})
