from datetime import UTC, datetime

import pytest

from pipeline.errors import ModelError, StoreError
from pipeline.records import ModelRef
from pipeline.translation.measured import FILE, Measured, better, keep_measured, read_measured

AT = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
PAIR = ("nb", "en")


def refs(name, digest="a"):
    return (ModelRef(name=name, version="1", sha256=digest * 64),)


ENGINES = {"argos": refs("argos-nb-en"), "embedded": refs("translator")}


def measured(engine, chrf, **changed):
    fields = {
        "engine": engine,
        "models": ENGINES[engine],
        "source": "nb",
        "target": "en",
        "road": "nb-en",
        "on": "t.tsv",
        "on_sha256": "t",
        "sentences": 100,
        "bleu": 20.0,
        "chrf": chrf,
        "bleu_signature": "b",
        "chrf_signature": "c",
        "segments": 110,
        "marked": 3,
        "names": 80,
        "names_kept": 80,
        "seconds": 55.0,
        "at": AT,
        "program": "0.1.0",
        **changed,
    }
    return Measured(**fields)


def test_what_is_kept_is_read_again_in_its_order(tmp_path):
    first, second = measured("argos", 50.0), measured("embedded", 60.0)
    keep_measured([first], tmp_path / "new")
    keep_measured([second], tmp_path / "new")
    assert read_measured(tmp_path / "new") == (first, second)


def test_where_nothing_was_measured_nothing_is_read(tmp_path):
    assert read_measured(tmp_path) == ()


def test_half_a_line_of_a_killed_process_is_passed_over_and_cleared_away(tmp_path):
    one = measured("argos", 50.0)
    file = keep_measured([one], tmp_path)
    file.write_text(file.read_text() + '{"engine": "emb')
    assert read_measured(tmp_path) == (one,)
    keep_measured([one], tmp_path)
    assert read_measured(tmp_path) == (one, one)


@pytest.mark.parametrize("text", ["{}\n", "what\n"])
def test_a_damaged_file_is_said_with_the_line(tmp_path, text):
    file = keep_measured([measured("argos", 50.0)], tmp_path)
    file.write_text(file.read_text() + text)
    with pytest.raises(ModelError, match=f"{FILE}, line 2: this is no measurement"):
        read_measured(tmp_path)


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        keep_measured([measured("argos", 50.0)], tmp_path / "file")


def test_segments_a_second_are_told():
    assert measured("argos", 50.0).segments_per_second == 2.0


def test_where_nothing_is_known_the_first_engine_is_used():
    assert better(ENGINES, PAIR, ()) == "argos"


def test_the_engine_with_the_higher_chrf_is_used():
    known = [measured("argos", 50.0), measured("embedded", 60.0)]
    assert better(ENGINES, PAIR, known) == "embedded"


def test_among_equals_the_first_is_used():
    known = [measured("embedded", 60.0), measured("argos", 60.0)]
    assert better(ENGINES, PAIR, known) == "argos"


def test_the_last_measurement_counts():
    known = [measured("argos", 50.0), measured("embedded", 60.0), measured("argos", 70.0)]
    assert better(ENGINES, PAIR, known) == "argos"


def test_the_longest_text_counts():
    known = [measured(name, chrf, on_sha256="long", sentences=900)
             for name, chrf in (("argos", 50.0), ("embedded", 60.0))]  # fmt: skip
    known += [measured("argos", 70.0), measured("embedded", 20.0)]
    assert better(ENGINES, PAIR, known) == "embedded"


@pytest.mark.parametrize(
    "changed",
    [
        {"models": refs("translator", "b")},  # another model by now
        {"sentences": 49},
        {"source": "nn"},
        {"on_sha256": "another text"},
    ],
)
def test_what_cannot_be_compared_chooses_nothing(changed):
    known = [measured("argos", 50.0), measured("embedded", 60.0, **changed)]
    assert better(ENGINES, PAIR, known) == "argos"
