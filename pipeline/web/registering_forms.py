"""The form of an entry: an entry as texts to be typed over, and back, with what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from starlette.datastructures import FormData

from pipeline.authority.entries import Affiliation, Alias, AliasKind, Entry
from pipeline.authority.keys import LONGEST, fault_of, form_key
from pipeline.records import EntityKind

#: the parts of the form with several rows, and the cells of a row; the first one makes the row
ROWS: Final[Mapping[str, tuple[str, ...]]] = {
    "aliases": ("name", "kind", "source", "noted"),
    "affiliations": ("organisation", "role", "since", "until"),
    "official": ("language", "name"),
    "ids": ("scheme", "value"),
}
_MOST_ROWS: Final = 500
_LONGEST_NOTE: Final = 4000


@dataclass(frozen=True)
class Fault:
    """What is wrong with a field: which words say it, about what."""

    field: str
    code: str
    about: str = ""


@dataclass(frozen=True)
class Draft:
    """An entry as it stands in the form, right or wrong."""

    kind: str
    name: str
    source: str
    note: str
    keep: bool
    verified: bool
    rows: Mapping[str, tuple[tuple[str, ...], ...]]

    def with_space(self, *parts: str) -> Draft:
        """Return the draft with an empty row more at the end of some parts."""
        rows = {
            part: (*rows, tuple(_FIRST[part].get(cell, "") for cell in ROWS[part]))
            if part in parts
            else rows
            for part, rows in self.rows.items()
        }
        return replace(self, rows=rows)


#: what stands in a new row
_FIRST: Final[Mapping[str, Mapping[str, str]]] = {
    "aliases": {"kind": AliasKind.SPELLING.value},
    "affiliations": {},
    "official": {},
    "ids": {},
}


def draft_of(entry: Entry) -> Draft:
    """Return an entry as texts."""
    return Draft(
        kind=entry.kind.value,
        name=entry.name,
        source=entry.source,
        note=entry.note,
        keep=entry.keep,
        verified=entry.verified,
        rows={
            "aliases": tuple(
                (a.name, a.kind.value, a.source, _day(a.noted)) for a in entry.aliases
            ),
            "affiliations": tuple(
                (a.organisation, a.role, _day(a.since), _day(a.until)) for a in entry.affiliations
            ),
            "official": tuple(sorted(entry.official.items())),
            "ids": tuple(sorted(entry.ids.items())),
        },
    )


def draft_from(form: FormData) -> Draft:
    """Return what somebody typed."""
    rows: dict[str, tuple[tuple[str, ...], ...]] = {}
    for part, cells in ROWS.items():
        columns = [_texts(form, f"{part}.{cell}") for cell in cells]
        rows[part] = tuple(zip(*columns, strict=False))[:_MOST_ROWS]
    return Draft(
        kind=str(form.get("kind", "")),
        name=str(form.get("name", "")),
        source=str(form.get("source", "")),
        note=str(form.get("note", "")),
        keep="keep" in form,
        verified="verified" in form,
        rows=rows,
    )


def entry_from(draft: Draft, entry_id: str) -> tuple[Entry | None, tuple[Fault, ...]]:
    """Return the entry of a draft, or what is wrong with it; rows without a name are left out."""
    faults = tuple(_faults(draft))
    if faults:
        return None, faults
    rows = {part: [r for r in draft.rows[part] if any(_typed(part, r))] for part in ROWS}
    aliases = (
        Alias(name=name.strip(), kind=AliasKind(kind), source=source.strip(), noted=_date(noted))
        for name, kind, source, noted in rows["aliases"]
    )
    affiliations = (
        Affiliation(organisation=where.strip(), role=role.strip(), since=_date(a), until=_date(z))
        for where, role, a, z in rows["affiliations"]
    )
    official: dict[str, str] = {}
    for language, name in rows["official"]:
        key = language.strip().lower()
        official[key] = f"{official[key]}|{name.strip()}" if key in official else name.strip()
    return Entry(
        id=entry_id,
        kind=EntityKind(draft.kind),
        name=draft.name.strip(),
        aliases=tuple({form_key(alias.name): alias for alias in aliases}.values()),
        affiliations=tuple(dict.fromkeys(affiliations)),
        official=official,
        ids={scheme.strip().lower(): value.strip() for scheme, value in rows["ids"]},
        keep=draft.keep,
        verified=draft.verified,
        source=draft.source.strip(),
        note=draft.note.replace("\r\n", "\n").strip(),
    ), ()


def _faults(draft: Draft) -> Iterator[Fault]:
    if draft.kind not in list(EntityKind):
        yield Fault("kind", "kind")
    yield from _name_faults("name", draft.name)
    for field in ("source", "note"):
        text = getattr(draft, field)
        if len(text) > _LONGEST_NOTE or "\x00" in text:
            yield Fault(field, "text")
    for part in ROWS:
        for row in draft.rows[part]:
            if any(_typed(part, row)):
                yield from _row_faults(part, row)


def _row_faults(part: str, row: tuple[str, ...]) -> Iterator[Fault]:
    if part in ("aliases", "affiliations"):
        yield from _name_faults(part, row[0])
        if any("\x00" in cell or len(cell) > _LONGEST_NOTE for cell in row[1:]):
            yield Fault(part, "text")
    else:
        if not row[0].strip() or not row[1].strip():
            yield Fault(part, "pair", (row[0] or row[1]).strip()[:60])
        names = row[1].split("|") if part == "official" else row
        for name in filter(str.strip, names):
            yield from _name_faults(part, name)
    if part == "aliases" and row[1] not in list(AliasKind):
        yield Fault(part, "alias_kind", row[1][:60])
    days = {"aliases": row[3:], "affiliations": row[2:]}.get(part, ())
    for day in days:
        if not _is_day(day):
            yield Fault(part, "day", day[:60])
    if part == "affiliations" and all(map(_is_day, row[2:])):
        since, until = map(_date, row[2:])
        if since and until and since > until:
            yield Fault(part, "days", row[0].strip()[:60])


def _name_faults(field: str, name: str) -> Iterator[Fault]:
    if not fault_of(name):
        return
    if not name.strip():
        yield Fault(field, "empty")
    elif len(name) > LONGEST:
        yield Fault(field, "long", name[:60])
    else:
        yield Fault(field, "odd", "".join(c for c in name[:60] if c.isprintable()))


def _typed(part: str, row: tuple[str, ...]) -> tuple[str, ...]:
    """Return what makes a row count: the kind that a new row comes with does not."""
    texts = row if part != "aliases" else (row[0], *row[2:])
    return tuple(filter(None, map(str.strip, texts)))


def _texts(form: FormData, key: str) -> list[str]:
    return [value for value in form.getlist(key) if isinstance(value, str)]


def _is_day(text: str) -> bool:
    try:
        _date(text)
    except ValueError:
        return False
    return True


def _date(text: str) -> date | None:
    return date.fromisoformat(text.strip()) if text.strip() else None


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
