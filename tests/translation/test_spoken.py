import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.translation.spoken import compound_starts, spoken_numbers

WORDS = ["to", "fem", "tjue", "hundre", "tusen", "og", "en", "hus", "-"]


@pytest.mark.parametrize(
    ("words", "tongue", "value"),
    [
        ("tjueto", "source", 22),
        ("femogtyve", "source", 25),
        ("to hundre og femti", "source", 250),
        ("tohundreogfemti", "source", 250),
        ("tre tusen fire hundre", "source", 3400),
        ("hundretusen", "source", 100_000),
        ("twenty-one", "target", 21),
        ("two hundred and five", "target", 205),
        ("vingt et un", "target", 21),
        ("soixante-dix", "target", 70),
        ("quatre-vingts", "target", 80),
        ("quatre-vingt-dix-neuf", "target", 99),
        ("deux mille cinq cents", "target", 2500),
        ("XIXe", "target", 19),
    ],
)
def test_a_number_in_words_is_read(words, tongue, value):
    assert str(value) in spoken_numbers(words, tongue)


@pytest.mark.parametrize("text", ["", "og", "Vi I", "civil mix", "og og og"])
def test_other_words_are_no_numbers(text):
    assert spoken_numbers(text, "target") == frozenset()


@pytest.mark.parametrize(("word", "found"), [("femårig", {"5"}), ("fem", set()), ("tog", set())])
def test_a_compound_may_begin_with_a_number(word, found):
    assert found <= compound_starts(word)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["to", "fem", "tjue", "hundre", "tusen", "og", "en", "hus", "-"]),
        max_size=8,
    )
)
def test_any_words_can_be_read(words):
    assert all(value.isdigit() for value in spoken_numbers(" ".join(words), "source"))
