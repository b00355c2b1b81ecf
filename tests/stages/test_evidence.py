import re

import pytest

from pipeline.stages.evidence import message, probability, reason, reasons, times, total

SLOTS = re.compile(r"{\w+}")


@pytest.mark.parametrize("key", reasons())
def test_all_languages_of_a_reason_put_in_the_same_words(key):
    row = reasons()[key]
    assert set(SLOTS.findall(row.en)) == set(SLOTS.findall(row.nb)) == set(SLOTS.findall(row.nn))


@pytest.mark.parametrize("key", reasons())
def test_no_reason_is_so_heavy_that_nothing_could_outweigh_it(key):
    assert abs(reasons()[key].weight) < 10


def test_a_reason_without_its_words_is_a_mistake_of_ours():
    with pytest.raises(KeyError, match="times"):
        reason("in_the_text", "Kari Lie")


def test_a_count_is_said_in_all_languages():
    found = reason("in_the_text", "Kari Lie", times=times(2))
    assert "stands twice" in found.detail
    assert "står to ganger" in found.detail_nb
    assert "står to gonger" in found.detail_nn


def test_weights_add_up_to_a_probability():
    evidence = [reason("prior"), reason("same_affiliation", "USN", "USN"), reason("same_role")]
    assert total(evidence) == 2.0
    assert probability(evidence) == pytest.approx(0.881, abs=0.001)


def test_a_sentence_is_said_in_all_languages():
    assert message("not_in_picture", name="Kari Lie") == (
        "Kari Lie is on the list but not in the picture",
        "Kari Lie er i listen, men ikke på bildet",
        "Kari Lie er i lista, men ikkje på biletet",
    )
