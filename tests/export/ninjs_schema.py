"""ninjs 2.0 and 3.0 as JSON Schemas, from the lists of their fields that the IPTC publishes."""

from __future__ import annotations

from typing import Any

TEXT: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "number"}
ADDRESS: dict[str, Any] = {"type": "string", "format": "uri"}
TIME: dict[str, Any] = {"type": "string", "format": "date-time"}


def one_of(*words: str) -> dict[str, Any]:
    """Return a closed list of words."""
    return {"type": "string", "enum": list(words)}


def many(required: str = "", /, **fields: dict[str, Any]) -> dict[str, Any]:
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


# -- ninjs 3.0 --------------------------------------------------------------------------------

WHOLE: dict[str, Any] = {"type": "integer"}
_CONTACT: dict[str, Any] = many(
    type=TEXT, role=TEXT, lang=TEXT, name=TEXT, value=TEXT, address={"type": "object"}
)
_CALLED = {"name": TEXT, "rel": TEXT, "uri": ADDRESS, "literal": TEXT}
_SAID = {"role": TEXT, "contentType": TEXT, "value": TEXT}
_THIRD: dict[str, Any] = {
    "uri": ADDRESS,
    "type": one_of(
        "text", "audio", "video", "picture", "graphic", "composite", "component", "event",
        "planning",
    ),
    "representationType": one_of("full", "partial"),
    "profile": TEXT,
    "version": TEXT,
    "firstCreated": TIME,
    "versionCreated": TIME,
    "contentCreated": TIME,
    "embargoed": TIME,
    "expires": TIME,
    "pubStatus": one_of("usable", "withheld", "canceled"),
    "urgency": NUMBER,
    "copyrightHolder": TEXT,
    "copyrightNotice": TEXT,
    "usageTerms": TEXT,
    "edNote": TEXT,
    "language": TEXT,
    "descriptions": many("value", **_SAID),
    "bodies": many("value", **_SAID, charCount=WHOLE, wordCount=WHOLE),
    "headlines": many("value", **_SAID),
    "people": many(**_CALLED, contactInfo=_CONTACT),
    "organisations": many(
        **_CALLED,
        contactInfo=_CONTACT,
        symbols=many(ticker=TEXT, exchange=TEXT, symbolType=ADDRESS, symbol=TEXT),
    ),
    "places": many(**_CALLED, contactInfo=_CONTACT, geojson={"type": "object"}),
    "subjects": many(**_CALLED, creator=TEXT, relevance=WHOLE, confidence=WHOLE),
    "events": many(**_CALLED, id=TEXT),
    "eventDetails": {"type": "object"},
    "plannedCoverage": {"type": "array"},
    "objects": many(**_CALLED),
    "infoSources": many(name=TEXT, role=TEXT, uri=ADDRESS, literal=TEXT, contactInfo=_CONTACT),
    "title": TEXT,
    "by": TEXT,
    "slugline": TEXT,
    "located": TEXT,
    "renditions": {"type": "array", "items": {"type": "object", "required": ["name"]}},
    "associations": {"type": "array", "items": {"$ref": "#/$defs/association"}},
    "altIds": many(role=TEXT, value=TEXT),
    "trustIndicators": many(role=ADDRESS, title=TEXT, href=ADDRESS),
    "standard": {
        "type": "object",
        "additionalProperties": False,
        "properties": {"name": TEXT, "version": TEXT, "schema": ADDRESS},
    },
    "genres": many(name=TEXT, uri=TEXT, literal=TEXT),
    "rightsInfo": {
        "type": "object",
        "oneOf": [{"required": ["linkedRights"]}, {"required": ["encodedRights"]}],
    },
}  # fmt: skip
SCHEMA_3: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {
        # an associated object has the fields of any, a name, and must say which it is
        "association": {
            "type": "object",
            "additionalProperties": False,
            "required": ["name", "uri"],
            "properties": {**_THIRD, "name": TEXT},
        }
    },
    "type": "object",
    "additionalProperties": False,
    "required": ["uri"],
    "properties": _THIRD,
    # a planned event has details and no renditions
    "if": {"properties": {"type": {"const": "event"}}, "required": ["type"]},
    "then": {"required": ["eventDetails"], "not": {"required": ["renditions"]}},
}
