"""A segment on its way to a translation: what it must keep, what to ask, the best version."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.records import Detection, EntityKind
from pipeline.text.folding import squeeze
from pipeline.translation.calendar import Edit
from pipeline.translation.checks import HOPELESS, Context, check_segment
from pipeline.translation.choosing import (
    Version,
    best_version,
    make_version,
    typeset,
)
from pipeline.translation.clock import clock_edits
from pipeline.translation.engine import Hypothesis
from pipeline.translation.glossary import Glossary
from pipeline.translation.invented import FindNames
from pipeline.translation.keepnames import NameForms, Wanted, wanted_names
from pipeline.translation.mending import make_edits, readable
from pipeline.translation.naming import is_common
from pipeline.translation.renderings import is_no_name, may_be_genitive
from pipeline.translation.roles import role_edits
from pipeline.translation.segments import Cutter, Facts, Piece
from pipeline.translation.structure import Atom, ItemKind, render
from pipeline.translation.titles import titles_before
from pipeline.translation.unlisted import unlisted_names
from pipeline.translation.wording import without

Answers = Mapping[str, tuple[Hypothesis, ...]]
Detect = Callable[[str], Detection]


@dataclass(frozen=True)
class Draft:
    """A segment on its way: what it must keep, and the best version so far.

    ``said`` are titles in front of names, and sides in brackets, in the target language, and times
    of day in figures: the engine gets them as they are to be. ``start`` is the checked sentence of
    the language between, where the engine starts from that (see ``halfway``).
    """

    piece: Piece
    context: Context
    best: Version
    said: tuple[Edit, ...] = ()
    start: Hypothesis | None = None

    @property
    def is_prose(self) -> bool:
        """Whether the engine translates the segment whole."""
        return len(self.piece.atoms) == 1 and self.piece.atoms[0].target is None

    @property
    def has_failed(self) -> bool:
        """Whether another try may help: something is wrong that a check can name."""
        return any(check.kind not in HOPELESS for check in self.best.checks)

    @property
    def sentence(self) -> str:
        """The segment on one line."""
        return squeeze(self.piece.text)


def make_draft(
    piece: Piece,
    facts: Facts,
    cutter: Cutter,
    detect: Detect | None,
    find: FindNames | None = None,
) -> Draft:
    """Return a segment with what it must keep; it has no version yet.

    ``detect`` and ``find`` tell the language and the names of a target, for its checks.
    """
    wanted = _wanted(piece, facts, cutter.names)
    kept = tuple(
        atom.target
        for atom in piece.atoms
        if atom.target is not None and atom.target == piece.text[atom.start : atom.end]
    )
    context = Context(
        facts.target,
        wanted,
        (*kept, *_named_elsewhere(piece.text, facts.capitals)),
        detect,
        cut_in=piece.of,
        find=find,
        leftovers=cutter.leftovers.get(facts.target),
    )
    draft = Draft(piece, context, Version("", None, ()))
    names = on_one_line(draft)
    people = [(name.start, name.source) for name in names if name.kind is EntityKind.PERSON]
    titles = role_edits(draft.sentence, people, cutter.roles, facts.target)
    sides = [
        (phrase.start, phrase.end, phrase.text)
        for phrase in cutter.phrases.find(draft.sentence, facts.target)
        if phrase.group == "side" and draft.sentence[phrase.start - 1 : phrase.start] == "("
    ]
    taken = [(name.start, name.end) for name in names]
    taken += [(start, end) for start, end, _ in titles]
    terms = cutter.glossary.edits(draft.sentence, facts.target)
    words = [
        edit
        for edit in (*terms, *clock_edits(draft.sentence))
        if not any(edit[0] < end and start < edit[1] for start, end in taken)
    ]
    elsewhere = without(draft.sentence, _not_terms(draft, titles, cutter.glossary))
    context = replace(
        context,
        glossary=cutter.glossary.within(elsewhere, facts.target),
        titles=titles_before(draft.sentence, titles, names) if draft.is_prose else (),
    )
    return replace(draft, context=context, said=(*words, *titles, *sides))


def _not_terms(draft: Draft, titles: Sequence[Edit], glossary: Glossary) -> Iterator[str]:
    """Yield the names of a segment, and the titles that are no term but may have one in them."""
    yield from (name.source for name in draft.context.wanted)
    roles = [draft.sentence[start:end] for start, end, _ in titles]
    roles += [
        draft.piece.text[atom.start : atom.end]
        for atom in draft.piece.atoms
        if atom.kind is ItemKind.ROLE and atom.target is not None
    ]
    yield from (role for role in roles if not glossary.has(role))


def engine_texts(draft: Draft) -> list[str]:
    """Return the texts of a segment that the engine must translate, on one line each."""
    if draft.is_prose:
        return [readable(make_edits(draft.sentence, draft.said))]
    text, atoms = draft.piece.text, draft.piece.atoms
    return [_asked(text[a.start : a.end], draft.context) for a in atoms if a.target is None]


def _asked(words: str, context: Context) -> str:
    """Return words of a caption or list as the engine gets them, the terms of a glossary put in."""
    words = squeeze(words)
    return make_edits(words, context.glossary.edits(words, context.target))


def first_version(draft: Draft, answers: Answers) -> Version:
    """Return the best version that the engine's first answers make."""
    if not draft.is_prose:
        return _structured(draft.piece, draft.context, answers)
    (text,) = engine_texts(draft)
    return best_version(make_version(draft.sentence, each, draft.context) for each in answers[text])


def _structured(piece: Piece, context: Context, answers: Answers) -> Version:
    """Return a caption or list segment put together from tables and the engine's words."""
    said, scores = [], []
    for atom in piece.atoms:
        if atom.target is not None:
            said.append(atom.target)
            continue
        words = squeeze(piece.text[atom.start : atom.end])
        bare = Context(context.target, glossary=context.glossary)
        asked = answers[_asked(words, context)]
        versions = [make_version(words, each, bare) for each in asked]
        best = best_version(versions)
        said.append(best.text or words)
        scores.append(best.score or 0.0)
    text = render(piece.text, piece.atoms, said, context.target)
    text = typeset(piece.text, text, context)
    checks = check_segment(piece.text, text, context)
    return Version(text, min(scores) if scores else None, checks)


def _wanted(piece: Piece, facts: Facts, forms: NameForms) -> tuple[Wanted, ...]:
    """Return the names that a segment must keep.

    One inside a longer name that stays as it is may stay as well; what was taken for a name inside
    a title ("Strategi" of "Strategi- og omdømmesjef") is none.
    """
    wanted = []
    is_phrase = [atom.kind for atom in piece.atoms] == [ItemKind.PHRASE]
    found = () if is_phrase else wanted_names(facts, piece.span, forms)
    for name in (*found, *_unlisted(piece, found, facts.target, forms)):
        around = [a for a in piece.atoms if _is_inside(name, a) and a.target is not None]
        if any(a.kind in (ItemKind.ROLE, ItemKind.PHRASE) for a in around):
            continue
        verbatim = any(a.target == piece.text[a.start : a.end] for a in around)
        # "Arias" that no noun follows is no genitive of "Aria"
        ends_so = name.source == f"{name.expected}s" and not may_be_genitive(piece.text, name.end)
        good = (*name.forms, name.source) if verbatim or ends_so else name.forms
        also = () if _has_people(piece.text, name) else name.also
        wanted.append(replace(name, forms=tuple(dict.fromkeys(good)), also=also))
    return tuple(sorted(wanted, key=lambda name: name.start))


def _named_elsewhere(text: str, capitals: frozenset[str]) -> Iterator[str]:
    """Yield the words with a capital that the article writes so inside a sentence too: names."""
    for word in re.findall(r"[A-ZÆØÅ]\w+", text):
        if word.casefold() in capitals:
            yield word


def _has_people(text: str, name: Wanted) -> bool:
    """Return whether the people of a place stand in the text too: they do not stand for both."""
    people = rf"\b{re.escape(name.source[:3].casefold())}\w*sk"
    return name.kind is EntityKind.PLACE and re.search(people, text) is not None


def _unlisted(
    piece: Piece, found: Sequence[Wanted], target: str, forms: NameForms
) -> Iterator[Wanted]:
    """Yield the names of a segment that no step has found; what they name is unknown."""
    known = [(name.start, name.end) for name in found]
    known += [(atom.start, atom.end) for atom in piece.atoms if atom.target is not None]
    for start, end in unlisted_names(piece.text, known):
        name = squeeze(piece.text[start:end])
        if is_common(name) or is_no_name(name, EntityKind.PLACE):
            continue
        good = [
            form
            for kind in (EntityKind.PLACE, EntityKind.ORGANISATION)
            for form in forms.forms(name, kind, target)
        ]
        changed = [form for form in good if form != name]
        yield Wanted(
            start,
            end,
            name,
            EntityKind.ORGANISATION,
            tuple(dict.fromkeys([*changed, name])),
            forms.also(name, EntityKind.ORGANISATION, target),
        )


def _is_inside(name: Wanted, atom: Atom) -> bool:
    place = (name.start, name.end)
    return atom.start <= name.start and name.end <= atom.end and place != (atom.start, atom.end)


def on_one_line(draft: Draft) -> tuple[Wanted, ...]:
    """Return the names with their places in the sentence, whose white space is single."""
    text = draft.piece.text

    def place(position: int) -> int:
        return len(squeeze(text[:position] + "x")) - 1

    return tuple(
        replace(name, start=place(name.start), end=place(name.end - 1) + 1)
        for name in draft.context.wanted
    )
