"""The course of a training: order, shapes, rate, and going on after a stop."""

from __future__ import annotations

import doctest
from collections import Counter
from itertools import islice
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

lengths = st.lists(st.integers(2, 120), min_size=1, max_size=80)
TRAINING = {"rate": 3e-4, "warmup_steps": 30, "last": 0.04}


def chance(seed):
    return Random(seed)  # noqa: S311 - chance, not secrecy


@pytest.fixture(scope="session")
def course(recipe):
    return recipe("course")


@pytest.fixture(scope="session")
def some_pairs(recipe):
    found = recipe("pairs").Pair
    directions = {"nb-en": 40, "nn-en": 5, "en-fr": 20}
    return [
        found(f"Setning {number}", f"Sentence {number}", direction, "a")
        for direction, count in directions.items()
        for number in range(count)
    ]


def example(course, length):
    return course.Example(tuple(range(length - 1)), (1,))


@given(lengths, st.sampled_from([64, 256, 1536]), st.sampled_from([1, 8, 16]))
def test_a_length_always_has_the_same_number_of_examples(course, sizes, tokens, step):
    made = [*course.batches([example(course, size) for size in sizes * 3], tokens, step)]
    for length, some in made:
        assert length % step == 0
        assert len(some) == max(1, tokens // length)
        assert all(length - step < len(one) <= length for one in some)


@given(lengths)
def test_batches_hold_every_example_once_but_those_that_wait(course, sizes):
    some = [example(course, size) for size in sizes]
    batched = Counter(one for _, batch in course.batches(some, 128, 8) for one in batch)
    assert batched <= Counter(some)


def test_directions_come_by_their_shares_however_scarce_they_are(course, some_pairs):
    shares = {"nb-en": 0.5, "nn-en": 0.3, "en-fr": 0.2, "nb-fr": 0.9}
    drawn = [*islice(course.order(some_pairs, shares, chance(1)), 3000)]
    counts = Counter(pair.direction for pair in drawn)
    assert counts.keys() == {"nb-en", "nn-en", "en-fr"}
    assert counts["nn-en"] == pytest.approx(900, abs=100)


def test_all_of_a_direction_comes_before_any_of_it_again(course, some_pairs):
    drawn = [*islice(course.order(some_pairs, {"nb-en": 1.0}, chance(1)), 80)]
    assert len(set(drawn[:40])) == len(set(drawn[40:])) == 40


def test_a_run_that_goes_on_gets_what_the_unbroken_run_would_have_got(
    recipe, course, some_pairs, names, settings
):
    def course_of():
        random = chance(7)
        shares = dict.fromkeys(settings["variants"], 0.3)
        made = {"captions": lambda direction, random: some_pairs[0]}
        pairs = course.order(some_pairs, settings["directions"], random)
        varied = course.varied(pairs, shares, names, made, random)
        encode = lambda some: [course.Example(tuple(one.source), (1,)) for one in some]  # noqa: E731
        return course.batches(course.examples(varied, encode, 40), 200, 8)

    unbroken = [*islice(course_of(), 30)]
    assert [*islice(course_of(), 20, 30)] == unbroken[20:]


def test_what_cannot_be_made_for_a_direction_is_left_out(course, some_pairs, names, settings):
    shares = dict.fromkeys(settings["variants"], 0.0) | {"words": 1.0}
    made = {
        "words": lambda direction, random: some_pairs[0] if direction == "nb-en" else None,
        "captions": lambda direction, random: some_pairs[1],
    }
    varied = [*course.varied(some_pairs, shares, names, made, chance(7))]
    english = [pair for pair in some_pairs if pair.direction == "nb-en"]
    assert len(varied) == len(some_pairs) + len(english)
    assert varied.count(some_pairs[0]) == len(english) + 1


def test_examples_that_are_too_long_are_left_out(course, some_pairs):
    encode = lambda some: [example(course, 10 * (n + 1)) for n, _ in enumerate(some)]  # noqa: E731
    assert [len(one) for one in course.examples(some_pairs[:4], encode, 25)] == [10, 20]


def test_the_rate_rises_by_steps_and_falls_over_the_time(course):
    assert course.rate_at(0.0, 0, TRAINING) == pytest.approx(1e-5)
    assert course.rate_at(0.0, 29, TRAINING) == pytest.approx(3e-4)
    assert course.rate_at(0.5, 500, TRAINING) == pytest.approx(3e-4 * 0.52)
    assert course.rate_at(1.0, 900, TRAINING) == pytest.approx(3e-4 * 0.04)


@given(st.floats(0, 1), st.floats(0, 1))
def test_after_the_rise_the_rate_never_grows(course, one, other):
    early, late = sorted((one, other))
    assert course.rate_at(late, 99, TRAINING) <= course.rate_at(early, 99, TRAINING)


def test_the_plot_is_an_svg_with_the_losses(course):
    log = [{"minutes": n, "loss": 2.0 - n / 10} for n in range(5)]
    root = etree.fromstring(course.plot([*log, {"minutes": 5, "event": "done"}], "Loss & more"))
    texts = [element.text for element in root.iter() if element.text]
    assert {"Loss & more", "2.00", "1.60", "minutes"} <= set(texts)


def test_a_plot_of_nothing_is_still_a_plot(course):
    assert etree.fromstring(course.plot([], "Loss")).tag.endswith("svg")


def test_half_a_line_at_the_end_of_a_log_is_left_out(course, tmp_path):
    log = tmp_path / "log.jsonl"
    log.write_text('{"loss": 1.5}\n{"loss": 1.', "utf-8")
    assert course.read_log(log) == [{"loss": 1.5}]


def test_the_examples_in_the_modules_hold(recipe):
    for name in ("pairs", "variants", "course", "score", "nynorsk"):
        assert doctest.testmod(recipe(name)).failed == 0
