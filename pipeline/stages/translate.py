"""Translation: cut in segments, what is new sent to the engine, checked, and repaired or marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from pipeline.records import (
    Article,
    Detection,
    KeptName,
    Maker,
    Mention,
    Part,
    Quote,
    Reading,
    Reconciliation,
    Segment,
    TranslatedPart,
    Translation,
)
from pipeline.stages.stream import Done, Stream, Task
from pipeline.translation.engine import Engine
from pipeline.translation.explaining import Known, explained
from pipeline.translation.following import Followed, ignore
from pipeline.translation.glossary import Glossary
from pipeline.translation.invented import FindNames
from pipeline.translation.keepnames import (
    Official,
    find_kept,
    load_name_forms,
    no_official,
)
from pipeline.translation.leftover import Worded, load_leftovers
from pipeline.translation.phrases import load_phrases
from pipeline.translation.quality import quality
from pipeline.translation.recall import (
    NO_MEMORY,
    Job,
    SegmentMemory,
)
from pipeline.translation.roles import load_roles
from pipeline.translation.segments import Cutter, Sentences
from pipeline.translation.typography import before_colon

#: what becomes of organisations that have no official name in the target language
Organisations = Literal["keep", "explain"]


@dataclass(frozen=True)
class TranslationOptions:
    """How to translate.

    So many translations as ``first`` are asked of the engine for each sentence, and
    ``alternatives`` where a check failed; ``retries`` (0 to 2) is how often such segments go back.
    ``source_of`` gives the language of an article, ``detect`` that of a translated text; without it
    the language of a target is not checked. ``find`` gives the people and places of a translated
    text; without it those that a translation made up are not found. ``official`` gives the names of
    a register in the target language, ``glossary`` has the terms of a user. ``organisations``: one
    that keeps its Norwegian name is left alone ("keep"), or translated in brackets at its first
    mention ("explain"). ``memory`` is asked before the engine; ``follow`` is told how far a
    translation is and where each segment came from. ``threads`` is how many compute, 0 as many as
    there are cores.
    """

    first: int = 2
    alternatives: int = 4
    retries: int = 2
    keep_units: bool = True
    source_of: Callable[[Article], str] | None = None
    detect: Callable[[str], Detection] | None = None
    find: FindNames | None = None
    official: Official = no_official
    glossary: Glossary = field(default_factory=Glossary)
    organisations: Organisations = "keep"
    memory: SegmentMemory = NO_MEMORY
    follow: Callable[[Followed], None] = ignore
    threads: int = 0


@dataclass(frozen=True)
class Translator:
    """An engine with the tables that keep names, fixed phrases and roles right."""

    engine: Engine
    cutter: Cutter
    options: TranslationOptions

    def translate(
        self,
        article: Article,
        mentions: Sequence[Mention],
        reading: Reading,
        reconciliation: Reconciliation,
        target: str,
    ) -> Translation:
        """Return the article in the target language, part for part.

        Raises:
            ModelError: the engine cannot translate into ``target``.
        """
        source = self.options.source_of(article) if self.options.source_of else "nb"
        task = Task(article, mentions, reading, reconciliation, source)
        ((translation,),) = self.translate_all([task], (target,))
        return translation

    __call__ = translate

    def translate_all(
        self, tasks: Sequence[Task], targets: Sequence[str]
    ) -> list[tuple[Translation, ...]]:
        """Return the translations of each article, in the order of the targets.

        The segments of all articles go to the engine in one stream; each translation is the same
        as it would be alone.

        Raises:
            ModelError: the engine cannot translate into a target.
        """
        made: list[dict[str, Translation]] = [{} for _ in tasks]
        for source in dict.fromkeys(task.source for task in tasks):
            mine = [number for number, task in enumerate(tasks) if task.source == source]
            stream = Stream(self, [tasks[number] for number in mine], source)
            jobs = {target: stream.job(target) for target in targets}
            # English before what goes by way of English
            for target in sorted(jobs, key=lambda target: jobs[target].road.count("-")):
                found = stream.translated(target, self.options.follow)
                for number, segments in zip(mine, found, strict=True):
                    done = self._explained(tasks[number], segments, jobs[target])
                    made[number][target] = _assemble(tasks[number].article, done, jobs[target])
        return [tuple(one[target] for target in targets) for one in made]

    def _explained(self, task: Task, segments: Sequence[Done], job: Job) -> Sequence[Done]:
        """Return the segments with organisations explained, where that is wanted."""
        if self.options.organisations == "keep":
            return segments
        known = Known(
            task.article,
            task.mentions,
            self.cutter.names,
            self.cutter.names.official,
            [one.made.maker for one in segments],
        )
        drafts = explained(
            [one.draft for one in segments],
            known,
            lambda names: self.engine.translate(names, job.source, job.target),
        )
        return [replace(one, draft=draft) for one, draft in zip(segments, drafts, strict=True)]


def load_translator(
    engine: Engine, sentences: Sentences, options: TranslationOptions | None = None
) -> Translator:
    """Return the translate stage.

    Args:
        engine: what turns sentences into another language.
        sentences: gives the half-open ranges of the sentences of a text.
        options: how to translate; all defaults if left out.
    """
    options = options or TranslationOptions()
    glossary, roles = options.glossary, load_roles()
    cutter = Cutter(
        sentences,
        load_phrases(),
        glossary.over(roles),
        load_name_forms(glossary.official(options.official)),
        keep_units=options.keep_units,
        glossary=glossary.beside(roles),
        leftovers=load_leftovers(engine.lexicons) if isinstance(engine, Worded) else {},
    )
    return Translator(engine, cutter, options)


def _assemble(article: Article, segments: Sequence[Done], job: Job) -> Translation:
    """Return the translation with every part of the article, in order."""
    parts, names = [], []
    by_part: dict[str, list[Done]] = {part.name: [] for part in article.parts}
    for one in segments:
        by_part[one.made.part].append(one)
    for part in article.parts:
        mine = by_part[part.name]
        parts.append(_part(part, mine))
        for one in mine:
            draft, made = one.draft, one.made
            kept = find_kept(draft.best.text, draft.context.wanted)
            names += [
                KeptName(
                    source=name.source,
                    expected=name.expected,
                    kind=name.kind,
                    part=part.name,
                    kept=there,
                    restored=there and name.source in made.restored,
                )
                for name, there in zip(draft.context.wanted, kept, strict=True)
            ]
    return Translation(target=job.target, road=job.road, parts=tuple(parts), names=tuple(names))


def _part(part: Part, done: Sequence[Done]) -> TranslatedPart:
    """Return a part whose segments are translated and whose other characters stay."""
    out, segments, position = [], [], 0
    for one in done:
        draft, made = one.draft, one.made
        span, best = draft.piece.span, draft.best
        said = best.text
        if draft.context.target == "fr" and said.strip() and made.maker is not Maker.PERSON:
            said += before_colon(part.text[span.end :])
        out += [part.text[position : span.start], said]
        position = span.end
        segments.append(
            Segment(
                source=Quote(span=span, text=draft.piece.text),
                target=said,
                score=best.score,
                checks=best.checks,
                maker=made.maker,
                quality=None
                if made.maker is Maker.PERSON
                else quality(draft.piece.text, best.score, best.checks, draft.context.target),
            )
        )
    out.append(part.text[position:])
    return TranslatedPart(part=part.name, text="".join(out), segments=tuple(segments))
