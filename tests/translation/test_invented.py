import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.assets import models_dir
from pipeline.records import EntityKind
from pipeline.stages.names import load_name_finder
from pipeline.translation.checks import Context, check_segment
from pipeline.translation.invented import bent_names, invented_names
from pipeline.translation.keepnames import Wanted

MADE_UP = [
    (
        "Begge byene er offensive.",
        "La ville d'Aix-sur-mer et la ville d'Angers sont offensives.",
        "fr",
        ["Aix-sur-mer", "Angers"],
    ),
    (
        "Hun sa at rektor gleder seg.",
        "She said that Robert Miller is looking forward to it.",
        "en",
        ["Robert Miller"],
    ),
    (
        "Lederen takket naboene.",
        "The leader thanked the people of Springfield.",
        "en",
        ["Springfield"],
    ),
]
LAWFUL = [
    ("Statsministeren reiste til Hellas.", "The Prime Minister went to Greece.", "en"),
    ("Han er fra Nederland.", "Il vient des Pays-Bas.", "fr"),
    ("Jorda går rundt sola.", "We know that the Earth goes round the Sun.", "en"),
    ("Finansdepartementet svarte i juni.", "In June, the Ministry of Finance replied.", "en"),
    ("Kong Harald åpnet Stortinget.", "On Monday King Harald opened the Storting.", "en"),
    ("Dei svenske gjestene kom.", "Then the Swedish guests came.", "en"),
    ("NY SKOLE PÅ PLASS", "THE NEW SCHOOL STANDS IN SPRINGFIELD", "en"),
]


@pytest.fixture(scope="module")
def find():
    return load_name_finder(models_dir() / "encoder").names_in_translation


@pytest.mark.parametrize(("source", "target", "language", "names"), MADE_UP)
def test_people_and_places_without_ground_in_the_source_are_told(
    source, target, language, names, find
):
    assert invented_names(source, target, (), language, find) == names
    checks = check_segment(source, target, Context(language, find=find))
    assert {check.detail for check in checks} >= {f"{name} is not in the source" for name in names}


@pytest.mark.parametrize(("source", "target", "language"), LAWFUL)
def test_what_a_translator_may_say_is_no_invention(source, target, language, find):
    assert invented_names(source, target, (), language, find) == []


def test_a_form_that_is_wanted_is_ground():
    wanted = [Wanted(0, 3, "KHT", EntityKind.PLACE, ("Telford Garth",))]
    assert invented_names("KHT er åpnet.", "Now Telford Garth is open.", wanted, "en", _all) == []
    assert invented_names("KHT er åpnet.", "Now Telford Garth is open.", (), "en", _all)


def test_the_finder_is_not_asked_where_every_capital_has_ground():
    def find(text):
        raise AssertionError(text)

    assert invented_names("Kari Lie kom til Bø.", "Yes, Kari Lie came to Bø.", (), "en", find) == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_only_what_the_finder_found_is_told_and_none_twice(source, target):
    told = invented_names(source, target, (), "fr", str.split)
    assert set(told) <= set(target.split())
    assert len(told) == len(set(told))
    assert invented_names(target, target, (), "fr", str.split) == []


def _all(text):
    return ["Telford Garth"]


@pytest.mark.parametrize(
    ("target", "bent"),
    [
        ("Marit Fossheim, Minister Fossheimer, came to Bø.", ["Fossheimer"]),
        ("Minister Marit Fosshein came.", ["Fosshein"]),
        ("Minister Marit Fossheim’s fossil", []),
        ("The Fossheims of Fossum", []),
        ("Marti Fossheim", []),  # that it is missing is told already
    ],
)
def test_a_persons_name_that_was_bent_is_told_even_beside_the_name(target, bent):
    marit = Wanted(0, 14, "Marit Fossheim", EntityKind.PERSON, ("Marit Fossheim",))
    assert bent_names("Marit Fossheim kom til Bø.", target, [marit]) == bent
