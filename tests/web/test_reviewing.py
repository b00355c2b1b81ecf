"""The pages of the review, asked without a browser."""

from __future__ import annotations

import json
import re

import pytest

from pipeline.authority.store import Store
from pipeline.desk.jobs import Jobs, State, Wish
from pipeline.review.finding import Filter, count
from pipeline.review.queue import Queue
from pipeline.review.undoing import last_step
from pipeline.web.people import People
from pipeline.web.security import Person, Role
from tests.export.sample import SAMPLE
from tests.review.making import missing, number_of, say, source, spelt


@pytest.fixture
def filled(desk):
    """Return the queue of the desk with some flags."""
    with Queue(desk.queue) as queue:
        queue.put(source("1"), [spelt("a1", "Liv Grønn", "Liv Grøn"), SAMPLE])
        queue.put(source("2"), [spelt("b1", "Liv Grønn", "Liv Grøn"), missing("b2", "Per Dahl")])
        yield queue


def hidden(page, name):
    """Return the value of a hidden field."""
    found = re.search(rf'name="{name}" value="(\w+)"', page)
    assert found
    return found[1]


def seen(client, number):
    """Return what a card says of earlier acts."""
    page = client.get(f"/review/{number}").text
    return hidden(page, "seen")


def answer(client, number, answer, query="", **more):
    """Answer a card as its form does."""
    form = {"answer": answer, "seen": more.pop("seen", "") or seen(client, number), **more}
    return client.post(f"/review/{number}{query}", data=form)


def decisions(desk):
    with Store(desk.names) as store:
        return store.decisions()


@pytest.mark.parametrize("path", ["/review", "/review/trail", "/review/conflicts"])
def test_a_desk_where_nothing_was_done_has_a_page_that_says_so(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert 'class="empty"' in answer.text


def test_the_queue_shows_flags_with_differing_letters_and_figures(client, filled):
    page = client.get("/review").text
    assert "Liv Grøn<mark>n</mark>" in page
    assert "5 flags" in page
    assert "0 of 5 decided" in page
    assert "2 flags" in client.get("/review?source=2").text
    assert "Per Dahl" in client.get("/review?page=7").text
    assert "1 flag" in client.get("/review?text=per+dahl&kind=not_in_list").text


@pytest.mark.parametrize(
    ("language", "asked", "reason"),
    [
        ("nb", "Liv Grønn eller Liv Grøn?", "én bokstav er ulik"),
        ("nn", "Er det Liv Grønn eller Liv Grøn?", "éin bokstav er ulik"),
    ],
)
def test_a_card_asks_and_gives_reasons_in_the_language_of_the_page(
    client, filled, language, asked, reason
):
    client.cookies.set("samsvar_language", language)
    page = client.get(f"/review/{number_of(filled, 'grønn a1')}").text
    assert f'lang="{language}">{asked}' in page
    assert reason in page


def test_a_card_shows_places_reasons_effect_and_keys(client, filled):
    page = client.get(f"/review/{number_of(filled, 'haldorsenn', 'open')}").text
    for words in (
        "Back row: number 2 of 3 from the left", "«Deltakere»", "one letter differs",
        "strongly for", "FIN is Fjordinstituttet", "Nothing was decided about these names before",
        "A right form changes 1 article and 1 translation", 'data-key="1"', 'data-key="d"',
    ):  # fmt: skip
        assert words in page


def test_an_answer_is_written_and_the_next_card_comes_with_the_filter_kept(client, filled, desk):
    number = number_of(filled, "grønn a1")
    gone = answer(client, number, "same:Liv Grøn", "?kind=spelling", reason="ringte")
    assert gone.status_code == 303
    assert re.fullmatch(r"/review/\d+\?kind=spelling", gone.headers["location"])
    (kept,) = decisions(desk)
    assert (kept.verdict, kept.name, kept.by, kept.reason) == (
        "same", "Liv Grøn", "kari", "ringte",
    )  # fmt: skip
    page = client.get("/review").text
    assert "2 of 5 decided" in page
    assert "Your last step" in page


def test_a_corrected_form_is_the_one_in_the_field(client, filled, desk):
    answer(client, number_of(filled, "grønn a1"), "corrected", name="Liv Grön", only_here="1")
    assert {(d.forms, d.name, d.article) for d in decisions(desk)} == {
        (("Liv Grønn",), "Liv Grön", "a1"),
        (("Liv Grøn",), "Liv Grön", "a1"),
    }


@pytest.mark.parametrize("said", ["corrected", "same:", "undone", "nonsense", "not_a_name:Ola", ""])
def test_an_answer_that_does_not_fit_says_what_to_do_and_writes_nothing(client, filled, desk, said):
    number = number_of(filled, "dahl")
    answered = answer(client, number, said)
    assert answered.status_code == 400
    assert "That answer does not fit this card" in answered.text
    assert not decisions(desk)


def test_the_second_steward_is_told_and_sees_what_the_first_said(client, filled, desk):
    number = number_of(filled, "grønn a1")
    before = seen(client, number)
    say(filled, desk.names, "grønn a1", "different", by="ola", reason="to søstre")
    late = answer(client, number, "same:Liv Grøn", seen=before)
    assert late.headers["location"] == f"/review/{number}?late=1"
    page = client.get(late.headers["location"]).text
    assert "Somebody decided about these names" in page
    assert "to søstre" in page
    assert [d.by for d in decisions(desk)] == ["ola"]


def test_undo_and_redo_go_back_to_the_card(client, filled, desk):
    number = number_of(filled, "grønn a1")
    answer(client, number, "different")
    undone = client.post("/review/undo?order=score")
    assert undone.headers["location"] == f"/review/{number}?order=score"
    filled.catch_up(desk.names)
    assert count(filled.database, Filter()) == 5
    assert "Taken back:" in client.get("/review").text
    assert client.post("/review/redo").headers["location"] == f"/review/{number}"
    filled.catch_up(desk.names)
    assert count(filled.database, Filter()) == 3
    assert client.post("/review/redo").headers["location"] == "/review"


def test_a_card_that_is_gone_leads_to_the_next_one(client, filled):
    gone = client.get("/review/999?kind=not_in_list")
    assert gone.status_code == 303
    assert gone.headers["location"].startswith("/review/")
    assert client.post("/review/999", data={"answer": "different"}).status_code == 303
    beyond = f"/review/{'9' * 30}"
    assert client.get(beyond).status_code == 303
    assert client.post(beyond, data={"answer": "different"}).status_code == 303
    assert client.get("/review/next?text=nobody").headers["location"].startswith("/review?")


def test_many_are_answered_after_they_were_shown(client, filled, desk):
    page = client.get("/review/all?choice=accept&kind=spelling").text
    assert "3 cards" in page
    assert "2 decisions" in page
    digest = hidden(page, "digest")
    late = client.post("/review/all?choice=accept&kind=spelling", data={"digest": "0"})
    assert late.status_code == 409
    assert "have changed since you saw them" in late.text
    assert not desk.names.exists()
    done = client.post("/review/all?choice=accept&kind=spelling", data={"digest": digest})
    assert done.headers["location"] == "/review?kind=spelling"
    assert {d.reason for d in decisions(desk)} == {"all: kind=spelling"}
    assert client.get("/review/all?choice=nonsense").status_code == 404


def test_the_trail_takes_back_a_step_after_it_was_shown(client, filled, desk):
    say(filled, desk.names, "grønn a1", "different", by="ola", reason="to søstre")
    page = client.get("/review/trail?by=ola").text
    assert "to søstre" in page
    step = last_step(filled, "ola")
    assert "Take it back: 1 act" in client.get(f"/review/trail/undo?step={step}").text
    assert client.post(f"/review/trail/undo?step={step}").headers["location"] == "/review/trail"
    late = client.post(f"/review/trail/undo?step={step}").headers["location"]
    assert "Nothing of this stands any more" in client.get(late).text
    assert "Bring back" in client.get("/review/trail").text


def test_the_trail_is_exported_as_it_is_filtered(client, filled, desk):
    say(filled, desk.names, "grønn a1", "different", by="ola")
    say(filled, desk.names, "dahl", "fine")
    told = json.loads(client.get("/review/trail.json?by=kari").text)
    assert [act["verdict"] for act in told] == ["fine"]
    table = client.get("/review/trail.csv")
    assert len(table.text.splitlines()) == 3
    assert "attachment" in table.headers["content-disposition"]
    assert client.get("/review/trail.exe").status_code == 404


def test_contradicting_decisions_are_shown_with_a_way_out(client, filled, desk):
    with Queue(desk.queue) as queue:
        queue.put(
            source("3"), [spelt("c1", "Liv Grøn", "Liv Grün"), spelt("c2", "Liv Grønn", "Liv Grün")]
        )
    say(filled, desk.names, "grønn a1", "same", name="Liv Grøn")
    say(filled, desk.names, "c1", "same", name="Liv Grøn")
    say(filled, desk.names, "c2", "different")
    assert "4 flags have decisions that contradict" in client.get("/review").text
    page = client.get("/review/conflicts").text
    assert page.count("Take back") == 3


def test_only_the_jobs_that_a_decision_touches_are_made_again(client, filled, desk):
    jobs = Jobs(desk.jobs)
    touched, other = (
        jobs.add(Wish(b"tekst", name, ("en",), pasted=True)) for name in ("touched", "other")
    )
    filled.put(source(touched.id), [spelt("d1", "Ida Moe", "Ida Mo")])
    filled.put(source(other.id), [spelt("d2", "Eva Vik", "Eva Wik")])
    for job in (touched, other):
        jobs.cancel(job.id)
    answer(client, number_of(filled, "d1"), "same:Ida Mo")
    assert {job.name: job.state for job in jobs.all()} == {
        "touched": State.WAITING,
        "other": State.CANCELLED,
    }


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize(
    "path", ["/review", "/review/1", "/review/3", "/review/all?choice=fine", "/review/trail"]
)
def test_every_page_is_there_in_every_language(client, filled, desk, language, path):
    say(filled, desk.names, "grønn a1", "different")
    page = client.get(path, headers={"Accept-Language": language})
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text


def test_a_reader_looks_at_everything_and_decides_nothing(client, filled, desk, monkeypatch):
    monkeypatch.setattr(People, "at", lambda *_: Person("eva", Role.READER))
    for path in ("/review", "/review/1", "/review/trail", "/review/conflicts"):
        page = client.get(path)
        assert page.status_code == 200
        assert '<form method="post" action="/review' not in page.text
    assert 'class="answers"' not in client.get("/review/1").text
    assert client.get("/review/all?choice=accept").status_code == 403
    for path in ("/review/1", "/review/undo", "/review/redo", "/review/all?choice=accept",
                 "/review/trail/undo"):  # fmt: skip
        assert client.post(path, data={"answer": "different"}).status_code == 403
    assert not desk.names.exists()


def test_names_are_escaped(client, desk):
    with Queue(desk.queue) as queue:
        queue.put(source(), [spelt("a1", "Liv <b>Grønn", "Liv <b>Grøn")])
    for path in ("/review", "/review/1", "/review/all?choice=accept"):
        assert "<b>" not in client.get(path).text
