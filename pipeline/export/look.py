"""Flags laid out for a reader: both forms, where each stands, what is proposed and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.export.marking import Piece, Surroundings, differences, surroundings
from pipeline.export.people import by_name, forms
from pipeline.records import (
    Article,
    Band,
    Candidate,
    Evidence,
    Flag,
    FlagKind,
    Mention,
    PartKind,
    ProcessedArticle,
    nearest,
)

#: so many places of one form are shown; the rest are counted
MOST_PLACES = 3


@dataclass(frozen=True)
class Place:
    """Where a form stands: the kind of part and the words around it."""

    kind: PartKind
    language: str
    words: Surroundings


@dataclass(frozen=True)
class Form:
    """A name as written, the letters marked that differ from the other form, and its places.

    A form without places is one that the article does not hold (from the register, say).
    """

    name: str
    pieces: tuple[Piece, ...]
    places: tuple[Place, ...]
    more: int


@dataclass(frozen=True)
class Card:
    """A flag laid out for a reader."""

    number: int
    flag: Flag
    forms: tuple[Form, ...]
    proposed: Candidate | None
    others: tuple[Candidate, ...]

    @property
    def is_a_question(self) -> bool:
        """Whether it asks if two people are one, so that no form is proposed."""
        return self.flag.kind is FlagKind.UNSURE


@dataclass(frozen=True)
class Said:
    """A reason in words of a language; ``strength`` is a key of the wording table."""

    words: str
    language: str
    strength: str

    @property
    def is_against(self) -> bool:
        """Whether it speaks against what is proposed."""
        return self.strength.startswith("against")


def cards(outcome: ProcessedArticle) -> tuple[Card, ...]:
    """Return the flags of an article laid out for a reader, corrections to accept first."""
    flags = sorted(outcome.reconciliation.flags, key=lambda flag: flag.band is not Band.SURE)
    languages = {detected.part: detected.detection.language for detected in outcome.languages}
    return tuple(
        Card(
            number=number,
            flag=flag,
            forms=_forms(outcome.article, flag, languages),
            proposed=flag.candidates[0] if flag.candidates else None,
            others=flag.candidates[1:],
        )
        for number, flag in enumerate(flags, start=1)
    )


def strength(weight: float) -> str:
    """Return how much a piece of evidence counts, as a key of the wording table.

    The weight is a natural log of odds: 2 is odds of 7 to 1, 0.7 of 2 to 1.

    >>> [strength(w) for w in (3.2, 1.0, 0.2, 0.0, -1.0)]
    ['for3', 'for2', 'for1', 'zero', 'against2']
    """
    if weight == 0:
        return "zero"
    size = 3 if abs(weight) >= 2 else 2 if abs(weight) >= 0.7 else 1
    return f"{'for' if weight > 0 else 'against'}{size}"


def telling(candidate: Candidate, most: int = 4) -> tuple[Evidence, ...]:
    """Return the evidence for a candidate that tells a reader something, as it was weighed.

    That two names share a surname is plain to see; in which letters they differ, who else could
    be meant and which form stands where is not.
    """
    told = [
        e
        for e in candidate.evidence
        if e.weight > 0 and (not e.right or e.left.casefold() != e.right.casefold())
    ]
    return tuple(told[:most])


def said(evidence: Sequence[Evidence], ui: str) -> tuple[Said, ...]:
    """Return evidence in words of the interface, or of the language nearest to it.

    >>> found = Evidence(feature="role", weight=1.0, detail="one role", detail_nb="én rolle")
    >>> [(s.words, s.language) for s in said([found], "nn")]
    [('én rolle', 'nb')]
    """
    return tuple(Said(*e.said(ui), strength(e.weight)) for e in evidence)


def why(candidate: Candidate, ui: str) -> tuple[Said, ...]:
    """Return what tells a reader why a form is proposed, and what clearly speaks against it."""
    against = [e for e in candidate.evidence if e.weight <= -0.7 and e.feature != "prior"]
    return said([*telling(candidate, most=6), *against], ui)


def in_words(english: str, bokmaal: str, ui: str, nynorsk: str = "") -> Said:
    """Return a sentence in the language of the interface, or in the one nearest to it."""
    return Said(*nearest((english, bokmaal, nynorsk), ui), "zero")


def _forms(article: Article, flag: Flag, languages: dict[str, str]) -> tuple[Form, ...]:
    written = by_name(flag.mentions)
    names = forms(flag)
    found: list[Form] = []
    for name in names:
        mentions = written.get(name, ())
        found.append(
            Form(
                name=name,
                pieces=_against(name, names),
                places=tuple(_place(article, m, languages) for m in mentions[:MOST_PLACES]),
                more=max(0, len(mentions) - MOST_PLACES),
            )
        )
    return tuple(found)


def _against(name: str, names: Sequence[str]) -> tuple[Piece, ...]:
    other = next((form for form in names if form != name), name)
    return differences(name, other)[0]


def _place(article: Article, mention: Mention, languages: dict[str, str]) -> Place:
    part = article.part(mention.span.part)
    return Place(
        kind=part.kind,
        language=languages.get(part.name, ""),
        words=surroundings(article, mention.span),
    )
