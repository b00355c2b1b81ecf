from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from pipeline.errors import StoreError
from pipeline.export.aligned import align, translation_into
from tests.export.exchanged import outcome, outcomes
from tests.export.sample import FRENCH, SAMPLE, SPELLING


def test_a_result_without_the_translation_says_which_it_has():
    with pytest.raises(StoreError, match="no translation into en") as caught:
        translation_into(SAMPLE, "en")
    assert caught.value.hint == "it has fr"


def test_a_result_without_any_translation_says_how_to_make_one():
    bare = SAMPLE.model_copy(update={"translations": ()})
    with pytest.raises(StoreError, match="no translation into en") as caught:
        translation_into(bare, "en")
    assert "--to en" in caught.value.hint


def test_rows_are_numbered_through_the_translation():
    numbers = [row.number for part in align(SAMPLE, FRENCH) for row in part.rows]
    assert numbers == list(range(1, 13))


def test_segments_and_the_text_between_them_are_the_part():
    texts = ["".join(row.gap + row.source for row in part.rows) + part.rest
             for part in align(SAMPLE, FRENCH)]  # fmt: skip
    assert texts == [part.text for part in SAMPLE.article.parts]


def test_where_a_translation_does_not_stand_in_its_part_nothing_is_said_of_the_text_between():
    part = FRENCH.parts[1].model_copy(update={"text": "Autre"})
    (aligned, *_) = [p for p in align(SAMPLE, FRENCH.model_copy(update={"parts": (part,)}))
                     if p.part.name == "p2"]  # fmt: skip
    assert {row.target_gap for row in aligned.rows} == {None}


@given(outcomes)
def test_names_quote_the_row_they_stand_in(of):
    (part,) = align(of, of.translations[0])
    (row,) = part.rows
    assert [row.source[n.start : n.end] for n in row.names] == [m.text for m in of.mentions]


@given(outcomes)
def test_names_of_a_target_do_not_overlap_and_have_ids_of_their_own(of):
    (part,) = align(of, of.translations[0])
    names = part.rows[0].target_names
    assert all(a.end <= b.start for a, b in pairwise(names))
    assert len({name.id for name in names}) == len(names)


def test_a_name_that_comes_twice_in_the_target_has_the_id_of_the_source_once():
    of = outcome("Kari Ås kom.", "Kari Ås came, Kari Ås!", [(0, 7)])
    names = align(of, of.translations[0])[0].rows[0].target_names
    assert [name.id for name in names] == ["m1", "t2"]


def test_a_flag_is_at_the_rows_where_the_form_is_another_than_the_proposed_one():
    flagged = [
        (row.number, len(row.flags))
        for part in align(SAMPLE, FRENCH)
        for row in part.rows
        if row.flags
    ]
    assert flagged == [(2, 2)]


def test_a_flag_that_proposes_nothing_is_at_every_row_that_it_is_about():
    tied = SPELLING.model_copy(update={"candidates": ()})
    found = SAMPLE.reconciliation.model_copy(update={"flags": (tied,)})
    of = SAMPLE.model_copy(update={"reconciliation": found})
    flagged = [row.number for part in align(of, FRENCH) for row in part.rows if row.flags]
    assert flagged == [2, 6, 10]
