"""Terms and names as TBX-Basic (TermBase eXchange), for the term bases of translators.

``Version.ISO_2019`` is ISO 30042:2019 in the style DCA; ``Version.ISO_2008`` is the one before
(MARTIF), which many programs still want. A record of the register or of a glossary is a concept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pipeline.export.xml_text import attribute, content, name_token

NAMESPACE: Final = "urn:iso:std:iso:30042:ed-2"


class Version(StrEnum):
    """Which edition of the standard."""

    ISO_2019 = "2019"
    ISO_2008 = "2008"


class Status(StrEnum):
    """Whether a form is to be used, as the standard words it."""

    PREFERRED = "preferredTerm-admn-sts"
    ADMITTED = "admittedTerm-admn-sts"
    SUPERSEDED = "supersededTerm-admn-sts"
    DEPRECATED = "deprecatedTerm-admn-sts"


class TermType(StrEnum):
    """What sort of a form it is, as the standard words it."""

    NONE = ""
    FULL = "fullForm"
    ACRONYM = "acronym"
    SHORT = "shortForm"
    VARIANT = "variant"


@dataclass(frozen=True)
class Term:
    """One form in one language."""

    text: str
    status: Status = Status.PREFERRED
    kind: TermType = TermType.NONE


@dataclass(frozen=True)
class Concept:
    """What is named, with its forms by language, preferred first. ``links`` are addresses."""

    id: str
    terms: Mapping[str, tuple[Term, ...]]
    subject: str = ""
    notes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    source: str = ""
    keep: bool = False


@dataclass(frozen=True)
class _Tags:
    """What the elements of an edition are called."""

    root: str
    header: str
    encoding: str
    entry: str
    language: str
    term: str


_TAGS: Final = {
    Version.ISO_2019: _Tags(
        f'tbx xmlns="{NAMESPACE}" type="TBX-Basic" style="dca" xml:lang="nb"',
        "tbxHeader", "", "conceptEntry", "langSec", "termSec",
    ),
    Version.ISO_2008: _Tags(
        'martif type="TBX-Basic" xml:lang="nb"',
        "martifHeader",
        '<encodingDesc><p type="XCSURI">TBXBasicXCSV02.xcs</p></encodingDesc>\n',
        "termEntry", "langSet", "tig",
    ),
}  # fmt: skip
_KEPT: Final = "Name: not to be translated."


def write_tbx(
    concepts: Iterable[Concept], *, title: str, version: Version = Version.ISO_2019
) -> Iterator[str]:
    """Yield a TBX file in pieces.

    Args:
        concepts: what to write; one without any term is left out.
        title: what the file is, for its header.
        version: the edition of the standard.
    """
    tags = _TAGS[version]
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{tags.root}>\n<{tags.header}>\n<fileDesc>\n'
        f"<titleStmt><title>{content(title)}</title></titleStmt>\n"
        f"<sourceDesc><p>samsvar</p></sourceDesc>\n</fileDesc>\n"
        f"{tags.encoding}</{tags.header}>\n<text>\n<body>\n"
    )
    seen: set[str] = set()
    for concept in concepts:
        if any(concept.terms.values()):
            yield "".join(_entry(concept, _unique(concept.id, seen), tags))
    yield f"</body>\n</text>\n</{tags.root.partition(' ')[0]}>\n"


def _unique(wanted: str, seen: set[str]) -> str:
    """Return an XML id for a concept, unique in the file."""
    base = f"c.{name_token(wanted)}"
    found, number = base, 1
    while found in seen:
        number += 1
        found = f"{base}.{number}"
    seen.add(found)
    return found


def _entry(concept: Concept, mark: str, tags: _Tags) -> Iterator[str]:
    yield f'<{tags.entry} id="{mark}">\n'
    if concept.subject:
        yield f'<descrip type="subjectField">{content(concept.subject)}</descrip>\n'
    if concept.keep and tags is _TAGS[Version.ISO_2008]:
        # no category of the standard, but what Weblate and translate-toolkit ask for
        yield '<descrip type="Translation needed">No</descrip>\n'
    for link in concept.links:
        target = f"target={attribute(link)}"
        yield f'<xref type="externalCrossReference" {target}>{content(link)}</xref>\n'
    if concept.source:
        yield f'<admin type="source">{content(concept.source)}</admin>\n'
    for note in (*([_KEPT] if concept.keep else []), *concept.notes):
        yield f"<note>{content(note)}</note>\n"
    for language, terms in concept.terms.items():
        if terms:
            yield f"<{tags.language} xml:lang={attribute(language)}>\n"
            for term in terms:
                yield from _term(term, tags)
            yield f"</{tags.language}>\n"
    yield f"</{tags.entry}>\n"


def _term(term: Term, tags: _Tags) -> Iterator[str]:
    yield f"<{tags.term}><term>{content(term.text)}</term>"
    yield '<termNote type="partOfSpeech">noun</termNote>'
    yield f'<termNote type="administrativeStatus">{term.status.value}</termNote>'
    if term.kind:
        yield f'<termNote type="termType">{term.kind.value}</termNote>'
    yield f"</{tags.term}>\n"
