"""How many of the words that are known a translation says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.translation.covering import UNKNOWN, Coverage
from pipeline.translation.lexicon import Entry, Lexicon

NORWEGIAN = {
    "kai": Entry(("quay",), 9),
    "rett": Entry(("right", "court"), 9),
    "ferje": Entry(("ferry",), 5),
}
ENGLISH = {"quay": Entry(("quai",), 5), "court": Entry(("cour", "tribunal"), 5)}
SHARE = Coverage({("nb", "en"): Lexicon(NORWEGIAN, "no"), ("en", "fr"): Lexicon(ENGLISH, "en")})


@pytest.mark.parametrize(
    ("source", "text", "target", "said", "known"),
    [
        ("Ferja lå ved kaia.", "The ferries lay at the quay.", "en", 2, 2),
        ("Ferja lå ved kaia.", "The ferry was late.", "en", 1, 2),
        ("Retten er satt.", "The court is in session.", "en", 1, 1),  # one of two meanings
        ("Retten er satt.", "Le tribunal siège.", "fr", 1, 1),
        ("Ferja lå ved kaia.", "Le bac était au quai.", "fr", 1, 1),  # no French for the ferry
        ("Hun kom.", "She came.", "en", 0, 0),
    ],
)
def test_known_words_are_said_or_not(source, text, target, said, known):
    assert SHARE(source, text, target) == (said + 1) / (known + 2)


@pytest.mark.parametrize("target", ["en", "fr"])
def test_without_a_lexicon_nothing_is_said_about_a_translation(target):
    assert Coverage({})("Ferja lå ved kaia.", "", target) == UNKNOWN


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["en", "fr", "de"]))
def test_a_share_is_between_none_and_all(source, text, target):
    assert 0 < SHARE(source, text, target) < 1
