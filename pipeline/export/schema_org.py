"""An article as schema.org JSON-LD, to be put into the page that publishes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.export.identifiers import Register, known, uris
from pipeline.export.json_text import filled, to_text
from pipeline.export.news import Edition, Photo
from pipeline.records import EntityKind, NameCluster

_TYPES: Final = {
    EntityKind.PERSON: "Person",
    EntityKind.ORGANISATION: "Organization",
    EntityKind.PLACE: "Place",
}


def write_schema_org(edition: Edition, register: Register) -> str:
    """Return an article, or a translation of it, as a NewsArticle.

    The text can stand in a page inside ``<script type="application/ld+json">``: no "<" is in it.
    Who is named in the title or a heading is what it is ``about``; the others are ``mentions``.
    Titles of people are given in the language they stand in, so a translation has none.
    """
    things = [(one, _thing(one, edition, register)) for one in _all(edition)]
    about = [thing for cluster, thing in things if edition.is_about(cluster)]
    original = Edition(edition.outcome)
    work = {
        "@type": "NewsArticle",
        "@id": original.uri,
        "inLanguage": original.language,
        "headline": original.headline,
    }
    text = to_text(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "@id": edition.uri,
            **filled(
                identifier=edition.outcome.article.id,
                inLanguage=edition.language,
                headline=edition.headline,
                articleBody=edition.body,
                wordCount=len(edition.body.split()),
                about=about,
                mentions=[thing for cluster, thing in things if not edition.is_about(cluster)],
                image=[_image(photo, edition) for photo in edition.photos()],
                translationOfWork=work if edition.translation else None,
            ),
        }
    )
    return text.replace("<", "\\u003c")


def _all(edition: Edition) -> Iterator[NameCluster]:
    for kind in _TYPES:
        yield from edition.clusters(kind)


def _thing(cluster: NameCluster, edition: Edition, register: Register) -> object:
    name = edition.name(cluster, register)
    entry = known(cluster, register)
    others = dict.fromkeys((cluster.name, *cluster.forms, *_short_forms(cluster, edition)))
    return {
        "@type": _TYPES[cluster.kind],
        **filled(
            name=name,
            alternateName=[
                form for form in others if form != name and not _is_flagged(form, edition)
            ],
            jobTitle=[] if edition.translation else list(cluster.roles),
            affiliation=[{"@type": "Organization", "name": one} for one in cluster.affiliations],
            identifier=[
                {"@type": "PropertyValue", "propertyID": scheme, "value": value}
                for scheme, value in sorted(entry.ids.items())
            ],
            sameAs=list(uris(entry.ids)),
        ),
    }


def _short_forms(cluster: NameCluster, edition: Edition) -> Iterator[str]:
    for acronym in edition.outcome.reconciliation.acronyms:
        if acronym.long in (cluster.name, *cluster.forms):
            yield acronym.short


def _is_flagged(form: str, edition: Edition) -> bool:
    """Return whether somebody was asked whether a form is right: it is not to be published."""
    found = edition.outcome.reconciliation
    asked = {mention.name for flag in found.flags for mention in flag.mentions}
    return form in asked or any(form == one.written for one in found.corrections)


def _image(photo: Photo, edition: Edition) -> object:
    shown = [one if isinstance(one, str) else one.name for one in photo.people]
    return {
        "@type": "ImageObject",
        **filled(
            caption=photo.caption,
            inLanguage=edition.language,
            creditText=", ".join(photo.credits),
            creator=[{"@type": "Person", "name": name} for name in photo.credits],
            about=[{"@type": "Person", "name": name} for name in shown],
        ),
    }
