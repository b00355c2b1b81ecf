import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Check, Light
from pipeline.translation.quality import GRAVE, chance_of, features, quality

SENTENCE = "Kommunen åpnet den nye broen over elva tidlig på mandag."


def light(score, *kinds, target="en"):
    checks = [Check(kind=kind, detail="x") for kind in kinds]
    found = quality(SENTENCE, score, checks, target)
    return found and found.light


def test_a_sure_translator_gives_green_and_an_unsure_one_red():
    assert (light(-0.15), light(-0.9)) == (Light.GREEN, Light.RED)


@pytest.mark.parametrize("kind", sorted(GRAVE))
def test_a_grave_failed_check_is_red_whatever_the_score(kind):
    assert light(-0.1, kind) is Light.RED


@pytest.mark.parametrize("kind", ["quotes", "symbol", "term"])
def test_another_failed_check_is_amber_at_best(kind):
    assert light(-0.1, kind) is Light.AMBER


def test_a_sentence_cut_in_pieces_is_judged_by_its_score():
    assert light(-0.1, "long") is Light.GREEN


def test_nothing_is_said_where_no_model_had_a_part():
    assert quality(SENTENCE, None, (), "en") is None


def test_what_fails_a_check_without_a_model_is_red_all_the_same():
    assert light(None, "name") is Light.RED


def test_a_language_that_nothing_was_learnt_for_is_judged_as_english():
    assert quality(SENTENCE, -0.3, (), "de") == quality(SENTENCE, -0.3, (), "en")


@given(st.text(max_size=300), st.floats(-20, 0), st.floats(-20, 0), st.sampled_from(["en", "fr"]))
def test_a_surer_translator_never_lowers_the_chance(source, one, other, target):
    low, high = sorted((one, other))
    found = [quality(source, score, (), target) for score in (low, high)]
    chances = [one.chance for one in found if one]
    assert len(chances) == 2
    assert 0 <= chances[0] <= chances[1] <= 1


@given(st.floats(-1e9, 1e9))
def test_a_chance_is_a_probability_however_far_out(x):
    assert 0 <= chance_of(features("", x), (0.0, 1.0, 1.0, 1.0)) <= 1
