"""Translation: cut in segments, all sent to the engine at once, checked, and repaired or marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.records import (
    Article,
    Detection,
    KeptName,
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
    Answers,
    Draft,
    combined,
    engine_texts,
    first_version,
    handicap_of,
    hidden_parts,
    make_draft,
)
from pipeline.translation.engine import Engine
from pipeline.translation.keepnames import (
    Official,
    find_kept,
    load_name_forms,
    no_official,
    proposals,
)
from pipeline.translation.phrases import load_phrases
from pipeline.translation.roles import load_roles
from pipeline.translation.segments import Cutter, Facts, Piece, Sentences


@dataclass(frozen=True)
class TranslationOptions:
    """How to translate.

    ``alternatives`` are asked of the engine for each sentence, ``retries`` (0 to 2) is how often
    segments that failed a check go back. ``source_of`` gives the language of an article, ``detect``
    that of a translated text; without it the language of a target is not checked. ``official``
    gives the names of a register in the target language.
    """

    alternatives: int = 4
    retries: int = 2
    keep_units: bool = True
    source_of: Callable[[Article], str] = lambda _: "nb"
    detect: Callable[[str], Detection] | None = None
    official: Official = no_official


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
        source = self.options.source_of(article)
        facts = Facts(mentions, reading, proposals(reconciliation), target)
        pieces = self.cutter.cut(article, facts)
        ask = _Asker(self.engine, source, target)
        drafts = self._first(pieces, facts, ask)
        for turn in range(self.options.retries):
            drafts = self._again(drafts, ask, turn)
        return _assemble(article, drafts, target, self.engine.road(source, target))

    def _first(
        self, pieces: Mapping[str, tuple[Piece, ...]], facts: Facts, ask: _Asker
    ) -> list[Draft]:
        """Translate everything once, in one call of the engine."""
        drafts = [
            make_draft(piece, facts, self.cutter, self.options.detect)
            for part in pieces.values()
            for piece in part
        ]
        texts = [text for draft in drafts for text in engine_texts(draft)]
        answers = ask(texts, self.options.alternatives)
        return [replace(draft, best=first_version(draft, answers)) for draft in drafts]

    def _again(self, drafts: list[Draft], ask: _Asker, turn: int) -> list[Draft]:
        """Send the sentences that failed a check back: names hidden, then cut in two as well."""
        failed = [n for n, draft in enumerate(drafts) if draft.is_prose and draft.has_failed]
        tries = {n: parts for n in failed if (parts := hidden_parts(drafts[n], turn))}
        answers = ask(
            [part.text for parts in tries.values() for part in parts], self.options.alternatives
        )
        better = list(drafts)
        for number, parts in tries.items():
            draft = drafts[number]
            versions = [
                make_version(draft.sentence, each, draft.context, handicap=handicap_of(parts))
                for each in combined(parts, answers, draft.context.target)
            ]
            better[number] = replace(draft, best=best_version([draft.best, *versions]))
        return better


@dataclass(frozen=True)
class _Asker:
    """The engine for one pair of languages, asked once for each different text."""

    engine: Engine
    source: str
    target: str

    def __call__(self, texts: Sequence[str], alternatives: int) -> Answers:
        different = list(dict.fromkeys(texts))
        if not different:
            return {}
        found = self.engine.translate(
            different, self.source, self.target, alternatives=alternatives
        )
        return dict(zip(different, found, strict=True))


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


def _assemble(article: Article, drafts: Sequence[Draft], target: str, road: str) -> Translation:
    """Return the translation with every part of the article, in order."""
    parts, names = [], []
    for part in article.parts:
        mine = [draft for draft in drafts if draft.piece.span.part == part.name]
        parts.append(_part(part, mine))
        for draft in mine:
            kept = find_kept(draft.best.text, draft.context.wanted)
            names += [
                KeptName(
                    source=name.source,
                    expected=name.expected,
                    kind=name.kind,
                    part=part.name,
                    kept=there,
                )
                for name, there in zip(draft.context.wanted, kept, strict=True)
            ]
    return Translation(target=target, road=road, parts=tuple(parts), names=tuple(names))


def _part(part: Part, drafts: Sequence[Draft]) -> TranslatedPart:
    """Return a part whose segments are translated and whose other characters stay."""
    out, segments, position = [], [], 0
    for draft in drafts:
        span, best = draft.piece.span, draft.best
        out += [part.text[position : span.start], best.text]
        position = span.end
        segments.append(
            Segment(
                source=Quote(span=span, text=draft.piece.text),
                target=best.text,
                score=best.score,
                checks=best.checks,
            )
        )
    out.append(part.text[position:])
    return TranslatedPart(part=part.name, text="".join(out), segments=tuple(segments))
