import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gate.case_checks import faults_of, is_written
from tests.gate.case_records import Case, is_one, key
from tests.gate.cases import cases_digest, load_cases, read_cases

TEXT = """Ny leiing

F.v.: rektor Kari Lie
(NVI), Ola og Per Moe m.fl. Foto: Siv Ås

NVI:
Kari Li, rektor
Ola Moe, lærar
Liv By

Lie gler seg.
"""
CASE: dict[str, Any] = {
    "id": "nn-001",
    "language": "nn",
    "what": "a shared surname, a letter dropped in the list",
    "text": TEXT,
    "captions": [
        {
            "starts": "F.v.: rektor Kari",
            "people": [
                {"name": "Kari Lie", "role": "rektor", "affiliation": "NVI"},
                {"name": "Ola Moe"},
                {"name": "Per Moe"},
            ],
            "credits": ["Siv Ås"],
            "incomplete": True,
        }
    ],
    "lists": [
        {
            "heading": "NVI",
            "people": [
                {"name": "Kari Li", "title": "rektor", "organisation": "NVI"},
                {"name": "Ola Moe", "title": "lærar", "organisation": "NVI"},
                {"name": "Liv By", "organisation": "NVI"},
            ],
        }
    ],
    "spelling": [{"forms": ["Kari Lie", "Kari Li"], "kind": "person", "right": "Kari Lie"}],
    "same": [["Kari Lie", "Lie"]],
    "different": [["Ola Moe", "Per Moe"]],
    "not_in_list": ["Per Moe"],
}


def case(**changes):
    return Case.model_validate({**CASE, **changes})


def caption(**changes):
    return [{**CASE["captions"][0], **changes}]


def write(folder, *lines):
    (folder / "a.jsonl").write_text("\n".join(lines), "utf-8")
    return folder


def test_every_case_of_the_corpus_fits_its_text():
    assert [str(fault) for fault in read_cases()[1]] == []


def test_the_test_part_has_75_cases_in_bokmaal_and_25_in_nynorsk():
    languages = [case.language for case in read_cases()[0] if case.part == "test"]
    assert (languages.count("nb"), languages.count("nn")) == (75, 25)


def test_the_tune_part_has_at_least_as_many_cases_as_the_test_part():
    parts = [case.part for case in read_cases()[0]]
    assert parts.count("tune") >= parts.count("test")


def test_a_case_that_fits_its_text_has_no_fault():
    assert list(faults_of(case())) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"language": "nb"}, "language: not that of the id"),
        (
            {"captions": caption(starts="Bak:")},
            "captions[0].starts: these words do not stand there",
        ),
        (
            {"captions": caption(people=[{"name": "Liv By"}])},
            "captions[0].people[0].name: does not",
        ),
        (
            {"captions": caption(people=[{"name": "Kari Lie", "role": "lærar"}])},
            "captions[0].people[0].role: does not",
        ),
        ({"captions": caption(credits=["Siv Aas"])}, "captions[0].credits[0]: does not stand"),
        (
            {"captions": caption(people=[{"name": "Kari Lie"}, {"name": "Kari Lie"}])},
            "captions[0].people: a name is given twice",
        ),
        ({"lists": [{"people": [{"name": "Per Moe"}]}]}, "lists[0].people[0].name: does not"),
        (
            {"lists": [{"heading": "NTNU", "people": [{"name": "Liv By"}]}]},
            "lists[0].heading: does",
        ),
        ({"same": [["Kari Lie", "Lia"]]}, "same[0][1]: does not stand in the text"),
        ({"same": [["Kari Lie", "Kari Li"]]}, "spelling[0]: the pair is given twice"),
        ({"different": [["Lie", "Kari Li"]]}, "different[0]: spelling and same make these one"),
        ({"different": [["Liv By", "Liv By"]]}, "different[0]: two forms do not differ"),
        ({"not_in_list": []}, "not_in_list: by the arithmetic of pictures and lists 1 more"),
        ({"not_in_list": ["Per Moe", "Ola Moe"]}, "not_in_list[1]: not by the arithmetic"),
        ({"not_in_picture": ["Liv By"]}, "not_in_picture[0]: not by the arithmetic"),
    ],
)
def test_what_does_not_fit_is_told_by_its_place(changes, fault):
    assert any(told.startswith(fault) for told in faults_of(case(**changes)))


def test_nobody_is_missed_in_a_picture_who_is_said_to_be_away():
    text = TEXT.replace("Liv By", "\n\nForfall:\nLiv By").replace(" m.fl.", "")
    lists = [
        {"heading": "NVI", "people": CASE["lists"][0]["people"][:2]},
        {"heading": "Forfall", "people": [{"name": "Liv By"}]},
    ]
    whole = caption(incomplete=False)
    assert list(faults_of(case(text=text, lists=lists, captions=whole))) == []


def test_two_people_of_one_name_may_be_in_one_picture():
    text = "Olav Bø (71) og Olav Bø (44) på jakt"
    people = [{"name": "Olav Bø"}, {"name": "Olav Bø"}]
    both = Case.model_validate(
        {
            "id": "nb-001",
            "language": "nb",
            "what": "father and son",
            "text": text,
            "captions": [{"starts": "Olav", "people": people}],
            "different": [["Olav Bø", "Olav Bø"]],
        }
    )
    assert list(faults_of(both)) == []


def test_a_caption_ends_where_the_next_begins_or_at_a_blank_line():
    text = "Øvst: Kari Lie\nNedst: Ola Moe\n \nTekst."
    both = case(text=text, captions=[{"starts": "Øvst"}, {"starts": "Nedst"}], lists=[])
    assert [text[a:b] for a, b in both.regions()] == ["Øvst: Kari Lie\n", "Nedst: Ola Moe"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "a.jsonl:2: no id: no JSON"),
        (json.dumps({**CASE, "id": "nn-1"}), "a.jsonl:2: nn-1: id: String should match"),
        (json.dumps({**CASE, "id": "nn-003", "spell": []}), "a.jsonl:2: nn-003: spell: Extra"),
        (json.dumps(CASE), "a.jsonl:2: nn-001: the id is given twice"),
        (
            json.dumps(
                {**CASE, "id": "nn-003", "spelling": [{"forms": ["A", "a"], "kind": "place"}]}
            ),
            "a.jsonl:2: nn-003: spelling[0]: Value error, the two forms do not differ",
        ),
    ],
)
def test_a_fault_names_file_line_and_case(tmp_path, line, fault):
    faults = read_cases(write(tmp_path, json.dumps(CASE), line))[1]
    assert str(faults[0]).startswith(fault)


def test_a_case_that_cannot_be_read_leaves_the_others(tmp_path):
    cases, _ = read_cases(write(tmp_path, "{", json.dumps(CASE)))
    assert [case.id for case in cases] == ["nn-001"]


def test_loading_gold_with_a_fault_is_an_error_that_names_it(tmp_path):
    with pytest.raises(ValueError, match=r"a\.jsonl:1: no id: no JSON"):
        load_cases(write(tmp_path, "{"))


def test_no_fault_quotes_the_gold(tmp_path):
    wrong = json.dumps({**CASE, "id": "nn-002", "same": [["Hemmeleg Namn", "Lie"]]})
    faults = read_cases(write(tmp_path, wrong))[1]
    assert faults
    assert "Hemmeleg" not in "".join(map(str, faults))


def test_the_digest_changes_with_the_gold_and_not_with_its_order():
    first, second = case(), case(id="nn-003")
    assert cases_digest([first, second]) == cases_digest([second, first])
    assert cases_digest([first]) != cases_digest([case(same=[])])


def test_forms_are_one_by_way_of_others():
    assert is_one(case(), "Kari Li", "lie")


def test_an_odd_number_is_the_tune_part():
    assert [case(id=f"nn-00{n}").part for n in (1, 2, 3)] == ["tune", "test", "tune"]


@pytest.mark.parametrize("text", ["Kari og Ola Moe", "Kari Moe", "Kari, Per og Ola Moes"])
def test_a_shared_surname_is_written_for_both(text):
    assert is_written("Kari Moe", text)


@given(st.text(alphabet="aæå .,-", max_size=12))
def test_letter_case_and_white_space_do_not_make_a_form(name):
    assert key(name) == key(f" {name.upper()}  ".lower())
