from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import database
from pipeline.authority.store import Store
from pipeline.database import Access
from pipeline.errors import StoreError
from pipeline.records import EntityKind
from tests.authority import making
from tests.authority.deciding import decide, undo
from tests.authority.making import organisation, person, store_with

fresh = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
PERSON = EntityKind.PERSON


def run(code: str, *arguments: Path) -> subprocess.CompletedProcess[str]:
    program = textwrap.dedent(code)
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip


@fresh
@given(st.lists(making.entries, max_size=3, unique_by=lambda entry: entry.id))
def test_entries_come_back_as_they_were_put_in(tmp_path, entries):
    (tmp_path / "names.db").unlink(missing_ok=True)
    with store_with(tmp_path / "names.db", entries) as store:
        assert list(store.all_entries()) == sorted(entries, key=lambda entry: entry.id)


def test_an_entry_is_found_by_any_of_its_forms_without_case(tmp_path):
    with store_with(tmp_path / "names.db", [person("Kari Lund", "Kari Lunde")]) as store:
        assert [entry.id for entry in store.entries("KARI  lunde", PERSON)] == ["kari-lund"]
        assert store.entries("Kari Lund", EntityKind.PLACE) == ()


def test_who_has_a_name_as_canonical_form_comes_before_who_has_it_as_alias(tmp_path):
    people = [person("Anna Ås", "Kari Lund"), person("Kari Lund"), person("Aud Li", "Kari Lund")]
    with store_with(tmp_path / "names.db", people) as store:
        found = [entry.id for entry in store.entries("Kari Lund", PERSON)]
    assert found == ["kari-lund", "anna-ås", "aud-li"]


def test_an_entry_is_found_by_the_number_of_another_register(tmp_path):
    unit = organisation("Fjell AS", ids={"orgnr": "999999999"})
    with store_with(tmp_path / "names.db", [unit]) as store:
        assert store.identified("orgnr", "999999999") == unit
        assert store.identified("isni", "999999999") is None


def test_forms_that_begin_alike_are_found(tmp_path):
    people = [person("Kari Lund"), person("Ola", "Karin"), person("Per")]
    with store_with(tmp_path / "names.db", people) as store:
        assert {entry.id for entry in store.beginning("kari", None, 9)} == {"kari-lund", "ola"}
        assert len(store.beginning("kari", PERSON, 1)) == 1


def test_every_form_is_listed_with_its_entry(tmp_path):
    with store_with(tmp_path / "names.db", [person("Kari Lund", "K. Lund")]) as store:
        assert sorted(store.names()) == [
            ("kari-lund", PERSON, "K. Lund"),
            ("kari-lund", PERSON, "Kari Lund"),
        ]


def test_the_history_says_what_an_entry_was_before(tmp_path):
    with store_with(tmp_path / "names.db", [person("Kari Lund")]) as store:
        with store.writing("ola", "names edit") as batch:
            batch.put(person("Kari Lunde", entry_id="kari-lund"))
        with store.writing("per", "names remove") as batch:
            batch.remove("kari-lund")
        told = [
            (change.by, change.action, change.before and change.before.name)
            for change in store.history("kari-lund")
        ]
    assert told == [
        ("kari", "added", None),
        ("ola", "changed", "Kari Lund"),
        ("per", "removed", "Kari Lunde"),
    ]


def test_putting_in_what_is_there_changes_nothing(tmp_path):
    with store_with(tmp_path / "names.db", [person("Kari Lund")]) as store:
        with store.writing("ola", "again") as batch:
            assert batch.put(person("Kari Lund")) == "unchanged"
        assert len(store.history("kari-lund")) == 1


def test_decisions_come_back_in_the_order_in_which_they_were_made(tmp_path):
    made = [decide("same", "Aas", "Ås", n=2), decide("not_a_name", "Jul", n=1)]
    with store_with(tmp_path / "names.db", decisions=made) as store:
        assert list(store.decisions()) == made


def test_the_same_decision_twice_is_kept_once(tmp_path):
    same = decide("same", "Aas", "Ås", n=1)
    with store_with(tmp_path / "names.db", decisions=[same]) as store:
        with store.writing("ola", "again") as batch:
            assert not batch.decide(same)
        assert store.decisions() == (same,)


def test_another_decision_with_the_same_id_is_refused(tmp_path):
    with (
        store_with(tmp_path / "names.db", decisions=[decide("same", "Aas", "Ås", n=1)]) as store,
        pytest.raises(StoreError, match="has this id already"),
        store.writing("ola", "again") as batch,
    ):
        batch.decide(decide("different", "Aas", "Ås", n=1))


def test_what_is_not_there_cannot_be_taken_back(tmp_path):
    gone = undo(decide("same", "Aas", "Ås", n=1), n=2)
    with pytest.raises(StoreError, match="no decision d1 to take back"):
        store_with(tmp_path / "names.db", decisions=[gone])


@pytest.mark.parametrize("table", ["decisions", "changes"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET rowid = 1"])
def test_not_even_sql_changes_what_was_decided_or_noted(tmp_path, table, statement):
    path = tmp_path / "names.db"
    store_with(path, [person("Kari Lund")], [decide("not_a_name", "Jul", n=1)]).close()
    connection = sqlite3.connect(path)
    statement = statement.format(table).replace("rowid = 1", "rowid = 1" if table == "decisions"
                                                else "batch = 1")  # fmt: skip
    with pytest.raises(sqlite3.IntegrityError, match="appended, never"):
        connection.execute(statement)
    connection.close()


# -- revision ---------------------------------------------------------------------------------


def test_the_revision_does_not_depend_on_the_order_in_which_things_came(tmp_path):
    people = [person("Kari Lund"), person("Ola Ås"), person("Per Li")]
    made = [decide("same", "Aas", "Ås", n=1), decide("not_a_name", "Jul", n=2)]
    with (
        store_with(tmp_path / "a.db", people, made) as a,
        store_with(tmp_path / "b.db", people[::-1], made[::-1]) as b,
    ):
        assert a.revision() == b.revision() != ""


def test_the_revision_comes_back_when_a_change_is_taken_back(tmp_path):
    with store_with(tmp_path / "names.db", [person("Kari Lund")]) as store:
        before = store.revision()
        with store.writing("ola", "there") as batch:
            batch.put(person("Kari Lunde", entry_id="kari-lund"))
            batch.put(person("Per Li"))
        there = store.revision()
        with store.writing("ola", "and back") as batch:
            batch.put(person("Kari Lund"))
            batch.remove("per-li")
        assert there != before == store.revision()


def test_a_decision_changes_the_revision(tmp_path):
    with store_with(tmp_path / "names.db") as store:
        assert store.revision() == ""
        with store.writing("ola", "decide") as batch:
            batch.decide(decide("not_a_name", "Jul", n=1))
        assert store.revision() != ""


# -- what can go wrong ------------------------------------------------------------------------


def test_an_error_on_the_way_takes_everything_back(tmp_path):
    def fail(store):
        with store.writing("ola", "half") as batch:
            batch.put(person("Kari Lund"))
            _ = 1 / 0

    with store_with(tmp_path / "names.db") as store:
        with pytest.raises(ZeroDivisionError):
            fail(store)
        assert store.count() == 0


def test_a_writer_that_is_killed_leaves_the_file_as_it_was(tmp_path):
    path = tmp_path / "names.db"
    store_with(path, [person("Kari Lund")]).close()
    done = run(
        """
        import os, signal, sys
        from pathlib import Path
        from pipeline.database import Access
        from pipeline.authority.store import Store
        from tests.authority.making import person
        store = Store(Path(sys.argv[1]), Access.WRITE)
        store._database.run("PRAGMA cache_size = 5")  # so that the file is written to early
        with store.writing("ola", "half") as batch:
            for n in range(3000):
                batch.put(person(f"Per {n}"))
            os.kill(os.getpid(), signal.SIGKILL)
        """,
        path,
    )
    assert done.returncode == -signal.SIGKILL
    assert path.with_name("names.db-journal").exists()
    with Store(path) as store:
        assert [entry.id for entry in store.all_entries()] == ["kari-lund"]


def test_two_processes_that_write_at_once_both_get_their_turn(tmp_path):
    code = textwrap.dedent("""
        import sys
        from pathlib import Path
        from pipeline.database import Access
        from pipeline.authority.store import Store
        from tests.authority.making import person
        for n in range(20):
            with Store(Path(sys.argv[1]), Access.WRITE) as store, store.writing("x", "y") as batch:
                batch.put(person(f"{sys.argv[2]} {n}"))
    """)
    path = tmp_path / "new" / "names.db"
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(path), name],
                         cwd=Path(__file__).parents[2])
        for name in ("Kari", "Ola")
    ]  # fmt: skip
    assert [process.wait() for process in running] == [0, 0]
    with Store(path) as store:
        assert store.count() == 40


def test_who_waits_too_long_for_another_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    path = tmp_path / "names.db"
    with (
        store_with(path) as first,
        Store(path, Access.WRITE) as second,
        first.writing("a", "b"),
        pytest.raises(StoreError, match="another program has been writing"),
        second.writing("c", "d"),
    ):
        pass


def test_a_full_disk_is_told_and_nothing_is_written(tmp_path):
    def fill(store):
        with store.writing("ola", "too much") as batch:
            for n in range(3000):
                batch.put(person(f"Per {n}"))

    with store_with(tmp_path / "names.db", [person("Kari Lund")]) as store:
        pages = store._database.rows("PRAGMA page_count")[0][0]
        store._database.run(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(StoreError, match="no space is left"):
            fill(store)
        assert store.count() == 1


def test_a_file_that_may_not_be_written_is_told(tmp_path):
    path = tmp_path / "names.db"
    store_with(path).close()
    with (
        Store(path) as store,
        pytest.raises(StoreError, match=r"names\.db: the file cannot be written"),
        store.writing("ola", "x"),
    ):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anything")
def test_a_file_without_the_right_to_write_can_be_read(tmp_path):
    path = tmp_path / "names.db"
    store_with(path, [person("Kari Lund")]).close()
    path.chmod(0o444)
    with Store(path) as store:
        assert store.count() == 1


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(StoreError, match="no such file"):
        Store(tmp_path / "names.db")


@pytest.mark.parametrize("access", Access)
@pytest.mark.parametrize("contents", [b"id,kind,name\n" * 200, b"\x00" * 5000])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path, contents, access):
    path = tmp_path / "names.db"
    path.write_bytes(contents)
    with pytest.raises(StoreError, match="not a register of names"):
        Store(path, access)
    assert path.read_bytes() == contents


@pytest.mark.parametrize("access", Access)
def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path, access):
    path = tmp_path / "names.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        Store(path, access)
    assert path.read_bytes() == before


def test_a_file_of_a_newer_version_is_refused(tmp_path):
    path = tmp_path / "names.db"
    store_with(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="newer version") as caught:
        Store(path)
    assert "install the newer version" in caught.value.hint


def test_a_damaged_file_is_told(tmp_path):
    path = tmp_path / "names.db"
    store_with(path, [person(f"Kari {n}") for n in range(500)]).close()
    contents = bytearray(path.read_bytes())
    contents[4096 * 3 :] = b"\xff" * (len(contents) - 4096 * 3)
    path.write_bytes(contents)
    with pytest.raises(StoreError, match="damaged"), Store(path) as store:
        list(store.all_entries())


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path):
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(tmp_path, Access.WRITE)


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="the folder cannot be made"):
        Store(tmp_path / "file" / "names.db", Access.WRITE)
