"""The setting that says which model finds names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.assets import find_model, models_dir, read_manifest
from pipeline.build import NAMES_MODEL, NAMES_MODELS, build_stages, folder_of_names
from pipeline.commands.options import NAMES_MODELS as OFFERED
from pipeline.errors import ConfigError
from pipeline.translator import Translator
from tests.builders_translation import Answering

FLOORS = Path(__file__).parents[1] / "models" / "recipes" / "encoder" / "floors.json"


def test_an_unknown_model_is_refused_with_those_there_are():
    with pytest.raises(ConfigError, match="'large'") as refused:
        folder_of_names("large")
    assert "encoder, small" in str(refused.value)


def test_the_command_offers_what_the_pipeline_has_and_the_default_first():
    assert tuple(NAMES_MODELS) == OFFERED
    assert OFFERED[0] == NAMES_MODEL


@pytest.mark.parametrize("name", NAMES_MODELS)
def test_a_result_names_the_model_that_found_its_names(name):
    models = models_dir()
    stages = build_stages(models, Answering(str.upper), names_model=name)
    assert find_model(models, NAMES_MODELS[name])[1] in stages.models


def test_a_translator_refuses_an_unknown_model(monkeypatch, tmp_path):
    monkeypatch.delenv("SAMSVAR_NAMES", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with pytest.raises(ConfigError, match="'huge'"):
        Translator.open(memory=None, names_model="huge")


def test_no_floor_is_above_what_the_manifest_says_was_measured():
    floors = json.loads(FLOORS.read_text("utf-8"))["encoder"]
    (entry,) = (e for e in read_manifest(models_dir()).models if e.name == "encoder")
    above = [
        f"{standard} {label}"
        for standard, wanted in floors.items()
        for label, floor in wanted.items()
        if floor > entry.scores[f"{standard} {label}"]
    ]
    assert above == []
