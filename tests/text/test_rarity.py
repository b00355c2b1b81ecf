"""How rare names are: from the tables, from an archive, from a file."""

import pytest

from pipeline.errors import ConfigError
from pipeline.text.compare import compare_names
from pipeline.text.rarity import common_surnames, learn_rarity, read_rarity, usual_rarity


def rarity_weight(left, right, rarity=None):
    found = compare_names(left, right, rarity or usual_rarity())
    return sum(e.weight for e in found.evidence if e.feature == "rarity")


def test_sharing_a_rare_surname_weighs_more_than_sharing_a_common_one():
    rare = rarity_weight("Kari Vaskinn", "Kari Vaskinn")
    assert rare > 0 > rarity_weight("Kari Hansen", "Kari Hansen")


def test_sharing_a_common_given_name_weighs_less_than_sharing_a_rare_one():
    assert rarity_weight("Kari Lunde", "Kari Lunde") < rarity_weight("Kajsa Lunde", "Kajsa Lunde")


def test_rarity_is_said_in_both_languages():
    found = compare_names("Kari Vaskinn", "Kari Vaskinn", usual_rarity()).evidence
    said = [(e.detail, e.detail_nb) for e in found if e.feature == "rarity"]
    assert ("few people are called Vaskinn", "få heter Vaskinn") in said


def test_different_people_get_no_word_about_rarity():
    found = compare_names("Kari Vaskinn", "Per Vaskinn", usual_rarity())
    assert "rarity" not in {e.feature for e in found.evidence}


def test_without_rarity_nothing_is_said_of_it():
    found = compare_names("Kari Vaskinn", "Kari Vaskinn")
    assert "rarity" not in {e.feature for e in found.evidence}


def test_the_weight_with_rarity_is_the_same_both_ways():
    there = compare_names("Kari Anne Vaskinn", "Kari Vaskinn", usual_rarity())
    back = compare_names("Kari Vaskinn", "Kari Anne Vaskinn", usual_rarity())
    assert there.weight == back.weight


def test_a_name_that_an_archive_is_full_of_is_not_rare_there():
    learnt = learn_rarity(["Ingar Vaskinn"] * 300)
    assert rarity_weight("Kari Vaskinn", "Kari Vaskinn", learnt) < rarity_weight(
        "Kari Vaskinn", "Kari Vaskinn"
    )


def test_an_archive_without_names_changes_nothing():
    assert learn_rarity([]).share("Hansen", surname=True) == pytest.approx(
        usual_rarity().share("Hansen", surname=True)
    )


@pytest.mark.parametrize(
    "text",
    [
        "Etternavn;Antall\nHANSEN;50 000\nVASKINN;12\n",
        "Hansen,50000\nVaskinn,12\n",
        "navn\tantall\nHansen\t50.000\nVaskinn\t12\nAas\t..\n",
    ],
)
def test_a_table_of_names_and_counts_is_read_as_it_comes(tmp_path, text):
    (tmp_path / "names.csv").write_text(text, "utf-8")
    read = read_rarity(tmp_path / "names.csv")
    assert read.share("Hansen", surname=True) == pytest.approx(50000 / 50012)


def test_a_table_in_the_encoding_of_windows_is_read(tmp_path):
    (tmp_path / "names.csv").write_bytes("Bråten,9\nLie,1\n".encode("cp1252"))
    assert read_rarity(tmp_path / "names.csv").share("Bråten", surname=True) == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hansen,5\nLie,many\n", "line 2: expected a name and a number"),
        ("Hansen,5\n,7\n", "line 2: expected a name and a number"),
        ("Hansen\n5\n", "line 2: expected a name and a number"),
        ("Hansen,5\nLie,4\nHANSEN,6\n", "line 3: HANSEN stands in line 1 already"),
        ("", "no names in it"),
    ],
)
def test_a_wrong_table_is_refused_with_its_line(tmp_path, text, told):
    (tmp_path / "names.csv").write_text(text, "utf-8")
    with pytest.raises(ConfigError) as refusal:
        read_rarity(tmp_path / "names.csv")
    assert told in str(refusal.value)
    assert "names.csv" in str(refusal.value)


def test_a_table_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        read_rarity(tmp_path / "none.csv")


def test_hansen_and_hanssen_are_both_borne_by_thousands():
    assert {"hansen", "hanssen"} <= common_surnames()
