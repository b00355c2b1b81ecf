"""What an article asks of the register and decisions is noted, so that changes find it."""

from __future__ import annotations

from pipeline.authority.entries import Entry
from pipeline.authority.knowledge import Verdict
from pipeline.authority.register import Register
from pipeline.authority.seed import load_seed
from pipeline.authority.store import Store
from pipeline.batch.asking import Asked, changes, forms_asked
from pipeline.records import EntityKind, FailedArticle
from tests.batch.test_refresh import decide, know

PERSON = EntityKind.PERSON


def register(path, *things):
    return Register(load_seed(), Store(know(path, *things)))


def test_every_question_is_noted_and_answered():
    asked = Asked(Register(load_seed()))
    assert asked.entries("SSB", EntityKind.ORGANISATION)
    assert asked.ruling(PERSON, "Kari Lund", "Kari Lunde", "a") is None
    assert asked.right_form(PERSON, "Per Aas", "a") is None
    assert asked.not_a_name(PERSON, "Hei", "a") is None
    assert asked.take() == {"SSB", "Kari Lund", "Kari Lunde", "Per Aas", "Hei"}
    assert asked.take() == set()


def test_what_was_asked_is_kept_by_lookup_key():
    failed = FailedArticle(article_id="a", error="E", message="m")
    assert forms_asked({"KARI Lund", "Kari  Lund", "Aas"}, failed) == ("aas", "kari lund")


def test_an_entry_that_is_changed_touches_its_old_and_new_forms(tmp_path):
    old = register(tmp_path / "old.db", Entry(id="p1", kind=PERSON, name="Kari Lund"))
    new = register(tmp_path / "new.db", Entry(id="p1", kind=PERSON, name="Kari Lunde"))
    found = changes(old, new)
    assert found.forms == {"kari lund", "kari lunde"}
    assert found.why("a", ["per aas"]) == ""
    assert found.why("a", ["kari lunde"]) == "what is known of 'kari lunde'"


def test_a_decision_for_one_article_touches_that_article(tmp_path):
    old = register(tmp_path / "old.db")
    new = register(tmp_path / "new.db", decide(Verdict.NOT_A_NAME, "Hei Sveis", article="a1"))
    assert changes(old, new).why("a1", []) == "a decision on this article"


def test_a_decision_that_is_taken_back_touches_what_it_was_about(tmp_path):
    first = decide(Verdict.SAME, "Kari Lund", "Kari Lunde")
    old = register(tmp_path / "old.db", first)
    new = register(tmp_path / "new.db", first, decide(Verdict.UNDONE, undoes=first.id, later=1))
    assert changes(old, new).forms == {"kari lund", "kari lunde"}


def test_nothing_that_is_the_same_touches_anything(tmp_path):
    things = (Entry(id="p1", kind=PERSON, name="Kari Lund"), decide(Verdict.NOT_A_NAME, "Hei"))
    found = changes(
        register(tmp_path / "old.db", *things), register(tmp_path / "new.db", *reversed(things))
    )
    assert not found.forms | found.articles
