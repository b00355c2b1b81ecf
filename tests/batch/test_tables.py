from __future__ import annotations

import sys

import pytest
from pyarrow import parquet

from pipeline.authority.knowledge import NOTHING
from pipeline.batch import tables
from pipeline.batch.outputs import write_results
from pipeline.batch.outputs_passing import Look
from pipeline.batch.tables import COLUMNS
from pipeline.errors import ConfigError
from tests.batch.archives import article_about, results_of, skipped, translated


def write(folder, *outcomes):
    results = results_of(outcomes, ["2020-01-01"] * len(outcomes))
    write_results(results, folder, formats=["parquet"], look=Look(), knowledge=NOTHING)


def test_the_tables_have_their_columns_and_say_which_article(tmp_path):
    write(tmp_path, skipped(0), translated(article_about(1, "Kari Lie", "Per Lund")))
    for name, columns in COLUMNS.items():
        table = parquet.read_table(tmp_path / f"{name}.parquet")
        assert table.column_names == list(columns)
    rows = parquet.read_table(tmp_path / "mentions.parquet").to_pylist()
    assert {(row["article_number"], row["article"], row["date"]) for row in rows} == {
        (1, "a1", "2020-01-01")
    }
    assert [row["name"] for row in rows] == ["Kari Lie", "Per Lund"]


def test_a_list_of_forms_stays_a_list(tmp_path):
    write(tmp_path, article_about(1, "Kari Lie (USN)"))
    rows = parquet.read_table(tmp_path / "clusters.parquet").to_pylist()
    kari = next(row for row in rows if row["name"] == "Kari Lie")
    assert (kari["forms"], kari["affiliations"]) == (["Kari Lie"], ["USN"])


def test_what_is_wrong_with_a_segment_is_in_the_table(tmp_path):
    write(tmp_path, translated(article_about(1, "Kari Lie")))
    (row,) = parquet.read_table(tmp_path / "segments.parquet").to_pylist()
    assert (row["light"], row["chance"], row["checks"]) == ("amber", 0.7, ["length"])


def test_rows_are_written_as_they_come(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "GROUP", 2)
    write(tmp_path, *(article_about(n, "Kari Lie", "Per Lund") for n in range(3)))
    file = parquet.ParquetFile(tmp_path / "mentions.parquet")
    assert file.num_row_groups == 3
    assert file.metadata.num_rows == 6


def test_without_pyarrow_the_error_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigError) as caught:
        write(tmp_path)
    assert "samsvar[parquet]" in caught.value.hint
    assert list(tmp_path.iterdir()) == []
