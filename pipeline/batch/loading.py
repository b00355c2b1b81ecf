"""What a worker loads: the steps with their models, and what this run translated already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.assets import find_model, models_dir
from pipeline.authority.knowledge import Knowledge
from pipeline.batch.folder import RunFolder
from pipeline.batch.plan import Plan, Settings, glossary_of
from pipeline.flow import Stages
from pipeline.records import NORWEGIAN, Maker, ModelRef
from pipeline.translation.drafts import Draft
from pipeline.translation.engine import Engine, Hypothesis, no_such_pair
from pipeline.translation.recall import Job, Recalled, SegmentMemory

#: returns the steps, given the run, its plan, what is known and what was translated before.
#: It is sent to other processes, so it is a function of a module, or a ``partial`` of one
Load = Callable[[RunFolder, Plan, Knowledge, SegmentMemory], Stages]


def load_stages(run: RunFolder, plan: Plan, knowledge: Knowledge, repeats: SegmentMemory) -> Stages:
    """Return the steps that a plan asks for, with their models.

    Raises:
        ModelError: a model is missing, or is not the one in the manifest.
        StoreError: the glossary of the run cannot be read.
    """
    # late: whoever only looks at a batch, or works with other steps, waits for no model's library
    from pipeline.build import build_stages, load_engine  # noqa: PLC0415
    from pipeline.stages.translate import TranslationOptions  # noqa: PLC0415

    settings = plan.settings
    models = _models(plan.origin.models)
    engine: Engine = NoEngine()
    if settings.targets:
        chosen = {(s, t): name for pair, name in plan.engines.items() for s, t in [pair.split("-")]}
        engine = load_engine(models, threads=1, chosen=chosen)
    options = TranslationOptions(
        memory=repeats,
        glossary=glossary_of(run),
        organisations=settings.organisations,
        threads=1,  # a worker for each core
    )
    return build_stages(
        models,
        engine,
        knowledge,
        options,
        names_model=settings.names_model,
    )


def models_of(models: str, settings: Settings) -> tuple[ModelRef, ...]:
    """Return the models that settings ask for, as results name them, without loading any.

    Args:
        models: the folder of models; empty is that of the project.
        settings: say which.

    Raises:
        ModelError: one is missing, or is not the one in the manifest.
    """
    from pipeline.build import folder_of_names, packages_folder  # noqa: PLC0415 - see above
    from pipeline.translation.argos import ArgosEngine  # noqa: PLC0415

    folder = _models(models)
    names = ["language", folder_of_names(settings.names_model)]
    refs = [find_model(folder, name)[1] for name in names]
    if settings.targets:
        refs += ArgosEngine(packages_folder(folder)).refs
        refs.append(find_model(folder, "translator")[1])
    return tuple(refs)


def engines_of(models: str, settings: Settings) -> dict[str, str]:
    """Return the translator that was chosen for each pair of languages that several have.

    Args:
        models: the folder of models; empty is that of the project.
        settings: say which pairs are of use.

    Raises:
        ModelError: a model is missing, or what was measured cannot be read.
    """
    from pipeline.build import installed_choice  # noqa: PLC0415 - see above
    from pipeline.translation.argos import PIVOT  # noqa: PLC0415

    wanted = {*settings.targets, PIVOT} if settings.targets else set()
    chosen = installed_choice(_models(models)) if wanted else {}
    return {
        f"{source}-{target}": name
        for (source, target), name in sorted(chosen.items())
        if source in (*NORWEGIAN, PIVOT) and target in wanted
    }


def _models(given: str) -> Path:
    return Path(given) if given else models_dir()


class NoEngine:
    """An engine for runs that translate nothing: it has no model, and takes no memory."""

    pairs: frozenset[tuple[str, str]] = frozenset()
    refs: tuple[ModelRef, ...] = ()

    def road(self, source: str, target: str) -> str:
        """Refuse: there is no road."""
        raise no_such_pair(source, target)

    def translate(
        self,
        sentences: Sequence[str],
        source: str,
        target: str,
        *,
        alternatives: int = 1,
        prefixes: Sequence[str] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        """Refuse: there is no model."""
        raise no_such_pair(source, target)


@dataclass(frozen=True)
class Repeats:
    """A memory of what this run translated: what comes from it counts as made by the model.

    Which of two articles with the same sentence came first depends on the number of workers and
    on what was stopped when. The results must not: the words are the same, and so is their origin.
    """

    memory: SegmentMemory

    def recall(self, job: Job, drafts: Sequence[Draft]) -> dict[int, Recalled]:
        """Return what is known of the drafts, by their number."""
        known = self.memory.recall(job, drafts)
        return {number: replace(one, maker=Maker.MODEL) for number, one in known.items()}

    def keep(self, job: Job, drafts: Sequence[Draft]) -> None:
        """Keep the best versions of drafts that were not known."""
        self.memory.keep(job, drafts)
