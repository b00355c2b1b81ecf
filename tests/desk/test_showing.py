from __future__ import annotations

import pytest

from pipeline.desk.edits import Log
from pipeline.desk.showing import sheet
from pipeline.records import Light, Maker
from tests.builders_translation import parts
from tests.desk.opening import FakeOpener, processed


def laid(*texts, answer=str.upper, log=None):
    outcome = processed(parts(*texts), ("en", "fr"), FakeOpener(answer=answer))
    return sheet(outcome, "en", log or Log())


def joined(pieces):
    return "".join(piece.text for piece in pieces)


def test_rows_hold_all_of_the_text_on_either_side_and_say_where_they_are():
    made = laid("Kari Lie kom. Takk for det.", "Ola Dahl sang.")
    assert [(row.part, row.start, joined(row.source), joined(row.target)) for row in made.rows] == [
        ("p0", 0, "Kari Lie kom.", "Kari Lie KOM."),
        ("p0", 14, "Takk for det.", "TAKK FOR DET."),
        ("p1", 0, "Ola Dahl sang.", "Ola Dahl SANG."),
    ]
    assert made.row("p1", 0) is made.rows[2]
    assert made.row("p1", 1) is None


def test_names_are_marked_by_kind_on_both_sides():
    (row,) = laid("Kari Lie kom.").rows
    assert [piece.text for piece in row.source if piece.mark == "person"] == ["Kari Lie"]
    assert [piece.text for piece in row.target if piece.mark == "person"] == ["Kari Lie"]


def test_what_failed_a_check_or_is_probably_poor_is_to_be_looked_at():
    poor, good = laid("Kari Lie kom.", "2026", answer=lambda _: "").rows
    assert poor.is_to_see
    assert [check.kind for check in poor.checks] == ["empty"]
    assert poor.light == Light.RED
    assert (good.is_to_see, good.maker) == (False, Maker.TABLES)


def test_a_part_without_text_is_left_out_and_sums_are_right():
    made = laid("Kari Lie kom.", "  ", "Kari Lie sang.", answer=lambda _: "Somebody came.")
    assert [part.part.name for part in made.parts] == ["p0", "p2"]
    assert made.kept == (0, 2)
    assert (made.edited, made.to_see) == (0, 2)
    assert [(line.name, line.times, line.lost) for line in made.names] == [("Kari Lie", 2, 2)]


def test_a_language_that_was_not_made_is_an_error():
    outcome = processed(parts("Kari Lie kom."))
    with pytest.raises(KeyError):
        sheet(outcome, "fr", Log())
