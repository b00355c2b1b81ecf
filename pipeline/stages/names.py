"""Finds people, organisations and places in the parts of an article.

The models are our own, one for Bokmål and Nynorsk each: an encoder (``models/recipes/encoder``) and
a small one (``models/recipes/names``). Sentences are cut by rule (``text/sentences.py``).
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from pipeline.records import Article, EntityKind, Mention, Origin, Part, PartKind, Span
from pipeline.stages.entities import EntityModel, load_entity_model
from pipeline.text.folding import squeeze
from pipeline.text.genitive import base_name
from pipeline.text.sentences import split_sentences
from pipeline.text.tables import places
from pipeline.text.tokens import is_given_name, is_organisation_word, is_role_word

#: labels of NorNE that name somebody or something; PROD, EVT, DRV and MISC are left out:
#: "Oslo-mannen" (DRV) is not a name
_KINDS = {
    "PER": EntityKind.PERSON,
    "ORG": EntityKind.ORGANISATION,
    "GPE_ORG": EntityKind.ORGANISATION,
    "GPE_LOC": EntityKind.PLACE,
    "LOC": EntityKind.PLACE,
}
_PEOPLE_AND_PLACES = frozenset({"PER", "GPE_ORG", "GPE_LOC", "LOC"})
#: a name in a translation is believed from this probability on
_LIKELY = 0.5
#: parts that are no running text
_ALONE = frozenset({PartKind.CAPTION, PartKind.LIST_ITEM, PartKind.CREDIT})
_MUNICIPALITY = ("kommune", "kommunen", "kommuna")
#: longer texts are cut for the model, in code points
PIECE = 5_000
_CUTS = ("\n\n", ". ", " ", "\n")
#: code points after a name that are looked at to tell a genitive
_AFTER = 40
_SIGNS = frozenset("«»\"“”„'’‘‚`´,;:!?()[]{}<>|/\\–—-•*·…=+#@_~^")
_APOSTROPHES = "'’"
_BRACKETS = {")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class _Found:
    """A range of a part with the model's label and, where it gives one, its probability."""

    span: Span
    text: str
    label: str
    score: float | None = None


class _Piece(NamedTuple):
    """A piece of a part, not too long for the model; ``start`` is where it begins."""

    part: Part
    start: int
    text: str


class NameFinder:
    """Owns the loaded model."""

    def __init__(self, model: EntityModel) -> None:
        self._model = model

    def find_names(self, article: Article) -> tuple[Mention, ...]:
        """Return the people, organisations and places of an article in reading order.

        Mentions never overlap and always quote the article. Quotes, punctuation and titles at
        their ends are left out. The kinds are decided for the article as a whole.
        """
        found = [
            trimmed
            for one in self._run(article.parts)
            if (trimmed := _trim(one)) and not _is_derived(trimmed)
        ]
        known = _bare_forms(found)
        names = [
            base_name(one.text, known, _following(article.part(one.span.part), one.span.end))
            for one in found
        ]
        names = _with_own_s([one.text for one in found], names)
        kinds = decide_kinds([(name, one.label) for one, name in zip(found, names, strict=True)])
        return tuple(
            Mention(
                span=one.span,
                text=one.text,
                name=name,
                kind=kind,
                origin=Origin.NER,
                label=one.label,
                score=one.score,
            )
            for one, name, kind in zip(found, names, kinds, strict=True)
        )

    def names_in_translation(self, text: str) -> tuple[str, ...]:
        """Return the people and places of an English or French text, as written there.

        The encoder's pieces are those of a model of many languages, so that what it learnt of
        Norwegian names holds there too, only less surely: what it doubts is left out, and a model
        that gives no probabilities finds nothing.
        """
        # with a straight apostrophe "d'Angers" would be one word
        (entities,) = self._model.find([text.replace("'", "’")])
        return tuple(
            text[one.start : one.end]
            for one in entities
            if one.label in _PEOPLE_AND_PLACES and (one.score or 0.0) >= _LIKELY
        )

    def sentences(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return the half-open ranges of the sentences of a text; white space lies between."""
        return split_sentences(text)

    def _run(self, parts: Sequence[Part]) -> list[_Found]:
        """Return the finds of all parts: running text as one document, the rest part by part.

        A caption or a line of a list says little about the next, and misleads about it.
        """
        running = _pieces(part for part in parts if part.kind not in _ALONE)
        alone = _pieces(part for part in parts if part.kind in _ALONE)
        both = self._model.find_both(*([one.text for one in some] for some in (running, alone)))
        found = [
            _Found(
                Span(part=one.part.name, start=one.start + e.start, end=one.start + e.end),
                one.text[e.start : e.end],
                e.label,
                e.score,
            )
            for one, entities in zip((*running, *alone), chain(*both), strict=True)
            for e in entities
            if e.label in _KINDS
        ]
        place = {part.name: number for number, part in enumerate(parts)}
        return sorted(found, key=lambda one: place[one.span.part])


def _pieces(parts: Iterable[Part]) -> list[_Piece]:
    return [
        _Piece(part, start, part.text[start:end]) for part in parts for start, end in cut(part.text)
    ]


def _with_own_s(texts: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return the names, an s given back where it is that of a surname that stands elsewhere.

    >>> _with_own_s(["Mattes", "Arnulf Mattes"], ["Matte", "Arnulf Mattes"])
    ['Mattes', 'Arnulf Mattes']
    >>> _with_own_s(["Gravens", "Olaf Graven"], ["Graven", "Olaf Graven"])
    ['Graven', 'Olaf Graven']
    """
    surnames = {name.rpartition(" ")[2] for name in names if " " in name}
    return [
        text if name + "s" == text and text in surnames and name not in surnames else name
        for text, name in zip(texts, names, strict=True)
    ]


def load_name_finder(folder: Path, *, threads: int = 2) -> NameFinder:
    """Return the name finder of a model, of whichever kind it is.

    Args:
        folder: ``models/encoder`` or ``models/names``, or another saved spaCy pipeline.
        threads: that compute, where the kind of model can use several; 0 is one for every core.

    Raises:
        ModelError: the folder holds no model that can be loaded.
    """
    return NameFinder(load_entity_model(folder, threads=threads))


def decide_kinds(labelled: Sequence[tuple[str, str]]) -> list[EntityKind]:
    """Return the kind of each (name, label of the model), seen together.

    A name that ends in a word for an organisation is one; a single word that the table of places
    has is no person; where the model calls one name now a person and now something else, what it
    says most often holds for all. GPE_ORG, a municipality or country that acts, is an
    organisation, or a place where the article has the name as a place too.

    >>> kinds = decide_kinds([("Dal kommune", "PER"), ("Tysvik", "GPE_ORG"), ("Tysvik", "GPE_LOC")])
    >>> [kind.value for kind in kinds]
    ['organisation', 'place', 'place']
    """
    alone = [_kind_alone(name, label) for name, label in labelled]
    votes: dict[str, Counter[EntityKind]] = defaultdict(Counter)
    for (name, label), kind in zip(labelled, alone, strict=True):
        if label != "GPE_ORG":
            votes[name][kind] += 1
    return [
        _kind_together(kind, label, votes[name])
        for (name, label), kind in zip(labelled, alone, strict=True)
    ]


def _kind_alone(name: str, label: str) -> EntityKind:
    first, _, last = name.rpartition(" ")
    if last.casefold().endswith(_MUNICIPALITY):
        return EntityKind.ORGANISATION
    if label == "PER":
        if first and is_organisation_word(last) and not is_given_name(first.split()[0]):
            return EntityKind.ORGANISATION
        if not first and last.casefold() in places() and not is_given_name(last):
            return EntityKind.PLACE
    return _KINDS[label]


def _kind_together(kind: EntityKind, label: str, votes: Counter[EntityKind]) -> EntityKind:
    if label == "GPE_ORG" and votes[EntityKind.PLACE]:
        return EntityKind.PLACE
    (most, count), *others = votes.most_common() or [(kind, 1)]
    is_clear = not others or count > others[0][1]
    # a club and its town may share a name in one article; a person and a town seldom do
    return most if is_clear and EntityKind.PERSON in (kind, most) else kind


def cut(text: str, size: int = PIECE) -> Iterator[tuple[int, int]]:
    """Yield ranges of at most ``size`` code points that make up the text.

    A cut is best at a blank line, then after a full stop, then at white space; where there is
    none of these it is anywhere.

    >>> text = "en to tre fire"
    >>> [text[start:end] for start, end in cut(text, 8)]
    ['en to ', 'tre fire']
    """
    start = 0
    while len(text) - start > size:
        window = text[start : start + size]
        places = (window.rfind(mark) + len(mark) for mark in _CUTS if mark in window)
        end = start + next(places, size)
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


def _trim(found: _Found) -> _Found | None:
    """Return the find without quotes, signs and titles at its ends; None where no name is left."""
    start, end = _trimmed(found.text)
    text = found.text[start:end]
    if _KINDS[found.label] is EntityKind.PERSON:
        skipped = _title_length(text)
        start, text = start + skipped, text[skipped:]
    if not any(c.isalpha() for c in text):
        return None
    at = found.span.start
    span = Span(part=found.span.part, start=at + start, end=at + end)
    return _Found(span, text, found.label, found.score)


def _trimmed(text: str) -> tuple[int, int]:
    start, end = 0, len(text)
    while start < end and (_is_sign(text[start]) or text[start] == "."):
        start += 1
    while start < end and _is_loose(text, start, end):
        end -= 1
    return start, end


def _is_sign(character: str) -> bool:
    return (
        character in _SIGNS
        or character.isspace()
        or unicodedata.category(character) in ("Cf", "Cc", "So", "Sk")
    )


def _is_loose(text: str, start: int, end: int) -> bool:
    """Return whether the last character of the range does not belong to the name."""
    last, rest = text[end - 1], text[start : end - 1]
    if last in _APOSTROPHES and rest[-1:].casefold() in ("s", "x", "z"):
        # "Hans' bil"; but not the quote that closes 'Hans'
        return start > 0 and text[start - 1] in _APOSTROPHES
    if last in _BRACKETS:
        return _BRACKETS[last] not in rest
    if last == ".":
        # "Jr.", "A." and "Fr.p." keep it
        word = rest.rpartition(" ")[2]
        return len(word) > 3 and "." not in word
    return _is_sign(last)


def _title_length(text: str) -> int:
    """Return how many code points of titles stand before a person's name.

    >>> _title_length("statsminister Kari Lie"), _title_length("Dr. Lie"), _title_length("Rektor")
    (14, 4, 0)
    """
    skipped = 0
    while True:
        first, space, rest = text[skipped:].partition(" ")
        if not (space and rest.strip() and is_role_word(first)):
            return skipped
        skipped = len(text) - len(rest.lstrip())


def _is_derived(found: _Found) -> bool:
    """Return whether a find is a compound of a name and a common noun: "Oslo-mannen"."""
    head, hyphen, tail = found.text.rpartition("-")
    is_compound = bool(hyphen) and tail.islower() and len(tail) > 2 and " " not in head
    return is_compound and _KINDS[found.label] is not EntityKind.ORGANISATION


def _bare_forms(found: Sequence[_Found]) -> Collection[str]:
    """Return the names as written, and each word of a person's name."""
    forms = {squeeze(one.text) for one in found}
    people = (one.text for one in found if one.label == "PER")
    return forms | {word for text in people for word in text.split()}


def _following(part: Part, end: int) -> str:
    return part.text[end : end + _AFTER]
