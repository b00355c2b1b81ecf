"""Entries and decisions as text: CSV to be edited in a spreadsheet, JSON to be kept in git.

Both are lossless: what is written is read back as it was. One entry is one row or one line.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from pipeline.authority.cells import join_cell, split_cell
from pipeline.authority.decisions import with_id
from pipeline.authority.entries import Affiliation, Alias, AliasKind, Entry
from pipeline.authority.knowledge import Decision
from pipeline.errors import StoreError

_T = TypeVar("_T", Entry, Decision)
ENTRY_COLUMNS: Final = (
    "id", "kind", "name", "aliases", "affiliations", "official", "ids", "keep", "verified",
    "source", "note",
)  # fmt: skip
DECISION_COLUMNS: Final = (
    "id", "at", "by", "verdict", "kind", "form", "other_form", "name", "article", "reason",
    "undoes", "flag", "evidence",
)  # fmt: skip
_YES: Final = {"yes": True, "ja": True, "true": True, "1": True,
               "no": False, "nei": False, "false": False, "0": False, "": False}  # fmt: skip


# -- entries ----------------------------------------------------------------------------------


def entries_to_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the lines of a CSV with a heading and one row for each entry."""
    return _csv_lines(ENTRY_COLUMNS, map(_entry_row, entries))


def entries_to_json(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the lines of a JSON array with one entry a line; what says nothing is left out."""
    yield "["
    before = "\n"
    for entry in entries:
        yield before + json.dumps(_entry_json(entry), ensure_ascii=False)
        before = ",\n"
    yield "\n]\n"


def entry_from_row(row: Mapping[str, str]) -> Entry:
    """Return the entry of a row.

    Raises:
        StoreError: a cell cannot be read; says which and why.
    """
    values: dict[str, Any] = {
        "id": row["id"].strip(),
        "kind": row["kind"].strip().lower(),
        "name": row["name"],
        "aliases": [_alias(fields) for fields in split_cell(row.get("aliases", ""))],
        "affiliations": [
            _fields(fields, Affiliation, "affiliations")
            for fields in split_cell(row.get("affiliations", ""))
        ],
        "official": _pairs(row.get("official", ""), "official"),
        "ids": _pairs(row.get("ids", ""), "ids"),
        "keep": _yes(row.get("keep", ""), "keep"),
        "verified": _yes(row.get("verified", ""), "verified"),
        "source": row.get("source", ""),
        "note": row.get("note", ""),
    }
    return _validated(Entry, values)


def entry_from_json(line: str) -> Entry:
    """Return the entry of a line of JSON.

    Raises:
        StoreError: the line is not an entry; says where it departs.
    """
    return _validated(Entry, _loaded(line))


# -- decisions --------------------------------------------------------------------------------


def decisions_to_json(decisions: Iterable[Decision]) -> Iterator[str]:
    """Yield one line of JSON for each decision (JSONL)."""
    return (
        json.dumps(d.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False) + "\n"
        for d in decisions
    )


def decisions_to_csv(decisions: Iterable[Decision]) -> Iterator[str]:
    """Yield the lines of a CSV with a heading and one row for each decision."""
    return _csv_lines(DECISION_COLUMNS, map(_decision_row, decisions))


def decision_from_row(row: Mapping[str, str]) -> Decision:
    """Return the decision of a row; one without an id gets the id of its contents.

    Raises:
        StoreError: a cell cannot be read; says which and why.
    """
    values: dict[str, Any] = {
        column: row.get(column, "")
        for column in ("id", "at", "by", "verdict", "kind", "name", "article", "reason", "undoes",
                       "flag")
    }  # fmt: skip
    # a form may be made of spaces only as far as this is concerned: whether it is a name is
    # checked where decisions are kept
    values["forms"] = [row[column] for column in ("form", "other_form") if row.get(column)]
    values["evidence"] = _loaded(row.get("evidence") or "[]")
    return _decision(values)


def decision_from_json(line: str) -> Decision:
    """Return the decision of a line of JSON; one without an id gets the id of its contents.

    Raises:
        StoreError: the line is not a decision; says where it departs.
    """
    return _decision(_loaded(line))


# -- parts ------------------------------------------------------------------------------------


def _entry_row(entry: Entry) -> list[str]:
    return [
        entry.id,
        entry.kind.value,
        entry.name,
        join_cell(map(_alias_fields, entry.aliases)),
        join_cell(
            (a.organisation, a.role, _text(a.since), _text(a.until)) for a in entry.affiliations
        ),
        join_cell((language, name) for language, name in sorted(entry.official.items())),
        join_cell((scheme, value) for scheme, value in sorted(entry.ids.items())),
        "yes" if entry.keep else "",
        "yes" if entry.verified else "",
        entry.source,
        entry.note,
    ]


def _alias_fields(alias: Alias) -> tuple[str, ...]:
    told = alias.source or alias.noted or alias.kind is not AliasKind.OTHER
    return (alias.name, alias.kind.value if told else "", alias.source, _text(alias.noted))


def _alias(fields: list[str]) -> dict[str, str]:
    values = _fields(fields, Alias, "aliases")
    if "kind" in values and not values["kind"]:
        values["kind"] = AliasKind.OTHER.value
    return values


def _entry_json(entry: Entry) -> dict[str, Any]:
    body = entry.model_dump(mode="json", exclude_defaults=True)
    for mapping in ("official", "ids"):
        if mapping in body:
            body[mapping] = dict(sorted(body[mapping].items()))
    return body


def _decision_row(decision: Decision) -> list[str]:
    forms = (*decision.forms, "", "")
    evidence = [piece.model_dump(mode="json", exclude_defaults=True) for piece in decision.evidence]
    return [
        decision.id,
        decision.at.isoformat(),
        decision.by,
        decision.verdict.value,
        decision.kind.value,
        forms[0],
        forms[1],
        decision.name,
        decision.article,
        decision.reason,
        decision.undoes,
        decision.flag,
        json.dumps(evidence, ensure_ascii=False) if evidence else "",
    ]


def _decision(values: object) -> Decision:
    if isinstance(values, dict) and not values.get("id"):
        return with_id(_validated(Decision, {**values, "id": "new"}))
    return _validated(Decision, values)


def _fields(fields: list[str], record: type[Alias | Affiliation], column: str) -> dict[str, str]:
    names = list(record.model_fields)
    if len(fields) > len(names):
        raise StoreError(
            f"{column}: {'; '.join(fields)!r} has {len(fields)} fields",
            hint=f"a thing has at most {', '.join(names)}; put a backslash before a ; of a name",
        )
    values = dict(zip(names, fields, strict=False))
    # a date that is not given; the first field, and what is plain text, may be empty as it is
    return {n: v for n, v in values.items() if v or n not in ("noted", "since", "until")}


def _pairs(cell: str, column: str) -> dict[str, str]:
    pairs = {}
    for fields in split_cell(cell):
        if len(fields) > 2:
            raise StoreError(
                f"{column}: {'; '.join(fields)!r} is no pair",
                hint='write it like "en; Statistics Norway | fr; Statistique Norvège"',
            )
        key, value = (*fields, "")[:2]
        if key in pairs:
            raise StoreError(f"{column}: {key!r} is there twice", hint="leave one of them")
        pairs[key] = value
    return pairs


def _yes(cell: str, column: str) -> bool:
    if cell.strip().lower() not in _YES:
        raise StoreError(f"{column}: {cell!r} is neither yes nor no", hint="write yes or nothing")
    return _YES[cell.strip().lower()]


def _text(day: object) -> str:
    return str(day) if day else ""


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError as error:
        raise StoreError(
            f"this is no JSON: {error}", hint="one entry or decision a line"
        ) from error


def _validated(record: type[_T], values: object) -> _T:
    try:
        return record.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "the whole"
        raise StoreError(f"{place}: {first['msg']}", hint="mend it and import again") from error


def _csv_lines(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    for row in itertools.chain([columns], rows):
        line.seek(0)
        line.truncate()
        writer.writerow(row)
        yield line.getvalue()
