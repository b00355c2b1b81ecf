from __future__ import annotations

import json
from pathlib import Path

import pytest
from translate.storage.tmx import tmxfile

from pipeline.cli import main
from pipeline.export.structured import to_json
from pipeline.records import Detection, FailedArticle, SkippedArticle
from pipeline.translation.tmx import read_tmx
from pipeline.translation.units import Author
from tests.export.sample import FRENCH, SAMPLE

FORMATS = {
    "xliff": ["havn.fr.xlf"],
    "tmx": ["havn.fr.tmx"],
    "bilingual": ["havn.fr.docx"],
    "ninjs": ["havn.nb.ninjs.json", "havn.fr.ninjs.json"],
    "ninjs-3": ["havn.nb.ninjs3.json", "havn.fr.ninjs3.json"],
    "jsonld": ["havn.nb.jsonld", "havn.fr.jsonld"],
    "webanno": ["havn.annotations.jsonld", "havn.text.txt"],
    "conllu": ["havn.conllu"],
    "csv": ["havn.mentions.csv", "havn.people.csv", "havn.flags.csv", "havn.segments.csv"],
}


@pytest.fixture
def result(tmp_path, monkeypatch):
    """A result in the folder that the command runs in."""
    monkeypatch.chdir(tmp_path)
    for name in ("SAMSVAR_MEMORY", "SAMSVAR_NAMES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    Path("havn.json").write_text(to_json(SAMPLE), "utf-8")
    return tmp_path


def written():
    return sorted(path.name for path in Path("out").iterdir())


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_writes_its_files_and_names_them(result, capsys, form):
    assert main(["export", "havn.json", "--as", form]) == 0
    assert written() == sorted(FORMATS[form])
    assert capsys.readouterr().out.split() == [f"out/{name}" for name in FORMATS[form]]


def test_several_formats_can_be_written_at_once(result):
    main(["export", "havn.json", "--as", "xliff", "--as", "conllu", "--out", "out"])
    assert written() == ["havn.conllu", "havn.fr.xlf"]


def test_a_language_that_the_result_does_not_have_is_an_error_and_nothing_is_written(
    result, capsys
):
    assert main(["export", "havn.json", "--as", "conllu", "--as", "xliff", "--to", "en"]) == 1
    assert "the result has no translation into en\n  it has fr" in capsys.readouterr().err
    assert not Path("out").exists()


def test_a_result_without_translations_is_an_error_where_one_is_needed(result, capsys):
    bare = SAMPLE.model_copy(update={"translations": ()})
    Path("havn.json").write_text(to_json(bare), "utf-8")
    assert main(["export", "havn.json", "--as", "bilingual"]) == 1
    assert "the result has no translation\n  make it again: samsvar run" in capsys.readouterr().err


def test_a_result_that_fails_does_not_stop_the_others(result, capsys):
    Path("bad.json").write_text("{}", "utf-8")
    assert main(["export", "bad.json", "havn.json", "--as", "conllu"]) == 1
    assert written() == ["havn.conllu"]
    assert "bad.json: not an outcome" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("outcome", "message"),
    [
        (
            SkippedArticle(
                article_id="a", detection=Detection(language="da", confidence=1), reason="Danish"
            ),
            "was skipped: Danish",
        ),
        (FailedArticle(article_id="a", error="E", message="broken"), "had failed: broken"),
    ],
)
def test_an_article_without_a_result_is_an_error(result, capsys, outcome, message):
    Path("a.json").write_text(to_json(outcome), "utf-8")
    assert main(["export", "a.json", "--as", "conllu"]) == 1
    assert f"a.json: the article {message}" in capsys.readouterr().err


@pytest.mark.parametrize(("data", "reason"), [(None, "No such file"), (b"\xff", "not UTF-8")])
def test_a_file_that_cannot_be_read_is_an_error(result, capsys, data, reason):
    if data:
        Path("x.json").write_bytes(data)
    assert main(["export", "x.json", "--as", "conllu"]) == 1
    assert reason in capsys.readouterr().err


def test_results_of_one_name_are_refused(result, capsys):
    Path("b").mkdir()
    assert main(["export", "havn.json", "b/havn.json", "--as", "conllu"]) == 2
    assert "would be written to the same files" in capsys.readouterr().err


def test_a_format_is_asked_for():
    with pytest.raises(SystemExit) as caught:
        main(["export", "havn.json"])
    assert caught.value.code == 2


def test_a_format_other_than_tbx_wants_a_result(result, capsys):
    assert main(["export", "--as", "xliff"]) == 2
    assert "--as xliff wants a result" in capsys.readouterr().err


def test_no_language_at_all_is_an_error(result, capsys):
    assert main(["export", "havn.json", "--as", "xliff", "--to", ","]) == 2
    assert "--to: there is no language" in capsys.readouterr().err


def test_the_tmx_has_what_failed_no_check_as_a_machines_work(result, capsys):
    main(["export", "havn.json", "--as", "tmx"])
    units = list(read_tmx(Path("out/havn.fr.tmx")))
    wanted = [s.target for p in FRENCH.parts for s in p.segments if not s.checks]
    assert [unit.target for unit in units] == wanted
    assert {unit.author for unit in units} == {Author.MACHINE}
    assert "1 segment is not in the TMX" in capsys.readouterr().err


def test_translate_toolkit_reads_the_tmx(result):
    main(["export", "havn.json", "--as", "tmx"])
    store = tmxfile.parsestring(Path("out/havn.fr.tmx").read_bytes(), "nb", "fr")
    assert (store.units[0].source, store.units[0].target) == (
        "Fra Vadsund til Nantes 🚢",
        "De Vadsund à Nantes 🚢",
    )


def test_the_text_beside_the_annotations_is_what_they_select_from(result):
    main(["export", "havn.json", "--as", "webanno"])
    text = Path("out/havn.text.txt").read_bytes().decode()
    page = json.loads(Path("out/havn.annotations.jsonld").read_text("utf-8"))["first"]
    for annotation in page["items"][:5]:
        assert annotation["target"]["source"] == "havn.text.txt"
        position, quote = annotation["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]


def test_cells_can_be_parted_by_semicolons(result):
    main(["export", "havn.json", "--as", "csv", "--separator", "semicolon"])
    assert Path("out/havn.people.csv").read_text("utf-8-sig").startswith("article;name;")


def test_the_tbx_of_a_result_has_the_entries_of_its_names(result):
    wishes = ["--id", "orgnr; 974760673", "--official", "fr; Compagnie portuaire"]
    main(["names", "add", "Vadsund havneselskap", "--kind", "organisation", *wishes])
    entry = "vadsund-havneselskap"
    clusters = tuple(
        c.model_copy(update={"entry": entry}) if c.name == "Vadsund havneselskap" else c
        for c in SAMPLE.reconciliation.clusters
    )
    found = SAMPLE.reconciliation.model_copy(update={"clusters": clusters})
    outcome = SAMPLE.model_copy(update={"reconciliation": found})
    Path("havn.json").write_text(to_json(outcome), "utf-8")
    assert main(["export", "havn.json", "--as", "tbx"]) == 0
    text = Path("out/havn.tbx").read_text("utf-8")
    assert text.count("<conceptEntry") == 1
    assert "<term>Compagnie portuaire</term>" in text
    assert "/974760673" in text


def test_a_tbx_with_nothing_in_it_is_not_written(result, capsys):
    assert main(["export", "havn.json", "--as", "tbx"]) == 1
    assert "none of its names is in the register" in capsys.readouterr().err


def test_the_terms_of_a_glossary_are_in_the_tbx(result):
    Path("g.csv").write_text("norwegian;english;not english\nrektor;principal;rector\n", "utf-8")
    assert main(["export", "havn.json", "--as", "tbx", "--glossary", "g.csv"]) == 0
    text = Path("out/havn.tbx").read_text("utf-8")
    assert "<term>principal</term>" in text
    assert text.index("<term>rector</term>") < text.index("deprecatedTerm-admn-sts")


def test_without_a_result_the_tbx_has_the_whole_register(result):
    assert main(["export", "--as", "tbx", "--as", "tbx-2008"]) == 0
    assert written() == ["names.2008.tbx", "names.tbx"]
    assert Path("out/names.tbx").read_text("utf-8").count("<conceptEntry") > 600


def test_a_format_that_fails_does_not_stop_the_others(result, capsys):
    assert main(["export", "havn.json", "--as", "tbx", "--as", "conllu"]) == 1
    assert written() == ["havn.conllu"]
    assert "none of its names is in the register" in capsys.readouterr().err
