import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import StoreError
from pipeline.translation.sheet import read_edits, write_sheet
from pipeline.translation.units import plain
from tests.builders_translation import AT, edit

TEXT = st.text(st.characters(exclude_categories=["Cs"])).filter(str.strip)


def table(*units):
    return write_sheet((unit, "model", "look") for unit in units)


def rows(text, **changes):
    """Return the rows of a table as a reader gives them, with some cells changed."""
    found = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    return [(found.line_num, row | changes) for row in found]


def edits(found):
    return list(read_edits(found, "edited.csv", "kari", AT))


def test_a_table_that_nobody_changed_has_no_edits():
    assert edits(rows(table(edit()))) == []


def test_a_changed_row_is_an_edit_by_whom_and_when():
    (unit,) = edits(rows(table(edit()), translation="Good day."))
    assert (unit.source, unit.target, unit.by, unit.at) == ("Hei.", "Good day.", "kari", AT)


def test_only_the_rows_that_were_changed_are_edits():
    found = rows(table(edit(), edit(source="Takk.", target="Thanks.")))
    found[1][1]["translation"] = "Thank you."
    assert [unit.source for unit in edits(found)] == ["Takk."]


@given(TEXT, TEXT, TEXT)
def test_any_text_survives_the_table(source, target, wish):
    found = rows(table(edit(source, target)))
    assert edits(found) == []
    (quoted,) = rows(table(edit(source, wish)))
    found[0][1]["translation"] = quoted[1]["translation"]
    changed = [] if plain(wish) == plain(target) else [wish.strip()]
    assert [unit.target for unit in edits(found)] == changed


@given(st.sampled_from("=+-@\t\r\n＝"), TEXT)
def test_no_cell_is_a_formula(first, rest):
    for _, row in rows(table(edit(first + rest, first + rest))):
        assert not any(cell.startswith(first) for cell in row.values())


def test_what_a_person_writes_with_an_apostrophe_in_front_stays():
    (unit,) = edits(rows(table(edit()), translation="'Tis so."))
    assert unit.target == "'Tis so."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"source": "Hei!"}, "line 2: the source text"),
        ({"to": "fr"}, "line 2: the source text, a language"),
        ({"id": "1,2E+05"}, "line 2: the source text, a language or the id"),
        ({"translation": " "}, "line 2: the translation is empty"),
    ],
)
def test_a_row_that_cannot_be_taken_in_is_named(changes, words):
    with pytest.raises(StoreError) as caught:
        edits(rows(table(edit()), **changes))
    assert f"edited.csv, {words}" in caught.value.message


def test_a_missing_column_is_named():
    with pytest.raises(StoreError, match="there is no column 'translation'"):
        edits([(2, {"id": "", "from": "nb", "to": "en", "source": "Hei."})])
