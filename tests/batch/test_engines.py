"""The translator that was chosen for a pair is part of the plan: another choice is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.batch.beginning import StaleError
from pipeline.batch.loading import engines_of
from pipeline.batch.plan import Settings
from pipeline.build import installed_choice, load_engine, models_for, packages_folder
from pipeline.records import ModelRef
from pipeline.translation.argos import ArgosEngine
from pipeline.translation.measured import Measured, keep_measured
from pipeline.translation.packages import install_file
from tests import builders_argos
from tests.batch.making import line, plan, results, undisturbed, wish, work, write_lines
from tests.builders_translation import AT, Answering

EMBEDDED = ModelRef(name="translator", version="1", sha256="2222")


@pytest.fixture
def models(tmp_path, monkeypatch):
    """Return a folder of models with an Argos package beside the embedded translator."""
    monkeypatch.setattr("pipeline.build.find_model", lambda *_: (tmp_path, EMBEDDED))
    install_file(builders_argos.argos_file(tmp_path, "nb-en"), packages_folder(tmp_path))
    return tmp_path


def measure(models, engine, chrf):
    refs = {
        "argos": models_for(ArgosEngine(packages_folder(models)), ("nb", "en")),
        "embedded": (EMBEDDED,),
    }
    zeros = dict.fromkeys(("bleu", "segments", "marked", "names", "names_kept", "seconds"), 0)
    one = Measured.model_validate(
        {
            **zeros,
            "engine": engine,
            "models": refs[engine],
            "source": "nb",
            "target": "en",
            "road": "nb-en",
            "on": "t",
            "on_sha256": "t",
            "sentences": 100,
            "chrf": chrf,
            "bleu_signature": "",
            "chrf_signature": "",
            "at": AT,
            "program": "",
        }
    )
    keep_measured([one], packages_folder(models))


def test_the_recorded_choice_is_found_without_loading_a_translator(models):
    assert engines_of(str(models), Settings(targets=("en",))) == {
        "nb-en": "argos",
        "nn-en": "argos",
    }
    measure(models, "argos", 40.0)
    measure(models, "embedded", 50.0)
    assert engines_of(str(models), Settings(targets=("en",)))["nb-en"] == "embedded"
    assert engines_of(str(models), Settings(targets=())) == {}


def test_where_one_translator_has_a_pair_nothing_is_chosen(models):
    assert ("nb", "fr") not in installed_choice(models)


def test_another_choice_makes_a_batch_stale_and_its_articles_anew(tmp_path):
    archive = write_lines(tmp_path / "a.jsonl", [line(n) for n in range(12)])
    then = replace(wish(archive), engines={"nb-en": "argos"})
    now = replace(wish(archive), engines={"nb-en": "embedded"})
    work(tmp_path / "out", plan(tmp_path / "out", then))
    with pytest.raises(StaleError, match="translators: nb-en: argos then, embedded now") as caught:
        plan(tmp_path / "out", now)
    assert "makes everything again" in caught.value.hint
    work(tmp_path / "out", plan(tmp_path / "out", now, refresh=True))
    assert results(tmp_path / "out") == undisturbed(tmp_path / "new", now)


def test_a_run_translates_with_the_choice_that_it_was_planned_with(models, monkeypatch):
    argos, embedded = ArgosEngine(packages_folder(models)), Answering(str.lower)
    embedded.refs = (EMBEDDED,)
    engines = {"argos": argos, "embedded": embedded}
    monkeypatch.setattr("pipeline.build.load_engines", lambda *_, **__: engines)
    measure(models, "argos", 40.0)
    measure(models, "embedded", 50.0)
    assert load_engine(models).road("nb", "en") == "nb-en (embedded)"
    chosen = {("nb", "en"): "argos"}
    assert load_engine(models, chosen=chosen).road("nb", "en") == "nb-en (argos)"
