"""Translation: cut in segments, what is new sent to the engine, checked, and repaired or marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

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
from pipeline.translation.choosing import best_version, make_version
from pipeline.translation.drafts import (
    Draft,
    combined,
    engine_texts,
    first_version,
    handicap_of,
    hidden_parts,
    make_draft,
)
from pipeline.translation.engine import Engine
from pipeline.translation.following import Asker, Finished, Followed, Made, ignore
from pipeline.translation.keepnames import (
    Official,
    find_kept,
    load_name_forms,
    no_official,
    proposals,
)
from pipeline.translation.phrases import load_phrases
from pipeline.translation.recall import (
    NO_MEMORY,
    Job,
    Recalled,
    SegmentMemory,
    restored_names,
)
from pipeline.translation.roles import load_roles
from pipeline.translation.segments import Cutter, Facts, Sentences

#: segments that are translated, checked and kept together
GROUP = 400


@dataclass(frozen=True)
class TranslationOptions:
    """How to translate.

    ``alternatives`` are asked of the engine for each sentence, ``retries`` (0 to 2) is how often
    segments that failed a check go back. ``source_of`` gives the language of an article, ``detect``
    that of a translated text; without it the language of a target is not checked. ``official``
    gives the names of a register in the target language. ``memory`` is asked before the engine;
    ``follow`` is told how far a translation is and where each segment came from.
    """

    alternatives: int = 4
    retries: int = 2
    keep_units: bool = True
    source_of: Callable[[Article], str] | None = None
    detect: Callable[[str], Detection] | None = None
    official: Official = no_official
    memory: SegmentMemory = NO_MEMORY
    follow: Callable[[Followed], None] = ignore


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
        options = self.options
        source = options.source_of(article) if options.source_of else "nb"
        facts = Facts(mentions, reading, proposals(reconciliation), target)
        pieces = self.cutter.cut(article, facts)
        drafts = [
            make_draft(piece, facts, self.cutter, options.detect)
            for part in pieces.values()
            for piece in part
        ]
        job = Job(
            source,
            target,
            self.engine.road(source, target),
            self.engine.refs,
            (options.alternatives, options.retries),
        )
        known = options.memory.recall(job, drafts)
        new = {n: draft for n, draft in enumerate(drafts) if n not in known}
        ask = Asker(
            self.engine,
            job,
            options.alternatives,
            options.follow,
            known=len(known),
            waiting=[engine_texts(draft) for draft in new.values()],
        )
        made: list[Draft] = []
        for some in _groups(list(new.values())):
            made += self._translated(some, ask)
            # what is done is kept at once: a process that is killed later has not lost it
            options.memory.keep(job, made[-len(some) :])
        whole = dict(zip(new, made, strict=True)) | {
            n: replace(drafts[n], best=found.version) for n, found in known.items()
        }
        drafts = [whole[n] for n in range(len(drafts))]
        made_by = _made(drafts, known)
        options.follow(Finished(target, made_by))
        return _assemble(article, list(zip(drafts, made_by, strict=True)), job)

    def _translated(self, drafts: list[Draft], ask: Asker) -> list[Draft]:
        """Translate everything once, then what failed a check again."""
        answers = ask([text for draft in drafts for text in engine_texts(draft)])
        drafts = [replace(draft, best=first_version(draft, answers)) for draft in drafts]
        for turn in range(self.options.retries):
            drafts = _again(drafts, ask, turn)
        return drafts


def _groups(drafts: list[Draft]) -> Iterator[list[Draft]]:
    """Yield the drafts in groups; only a very long article has more than one."""
    for start in range(0, len(drafts), GROUP):
        yield drafts[start : start + GROUP]


def _again(drafts: list[Draft], ask: Asker, turn: int) -> list[Draft]:
    """Send the sentences that failed a check back: names hidden, then cut in two as well."""
    failed = [n for n, draft in enumerate(drafts) if draft.is_prose and draft.has_failed]
    tries = {n: parts for n in failed if (parts := hidden_parts(drafts[n], turn))}
    answers = ask([part.text for parts in tries.values() for part in parts])
    better = list(drafts)
    for number, parts in tries.items():
        draft = drafts[number]
        versions = [
            make_version(draft.sentence, each, draft.context, handicap=handicap_of(parts))
            for each in combined(parts, answers, draft.context.target)
        ]
        better[number] = replace(draft, best=best_version([draft.best, *versions]))
    return better


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
    cutter = Cutter(
        sentences,
        load_phrases(),
        load_roles(),
        load_name_forms(options.official),
        keep_units=options.keep_units,
    )
    return Translator(engine, cutter, options)


def _made(drafts: Sequence[Draft], known: Mapping[int, Recalled]) -> tuple[Made, ...]:
    """Return where the translation of each segment came from."""
    made = []
    for number, draft in enumerate(drafts):
        if number in known:
            maker, restored = known[number].maker, known[number].restored
        else:
            maker = Maker.MODEL if engine_texts(draft) else Maker.TABLES
            restored = restored_names(draft.best, draft.context.wanted)
        made.append(Made(draft.piece.span.part, draft.piece.span.start, maker, restored))
    return tuple(made)


def _assemble(article: Article, drafts: Sequence[tuple[Draft, Made]], job: Job) -> Translation:
    """Return the translation with every part of the article, in order."""
    parts, names = [], []
    for part in article.parts:
        mine = [both for both in drafts if both[1].part == part.name]
        parts.append(_part(part, mine))
        for draft, made in mine:
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


def _part(part: Part, drafts: Sequence[tuple[Draft, Made]]) -> TranslatedPart:
    """Return a part whose segments are translated and whose other characters stay."""
    out, segments, position = [], [], 0
    for draft, made in drafts:
        span, best = draft.piece.span, draft.best
        out += [part.text[position : span.start], best.text]
        position = span.end
        segments.append(
            Segment(
                source=Quote(span=span, text=draft.piece.text),
                target=best.text,
                score=best.score,
                checks=best.checks,
                maker=made.maker,
            )
        )
    out.append(part.text[position:])
    return TranslatedPart(part=part.name, text="".join(out), segments=tuple(segments))
