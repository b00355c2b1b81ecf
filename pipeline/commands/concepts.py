"""Entries of the register and terms of a glossary, as the exporters want them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pipeline.authority.entries import AliasKind, Entry
from pipeline.authority.register import Register
from pipeline.export.identifiers import Known, official_forms, uris
from pipeline.export.tbx import Concept, Status, Term, TermType
from pipeline.records import ProcessedArticle
from pipeline.translation.glossary import Glossary
from pipeline.translation.glossary import Term as GlossaryTerm

_ALIASES: Final[Mapping[AliasKind, tuple[Status, TermType]]] = {
    AliasKind.SPELLING: (Status.ADMITTED, TermType.VARIANT),
    AliasKind.FORMER: (Status.SUPERSEDED, TermType.NONE),
    AliasKind.ERROR: (Status.DEPRECATED, TermType.NONE),
    AliasKind.INITIALS: (Status.ADMITTED, TermType.SHORT),
    AliasKind.NICKNAME: (Status.ADMITTED, TermType.SHORT),
    AliasKind.ACRONYM: (Status.ADMITTED, TermType.ACRONYM),
    # in which language is not noted
    AliasKind.LANGUAGE: (Status.ADMITTED, TermType.VARIANT),
    AliasKind.OTHER: (Status.ADMITTED, TermType.VARIANT),
}
#: languages that a name which is never translated is given in, besides Norwegian
_TARGETS: Final = ("en", "fr")


def of_article(outcome: ProcessedArticle, register: Register) -> dict[str, Known]:
    """Return what the register has of the names of an article, by the id of the entry."""
    return {entry.id: Known(entry.ids, entry.official, entry.keep)
            for entry in entries_of(outcome, register)}  # fmt: skip


def entries_of(outcome: ProcessedArticle, register: Register) -> Iterator[Entry]:
    """Yield the entries that the names of an article were joined to, each once."""
    for mark in dict.fromkeys(cluster.entry for cluster in outcome.reconciliation.clusters):
        entry = register.entry(mark) if mark else None
        if entry:
            yield entry


def of_entry(entry: Entry) -> Concept:
    """Return an entry as a concept: the canonical form is preferred, errors are deprecated.

    >>> from pipeline.records import EntityKind
    >>> one = of_entry(Entry(id="nve", kind=EntityKind.ORGANISATION, name="NVE", keep=True))
    >>> {language: [term.text for term in terms] for language, terms in one.terms.items()}
    {'nb': ['NVE'], 'en': ['NVE'], 'fr': ['NVE']}
    """
    aliases = [Term(alias.name, *_ALIASES[alias.kind]) for alias in entry.aliases]
    terms = {"nb": (Term(entry.name), *aliases)}
    for language, said in sorted(entry.official.items()):
        terms[language] = tuple(_ranked(official_forms(said)))
    for language in _TARGETS if entry.keep else ():
        terms.setdefault(language, (Term(entry.name),))
    return Concept(
        id=entry.id,
        terms=terms,
        subject=entry.kind.value,
        notes=(entry.note,) if entry.note else (),
        links=uris(entry.ids),
        source=entry.source,
        keep=entry.keep,
    )


def of_glossary(glossary: Glossary) -> Iterator[Concept]:
    """Yield the terms of a glossary: the first target is preferred, forbidden ones deprecated."""
    for number, term in enumerate(glossary.terms, start=1):
        yield Concept(
            id=f"term-{number}",
            terms={"nb": tuple(_ranked(term.source)), **dict(_targets(term))},
            notes=(term.note,) if term.note else (),
            source="glossary",
        )


def _targets(term: GlossaryTerm) -> Iterator[tuple[str, tuple[Term, ...]]]:
    for language in sorted({*term.targets, *term.forbidden}):
        forbidden = (Term(text, Status.DEPRECATED) for text in term.forbidden.get(language, ()))
        yield language, (*_ranked(term.targets.get(language, ())), *forbidden)


def _ranked(forms: Iterable[str]) -> Iterator[Term]:
    for place, form in enumerate(form for form in forms if form):
        yield Term(form, Status.ADMITTED if place else Status.PREFERRED)
