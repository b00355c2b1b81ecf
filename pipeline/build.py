"""The only place where models are loaded: verified folders in, ``Stages`` out."""

from __future__ import annotations

from pathlib import Path

from pipeline.assets import find_model
from pipeline.flow import Stages
from pipeline.stages.captions import read_people
from pipeline.stages.language import load_language_detector
from pipeline.stages.names import load_name_finder
from pipeline.stages.reconcile import reconcile
from pipeline.stages.translate import load_translator
from pipeline.translation.engine import Engine


def build_stages(models: Path, engine: Engine | None = None) -> Stages:
    """Return the five steps with their models.

    Args:
        models: the models folder, with its manifest.
        engine: what translates; by default Argos packages where they are installed, else the
            embedded translator.

    Raises:
        ModelError: a model is missing or is not the one in the manifest.
    """
    language_folder, language_ref = find_model(models, "language")
    names_folder, names_ref = find_model(models, "names")
    detector = load_language_detector(language_folder)
    finder = load_name_finder(names_folder)
    engine = engine or load_engine(models)
    translator = load_translator(engine, finder.sentences)
    return Stages(
        detect=detector.detect,
        find_names=finder.find_names,
        read_people=read_people,
        reconcile=reconcile,
        translate=translator.translate,
        models=(language_ref, names_ref, *engine.refs),
    )
