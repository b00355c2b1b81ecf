"""Variants of training pairs: a change stands on both sides, and nothing else changes."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import EntityKind
from pipeline.translation.mending import STAND_INS
from pipeline.translation.tables import elide

#: sentences with one name in four languages
SENTENCES = {
    "nb": ["Jeg møtte {} i går.", "{}s hus er stort.", "Vi vet at {} kommer, sa {}."],
    "nn": ["Eg møtte {} i går.", "{}s hus er stort.", "Me veit at {} kjem, sa {}."],
    "en": ["I met {} yesterday.", "{}’s house is big.", "We know that {} comes, said {}."],
    "fr": ["J’ai vu {} hier.", "La maison {de}{} est grande.", "On sait {que}{} vient, dit {}."],
}
DIRECTIONS = ["nb-en", "nn-en", "nb-fr", "nn-fr", "en-fr"]
seeds = st.integers(0, 2**32)


def chance(seed):
    return Random(seed)  # noqa: S311 - chance, not secrecy


@pytest.fixture(scope="session")
def variants(recipe):
    return recipe("variants")


@pytest.fixture(scope="session")
def make(recipe):
    """Return a way to make a pair: a direction, the number of a sentence, and the name in it."""
    found = recipe("pairs").Pair

    def sentence(language, number, name):
        is_elided = elide("de", name) != "de"
        text = SENTENCES[language][number]
        for word in ("de", "que"):
            text = text.replace(f"{{{word}}}", f"{word[:-1]}’" if is_elided else f"{word} ")
        if language in ("nb", "nn") and name[-1] in "sxz":
            text = text.replace("{}s", "{}’")
        return text.replace("{}", name)

    def pair(direction, number, name):
        source, target = direction.split("-")
        return found(sentence(source, number, name), sentence(target, number, name), direction, "a")

    return pair


@given(
    st.tuples(st.sampled_from(DIRECTIONS), st.integers(0, 2)),
    st.sampled_from(["Kari", "Bjørn", "Aisha", "Oslo", "Ingrid Solheim", "Microsoft"]),
    seeds,
)
def test_an_exchanged_name_stands_on_both_sides_and_nothing_else_changes(
    request, sentence, old, seed
):
    variants, names, make = map(request.getfixturevalue, ("variants", "names", "make"))
    pair = make(*sentence, old)
    ((found, kind),) = variants.shared_names(pair, names)
    new = names.new(kind, old, chance(seed))
    changed = variants.renamed(pair, names, chance(seed))
    assert found == old
    if new == old or re.search(rf"\b{re.escape(new)}\b", pair.source + pair.target):
        assert changed == pair
        return
    assert old not in changed.source.split()
    assert changed == make(*sentence, new)


@given(st.tuples(st.sampled_from(DIRECTIONS), st.integers(0, 2)), seeds)
def test_a_stand_in_is_one_of_those_that_the_pipeline_hides_names_behind(
    variants, names, make, sentence, seed
):
    changed = variants.with_stand_ins(make(*sentence, "Kari"), names, chance(seed))
    assert any(
        one in changed.source and one in changed.target for one in STAND_INS[EntityKind.PERSON]
    )


@pytest.mark.parametrize(
    "texts",
    [
        ("Ask Mary", "Demande à Marie", "en-fr"),
        ("Logg inn på Microsoft 365", "Sign in to Microsoft 365", "nb-en"),
        ("He lives in France", "Il vit en France", "en-fr"),
        ("Lars’ bil", "Lars’ car", "nb-en"),
        ("Feltet URI BØR brukes", "The field URI SHOULD be used", "nb-en"),
        ("Tom kom, og Tom gikk", "Tom came and went", "nb-en"),
    ],
)
def test_what_cannot_be_exchanged_safely_stays(recipe, variants, names, texts):
    pair = recipe("pairs").Pair(*texts, "")
    assert variants.renamed(pair, names, chance(5)) == pair


@given(st.integers(10, 9999), st.integers(10, 9999), seeds)
def test_other_numbers_are_the_same_on_both_sides(recipe, variants, one, other, seed):
    pair = recipe("pairs").Pair(f"Av {one} kom {other}.", f"Of {one} {other} came.", "nb-en", "")
    changed = variants.renumbered(pair, chance(seed))
    numbers = re.findall(r"\d+", changed.source)
    assert numbers == re.findall(r"\d+", changed.target)
    assert [len(number) for number in numbers] == [len(str(one)), len(str(other))]
    assert re.sub(r"\d+", "", changed.source) == re.sub(r"\d+", "", pair.source)


def test_numbers_that_are_parts_of_something_stay(recipe, variants):
    pair = recipe("pairs").Pair(
        "Kl. 10.30 den 12/5, 3,14 og COVID-19", "At 10.30 on 12/5, 3.14 and COVID-19", "nb-en", ""
    )
    assert variants.renumbered(pair, chance(1)) == pair


@given(st.sampled_from(DIRECTIONS), seeds)
def test_a_caption_has_its_names_in_both_languages(recipe, variants, names, direction, seed):
    caption = variants.captions(Path(variants.__file__).parent / "captions.toml", names)
    pair = caption(direction, chance(seed))
    assert "{" not in pair.source + pair.target
    assert (pair.direction, pair.origin) == (direction, "captions")
    numbers = [re.findall(r"\d+", text) for text in (pair.source, pair.target)]
    assert numbers[0] == numbers[1]


def test_a_heading_has_no_full_stop(recipe, variants):
    pair = recipe("pairs").Pair("Huset står.", "The house stands.", "nb-en", "")
    made = variants.heading(pair)
    assert (made.source, made.target) == ("Huset står", "The house stands")


def test_an_item_of_a_list_has_the_same_bullet_on_both_sides(recipe, variants):
    pair = recipe("pairs").Pair("Huset står", "The house stands", "nb-en", "")
    made = variants.listed(pair, chance(1))
    bullet = made.source.removesuffix("Huset står")
    assert bullet.strip()
    assert made.target == f"{bullet}The house stands"


def test_capitals_keep_french_accents(recipe, variants):
    pair = recipe("pairs").Pair("Været er fint", "L’été est là", "nb-fr", "")
    assert variants.capitals(pair).target == "L’ÉTÉ EST LÀ"


def test_with_no_shares_a_pair_stays_as_it_is(recipe, variants, names):
    shares = dict.fromkeys(("names", "stand_ins", "numbers", "heading", "capitals", "listed"), 0.0)
    pair = recipe("pairs").Pair("Tom kom.", "Tom came.", "nb-en", "")
    assert variants.vary(pair, shares, names, chance(1)) == pair
