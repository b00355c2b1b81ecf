"""Words with few lawful translations: lost, exchanged, made up."""

from __future__ import annotations

import re

import pytest

from pipeline.translation.keywords import check_keywords, keyword_edits
from pipeline.translation.tables import load_table


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("Han vant gull i VM.", "He won gold at the Olympics.", "en"),
        ("Motoren skal byttes til våren.", "Le moteur sera changé en été.", "fr"),
        ("Søsteren hans bor i Moss.", "His brother lives in Moss.", "en"),
        ("Han kommer om to uker.", "He came two weeks ago.", "en"),
        ("Rødt stemte imot, Høyre stemte for.", "Rødt opposed, Høyre did so too.", "en"),
        ("Mannen nekter straffskyld.", "The man refuses to pay the fine.", "en"),
        ("Mannen nekter straffskyld.", "The man is not guilty.", "en"),
        ("Huset ligger 600 moh.", "The house is at 600 moh.", "en"),
        ("Jentene vann kampen.", "The players won the match.", "en"),
        ("Verken foreldre eller lærere ble spurt.", "Parents and teachers were asked.", "en"),
    ],
)
def test_a_word_that_is_exchanged_is_told(source, target, language):
    assert check_keywords(source, target, language)


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("Han vant VM-gull.", "He became world champion.", "en"),
        ("Daglig leder Per Vik", "Managing director Per Vik", "en"),
        ("Byen i vår tid", "The city today", "en"),
        ("om hun vil", "if she wants", "en"),
        ("De var her for to år siden.", "They were here two years ago.", "en"),
        ("Ingen ble skadet.", "Personne n’a été blessé.", "fr"),
    ],
)
def test_lawful_translations_are_let_be(source, target, language):
    assert check_keywords(source, target, language) == ()


def test_the_word_that_is_put_in_is_one_that_will_do():
    rows = load_table("keywords")["rows"]
    for row in rows:
        for column in (1, 2):
            best = row[column].split("|")[0]
            assert re.fullmatch(rf"(?:{row[column]})", best), row


def test_words_are_put_in_for_the_engine():
    assert keyword_edits("Søsteren kom i går", "fr") == [(0, 8, "Sœur"), (13, 18, "hier")]
