"""The only place where models are loaded and built: verified folders in, ``Stages`` out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from pipeline.assets import Builder, find_model
from pipeline.authority.knowledge import NOTHING, Knowledge
from pipeline.authority.official import official_names
from pipeline.errors import ConfigError
from pipeline.flow import Stages
from pipeline.records import ModelRef
from pipeline.stages.captions import read_people
from pipeline.stages.language import load_language_detector
from pipeline.stages.reconcile import reconcile
from pipeline.stages.steering import drop_no_names
from pipeline.stages.translate import TranslationOptions, load_translator
from pipeline.translation.argos import ArgosEngine
from pipeline.translation.embedded import TRAINED, EmbeddedTranslator
from pipeline.translation.engine import Engine, Engines
from pipeline.translation.gemma import build_translator
from pipeline.translation.measured import Measured, better, read_measured

#: what makes the models that are not committed
BUILDERS: Mapping[str, Builder] = {"translator": build_translator}
#: what may find names, and the folder of each: the encoder, or the small and fast CNN; measured:
#: see the model cards there
NAMES_MODELS: Mapping[str, str] = {"encoder": "encoder", "small": "names"}
NAMES_MODEL = "encoder"
#: threads of the name finder, where nothing else is asked for
NAMES_THREADS = 2
#: pairs that the embedded translator does better by way of another language (measured: see the
#: model card in models/translator)
PIVOTS: Mapping[tuple[str, str], str] = {("nb", "fr"): "en", ("nn", "fr"): "en"}


def packages_folder(models: Path) -> Path:
    """Return where Argos packages are installed."""
    return models / "packages"


def folder_of_names(names_model: str) -> str:
    """Return what the folder of a model of names is called.

    Raises:
        ConfigError: there is no such model.

    >>> folder_of_names("small")
    'names'
    """
    if names_model not in NAMES_MODELS:
        message = f"there is no model of names called {names_model!r}"
        raise ConfigError(message, hint=f"choose from {', '.join(NAMES_MODELS)}")
    return NAMES_MODELS[names_model]


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
        names_model: which model finds names, one of ``NAMES_MODELS``.
        translating: how to translate; the detector and the register are put in here.

    Raises:
        ConfigError: there is no such model of names.
        ModelError: a model is missing or is not the one in the manifest.
    """
    language_folder, language_ref = find_model(models, "language")
    names_folder, names_ref = find_model(models, folder_of_names(names_model))
    translating = translating or TranslationOptions()
    threads = translating.threads
    # an engine loads outside Python's lock: meanwhile there is spaCy to import
    with ThreadPoolExecutor(max_workers=1) as beside:
        loading = beside.submit(lambda: engine or load_engine(models, threads=threads))
        from pipeline.stages.names import load_name_finder  # noqa: PLC0415

        finder = load_name_finder(names_folder, threads=threads or NAMES_THREADS)
        detector = load_language_detector(language_folder)
        engine = loading.result()
    options = replace(
        translating,
        source_of=translating.source_of or detector.language_of,
        detect=detector.detect_text,
        find=finder.names_in_translation,
        official=official_names(knowledge),
    )
    translator = load_translator(engine, finder.sentences, options)
    return Stages(
        detect=detector.detect,
        find_names=finder.find_names,
        read_people=read_people,
        reconcile=partial(reconcile, knowledge=knowledge),
        translate=translator,
        models=(language_ref, names_ref, *engine.refs),
        sift=partial(drop_no_names, knowledge=knowledge),
        knowledge=knowledge.revision,
    )


def load_engine(
    models: Path, *, threads: int = 0, chosen: Mapping[tuple[str, str], str] | None = None
) -> Engine:
    """Return what translates: for each pair the engine that was measured to be the better one.

    With ``chosen`` what was measured is not looked at: a run goes on with what it began with.

    Where nothing was measured (``samsvar models evaluate``), Argos packages go before our own
    model for the pairs that they cover.

    Raises:
        ModelError: the embedded translator is not built, a package is broken, or what was measured
            cannot be read.
    """
    engines = load_engines(models, threads=threads)
    if len(engines) == 1:
        return next(iter(engines.values()))
    if chosen is None:
        chosen = chosen_engines(engines, read_measured(packages_folder(models)))
    return Engines(engines, chosen)


def installed_choice(models: Path) -> dict[tuple[str, str], str]:
    """Return what ``load_engine`` would choose, without loading a translator.

    Raises:
        ModelError: a model is missing, a package is broken, or what was measured cannot be read.
    """
    packages = ArgosEngine(packages_folder(models))
    if not packages.pairs:
        return {}
    embedded = _Offered(TRAINED, (find_model(models, "translator")[1],))
    offered: dict[str, Offer] = {"argos": packages, "embedded": embedded}
    return chosen_engines(offered, read_measured(packages_folder(models)))


def load_engines(models: Path, *, threads: int = 0) -> dict[str, Engine]:
    """Return every engine that is installed by its name, the preferred one first.

    Each computes with so many ``threads``, 0 is one for every core.

    Raises:
        ModelError: the embedded translator is not built, or a package is broken.
    """
    packages = ArgosEngine(packages_folder(models), threads=threads)
    folder, ref = find_model(models, "translator")
    embedded = EmbeddedTranslator(folder, ref, pivots=PIVOTS, threads=threads)
    return {"argos": packages, "embedded": embedded} if packages.pairs else {"embedded": embedded}


class Offer(Protocol):
    """What is to be known of an engine to choose it: its pairs, its models."""

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The pairs that can be translated."""
        ...

    @property
    def refs(self) -> tuple[ModelRef, ...]:
        """The models behind it."""
        ...


@dataclass(frozen=True)
class _Offered:
    """The pairs and models of an engine that is not loaded."""

    pairs: frozenset[tuple[str, str]]
    refs: tuple[ModelRef, ...]


def chosen_engines(
    engines: Mapping[str, Offer], measured: Sequence[Measured]
) -> dict[tuple[str, str], str]:
    """Return the better engine for each pair that several have, by what was measured."""
    chosen = {}
    for pair in frozenset(pair for engine in engines.values() for pair in engine.pairs):
        rivals = {
            name: models_for(engine, pair)
            for name, engine in engines.items()
            if pair in engine.pairs
        }
        if len(rivals) > 1:
            chosen[pair] = better(rivals, pair, measured)
    return chosen


def models_for(engine: Offer, pair: tuple[str, str]) -> tuple[ModelRef, ...]:
    """Return the models that an engine uses for a pair of languages."""
    return engine.refs_for(*pair) if isinstance(engine, ArgosEngine) else engine.refs
