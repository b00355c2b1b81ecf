"""What is put into the queue, what becomes of it, and what a decision changes."""

from __future__ import annotations

import json

from pipeline.authority.knowledge import Decision
from pipeline.authority.opening import changing
from pipeline.authority.verdicts import sealed
from pipeline.records import FlagKind, Row
from pipeline.review.cards import Stand
from pipeline.review.dealing import seen_of
from pipeline.review.finding import Filter, count, figures, lines
from pipeline.review.ledger import Ledger
from pipeline.review.queue import Queue, Source
from pipeline.review.trail import Acts, acts
from pipeline.review.undoing import last_step, take_back
from tests.authority.deciding import decide
from tests.export.sample import SAMPLE
from tests.review.making import (
    dealt,
    missing,
    number_of,
    passage_of,
    say,
    source,
    spelt,
    state_of,
)


def test_a_decided_pair_is_not_asked_again_in_any_other_article(queue, register):
    queue.put(source("1"), [spelt("a1", "Liv Grønn", "Liv Grøn")])
    queue.put(
        source("2"), [spelt("b1", "Liv Grønn", "Liv Grøn"), spelt("b2", "Ola Vik", "Ole Vik")]
    )
    say(queue, register, "grønn a1", "same", name="Liv Grøn")
    assert (state_of(queue, "a1"), state_of(queue, "b1"), state_of(queue, "b2")) == (
        "decided", "decided", "open",
    )  # fmt: skip
    queue.put(source("3"), [spelt("c1", "Liv Grønn", "Liv Grøn")])
    assert state_of(queue, "c1") == "decided"


def test_many_flags_are_judged_from_all_decisions_at_once_with_the_same_result(
    queue, register, monkeypatch
):
    monkeypatch.setattr("pipeline.review.queue.MANY", 0)
    queue.put(
        source("1"), [spelt("a1", "Liv Grønn", "Liv Grøn"), spelt("a2", "Ola Vik", "Ole Vik")]
    )
    say(queue, register, "a1", "same", name="Liv Grøn")
    queue.put(source("2"), [spelt("b1", "Liv Grønn", "Liv Grøn")])
    assert [state_of(queue, a) for a in ("a1", "a2", "b1")] == ["decided", "open", "decided"]


def test_a_decision_for_one_article_leaves_the_others_open(queue, register):
    queue.put(
        source(), [spelt("a1", "Liv Grønn", "Liv Grøn"), spelt("a2", "Liv Grønn", "Liv Grøn")]
    )
    say(queue, register, "a1", "different", only_here="yes")
    assert (state_of(queue, "a1"), state_of(queue, "a2")) == ("decided", "open")


def test_a_decision_made_on_the_command_line_counts(queue, register):
    queue.put(source(), [spelt("a1", "Liv Grønn", "Liv Grøn")])
    decision = sealed(decide("unsure", "Liv Grøn", "LIV GRØNN", n=1))
    with changing(register, "kari", "decide") as (_, batch):
        batch.decide(decision)
    queue.catch_up(register)
    assert state_of(queue, "a1") == "decided"


def test_what_follows_from_other_pairs_is_decided_and_opens_again_when_one_is_taken_back(
    queue, register
):
    articles = [spelt("a1", "Kari Li", "Kari Lie"), spelt("a2", "Kari Lie", "Kari Lye")]
    queue.put(source(), [*articles, spelt("a3", "Kari Li", "Kari Lye")])
    say(queue, register, "a1", "same", name="Kari Lie")
    assert state_of(queue, "a3") == "open"
    say(queue, register, "a2", "same", name="Kari Lie")
    assert state_of(queue, "a3") == "decided"
    take_back(queue, register, Acts(step=last_step(queue, "kari")), "kari")
    assert (state_of(queue, "a1"), state_of(queue, "a3")) == ("decided", "open")


def test_contradicting_decisions_are_a_conflict_and_not_an_answer(queue, register):
    articles = [spelt("a1", "Kari Li", "Kari Lie"), spelt("a2", "Kari Lie", "Kari Lye")]
    queue.put(source(), [*articles, spelt("a3", "Kari Li", "Kari Lye")])
    say(queue, register, "a1", "same", name="Kari Lie")
    say(queue, register, "a2", "same", name="Kari Lie")
    say(queue, register, "a3", "different")
    assert figures(queue.database)["state"] == {"conflict": 3}


def test_a_register_made_anew_without_a_decision_is_followed(queue, register):
    queue.put(source(), [spelt("a1", "Liv Grønn", "Liv Grøn"), spelt("a2", "Ola Vik", "Ole Vik")])
    say(queue, register, "a1", "different")
    say(queue, register, "a2", "different")
    kept = [act for act in acts(queue.database, Acts()) if "Ola Vik" in act.forms]
    register.unlink()
    with changing(register, "kari", "import") as (_, batch):
        row = queue.database.rows("SELECT body FROM acts WHERE id = ?", (kept[0].id,))
        batch.decide(Decision.model_validate_json(row[0][0]))
    queue.catch_up(register)
    assert (state_of(queue, "a1"), state_of(queue, "a2")) == ("open", "decided")


def test_a_flag_about_a_list_is_not_settled_by_a_spelling_decided_elsewhere(queue, register):
    queue.put(source(), [missing("a1", "Liv Grønn"), spelt("a2", "Liv Grønn", "Liv Grøn")])
    say(queue, register, "a2", "same", name="Liv Grøn")
    assert state_of(queue, "a1") == "open"
    say(queue, register, "a1", "fine")
    assert state_of(queue, "a1") == "fine"


def test_what_is_fine_in_one_text_is_asked_in_another_that_has_the_same_name(queue, register):
    queue.put(source("1"), [missing("brief", "Liv Grønn")])
    say(queue, register, "brief", "fine")
    other = missing("brief", "Liv Grønn")
    text = other.article.parts[-1].text + " Igjen."
    part = other.article.parts[-1].model_copy(update={"text": text})
    article = other.article.model_copy(update={"parts": (*other.article.parts[:-1], part)})
    queue.put(source("2"), [other.model_copy(update={"article": article})])
    found = lines(queue.database, Filter(state="all"), 0, 9)
    assert sorted(line.state for line in found) == ["fine", "open"]


def test_what_is_no_name_settles_every_flag_about_it(queue, register):
    queue.put(source(), [missing("a1", "Gul Bil"), spelt("a2", "Gul Bil", "Gul Bill")])
    say(queue, register, "a1", "not_a_name")
    assert figures(queue.database)["state"] == {"decided": 2}


def test_putting_a_source_in_again_keeps_numbers_and_what_was_decided(queue, register):
    queue.put(source(), [spelt("a1", "Liv Grønn", "Liv Grøn"), spelt("a2", "Ola Vik", "Ole Vik")])
    say(queue, register, "a1", "same", name="Liv Grøn")
    number = number_of(queue, "a2")
    quiet = spelt("a1", "Liv Grønn", "Liv Grøn").model_copy(
        update={"reconciliation": SAMPLE.reconciliation.model_copy(update={"flags": ()})}
    )
    queue.put(source(), [quiet, spelt("a2", "Ola Vik", "Ole Vik")])
    assert number_of(queue, "a2") == number
    assert figures(queue.database)["state"] == {"decided": 1, "open": 1}
    queue.put(source(), [quiet])
    assert figures(queue.database)["state"] == {"decided": 1}


def test_a_source_that_is_dropped_takes_its_flags_along_and_no_decision(queue, register):
    queue.put(source("1"), [spelt("a1", "Liv Grønn", "Liv Grøn")])
    say(queue, register, "a1", "different")
    queue.drop(source("1"))
    assert count(queue.database, Filter(state="all")) == 0
    queue.put(source("2"), [spelt("b1", "Liv Grønn", "Liv Grøn")])
    assert state_of(queue, "b1") == "decided"


def test_a_correction_changes_the_articles_that_hold_the_wrong_form(queue, register):
    queue.put(source("1"), [spelt("a1", "Liv Grønn", "Liv Grøn"), missing("a2", "Liv Grønn")])
    queue.put(source("2"), [missing("b1", "Ola Vik")])
    decision = decide("corrected", "liv grønn", n=1, name="Liv Grøn")
    touched = queue.touched([decision])
    assert sorted(touched.articles) == [("job", "1", "a1"), ("job", "1", "a2")]
    assert touched.translations == 3
    assert touched.jobs == ("1",)


def test_articles_that_a_decision_changes_are_stale_until_they_are_put_in_again(queue, register):
    batch = Source("batch", "out", "Arkivet")
    articles = [spelt("a1", "Liv Grønn", "Liv Grøn"), spelt("a2", "Ola Vik", "Ole Vik")]
    queue.put(batch, articles)
    say(queue, register, "a1", "same", name="Liv Grøn")
    assert queue.stale(batch) == 1
    queue.put(batch, articles)
    assert queue.stale(batch) == 0


def test_sure_corrections_of_forms_that_stand_in_many_articles_come_first(queue):
    queue.put(
        source(),
        [
            spelt("a1", "Ola Vik", "Ole Vik", score=0.6),
            spelt("a2", "Liv Grønn", "Liv Grøn"),
            spelt("a3", "Per Dahl", "Per Dal"),
            missing("a4", "Per Dahl"),
            spelt("a5", "Eva Moen", "Eva Mo", kind=FlagKind.UNSURE, score=0.4),
        ],
    )
    first = [line.forms[0] for line in lines(queue.database, Filter(), 0, 5)]
    assert first[:2] == ["Per Dahl", "Liv Grønn"]


def test_a_card_shows_both_places_with_position_affiliation_and_list(queue):
    queue.put(source(), [SAMPLE])
    caption, listed = dealt(queue, "haldorsenn").card.forms
    assert (passage_of(caption).kind, passage_of(listed).kind) == ("caption", "list_item")
    assert caption.stand == Stand(row=Row.BACK, place=2, of=3, way="left")
    assert caption.about == ("FIN",)
    assert passage_of(listed).heading == "Deltakere"
    shown = [scrap.text for scrap in passage_of(caption).scraps if scrap.mark == "this"]
    assert shown == ["Eivind Haldorsenn"]
    absent = dealt(queue, "orrevik").card
    assert "Aino Kvaal" in "".join(scrap.text for scrap in absent.beside[0].scraps)


def test_a_decision_that_the_queue_did_not_hear_of_is_caught_up_with(
    queue, register, tmp_path, monkeypatch
):
    """A process that is killed after the register has the decision leaves a queue behind."""
    queue.put(source(), [spelt("a1", "Liv Grønn", "Liv Grøn")])
    followed = iter([True])
    catch_up = Ledger.is_behind
    monkeypatch.setattr(
        Ledger, "is_behind", lambda self, path: next(followed, False) and catch_up(self, path)
    )
    say(queue, register, "a1", "different")
    assert state_of(queue, "a1") == "open"
    monkeypatch.undo()
    with Queue(tmp_path / "queue.db") as later:
        later.catch_up(register)
        assert state_of(later, "a1") == "decided"


def test_what_was_seen_changes_with_a_word_on_one_of_the_names_and_not_on_others(queue, register):
    queue.put(source(), [spelt("a1", "Liv Grønn", "Liv Grøn"), spelt("a2", "Ola Vik", "Ole Vik")])
    number = number_of(queue, "a1")
    before = seen_of(queue, number)
    say(queue, register, "a2", "different")
    assert seen_of(queue, number) == before
    say(queue, register, "a1", "different")
    assert seen_of(queue, number) != before


def test_a_card_is_kept_as_json_that_says_everything_again(queue):
    queue.put(source(), [SAMPLE])
    bodies = [row[0] for row in queue.database.rows("SELECT body FROM cards")]
    assert {json.loads(body)["flag"]["id"] for body in bodies} == {
        flag.id for flag in SAMPLE.reconciliation.flags
    }
