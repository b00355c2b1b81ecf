import pytest

from pipeline.records import Band, Candidate, Evidence
from pipeline.stages.bands import SURE, band_of


def band(best, other, score=0.95, against=0.0, witness="in the text"):
    evidence = (Evidence(feature="in the list", weight=against, detail="the list has it"),)
    support = (Evidence(feature=witness, weight=2.5, detail="something has it"),)
    return band_of(
        [
            Candidate(name=best, score=score, evidence=support),
            Candidate(name=other, score=round(1 - score, 2), evidence=evidence),
        ]
    )


@pytest.mark.parametrize(
    ("best", "other"),
    [("Kari Lie", "Kari Lia"), ("Tor Egil Moe", "Tor-Egil Moe"), ("Sør-Øst", "Sørøst")],
)
def test_a_likely_slip_in_one_word_is_a_correction_to_accept(best, other):
    assert band(best, other) is Band.SURE


def test_what_is_less_likely_is_worth_a_look():
    assert band("Kari Lie", "Kari Lia", score=SURE - 0.01) is Band.LOOK


def test_the_list_against_one_caption_is_worth_a_look():
    assert band("Kari Lie", "Kari Lia", witness="in the list") is Band.LOOK


def test_evidence_that_contradicts_itself_is_worth_a_look():
    assert band("Kari Lie", "Kari Lia", against=1.0) is Band.LOOK


@pytest.mark.parametrize("other", ["Kari Ann Lie", "Lie Kari", "Karin Lia"])
def test_a_difference_of_more_than_a_word_is_worth_a_look(other):
    assert band("Kari Lie", other) is Band.LOOK


def test_a_tie_is_worth_a_look():
    tied = [Candidate(name=name, score=0.9, evidence=()) for name in ("Kari Lie", "Kari Lia")]
    assert band_of(tied) is Band.LOOK


def test_without_candidates_there_is_nothing_to_accept():
    assert band_of([]) is Band.LOOK
