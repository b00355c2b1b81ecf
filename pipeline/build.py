"""The only place where models are loaded and built: verified folders in, ``Stages`` out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from pipeline.assets import Builder, find_model
from pipeline.authority.knowledge import NOTHING, Knowledge
from pipeline.authority.official import official_names
from pipeline.flow import Stages
from pipeline.stages.captions import read_people
from pipeline.stages.language import load_language_detector
from pipeline.stages.names import load_name_finder
from pipeline.stages.reconcile import reconcile
from pipeline.stages.steering import drop_no_names
from pipeline.stages.translate import TranslationOptions, load_translator
from pipeline.translation.argos import ArgosEngine
from pipeline.translation.embedded import EmbeddedTranslator
from pipeline.translation.engine import Engine, Engines
from pipeline.translation.gemma import build_translator

#: what makes the models that are not committed
BUILDERS: Mapping[str, Builder] = {"translator": build_translator}
#: what finds names: the encoder ("encoder"), or the small and fast CNN ("names"); measured: see
#: the model card in models/encoder
NAMES_MODEL = "encoder"
#: pairs that the embedded translator does better by way of another language (measured: see the
#: model card in models/translator)
PIVOTS: Mapping[tuple[str, str], str] = {("nb", "fr"): "en", ("nn", "fr"): "en"}


def packages_folder(models: Path) -> Path:
    """Return where Argos packages are installed."""
    return models / "packages"


def build_stages(
    models: Path,
    engine: Engine | None = None,
    knowledge: Knowledge = NOTHING,
    translating: TranslationOptions | None = None,
    *,
    names_model: str = NAMES_MODEL,
) -> Stages:
    """Return the five steps with their models.

    Args:
        models: the models folder, with its manifest.
        engine: what translates; by default ``load_engine`` of the same folder.
        knowledge: the register and the decisions that steer the run; by default none.
        names_model: which model of the folder finds names.
        translating: how to translate; the detector and the register are put in here.

    Raises:
        ModelError: a model is missing or is not the one in the manifest.
    """
    language_folder, language_ref = find_model(models, "language")
    names_folder, names_ref = find_model(models, names_model)
    detector = load_language_detector(language_folder)
    finder = load_name_finder(names_folder)
    engine = engine or load_engine(models)
    translating = translating or TranslationOptions()
    options = replace(
        translating,
        source_of=translating.source_of or detector.language_of,
        detect=detector.detect_text,
        official=official_names(knowledge),
    )
    translator = load_translator(engine, finder.sentences, options)
    return Stages(
        detect=detector.detect,
        find_names=finder.find_names,
        read_people=read_people,
        reconcile=partial(reconcile, knowledge=knowledge),
        translate=translator.translate,
        models=(language_ref, names_ref, *engine.refs),
        sift=partial(drop_no_names, knowledge=knowledge),
        knowledge=knowledge.revision,
    )


def load_engine(models: Path) -> Engine:
    """Return what translates: Argos packages for the pairs that they cover, else our own model.

    Raises:
        ModelError: the embedded translator is not built, or a package is broken.
    """
    packages = ArgosEngine(packages_folder(models))
    folder, ref = find_model(models, "translator")
    embedded = EmbeddedTranslator(folder, ref, pivots=PIVOTS)
    return Engines((packages, embedded)) if packages.pairs else embedded
