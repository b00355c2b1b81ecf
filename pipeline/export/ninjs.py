"""An article as ninjs 2.0 or 3.0 (IPTC, News in JSON): text, names with identifiers, pictures.

Subjects of the IPTC Media Topics are left out: nothing here knows what an article is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from pipeline.export.identifiers import Register, known, uris
from pipeline.export.json_text import filled, to_text
from pipeline.export.news import Edition, Photo
from pipeline.export.wording import Wording
from pipeline.records import EntityKind, NameCluster

_SCHEMA: Final = "http://www.iptc.org/std/ninjs/ninjs-schema_{}.json#"
#: what ninjs 3 writes in another way than ninjs 2
_THIRD: Final = {
    "altids": "altIds",
    "charcount": "charCount",
    "contenttype": "contentType",
    "ednote": "edNote",
    "representationtype": "representationType",
    "versioncreated": "versionCreated",
    "wordcount": "wordCount",
}
_KINDS: Final = {
    "people": EntityKind.PERSON,
    "organisations": EntityKind.ORGANISATION,
    "places": EntityKind.PLACE,
}


def write_ninjs_3(edition: Edition, at: datetime, say: Wording, register: Register) -> str:
    """Return what ``write_ninjs`` does, as ninjs 3.0: the same, its fields written otherwise."""
    return to_text(_renamed(_object(edition, at, say, register, "3.0")))


def _renamed(value: Mapping[str, object]) -> dict[str, object]:
    """Return an object with the fields of ninjs 3, in the objects of its lists too."""
    return {
        _THIRD.get(key, key): [_renamed(one) if isinstance(one, dict) else one for one in inner]
        if isinstance(inner, list)
        else inner
        for key, inner in value.items()
    }


def write_ninjs(edition: Edition, at: datetime, say: Wording, register: Register) -> str:
    """Return an article, or a translation of it, as a ninjs object.

    When the text was written is not known, so ``contentcreated`` is left out. What a person
    should look at is in ``ednote``.

    Args:
        edition: the article in one language.
        at: when the object is made, with its time zone.
        say: the words of the note.
        register: what is known about the names.
    """
    return to_text(_object(edition, at, say, register, "2.0"))


def _object(
    edition: Edition, at: datetime, say: Wording, register: Register, version: str
) -> dict[str, object]:
    """Return an object with the fields of ninjs 2, which says that it is of another version."""
    photos = list(edition.photos())
    body = edition.body
    names = {
        key: [_name(one, edition, register, "mentions") for one in edition.clusters(kind)]
        for key, kind in _KINDS.items()
    }
    return filled(
            uri=edition.uri,
            standard={"name": "ninjs", "version": version, "schema": _SCHEMA.format(version)},
            type="text",
            representationtype="full",
            profile="text-photo" if photos else "text-only",
            versioncreated=at.isoformat(),
            language=edition.language,
            title=edition.headline,
            headlines=[{"role": "main", "contenttype": "text/plain", "value": edition.headline}],
            bodies=[
                {
                    "role": "main",
                    "contenttype": "text/plain",
                    "charcount": len(body),
                    "wordcount": len(body.split()),
                    "value": body,
                }
            ],
            **names,
            ednote="\n".join(edition.to_look_at(say)),
            altids=[{"role": "article", "value": edition.outcome.article.id}],
            associations=[*_originals(edition),
                          *(_picture(photo, edition, register) for photo in photos)],
    )  # fmt: skip


def _name(cluster: NameCluster, edition: Edition, register: Register, rel: str) -> object:
    address = next(iter(uris(known(cluster, register).ids)), "")
    return filled(name=edition.name(cluster, register), rel=rel, uri=address, literal=cluster.entry)


def _originals(edition: Edition) -> Iterator[object]:
    if edition.translation:
        original = Edition(edition.outcome)
        yield filled(
            name="original",
            uri=original.uri,
            type="text",
            language=original.language,
            title=original.headline,
        )


def _picture(photo: Photo, edition: Edition, register: Register) -> object:
    shown = [
        {"name": one, "rel": "shown"}
        if isinstance(one, str)
        else _name(one, edition, register, "shown")
        for one in photo.people
    ]
    return filled(
        name=photo.part,
        uri=f"{edition.uri}#{photo.part}",
        type="picture",
        language=edition.language,
        descriptions=[{"role": "caption", "contenttype": "text/plain", "value": photo.caption}],
        by=", ".join(photo.credits),
        people=shown,
    )
