"""Nationalities in a translation: kept, changed, made up, copied."""

from __future__ import annotations

import pytest

from pipeline.records import EntityKind
from pipeline.translation.checks import Context, check_segment
from pipeline.translation.choosing import make_version
from pipeline.translation.engine import Hypothesis
from pipeline.translation.keepnames import Wanted
from pipeline.translation.peoples import check_peoples, people_edits


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("Den walisiske treneren sluttet.", "The Norwegian coach quit.", "en"),
        ("Den finske keeperen reddet.", "Le gardien danois a sauvé le but.", "fr"),
        ("Dei svenske og danske spelarane", "The Swedish and German players", "en"),
        ("Hun holdt tale på nordsamisk.", "She spoke at the national university.", "en"),
        ("Nordmenn drikker mer enn finlendere.", "Norwegians drink more than Russians.", "en"),
    ],
)
def test_a_nationality_that_is_changed_is_told(source, target, language):
    assert check_peoples(source, target, language)


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("Den skotske treneren", "The British coach", "en"),
        ("Tysklands forbundskansler", "The German chancellor", "en"),
        ("USAs styrker", "Les forces américaines", "fr"),
        ("Den franske ambassadøren", "L’ambassadrice de France", "fr"),
        ("300 engelske mil i timen", "300 miles an hour", "en"),
        ("Han pusset støvlene ferdig.", "He had to polish and finish his boots.", "en"),
        ("Det same gjeld dei andre.", "The same is true of the others.", "en"),
        ("I Tyskland er det slik.", "In Germany it is so.", "en"),
        ("Det koster 50 kroner.", "It costs 50 Norwegian kroner.", "en"),
        ("Hun vant EM.", "She won the European Championship.", "en"),
    ],
)
def test_what_may_stand_for_a_nationality_is_no_change(source, target, language):
    assert check_peoples(source, target, language) == ()


def test_the_name_of_a_company_is_no_nationality():
    name = Wanted(0, 11, "Danske Bank", EntityKind.ORGANISATION, ("Danske Bank",))
    target = "Danske Bank closes in Bergen."
    checks = check_segment("Danske Bank stenger i Bergen.", target, Context("en", (name,)))
    assert "nationality" not in {check.kind for check in checks}


def test_a_copied_adjective_is_put_in_english():
    name = Wanted(7, 18, "Jon Haugsdal", EntityKind.PERSON, ("Jon Haugsdal",))
    said = Hypothesis("Svenske Jon Haugsdal scored for the walisiske team.", -0.2)
    source = "Svenske Jon Haugsdal scoret for det walisiske laget."
    version = make_version(source, said, Context("en", (name,)))
    assert version.text == "Swedish Jon Haugsdal scored for the Welsh team."
    assert version.checks == ()


def test_only_adjectives_are_put_in_for_the_engine():
    assert people_edits("Den danske nordmannen", "fr") == [(4, 10, "danois")]
