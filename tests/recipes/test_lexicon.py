"""The lexicon: what words are counted as translations of which."""

from __future__ import annotations

import doctest
import gzip

import pytest

RULES = {"least": 2, "share": 0.2, "rival": 0.4, "sure": 0.5}


@pytest.fixture(scope="session")
def lexicon(recipe):
    return recipe("lexicon")


def counted(lexicon, rows, told=None, rules=RULES):
    """Return the meanings of what was aligned: (word, phrase, times)."""
    text = [([word], phrase.split()) for word, phrase, times in rows for _ in range(times)]
    links = [
        frozenset((0, place) for place in range(len(phrase.split())))
        for _, phrase, times in rows
        for _ in range(times)
    ]
    found = lexicon.meanings(text, [*zip(links, links, strict=True)], told or {}, rules)
    return dict(line.split("\t")[::2] for line in found)


def test_the_examples_of_the_docstrings_hold(lexicon):
    assert doctest.testmod(lexicon).failed == 0


@pytest.mark.parametrize(
    ("rows", "told", "expected"),
    [
        ([("rett", "right", 6), ("rett", "court", 3)], {}, "right/court"),
        ([("rett", "right", 9), ("rett", "court", 3)], {}, "right"),  # no rival
        ([("rett", "right", 6), ("rett", "rights", 5)], {}, "right"),  # the same word again
        ([("rett", "right", 1)], {}, None),  # seen once
        ([("rett", "right", 6)], {"rett": "dish"}, "right"),  # the text is sure
        ([("rett", "y", 2), *[("rett", x, 1) for x in "abc"]], {"rett": "dish"}, "y/dish"),
        ([], {"rett": "dish"}, "dish"),
        ([("2.", "second", 5)], {}, None),
    ],
)  # fmt: skip
def test_the_usual_translations_are_the_meanings(lexicon, rows, told, expected):
    assert counted(lexicon, rows, told).get(rows[0][0] if rows else "rett") == expected


def test_only_what_both_directions_link_is_a_translation(lexicon):
    source, target = ["han", "så", "kaia"], ["he", "saw", "the", "quay"]
    forward, reverse = {(0, 0), (2, 3), (2, 2)}, {(0, 0), (1, 1), (2, 3)}
    found = [*lexicon.phrases(source, target, frozenset(forward), frozenset(reverse))]
    assert found == [("han", "he"), ("kaia", "quay")]


def test_the_dictionary_is_read_for_both_written_forms(lexicon, tmp_path):
    rows = (
        "nb-en\tkjøre\tto drive\nnn-en\tkøyre\tto drive\nnn-en\tkjøre\tto ride\nen-fr\tquay\tquai\n"
    )
    (tmp_path / "words").write_bytes(gzip.compress(rows.encode()))
    told = lexicon.read_words(tmp_path / "words")
    assert told == {"no-en": {"kjøre": "drive", "køyre": "drive"}, "en-fr": {"quay": "quai"}}


def test_links_are_read_line_by_line(lexicon, tmp_path):
    (tmp_path / "links").write_text("0-0 1-2\n\n0-1\n")
    assert lexicon.read_links(tmp_path / "links") == [{(0, 0), (1, 2)}, frozenset(), {(0, 1)}]
