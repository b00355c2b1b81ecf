import csv
import io
import sys

import pytest

from pipeline.cli import main
from pipeline.errors import StoreError
from pipeline.translation.memory import Memory
from tests.builders_translation import Answering, stages


class World:
    """The command with a fake engine, in a folder of its own."""

    def __init__(self, folder, monkeypatch, capsys):
        self.folder, self._capsys, self._patch = folder, capsys, monkeypatch
        self.memory = folder / "memory.db"
        self.engine = Answering(str.upper)

        def build(models, engine=None, knowledge=None, translating=None, names_model=""):
            return stages(self.engine, translating)

        monkeypatch.setattr("pipeline.translator.build_stages", build)
        monkeypatch.setenv("SAMSVAR_MEMORY", str(self.memory))
        monkeypatch.setenv("SAMSVAR_NAMES", str(folder / "names.db"))
        monkeypatch.chdir(folder)

    def file(self, name="tur.txt", text="Kari Lund sang for oss."):
        (self.folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return name

    def run(self, *arguments, stdin=None):
        if stdin is not None:
            self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = main(["translate", *arguments])
        out, err = self._capsys.readouterr()
        return code, out, err


@pytest.fixture
def world(tmp_path, monkeypatch, capsys):
    return World(tmp_path, monkeypatch, capsys)


def keep_names(sentence):
    return sentence.replace("sang for oss", "sang for us")


def test_a_file_is_translated_into_each_language(world):
    code, _, _ = world.run(world.file())
    assert code == 0
    assert {path.name for path in (world.folder / "out").iterdir()} == {
        "tur.en.txt",
        "tur.fr.txt",
    }


def test_standard_input_goes_to_standard_output_and_nothing_else_does(world):
    world.engine.answer = keep_names
    code, out, err = world.run("-", "--to", "en", stdin="Kari Lund sang for oss.\n")
    assert (code, out) == (0, "Kari Lund sang for us.\n")
    assert "English: 1 segment (1 by the model)" in err
    assert not (world.folder / "out").exists()


def test_files_can_go_to_standard_output_too(world):
    world.engine.answer = keep_names
    _, out, _ = world.run(world.file(), "--to", "en", "--out", "-")
    assert out == "Kari Lund sang for us."


def test_two_languages_do_not_fit_in_one_output(world):
    code, _, err = world.run("-", stdin="Hei.")
    assert code == 2
    assert "one language at a time" in err
    assert "--to en" in err


def test_standard_input_can_be_written_to_a_folder(world):
    world.run("-", "--out", "o", stdin="Kari Lund sang for oss.")
    assert (world.folder / "o" / "stdin.fr.txt").exists()


def test_the_names_report_says_what_became_of_each_name(world):
    world.engine.answer = lambda s: "Kari Lun sang for us."
    _, out, _ = world.run(world.file(), "--to", "en")
    assert "Names: 1, 1 time: 1 restored" in out
    assert "Kari Lund (person): 1 restored" in out
    assert "To look at: nothing" in out


def test_what_is_marked_is_reported_with_place_and_reason(world):
    world.engine.answer = lambda s: "She sang for us."
    code, out, _ = world.run(world.file(), "--to", "en")
    assert code == 0
    assert "To look at: 1 segment" in out
    assert "tur.txt, paragraph-1:" in out
    assert "Kari Lund is missing" in out


@pytest.mark.parametrize(("answer", "code"), [("She sang for us.", 1), ("Kari Lund sang.", 0)])
def test_a_strict_run_fails_where_anything_is_marked(world, answer, code):
    world.engine.answer = lambda s: answer
    assert world.run(world.file(), "--to", "en", "--strict")[0] == code


def test_a_second_run_takes_everything_from_memory(world):
    file = world.file()
    world.run(file, "--to", "en")
    world.engine.asked.clear()
    _, out, _ = world.run(file, "--to", "en")
    assert world.engine.asked == []
    assert "1 segment (1 from memory)" in out


def test_without_the_memory_everything_is_translated_anew(world):
    file = world.file()
    for _ in range(2):
        world.engine.asked.clear()
        world.run(file, "--to", "en", "--no-memory")
        assert world.engine.asked != []
    assert not world.memory.exists()


def test_another_memory_can_be_given(world):
    world.run(world.file(), "--memory", "mine.db")
    assert (world.folder / "mine.db").exists()
    assert not world.memory.exists()


def test_a_broken_memory_stops_the_command_with_what_to_do(world):
    world.memory.write_text("rubbish " * 100)
    code, _, err = world.run(world.file(), world.file("b.txt"))
    assert code == 1
    assert err.count("not a translation memory") == 1
    assert not (world.folder / "out").exists()


def test_a_memory_that_cannot_be_written_costs_no_translation_and_is_said_once(world):
    files = [world.file(f"{n}.txt", f"Setning nummer {n} er denne her.") for n in range(3)]
    world._patch.setattr(Memory, "keep", _full)
    code, _, err = world.run(*files)
    assert code == 0
    assert err.count("no space is left") == 1
    assert len(list((world.folder / "out").glob("?.en.txt"))) == 3


def _full(self, made, used=()):
    message = "memory.db: no space is left"
    raise StoreError(message)


def test_a_bad_file_costs_no_other_and_the_exit_code_says_so(world):
    good, bad = world.file(), world.file("bad.txt", b"")
    code, _, err = world.run(bad, good)
    assert code == 1
    assert "bad.txt: the file is empty" in err
    assert (world.folder / "out" / "tur.en.txt").exists()


def test_an_article_that_is_not_norwegian_is_an_error(world):
    text = "Dansk tekst, som er lang nok til at man kan se, hvilket sprog det er."
    code, _, err = world.run(world.file(text=text))
    assert code == 1
    assert "tur.txt: not translated: the language is da" in err
    assert "--from nb" in err


def test_the_language_of_the_articles_can_be_said(world):
    text = "Dansk tekst, som er lang nok til at man kan se, hvilket sprog det er."
    assert world.run(world.file(text=text), "--from", "nb")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--to", "de"), "cannot translate into de"),
        (("--to", "none"), "there is no language"),
        (("--memory-limit", "0"), "at least 1 MB"),
        (("-", "-", "--to", "en"), "can be read once"),
    ],
)
def test_an_argument_that_makes_no_sense_is_refused(world, arguments, words):
    code, _, err = world.run(world.file(), *arguments)
    assert code == 2
    assert words in err


def test_two_files_of_one_name_are_refused(world):
    (world.folder / "b").mkdir()
    code, _, err = world.run(world.file(), world.file("b/tur.txt"))
    assert code == 2
    assert "same files" in err


def test_a_pipe_gets_a_line_for_each_translation_and_no_moving_line(world):
    _, _, err = world.run(world.file())
    assert err == "tur.txt → en: 1 segment\ntur.txt → fr: 1 segment\n"


def test_quiet_is_quiet(world):
    assert world.run(world.file(), "--quiet") == (0, "", "")


def edited(path, **changes):
    """Return the table with the translation of some sources changed."""
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=";"))
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], delimiter=";")
    writer.writeheader()
    for row in rows:
        writer.writerow(row | changes.get(row["to"], {}))
    return out.getvalue()


def test_an_edited_table_serves_the_next_article(world, capsys):
    world.run(world.file(), "--edit-file", "edit.csv")
    table = edited(world.folder / "edit.csv", en={"translation": "Kari Lund gave a concert."})
    (world.folder / "edit.csv").write_text(table, "utf-8-sig")
    assert main(["memory", "import", "edit.csv"]) == 0
    assert "edit.csv: 1 new" in capsys.readouterr().out
    other = world.file("other.txt", "Vi var der. Kari Lund sang for oss.")
    world.run(other, "--to", "en")
    assert "Kari Lund gave a concert." in (world.folder / "out" / "other.en.txt").read_text("utf-8")


def test_the_table_says_who_made_a_segment_and_what_to_look_at(world):
    world.engine.answer = lambda s: "She sang for us."
    world.run(world.file(), "--to", "en", "--edit-file", "edit.csv")
    data = (world.folder / "edit.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")
    assert (row["made by"], row["look at"]) == ("model", "Kari Lund is missing")


def test_a_glossary_for_one_run_is_obeyed(world):
    world.file("g.csv", "norwegian;english\nsang;a cappella\n")
    world.run(world.file(), "--to", "en", "--glossary", "g.csv")
    assert world.engine.asked[0] == "Kari Lund a cappella for oss."


def test_a_wrong_glossary_stops_the_command_before_anything_is_written(world):
    world.file("g.csv", "norsk;engelsk\n")
    code, _, err = world.run(world.file(), "--to", "en", "--glossary", "g.csv")
    assert code == 2
    assert 'g.csv, line 1: "norsk" is no column' in err
    assert not (world.folder / "out").exists()
