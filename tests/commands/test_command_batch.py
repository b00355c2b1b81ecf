"""The commands ``samsvar batch`` and ``samsvar shard``."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.batch import running
from pipeline.cli import main
from tests.batch.fakes import MODELS
from tests.batch.making import line, plan, wish, work, write_lines

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """Return the folder of a batch of twenty articles, one of which failed."""
    monkeypatch.setattr(running, "models_of", lambda *_: MODELS)
    archive = write_lines(
        tmp_path / "a.jsonl", [line(n, "UMULIG" if n == 7 else "") for n in range(20)]
    )
    work(tmp_path / "out", plan(tmp_path / "out", wish(archive)))
    return tmp_path / "out"


def test_status_says_how_far_a_batch_is_and_that_nothing_is_stale(folder, capsys):
    assert main(["batch", "status", str(folder)]) == 0
    assert capsys.readouterr().out == (
        f"archive   {folder.parent / 'a.jsonl'} (20 articles)\n"
        "done      2 of 2 shards: 19 processed, 1 failed\n"
        f"failures  1 (samsvar batch failures {folder})\n"
        "stale     nothing\n"
    )


def test_status_lists_each_stale_article_when_it_is_asked(folder, capsys):
    with (folder.parent / "a.jsonl").open("a") as file:
        file.write(line(20) + "\n")
    assert main(["batch", "status", str(folder), "--articles"]) == 0
    said = capsys.readouterr().out
    assert "stale     archive: 20 lines then, 21 now\n" in said
    assert "  a7: it failed\n  a20: it is new" in said


def test_failures_are_told_with_the_command_that_tries_again(folder, capsys):
    assert main(["batch", "failures", str(folder)]) == 0
    assert capsys.readouterr().out == (
        "a7  (line 8)\n  ArticleError: a7: impossible\n  mend it\n"
        f"1 failed; try again: samsvar batch retry {folder}\n"
    )


def test_failures_as_json_are_objects_a_line(folder, capsys):
    assert main(["batch", "failures", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "a7"


def test_verify_reads_every_result(folder, capsys):
    assert main(["batch", "verify", str(folder)]) == 0
    assert capsys.readouterr().out == "2 shards, 20 articles: all is whole\n"


def test_verify_names_a_shard_that_is_missing(folder, capsys):
    next(folder.rglob("000001.jsonl.zst")).unlink()
    assert main(["batch", "verify", str(folder)]) == 1
    assert capsys.readouterr().out == "shard 1 is not done\n"


def test_merge_says_what_is_not_done_yet(folder, capsys):
    next(folder.rglob("000001.jsonl.zst")).unlink()
    assert main(["batch", "merge", str(folder), "--write", "none"]) == 0
    assert capsys.readouterr().err == "samsvar: 1 of 2 shards are not done yet\n"


def test_a_plan_can_be_made_for_jobs_that_take_a_shard_each(folder, tmp_path, capsys):
    words = ["batch", str(tmp_path / "a.jsonl"), "--out", str(tmp_path / "plan"), "--to", "none"]
    assert main([*words, "--plan-only", "--shard-size", "5"]) == 0
    assert capsys.readouterr().out == "20 articles in 4 shards, 0 to 3\n"


def test_a_shard_that_is_done_is_not_done_twice(folder, capsys):
    assert main(["shard", "--plan", str(folder), "--number", "1"]) == 0
    assert capsys.readouterr().out == "shard 1 is done already\n"


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["batch", "status"], "which folder?"),
        (["batch", "stauts", "out"], "stauts is no action"),
        (["batch", "a.jsonl"], "where to?"),
        (["batch", "status", "nowhere"], "no batch was begun here"),
        (["batch", "{out}", "--out", "{out}/in"], "the results would lie in the archive"),
        (["batch", "{out}/../a.jsonl", "--out", "new", "--write", "xml"], "no format xml"),
        (["batch", "{out}/../a.jsonl", "--out", "{out}"], "not all is as it was"),
        (["shard", "--plan", "{out}", "--number", "9"], "there is no shard 9"),
    ],
)
def test_what_cannot_be_done_says_what_to_do(folder, words, problem, capsys, monkeypatch):
    monkeypatch.chdir(folder.parent)
    assert main([word.format(out=folder) for word in words]) == 2
    assert problem in capsys.readouterr().err


@pytest.mark.model
def test_a_batch_that_is_stopped_says_how_to_go_on_and_goes_on(tmp_path):
    archive = write_lines(tmp_path / "a.jsonl", [line(n) for n in range(24)])
    words = ["batch", str(archive), "--out", str(tmp_path / "out"), "--to", "none"]
    words += ["--names-model", "small", "--workers", "1", "--shard-size", "2", "--json"]
    command = [sys.executable, "-m", "pipeline", *words]
    job = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert job.stdout is not None
    assert any(b"shard_done" in one for one in job.stdout)
    job.send_signal(signal.SIGINT)
    _, said = job.communicate()
    assert job.returncode == 130
    assert f"Go on with:\n  samsvar {' '.join(words)}\n" in said.decode()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    events = [json.loads(one) for one in done.stdout.splitlines()]
    assert events[0]["done"] > 0
    assert events[-2]["complete"]
    assert str(tmp_path / "out" / "archive.db") in events[-1]["files"]
