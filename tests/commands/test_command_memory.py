import pytest

from pipeline.cli import main
from pipeline.translation.memory import Memory
from pipeline.translation.tmx import read_tmx
from pipeline.translation.units import Author
from tests.builders_translation import edit, remembered


@pytest.fixture
def path(tmp_path, monkeypatch):
    """The memory of the user, with one segment of a model and one edit."""
    path = tmp_path / "memory.db"
    monkeypatch.setenv("SAMSVAR_MEMORY", str(path))
    monkeypatch.chdir(tmp_path)
    with Memory(path) as memory:
        memory.keep([remembered(source="Kari Lund kom.", target="Kari Lund came.")])
        memory.add([edit()])
    return path


def stats(path):
    with Memory(path) as memory:
        return memory.stats()


def test_the_figures_are_told(path, capsys):
    assert main(["memory", "stats"]) == 0
    out = capsys.readouterr().out
    assert str(path) in out
    assert "1 translated by people" in out
    assert "1 made by models, 2026-01-31 to 2026-01-31" in out
    assert "nb-en: 1" in out
    assert "fake 1: 1" in out


def test_without_a_memory_the_error_says_what_makes_one(tmp_path, capsys):
    assert main(["memory", "stats", "--memory", str(tmp_path / "none.db")]) == 1
    assert "the first `samsvar translate` makes one" in capsys.readouterr().err


def test_an_export_has_what_people_wrote(path):
    assert main(["memory", "export", "out.tmx"]) == 0
    assert list(read_tmx(path.parent / "out.tmx")) == [edit()]


def test_an_export_has_what_machines_made_if_asked(path):
    main(["memory", "export", "out.tmx", "--machine"])
    authors = [unit.author for unit in read_tmx(path.parent / "out.tmx")]
    assert authors == [Author.PERSON, Author.MACHINE]


def test_an_export_without_a_file_goes_to_standard_output(path, capsys):
    main(["memory", "export"])
    assert "<seg>Hei.</seg>" in capsys.readouterr().out


def test_what_xml_cannot_hold_is_left_out_and_counted(path, capsys):
    with Memory(path) as memory:
        memory.add([edit(source="Hei\x0b.")])
    assert main(["memory", "export", "out.tmx"]) == 0
    assert "1 left out" in capsys.readouterr().err
    assert list(read_tmx(path.parent / "out.tmx")) == [edit()]


def test_what_was_exported_can_be_imported_elsewhere(path, capsys):
    main(["memory", "export", "out.tmx", "--machine"])
    assert main(["memory", "import", "out.tmx", "--memory", "other.db"]) == 0
    assert "out.tmx: 2 new" in capsys.readouterr().out
    other = stats(path.parent / "other.db")
    assert (other.edits, other.imported, other.segments) == (1, 1, 0)


def test_what_is_known_is_said_to_be(path, capsys):
    main(["memory", "export", "out.tmx"])
    main(["memory", "import", "out.tmx"])
    assert "out.tmx: 0 new, 1 known before" in capsys.readouterr().out


def test_a_translation_memory_of_a_machine_is_taken_in_as_one(path):
    main(["memory", "export", "out.tmx"])
    main(["memory", "import", "out.tmx", "--machine", "--memory", "other.db"])
    other = stats(path.parent / "other.db")
    assert (other.edits, other.imported) == (0, 1)


def test_a_file_with_an_error_changes_nothing(path, capsys):
    main(["memory", "export", "out.tmx"])
    text = (path.parent / "out.tmx").read_text("utf-8")
    (path.parent / "out.tmx").write_text(text.replace("</body>", "</bod>"), "utf-8")
    assert main(["memory", "import", "out.tmx", "--memory", "other.db"]) == 1
    assert "out.tmx, line 10: not well-formed" in capsys.readouterr().err
    assert stats(path.parent / "other.db").edits == 0


def test_an_edited_table_is_no_machines_work(path, capsys):
    (path.parent / "edit.csv").write_text("id;from;to;source;translation\r\n")
    assert main(["memory", "import", "edit.csv", "--machine"]) == 2
    assert "--machine is for TMX files" in capsys.readouterr().err


def test_a_table_of_another_kind_is_refused(path, capsys):
    (path.parent / "edit.csv").write_text("name;kind\r\nKari;person\r\n")
    assert main(["memory", "import", "edit.csv"]) == 1
    assert "edit.csv, line 1: there is no column 'id'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "left"),
    [
        (("--name", "Kari Lund"), (0, 1)),
        (("--text", "hei"), (1, 0)),
        (("--model", "fake"), (0, 1)),
        (("--older-than", "30"), (1, 1)),
    ],
)
def test_each_way_to_forget_deletes_what_it_says(path, arguments, left):
    assert main(["memory", "forget", *arguments]) == 0
    assert (stats(path).segments, stats(path).edits) == left


@pytest.mark.parametrize("arguments", [("--name", " "), ("--text", ""), ("--older-than", "-1")])
def test_nothing_is_forgotten_by_mistake(path, arguments):
    assert main(["memory", "forget", *arguments]) == 2
    assert (stats(path).segments, stats(path).edits) == (1, 1)


def test_how_to_forget_has_to_be_said(path):
    with pytest.raises(SystemExit) as caught:
        main(["memory", "forget"])
    assert caught.value.code == 2
