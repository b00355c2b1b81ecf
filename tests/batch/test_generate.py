from __future__ import annotations

import gzip
import json
import subprocess
import sys
from itertools import islice
from pathlib import Path
from random import Random

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from corpus.generate.__main__ import gold_path, write
from corpus.generate.articles import LENGTHS, Archive, stands_in
from corpus.generate.people import organisations, table
from corpus.generate.slips import SLIPS, misspell, misspell_words

ROOT = Path(__file__).parents[2]


def generated(articles=300, seed=3, texts="normal"):
    return list(Archive(articles, seed, texts))


def test_the_same_seed_makes_the_same_archive_and_another_seed_another():
    assert generated(20) == generated(20)
    assert generated(20, seed=4) != generated(20)


def test_an_article_does_not_depend_on_those_before_it():
    assert Archive(300, 3).article(250) == generated()[250]


def test_articles_are_made_only_when_they_are_asked_for():
    assert len(list(islice(Archive(10**9, 1), 3))) == 3


def test_what_the_gold_says_stands_in_the_text():
    for article in generated():
        for person in article.gold["people"]:
            assert all(form in article.line["text"] for form in person["written"])
        for one in (*article.gold["organisations"], *article.gold["places"]):
            assert all(stands_in(form, article.line["text"]) for form in one["written"])
        for error in article.gold["errors"]:
            assert error["written"] in article.line["text"]


def test_an_error_is_never_the_right_form():
    errors = [error for article in generated(2000) for error in article.gold["errors"]]
    assert {error["kind"] for error in errors} == {
        "within",
        "across",
        "acronym",
        "organisation",
        "place",
    }
    assert all(error["written"] != error["right"] for error in errors)


def test_people_come_again_in_other_articles_and_years_go_by():
    articles = generated(2000)
    seen = [p["person"] for article in articles for p in article.gold["people"]]
    assert len(set(seen)) < len(seen) / 2
    assert (articles[0].line["date"], articles[-1].line["date"][:4]) == ("2004-01-01", "2023")


def test_some_articles_are_in_other_languages_or_odd():
    languages = {article.gold["language"] for article in generated(1000)}
    assert languages == {"nb", "nn", "da", "en", ""}


def test_long_articles_are_longer():
    sizes = [sum(len(a.line["text"]) for a in generated(100, texts=t)) for t in LENGTHS]
    assert sizes == sorted(sizes)


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst"])
def test_an_archive_of_any_format_has_the_same_lines(tmp_path, name):
    path = tmp_path / name
    write(Archive(10, 3), path)
    data = path.read_bytes()
    if name.endswith("gz"):
        data = gzip.decompress(data)
    if name.endswith("zst"):
        data = zstandard.ZstdDecompressor().stream_reader(data).read()
    lines = [json.loads(line) for line in data.splitlines()]
    assert lines == [article.line for article in Archive(10, 3)]
    assert gold_path(path).exists()


def test_the_command_writes_archive_and_gold(tmp_path):
    out = tmp_path / "small.jsonl"
    command = [sys.executable, "-m", "corpus.generate", "--articles", "5", "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "5 articles" in done.stdout
    assert len((tmp_path / "small.gold.jsonl").read_text("utf-8").splitlines()) == 5


def test_bokmaal_and_nynorsk_have_the_same_topics():
    phrases = table("phrases")
    assert phrases["nb"]["topics"].keys() == phrases["nn"]["topics"].keys()


@given(st.sampled_from(sorted(SLIPS)), st.integers(0, 10**6))
def test_a_slip_keeps_the_first_letter_of_a_name(kind, seed):
    wrong = SLIPS[kind][0]("Nils-Henrik Moen Haugland", Random(seed))  # noqa: S311
    assert wrong.startswith("Nils")
    assert wrong.strip() == wrong


@given(st.integers(0, 10**6))
def test_a_misspelt_name_says_how_it_is_wrong(seed):
    wrong, kind = misspell("Kari Åsen", Random(seed))  # noqa: S311
    assert (wrong != "Kari Åsen") == (kind != "")


@given(st.sampled_from(["Nord universitet", "Voss Idrottslag", "Os", "NHO"]), st.integers(0, 10**6))
def test_one_word_of_a_misspelt_organisation_is_wrong_and_short_names_stay(name, seed):
    wrong, kind = misspell_words(name, Random(seed))  # noqa: S311
    assert (wrong != name) == (kind != "")
    assert len(set(name.split()) - set(wrong.split())) == (1 if kind else 0)
    assert kind == "" or len(name) > 4


def test_hamlets_are_called_alike_and_come_again():
    places = [p["name"] for article in generated(2000) for p in article.gold["places"]]
    towns = {o.place for o in organisations()}
    hamlets = [name for name in places if name not in towns]
    assert len(set(hamlets)) < len(hamlets) / 2
