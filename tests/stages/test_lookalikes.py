"""Two people whose names look alike are two, and the report can say why."""

import re

import pytest

from pipeline.records import Band, FlagKind
from tests.builders import article, joined, person


def told(result):
    return [(set(pair.names), pair.evidence[0].detail) for pair in result.lookalikes]


def of_kind(result, kind):
    return [flag for flag in result.flags if flag.kind is kind]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Per Hansen", "Per Hanssen"),
        ("Kristin Nordgård", "Kristine Nordgård"),
        ("Marit Skeide", "Margit Skeide"),
        ("Terje Moi", "Tarjei Moi"),
        ("Olav Midtbø", "Olav Sigurd Midtbø"),
    ],
)
def test_two_in_one_picture_are_two(a, b):
    _, result = joined(article("Tur", f"F.v.: {a}, Liv Berg og {b}"))
    assert not of_kind(result, FlagKind.SPELLING)
    assert told(result) == [({a, b}, "both are in one picture")]


def test_two_on_one_list_are_two():
    _, result = joined(article("Tur", "Deltakere", "Per Hansen, elev\nPer Hanssen, rektor"))
    assert told(result) == [({"Per Hansen", "Per Hanssen"}, "both are on one list")]


def test_two_whom_the_text_names_side_by_side_are_two():
    whole = article("Tur", "Søskenbarna Marit Hauglie og Margit Hauglie ryddet. Alle var fornøyd.")
    _, result = joined(whole, [person(whole, "Marit Hauglie"), person(whole, "Margit Hauglie")])
    names = {"Marit Hauglie", "Margit Hauglie"}
    assert told(result) == [(names, "the text names both side by side")]


def test_father_and_son_of_one_name_in_one_picture_are_two():
    whole = article("Tur", "F.v.: Olav Bråten (71), Liv Berg og Olav Bråten (39)")
    _, result = joined(whole)
    assert [c.name for c in result.clusters].count("Olav Bråten") == 2
    assert told(result) == [({"Olav Bråten"}, "both are in one picture")]


def test_two_of_one_name_are_told_by_where_they_belong():
    caption = "F.v.: Kari Lie (NVE), Liv Berg (NGI) og Kari Lie (Voss kommune)"
    names = "Kari Lie, rådgiver, Voss kommune\nLiv Berg, sjef, NGI"
    _, result = joined(article("Tur", caption, "Deltakere", names))
    found = [set(c.affiliations) for c in result.clusters if c.name == "Kari Lie"]
    assert found == [{"NVE"}, {"Voss kommune"}]


def test_a_line_that_a_list_has_twice_is_one_person():
    _, result = joined(article("Tur", "Deltakere", "Kari Lie, rektor\nPer Moe\nKari Lie, rektor"))
    assert [c.name for c in result.clusters].count("Kari Lie") == 1


def test_people_with_nothing_in_common_are_no_lookalikes():
    _, result = joined(article("Tur", "F.v.: Frode Aursand, Fredrik Aursand og Liv Berg"))
    assert not result.lookalikes


def test_a_reason_is_given_in_norwegian_too():
    _, result = joined(article("Tur", "F.v.: Per Hansen og Per Hanssen"))
    assert result.lookalikes[0].evidence[0].detail_nb == "begge er på samme bilde"


def test_an_initial_that_fits_two_joins_neither():
    whole = article("Tur", "K. Lie kom. Kari Lie vant. Knut Lie tapte.")
    found = [person(whole, name) for name in ("K. Lie", "Kari Lie", "Knut Lie")]
    _, result = joined(whole, found)
    assert sorted(len(c.forms) for c in result.clusters) == [1, 1, 1]


def test_a_person_who_fits_two_equally_is_asked_about():
    text = "Kari Krogsæter kom. Så kom Kari Krogsæther. Til slutt kom Kari Krogseter."
    whole = article("Tur", text)
    names = ("Kari Krogsæter", "Kari Krogsæther", "Kari Krogseter")
    _, result = joined(whole, [person(whole, name) for name in names])
    flags = result.flags
    assert flags
    assert all(flag.band is Band.LOOK for flag in flags)


def test_two_who_may_be_one_are_asked_about_where_nothing_tells():
    whole = article("Tur", "Marit Hauglie ryddet. Så kom Margit Hauglie og hjalp til.")
    _, result = joined(whole, [person(whole, "Marit Hauglie"), person(whole, "Margit Hauglie")])
    (flag,) = result.flags
    assert flag.kind is FlagKind.UNSURE
    assert "may be one person or two" in flag.message
    assert "kan være én person eller to" in flag.message_nb
    assert len(result.clusters) == 2


def _caption_and_text(shown: str, told: str):
    whole = article("Tur", f"F.v.: {shown} og Per Moe.", f"Det var fint, sier {told}.")
    name = re.sub(r" [(].*|^[a-zæøå]+ ", "", told)
    _, result = joined(whole, [person(whole, name)])
    return result


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        ("Marta Engen", "Marte Engen"),
        ("Torleif Sandvik", "Torleiv Sandvik"),
        ("Muhammed Yousaf", "Muhammad Yousaf"),
        ("Arne Bakke", "Arne Bakken"),
        ("Mahmoud Al-Khatib", "Mahmoud Alkhatib"),
    ],
)
def test_two_known_names_of_caption_and_text_are_one_where_no_third_is_like_them(shown, told):
    (flag,) = of_kind(_caption_and_text(shown, told), FlagKind.SPELLING)
    assert {m.name for m in flag.mentions} == {shown, told}
    assert flag.band is Band.LOOK
    assert flag.is_tied


def test_a_relative_of_nearly_the_same_name_is_another():
    assert not _caption_and_text("Marta Engen", "søsteren Marte Engen").flags


def test_two_of_different_ages_are_two():
    assert not _caption_and_text("Arne Bakke (71)", "Arne Bakken (14)").flags
    assert _caption_and_text("Arne Bakke (71)", "Arne Bakken (71)").flags


def test_a_shortened_given_name_is_no_other_spelling():
    assert not _caption_and_text("Johs. Malm", "Johannes Malm").flags


def test_two_of_different_organisations_are_not_asked_about():
    caption = "F.v.: Marit Hauglie (NVE) og Per Moe (NGI)"
    names = "Margit Hauglie, Voss kommune\nPer Moe, NGI"
    _, result = joined(article("Tur", caption, "Deltakere", names))
    assert not of_kind(result, FlagKind.UNSURE)
