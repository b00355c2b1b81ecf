"""Sentences end where a reader would end them, and no character is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.sentences import split_sentences

texts = st.text(alphabet="aÅB 1.!?…»«\"')(-–:\n\té\u0301😀\u200f\u200e\u00a0", max_size=60)


def cut(text):
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Festen er 17. mai på torget.",
        "De bor i 2. etasje.",
        "Bl.a. Oslo og Bergen er med.",
        "Det gjelder f.eks. Voss og ca. 30 andre.",
        "Møtet begynner kl. 12.30 hos dr. Lie.",
        "A. B. Lie og Per K. Dahl kom.",
        "Prisen er 4.000 kr. 30 betalte.",
        "Se kap. 3 og jf. § 4.",
        "Hva? spurte hun.",
        "«Kom!» ropte hun.",
        "– Kom! – ropte hun.",
        "Epler, pærer m.m. ble solgt.",
        "Se www.nrk.no for mer.",
        "1. Kari Lie",
    ],
)
def test_a_sentence_stays_whole(sentence):
    assert cut(f"Det er slik. {sentence}")[1:] == [sentence]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Han kom hjem i 2004.", "Hun ble igjen."),
        ("Han sa: «Ja.»", "Hun sa nei."),
        ("Kommer du?", "– Ja, sa hun."),
        ("Vi møttes kl. 12.", "Det regnet."),
        ("Det koster 5 mill.", "Ingen betaler."),
        ("De solgte epler osv.", "Kari kjøpte."),
        ("Kong Harald V.", "Han kom sist."),
        ("Vil du …", "Nei."),
        ("Det er slutt!", "30 kom for sent."),
        ("En tittel uten punktum", "\n\nog et avsnitt."),
        ("Katten er min.", "Hunden er din."),
    ],
)
def test_two_sentences_are_told_apart(first, second):
    assert cut(f"{first} {second}") == [first, second.strip()]


def test_the_whole_text_is_one_sentence_where_nothing_ends():
    assert cut("Fra venstre: Kari Lie, Ola Dahl og Per Vik") == [
        "Fra venstre: Kari Lie, Ola Dahl og Per Vik"
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\t \u00a0"])
def test_white_space_has_no_sentences(text):
    assert split_sentences(text) == ()


def test_a_text_of_a_million_characters_is_cut():
    text = "Møtet er i Oslo. " * 70_000
    assert len(split_sentences(text)) == 70_000


@pytest.mark.parametrize("text", ["." * 300_000, " " * 300_000, ".(" * 150_000, ". -(" * 90_000])
def test_odd_signs_take_no_longer_than_words(text):
    assert len(split_sentences(text)) <= 1


@given(texts)
def test_between_sentences_there_is_only_white_space(text):
    ranges = split_sentences(text)
    edges = [0, *(offset for pair in ranges for offset in pair), len(text)]
    gaps = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    assert "".join(gaps).strip() == ""


@given(texts)
def test_sentences_are_in_order_and_begin_and_end_with_a_character(text):
    ranges = split_sentences(text)
    assert list(ranges) == sorted(ranges)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in ranges)
