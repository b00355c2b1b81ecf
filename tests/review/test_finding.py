"""Filters and orders of the queue, and which card comes next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import FlagKind
from pipeline.review.finding import (
    Filter,
    Order,
    before,
    count,
    figures,
    following,
    lines,
    numbers,
    page,
)
from tests.export.sample import SAMPLE
from tests.review.making import missing, number_of, say, source, spelt


def fill(queue):
    queue.put(
        source("1"),
        [spelt("a1", "Ola Vik", "Ole Vik", score=0.6), spelt("a2", "Liv Grønn", "Liv Grøn")],
    )
    queue.put(
        source("2"),
        [
            missing("b1", "Per Dahl"),
            spelt("b2", "Eva Moen", "Eva Mo", kind=FlagKind.UNSURE, score=0.4),
            SAMPLE,
        ],
    )


def test_flags_are_found_by_everything_that_they_have(queue):
    fill(queue)
    found = {
        "kind": count(queue.database, Filter(kind="unsure")),
        "band": count(queue.database, Filter(band="sure")),
        "entity": count(queue.database, Filter(entity="place")),
        "source": count(queue.database, Filter(source=1)),
        "score": count(queue.database, Filter(least=50, most=70)),
        "since": count(queue.database, Filter(since="2026-11-21")),
        "until": count(queue.database, Filter(until="2026-11-20")),
        "organisation": count(queue.database, Filter(organisation="FJORDinstituttet")),
        "text": count(queue.database, Filter(text="gronn  LIV")),
        "state": count(queue.database, Filter(state="decided")),
        "all": count(queue.database, Filter(state="all")),
    }
    assert found == {
        "kind": 1, "band": 2, "entity": 0, "source": 2, "score": 1, "since": 0, "until": 6,
        "organisation": 1, "text": 1, "state": 0, "all": 6,
    }  # fmt: skip


def test_a_page_says_how_many_there_are_whatever_is_asked(queue):
    fill(queue)
    for asked in (Filter(), Filter(text="v a1"), Filter(text="ikke der"), Filter(state="all")):
        found, shown = page(queue.database, asked, 1, 2)
        assert found == count(queue.database, asked)
        assert shown == lines(queue.database, asked, 1, 2)


def test_words_stand_in_names_or_in_the_title_whichever(queue):
    fill(queue)
    texts = {
        "ola vik": 1,
        "vik a1": 1,
        "a1 vik": 1,
        "nytt fra": 4,
        "grønn ola": 0,
        "ola nytt ole": 1,
    }
    assert {text: count(queue.database, Filter(text=text)) for text in texts} == texts


def test_every_order_goes_through_every_card_once_and_starts_again(queue):
    fill(queue)
    for order in Order:
        asked = Filter(order=order)
        walked, number = [], following(queue.database, asked, 0) or 0
        for _ in range(6):
            walked.append(number)
            assert before(queue.database, asked, number)[0] == len(walked) - 1
            number = following(queue.database, asked, number) or 0
        assert walked == numbers(queue.database, asked)
        assert walked == [line.number for line in lines(queue.database, asked, 0, 99)]
        assert number == walked[0]
        assert before(queue.database, asked, walked[3])[1] == walked[2]


def test_the_place_in_the_queue_is_kept_after_a_decision(queue, register):
    fill(queue)
    asked = Filter()
    walked = numbers(queue.database, asked)
    third = lines(queue.database, asked, 2, 1)[0]
    say(queue, register, third.title, "different")
    assert following(queue.database, asked, walked[2]) == walked[3]


def test_after_the_last_card_there_is_none(queue, register):
    queue.put(source(), [spelt("a1", "Liv Grønn", "Liv Grøn")])
    number = number_of(queue, "a1")
    say(queue, register, "a1", "different")
    assert following(queue.database, Filter(), number) is None


def test_figures_count_every_flag_once(queue, register):
    fill(queue)
    say(queue, register, "a1", "different")
    told = figures(queue.database)
    assert told["state"] == {"open": 5, "decided": 1}
    assert sum(told["kind"].values()) == 5
    assert told["source"] == {"1": 1, "2": 4}


@given(st.builds(
    Filter,
    state=st.sampled_from(("open", "all", "fine")), kind=st.sampled_from(("", "unsure")),
    least=st.integers(0, 100), most=st.integers(0, 100), since=st.sampled_from(("", "2026-01-31")),
    source=st.integers(0, 10**6), text=st.text(st.characters(codec="utf-8"), max_size=20).map(
        lambda words: " ".join(words.split())
    ),
    order=st.sampled_from(Order),
))  # fmt: skip
def test_a_filter_survives_the_address(asked):
    assert Filter.of(asked.query) == asked


@given(st.dictionaries(
    st.sampled_from(("state", "kind", "source", "least", "since", "text", "order", "organisation")),
    st.text(max_size=30),
))  # fmt: skip
def test_whatever_an_address_says_makes_a_filter_that_can_be_asked(said):
    where, values = Filter.of(said).where()
    assert where.count("?") == len(values)
