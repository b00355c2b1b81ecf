from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.authority.cells import join_cell, split_cell
from pipeline.authority.entries import AliasKind
from pipeline.authority.exchange import (
    decision_from_row,
    decisions_to_csv,
    decisions_to_json,
    entries_to_csv,
    entries_to_json,
    entry_from_row,
)
from pipeline.authority.sources import read_decisions, read_entries
from pipeline.errors import StoreError
from pipeline.files import write_pieces
from tests.authority import making
from tests.authority.making import person

ROW = {"id": "a", "kind": "person", "name": "Kari Lund"}
fresh = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_back(pieces, path: Path):
    write_pieces(pieces, path)
    return [entry for _, entry in read_entries(path, {}, None)]


@pytest.mark.parametrize("text", ["\\ ", " ", "  ", " \\", "a; ", "|"])
def test_a_field_comes_back_from_a_cell_as_it_was(text):
    assert split_cell(join_cell([("a", text), (text, "b")])) == [["a", text], [text, "b"]]


@fresh
@given(st.lists(making.entries, max_size=4))
def test_entries_come_back_from_csv_as_they_were(tmp_path, entries):
    assert read_back(entries_to_csv(entries), tmp_path / "names.csv") == entries


@fresh
@given(st.lists(making.entries, max_size=4))
def test_entries_come_back_from_json_as_they_were(tmp_path, entries):
    assert read_back(entries_to_json(entries), tmp_path / "names.json") == entries


@fresh
@given(st.lists(making.decisions, min_size=1, max_size=4))
def test_decisions_come_back_from_jsonl_as_they_were(tmp_path, decisions):
    write_pieces(decisions_to_json(decisions), tmp_path / "d.jsonl")
    assert [decision for _, decision in read_decisions(tmp_path / "d.jsonl")] == decisions


@fresh
@given(st.lists(making.decisions, max_size=4))
def test_decisions_come_back_from_csv_as_they_were(tmp_path, decisions):
    write_pieces(decisions_to_csv(decisions), tmp_path / "d.csv")
    assert [decision for _, decision in read_decisions(tmp_path / "d.csv")] == decisions


@given(st.lists(st.lists(st.text(), min_size=1, max_size=3), max_size=3))
def test_a_cell_gives_back_the_fields_but_for_empty_ones_at_the_end(things):
    def trimmed(fields):
        while len(fields) > 1 and not fields[-1]:
            fields = fields[:-1]
        return fields

    wanted = [trimmed(fields) for fields in things]
    # a single thing that is empty cannot be told from no thing
    assert split_cell(join_cell(things)) == (wanted if wanted != [[""]] else [])


def test_a_cell_is_readable():
    cell = "Kari Lunde; error; Bladet; 2024-01-02 | Kaja;nickname"
    entry = entry_from_row({**ROW, "aliases": cell})
    assert [(a.name, a.kind) for a in entry.aliases] == [
        ("Kari Lunde", AliasKind.ERROR),
        ("Kaja", AliasKind.NICKNAME),
    ]


def test_json_has_one_entry_a_line_and_says_only_what_there_is():
    text = "".join(entries_to_json([person("Kari Lund"), person("Ola Ås", "Ola Aas")]))
    assert json.loads(text)[0] == ROW | {"id": "kari-lund"}
    assert [line[:6] for line in text.splitlines()] == ["[", '{"id":', '{"id":', "]"]


def test_a_file_of_no_entries_is_json():
    assert json.loads("".join(entries_to_json([]))) == []


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"kind": "animal"}, "kind: Input should be"),
        ({"name": ""}, "name: String should have"),
        ({"aliases": "Kari; spelling; Bladet; i fjor"}, "aliases.0.noted"),
        ({"aliases": "Kari; wrong"}, "aliases.0.kind"),
        ({"aliases": "A; other; b; ; e; f"}, "6 fields"),
        ({"official": "en; A; B"}, "no pair"),
        ({"ids": "a; 1 | a; 2"}, "'a' is there twice"),
        ({"keep": "perhaps"}, "neither yes nor no"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(cells, words):
    with pytest.raises(StoreError, match=words):
        entry_from_row(ROW | cells)


def test_a_decision_without_an_id_gets_that_of_its_contents():
    row = {"verdict": "not_a_name", "kind": "place", "form": "Jul", "at": "2026-11-01T12:00:00Z"}
    assert decision_from_row(row).id == decision_from_row(row | {"id": ""}).id


def test_a_file_that_was_there_stays_until_all_is_written(tmp_path):
    def pieces():
        yield "half"
        message = "no more"
        raise RuntimeError(message)

    path = tmp_path / "names.csv"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError):
        write_pieces(pieces(), path)
    assert [p.name for p in tmp_path.iterdir()] == ["names.csv"]
    assert path.read_text(encoding="utf-8") == "old"


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="file"):
        write_pieces(["a"], tmp_path / "file" / "names.csv")
