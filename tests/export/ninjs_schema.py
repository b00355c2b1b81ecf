"""ninjs 2.0 as a JSON Schema, from the list of its fields that the IPTC publishes."""

from __future__ import annotations

from typing import Any

TEXT: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "number"}
ADDRESS: dict[str, Any] = {"type": "string", "format": "uri"}
TIME: dict[str, Any] = {"type": "string", "format": "date-time"}


def one_of(*words: str) -> dict[str, Any]:
    """Return a closed list of words."""
    return {"type": "string", "enum": list(words)}


def many(required: str = "", **fields: dict[str, Any]) -> dict[str, Any]:
    """Return a list of things that have these fields and no other."""
    item: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": fields}
    return {"type": "array", "items": item | ({"required": [required]} if required else {})}


_CONCEPTS = many(name=TEXT, rel=TEXT, uri=ADDRESS, literal=TEXT)
_FIELDS: dict[str, Any] = {
    "uri": ADDRESS,
    "type": one_of("text", "audio", "video", "picture", "graphic", "composite", "component"),
    "representationtype": one_of("full", "partial"),
    "profile": TEXT,
    "version": TEXT,
    "firstcreated": TIME,
    "versioncreated": TIME,
    "contentcreated": TIME,
    "embargoed": TIME,
    "pubstatus": one_of("usable", "withheld", "canceled"),
    "urgency": NUMBER,
    "copyrightholder": TEXT,
    "copyrightnotice": TEXT,
    "usageterms": TEXT,
    "ednote": TEXT,
    "language": TEXT,
    "descriptions": many("value", role=TEXT, contenttype=TEXT, value=TEXT),
    "bodies": many(
        "value", role=TEXT, contenttype=TEXT, charcount=NUMBER, wordcount=NUMBER, value=TEXT
    ),
    "headlines": many("value", role=TEXT, contenttype=TEXT, value=TEXT),
    "people": _CONCEPTS,
    "organisations": many(
        name=TEXT, rel=TEXT, uri=ADDRESS, literal=TEXT, symbols=many(ticker=TEXT, exchange=TEXT)
    ),
    "places": _CONCEPTS,
    "subjects": _CONCEPTS,
    "events": _CONCEPTS,
    "objects": _CONCEPTS,
    "infosources": many(name=TEXT, role=ADDRESS, uri=ADDRESS, literal=TEXT),
    "title": TEXT,
    "by": TEXT,
    "slugline": TEXT,
    "located": TEXT,
    "renditions": many(
        "name", name=TEXT, href=ADDRESS, contenttype=TEXT, title=TEXT, height=NUMBER, width=NUMBER,
        sizeinbytes=NUMBER, duration=NUMBER, format=TEXT,
    ),
    "associations": {"type": "array", "items": {"$ref": "#/$defs/association"}},
    "altids": many(role=TEXT, value=TEXT),
    "trustindicators": many(role=ADDRESS, title=TEXT, href=ADDRESS),
    "standard": {
        "type": "object",
        "additionalProperties": False,
        "properties": {"name": TEXT, "version": TEXT, "schema": ADDRESS},
    },
    "genres": many(name=TEXT, uri=ADDRESS, literal=TEXT),
    "rightsinfo": {"type": "object"},
}  # fmt: skip
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {
        # an associated object has the fields of any, and a name
        "association": {
            "type": "object",
            "additionalProperties": False,
            "required": ["name"],
            "properties": {**_FIELDS, "name": TEXT},
        }
    },
    "type": "object",
    "additionalProperties": False,
    "required": ["uri"],
    "properties": _FIELDS,
}
