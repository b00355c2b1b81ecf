"""Argos packages as an engine; the tiny packages copy, so a translation is its source."""

import json

import pytest

from pipeline.errors import ModelError
from pipeline.translation.argos import LONGEST, ArgosEngine
from pipeline.translation.packages import install, install_file
from tests import builders_argos

SENTENCES = ["Kari Nordmann møtte Ola i Bergen.", "Oslo", "Filen heter møte_referat."]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    work = tmp_path_factory.mktemp("argos")
    files = [builders_argos.argos_file(work, pair) for pair in ("nb-en", "en-fr")]
    install([str(file) for file in files], work / "packages")
    return work / "packages"


@pytest.fixture(scope="module")
def engine(folder):
    return ArgosEngine(folder, threads=1)


def texts(found):
    return [best[0].text for best in found]


def test_sentences_keep_their_places(engine):
    assert texts(engine.translate(SENTENCES, "nb", "en")) == SENTENCES


def test_underscores_are_kept(engine):
    assert "møte_referat" in texts(engine.translate(SENTENCES[2:], "nb", "en"))[0]


def test_blank_sentences_are_returned_as_they_are(engine):
    assert texts(engine.translate(["", "Oslo", " "], "nb", "en")) == ["", "Oslo", " "]


def test_a_new_line_counts_as_a_space(engine):
    assert texts(engine.translate(["Ola i\nBergen."], "nb", "en")) == ["Ola i Bergen."]


def test_alternatives_come_best_first(engine):
    found = engine.translate(["Oslo"], "nb", "en", alternatives=3)[0]
    assert found[0].score > found[1].score >= found[2].score


def test_a_sure_translation_has_a_score_near_nought(engine):
    assert engine.translate(["Oslo"], "nb", "en")[0][0].score == pytest.approx(0, abs=1e-3)


def test_a_translation_starts_as_it_has_to(engine):
    found = engine.translate(["Kari bor i Oslo."], "nb", "en", prefixes=["Hun"])
    assert texts(found)[0].startswith("Hun")


def test_without_a_direct_package_english_is_between(engine):
    assert engine.road("nb", "fr") == "nb-en-fr"
    assert texts(engine.translate(SENTENCES, "nb", "fr")) == SENTENCES


def test_a_direct_package_is_preferred(folder, tmp_path):
    file = builders_argos.argos_file(tmp_path, "nb-fr")
    for package in folder.iterdir():
        (tmp_path / "packages").mkdir(exist_ok=True)
        (tmp_path / "packages" / package.name).symlink_to(package)
    install([str(file)], tmp_path / "packages")
    assert ArgosEngine(tmp_path / "packages").road("nb", "fr") == "nb-fr"


def test_nynorsk_is_translated_by_the_package_for_bokmal(engine):
    assert engine.road("nn", "en") == "nn-en"
    assert texts(engine.translate(["Kari bur i Oslo."], "nn", "en")) == ["Kari bur i Oslo."]


def test_all_roads_are_among_the_pairs(engine):
    assert {("nb", "en"), ("nn", "en"), ("en", "fr"), ("nb", "fr"), ("nn", "fr")} <= engine.pairs


def test_where_no_package_leads_is_refused_with_the_cure(engine):
    with pytest.raises(ModelError, match=r"from fr to en\n.*install fr-en"):
        engine.translate(["Oui"], "fr", "en")


def test_a_long_text_is_translated_whole(engine):
    text = " ".join([SENTENCES[0]] * 9)
    assert LONGEST < 9 * 21  # pieces: too long for one call of the model
    assert texts(engine.translate([text], "nb", "en")) == [text]


def test_every_package_is_named_with_its_digest(engine):
    assert sorted(ref.name for ref in engine.refs) == ["argos-en-fr", "argos-nb-en"]
    assert all(len(ref.sha256) == 64 for ref in engine.refs)


def test_a_mark_of_the_target_language_is_not_part_of_a_translation(tmp_path):
    file = builders_argos.argos_file(tmp_path, "nb-en", target_prefix="▁O")
    install([str(file)], tmp_path / "packages")
    engine = ArgosEngine(tmp_path / "packages", threads=1)
    assert not texts(engine.translate(["Kari"], "nb", "en"))[0].startswith("O")


def test_a_package_with_a_bpe_tokeniser_is_run(tmp_path):
    work = tmp_path / "work"
    (work / "model").mkdir(parents=True)
    words = ["Kari", "bor", "i", "Os@@", "lo", ".", "<unk>", "<s>", "</s>"]
    builders_argos.save_transformer(work / "model", words)
    (work / "bpe.model").write_text("#version: 0.2\nl o</w>\nO s\n", encoding="utf-8")
    codes = {"package_version": "1", "from_code": "nb", "to_code": "en"}
    (work / "metadata.json").write_text(json.dumps(codes), encoding="utf-8")
    file = builders_argos.zipped(work, tmp_path / "bpe.argosmodel", "bpe")
    install([str(file)], tmp_path / "packages")
    engine = ArgosEngine(tmp_path / "packages", threads=1)
    assert texts(engine.translate(["Oslo."], "nb", "en")) == ["Oslo."]


def test_a_package_whose_model_was_damaged_says_how_to_get_a_new_one(tmp_path):
    package = install_file(builders_argos.argos_file(tmp_path, "nb-en"), tmp_path / "packages")
    (package.folder / "model" / "model.bin").write_bytes(b"rubbish")
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        ArgosEngine(tmp_path / "packages").translate(["Hei."], "nb", "en")
    assert caught.value.hint == f"remove {package.folder} and install the package again"


def test_the_packages_of_a_pair_are_named_in_their_order(engine):
    assert [ref.name for ref in engine.refs_for("nn", "fr")] == ["argos-nb-en", "argos-en-fr"]


def test_without_packages_there_are_no_pairs(tmp_path):
    assert ArgosEngine(tmp_path).pairs == frozenset()
