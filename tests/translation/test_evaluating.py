import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.translation.evaluating import Pair, digest_of, read_plain, read_table, score


@pytest.mark.parametrize(
    "text",
    [
        "source\treference\nHei du.\tHello you.\n",
        "\nNorwegian;English;French\r\nHei du.;Hello you.;Salut.\r\n",
        'fr,en,nb\nSalut.,Hello you.,"Hei du."\n',
        "Hei du.\tHello you.\n\n",
        "Hei du.;Hello you.",
    ],
)
def test_a_table_is_read_by_its_heading_or_by_its_two_columns(text):
    assert read_table(text, "t", "en") == (Pair("Hei du.", "Hello you."),)


def test_the_references_are_those_of_the_language_that_is_asked_for():
    assert read_table("nb\ten\tfr\nHei.\tHi.\tSalut.", "t", "fr") == (Pair("Hei.", "Salut."),)


def test_quotation_marks_in_plain_lines_are_text():
    assert read_table('"Hei", sa hun.\t"Hi" she said', "t", "en")[0].source == '"Hei", sa hun.'


def test_quotation_marks_of_a_spreadsheet_are_taken_off():
    assert read_table('"""Hei"", sa hun."\tHi.', "t", "en")[0].source == '"Hei", sa hun.'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "t: there is no sentence in the file"),
        ("nb\ten\n", "t: there is a heading and no sentence"),
        ("a\tb\tc\n", "t, line 1: 3 columns, and no heading"),
        ("nb\tde\nHei.\tHallo.\n", "t, line 1: there is no column reference (or en)"),
        ("de\ten\nHallo.\tHi.\n", "t, line 1: there is no column source (or nb)"),
        ("Bare en kolonne\n", "t, line 1: 1 columns"),
        ("nb\ten\nHei.\tHi.\nJa.\n", "t, line 3: 1 cells where there should be 2"),
        ("nb\ten\nHei.\t\n", "t, line 2: the reference is empty"),
        ("nb;en\n ;Hi.\n", "t, line 2: the source is empty"),
        ('nb;en\na;"b"c\n', "t, line 2: this is no row of a table"),
    ],
)
def test_a_wrong_table_says_where_and_what_to_do(text, message):
    with pytest.raises(ConfigError) as caught:
        read_table(text, "t", "en")
    assert caught.value.message.startswith(message)
    assert caught.value.hint


def test_two_plain_files_are_read_line_by_line():
    assert read_plain(("nb", "Hei.\n\nJa.\n"), ("en", "Hi.\n\nYes.")) == (
        Pair("Hei.", "Hi."),
        Pair("Ja.", "Yes."),
    )


@pytest.mark.parametrize(
    ("nb", "en", "message"),
    [
        ("Hei.\nJa.\n", "Hi.\n", "nb has 2 lines and en has 1"),
        ("Hei.\n\n.\n", "Hi.\nYes.\n.\n", "nb and en, line 2: the source is empty"),
        ("\n", "\n", "nb: there is no sentence in the file"),
    ],
)
def test_plain_files_that_do_not_fit_are_refused(nb, en, message):
    with pytest.raises(ConfigError) as caught:
        read_plain(("nb", nb), ("en", en))
    assert caught.value.message == message


def test_a_worse_translation_scores_less():
    references = ["The new bridge was opened by the mayor yesterday."]
    good = score(["The new bridge was opened by the mayor today."], references)
    bad = score(["A boat sank in the harbour."], references)
    assert (good.bleu, good.chrf) > (bad.bleu, bad.chrf)
    assert good.chrf > bad.chrf


def test_the_signatures_say_how_it_was_scored():
    found = score(["Hi."], ["Hi."])
    assert "tok:13a" in found.bleu_signature
    assert "nc:6" in found.chrf_signature


def test_other_references_are_another_text():
    assert digest_of([Pair("Hei.", "Hi.")]) != digest_of([Pair("Hei.", "Hello.")])


@given(st.text(st.sampled_from('ab\t;,"\n\r \u2028'), max_size=30))
def test_any_table_is_read_or_refused(text):
    try:
        pairs = read_table(text, "t", "en")
    except ConfigError:
        return
    assert all(pair.source and pair.reference for pair in pairs)
