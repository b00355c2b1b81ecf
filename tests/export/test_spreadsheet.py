from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.export.spreadsheet import tables, write_table
from pipeline.text.formulas import unguarded
from tests.export.sample import SAMPLE
from tests.strategies import anything

#: "\0" apart: some readers of CSV end a file there
cells = anything.filter(lambda text: "\0" not in text)
rows = st.lists(st.lists(cells, min_size=1, max_size=3), max_size=4)


def read(text, separator=","):
    stream = io.StringIO(text.removeprefix("\ufeff"), newline="")
    return list(csv.reader(stream, delimiter=separator, strict=True))


@given(rows, st.sampled_from([",", ";"]))
def test_reading_a_table_back_gives_what_went_in(table, separator):
    found = read(write_table(table, separator=separator), separator)
    assert [[unguarded(cell) for cell in row] for row in found] == table


@given(rows)
def test_no_cell_is_a_formula(table):
    found = read(write_table(table))
    assert not any(cell.startswith(tuple("=+-@\t\r")) for row in found for cell in row)


@pytest.mark.parametrize("cell", ["=1+1", "+47 1", "-5", "@a", "\tx", "\rx"])
def test_what_would_be_a_formula_has_an_apostrophe_before_it(cell):
    assert read(write_table([[cell]])) == [[f"'{cell}"]]


def test_a_number_of_ours_stays_a_number():
    assert read(write_table([[-0.25, 3]])) == [["-0.25", "3"]]


def test_a_file_has_a_byte_order_mark_and_ends_lines_as_the_standard_says():
    assert write_table([["a", "b"]]) == "\ufeffa,b\r\n"


@pytest.mark.parametrize(
    ("name", "count"), [("mentions", 19), ("people", 5), ("flags", 2), ("segments", 11)]
)
def test_every_table_has_a_heading_and_a_row_for_each_thing(name, count):
    table = tables(SAMPLE)[name]
    assert len(table) == 1 + count
    assert {len(row) for row in table} == {len(table[0])}


def test_mentions_say_where_they_stand():
    heading, first, *_ = tables(SAMPLE)["mentions"]
    row: dict[Any, Any] = dict(zip(heading, first, strict=True))
    text = SAMPLE.article.part(row["part"]).text
    assert text[row["start"] : row["end"]] == row["text"] == "Vadsund"


def test_people_say_where_they_are():
    heading, *people = tables(SAMPLE)["people"]
    rows = {row[1]: dict(zip(heading, row, strict=True)) for row in people}
    assert (rows["Mats Orrevik"]["in a picture"], rows["Mats Orrevik"]["in a list"]) == ("yes", "")
    assert rows["Eivind Haldorsen"]["also written"] == "Eivind Haldorsenn"


def test_flags_have_the_proposed_form_and_both_messages():
    heading, first, _ = tables(SAMPLE)["flags"]
    row: dict[Any, Any] = dict(zip(heading, first, strict=True))
    assert (row["proposed form"], row["probability"]) == ("Eivind Haldorsen", 0.974)
    assert row["message (nb)"].startswith("Bildeteksten")


def test_segments_say_what_to_look_at():
    heading, *segments = tables(SAMPLE)["segments"]
    place = heading.index("to look at")
    assert [row[2] for row in segments if row[place]] == [5]
