"""Words that a prompt is told: which they are, their order, and what is not known."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ModelError
from pipeline.translation.embedded import prompt
from pipeline.translation.lexicon import LEXICON_FILE, MOST, Entry, Lexicon, load_lexicons

LINES = """\
no-en\tkai\t30\tquay
no-en\trett\t62\tright/court
no-en\tetter\t4564\tafter
no-en\tsvømme\t3\tswim
no-en\thall\t40\thall
no-en\tskole\t90\tschool
no-en\tby\t120\ttown
en-fr\tquay\t7\tquai
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / LEXICON_FILE
    path.write_bytes(gzip.compress(LINES.encode()))
    return path


@pytest.fixture
def norwegian(file):
    return load_lexicons(file)["nb", "en"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Vi stod på kaien.", ["kaien = quay"]),
        ("Retten i byen", ["Retten = right/court", "byen = town"]),
        (
            "Svømmehallen ligger ved skolehallen.",
            ["Svømmehallen = swim hall", "skolehallen = school hall"],
        ),
        ("I Halden-retten", ["retten = right/court"]),
        ("Etter møtet", []),  # too common, not known
        ("Skole og skole og skole", ["Skole = school"]),
        ("Familien Kai reiste, og KAI kom.", []),  # a name, an abbreviation
        ("Kai Lie kom.", []),  # a given name at the start
    ],
)
def test_rare_words_are_told_by_their_meaning(norwegian, text, told):
    assert [str(hint) for hint in norwegian.hints(text)] == told


def test_a_file_serves_both_written_forms_and_english(file):
    lexicons = load_lexicons(file)
    assert lexicons.keys() == {("nb", "en"), ("nn", "en"), ("en", "fr")}
    assert [str(hint) for hint in lexicons["en", "fr"].hints("The quays")] == ["quays = quai"]


def test_of_many_words_the_rarest_are_told_in_their_order():
    words = [f"ord{letter}" for letter in "abcdefghijkl"]
    entries = {word: Entry(("word",), 100 - number) for number, word in enumerate(words)}
    told = Lexicon(entries, "no").hints("så " + " ".join(words))
    assert [hint.word for hint in told] == words[-MOST:]


@given(st.text("abdeiklnorst -.A", max_size=60))
def test_hints_are_words_of_the_text(text):
    entries = {word: Entry(("x",), 30) for word in ("kai", "stol", "bok", "rest", "ski")}
    told = Lexicon(entries, "no").hints(text)
    places = [text.find(hint.word) for hint in told]
    assert -1 not in places
    assert len({hint.word.lower() for hint in told}) == len(told) <= MOST


@pytest.mark.parametrize(
    "content",
    [b"no lexicon", gzip.compress(b"no-en\tkai\tquay\n")],
    ids=["no gzip", "three columns"],  # a gzip file has the time in it, and workers collect apart
)
def test_a_broken_file_is_named(tmp_path, content):
    (tmp_path / LEXICON_FILE).write_bytes(content)
    with pytest.raises(ModelError, match=LEXICON_FILE):
        load_lexicons(tmp_path / LEXICON_FILE)


def test_a_prompt_without_hints_is_as_ever():
    assert prompt("Hei.", ("nn", "en")) == "Norwegian: Hei.\nEnglish:"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Blant annet gikk han av.", ["Blant annet = among other things", "gikk av = resign"]),
        ("Han gikk ikke av.", ["gikk av = resign"]),
        ("Han gikk, av og til.", ["gikk = walk"]),
        ("Han gikk. Av sted!", ["gikk = walk"]),
        ("Han gikk av mot slutten", ["gikk av mot = faced"]),
        ("GIKK AV", []),
    ],
)
def test_words_that_mean_something_together_are_told_together(text, told):
    meanings = {
        "blant annet": "among other things",
        "gikk av": "resign",
        "gikk av mot": "faced",
        "gikk": "walk",
    }
    lexicon = Lexicon({word: Entry((one,), 9) for word, one in meanings.items()}, "no")
    assert [str(hint) for hint in lexicon.hints(text)] == told


def test_a_part_of_a_compound_may_mean_another_thing_than_the_word_alone():
    entries = {"møte": "meet", "møte-": "meeting", "rett": "right", "tid": "time", "lag-": "team"}
    lexicon = Lexicon({word: Entry((one,), 50) for word, one in entries.items()}, "no")
    words = ["møte", "møtetiden", "tidsmøter", "møtelaget", "møterett"]
    told = [str(hint) for word in words for hint in lexicon.hints(word)]
    assert told == [
        "møte = meet",
        "møtetiden = meeting time",
        "tidsmøter = time meeting",
        "møtelaget = meeting team",
        "møterett = meeting right",
    ]
