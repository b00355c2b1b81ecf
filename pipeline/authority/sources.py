"""Files that entries come from: our own CSV and JSON, Enhetsregisteret, any other table.

Each reader yields the number of the line with the entry, so that an error can say where.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

from pipeline.authority.capitals import in_small_letters
from pipeline.authority.entries import Affiliation, Alias, Entry
from pipeline.authority.exchange import (
    DECISION_COLUMNS,
    decision_from_json,
    decision_from_row,
    entry_from_json,
    entry_from_row,
)
from pipeline.authority.keys import form_key, slug
from pipeline.authority.knowledge import Decision
from pipeline.authority.tabular import Table, encoding_of, open_table
from pipeline.errors import StoreError
from pipeline.records import EntityKind

_T = TypeVar("_T")
Lines = Iterable[tuple[int, Entry]]

_OURS: Final = {"id", "kind", "name"}
_BRREG: Final = {"organisasjonsnummer", "navn"}
#: what a column of another table can be taken for, beside ids.SCHEME and official.LANGUAGE
FIELDS: Final = ("name", "id", "alias", "affiliation", "role", "source", "note")


def read_entries(path: Path, mapping: Mapping[str, str], kind: EntityKind | None) -> Lines:
    """Return the entries of a file with their lines; what kind of file it is, it says itself.

    Args:
        path: the file.
        mapping: what to take the columns of another table for: ``{"name": "Navn"}``. Empty where
            the file is one of ours or Enhetsregisteret's.
        kind: of what the entries of another table are.

    Raises:
        StoreError: the file cannot be read, or its columns are not known; later, while it is
            read, a line cannot be.
    """
    if path.suffix.lower() in (".json", ".jsonl"):
        return _json_lines(path, entry_from_json)
    table = open_table(path)
    columns = set(table.columns)
    if mapping:
        return _read_other(table, mapping, kind)
    if columns >= _OURS:
        return _table_lines(table, entry_from_row)
    if columns >= _BRREG:
        return _table_lines(table, _brreg_entry)
    raise StoreError(
        f"{path}, line 1: columns that are not known: {', '.join(table.columns)[:200]}",
        hint="say what they are: --column name=COLUMN (and id=, alias=, ids.wikidata=, …)",
    )


def _table_lines(
    table: Table, made_of: Callable[[Mapping[str, str]], _T]
) -> Iterator[tuple[int, _T]]:
    for line, row in table.rows():
        with _located(table.path, line):
            thing = made_of(row)
        yield line, thing


def _json_lines(path: Path, made_of: Callable[[str], _T]) -> Iterator[tuple[int, _T]]:
    encoding, _ = encoding_of(path)
    with path.open(encoding=encoding) as file:
        for number, line in enumerate(file, start=1):
            body = line.strip().rstrip(",")
            if body not in ("", "[", "]"):
                with _located(path, number):
                    thing = made_of(body)
                yield number, thing


@contextmanager
def _located(path: Path, line: int) -> Iterator[None]:
    """Let an error say in which line of which file it is."""
    try:
        yield
    except StoreError as error:
        raise StoreError(f"{path}, line {line}: {error.message}", hint=error.hint) from error


def read_decisions(path: Path) -> Iterator[tuple[int, Decision]]:
    """Yield the decisions of a file (JSONL or CSV) with their lines.

    Raises:
        StoreError: the file or one of its lines cannot be read.
    """
    if path.suffix.lower() in (".json", ".jsonl"):
        return _json_lines(path, decision_from_json)
    table = open_table(path)
    missing = {"at", "verdict", "kind"} - set(table.columns)
    if missing:
        raise StoreError(
            f"{path}, line 1: there is no column {sorted(missing)[0]!r}",
            hint=f"decisions have the columns {', '.join(DECISION_COLUMNS)}",
        )
    return _table_lines(table, decision_from_row)


# -- Enhetsregisteret -------------------------------------------------------------------------


def _brreg_entry(row: Mapping[str, str]) -> Entry:
    """Return the entry of a row of Enhetsregisteret's file; names are in capitals there."""
    number, written = row["organisasjonsnummer"].strip(), " ".join(row["navn"].split())
    if not re.fullmatch(r"\d{9}", number):
        raise StoreError(
            f"organisasjonsnummer {number!r} has not nine digits",
            hint="format the column as text before you save the file",
        )
    if not written:
        raise StoreError(f"unit {number} has no name", hint="fill in the name or delete the line")
    form = row.get("organisasjonsform.kode", "").strip()
    return Entry(
        id=f"orgnr-{number}",
        kind=EntityKind.ORGANISATION,
        name=in_small_letters(written),
        ids={"orgnr": number},
        source=f"Enhetsregisteret: {written}",
        note=form,
    )


# -- any other table --------------------------------------------------------------------------


def _read_other(table: Table, mapping: Mapping[str, str], kind: EntityKind | None) -> Lines:
    """Return the entries of a table such as OpenRefine exports it; rows with one id are one.

    The name of the first row is the canonical form; other names of the rows become aliases.
    """
    _check_mapping(table, mapping)
    if kind is None:
        raise StoreError(
            f"{table.path}: nothing says what is in the table",
            hint="add --kind person, organisation or place",
        )
    lines: dict[str, int] = {}
    found: dict[str, Entry] = {}
    for line, row in table.rows():
        values = {field: row[column].strip() for field, column in mapping.items()}
        if not values["name"]:
            continue
        entry = _other_entry(values, kind)
        lines.setdefault(entry.id, line)
        found[entry.id] = _joined(found[entry.id], entry) if entry.id in found else entry
    return ((lines[entry_id], entry) for entry_id, entry in found.items())


def _check_mapping(table: Table, mapping: Mapping[str, str]) -> None:
    for field, column in mapping.items():
        if field not in FIELDS and not re.fullmatch(r"(ids|official)\.\w+", field):
            raise StoreError(
                f"--column {field}={column}: there is no {field!r}",
                hint=f"choose from {', '.join(FIELDS)}, ids.SCHEME, official.LANGUAGE",
            )
        if column not in table.columns:
            raise StoreError(
                f"{table.path}, line 1: there is no column {column!r}",
                hint=f"there are {', '.join(table.columns)[:200]}",
            )
    if "name" not in mapping:
        raise StoreError(
            f"{table.path}: no column is taken for the name", hint="add --column name=COLUMN"
        )


def _other_entry(values: Mapping[str, str], kind: EntityKind) -> Entry:
    def under(prefix: str) -> dict[str, str]:
        return {
            field.removeprefix(prefix): value
            for field, value in values.items()
            if field.startswith(prefix) and value
        }

    name = values["name"]
    aliases = [alias.strip() for alias in values.get("alias", "").split("|")]
    organisation = values.get("affiliation", "")
    role = values.get("role", "")
    affiliations = [Affiliation(organisation=organisation, role=role)] if organisation else []
    return Entry(
        id=values.get("id") or slug(name),
        kind=kind,
        name=name,
        aliases=tuple(Alias(name=a) for a in dict.fromkeys(aliases) if a and a != name),
        affiliations=tuple(affiliations),
        official=under("official."),
        ids=under("ids."),
        source=values.get("source", ""),
        note=values.get("note", ""),
    )


def _joined(first: Entry, second: Entry) -> Entry:
    """Return two rows of one entry as one: what the first does not say, the second does."""
    known = {form_key(form) for form in first.forms}
    new = {form_key(a.name): a for a in reversed((Alias(name=second.name), *second.aliases))}
    affiliations = dict.fromkeys((*first.affiliations, *second.affiliations))
    return first.model_copy(
        update={
            "aliases": (*first.aliases, *(a for key, a in new.items() if key not in known)),
            "affiliations": tuple(affiliations),
            "official": {**second.official, **first.official},
            "ids": {**second.ids, **first.ids},
        }
    )
