import pytest

from pipeline.cli import main

TABLE = "norwegian;english;french;not english;not french;note\n"
ROW = "rektor;principal|head;proviseur;rector;;skole\n"


@pytest.fixture
def call(tmp_path, monkeypatch, capsys):
    """Return what calls the command in a folder of its own."""
    monkeypatch.setenv("SAMSVAR_GLOSSARY", str(tmp_path / "glossary.db"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "g.csv").write_text(TABLE + ROW, encoding="utf-8")

    def called(*arguments):
        code = main(["glossary", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return called


def test_what_was_imported_is_listed(call):
    assert call("import", "g.csv")[:2] == (0, "g.csv: 1 new\n")
    assert call("list")[1] == (
        "rektor  en: principal, head; fr: proviseur; not en: rector  (skole)\n"
    )


def test_what_was_imported_is_exported_as_it_was(call, tmp_path):
    call("import", "g.csv")
    assert call("export")[1] == TABLE + ROW
    call("export", "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig") == TABLE + ROW


def test_importing_again_changes_nothing(call):
    call("import", "g.csv")
    assert call("import", "g.csv")[1] == "g.csv: 0 new, 1 known before\n"


def test_a_file_with_an_error_stops_the_other_files_too(call, tmp_path):
    (tmp_path / "bad.csv").write_text("norwegian;german\n")
    code, _, err = call("import", "g.csv", "bad.csv")
    assert code == 2
    assert 'bad.csv, line 1: "german" is no column' in err
    assert call("list")[0] == 1


def test_a_forgotten_term_is_gone(call):
    call("import", "g.csv")
    assert call("forget", "Rektor")[1] == "forgotten: rektor\n"
    assert call("list")[1] == "no terms\n"


def test_forgetting_what_is_not_there_says_what_to_do(call):
    call("import", "g.csv")
    code, _, err = call("forget", "båt")
    assert code == 1
    assert "samsvar glossary list" in err


def test_without_a_glossary_the_way_to_one_is_said(call):
    code, _, err = call("list")
    assert code == 1
    assert "there is no glossary of your own\n  make one: samsvar glossary import" in err


def test_an_assumed_encoding_is_said(call, tmp_path):
    (tmp_path / "g.csv").write_bytes("norwegian;english\nmøte;meeting\n".encode("cp1252"))
    assert "read as Windows-1252" in call("import", "g.csv")[2]
