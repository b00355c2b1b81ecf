from __future__ import annotations

import csv
import tomllib
from collections import Counter
from pathlib import Path

from pipeline.authority.importing import fault_of_entry
from pipeline.authority.keys import form_key, slug
from pipeline.authority.seed import ALIAS_COLUMNS, load_seed, seed_text
from pipeline.records import EntityKind

ROWS = list(csv.DictReader(seed_text().splitlines()))
TABLE = Path(__file__).parents[2] / "pipeline/translation/data/organisations.toml"
COUNTIES = (
    "Agder", "Akershus", "Buskerud", "Finnmark", "Innlandet", "Møre og Romsdal", "Nordland",
    "Rogaland", "Telemark", "Troms", "Trøndelag", "Vestfold", "Vestland", "Østfold",
)  # fmt: skip


def aliases(row):
    return [form for column in ALIAS_COLUMNS for form in row[column].split("|") if form]


def found(name):
    return load_seed().find(name, EntityKind.ORGANISATION)


def test_rows_stand_in_the_order_of_their_ids_and_no_id_is_there_twice():
    ids = [row["id"] for row in ROWS]
    assert ids == sorted(set(ids))


def test_an_id_is_made_of_the_name():
    assert [row["id"] for row in ROWS if row["id"] != slug(row["name"])] == []


def test_every_entry_would_be_taken_into_a_register():
    assert [entry.id for entry in load_seed().entries.values() if fault_of_entry(entry)] == []


def test_no_name_is_claimed_by_two_unless_both_rows_say_so():
    claimed = Counter(
        key for row in ROWS for key in {form_key(f) for f in (row["name"], *aliases(row))}
    )
    twice = {
        (row["id"], form) for row in ROWS for form in aliases(row) if claimed[form_key(form)] > 1
    }
    marked = {(row["id"], form) for row in ROWS for form in row["shared"].split("|") if form}
    assert twice == marked
    assert [row["name"] for row in ROWS if claimed[form_key(row["name"])] > 1] == []


def test_no_alias_is_written_twice_in_a_row():
    assert [row["id"] for row in ROWS if len(set(aliases(row))) < len(aliases(row))] == []


def test_marks_are_yes_or_nothing():
    assert {row[mark] for row in ROWS for mark in ("keep", "verified")} == {"yes", ""}


def test_every_county_authority_is_there():
    assert [name for name in COUNTIES if len(found(f"{name} fylkeskommune")) != 1] == []
    assert len(found("Oslo kommune")) == 1


def test_what_the_translator_calls_organisations_is_in_the_register():
    """All but words that serve as a name once the article has said whose ("Kommunen")."""
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))["rows"]
    names = [(row, set.intersection(*({e.id for e in found(n)} for n in row[0].split("|"))))
             for row in rows]  # fmt: skip
    missing = [row[0] for row, ids in names if not ids]
    assert all(name.split("|")[0].endswith(("et", "en")) for name in missing)
    assert len(missing) == 12
    seed = load_seed().entries
    for row, ids in names:
        if not ids or row[0].isupper():  # an acronym is not spelt out
            continue
        official = seed[ids.pop()].official
        for language, forms in (("en", row[1]), ("fr", row[2])):
            assert set(forms.split("|")) <= set(official[language].split("|")), row[0]
