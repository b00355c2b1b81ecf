"""Which parallel text the translator is trained on."""

from __future__ import annotations

import gzip
import tomllib
from pathlib import Path
from random import Random

import pytest

from pipeline.errors import ConfigError

CASES = tomllib.loads((Path(__file__).parent / "pairs.toml").read_text("utf-8"))["case"]


@pytest.fixture
def pairs(recipe):
    return recipe("pairs")


def anything(text, language):
    return True


def folder_with(tmp_path, sources, files):
    """Write a folder of parallel text: licences by source, and pairs by file."""
    rows = "".join(f"{name}\t{licence}\n" for name, licence in sources.items())
    (tmp_path / "SOURCES.tsv").write_text("source\tlicence\n" + rows, "utf-8")
    for name, lines in files.items():
        text = "".join(f"{source}\t{target}\n" for source, target in lines)
        (tmp_path / f"{name}.tsv.gz").write_bytes(gzip.compress(text.encode()))
    return tmp_path


def settings_with(share, english=None):
    return {
        "seed": 1,
        "licences": {"refused": ["NC", "GPL"], "taken_under": {"both": "CC-BY-SA-3.0"}},
        "share": share,
        "share_english": english or {},
        "filter": {"longest": 500, "ratio": 2.0, "short": 5, "share_of_short": 1.0},
        "nynorsk": {"synthetic": 0.5},
    }


@pytest.mark.parametrize("licence", ["CC-BY-NC-4.0", "AGPL-3.0", ""])
def test_a_source_that_its_licence_forbids_stops_the_recipe(pairs, tmp_path, licence):
    data = folder_with(tmp_path, {"some": licence}, {"some.nb-en": [("Hei der", "Hi there")]})
    with pytest.raises(ConfigError, match="some: licence"):
        pairs.choose(settings_with({"some": 1.0}), data, anything)


def test_a_source_under_two_licences_is_taken_under_the_one_that_is_named(pairs, tmp_path):
    files = {"both.nb-en": [("Hei der", "Hi there")]}
    data = folder_with(tmp_path, {"both": "CC-BY-SA-3.0/GPL-2+"}, files)
    assert len(pairs.choose(settings_with({"both": 1.0}), data, anything)) == 1


def test_a_source_that_is_not_there_is_named(pairs, tmp_path):
    data = folder_with(tmp_path, {"lost": "MIT"}, {})
    with pytest.raises(ConfigError, match="there is no lost"):
        pairs.choose(settings_with({"lost": 1.0}), data, anything)


def test_the_recipe_names_no_source_that_it_refuses_by_name(pairs, settings):
    stated = dict.fromkeys([*settings["share"], *settings["share_english"]], "MIT")
    pairs.check_licences(settings, stated)
    with pytest.raises(ConfigError):
        pairs.check_licences(settings, stated | {"tatoeba": "CC-BY-NC"})


def test_of_two_sources_with_a_sentence_the_one_named_first_keeps_it(pairs, tmp_path):
    files = {"one.nb-en": [("Hei på deg!", "Hello you!")], "two.nb-en": [("Hei på deg", "Hi")]}
    data = folder_with(tmp_path, {"one": "MIT", "two": "MIT"}, files)
    chosen = pairs.choose(settings_with({"two": 1.0, "one": 1.0}), data, anything)
    assert [pair.target for pair in chosen] == ["Hi"]


def test_norwegian_gets_its_french_by_way_of_the_same_english(pairs, tmp_path):
    files = {
        "one.nn-en": [("Eg kjem i morgon", "I come tomorrow")],
        "two.en-fr": [("I come tomorrow", "Je viens demain")],
    }
    data = folder_with(tmp_path, {"one": "MIT", "two": "MIT"}, files)
    # the English pair itself need not be read
    chosen = pairs.choose(settings_with({"one": 1.0}, {"two": 0.0}), data, anything)
    assert {(pair.direction, pair.source, pair.target) for pair in chosen} == {
        ("nn-en", "Eg kjem i morgon", "I come tomorrow"),
        ("nn-fr", "Eg kjem i morgon", "Je viens demain"),
    }


def test_synthetic_nynorsk_is_marked_and_capped(pairs, tmp_path):
    words = ["katten", "hunden", "hesten", "fuglen", "fisken", "bjørnen"]
    english = ["cat", "dog", "horse", "bird", "fish", "bear"]
    nb = [(f"Jeg ser {a}", f"I see the {b}") for a, b in zip(words, english, strict=True)]
    nn = [("Eg ser ulven", "I see the wolf"), ("Eg ser reven", "I see the fox")]
    data = folder_with(tmp_path, {"one": "MIT"}, {"one.nb-en": nb, "one.nn-en": nn})
    made = data / "nynorsk.tsv.gz"
    rows = "".join(f"{source}\t{source.replace('Jeg', 'Eg')}\n" for source, _ in nb)
    made.write_bytes(gzip.compress(rows.encode()))
    chosen = pairs.choose(settings_with({"one": 1.0}), data, anything, made)
    nynorsk = [pair.origin for pair in chosen if pair.direction == "nn-en"]
    assert sorted(nynorsk) == ["apertium", "apertium", "one", "one"]


@pytest.mark.parametrize("case", CASES, ids=[case["source"][:30] for case in CASES])
def test_a_pair_that_cannot_be_a_translation_is_left_out(pairs, settings, case):
    pair = pairs.Pair(case["source"], case["target"], case["direction"], "")
    assert pairs.is_sound(pair, settings["filter"], anything) == case["sound"]


def test_a_text_in_another_language_is_left_out(pairs, settings):
    pair = pairs.Pair("Hun reiste i går", "Elle est partie hier", "nb-en", "")
    said = {"Hun reiste i går": "nb", "Elle est partie hier": "fr"}
    assert not pairs.is_sound(pair, settings["filter"], lambda text, one: said[text] == one)


def test_the_judge_of_languages_takes_both_norwegians_for_one(pairs, settings):
    models = Path(__file__).parents[2] / "models/language"
    is_in = pairs.language_judge(models, settings["filter"])
    text = "Eg veit kva dei gjorde, men huset ser no heilt annleis ut enn nokon gong før"
    assert is_in(text, "nb")
    assert not is_in(text, "en")


def test_short_pairs_are_read_less_often(pairs):
    some = [pairs.Pair("Kort.", "Short.", "nb-en", "one")] * 1000
    limits = settings_with({"one": 1.0}) | {"filter": {"short": 30, "share_of_short": 0.3}}
    read = pairs.thinned(some, limits, Random(1))  # noqa: S311 - chance, not secrecy
    assert 200 < len(read) < 400
