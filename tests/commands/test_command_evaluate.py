import json

import pytest

from pipeline.cli import main
from pipeline.translation.measured import read_measured
from tests.builders_translation import Answering, stages

TABLE = "nb\ten\nVi reiste hjem.\tWe went home.\nHun sang for oss.\tShe sang for us.\n"


class World:
    """The command with two fake engines, in a folder of its own."""

    def __init__(self, folder, monkeypatch, capsys):
        self.folder, self._capsys = folder, capsys
        self.models = folder / "models"
        self.models.mkdir()
        known = {"Vi reiste hjem.": "We went home.", "Hun sang for oss.": "She sang for us."}
        self.engines = {
            "argos": Answering(lambda _: "We went there.", "1"),
            "embedded": Answering(lambda sentence: known.get(sentence, "Hello."), "2"),
        }
        monkeypatch.setattr("pipeline.build.load_engines", lambda models: self.engines)
        monkeypatch.setattr(
            "pipeline.build.build_stages",
            lambda models, engine, translating=None: stages(engine, translating),
        )
        monkeypatch.chdir(folder)
        self.file("t.tsv", TABLE)

    def file(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        return name

    def run(self, *arguments):
        code = main(["models", "evaluate", "--models", str(self.models), *arguments])
        out, err = self._capsys.readouterr()
        return code, out, err


@pytest.fixture
def world(tmp_path, monkeypatch, capsys):
    return World(tmp_path, monkeypatch, capsys)


def test_every_engine_is_measured_and_its_figures_are_told(world):
    code, out, err = world.run("--on", "t.tsv")
    assert code == 0
    assert "t.tsv: 2 sentences, nb-en" in out
    assert out.index("argos (fake 1), nb-en") < out.index("embedded (fake 2), nb-en")
    assert "BLEU 100.0, chrF 100.0" in out
    assert "names kept: 0 of 0" in out
    assert "BLEU: nrefs:1|case:mixed" in out
    assert "chrF: nrefs:1" in out
    assert "embedded → en: 2 segments" in err


def test_few_sentences_choose_nothing_and_that_is_said(world):
    out = world.run("--on", "t.tsv")[1]
    assert "nb-en is translated with: argos (fewer than 50 sentences choose nothing)" in out


def test_the_better_engine_is_used_from_then_on(world):
    row = TABLE.splitlines()[1]
    world.file("long.tsv", "\n".join([row] * 50))
    assert "nb-en is translated with: embedded\n" in world.run("--on", "long.tsv", "--quiet")[1]


def test_what_was_measured_is_kept_with_the_models(world):
    world.run("--on", "t.tsv", "--engine", "embedded")
    (kept,) = read_measured(world.models / "packages")
    assert (kept.engine, kept.sentences) == ("embedded", 2)
    assert kept.models == world.engines["embedded"].refs


def test_figures_come_as_json(world):
    _, out, _ = world.run("--on", "t.tsv", "--json", "--quiet", "--count", "1")
    rows = json.loads(out)
    assert [(row["engine"], row["sentences"]) for row in rows] == [("argos", 1), ("embedded", 1)]
    assert rows[1]["chrf"] == 100.0
    assert rows[1]["segments_per_second"] > 0


def test_two_plain_files_are_read_line_by_line(world):
    world.file("nb.txt", "Vi reiste hjem.\n")
    world.file("en.txt", "We went home.\n")
    assert "nb.txt en.txt: 1 sentence" in world.run("--on", "nb.txt", "en.txt")[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.tsv"], "none.tsv: cannot be read"),
        (["a", "b", "c"], "--on: 3 files"),
        (["t.tsv", "--count", "0"], "--count: at least 1"),
        (["t.tsv", "--engine", "deepl"], "--engine: deepl is not installed for nb-en"),
        (["t.tsv", "--from", "nn"], "no model translates from nn to en"),
        (["t.tsv", "--to", "fr"], "t.tsv, line 1: there is no column reference (or fr)"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_measured(world, arguments, message):
    code, _, err = world.run("--on", *arguments)
    assert code in (2, 3)
    assert message in err
    assert read_measured(world.models / "packages") == ()


def test_figures_are_told_where_they_cannot_be_kept(world):
    (world.models / "packages").write_text("")
    code, out, err = world.run("--on", "t.tsv")
    assert code == 0
    assert "BLEU 100.0" in out
    assert "nothing is chosen by them" in err
