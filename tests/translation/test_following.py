from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.translation.following import Asker, batches
from pipeline.translation.recall import Job
from tests.builders_translation import Answering

JOB = Job("nb", "en", "nb-en", ())


@given(st.lists(st.text(max_size=3000), unique=True))
def test_every_text_is_in_one_batch(texts):
    assert sorted(text for batch in batches(texts) for text in batch) == sorted(texts)


@given(st.lists(st.text(st.just("a"), min_size=1, max_size=3000), min_size=2))
def test_no_batch_has_a_text_longer_than_any_of_the_batch_before(texts):
    found = list(batches(texts))
    for earlier, later in pairwise(found):
        assert min(map(len, earlier)) >= max(map(len, later))


def test_a_long_text_makes_no_more_than_fifty_batches():
    assert len(list(batches(["x" * 100] * 5000))) <= 50


def test_progress_counts_to_the_end():
    told: list[Any] = []
    texts = [f"{n} {'x' * 1800}" for n in range(6)]
    ask = Asker(Answering(str), JOB, 1, told.append, known=2, waiting=[[text] for text in texts])
    ask(texts)
    assert [(p.done, p.total) for p in told] == [(2, 8), (5, 8), (8, 8)]
    assert [p.sent for p in told] == [0, 5406, 10812]


def test_a_segment_is_done_when_all_its_texts_are():
    told: list[Any] = []
    ask = Asker(Answering(str), JOB, 1, told.append, waiting=[["a" * 5000, "b"]])
    ask(["a" * 5000, "b"])
    assert [p.done for p in told] == [0, 0, 1]


def test_what_goes_back_is_added_to_what_is_to_be_sent():
    told: list[Any] = []
    ask = Asker(Answering(str), JOB, 1, told.append)
    ask(["ab"])
    ask(["cde"])
    assert (told[-1].sent, told[-1].to_send) == (5, 5)


def test_the_same_text_is_asked_once():
    engine = Answering(str.upper)
    answers = Asker(engine, JOB, 1)(["a", "b", "a"])
    assert engine.asked == ["a", "b"]
    assert answers["a"][0].text == "A"
