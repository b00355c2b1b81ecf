"""The way of a proof-reader: export, edit, import."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from pipeline.cli import main
from pipeline.export.structured import to_json
from pipeline.translation.memory import Memory
from tests.export.sample import SAMPLE


@pytest.fixture
def exported(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    Path("havn.json").write_text(to_json(SAMPLE), "utf-8")
    main(["export", "havn.json", "--as", "bilingual", "--as", "xliff"])
    return tmp_path


def edit(row, text):
    document = docx.Document("out/havn.fr.docx")
    document.tables[0].rows[row].cells[2].paragraphs[0].text = text
    document.save("edited.docx")


def remembered():
    with Memory(Path("m.db")) as memory:
        return [(unit.source, unit.target, unit.by) for unit in memory.all_units()]


def take_in(name):
    return main(["memory", "import", name, "--memory", "m.db", "--by", "Eva"])


def test_an_edited_word_table_is_a_persons_work(exported, capsys):
    edit(8, "Les participants")
    assert take_in("edited.docx") == 0
    assert remembered() == [("Deltakere", "Les participants", "Eva")]
    assert "edited.docx: 1 new" in capsys.readouterr().out


def test_an_edited_xliff_is_a_persons_work(exported):
    text = Path("out/havn.fr.xlf").read_text("utf-8").replace(">Participants<", ">Présents<")
    Path("edited.xlf").write_text(text, "utf-8")
    assert take_in("edited.xlf") == 0
    assert remembered() == [("Deltakere", "Présents", "Eva")]


@pytest.mark.parametrize("name", ["out/havn.fr.docx", "out/havn.fr.xlf"])
def test_what_was_not_touched_adds_nothing(exported, name):
    assert take_in(name) == 0
    assert remembered() == []


def test_a_table_with_an_error_far_down_changes_nothing(exported, capsys):
    edit(8, "Les participants")
    document = docx.Document("edited.docx")
    document.tables[0].rows[10].cells[2].paragraphs[0].text = ""
    document.save("edited.docx")
    assert take_in("edited.docx") == 1
    assert "edited.docx, row 11: the translation is empty" in capsys.readouterr().err
    assert remembered() == []


def test_no_document_is_a_machines_work(exported, capsys):
    assert main(["memory", "import", "out/havn.fr.docx", "--machine", "--memory", "m.db"]) == 2
    assert "--machine is for TMX files" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["a.docx", "a.xlf"])
def test_a_broken_file_is_an_error(exported, capsys, name):
    Path(name).write_bytes(b"<xliff")
    assert take_in(name) == 1
    assert f"{name}: the " in capsys.readouterr().err


def test_an_xliff_with_entities_is_refused(exported, capsys):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><xliff>&a;</xliff>'
    Path("a.xlf").write_text(bomb, "utf-8")
    assert take_in("a.xlf") == 1
    assert "defines entities" in capsys.readouterr().err
