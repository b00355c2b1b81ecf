from __future__ import annotations

import pytest

from pipeline.authority.register import open_knowledge
from pipeline.database import Access
from pipeline.desk.opening import Files
from pipeline.desk.settling import add_name, add_term
from pipeline.errors import ConfigError, StoreError
from pipeline.records import EntityKind
from pipeline.translation.glossary import Glossary, Term
from pipeline.translation.glossary_store import GlossaryStore


def terms(path):
    with GlossaryStore(path) as store:
        return store.read().terms


def test_a_term_keeps_what_the_glossary_has_in_other_languages(tmp_path):
    path = tmp_path / "glossary.db"
    with GlossaryStore(path, Access.WRITE) as store:
        kept = Term(
            ("rektor", "rektoren"), {"fr": ("proviseur",)}, {"en": ("rector", "dean")}, "note"
        )
        store.add(Glossary((kept,)))
    add_term(path, " Rektor", "en", "rector")
    assert terms(path) == (
        Term(
            ("rektor", "rektoren"),
            {"fr": ("proviseur",), "en": ("rector",)},
            {"en": ("dean",)},
            "note",
        ),
    )


@pytest.mark.parametrize(("term", "words"), [("", "x"), ("x", " "), ("x" * 201, "x")])
def test_a_term_that_is_none_is_refused(tmp_path, term, words):
    with pytest.raises(ConfigError):
        add_term(tmp_path / "glossary.db", term, "en", words)


@pytest.mark.parametrize("words", ["a|b", "a;b", "a\\b"])
def test_signs_that_mean_something_in_a_table_stay_signs(tmp_path, words):
    entry = add_name(tmp_path / "names.db", "Nordvik", EntityKind.PLACE, ("en", words), "kari")
    assert dict(entry.official) == {"en": words}


def test_a_name_that_the_register_has_gets_the_official_form_as_well(tmp_path):
    path = tmp_path / "names.db"
    first = add_name(path, "Nordvik skole", EntityKind.ORGANISATION, ("en", "Nordvik School"), "a")
    again = add_name(path, "nordvik  skole", EntityKind.ORGANISATION, ("fr", "École"), "b")
    assert again.id == first.id
    (entry,) = open_knowledge(path).entries("Nordvik skole", EntityKind.ORGANISATION)
    assert dict(entry.official) == {"en": "Nordvik School", "fr": "École"}


def test_an_official_form_that_is_the_name_itself_is_none(tmp_path):
    entry = add_name(tmp_path / "names.db", "Kari Lie", EntityKind.PERSON, ("en", "Kari Lie"), "a")
    assert dict(entry.official) == {}


def test_what_is_no_name_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="empty"):
        add_name(tmp_path / "names.db", " ", EntityKind.PERSON, ("en", ""), "a")
    with pytest.raises(StoreError):
        add_name(tmp_path / "names.db", "?", EntityKind.PERSON, ("en", ""), "a")


def test_what_is_settled_is_told_to_the_worker(tmp_path):
    files = Files(tmp_path, tmp_path / "n.db", tmp_path / "m.db", tmp_path / "g.db")
    seen = [files.revision()]
    add_term(files.glossary, "rektor", "en", "principal")
    seen.append(files.revision())
    add_name(files.names, "Kari Lie", EntityKind.PERSON, ("en", ""), "a")
    seen.append(files.revision())
    assert len(set(seen)) == 3
    assert files.revision() == seen[-1]
