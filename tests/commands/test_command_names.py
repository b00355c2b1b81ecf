from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.archive import write_together
from pipeline.cli import main
from pipeline.export.structured import to_json
from pipeline.records import (
    Candidate,
    Detection,
    EntityKind,
    Evidence,
    Flag,
    FlagKind,
    ProcessedArticle,
    Reading,
    Reconciliation,
)
from tests.builders import article, person

FLAG = "a:p:Kari Lundgren:1:spelling"
SSB = "statistisk-sentralbyraa"


@pytest.fixture(autouse=True)
def names(tmp_path, monkeypatch):
    path = tmp_path / "names.db"
    monkeypatch.setenv("SAMSVAR_NAMES", str(path))
    monkeypatch.setenv("LOGNAME", "kari")
    return path


@pytest.fixture
def samsvar(capsys):
    """Return what runs the command and gives exit code, output and errors."""

    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def ids(out: str) -> list[str]:
    """Return the ids of decisions that were printed."""
    return [line.split()[0] for line in out.splitlines()]


# -- names ------------------------------------------------------------------------------------


def test_the_register_of_the_program_is_shown_without_a_file(samsvar, names):
    code, out, _ = samsvar("names", "show", "SSB")
    assert code == 0
    assert "official en  Statistics Norway" in out
    assert not names.exists()


def test_an_entry_is_added_shown_changed_and_removed(samsvar):
    assert samsvar("names", "add", "Kari Lund", "--alias", "Kari Lunde; error", "--verified") == (
        0, "added: kari-lund\n", "",
    )  # fmt: skip
    assert "alias        Kari Lunde (error)" in samsvar("names", "show", "kari lunde")[1]
    samsvar(
        "names", "edit", "kari-lund", "--drop", "Kari Lunde", "--note", "rektor", "--no-verified"
    )
    out = samsvar("names", "show", "kari-lund")[1]
    assert "alias" not in out
    assert "note         rektor" in out
    assert "not verified" in out
    assert samsvar("names", "remove", "kari-lund")[1] == "removed: kari-lund (Kari Lund)\n"
    assert samsvar("names", "show", "Kari Lund")[0] == 1


def test_an_entry_of_the_program_is_changed_in_the_user_s_file(samsvar):
    code, out, _ = samsvar("names", "edit", SSB, "--identifier", "orgnr; 812345678")
    assert (code, out) == (0, f"changed: {SSB}\n")
    assert "orgnr 812345678" in samsvar("names", "show", "SSB")[1]


def test_a_namesake_is_added_and_told(samsvar):
    samsvar("names", "add", "Kari Lund")
    code, out, err = samsvar("names", "add", "Kari Lund")
    assert (code, out) == (0, "added: kari-lund-2\n")
    assert "kari-lund has this name too" in err


def test_the_history_says_who_changed_what(samsvar):
    samsvar("names", "add", "Kari Lund", "--by", "ola")
    samsvar("names", "edit", "kari-lund", "--name", "Kari Lunde", "--by", "per")
    out = samsvar("names", "history", "kari-lund")[1]
    assert "ola: added (names add)" in out
    assert "per: changed (names edit)\n  - Kari Lund\n  + Kari Lunde" in out


def test_an_entry_that_nobody_changed_has_no_history(samsvar):
    assert samsvar("names", "history", SSB)[1] == "never changed: it came with the program\n"


def test_names_are_searched_by_how_they_begin(samsvar):
    samsvar("names", "add", "Statsråd Lund", "--alias", "S. Lund")
    out = samsvar("names", "search", "stat", "--kind", "person")[1]
    assert out == "statsraad-lund  person  Statsråd Lund (S. Lund)\n"


def test_a_name_that_is_nearly_meant_is_found_with_how_likely_it_is(samsvar):
    samsvar("names", "add", "Kari Lundgren")
    out = samsvar("names", "search", "Kari Lundgreen", "--kind", "person")[1]
    assert out.startswith("kari-lundgren  person  Kari Lundgren  ")
    assert out.endswith("%\n")


def test_an_entry_is_found_by_its_number(samsvar):
    samsvar("names", "add", "Havlab", "--kind", "organisation", "--identifier", "orgnr; 912345678")
    for words in ("912345678", "912 345 678"):
        code, out, _ = samsvar("names", "search", words)
        assert (code, out) == (0, "havlab  organisation  Havlab\n")


@pytest.mark.parametrize("words", [SSB, "Statistics Norway", "ssb"])
def test_an_organisation_is_found_by_id_and_official_name_as_at_the_desk(samsvar, words):
    code, out, _ = samsvar("names", "search", words, "--most", "1")
    assert code == 0
    assert out.startswith(f"{SSB}  organisation  Statistisk sentralbyrå")


def test_a_search_that_finds_nothing_has_exit_code_1(samsvar):
    assert samsvar("names", "search", "xyzzy") == (1, "", "")


def test_entries_go_out_and_come_in_again(samsvar, tmp_path, monkeypatch):
    samsvar("names", "add", "Kari Lund", "--affiliation", "NTNU; rektor; 2020-01-01")
    for name in ("a.csv", "a.json"):
        samsvar("names", "export", tmp_path / name)
        monkeypatch.setenv("SAMSVAR_NAMES", str(tmp_path / f"{name}.db"))
        assert samsvar("names", "import", tmp_path / name)[1] == "1 added, 0 changed, 0 unchanged\n"
        assert "NTNU, rektor, 2020-01-01–" in samsvar("names", "show", "kari-lund")[1]


def test_an_export_goes_to_the_screen_as_csv(samsvar):
    samsvar("names", "add", "Kari Lund")
    assert samsvar("names", "export")[1].splitlines()[1] == "kari-lund,person,Kari Lund,,,,,,,,"


def test_all_entries_can_be_exported(samsvar):
    assert f"\n{SSB},organisation," in samsvar("names", "export", "--all")[1]


def test_an_export_to_a_file_of_another_kind_is_refused(samsvar, tmp_path):
    code, _, err = samsvar("names", "export", tmp_path / "names.xlsx")
    assert code == 2
    assert "let it end in .csv or .json" in err


def test_a_dry_run_shows_what_would_change(samsvar, tmp_path, names):
    file = tmp_path / "new.csv"
    file.write_text("id,kind,name\na,person,Anna Li\n", encoding="utf-8")
    code, out, _ = samsvar("names", "import", file, "--dry-run")
    assert code == 0
    assert out == "+ a  person  Anna Li\nwould be 1 added, 0 changed, 0 unchanged\n"
    assert not names.exists()


def test_columns_are_mapped_by_the_user(samsvar, tmp_path):
    file = tmp_path / "new.csv"
    file.write_text("Navn;Matched id\nAnna Li;Q1\n", encoding="cp1252")
    arguments = ("--column", "name=Navn", "--column", "ids.wikidata=Matched id")
    assert samsvar("names", "import", file, *arguments, "--kind", "person")[0] == 0
    assert "wikidata Q1" in samsvar("names", "show", "anna-li")[1]


def test_a_mapping_that_is_none_is_refused(samsvar, tmp_path):
    code, _, err = samsvar("names", "import", tmp_path / "x.csv", "--column", "Navn")
    assert code == 2
    assert "no FIELD=COLUMN" in err


def test_a_file_with_errors_changes_nothing(samsvar, tmp_path, names):
    file = tmp_path / "new.csv"
    file.write_text("id,kind,name\na,person,Anna Li\na,person,Anna Li\n", encoding="utf-8")
    code, _, err = samsvar("names", "import", file)
    assert code == 1
    assert "new.csv, line 3" in err
    assert samsvar("names", "export")[1].count("\n") == 1


# -- decide -----------------------------------------------------------------------------------


def test_a_decision_is_kept_and_listed(samsvar):
    code, out, _ = samsvar("decide", "same", "Kari Aas", "Kari Ås", "--name", "Kari Ås",
                           "--by", "ola", "--reason", "asked her")  # fmt: skip
    assert code == 0
    assert samsvar("decide", "list")[1] == out
    assert "ola  person: Kari Aas = Kari Ås, rightly Kari Ås (asked her)" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("different", "Aas", "Ås"), "person: Aas ≠ Ås"),
        (("unsure", "Aas", "Ås", "--kind", "place"), "place: Aas ? Ås"),
        (("correct", "Aass", "--name", "Aas", "--article", "tur"), "Aass, rightly Aas, in tur"),
        (("not-a-name", "God Jul"), "God Jul is no name"),
    ],
)
def test_every_verdict_can_be_given(samsvar, arguments, words):
    code, out, _ = samsvar("decide", *arguments)
    assert code == 0
    assert words in out


def test_a_decision_is_taken_back_and_that_is_taken_back_again(samsvar):
    (first,) = ids(samsvar("decide", "same", "Aas", "Ås")[1])
    (second,) = ids(samsvar("decide", "undo", first[:6])[1])
    assert samsvar("decide", "list")[1] == ""
    assert f"{first}" in samsvar("decide", "list", "--all")[1]
    samsvar("decide", "undo", second)
    assert ids(samsvar("decide", "list")[1]) == [first]


def test_decisions_that_contradict_each_other_are_told(samsvar):
    samsvar("decide", "same", "Aas", "Ås")
    samsvar("decide", "same", "Ås", "Os")
    code, _, err = samsvar("decide", "different", "Aas", "Os")
    assert code == 0
    assert "contradict each other" in err
    code, out, _ = samsvar("decide", "conflicts")
    assert code == 1
    assert out.startswith("person: Aas and Os are told apart and joined:\n")
    samsvar("decide", "undo", ids(out)[-1])
    assert samsvar("decide", "conflicts") == (0, "", "")


def test_the_decisions_for_an_article_can_be_listed(samsvar):
    samsvar("decide", "same", "Aas", "Ås", "--article", "tur")
    samsvar("decide", "same", "Os", "Oos")
    assert len(ids(samsvar("decide", "list", "--article", "tur")[1])) == 1


def test_decisions_go_out_and_come_in_again(samsvar, tmp_path, monkeypatch):
    made = samsvar("decide", "same", "Aas", "Ås")[1]
    for name in ("d.jsonl", "d.csv"):
        samsvar("decide", "export", tmp_path / name)
        monkeypatch.setenv("SAMSVAR_NAMES", str(tmp_path / f"{name}.db"))
        assert samsvar("decide", "import", tmp_path / name)[1] == "1 added, 0 there already\n"
        assert samsvar("decide", "import", tmp_path / name)[1] == "0 added, 1 there already\n"
        assert samsvar("decide", "list")[1] == made


def test_a_wrong_number_of_forms_is_refused(samsvar, names):
    code, _, err = samsvar("decide", "same", "Aas")
    assert code == 2
    assert "2 forms, 1 given" in err
    assert not names.exists()


# -- flags ------------------------------------------------------------------------------------


@pytest.fixture
def result(tmp_path: Path) -> Path:
    """Return the result of an article that spells a name in two ways, with the flag for it."""
    of = article("Tur", "Kari Lundgren og Kari Lundgreen var med.")
    found = (person(of, "Kari Lundgren"), person(of, "Kari Lundgreen"))
    sound = Evidence(feature="sound", weight=2.0, detail="they sound alike")
    flag = Flag(
        id=FLAG,
        kind=FlagKind.SPELLING,
        entity=EntityKind.PERSON,
        mentions=found,
        candidates=(Candidate(name="Kari Lundgren", score=0.9, evidence=(sound,)),),
        message="spelt in different ways",
    )
    outcome = ProcessedArticle(
        article=of,
        detection=Detection(language="nb", confidence=1.0),
        reading=Reading(),
        mentions=found,
        reconciliation=Reconciliation(flags=(flag,)),
    )
    write_together({"tur.json": to_json(outcome)}, tmp_path)
    return tmp_path / "tur.json"


def test_a_flag_is_answered_with_its_forms_and_what_it_showed(samsvar, result):
    code, out, _ = samsvar("decide", "different", "--flag", FLAG, "--from", result)
    assert code == 0
    assert "Kari Lundgren ≠ Kari Lundgreen" in out
    (kept,) = map(json.loads, samsvar("decide", "export")[1].splitlines())
    assert kept["flag"] == FLAG
    assert [piece["detail"] for piece in kept["evidence"]] == ["they sound alike"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--flag", "x"], 2, "--flag and --from go together"),
        (["A", "B", "--flag", "x", "--from", "{}"], 2, "exclude each other"),
        (["--flag", "x", "--from", "{}"], 1, "there is no flag 'x'"),
        (["--flag", "x", "--from", "gone.json"], 1, "gone.json: cannot be read"),
    ],
)
def test_a_flag_that_is_not_there_is_told(samsvar, result, arguments, code, words):
    given = [argument.format(result) for argument in arguments]
    assert samsvar("decide", "same", *given)[0] == code
    assert words in samsvar("decide", "same", *given)[2]


def test_a_file_that_is_no_register_is_told(samsvar, result):
    code, _, err = samsvar("decide", "list", "--names", result)
    assert code == 1
    assert "not a register of names" in err
