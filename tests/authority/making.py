"""Entries for tests: invented people and organisations, and strategies for any entry at all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta, timezone
from pathlib import Path

from hypothesis import strategies as st

from pipeline.authority.entries import Affiliation, Alias, AliasKind, Entry
from pipeline.authority.knowledge import Decision, Verdict
from pipeline.authority.store import Store
from pipeline.database import Access
from pipeline.records import EntityKind, Evidence
from tests.strategies import ODD, SIGNS

_LETTERS = 'aeiknorsæøåÆØÅKLH|\\;=" \t' + ODD + SIGNS
_text = st.text(alphabet=_LETTERS, max_size=12)
_name = st.text(alphabet=_LETTERS, min_size=1, max_size=12)
_zones = st.none() | st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
_day = st.none() | st.dates()


def person(name: str, *aliases: str, entry_id: str = "") -> Entry:
    """Return a person with other spellings of the name."""
    return Entry(
        id=entry_id or name.lower().replace(" ", "-"),
        kind=EntityKind.PERSON,
        name=name,
        aliases=tuple(Alias(name=alias, kind=AliasKind.SPELLING) for alias in aliases),
    )


def organisation(name: str, **values: object) -> Entry:
    """Return an organisation."""
    entry_id = str(values.pop("id", name.lower().replace(" ", "-")))
    kind = EntityKind.ORGANISATION
    return Entry.model_validate({"id": entry_id, "kind": kind, "name": name, **values})


def store_with(path: Path, entries: Iterable[Entry] = (), decisions: Iterable[Decision] = ()):
    """Return a store in a new file, open to be written."""
    store = Store(path, Access.WRITE)
    with store.writing("kari", "test") as batch:
        for entry in entries:
            batch.put(entry)
        for decision in decisions:
            batch.decide(decision)
    return store


#: any entry at all, names that no person would write among them
entries = st.builds(
    Entry,
    id=st.text(alphabet="abcæø-:1", min_size=1, max_size=8),
    kind=st.sampled_from(EntityKind),
    name=_name,
    aliases=st.lists(
        st.builds(Alias, name=_name, kind=st.sampled_from(AliasKind), source=_text, noted=_day),
        max_size=3,
    ).map(tuple),
    affiliations=st.lists(
        st.builds(Affiliation, organisation=_name, role=_text, since=_day, until=_day), max_size=2
    ).map(tuple),
    official=st.dictionaries(_name, _text, max_size=2),
    ids=st.dictionaries(_name, _text, max_size=2),
    keep=st.booleans(),
    verified=st.booleans(),
    source=_text,
    note=_text,
)

_evidence = st.builds(
    Evidence, feature=_text, weight=st.floats(-9, 9), detail=_text, left=_text, right=_text
)
#: any decision, sensible or not
decisions = st.builds(
    Decision,
    id=st.text(alphabet="abc1", min_size=1, max_size=8),
    verdict=st.sampled_from(Verdict),
    kind=st.sampled_from(EntityKind),
    forms=st.lists(_name, max_size=2).map(tuple),
    name=_text,
    article=_text,
    flag=_text,
    by=_text,
    at=st.datetimes(timezones=_zones),
    reason=_text,
    undoes=_text,
    evidence=st.lists(_evidence, max_size=2).map(tuple),
)
