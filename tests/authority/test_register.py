from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.authority.editing import Wishes, edited, new_entry, put_by_hand, remove_by_hand
from pipeline.authority.finding import look_up
from pipeline.authority.knowledge import Knowledge
from pipeline.authority.opening import changing
from pipeline.authority.register import names_file, names_file_to_read, open_knowledge
from pipeline.errors import StoreError
from pipeline.records import EntityKind
from tests.authority.deciding import PERSON, decide
from tests.authority.making import organisation, person, store_with

ORGANISATION = EntityKind.ORGANISATION
SSB = "statistisk-sentralbyraa"


def ids(knowledge: Knowledge, name: str, kind: EntityKind = ORGANISATION):
    return [entry.id for entry in knowledge.entries(name, kind)]


def test_without_a_file_the_register_of_the_package_is_known():
    assert ids(open_knowledge(None), "statistisk  SENTRALBYRÅ") == [SSB]


def test_the_user_s_entries_come_beside_those_of_the_package(tmp_path):
    store_with(tmp_path / "n.db", [organisation("Fjell IL", aliases=[{"name": "SSB"}])]).close()
    assert ids(open_knowledge(tmp_path / "n.db"), "SSB") == ["fjell-il", SSB]


def test_an_entry_of_the_user_s_replaces_the_package_s_with_its_id(tmp_path):
    store_with(tmp_path / "n.db", [organisation("Statistikkbyrået", id=SSB)]).close()
    knowledge = open_knowledge(tmp_path / "n.db")
    assert ids(knowledge, "SSB") == []
    assert ids(knowledge, "Statistikkbyrået") == [SSB]


def test_an_entry_of_the_package_that_is_removed_is_known_no_more(tmp_path):
    with changing(tmp_path / "n.db", "kari", "remove") as (register, batch):
        remove_by_hand(SSB, batch, register)
    knowledge = open_knowledge(tmp_path / "n.db")
    assert ids(knowledge, "SSB") == []
    assert knowledge.entry(SSB) is None


def test_a_removed_entry_of_the_package_can_be_put_back(tmp_path):
    given = open_knowledge(None).seed.entries[SSB]
    with changing(tmp_path / "n.db", "kari", "remove") as (register, batch):
        remove_by_hand(SSB, batch, register)
    with changing(tmp_path / "n.db", "kari", "add") as (register, batch):
        put_by_hand(given, batch, register)
    assert ids(open_knowledge(tmp_path / "n.db"), "SSB") == [SSB]


def test_decisions_of_the_file_are_known(tmp_path):
    made = [decide("corrected", "Aass", n=1, name="Aas"), decide("not_a_name", "Jul", n=2)]
    store_with(tmp_path / "n.db", decisions=made).close()
    knowledge = open_knowledge(tmp_path / "n.db")
    assert knowledge.right_form(PERSON, "aass", "tur") == made[0]
    assert knowledge.not_a_name(PERSON, "jul", "tur") == made[1]
    ruling = knowledge.ruling(PERSON, "Aas", "Aass", "tur")
    assert ruling is not None
    assert ruling.id == "d1"


def test_an_empty_file_knows_what_the_package_knows(tmp_path):
    store_with(tmp_path / "n.db").close()
    assert open_knowledge(tmp_path / "n.db").revision == open_knowledge(None).revision != ""


def test_two_files_with_the_same_contents_have_one_revision(tmp_path):
    people = [person("Kari Lund"), person("Ola Ås")]
    store_with(tmp_path / "a.db", people).close()
    store_with(tmp_path / "b.db", people[::-1]).close()
    a, b = (open_knowledge(tmp_path / name).revision for name in ("a.db", "b.db"))
    assert a == b != open_knowledge(None).revision


def test_all_entries_come_in_the_order_of_ids(tmp_path):
    store_with(tmp_path / "n.db", [person("Åse", entry_id="m"), person("Per")]).close()
    listed = [entry.id for entry in open_knowledge(tmp_path / "n.db").all_entries()]
    assert listed == sorted(listed)
    assert {"m", "per", SSB} < set(listed)


def test_a_file_that_is_named_has_to_be_there(tmp_path):
    with pytest.raises(StoreError, match="no such file"):
        open_knowledge(names_file_to_read(tmp_path / "names.db"))


def test_the_usual_file_need_not_be_there(tmp_path, monkeypatch):
    monkeypatch.setenv("SAMSVAR_NAMES", str(tmp_path / "names.db"))
    assert names_file_to_read(None) is None


@pytest.mark.parametrize(
    ("given", "environment", "wanted"),
    [
        (Path("a.db"), {"SAMSVAR_NAMES": "b.db"}, Path("a.db")),
        (None, {"SAMSVAR_NAMES": "b.db", "XDG_DATA_HOME": "c"}, Path("b.db")),
        (None, {"XDG_DATA_HOME": "c"}, Path("c/samsvar/names.db")),
        (None, {}, Path.home() / ".local/share/samsvar/names.db"),
    ],
)
def test_the_file_is_the_one_given_or_that_of_the_environment(given, environment, wanted):
    assert names_file(given, environment) == wanted


# -- by hand ----------------------------------------------------------------------------------


def wish(*, cells=None, name=None, drop=()):
    return Wishes(cells=cells or {}, texts={"name": name}, marks={"keep": None}, drop=drop)


def test_a_new_entry_gets_an_id_that_is_free(tmp_path):
    store_with(tmp_path / "n.db", [person("Kari Lund")]).close()
    register = open_knowledge(tmp_path / "n.db")
    assert new_entry(PERSON, "Kari Lund", wish(), register).id == "kari-lund-2"


def test_what_is_wished_is_added_and_what_is_dropped_goes():
    entry = person("Kari Lund", "Kari Lunde")
    cells = {"aliases": ["Kaja; nickname"], "official": ["en; K. Lund"]}
    changed = edited(entry, wish(cells=cells, name="Kari Lundh", drop=["kari LUNDE"]))
    assert changed.forms == ("Kari Lundh", "Kaja")
    assert changed.official == {"en": "K. Lund"}


def test_nothing_can_be_dropped_that_is_not_there():
    with pytest.raises(StoreError, match="no 'ola' to drop"):
        edited(person("Kari Lund"), wish(drop=["Ola"]))


def test_an_alias_that_is_somebody_s_name_is_refused(tmp_path):
    entry = organisation("Ny Etat", aliases=[{"name": "SSB"}])
    with (
        pytest.raises(StoreError, match="'SSB' is a name of 'Statistisk sentralbyrå'"),
        changing(tmp_path / "n.db", "kari", "add") as (register, batch),
    ):
        put_by_hand(entry, batch, register)


def test_a_name_that_is_none_is_refused(tmp_path):
    with (
        pytest.raises(StoreError, match="has no letter"),
        changing(tmp_path / "n.db", "kari", "add") as (register, batch),
    ):
        put_by_hand(person("..."), batch, register)


def test_what_is_not_there_cannot_be_removed(tmp_path):
    with (
        pytest.raises(StoreError, match="no entry 'x'"),
        changing(tmp_path / "n.db", "kari", "remove") as (register, batch),
    ):
        remove_by_hand("x", batch, register)


def found_by(words, register, *kinds):
    return [each.entry.id for each in look_up(words, kinds or EntityKind, register, 9, wait=True)]


def test_the_name_itself_is_found_before_what_begins_like_it(tmp_path):
    people = [person("Kari"), person("Kari Lund"), person("Ola", "Karianne")]
    store_with(tmp_path / "n.db", people).close()
    found = found_by("kari", open_knowledge(tmp_path / "n.db"), PERSON)
    assert found == ["kari", "kari-lund", "ola"]


def test_the_package_is_searched_too():
    assert found_by("statistisk", open_knowledge(None))[0] == SSB
