import json
import subprocess
import sys

import pytest

from pipeline import __version__
from pipeline.cli import main
from pipeline.flow import Stages
from pipeline.many import TOO_SHORT, process_together
from pipeline.records import (
    Detection,
    Reading,
    Reconciliation,
    Translation,
)


@pytest.fixture
def fake_stages(monkeypatch):
    """Stages that find nothing; a text with "Danish" in it is Danish."""

    def detect(article):
        language = "da" if "Danish" in article.text else "nb"
        return Detection(language=language, confidence=0.9), ()

    stages = Stages(
        detect=detect,
        find_names=lambda _: (),
        read_people=lambda *_: Reading(),
        reconcile=lambda *_: Reconciliation(),
        translate=lambda *a: Translation(target=a[-1], road="nb-" + a[-1], parts=()),
    )
    monkeypatch.setattr("pipeline.build.build_stages", lambda *_, **__: stages)


def _write(folder, name, text):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def test_a_run_writes_report_json_and_translations(tmp_path, fake_stages, capsys):
    file = _write(
        tmp_path, "tur.txt", "Tur til fjells\n\nDet regnet hele dagen, og ingen kom fram."
    )
    assert main(["run", file, "--out", str(tmp_path / "out")]) == 0
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {"tur.html", "tur.json", "tur.en.txt", "tur.fr.txt"}
    assert "tur.en.txt" in capsys.readouterr().out


def test_only_the_languages_that_were_asked_for_are_written(tmp_path, fake_stages):
    file = _write(tmp_path, "tur.txt", "Det regnet hele dagen.")
    main(["run", file, "--to", "fr", "--out", str(tmp_path / "out")])
    assert not (tmp_path / "out" / "tur.en.txt").exists()
    assert (tmp_path / "out" / "tur.fr.txt").exists()


def test_the_report_can_be_had_in_norwegian(tmp_path, fake_stages):
    file = _write(tmp_path, "tur.txt", "Det regnet hele dagen.")
    main(["run", file, "--report", "nb", "--to", "none", "--out", str(tmp_path / "out")])
    assert '<html lang="nb"' in (tmp_path / "out" / "tur.html").read_text("utf-8")


def test_an_article_that_is_not_norwegian_is_skipped_and_said(tmp_path, fake_stages, capsys):
    file = _write(
        tmp_path, "rejse.txt", "This is Danish, and it is long enough to tell that it is."
    )
    assert main(["run", file, "--out", str(tmp_path / "out")]) == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["rejse.json"]
    assert "not Norwegian" in capsys.readouterr().out


def test_a_text_too_short_to_tell_its_language_is_taken_for_norwegian_as_in_a_batch(
    tmp_path, fake_stages
):
    file = _write(tmp_path, "kort.txt", "This is Danish.")
    assert main(["run", file, "--to", "none", "--out", str(tmp_path / "out")]) == 0
    kept = json.loads((tmp_path / "out" / "kort.json").read_text("utf-8"))
    assert kept["outcome"] == "processed"
    assert kept["article"]["notes"] == [TOO_SHORT]


@pytest.mark.parametrize(
    "case",
    [
        ("empty.txt", b"", "empty"),
        ("binary.txt", b"PK\x03\x04rest", "not a text file"),
        ("broken.txt", "Blåbær og rødgrøt på øya\n".encode() * 3 + b"\xf8", "UTF-8"),
        ("huge.txt", b"ord " * 600_000, "more than one article"),
        ("signs.txt", b"... --- !!!", "no word"),
    ],
)
def test_bad_input_gets_one_clear_error_and_no_file(tmp_path, fake_stages, capsys, case):
    name, content, words = case
    file = _write(tmp_path, name, content)
    assert main(["run", file, "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert name in said
    assert words in said
    assert not (tmp_path / "out").exists()


def test_a_missing_file_is_named(tmp_path, fake_stages, capsys):
    assert main(["run", str(tmp_path / "nothing.txt")]) == 1
    assert "nothing.txt: there is no such file" in capsys.readouterr().err


def test_one_bad_file_costs_no_other(tmp_path, fake_stages, capsys):
    bad, good = _write(tmp_path, "bad.txt", b""), _write(tmp_path, "good.txt", "Det regnet.")
    assert main(["run", bad, good, "--out", str(tmp_path / "out")]) == 1
    assert (tmp_path / "out" / "good.json").exists()
    assert "1 of 2 files failed" in capsys.readouterr().err


def test_the_articles_of_a_run_are_translated_together(tmp_path, fake_stages, monkeypatch, capsys):
    together = []

    def process(articles, *rest):
        together.append([article.id for article in articles])
        return process_together(articles, *rest)

    monkeypatch.setattr("pipeline.many.process_together", process)
    long = "Det regnet hele dagen. " * 500
    texts = {"en.txt": "Det regnet.", "to.txt": long, "tre.txt": "Det snødde.", "fire.txt": "Sol."}
    files = [_write(tmp_path, name, text) for name, text in texts.items()]
    assert main(["run", *files, "--out", str(tmp_path / "out")]) == 0
    assert together == [["en", "to"], ["tre", "fire"]]
    told = capsys.readouterr().out
    assert [told.index(f"{name}.json") for name in ("en", "to", "tre", "fire")] == sorted(
        told.index(f"{name}.json") for name in ("en", "to", "tre", "fire")
    )


def test_two_files_of_one_name_are_refused_before_any_work(tmp_path, fake_stages, capsys):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    files = [_write(tmp_path / folder, "tur.txt", "Det regnet.") for folder in "ab"]
    assert main(["run", *files, "--out", str(tmp_path / "out")]) == 2
    assert "same files" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_language_that_cannot_be_had_is_refused(tmp_path, fake_stages, capsys):
    file = _write(tmp_path, "tur.txt", "Det regnet.")
    assert main(["run", file, "--to", "en,de"]) == 2
    assert "cannot translate into de" in capsys.readouterr().err


def test_a_missing_model_stops_the_run_with_its_own_code(tmp_path, capsys):
    file = _write(tmp_path, "tur.txt", "Det regnet.")
    assert main(["run", file, "--models", str(tmp_path / "models")]) == 3
    assert "models" in capsys.readouterr().err


def test_version_and_help_import_no_library():
    code = (
        "import sys; from pipeline.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'spacy', 'pydantic', 'numpy', 'ctranslate2', 'jinja2'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "run" in done.stdout


def test_the_version_is_that_of_the_package(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out.strip() == f"samsvar {__version__}"


def test_a_run_takes_a_translation_memory_where_one_is_given(tmp_path, fake_stages):
    file = _write(tmp_path, "tur.txt", "Det regnet hele dagen.")
    memory = tmp_path / "memory.db"
    assert main(["run", file, "--out", str(tmp_path / "out"), "--memory", str(memory)]) == 0
    assert memory.exists()
