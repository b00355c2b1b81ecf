"""The embedded translator: a tiny one for how it behaves, the real one for what it says."""

import pytest

from pipeline.assets import find_model, models_dir
from pipeline.errors import ModelError
from pipeline.records import ModelRef
from pipeline.translation import gemma
from pipeline.translation.embedded import LONGEST, EmbeddedTranslator, repeats
from tests import builders_gemma

REF = ModelRef(name="tiny", version="1", sha256="0" * 64)
SENTENCES = ("Kari bor i Oslo", "Ja", "Ola og Kari reiste til Bergen i dag, sier Ola", "Nei")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    work = tmp_path_factory.mktemp("tiny")
    base = gemma.read_base(builders_gemma.base_file(work / "base.gguf"))
    adapter = gemma.read_adapter(builders_gemma.adapter_file(work / "adapter.safetensors"))
    out = work / "built"
    out.mkdir()
    gemma.write_translator(base, gemma.Adaptation(adapter, range(len(base.tokens) - 3), {}), out)
    return out


@pytest.fixture(scope="module")
def tiny(folder):
    return EmbeddedTranslator(folder, REF, threads=1)


def test_each_sentence_has_its_translation_at_its_place(tiny):
    together = tiny.translate(SENTENCES, "nb", "en")
    alone = [tiny.translate([sentence], "nb", "en")[0] for sentence in SENTENCES]
    assert [found[0].text for found in together] == [found[0].text for found in alone]


def test_alternatives_come_best_first(tiny):
    scores = [found.score for found in tiny.translate(SENTENCES[:1], "nb", "fr", alternatives=3)[0]]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("blank", ["", " ", "\n\t"])
def test_what_is_blank_is_returned_as_it_is(tiny, blank):
    assert tiny.translate([blank, "Ja"], "nb", "en")[0][0].text == blank


def test_no_sentences_have_no_translations(tiny):
    assert tiny.translate([], "nb", "en") == []


def test_a_translation_starts_as_it_has_to(tiny):
    found = tiny.translate(["Ola bor i Oslo", "Ja"], "nb", "en", prefixes=["Ola", ""])
    assert found[0][0].text.startswith("Ola")


def test_white_space_inside_a_sentence_does_not_matter(tiny):
    one, two = tiny.translate(["Kari bor\n i  Oslo", "Kari bor i Oslo"], "nb", "en")
    assert one == two


def test_a_text_beyond_what_the_model_knows_is_translated_in_pieces(tiny):
    clause = "Ola og Kari reiste til Bergen, "
    text = clause * (LONGEST // 10)
    first = tiny.translate([clause.strip()], "nb", "en")[0][0].text
    found = tiny.translate([text], "nb", "en")[0][0].text
    assert len(found) > len(first)


def test_what_was_translated_before_is_translated_the_same(folder):
    fresh = EmbeddedTranslator(folder, REF, threads=1)
    first = fresh.translate(SENTENCES, "nb", "en", alternatives=2)
    assert fresh.translate(SENTENCES, "nb", "en") == [found[:1] for found in first]


def test_a_sentence_that_comes_twice_is_translated_twice(tiny):
    one, _, other = tiny.translate(["Ja", "Nei", "Ja"], "nb", "en")
    assert one == other


def test_a_pair_that_was_not_trained_is_refused(tiny):
    with pytest.raises(ModelError, match="from en to nb"):
        tiny.translate(["Yes"], "en", "nb")


def test_the_road_names_the_language_between(folder):
    by_english = EmbeddedTranslator(folder, REF, pivots={("nb", "fr"): "en"}, threads=1)
    assert (by_english.road("nb", "fr"), by_english.road("nn", "fr")) == ("nb-en-fr", "nn-fr")


def test_by_way_of_english_the_english_text_is_translated(folder, tiny):
    by_english = EmbeddedTranslator(folder, REF, pivots={("nb", "fr"): "en"}, threads=1)
    english = tiny.translate(["Kari bor i Oslo"], "nb", "en")[0][0].text
    french = tiny.translate([english], "en", "fr")[0][0].text
    assert by_english.translate(["Kari bor i Oslo"], "nb", "fr")[0][0].text == french


def test_a_folder_without_a_model_is_named(tmp_path):
    with pytest.raises(ModelError, match="not a built translator"):
        EmbeddedTranslator(tmp_path, REF)


def test_a_broken_model_is_named(folder, tmp_path):
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "model.bin").write_bytes(b"half")
    with pytest.raises(ModelError, match="cannot be loaded"):
        EmbeddedTranslator(tmp_path, REF)


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [([1, 2, 1, 2], False), ([1, 2, 3, 4, 9, 1, 2, 3, 4], True), ([], False)],
)
def test_a_run_of_four_that_comes_twice_is_a_repetition(pieces, expected):
    assert repeats(pieces, 4) is expected


@pytest.fixture(scope="module")
def real():
    try:
        folder, ref = find_model(models_dir(), "translator")
    except ModelError as error:
        pytest.skip(str(error))
    return EmbeddedTranslator(folder, ref)


NAMES = "Møtet ble ledet av Fridtjof Halvorsrud og Ingebjørg Fidjestøl fra Haugesund kommune."


@pytest.mark.model
def test_a_simple_sentence_is_translated(real):
    assert real.translate(["Jeg bor i Oslo."], "nb", "en")[0][0].text == "I live in Oslo."


@pytest.mark.model
def test_company_in_a_batch_does_not_change_names(real):
    # with CTranslate2's own ban on repetition, names went wrong beside a shorter sentence
    found = real.translate([NAMES, "Hei.", "Han kom i går."], "nb", "en")[0][0].text
    assert all(name in found for name in ("Fridtjof Halvorsrud", "Ingebjørg Fidjestøl"))
