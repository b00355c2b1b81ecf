"""Sentences that need not be read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.sparing import may_hold_names

OPENERS = frozenset({"Det", "Etter"})
NAMED = "Kari Lie bor i Oslo ."
words = st.sampled_from(["Det", "det", "Lie", "«", "17", "IKEA", "iPad", "Å", "ǅ", "."])


def spared(*sentences):
    told = may_hold_names([text.split() for text in sentences], OPENERS)
    return [text for text, may in zip(sentences, told, strict=True) if not may]


def test_a_sentence_with_one_capital_on_a_common_word_is_spared():
    assert spared(NAMED, "Det regnet .", "– Etter det snødde det .") == [
        "Det regnet .",
        "– Etter det snødde det .",
    ]


def test_a_sentence_with_a_capital_inside_is_read():
    assert spared(NAMED, "Det sier Lie .", "Det er en iPad .", "Etter NRK .") == []


def test_a_sentence_that_a_rare_word_begins_is_read():
    assert spared(NAMED, "Strand kom .") == []


def test_a_sentence_without_a_capital_is_read():
    assert spared(NAMED, "det sier lie .") == []


def test_where_names_have_no_capital_everything_is_read():
    assert spared("Det sier kari lie .", "Etter det kom oslo .") == []


def test_where_all_is_capitals_everything_is_read():
    assert spared("DET SIER KARI LIE .", "ETTER DET KOM OSLO .") == []


@given(st.lists(st.lists(words, max_size=5), max_size=5))
def test_a_word_with_a_capital_is_spared_only_where_it_is_an_opener(sentences):
    for some, may in zip(sentences, may_hold_names(sentences, OPENERS), strict=True):
        if not may:
            assert {word for word in some if word != word.lower()} <= OPENERS
