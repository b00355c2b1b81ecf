from __future__ import annotations

from pipeline.authority import near as module
from pipeline.authority.finding import Indexes
from pipeline.authority.register import open_knowledge
from pipeline.records import EntityKind
from tests.authority.deciding import PERSON
from tests.authority.making import person, store_with


def near(words, kind, register, most):
    return Indexes().near(words, kind, register, most, wait=True)


def test_a_slip_finds_the_name_that_was_meant(tmp_path):
    store_with(tmp_path / "n.db", [person("Kari Lundgren"), person("Ola Berg")]).close()
    hits = near("Kari Lundgreen", PERSON, open_knowledge(tmp_path / "n.db"), 5)
    assert [hit.id for hit in hits] == ["kari-lundgren"]


def test_the_package_is_searched_for_near_names_too():
    hits = near("Statistisk sentralbyraa", EntityKind.ORGANISATION, open_knowledge(None), 1)
    assert [hit.id for hit in hits] == ["statistisk-sentralbyraa"]


def test_where_there_is_no_name_of_a_kind_nothing_is_near():
    assert near("Kari", PERSON, open_knowledge(None), 5) == ()


def test_the_index_of_a_large_register_is_kept_until_it_changes(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "SMALL", 1)
    path = tmp_path / "n.db"

    def kept():
        near("Kari Lund", PERSON, open_knowledge(path), 5)
        return [file.name for file in tmp_path.glob("*.index")]

    with store_with(path, [person("Kari Lund"), person("Ola Berg")]) as store:
        first, again = kept(), kept()
        with store.writing("kari", "more") as batch:
            batch.put(person("Per Li"))
        assert first == again != kept()
        assert len(kept()) == 1


def test_an_index_that_was_kept_gives_the_same_answer(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "SMALL", 1)
    store_with(tmp_path / "n.db", [person("Kari Lund"), person("Ola Berg")]).close()
    register = open_knowledge(tmp_path / "n.db")
    made = near("Kari Lund", PERSON, register, 5)
    assert near("Kari Lund", PERSON, register, 5) == made != ()
