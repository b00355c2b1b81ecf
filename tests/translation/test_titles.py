"""Titles in front of people, and names that a translation has twice."""

from __future__ import annotations

import pytest

from pipeline.records import EntityKind
from pipeline.translation.checks import Context, check_segment
from pipeline.translation.choosing import make_version
from pipeline.translation.doubled import check_doubled, with_one_article
from pipeline.translation.engine import Hypothesis
from pipeline.translation.keepnames import Wanted
from pipeline.translation.titles import Title, check_titles, put_titles, titles_before

COUNTY = Title("fylkesordfører", "county mayor", "Ane Hovdal")
OSE = Wanted(0, 10, "Ose skule", EntityKind.ORGANISATION, ("the Ose School", "Ose School"))


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("The county mayor, Ane Hovdal, came.", "county mayor"),
        ("Health Minister Ane Hovdal came.", "minister of health"),
        ("La présidente du conseil de comté Ane Hovdal", "le président du conseil de comté"),
        ("La directrice Ane Hovdal est venue.", "le directeur"),
    ],
)
def test_a_title_may_have_another_order_or_gender(target, words):
    assert check_titles(target, [Title("x", words, "Ane Hovdal")]) == ()


@pytest.mark.parametrize("target", ["Ane Hovdal came.", "The mayor of Moss, Ane Hovdal, came."])
def test_a_title_that_is_lost_is_told(target):
    (check,) = check_titles(target, [COUNTY])
    assert (check.kind, check.detail) == ("term", '"fylkesordfører" is to be "county mayor"')


@pytest.mark.parametrize(
    ("target", "whole"),
    [
        ("Mayor Ane Hovdal came.", "County mayor Ane Hovdal came."),
        ("We met mayor Ane Hovdal.", "We met mayor Ane Hovdal."),
        ("They came with mayor Ane Hovdal.", "They came with county mayor Ane Hovdal."),
        ("Deputy mayor Ane Hovdal came.", "Deputy mayor Ane Hovdal came."),
        ("Mayor Jon Vik and Ane Hovdal", "Mayor Jon Vik and Ane Hovdal"),
    ],
)
def test_half_a_title_is_made_whole_where_it_can_be_no_other(target, whole):
    assert put_titles(target, [COUNTY]) == whole


def test_a_title_belongs_to_the_first_name_after_it():
    sentence = "Fylkesordfører Ane Hovdal og Jon Vik"
    names = [
        Wanted(15, 25, "Ane Hovdal", EntityKind.PERSON, ("Ane Hovdal",)),
        Wanted(29, 36, "Jon Vik", EntityKind.PERSON, ("Jon Vik",)),
    ]
    (title,) = titles_before(sentence, [(0, 14, "County mayor")], names)
    assert title == Title("Fylkesordfører", "County mayor", "Ane Hovdal")


def test_a_name_in_two_forms_is_told():
    checks = check_segment("Elever ved Ose skule", "Pupils of Ose skule at Ose School",
                           Context("en", (OSE,)))  # fmt: skip
    assert [check.kind for check in checks] == ["repetition"]
    assert check_doubled("Pupils of Ose School", [OSE]) == ()
    assert check_doubled("Ose skule and Ose School", [OSE, OSE]) == ()


def test_a_name_with_an_article_gets_no_second_one():
    assert with_one_article("At a Norwegian the Ose School", [OSE]) == "At the Ose School"
    said = Hypothesis("The Ose skule opened.", -0.1)
    assert make_version("Ose skule åpnet.", said, Context("en", (OSE,))).text == (
        "The Ose School opened."
    )
