import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.blocks import NEXT, keys, worth_comparing
from pipeline.text.compare import compare_names

GIVEN = ["Kari", "Karin", "Christoffer", "Kristofer", "Åse", "Aase", "Wenche", "Venke", "Thor"]
SURNAMES = ["Aasen", "Åsen", "Thorsen", "Torsen", "Lie", "Lindvik", "Lindvig", "Hansen", "Hanssen"]
NAMES = st.builds("{} {}".format, st.sampled_from(GIVEN), st.sampled_from(SURNAMES))


@given(NAMES, NAMES)
def test_names_that_are_near_are_compared(left, right):
    near = compare_names(left, right).near
    assert not near or list(worth_comparing([[left], [right]])) == [(0, 1)]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Olaf Halland Graven", "Olaf Hallan Graven"),
        ("Kari Hansen", "Kari Bansen"),
        ("Tor-Egil Moe", "Tor Egil Moe"),
        ("Nguyen Thi Lan", "Lan Nguyen"),
        ("O. J. Haugerud", "Ole Johan Haugerud"),
        ("Hugo van der Meer", "Hugo van den Meer"),
    ],
)
def test_variants_are_compared(left, right):
    assert list(worth_comparing([[left], [right]])) == [(0, 1)]


@pytest.mark.parametrize("other", ["Per Lie", "Ingeborg Strand"])
def test_names_that_cannot_be_one_are_not_compared(other):
    assert not list(worth_comparing([["Kari Lie"], [other]]))


def test_a_name_is_not_compared_with_all_that_share_a_part():
    names = [[f"Kari {a}{b}{c}sen"] for a in "BDFGKL" for b in "aeiou" for c in "rlnmtkpsvg"]
    pairs = list(worth_comparing(names))
    most = NEXT * sum(len(keys(name)) for (name,) in names)
    assert len(pairs) <= most < len(names) ** 2 / 2


def test_the_order_of_names_changes_no_pair():
    names = [[f"{given} {surname}"] for given in GIVEN for surname in SURNAMES]
    there = {frozenset((names[i][0], names[j][0])) for i, j in worth_comparing(names)}
    turned = names[::-1]
    back = {frozenset((turned[i][0], turned[j][0])) for i, j in worth_comparing(turned)}
    assert there == back
