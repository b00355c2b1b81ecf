from __future__ import annotations

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.authority import finding
from pipeline.authority.decisions import problem_of
from pipeline.authority.entries import Alias, AliasKind
from pipeline.authority.finding import How, Indexes, look_up, page_of
from pipeline.authority.keys import form_key
from pipeline.authority.register import Register
from pipeline.authority.seed import load_seed
from pipeline.authority.store import Store
from pipeline.database import Access
from pipeline.records import EntityKind
from tests.authority import making
from tests.authority.deciding import decide, undo
from tests.authority.making import organisation, person, store_with

PERSON = EntityKind.PERSON
KINDS = tuple(EntityKind)


@pytest.fixture
def register(tmp_path):
    people = [
        person("Kari Åsen", "Kari Aasen"),
        person("Kari Lund"),
        organisation("Havlab", ids={"orgnr": "999999999"}, official={"en": "Sealab|The Sealab"}),
    ]
    with store_with(tmp_path / "names.db", people) as store:
        yield Register(load_seed(), store)


@pytest.mark.parametrize(
    ("words", "first", "how"),
    [
        ("KARI  åsen", "kari-åsen", How.NAME),
        ("kari aasen", "kari-åsen", How.NAME),
        ("kari-lund", "kari-lund", How.IDENTIFIER),
        ("999 999 999", "havlab", How.IDENTIFIER),
        ("the sealab", "havlab", How.OFFICIAL),
        ("Statistics Norway", "statistisk-sentralbyraa", How.OFFICIAL),
        ("Havl", "havlab", How.BEGINNING),
        ("Kari Åssen", "kari-åsen", How.NEAR),
    ],
)
def test_an_entry_is_found_by_what_one_knows_of_it(register, words, first, how):
    found = look_up(words, KINDS, register)[0]
    assert (found.entry.id, found.how) == (first, how)


def test_what_is_nearly_the_name_says_why(register):
    [found] = [one for one in look_up("Kari Åssen", KINDS, register) if one.how is How.NEAR][:1]
    assert 0 < found.score < 1
    assert found.evidence


def test_an_entry_is_found_once_and_no_more_than_wanted(register):
    found = look_up("Kari", KINDS, register, 2)
    assert len({one.entry.id for one in found}) == len(found) == 2


def test_an_entry_of_the_package_that_is_hidden_is_not_found(tmp_path):
    with store_with(tmp_path / "names.db") as store:
        with store.writing("ola", "hide") as batch:
            batch.hide(load_seed().entries["statistisk-sentralbyraa"])
        hidden = Register(load_seed(), store)
        for words in ("Statistics Norway", "Statistisk sentralbyrå", "statistisk-sentralbyraa"):
            ids = {found.entry.id for found in look_up(words, KINDS, hidden)}
            assert "statistisk-sentralbyraa" not in ids


def test_pages_hold_every_entry_once_and_in_order(register):
    found, after = [], ""
    while some := page_of(register, KINDS, after, 100, given=True):
        found += [entry.id for entry in some]
        after = some[-1].id
    assert found == [entry.id for entry in register.all_entries()]
    own = page_of(register, KINDS, "", 100, given=False)
    assert [entry.id for entry in own] == ["havlab", "kari-lund", "kari-åsen"]


def test_a_large_register_is_searched_with_what_is_there_while_an_index_is_made(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(finding, "_QUICK", 0)
    path = tmp_path / "names.db"
    store_with(path, [person("Kari Åsen")]).close()
    indexes = Indexes()

    def ids(words, **how):
        with Store(path) as store:
            register = Register(load_seed(), store)
            return [hit.id for hit in indexes.near(words, PERSON, register, 3, **how)]

    def settle():
        for thread in threading.enumerate():
            if thread is not threading.current_thread() and thread.daemon:
                thread.join(10)

    assert ids("Kari Åssen") == []
    settle()
    assert ids("Kari Åssen") == ["kari-åsen"]
    with Store(path, Access.WRITE) as store, store.writing("ola", "add") as batch:
        batch.put(person("Per Lunde"))
    assert ids("Kari Åssen") == ["kari-åsen"]
    settle()
    assert ids("Per Lundhe") == ["per-lunde"]


def test_who_waits_gets_the_index_of_a_large_register(register, monkeypatch):
    monkeypatch.setattr(finding, "_QUICK", 0)
    hits = Indexes().near("Kari Åssen", PERSON, register, 1, wait=True)
    assert [hit.id for hit in hits] == ["kari-åsen"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(st.lists(making.decisions, max_size=4, unique_by=lambda d: d.id), st.data())
def test_the_decisions_on_a_form_are_those_that_hold_it(tmp_path, decisions, data):
    kept = [d for d in decisions if not problem_of(d) and not d.undoes]
    forms = [form for d in kept for form in (*d.forms, d.name) if form] or ["Kari"]
    form = data.draw(st.sampled_from(forms))
    (tmp_path / "names.db").unlink(missing_ok=True)
    with store_with(tmp_path / "names.db", decisions=kept) as store:
        found = store.decisions_on([form.upper()])
    key = form_key(form.upper())
    assert list(found) == [d for d in kept if key in map(form_key, (*d.forms, d.name))]


def test_what_takes_back_comes_with_the_decisions_on_a_form(tmp_path):
    same = decide("same", "Kari Ås", "Kari Aas", n=1)
    other = decide("not_a_name", "Ro", n=2)
    with store_with(tmp_path / "names.db", decisions=[same, undo(same, 3), other]) as store:
        assert [d.id for d in store.decisions_on(["KARI AAS"])] == ["d1", "d3"]


def test_an_official_name_is_found_whole_and_not_in_part(register):
    assert [e.id for e in register.store.officially("sealab")] == ["havlab"]
    assert register.store.officially("lab") == ()
    assert register.store.officially("%") == ()


def test_forms_that_are_wrong_find_the_entry_too(tmp_path):
    wrong = Alias(name="Kari Åsn", kind=AliasKind.ERROR)
    entry = person("Kari Åsen").model_copy(update={"aliases": (wrong,)})
    with store_with(tmp_path / "names.db", [entry]) as store:
        [found] = look_up("kari åsn", (PERSON,), Register(load_seed(), store))
    assert (found.how, found.form) == (How.NAME, "Kari Åsn")
