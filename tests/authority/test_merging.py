from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.authority.differences import differences
from pipeline.authority.entries import Affiliation, Alias, AliasKind
from pipeline.authority.keys import form_key
from pipeline.authority.merging import Clash, Taking, clashes, entry_or_error, merge, merged, part
from pipeline.authority.opening import changing
from pipeline.authority.register import Register
from pipeline.authority.seed import load_seed
from pipeline.authority.store import Store
from pipeline.authority.undoing import put_back, returns
from pipeline.errors import StoreError
from pipeline.records import EntityKind
from tests.authority.making import entries, organisation, person, store_with

PERSON = EntityKind.PERSON
SPELLING = AliasKind.SPELLING


@pytest.fixture
def names(tmp_path):
    """Return a register with two entries that are one person, and her namesake."""
    path = tmp_path / "names.db"
    kari = person("Kari Åsen", "Kari Aasen").model_copy(
        update={
            "affiliations": (Affiliation(organisation="Havlab", role="forsker"),),
            "ids": {"orcid": "1"},
        }
    )
    store_with(path, [kari, person("Kari Asen", "K. Asen"), person("Per Lund")]).close()
    return path


def entry(path, entry_id) -> Any:
    with Store(path) as store:
        return Register(load_seed(), store).entry(entry_id)


def undo(path, number, only=""):
    with changing(path, "ola", "undo") as (register, batch):
        put_back(returns(number, only, register), batch, register)
        return batch.number


def merge_in(path, kept, other):
    with changing(path, "ola", "merge") as (register, batch):
        two = entry_or_error(kept, register), entry_or_error(other, register)
        merge(*two, SPELLING, batch, register)
        return batch.number


@given(entries, entries)
def test_nothing_that_one_of_two_is_called_is_lost_when_they_are_merged(kept, other):
    forms = {form_key(form) for form in merged(kept, other, SPELLING).forms}
    assert forms == {form_key(form) for form in (*kept.forms, *other.forms)}


@given(entries)
def test_merging_an_entry_with_one_that_says_nothing_new_changes_nothing(entry):
    twin = entry.model_copy(update={"id": f"{entry.id}2"})
    assert merged(entry, twin, SPELLING) == entry


def test_the_merged_entry_stays_and_the_other_is_gone(names):
    merge_in(names, "kari-åsen", "kari-asen")
    assert entry(names, "kari-asen") is None
    assert entry(names, "kari-åsen").forms == ("Kari Åsen", "Kari Aasen", "Kari Asen", "K. Asen")


def test_what_two_entries_say_differently_is_told(names):
    kept = organisation("Havlab", ids={"orgnr": "1"}, official={"en": "Sealab"})
    other = organisation("Hav Lab", ids={"orgnr": "2"}, official={"en": "Sealab", "fr": "Mer"})
    assert clashes(kept, other) == (Clash("ids", "orgnr", "1", "2"),)
    assert merged(kept, other, SPELLING).ids == {"orgnr": "1"}


def test_an_entry_of_the_package_can_be_merged_into_one_of_the_users(tmp_path):
    names = tmp_path / "names.db"
    store_with(names, [organisation("Statistikkhuset", id="huset")]).close()
    merge_in(names, "huset", "statistisk-sentralbyraa")
    assert entry(names, "statistisk-sentralbyraa") is None
    assert entry(names, "huset").official["en"] == "Statistics Norway"
    with Store(names) as store:
        register = Register(load_seed(), store)
        assert [e.id for e in register.entries("SSB", EntityKind.ORGANISATION)] == ["huset"]


@pytest.mark.parametrize("other", ["kari-åsen", "statistisk-sentralbyraa"])
def test_an_entry_is_merged_neither_with_itself_nor_with_another_kind(names, other):
    with pytest.raises(StoreError):
        merge_in(names, "kari-åsen", other)
    assert entry(names, "kari-åsen").forms == ("Kari Åsen", "Kari Aasen")


def test_a_merge_that_is_undone_leaves_both_as_they_were(names):
    before = entry(names, "kari-åsen"), entry(names, "kari-asen")
    undo(names, merge_in(names, "kari-åsen", "kari-asen"))
    assert (entry(names, "kari-åsen"), entry(names, "kari-asen")) == before


def test_an_undone_merge_can_be_brought_back_by_undoing_that(names):
    number = merge_in(names, "kari-åsen", "kari-asen")
    after = entry(names, "kari-åsen")
    undo(names, undo(names, number))
    assert entry(names, "kari-åsen") == after
    assert entry(names, "kari-asen") is None


def test_a_split_gives_the_chosen_things_to_a_new_entry(names):
    with changing(names, "ola", "split") as (register, batch):
        taking = Taking("Kari Aasen", aliases=frozenset([0]), affiliations=frozenset([0]))
        stays, goes = part(entry_or_error("kari-åsen", register), taking, batch, register)
    assert entry(names, "kari-åsen") == stays
    assert (stays.aliases, stays.affiliations) == ((), ())
    assert (goes.name, goes.affiliations[0].role, dict(goes.ids)) == ("Kari Aasen", "forsker", {})
    assert entry(names, goes.id) == goes


def test_a_split_that_is_undone_is_one_entry_again(names):
    before = entry(names, "kari-åsen")
    with changing(names, "ola", "split") as (register, batch):
        taking = Taking("Kari Aasen", aliases=frozenset([0]))
        _, goes = part(before, taking, batch, register)
        number = batch.number
    undo(names, number)
    assert entry(names, "kari-åsen") == before
    assert entry(names, goes.id) is None


def test_two_that_are_split_may_have_the_same_name(names):
    with changing(names, "ola", "split") as (register, batch):
        taking = Taking("Kari Åsen", affiliations=frozenset([0]))
        stays, goes = part(entry_or_error("kari-åsen", register), taking, batch, register)
    assert stays.name == goes.name
    assert stays.id != goes.id


def test_only_one_of_the_entries_of_a_step_can_be_put_back(names):
    number = merge_in(names, "kari-åsen", "kari-asen")
    with pytest.raises(StoreError, match="name of 'Kari Åsen'"):
        undo(names, number, "kari-asen")  # its names belong to the other by now
    undo(names, number, "kari-åsen")
    assert entry(names, "kari-asen") is None
    assert entry(names, "kari-åsen").forms == ("Kari Åsen", "Kari Aasen")


def test_what_was_changed_since_is_told_before_a_change_is_undone(names):
    with changing(names, "ola", "edit") as (_, batch):
        batch.put(person("Per Lund", "Per Lunde"))
        number = batch.number
    with changing(names, "eva", "edit") as (_, batch):
        batch.put(person("Per Lund", "Per Lunde", "Pelle Lund"))
    with Store(names) as store:
        [back] = returns(number, "", Register(load_seed(), store))
    assert [change.by for change in back.later] == ["eva"]
    gone = [[str(one) for one in d.gone] for d in differences(back.now, back.then)]
    assert gone == [[str(one) for one in entry(names, "per-lund").aliases]]


def test_an_entry_of_the_package_comes_back_when_its_removal_is_undone(names):
    given = load_seed().entries["statistisk-sentralbyraa"]
    with changing(names, "ola", "remove") as (_, batch):
        batch.hide(given)
        number = batch.number
    assert entry(names, given.id) is None
    undo(names, number)
    assert entry(names, given.id) == given
    with Store(names) as store:
        assert store.entry(given.id) is None  # it is the package's again, not a copy


def test_an_entry_that_took_the_place_of_a_packages_gives_it_back_when_undone(names):
    given = load_seed().entries["statistisk-sentralbyraa"]
    with changing(names, "ola", "edit") as (_, batch):
        batch.put(given.model_copy(update={"note": "vår egen"}))
        number = batch.number
    undo(names, number)
    assert entry(names, given.id) == given


def test_there_is_nothing_to_undo_where_nothing_was_done(names):
    with pytest.raises(StoreError, match="no such change"):
        undo(names, 99)


@settings(max_examples=15)
@given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=5), st.data())
def test_undoing_all_steps_backwards_leads_to_where_one_began(tmp_path_factory, steps, data):
    path = tmp_path_factory.mktemp("undo") / "names.db"
    start = [person("Kari Ås", entry_id="a"), person("Per Li", "Pelle Li", entry_id="b")]
    store_with(path, start).close()
    numbers = []
    for step in steps:
        with changing(path, "ola", "edit") as (register, batch):
            if register.entry(step) and data.draw(st.booleans()):
                batch.remove(step)
            else:
                alias = data.draw(st.sampled_from(["En", "To", "Tre"]))
                batch.put(person(f"Navn {step}", f"{alias} {step}", entry_id=step))
            numbers += [batch.number] if not batch.counts["unchanged"] else []
    for number in reversed(numbers):
        undo(path, number)
    with Store(path) as store:
        assert list(store.all_entries()) == start


@given(entries, entries)
def test_differences_say_all_that_differs_and_nothing_else(before, after):
    assume(before != after.model_copy(update={"id": before.id}))
    found = {difference.field for difference in differences(before, after)}
    assert differences(before, before) == ()
    told = {
        f for f in ("name", "kind", "note", "source") if getattr(before, f) != getattr(after, f)
    }
    assert told == found & {"name", "kind", "note", "source"}


def test_aliases_are_told_with_their_source():
    old, new = person("Kari"), person("Kari", "Kari L.")
    assert differences(old, new)[0].come == (Alias(name="Kari L.", kind=SPELLING),)
