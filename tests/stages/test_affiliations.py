import pytest

from pipeline.records import Acronym
from pipeline.stages.affiliations import affiliation_evidence, organisations_of
from pipeline.stages.roles import role_evidence
from tests.builders import article, joined

USN = Acronym(short="USN", long="Universitetet i Sørøst-Norge", reasons=())


def said(left, right, *, known=None):
    known = known or organisations_of(joined(article("Tur"))[0], [USN])
    found = affiliation_evidence(left, right, known)
    return (found.weight, found.detail) if found else None


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        (["USN"], ["usn"], "both at usn"),
        (["Universitetet i Sør Øst Norge"], ["Universitetet i Sørøst-Norge"], "both at"),
        (["Kongsberg kommune"], ["Kongsberg komune"], "both at"),
        (["USN"], ["Universitetet i Sørøst-Norge"], "USN is Universitetet i Sørøst-Norge"),
        (["Kbg Kommune"], ["Kongsberg kommune"], "Kbg Kommune is Kongsberg kommune"),
        (["Institutt for realfag"], ["Institutt for realfag og industrisystemer"], "is a part of"),
        (["NTNU"], ["NTNU Gjøvik"], "NTNU is a part of NTNU Gjøvik"),
        (["NGI"], ["NVE", "Institutt for vann", "NGI"], "both at NGI"),
    ],
)
def test_one_organisation_however_it_is_written_speaks_for_one_person(left, right, words):
    weight, detail = said(left, right)
    assert weight > 0
    assert words in detail


def test_another_organisation_speaks_against_one_person():
    assert said(["Bodø kommune"], ["Voss kommune"]) == (-1.0, "Bodø kommune is not Voss kommune")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ([], ["USN"]),
        (["TØI"], ["Voss kommune"]),
        (["Institutt for realfag"], ["Universitetet i Bergen"]),
    ],
)
def test_what_is_not_known_says_nothing(left, right):
    assert said(left, right) is None


def test_an_institute_is_a_part_of_the_university_that_a_list_gives_it():
    names = "Ola Dahl, Institutt for realfag, Universitetet i Sørøst-Norge\nLiv Vik, rektor, USN"
    reading, _ = joined(article("Tur", "Deltakere", names))
    known = organisations_of(reading, [USN])
    weight, detail = said(["Institutt for realfag"], ["USN"], known=known)
    assert (weight, detail) == (1.5, "Institutt for realfag is a part of USN")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("professor", "Professor"),
        ("prof.", "professor"),
        ("leiar", "styreleder"),
        ("formann", "forkvinne"),
        ("lærerinne", "lærar"),
        ("daglig leder", "adm.dir."),
        ("professor ved USN", "professor"),
        ("ordføreren", "ordførar"),
    ],
)
def test_words_for_one_role_speak_for_one_person(left, right):
    found = role_evidence([left], [right])
    assert found is not None
    assert found.weight > 0


@pytest.mark.parametrize(("left", "right"), [("reiseleder", "lærer"), ("rektor", "elev")])
def test_two_roles_say_nothing(left, right):
    assert role_evidence([left], [right]) is None
