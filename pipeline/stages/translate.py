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
from pipeline.translation.checks import Context, check_segment
from pipeline.translation.choosing import (
    Version,
    best_version,
    halves,
    make_version,
    rejoined,
    restored,
)
from pipeline.translation.engine import Engine, Hypothesis
from pipeline.translation.keepnames import (
    NameForms,
    Wanted,
    find_kept,
    load_name_forms,
    proposals,
    wanted_names,
)
from pipeline.translation.mending import Hidden, hide
from pipeline.translation.phrases import load_phrases
from pipeline.translation.roles import load_roles
from pipeline.translation.segments import Cutter, Facts, Piece, Sentences
from pipeline.translation.structure import render

#: what a repaired version must be better by: names hidden, sentence cut in two
_HIDDEN, _HALVED = 0.1, 0.6
_Answers = Mapping[str, tuple[Hypothesis, ...]]


@dataclass(frozen=True)
class TranslationOptions:
    """How to translate.

    ``alternatives`` are asked of the engine for each sentence, ``retries`` (0 to 2) is how often
    segments that failed a check go back. ``source_of`` gives the language of an article, ``detect``
    that of a translated text; without it the language of a target is not checked.
    """

    alternatives: int = 4
    retries: int = 2
    keep_units: bool = True
    source_of: Callable[[Article], str] = lambda _: "nb"
    detect: Callable[[str], Detection] | None = None


@dataclass(frozen=True)
class _Draft:
    """A segment on its way: what it must keep, and the best version so far."""

    piece: Piece
    context: Context
    best: Version

    @property
    def is_prose(self) -> bool:
        return len(self.piece.atoms) == 1 and self.piece.atoms[0].target is None

    @property
    def sentence(self) -> str:
        return " ".join(self.piece.text.split())


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
    ) -> list[_Draft]:
        """Translate everything once, in one call of the engine."""
        every = [piece for part in pieces.values() for piece in part]
        texts = [text for piece in every for text in _engine_texts(piece)]
        answers = ask(texts, self.options.alternatives)
        return [self._draft(piece, facts, answers) for piece in every]

    def _draft(self, piece: Piece, facts: Facts, answers: _Answers) -> _Draft:
        wanted = _wanted(piece, facts, self.cutter.names)
        kept = tuple(
            atom.target
            for atom in piece.atoms
            if atom.target is not None and atom.target == piece.text[atom.start : atom.end]
        )
        context = Context(facts.target, wanted, kept, self.options.detect)
        draft = _Draft(piece, context, Version("", None, ()))
        if draft.is_prose:
            found = answers[draft.sentence]
            versions = [make_version(draft.sentence, each, context) for each in found]
            return replace(draft, best=best_version(versions))
        return replace(draft, best=_structured(piece, context, answers))

    def _again(self, drafts: list[_Draft], ask: _Asker, turn: int) -> list[_Draft]:
        """Send the sentences that failed a check back: names hidden, then cut in two as well."""
        failed = [n for n, draft in enumerate(drafts) if draft.is_prose and draft.best.checks]
        tries = {n: parts for n in failed if (parts := _hidden_parts(drafts[n], turn))}
        answers = ask(
            [part.text for parts in tries.values() for part in parts], self.options.alternatives
        )
        better = list(drafts)
        for number, parts in tries.items():
            draft = drafts[number]
            versions = [
                make_version(draft.sentence, each, draft.context, handicap=_handicap(parts))
                for each in _combined(parts, answers)
            ]
            better[number] = replace(draft, best=best_version([draft.best, *versions]))
        return better


@dataclass(frozen=True)
class _Asker:
    """The engine for one pair of languages, asked once for each different text."""

    engine: Engine
    source: str
    target: str

    def __call__(self, texts: Sequence[str], alternatives: int) -> _Answers:
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
        sentences, load_phrases(), load_roles(), load_name_forms(), keep_units=options.keep_units
    )
    return Translator(engine, cutter, options)


def _engine_texts(piece: Piece) -> list[str]:
    """Return the texts of a segment that the engine must translate, on one line each."""
    return [
        " ".join(piece.text[atom.start : atom.end].split())
        for atom in piece.atoms
        if atom.target is None
    ]


def _structured(piece: Piece, context: Context, answers: _Answers) -> Version:
    """Return a caption or list segment put together from tables and the engine's words."""
    said, scores = [], []
    for atom in piece.atoms:
        if atom.target is not None:
            said.append(atom.target)
            continue
        words = " ".join(piece.text[atom.start : atom.end].split())
        versions = [make_version(words, each, Context(context.target)) for each in answers[words]]
        best = best_version(versions)
        said.append(best.text or words)
        scores.append(best.score or 0.0)
    text = render(piece.text, piece.atoms, said, context.target)
    checks = check_segment(piece.text, text, context)
    return Version(text, min(scores) if scores else None, checks)


def _wanted(piece: Piece, facts: Facts, forms: NameForms) -> tuple[Wanted, ...]:
    """Return the names of a segment; one inside a name that is kept whole is kept as written."""
    wanted = wanted_names(facts, piece.span, forms)
    whole = [atom for atom in piece.atoms if atom.target is not None]
    return tuple(
        replace(name, forms=tuple(dict.fromkeys((*name.forms, name.source))))
        if any(
            a.start <= name.start
            and name.end <= a.end
            and a.target == piece.text[a.start : a.end]
            and (a.start, a.end) != (name.start, name.end)
            for a in whole
        )
        else name
        for name in wanted
    )


def _hidden_parts(draft: _Draft, turn: int) -> tuple[Hidden, ...]:
    """Return what to send again: the sentence with its names hidden, then that in two halves.

    A sentence without names to hide is sent in halves at once. Nothing is returned where nothing
    would differ from what was sent before.
    """
    hidden = hide(draft.sentence, _on_one_line(draft), turn=3 * turn)
    if not hidden.pairs and turn:
        return ()
    texts = halves(hidden.text) if turn or not hidden.pairs else (hidden.text,)
    if texts == (draft.sentence,):
        return ()
    return tuple(replace(hidden, text=text) for text in texts)


def _on_one_line(draft: _Draft) -> tuple[Wanted, ...]:
    """Return the names with their places in the sentence, whose white space is single."""
    text = draft.piece.text

    def place(position: int) -> int:
        return len(" ".join((text[:position] + "x").split())) - 1

    return tuple(
        replace(name, start=place(name.start), end=place(name.end - 1) + 1)
        for name in draft.context.wanted
    )


def _handicap(parts: Sequence[Hidden]) -> float:
    return _HALVED if len(parts) > 1 else _HIDDEN


def _combined(parts: Sequence[Hidden], answers: _Answers) -> list[Hypothesis]:
    """Return the hypotheses of a sentence sent in parts, names back in place, best first."""
    each = [[restored(answer, part) for answer in answers[part.text]] for part in parts]
    return [rejoined(together) for together in zip(*each, strict=False)]


def _assemble(article: Article, drafts: Sequence[_Draft], target: str, road: str) -> Translation:
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


def _part(part: Part, drafts: Sequence[_Draft]) -> TranslatedPart:
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
