import multiprocessing
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import StoreError
from pipeline.records import Check
from pipeline.translation.memory import Memory, default_path
from pipeline.translation.units import Author, contains_text, mentions_name, now, unit_key
from tests.builders_translation import AT, edit, remembered

HEI = unit_key("Hei.", "nb", "en")


@pytest.fixture
def memory(tmp_path):
    with Memory(tmp_path / "memory.db") as opened:
        yield opened


def test_what_a_model_made_comes_back_as_it_was(memory):
    one = replace(
        remembered(),
        checks=(Check(kind="name", detail="Å is missing"),),
        restored=("Kari Lund",),
        score=None,
    )
    memory.keep([one])
    assert memory.segments([b"k"]) == {b"k": one}


def test_a_key_that_is_not_known_gives_nothing(memory):
    memory.keep([remembered()])
    assert memory.segments([b"other"]) == {}


def test_more_keys_than_a_query_takes_are_all_found(memory):
    keys = [str(n).encode() for n in range(1200)]
    memory.keep([remembered(key) for key in keys])
    assert len(memory.segments(keys)) == 1200


def test_the_memory_outlives_the_process(tmp_path):
    with Memory(tmp_path / "memory.db") as first:
        first.add([edit()])
    with Memory(tmp_path / "memory.db") as second:
        assert second.units([HEI]) == {HEI: edit()}


def test_the_later_edit_counts(memory):
    memory.add([edit(target="Hi."), edit(target="Hello there.")])
    assert memory.units([HEI])[HEI].target == "Hello there."


def test_an_old_edit_that_is_imported_later_does_not_count(memory):
    memory.add([edit(target="Hi."), replace(edit(target="Ahoy."), at=AT - timedelta(days=1))])
    assert memory.units([HEI])[HEI].target == "Hi."
    assert [unit.target for unit in memory.all_units()] == ["Hi."]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_person_counts_before_a_machine_whoever_came_first(memory, order):
    both = [edit(target="Hi."), edit(target="Ahoy.", author=Author.MACHINE)]
    memory.add([both[n] for n in order])
    assert memory.units([HEI])[HEI].target == "Hi."


def test_an_edit_is_found_in_either_written_form_of_norwegian(memory):
    memory.add([edit()])
    assert memory.units([unit_key("Hei.", "nn", "en")]) != {}


def test_the_same_edit_twice_is_one(memory):
    assert memory.add([edit()]) == 1
    assert memory.add([edit()]) == 0
    assert memory.stats().edits == 1


def test_an_edit_that_is_taken_back_leaves_the_one_before_it(memory):
    first, second = edit(target="Hi."), edit(target="Hello there.")
    memory.add([first, second])
    key = unit_key("Hei.", "nb", "en")
    assert memory.take_back(second)
    assert memory.units([key])[key] == first
    assert not memory.take_back(second)
    assert memory.take_back(first)
    assert memory.units([key]) == {}


def test_only_its_author_takes_an_edit_back(memory):
    memory.add([edit()])
    assert not memory.take_back(replace(edit(), by="somebody else"))
    assert memory.stats().edits == 1


def test_what_models_make_never_touches_an_edit(memory):
    memory.add([edit()])
    memory.keep([remembered(HEI), remembered(b"k")])
    assert memory.units([HEI])[HEI] == edit()


def test_an_import_that_fails_half_way_leaves_nothing(memory):
    def units():
        yield edit()
        raise StoreError("line 2: broken")

    with pytest.raises(StoreError, match="line 2"):
        memory.add(units())
    assert memory.stats().edits == 0


def test_the_figures_count_each_kind(memory):
    memory.keep([remembered(b"1"), replace(remembered(b"2"), target_language="fr")])
    memory.add([edit(), edit(source="Takk.", author=Author.MACHINE)])
    stats = memory.stats()
    assert (stats.segments, stats.edits, stats.imported) == (2, 1, 1)
    assert stats.pairs == {"nb-en": 1, "nb-fr": 1}
    assert stats.models == {"fake 1": 2}


def test_a_memory_that_is_full_throws_away_what_was_not_used_for_longest(tmp_path):
    with Memory(tmp_path / "memory.db", limit=100_000) as memory:
        memory.add([edit()])
        for n in range(40):
            memory.keep([remembered(str(n).encode(), source="x" * 5000)])
        keys = [str(n).encode() for n in range(40)]
        left = memory.segments(keys)
        assert 0 < len(left) < 40
        assert keys[-1] in left
        assert keys[0] not in left
        assert memory.stats().bytes <= 100_000
        assert memory.units([HEI]) != {}


def _aged(memory, key, days):
    day = (now() - timedelta(days=days)).date().isoformat()
    memory._file.run("UPDATE segments SET used_on = ? WHERE key = ?", (day, key))


def test_what_was_not_used_for_long_can_be_forgotten(memory):
    memory.keep([remembered(b"old"), remembered(b"new")])
    _aged(memory, b"old", 100)
    assert memory.forget_older(90) == 1
    assert list(memory.segments([b"old", b"new"])) == [b"new"]


def test_what_was_of_use_today_is_not_old(memory):
    memory.keep([remembered(b"old")])
    _aged(memory, b"old", 100)
    memory.keep((), used=[b"old"])
    assert memory.forget_older(90) == 0


def test_forgetting_by_age_leaves_edits(memory):
    memory.add([replace(edit(), at=edit().at - timedelta(days=9999))])
    memory.forget_older(0)
    assert memory.stats().edits == 1


@pytest.mark.parametrize(("name", "gone"), [("fake", 2), ("fake 1", 1), ("fak", 0), ("other 3", 1)])
def test_what_a_model_made_can_be_forgotten(memory, name, gone):
    memory.keep([remembered(b"1"), replace(remembered(b"2"), models="fake 2\nother 3")])
    assert memory.forget_model(name) == gone


def test_a_name_is_forgotten_wherever_it_stands(memory):
    memory.keep(
        [
            remembered(b"1", source="Kari Lunds hus.", target="The house."),
            remembered(b"2", source="Hun kom.", target="KARI LUND came."),
            remembered(b"3", source="Kari Lunde kom.", target="Kari Lunde came."),
        ]
    )
    memory.add([edit(source="Kari Lund kom."), edit(source="Ola kom.")])
    assert memory.forget_texts(mentions_name("Kari  Lund")) == (2, 1)
    assert memory.stats().segments == 1


def test_what_was_forgotten_is_not_in_the_file(tmp_path):
    path = tmp_path / "memory.db"
    with Memory(path) as memory:
        memory.keep([remembered(source="Solveig Brattli kom.")])
        memory.add([edit(source="Solveig Brattli gikk.")])
        assert b"Brattli" in path.read_bytes()
        memory.forget_texts(contains_text("brattli"))
        assert b"Brattli" not in path.read_bytes()


def test_an_export_has_the_edits_that_count_and_what_models_made_if_asked(memory):
    memory.keep([remembered()])
    memory.add([edit(target="Hi."), edit(target="Hello there.")])
    assert [unit.target for unit in memory.all_units()] == ["Hello there."]
    assert [unit.target for unit in memory.all_units(machine=True)] == ["Hello there.", "Hello."]


def test_an_export_pages_through_many(memory):
    memory.add([edit(source=f"Nr. {n}.") for n in range(2100)])
    assert len(set(memory.all_units())) == 2100


def test_a_missing_memory_is_named_with_what_makes_one(tmp_path):
    with pytest.raises(StoreError, match=r"none\.db: there is no translation memory") as caught:
        Memory(tmp_path / "none.db", make=False)
    assert "samsvar translate" in caught.value.hint


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "memory.db"
    path.write_bytes(b"<?xml version='1.0'?>" * 100)
    with pytest.raises(StoreError, match="this is not a translation memory"):
        Memory(path)


def test_the_database_of_another_program_is_refused_and_left_as_it_is(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE things (x)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        Memory(path)
    assert path.read_bytes() == before


def test_a_memory_of_a_newer_version_is_refused(tmp_path):
    path = tmp_path / "memory.db"
    with Memory(path) as memory:
        memory._file.run("PRAGMA user_version = 2")
    with pytest.raises(StoreError, match="newer version"):
        Memory(path)


def test_a_folder_in_the_place_of_the_file_is_an_error(tmp_path):
    with pytest.raises(StoreError, match="cannot be opened"):
        Memory(tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="file") as caught:
        Memory(tmp_path / "file" / "memory.db")
    assert "--no-memory" in caught.value.hint


def test_a_damaged_file_is_said_to_be_damaged(tmp_path):
    path = tmp_path / "memory.db"
    keys = [str(n).encode() for n in range(300)]
    with Memory(path) as memory:
        memory.keep([remembered(key, source="x" * 500) for key in keys])
    data = bytearray(path.read_bytes())
    data[4096 : len(data) - 4096] = b"\xff" * (len(data) - 2 * 4096)
    path.write_bytes(data)
    with Memory(path) as memory, pytest.raises(StoreError, match="damaged"):
        memory.segments(keys)


def test_a_row_that_this_program_did_not_write_is_damage(memory):
    memory.keep([remembered()])
    memory._file.run("UPDATE segments SET checks = 'rubbish'")
    with pytest.raises(StoreError, match="a row of it is damaged"):
        memory.segments([b"k"])


def test_a_full_disk_leaves_the_memory_as_it_was(memory):
    memory.add([edit()])
    pages = memory._file.rows("PRAGMA page_count")[0][0]
    memory._file.run(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="no space is left"):
        memory.keep([remembered(str(n).encode(), source="x" * 9000) for n in range(50)])
    assert memory.units([HEI]) != {}
    assert memory.stats().segments == 0


def test_a_process_that_is_killed_while_it_writes_leaves_the_memory_as_it_was(tmp_path):
    path = tmp_path / "memory.db"
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from pipeline.translation.memory import Memory\n"
        "from pipeline.translation.units import Unit\n"
        "memory = Memory(Path(sys.argv[1]))\n"
        "memory.add([Unit('Hei.', 'nb', 'en', 'Hi.')])\n"
        "def units():\n"
        "    for n in range(3000):\n"
        "        yield Unit(f'Nr. {n} ' + 'x' * 5000, 'nb', 'en', 'No.')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "memory.add(units())\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert done.returncode == -signal.SIGKILL
    with Memory(path) as memory:
        assert memory.stats().edits == 1
        memory.add([edit(source="Takk.")])
        assert memory.stats().edits == 2


def _write_many(path: str, name: str) -> None:
    with Memory(Path(path)) as memory:
        for n in range(60):
            memory.keep([remembered(f"{name}{n}".encode())])
            memory.add([edit(source=f"{name} {n}")])


def test_two_processes_write_to_one_memory_and_nothing_is_lost(tmp_path):
    path = str(tmp_path / "memory.db")
    spawn = multiprocessing.get_context("spawn")
    both = [spawn.Process(target=_write_many, args=(path, name)) for name in "ab"]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    with Memory(Path(path)) as memory:
        assert (memory.stats().segments, memory.stats().edits) == (120, 120)


def test_a_new_memory_is_for_its_owners_eyes(tmp_path):
    with Memory(tmp_path / "a" / "memory.db"):
        assert (tmp_path / "a" / "memory.db").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("environment", "path"),
    [
        ({"SAMSVAR_MEMORY": "x/m.db", "XDG_DATA_HOME": "d"}, "x/m.db"),
        ({"XDG_DATA_HOME": "d"}, "d/samsvar/memory.db"),
        (
            {"HOME": "h", "SAMSVAR_MEMORY": "", "XDG_DATA_HOME": ""},
            "h/.local/share/samsvar/memory.db",
        ),
    ],
)
def test_the_memory_is_where_the_environment_says(monkeypatch, environment, path):
    for name in ("SAMSVAR_MEMORY", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert default_path() == Path(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(st.characters(exclude_categories=["Cs"])),
)
def test_any_text_comes_back_as_it_was(memory, source, target):
    memory.add([edit(source=source, target=target)])
    key = unit_key(source, "nb", "en")
    assert memory.units([key])[key].target == target
