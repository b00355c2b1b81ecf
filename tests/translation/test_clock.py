"""Times of day in words: read, put in figures for the engine, looked for in the target."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.translation.checks import Context, check_segment
from pipeline.translation.clock import (
    clock_edits,
    lost_clocks,
    put_halves,
    read_clocks,
    without_clocks,
)
from pipeline.translation.numbers import invented_numbers, lost_numbers


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("Klokka halv fem", 4, 30),
        ("klokken halv ett", 12, 30),
        ("kl. kvart over 7", 7, 15),
        ("kvart på ein", 12, 45),
        ("Klokka ti på fem", 4, 50),
        ("fem over halv sju", 6, 35),
        ("klokka tjue minutter over tre", 3, 20),
        ("i halv tolv-tiden", 11, 30),
    ],
)
def test_a_time_in_words_is_read(text, hour, minute):
    assert [(clock.hour, clock.minute) for clock in read_clocks(text)] == [(hour, minute)]


@pytest.mark.parametrize(
    "text",
    ["to og en halv time", "ti på fem lag", "kl. 14.30", "en halv million", "fem over hundre"],
)
def test_what_is_no_time_in_words_is_left(text):
    assert read_clocks(text) == ()


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("De kom halv fem.", "They came at half past four.", "en"),
        ("De kom halv fem.", "They came at 4.30 p.m.", "en"),
        ("De kom halv fem.", "They came at 16:30.", "en"),
        ("De kom halv fem.", "Ils sont venus à quatre heures et demie.", "fr"),
        ("De kom halv fem.", "Ils sont venus à 16 h 30.", "fr"),
        ("De kom kvart på åtte.", "They came at a quarter to eight.", "en"),
        ("Klokka fem på åtte kom de.", "Ils sont venus à huit heures moins cinq.", "fr"),
    ],
)
def test_a_time_that_is_told_is_not_missed(source, target, language):
    assert lost_clocks(source, target, language) == ()
    assert (lost_numbers(source, target), invented_numbers(source, target)) == ((), ())


@pytest.mark.parametrize(
    "target", ["They came at half past five.", "They came at five o'clock.", "They came at 5:30."]
)
def test_a_time_that_is_changed_is_a_number_that_is_missing(target):
    (check, *_) = check_segment("De kom klokka halv fem.", target, Context("en"))
    assert (check.kind, check.detail) == ("number", "halv fem is missing")


@given(st.text(alphabet="halv kvartpåoe15 fem.klo", max_size=40))
def test_every_time_is_taken_out_once(text):
    assert read_clocks(without_clocks(text)) == ()
    assert len(clock_edits(text)) == len(read_clocks(text))


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("Møt kl. 08.15.", "Meet at 8:15 p.m.", "Meet at 8:15 a.m."),
        ("Møt kl. 08.15.", "MEET AT 8.15 PM", "MEET AT 8.15 AM"),
        ("Møt klokka 20.15.", "Meet at 8:15 a.m.", "Meet at 8:15 p.m."),
        ("Møt kl. 00.30.", "Meet at 12:30 p.m.", "Meet at 12:30 a.m."),
        ("Møt kl. 12.30.", "Meet at 12:30 a.m.", "Meet at 12:30 p.m."),
        ("Møt kl. 9.", "Meet at 9 pm.", "Meet at 9 am."),
        ("Fra 08.00 til 20.00", "From 8 p.m. to 8 p.m.", "From 8 p.m. to 8 p.m."),  # which is it?
        ("Hun kom kl. 8.15 i går kveld.", "She came at 8:15 p.m.", "She came at 8:15 p.m."),
        ("Han løp på 8.15.", "He ran at 10 p.m.", "He ran at 10 p.m."),
        ("Møt 14.30", "Meet at 2:30 p.m.", "Meet at 2:30 p.m."),
        ("Versjon 8.15.1", "Version 8:15 pm", "Version 8:15 pm"),
    ],
)
def test_times_have_the_half_of_the_day_that_is_meant(source, text, expected):
    assert put_halves(source, text) == expected
    assert put_halves(source, expected) == expected
