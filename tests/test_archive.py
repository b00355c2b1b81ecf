import errno
import os

import pytest

from pipeline.archive import file_stem, write_outcome, write_together
from pipeline.errors import StoreError
from pipeline.records import OUTCOME, Detection, SkippedArticle
from tests.export.sample import SAMPLE


def test_an_article_becomes_report_translations_and_json(tmp_path):
    outcome = SAMPLE
    names = {path.name for path in write_outcome(outcome, tmp_path / "new" / "out")}
    stem = file_stem(outcome.article.id)
    targets = {f"{stem}.{t.target}.txt" for t in outcome.translations}
    assert names == {f"{stem}.html", f"{stem}.json", *targets}


def test_the_json_reads_back_as_the_outcome(tmp_path):
    outcome = SAMPLE
    path = next(p for p in write_outcome(outcome, tmp_path) if p.suffix == ".json")
    assert OUTCOME.validate_json(path.read_bytes()) == outcome


def test_a_skipped_article_leaves_its_reason(tmp_path):
    skipped = SkippedArticle(
        article_id="x", detection=Detection(language="da", confidence=1.0), reason="Danish"
    )
    (path,) = write_outcome(skipped, tmp_path)
    assert "Danish" in path.read_text("utf-8")


def test_a_disk_that_fills_up_leaves_nothing_half_written(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("old", "utf-8")
    real = os.fsync
    calls = []

    def full(handle):
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        write_together({"a.txt": "new", "b.txt": "new"}, tmp_path)
    assert {p.name: p.read_text("utf-8") for p in tmp_path.iterdir()} == {"a.txt": "old"}


def test_a_folder_that_is_a_file_is_refused_with_a_cure(tmp_path):
    (tmp_path / "out").write_text("a file", "utf-8")
    with pytest.raises(StoreError) as caught:
        write_together({"a.txt": "x"}, tmp_path / "out")
    assert "--out" in caught.value.hint


@pytest.mark.parametrize("article_id", ["../../etc/passwd", "a\x00b", "C:\\temp", "..", " "])
def test_an_id_cannot_leave_the_folder(article_id):
    stem = file_stem(article_id)
    assert "/" not in stem
    assert "\\" not in stem
    assert stem not in ("", ".", "..")
